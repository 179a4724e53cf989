"""Draws what drives, rolls and flies: cars from aside and from behind, cycles, trains, planes."""

from __future__ import annotations

import numpy as np

from filmgate.engines.previz.figures import Floats, Light
from filmgate.engines.previz.figures_drawing import Sheet, spline, toned


def _wheel(sheet: Sheet, x: float, y: float, radius: float, light: Light) -> None:
    """Draw a tyre with its rim."""
    sheet.disc(x, y, radius, toned((0.05, 0.05, 0.055), light))
    sheet.disc(x, y, radius * 0.66, toned((0.30, 0.31, 0.33), light))
    for turn in np.linspace(0, 2 * np.pi, 5, endpoint=False):
        tip = (x + radius * 0.6 * float(np.cos(turn)), y + radius * 0.6 * float(np.sin(turn)))
        sheet.line([(x, y), tip], radius * 0.16, toned((0.62, 0.63, 0.66), light))
    sheet.disc(x, y, radius * 0.16, toned((0.12, 0.12, 0.13), light))


def car(pixels: float, light: Light, paint: Floats, *, dark: bool) -> tuple[Floats, Floats]:
    """A car from aside, facing right; lamps shine when it is dark.

    Parameters
    ----------
    pixels : float
        Height from the road to the roof.
    paint : ndarray of float32, shape (3,)
        sRGB.
    """
    sheet = Sheet(3.35, pixels)
    body = paint * (light.key * 0.85 + light.fill)
    lower = [(0.10, 0.80), *spline([(0.10, 0.80), (0.08, 0.56), (0.16, 0.44), (0.62, 0.39)])]
    top = spline([(0.62, 0.39), (0.98, 0.13), (1.32, 0.045), (1.78, 0.05), (2.12, 0.17)])
    nose = spline([(2.12, 0.17), (2.42, 0.40), (2.95, 0.47), (3.2, 0.58), (3.22, 0.80)])
    sheet.area([*lower, *top, *nose], body)
    sheet.shade(((0.0, 1.1), (0.30, 1.05), (0.42, 1.3), (0.47, 1.0), (0.62, 0.82), (0.85, 0.42)))
    glass = light.fill * np.float32(0.30) + light.rim * np.float32(0.10)
    sheet.area(
        [(0.86, 0.385), *spline([(0.86, 0.385), (1.08, 0.17), (1.36, 0.105), (1.52, 0.10)]),
         (1.52, 0.385)], glass,
    )  # fmt: skip
    sheet.area(
        [(1.59, 0.385), (1.59, 0.10), *spline([(1.59, 0.10), (1.80, 0.11), (2.05, 0.20)]),
         (2.27, 0.385)], glass,
    )  # fmt: skip
    sky = glass + light.fill * np.float32(0.22)
    sheet.area([(1.16, 0.16), (1.34, 0.125), (1.10, 0.36), (0.98, 0.36)], sky)
    sheet.area([(1.76, 0.125), (1.86, 0.14), (1.70, 0.36), (1.62, 0.36)], sky)
    seam = body * np.float32(0.45)
    for line in ([(1.55, 0.40), (1.55, 0.74), (1.02, 0.76)], [(2.28, 0.42), (2.22, 0.72)]):
        sheet.line(line, 0.008, seam)
    sheet.line([(1.30, 0.49), (1.42, 0.49)], 0.018, seam)
    sheet.line([(0.98, 0.77), (2.28, 0.77)], 0.05, body * np.float32(0.22))
    for x in (0.68, 2.62):
        sheet.disc(x, 0.79, 0.245, body * np.float32(0.10))
        _wheel(sheet, x, 0.80, 0.2, light)
    lamp = np.array([1.0, 0.95, 0.8], np.float32) if dark else toned((0.9, 0.9, 0.85), light)
    tail = np.array([1.0, 0.12, 0.08], np.float32) if dark else toned((0.55, 0.06, 0.05), light)
    sheet.area(spline([(3.0, 0.53), (3.17, 0.57), (3.2, 0.64), (3.04, 0.61), (3.0, 0.53)]), lamp)
    sheet.area([(0.10, 0.50), (0.22, 0.48), (0.22, 0.57), (0.085, 0.58)], tail)
    return sheet.done()


def car_behind(pixels: float, light: Light, paint: Floats, *, dark: bool) -> tuple[Floats, Floats]:
    """A car that drives away from us; its tail lamps glow when it is dark."""
    sheet = Sheet(1.45, pixels)
    body = paint * (light.key * 0.6 + light.fill)
    mid = 0.725
    for side in (-1, 1):
        x = mid + side * 0.46
        sheet.area(
            [(x - 0.10, 0.72), (x + 0.10, 0.72), (x + 0.09, 0.99), (x - 0.09, 0.99)],
            toned((0.04, 0.04, 0.045), light),
        )
    half = [(0.0, 0.03), (0.32, 0.05), (0.44, 0.30), (0.60, 0.42), (0.64, 0.62), (0.60, 0.86)]
    right = [(mid + x, y) for x, y in spline(half)]
    left = [(2 * mid - x, y) for x, y in reversed(right)]
    sheet.area([*left, *right], body)
    sheet.shade(((0.0, 1.15), (0.3, 1.0), (0.42, 1.25), (0.52, 0.95), (0.85, 0.5), (1.0, 0.35)))
    glass = light.fill * np.float32(0.28) + light.rim * np.float32(0.10)
    sheet.area(
        [(mid - 0.29, 0.09), (mid + 0.29, 0.09), (mid + 0.40, 0.35), (mid - 0.40, 0.35)], glass
    )
    bright = np.array([1.0, 0.16, 0.10], np.float32) if dark else toned((0.6, 0.07, 0.06), light)
    for side in (-1, 1):
        x = mid + side * 0.47
        sheet.area([(x - 0.12, 0.48), (x + 0.12, 0.48), (x + 0.13, 0.58), (x - 0.11, 0.58)], bright)
    sheet.line([(mid - 0.34, 0.53), (mid + 0.34, 0.53)], 0.02, bright * np.float32(0.6))
    plate = toned((0.75, 0.75, 0.7), light)
    sheet.area(
        [(mid - 0.13, 0.63), (mid + 0.13, 0.63), (mid + 0.13, 0.70), (mid - 0.13, 0.70)], plate
    )
    sheet.line([(mid - 0.56, 0.80), (mid + 0.56, 0.80)], 0.05, body * np.float32(0.25))
    return sheet.done()


def cyclist(pixels: float, light: Light, coat: Floats, *, motor: bool) -> tuple[Floats, Floats]:
    """Someone on a bicycle or a motorcycle, from aside, riding to the right."""
    sheet = Sheet(1.25, pixels)
    frame = toned((0.10, 0.10, 0.11), light)
    cloth, legs = coat * (light.key * 0.8 + light.fill), toned((0.17, 0.18, 0.22), light)
    skin, hair = toned((0.62, 0.44, 0.33), light), toned((0.10, 0.09, 0.09), light)
    radius, thick = (0.17, 0.055) if motor else (0.19, 0.014)
    for x in (0.27, 0.98):
        sheet.disc(x, 0.99 - radius - thick / 2, radius, frame, thick)
        if motor:
            sheet.disc(x, 0.99 - radius - thick / 2, 0.07, toned((0.4, 0.4, 0.42), light))
    axle = 0.99 - radius
    if motor:
        tank = [(0.14, 0.56), (0.45, 0.60), (0.62, 0.50), (0.84, 0.52), (0.90, 0.64)]
        engine = [(0.90, 0.64), (0.74, 0.86), (0.44, 0.88), (0.32, 0.70), (0.14, 0.62)]
        sheet.area([*spline(tank), *spline(engine)], frame * np.float32(1.3))
        sheet.line([(0.86, 0.46), (0.98, axle)], 0.03, toned((0.5, 0.5, 0.52), light))
        sheet.line([(0.40, 0.86), (0.14, 0.84)], 0.04, toned((0.5, 0.5, 0.52), light))
    else:
        for rod in ([(0.27, axle), (0.45, 0.57), (0.84, 0.53), (0.58, axle), (0.45, 0.57)],
                    [(0.27, axle), (0.58, axle)], [(0.82, 0.46), (0.98, axle)]):  # fmt: skip
            sheet.line(rod, 0.016, frame * 1.6)
        sheet.line([(0.80, 0.46), (0.90, 0.45)], 0.02, frame)
    sheet.line([(0.46, 0.53), (0.66, 0.64), (0.58, 0.86), (0.65, 0.88)], 0.072, legs)
    sheet.line([(0.46, 0.50), (0.55, 0.36), (0.64, 0.25)], 0.14, cloth)
    sheet.line([(0.64, 0.26), (0.74, 0.40), (0.85, 0.45)], 0.055, cloth)
    sheet.line([(0.66, 0.22), (0.69, 0.17)], 0.05, skin)
    sheet.disc(0.71, 0.10, 0.068, hair if motor else skin)
    sheet.disc(0.695, 0.085, 0.066, hair)
    sheet.shade(((0.0, 1.15), (0.4, 1.0), (1.0, 0.75)))
    return sheet.done()


def train(pixels: float, light: Light, *, dark: bool) -> tuple[Floats, Floats]:
    """A train of four carriages from aside, driving to the right."""
    sheet = Sheet(17.0, pixels)
    body, roof = toned((0.42, 0.14, 0.12), light), toned((0.24, 0.24, 0.26), light)
    pane = (
        np.array([1.0, 0.86, 0.55], np.float32)
        if dark
        else light.fill * np.float32(0.5) + light.rim * np.float32(0.2)
    )
    for number in range(4):
        x = 0.15 + number * 4.2
        end = x + 4.05
        nose = (
            [(end, 0.2), (end, 0.82)]
            if number < 3
            else [(end - 0.5, 0.14), (end, 0.6), (end, 0.82)]
        )
        sheet.area([(x, 0.14), *nose, (x, 0.82)], body)
        sheet.area(
            [(x + 0.04, 0.08), (end - (0.6 if number == 3 else 0.04), 0.08), nose[0], (x, 0.2)],
            roof,
        )
        sheet.line([(x, 0.66), (end, 0.66)], 0.03, toned((0.85, 0.75, 0.5), light))
        for window in range(6):
            left = x + 0.25 + window * 0.58
            sheet.area([(left, 0.30), (left + 0.42, 0.30), (left + 0.42, 0.52), (left, 0.52)], pane)
        for wheel in (0.5, 0.95, 3.1, 3.55):
            sheet.disc(x + wheel, 0.88, 0.11, toned((0.08, 0.08, 0.09), light))
        sheet.line([(end, 0.8), (end + 0.2, 0.8)], 0.05, roof)
    sheet.shade(((0.0, 1.2), (0.5, 1.0), (0.82, 0.7), (1.0, 0.8)))
    return sheet.done()


def plane(pixels: float, light: Light) -> tuple[Floats, Floats]:
    """An airliner from aside, flying to the right."""
    sheet = Sheet(3.6, pixels)
    white, shade = toned((0.92, 0.92, 0.94), light), toned((0.45, 0.48, 0.55), light, 0.4)
    sheet.area([(0.15, 0.02), (0.42, 0.02), (0.85, 0.46), (0.40, 0.50)], shade)
    sheet.area(
        [*spline([(0.18, 0.44), (0.9, 0.42), (2.9, 0.40), (3.3, 0.46), (3.5, 0.55)]),
         *spline([(3.5, 0.55), (3.2, 0.64), (2.8, 0.68), (1.0, 0.66), (0.18, 0.44)])], white,
    )  # fmt: skip
    sheet.shade(((0.0, 1.0), (0.42, 1.05), (0.56, 0.95), (0.68, 0.55), (1.0, 0.6)))
    sheet.line([(0.8, 0.51), (3.1, 0.50)], 0.025, shade * np.float32(0.6))
    sheet.area([(1.55, 0.60), (2.15, 0.60), (1.25, 0.98), (1.02, 0.98)], shade)
    sheet.area([(0.32, 0.50), (0.68, 0.50), (0.36, 0.64), (0.22, 0.64)], shade)
    sheet.area(
        spline([(1.55, 0.74), (1.95, 0.72), (1.98, 0.82), (1.6, 0.84), (1.55, 0.74)]), white * 0.7
    )
    return sheet.done()


def fluke(pixels: float, light: Light) -> tuple[Floats, Floats]:
    """The tail of a whale as it dives; the water line is the lower edge."""
    sheet = Sheet(1.9, pixels)
    tone, mid = toned((0.20, 0.24, 0.29), light), 0.95
    half = [(0.0, 0.20), (0.28, 0.06), (0.62, 0.02), (0.90, 0.10), (0.70, 0.22), (0.34, 0.36)]
    stem = [(0.34, 0.36), (0.12, 0.52), (0.14, 0.72), (0.24, 1.0)]
    right = [(mid + x, y) for x, y in [*spline(half), *spline(stem)]]
    left = [(2 * mid - x, y) for x, y in reversed(right)]
    sheet.area([*left, *right], tone)
    sheet.shade(((0.0, 1.5), (0.2, 1.1), (0.5, 0.8), (1.0, 0.6)))
    return sheet.done()
