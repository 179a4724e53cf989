"""Draws what a close shot shows: rope, keys, books, watches, instruments, a hand in shadow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from filmgate.engines.previz.figures_drawing import Sheet, spline, toned

if TYPE_CHECKING:
    from collections.abc import Callable

    from filmgate.engines.previz.figures import Floats, Light

Drawn = tuple["Floats", "Floats"]


def rope(pixels: float, light: Light) -> Drawn:
    """A coil of rope, seen from a little above, with one end lying loose."""
    sheet = Sheet(1.75, pixels)
    for turn in range(5):
        y, wide = 0.72 - turn * 0.115, 0.62 - 0.025 * (turn % 2)
        for angle in np.linspace(0, 2 * np.pi, 64, endpoint=False):
            x0 = 0.80 + wide * float(np.cos(angle))
            y0 = y + 0.16 * float(np.sin(angle))
            shade = 0.55 + 0.35 * float(np.cos(angle)) * light.side + 0.25 * float(np.sin(angle))
            strand = 0.82 if int(angle * 64 / 6.2832) % 2 else 1.0
            value = float(np.clip(shade, 0.25, 1.0)) * strand
            sheet.line(
                [(x0 - 0.02, y0 + 0.045), (x0 + 0.025, y0 - 0.045)],
                0.062,
                toned((0.66 * value, 0.53 * value, 0.36 * value), light),
            )
    path = spline([(1.30, 0.80), (1.48, 0.88), (1.60, 0.80), (1.70, 0.90)], 8)
    for index, (x, y) in enumerate(path):
        value = 0.75 if index % 2 else 0.95
        tone = toned((0.66 * value, 0.53 * value, 0.36 * value), light)
        sheet.line([(x - 0.02, y + 0.04), (x + 0.025, y - 0.04)], 0.06, tone)
    return sheet.done()


def wine_glass(pixels: float, light: Light) -> Drawn:
    """A stemmed glass with some wine in it; the glass itself lets the light through."""
    sheet = Sheet(0.62, pixels)
    clear, edge = light.fill * np.float32(0.75) + light.rim * np.float32(0.12), light.rim
    mid = 0.31
    bowl = spline([(0.17, 0.02), (0.22, 0.22), (0.20, 0.40), (0.06, 0.53), (0.018, 0.60)])
    sheet.area(
        [*[(mid + x, y) for x, y in bowl], *[(mid - x, y) for x, y in reversed(bowl)]], clear
    )
    wine = spline([(0.218, 0.27), (0.20, 0.40), (0.06, 0.52), (0.0, 0.535)])
    red = toned((0.34, 0.05, 0.08), light)
    sheet.area([*[(mid + x, y) for x, y in wine], *[(mid - x, y) for x, y in reversed(wine)]], red)
    sheet.line([(mid, 0.56), (mid, 0.93)], 0.022, clear)
    foot = [(mid + 0.18 * np.cos(a), 0.955 + 0.03 * np.sin(a)) for a in np.linspace(0, 6.283, 40)]
    sheet.area([(float(x), float(y)) for x, y in foot], clear)
    side = 1.0 if light.side > 0 else -1.0
    sheet.line([(mid + side * x * 0.86, y) for x, y in bowl[4:26]], 0.016, edge)
    sheet.line([(mid - side * x * 0.94, y) for x, y in bowl[2:30]], 0.008, edge * np.float32(0.7))
    sheet.line([(mid - 0.17, 0.02), (mid + 0.17, 0.02)], 0.008, edge * np.float32(0.8))
    rgb, alpha = sheet.done()
    rows = np.linspace(0, 1, alpha.shape[0], dtype=np.float32)[:, None]
    see_through = np.where((rows > 0.27) & (rows < 0.54), 0.94, 0.42).astype(np.float32)
    shine = np.clip((rgb.max(axis=2) - 0.62) * 3, 0, 1)
    return rgb, alpha * np.maximum(see_through, shine)


def key(pixels: float, light: Light) -> Drawn:
    """An old key that leans against nothing: bow up, bit down."""
    sheet = Sheet(0.62, pixels)
    brass, dark = toned((0.62, 0.48, 0.24), light), toned((0.34, 0.25, 0.12), light)
    glint = brass + light.rim * np.float32(0.35)
    for x in (0.24, 0.38):
        sheet.disc(x, 0.16, 0.10, brass, 0.05)
    sheet.disc(0.31, 0.27, 0.075, brass, 0.045)
    sheet.line([(0.31, 0.33), (0.31, 0.96)], 0.062, brass)
    sheet.line([(0.31 + 0.016 * light.side, 0.34), (0.31 + 0.016 * light.side, 0.95)], 0.016, glint)
    sheet.area([(0.33, 0.74), (0.52, 0.74), (0.52, 0.80), (0.46, 0.80), (0.46, 0.85), (0.54, 0.85),
                (0.54, 0.92), (0.33, 0.92)], brass)  # fmt: skip
    sheet.line([(0.26, 0.38), (0.36, 0.38)], 0.035, dark)
    sheet.line([(0.26, 0.44), (0.36, 0.44)], 0.025, dark)
    return sheet.done()


def book(pixels: float, light: Light) -> Drawn:
    """Two closed books, one on the other."""
    sheet = Sheet(1.5, pixels)
    for top, left, wide, cover in (
        (0.66, 0.10, 1.30, (0.20, 0.28, 0.36)),
        (0.36, 0.20, 1.10, (0.46, 0.16, 0.13)),
    ):
        cloth, page = toned(cover, light), toned((0.86, 0.80, 0.66), light)
        right = left + wide
        sheet.area(
            [(left + 0.16, top - 0.16), (right - 0.10, top - 0.16), (right, top), (left, top)],
            cloth * 1.25,
        )
        sheet.area(
            [(left, top), (right, top), (right, top + 0.30), (left, top + 0.30)], cloth * 0.8
        )
        sheet.area(
            [
                (left + 0.10, top + 0.04),
                (right, top + 0.04),
                (right, top + 0.26),
                (left + 0.10, top + 0.26),
            ],
            page,
        )
        for number in range(5):
            y = top + 0.08 + 0.037 * number
            sheet.line([(left + 0.1, y), (right, y)], 0.006, page * np.float32(0.78))
        sheet.line(
            [(left + 0.02, top + 0.06), (left + 0.02, top + 0.26)],
            0.02,
            toned((0.7, 0.6, 0.35), light),
        )
    return sheet.done()


def watch(pixels: float, light: Light) -> Drawn:
    """A watch, its face turned to us."""
    sheet = Sheet(1.0, pixels)
    steel, face = toned((0.62, 0.58, 0.50), light), toned((0.90, 0.87, 0.80), light)
    ink = toned((0.10, 0.09, 0.08), light)
    sheet.disc(0.5, 0.09, 0.055, steel, 0.03)
    sheet.line([(0.5, 0.12), (0.5, 0.2)], 0.08, steel)
    sheet.disc(0.5, 0.58, 0.40, steel)
    sheet.disc(0.5, 0.58, 0.38, steel * np.float32(1.3), 0.02)
    sheet.disc(0.5, 0.58, 0.335, face)
    for hour in range(12):
        angle = hour * np.pi / 6
        x, y = float(np.sin(angle)), float(-np.cos(angle))
        inner = 0.25 if hour % 3 == 0 else 0.275
        sheet.line(
            [(0.5 + x * inner, 0.58 + y * inner), (0.5 + x * 0.305, 0.58 + y * 0.305)], 0.016, ink
        )
    sheet.line([(0.5, 0.58), (0.5 - 0.14, 0.58 - 0.12)], 0.022, ink)
    sheet.line([(0.5, 0.58), (0.5 + 0.10, 0.58 - 0.23)], 0.014, ink)
    sheet.disc(0.5, 0.58, 0.02, ink)
    glint = face + light.rim * np.float32(0.3)
    sheet.line(spline([(0.28, 0.50), (0.34, 0.38), (0.46, 0.31)]), 0.02, glint)
    return sheet.done()


def guitar(pixels: float, light: Light) -> Drawn:
    """The body and neck of a guitar or violin that stands upright."""
    sheet = Sheet(0.62, pixels)
    wood, dark = toned((0.60, 0.33, 0.15), light), toned((0.14, 0.09, 0.06), light)
    mid = 0.31
    half = spline([(0.0, 0.42), (0.12, 0.43), (0.17, 0.52), (0.12, 0.62), (0.22, 0.76),
                   (0.22, 0.90), (0.12, 0.985), (0.0, 0.99)])  # fmt: skip
    outline = [*[(mid + x, y) for x, y in half], *[(mid - x, y) for x, y in reversed(half)]]
    sheet.area(outline, wood)
    sheet.shade(((0.0, 1.0), (0.45, 1.2), (0.7, 0.95), (1.0, 0.65)))
    sheet.line(outline, 0.014, dark * np.float32(1.6))
    sheet.line([(mid, 0.06), (mid, 0.60)], 0.055, dark * np.float32(1.4))
    sheet.area(
        [(mid - 0.05, 0.0), (mid + 0.05, 0.0), (mid + 0.035, 0.08), (mid - 0.035, 0.08)], dark * 1.8
    )
    sheet.disc(mid, 0.645, 0.062, dark)
    sheet.line([(mid - 0.07, 0.83), (mid + 0.07, 0.83)], 0.022, dark)
    for x in (-0.015, -0.005, 0.005, 0.015):
        sheet.line([(mid + x, 0.05), (mid + x, 0.83)], 0.003, light.rim * np.float32(0.8))
    return sheet.done()


def phone(pixels: float, light: Light) -> Drawn:
    """A telephone that stands upright, its screen lit."""
    sheet = Sheet(0.56, pixels)
    body, glow = toned((0.10, 0.10, 0.12), light), np.array([0.55, 0.72, 0.9], np.float32)
    sheet.area([(0.06, 0.04), (0.50, 0.04), (0.50, 0.98), (0.06, 0.98)], body)
    sheet.line([(0.07, 0.05), (0.49, 0.05), (0.49, 0.97), (0.07, 0.97), (0.07, 0.05)], 0.035, body)
    sheet.area([(0.07, 0.08), (0.49, 0.08), (0.49, 0.94), (0.07, 0.94)], glow * np.float32(0.8))
    sheet.area([(0.07, 0.08), (0.36, 0.08), (0.07, 0.66)], glow)
    return sheet.done()


def loaf(pixels: float, light: Light) -> Drawn:
    """A round loaf of bread on a board."""
    sheet = Sheet(1.9, pixels)
    board, crust = toned((0.40, 0.26, 0.15), light), toned((0.66, 0.42, 0.20), light)
    sheet.area([(0.12, 0.86), (1.78, 0.86), (1.86, 0.98), (0.04, 0.98)], board)
    sheet.area(spline([(0.30, 0.88), (0.28, 0.58), (0.60, 0.28), (1.0, 0.20), (1.38, 0.30),
                       (1.64, 0.60), (1.60, 0.88)]), crust)  # fmt: skip
    sheet.shade(((0.0, 1.3), (0.35, 1.2), (0.7, 0.85), (0.9, 0.6), (1.0, 0.9)))
    for x in (0.66, 0.95, 1.24):
        cut = spline([(x - 0.10, 0.62), (x, 0.45), (x + 0.12, 0.33)])
        sheet.line(cut, 0.045, crust + light.fill * np.float32(0.25))
    return sheet.done()


def hand(pixels: float, light: Light) -> Drawn:
    """A hand in shadow that comes in from the side and rests: only its edge catches light."""
    sheet = Sheet(1.9, pixels)
    tone = toned((0.30, 0.20, 0.15), light, 0.35)
    sleeve = toned((0.13, 0.14, 0.17), light, 0.4)
    for x, y, reach, wide in (
        (0.78, 0.52, 0.62, 0.105),
        (0.80, 0.60, 0.70, 0.11),
        (0.80, 0.69, 0.68, 0.11),
        (0.78, 0.78, 0.56, 0.10),
    ):
        knuckle = (x - reach * 0.55, y - 0.06 + 0.05)
        sheet.line([(x + 0.25, y), knuckle, (x - reach, y + 0.13)], wide, tone)
        sheet.disc(x - reach, y + 0.13, wide / 2, tone)
        sheet.disc(knuckle[0], knuckle[1], wide / 2, tone)
    sheet.area(spline([(0.62, 0.62), (0.70, 0.46), (1.0, 0.38), (1.32, 0.42), (1.36, 0.74),
                       (1.02, 0.86), (0.70, 0.84), (0.62, 0.62)]), tone)  # fmt: skip
    sheet.line([(1.02, 0.80), (0.72, 0.92), (0.50, 0.90)], 0.115, tone)
    sheet.disc(0.50, 0.90, 0.0575, tone)
    sheet.area(spline([(1.26, 0.36), (1.6, 0.22), (1.95, 0.12), (1.95, 0.92), (1.55, 0.90),
                       (1.28, 0.80), (1.26, 0.36)]), sleeve)  # fmt: skip
    rgb, alpha = sheet.done()
    rise = np.clip(alpha - np.roll(alpha, max(2, int(pixels * 0.022)), axis=0), 0, 1)
    return np.clip(rgb + light.rim * (rise * 0.45)[..., None], 0, 1).astype(np.float32), alpha


#: kind → its maker, and its height as a share of what an object may take
MAKERS: Final[dict[str, tuple[Callable[[float, Light], Drawn], float]]] = {
    "rope": (rope, 0.72),
    "glass": (wine_glass, 1.0),
    "key": (key, 0.95),
    "book": (book, 0.62),
    "watch": (watch, 0.82),
    "guitar": (guitar, 1.25),
    "phone": (phone, 0.85),
    "food": (loaf, 0.62),
    "hand": (hand, 0.95),
}
