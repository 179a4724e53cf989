"""The still lifes among the sample pictures: a potter's table, and two toys before plain walls."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from filmgate.media.samples.raymarch import Camera, Field, Floats, Light, Paint, draw, floats

Materials = NDArray[np.int8]


def _noise(points: Floats, scale: float, seed: int) -> Floats:
    """Smooth noise between -1 and 1: a few sines with directions drawn from a seed."""
    rng = np.random.default_rng(seed)
    total = np.zeros(len(points), np.float32)
    for octave in range(5):
        direction = rng.normal(size=3).astype(np.float32) * scale * 1.9**octave
        total += np.sin(points @ direction + rng.uniform(0, 6.28)) / 1.6**octave
    return np.asarray(total / 2.2, np.float32)


def _union(*parts: tuple[Floats, int]) -> tuple[Floats, Materials]:
    distance = np.stack([part[0] for part in parts])
    nearest = distance.argmin(0)
    names = np.array([part[1] for part in parts], np.int8)
    return np.take_along_axis(distance, nearest[None], 0)[0], names[nearest]


def _sphere(points: Floats, centre: tuple[float, float, float], radius: float) -> Floats:
    return np.asarray(np.linalg.norm(points - floats(centre), axis=1) - radius, np.float32)


def _ellipsoid(
    points: Floats, centre: tuple[float, float, float], radii: tuple[float, float, float]
) -> Floats:
    scaled = (points - floats(centre)) / floats(radii)
    length = np.linalg.norm(scaled, axis=1)
    slope = np.linalg.norm(scaled / floats(radii), axis=1)
    return np.asarray(length * (length - 1) / np.maximum(slope, 1e-4), np.float32)


def _box(
    points: Floats,
    centre: tuple[float, float, float],
    half: tuple[float, float, float],
    rounding: float = 0.02,
) -> Floats:
    outside = np.abs(points - floats(centre)) - (floats(half) - rounding)
    inner = np.minimum(outside.max(1), 0)
    return np.asarray(np.linalg.norm(np.maximum(outside, 0), axis=1) + inner - rounding, np.float32)


def _capsule(
    points: Floats, a: tuple[float, float, float], b: tuple[float, float, float], radius: float
) -> Floats:
    start, along = floats(a), floats(b) - floats(a)
    t = np.clip(((points - start) @ along) / float(along @ along), 0, 1)
    return np.asarray(
        np.linalg.norm(points - start - t[:, None] * along, axis=1) - radius, np.float32
    )


def _turned(
    points: Floats, centre: tuple[float, float], profile: list[tuple[float, float]], wall: float
) -> Floats:
    """A hollow vessel turned on the wheel: heights and radii of its outer wall."""
    radius = np.hypot(points[:, 0] - centre[0], points[:, 2] - centre[1])
    heights, radii = np.array(profile, np.float32).T
    y = points[:, 1]
    outline = np.interp(y, heights, radii).astype(np.float32)
    side = np.abs(radius - outline + wall) - wall
    cap = np.maximum(heights[0] - y, y - heights[-1])
    floor = np.maximum(np.abs(y - heights[0] - wall) - wall, radius - outline)
    return np.asarray(np.minimum(np.maximum(side, cap), floor) * 0.72, np.float32)


_VASE = [
    (0.0, 0.17), (0.04, 0.2), (0.15, 0.30), (0.27, 0.345), (0.38, 0.32), (0.48, 0.235),
    (0.56, 0.155), (0.64, 0.135), (0.71, 0.155), (0.76, 0.195),
]  # fmt: skip
_BOWL = [(0.0, 0.09), (0.05, 0.17), (0.11, 0.225), (0.17, 0.25)]
_CUP = [(0.0, 0.10), (0.03, 0.115), (0.12, 0.125), (0.21, 0.13)]


def _smooth(profile: list[tuple[float, float]]) -> list[tuple[float, float]]:
    heights, radii = np.array(profile).T
    dense = np.linspace(heights[0], heights[-1], 64)
    rounded = np.interp(dense, heights, radii)
    kernel = np.hanning(9) / np.hanning(9).sum()
    padded = np.pad(rounded, 4, mode="reflect", reflect_type="odd")
    return list(zip(dense.tolist(), np.convolve(padded, kernel, "valid").tolist(), strict=True))


def _table_field() -> Field:
    vase, bowl, cup = _smooth(_VASE), _smooth(_BOWL), _smooth(_CUP)

    def field(p: Floats) -> tuple[Floats, Materials]:
        wheel = np.maximum(np.hypot(p[:, 0], p[:, 2]) - 0.46, np.abs(p[:, 1] + 0.02) - 0.02)
        lifted = p - floats([0, 0.001, 0])
        return _union(
            (p[:, 1] + 0.04, 0),
            (p[:, 2] + 1.75, 1),
            (_turned(lifted, (0.0, 0.0), vase, 0.012), 2),
            (_turned(p + floats([0, 0.04, 0]), (0.78, 0.20), bowl, 0.010), 3),
            (_turned(p + floats([0, 0.04, 0]), (-0.74, 0.30), cup, 0.010), 4),
            (wheel.astype(np.float32), 5),
            (_sphere(p, (0.72, 0.02, 0.18), 0.065), 6),
            (_sphere(p, (0.83, 0.015, 0.24), 0.06), 6),
            (_capsule(p, (-0.28, -0.015, 0.62), (0.22, -0.02, 0.74), 0.018), 7),
            (_box(p, (-1.05, 0.32, -1.2), (0.34, 0.36, 0.20), 0.02), 8),
            (_sphere(p, (1.15, 0.22, -1.05), 0.27), 9),
        )

    return field


def _table_paint(p: Floats, material: Materials) -> tuple[Floats, Floats]:
    grain = np.sin(p[:, 2] * 46 + 3.2 * _noise(p * floats([0.35, 1, 2.2]), 2.2, 3))
    board = np.abs(((p[:, 2] + 10) % 0.42) - 0.21) > 0.204
    wood = floats([0.40, 0.235, 0.125]) * (1 + 0.16 * grain + 0.10 * _noise(p, 9, 5))[:, None]
    wood = wood * np.where(board, 0.35, 1.0)[:, None]
    course = np.floor(p[:, 1] / 0.15)
    mortar = (np.abs((p[:, 1] / 0.15) % 1 - 0.5) > 0.45) | (
        np.abs((p[:, 0] / 0.34 + 0.5 * course) % 1 - 0.5) > 0.475
    )
    brick = (
        floats([0.55, 0.42, 0.35])
        * (1 + 0.16 * np.sin(course * 12.9 + np.floor(p[:, 0] / 0.34 + 0.5 * course) * 78.2))[
            :, None
        ]
    )
    brick = np.where(mortar[:, None], floats([0.62, 0.57, 0.52]), brick)
    brick = brick * (1 + 0.12 * _noise(p, 14, 7))[:, None]
    rings = 1 + 0.05 * np.sin(p[:, 1] * 210)
    glaze = np.where(
        (p[:, 1] > 0.42 + 0.05 * _noise(p, 9, 11))[:, None],
        floats([0.09, 0.27, 0.33]), floats([0.60, 0.49, 0.38]) * rings[:, None],
    )  # fmt: skip
    table = [
        (wood, 0.12), (brick, 0.0), (glaze, 0.55), (floats([0.72, 0.66, 0.55]), 0.4),
        (floats([0.64, 0.26, 0.14]), 0.35), (floats([0.33, 0.31, 0.30]), 0.25),
        (floats([0.78, 0.36, 0.07]), 0.3), (floats([0.62, 0.45, 0.25]), 0.2),
        (floats([0.28, 0.20, 0.14]), 0.1), (floats([0.20, 0.34, 0.16]), 0.25),
    ]  # fmt: skip
    albedo = np.zeros_like(p)
    gloss = np.zeros(len(p), np.float32)
    for number, (colour, shine) in enumerate(table):
        here = material == number
        albedo[here] = np.broadcast_to(colour, p.shape)[here]
        gloss[here] = shine
    return albedo, gloss


def potters_table(width: int, height: int, swing: float = 0.0) -> NDArray[np.uint8]:
    """Draw the potter's table; `swing` moves the camera around it, in radians."""
    eye = (3.0 * float(np.sin(swing)), 0.86 - 0.25 * swing, 3.0 * float(np.cos(swing)))
    light = Light((-2.6, 2.0, 1.7), (1.75, 1.25, 0.75), (0.13, 0.16, 0.22), 6.0)
    camera = Camera(eye, (0.03, 0.27, 0.0), 0.52 - 0.12 * swing)
    return draw(_table_field(), _table_paint, camera, light, width, height)


def _robot_field(p: Floats) -> tuple[Floats, Materials]:
    mirrored = p * floats([1, 1, 1])
    mirrored[:, 0] = np.abs(p[:, 0])
    body = _box(p, (0, 0.52, 0), (0.25, 0.27, 0.17), 0.09)
    head = _box(p, (0, 1.02, 0), (0.21, 0.17, 0.17), 0.08)
    return _union(
        (p[:, 1], 0), (p[:, 2] + 1.2, 0), (np.minimum(body, head), 1),
        (_capsule(mirrored, (0.29, 0.70, 0), (0.37, 0.36, 0.08), 0.058), 2),
        (_capsule(mirrored, (0.12, 0.25, 0), (0.13, 0.06, 0.02), 0.075), 2),
        (_capsule(p, (0, 0.8, 0), (0, 0.88, 0), 0.07), 2),
        (_sphere(mirrored, (0.085, 1.04, 0.155), 0.055), 3),
        (_capsule(p, (0, 1.18, 0), (0, 1.30, 0), 0.014), 2),
        (_sphere(p, (0, 1.33, 0), 0.042), 4),
        (_box(p, (0, 0.56, 0.165), (0.13, 0.09, 0.02), 0.02), 5),
    )  # fmt: skip


def _fox_field(p: Floats) -> tuple[Floats, Materials]:
    m = p * floats([1, 1, 1])
    m[:, 0] = np.abs(p[:, 0])
    ear = _ellipsoid(m, (0.165, 1.16, -0.02), (0.075, 0.16, 0.05))
    return _union(
        (p[:, 1], 0), (p[:, 2] + 1.2, 0),
        (_ellipsoid(p, (0, 0.42, 0), (0.24, 0.36, 0.20)), 1),
        (np.minimum(_ellipsoid(p, (0, 0.93, 0.02), (0.27, 0.22, 0.22)), ear), 1),
        (_ellipsoid(p, (0, 0.40, 0.075), (0.16, 0.27, 0.16)), 2),
        (_ellipsoid(p, (0, 0.85, 0.17), (0.13, 0.10, 0.14)), 2),
        (_sphere(p, (0, 0.88, 0.315), 0.035), 3),
        (_sphere(m, (0.105, 0.985, 0.205), 0.032), 3),
        (_capsule(m, (0.20, 0.58, 0.08), (0.17, 0.33, 0.20), 0.055), 1),
        (_ellipsoid(m, (0.13, 0.06, 0.12), (0.10, 0.06, 0.15)), 4),
        (_capsule(p, (0.18, 0.2, -0.12), (0.50, 0.52, -0.2), 0.10), 1),
        (_sphere(p, (0.53, 0.57, -0.21), 0.105), 2),
    )  # fmt: skip


def _solid(colours: list[tuple[float, float, float]], gloss: list[float]) -> Paint:
    palette, shine = floats(colours), floats(gloss)

    def paint(p: Floats, material: Materials) -> tuple[Floats, Floats]:
        shade = 1 + 0.025 * _noise(p, 24, 9)
        return np.asarray(palette[material] * shade[:, None], np.float32), shine[material]

    return paint


def robot(width: int, height: int) -> NDArray[np.uint8]:
    """Draw a tin robot before a pale wall."""
    paint = _solid(
        [(0.80, 0.79, 0.76), (0.62, 0.09, 0.06), (0.42, 0.43, 0.45), (0.95, 0.80, 0.25),
         (0.95, 0.55, 0.10), (0.86, 0.82, 0.70)], [0.0, 0.5, 0.6, 0.7, 0.5, 0.3],
    )  # fmt: skip
    light = Light((-2.0, 3.0, 3.0), (1.15, 1.08, 0.95), (0.30, 0.32, 0.36), 5.0)
    return draw(
        _robot_field, paint, Camera((0.5, 0.95, 3.2), (0, 0.66, 0), 0.56), light, width, height
    )


def fox(width: int, height: int) -> NDArray[np.uint8]:
    """Draw a felt fox before a pale wall."""
    paint = _solid(
        [(0.74, 0.80, 0.80), (0.74, 0.27, 0.06), (0.88, 0.82, 0.72), (0.03, 0.03, 0.03),
         (0.16, 0.08, 0.05)], [0.0, 0.03, 0.03, 0.8, 0.05],
    )  # fmt: skip
    light = Light((-2.0, 3.0, 3.0), (1.15, 1.08, 0.95), (0.30, 0.32, 0.36), 5.0)
    return draw(
        _fox_field, paint, Camera((-0.5, 0.95, 3.2), (0.06, 0.62, 0), 0.56), light, width, height
    )
