"""Grows trees: stamps with leaf clumps lit from one side, and plants them on the ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from filmgate.engines.previz.scenes.noise import Floats, Random, blur, fbm, smooth
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.terrain import Land, is_seen, project

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage

#: leaf colour in light, bark colour
_LEAVES: Final = {
    "round": "5d7c34",
    "oak": "55702f",
    "cypress": "35502c",
    "pine": "3a5a3a",
    "birch": "8a9a44",
    "palm": "5a7d3a",
    "bare": "4a4038",
    "blossom": "eebfcd",
    "bush": "5f7a38",
    "bamboo": "7c9a48",
    "acacia": "647a36",
    "olive": "808c66",
}
_SEASONS: Final = {
    "autumn": {"round": "c0782c", "oak": "a85c26", "birch": "d9a83a", "bush": "9a6a30"},
    "spring": {"round": "86a846", "birch": "a4bc5a", "bush": "86a848"},
    "winter": {"pine": "5a6c66", "bush": "8a8f90"},
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """A tree to print: its matte, its light, and where it is wood; all shape (h, w), 0 to 1."""

    alpha: Floats
    light: Floats
    wood: Floats


def grow(kind: str, random: Random, size: int, side: float) -> Stamp:
    """Grow one tree.

    Parameters
    ----------
    size : int
        Height in pixels.
    side : float
        1 when the sun stands at the right, -1 at the left.
    """
    builder = {
        "cypress": _cypress,
        "pine": _pine,
        "palm": _palm,
        "bare": _bare,
        "birch": _birch,
        "bush": _bush,
        "acacia": _acacia,
        "bamboo": _bamboo,
    }.get(kind, _broad)
    field, wood = builder(random, size)
    grain = fbm(*field.shape, random, max(6.0, size / 9), 3, 1.0, 0.7) - 0.5
    fine = fbm(*field.shape, random, max(8.0, size / 4), 2) - 0.5
    ragged = field + (grain * 0.45 + fine * 0.5) * np.clip(field * 6.0, 0, 1)
    leaves = smooth(ragged, 0.26, 0.40)
    light = _modelled(field, grain, side) + fine * 0.30
    alpha = np.clip(np.maximum(leaves, wood), 0, 1)
    return Stamp(alpha.astype(np.float32), light, (wood * (1.0 - leaves)).astype(np.float32))


def _modelled(field: Floats, grain: Floats, side: float) -> Floats:
    """Light leaf clumps as bodies: bright towards the sun and the sky, dark underneath."""
    body = blur(np.clip(field, 0, 0.8) + grain * 0.35, max(0.8, field.shape[0] * 0.028))
    across = cv2.Sobel(body, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(body, cv2.CV_32F, 0, 1, ksize=3)
    scale = field.shape[0] / 14.0
    light = 0.46 + scale * (-across * side * 0.16 + down * 0.20)
    rows = np.linspace(0, 1, field.shape[0], dtype=np.float32)[:, None]
    columns = np.linspace(-1, 1, field.shape[1], dtype=np.float32)[None]
    light = light + 0.20 * columns * side - 0.22 * (rows - 0.4)
    return np.clip(light, 0.12, 1.0).astype(np.float32)


def _clumps(random: Random, shape: tuple[int, int], centres: Floats, radii: Floats) -> Floats:
    """Add up soft round clumps into a field that is about 1 inside the crown."""
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    field = np.zeros(shape, np.float32)
    for (x, y), radius in zip(centres, radii, strict=True):
        reach = radius * 1.35
        x0, x1 = int(max(0, x - reach)), int(min(shape[1], x + reach + 1))
        y0, y1 = int(max(0, y - reach)), int(min(shape[0], y + reach + 1))
        if x1 <= x0 or y1 <= y0:
            continue
        here = np.s_[y0:y1, x0:x1]
        distance = np.hypot(columns[here] - x, (rows[here] - y) * 1.1) / radius
        field[here] = np.maximum(field[here], np.clip(1.25 - distance, 0, 1))
    return field


def _trunk(shape: tuple[int, int], points: Floats, widths: Floats) -> Floats:
    """Draw a tapering limb through points (x, y)."""
    mask = np.zeros(shape, np.uint8)
    for (start, end), width in zip(zip(points, points[1:], strict=False), widths, strict=False):
        cv2.line(
            mask,
            (int(start[0] * 16), int(start[1] * 16)),
            (int(end[0] * 16), int(end[1] * 16)),
            255,
            max(1, round(float(width))),
            cv2.LINE_AA,
            4,
        )
    return mask.astype(np.float32) / 255


def _broad(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a broad crown of many clumps over a short trunk that shows little."""
    width = int(size * (0.80 + 0.30 * random.random()))
    count = 46
    angle = random.random(count) * 2 * np.pi
    out = random.random(count) ** 0.5
    x = width * (0.5 + 0.36 * out * np.cos(angle) * (0.9 + 0.2 * random.random(count)))
    y = size * (0.40 + 0.29 * out * np.sin(angle))
    y = np.where(y > size * 0.6, size * 0.6 + (y - size * 0.6) * 0.5, y)
    radii = size * (0.075 + 0.075 * random.random(count))
    field = _clumps(random, (size, width), np.stack([x, y], 1), radii)
    lean = (random.random() - 0.5) * 0.08 * width
    points = np.array([[width / 2 + lean, size], [width / 2, size * 0.7], [width / 2 - lean, size * 0.45]])
    wood = _trunk((size, width), points, np.array([size * 0.055, size * 0.04]))
    for sign in (-1, 1):
        limb = np.array([[width / 2, size * 0.72], [width * (0.5 + 0.2 * sign), size * 0.5]])
        wood = np.maximum(wood, _trunk((size, width), limb, np.array([size * 0.022])))
    return field, wood


def _bush(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a low wide bush without a trunk."""
    width = int(size * 1.7)
    count = 26
    x = width * (0.5 + 0.38 * (random.random(count) - 0.5) * 2)
    drop = 1.0 - ((x / width - 0.5) / 0.5) ** 2
    y = size * (1.0 - 0.62 * drop * random.random(count) ** 0.6)
    radii = size * (0.14 + 0.12 * random.random(count))
    return _clumps(random, (size, width), np.stack([x, y], 1), radii), np.zeros((size, width), np.float32)


def _acacia(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a flat umbrella crown on spreading limbs."""
    width = int(size * 1.5)
    count = 44
    x = width * (0.5 + 0.42 * (random.random(count) - 0.5) * 2)
    y = size * (0.20 + 0.10 * random.random(count) + 0.10 * np.abs(x / width - 0.5))
    field = _clumps(random, (size, width), np.stack([x, y], 1), size * (0.05 + 0.05 * random.random(count)))
    wood = np.zeros((size, width), np.float32)
    for spread in (-0.30, -0.12, 0.10, 0.28):
        points = np.array([[width / 2, size], [width * (0.5 + spread * 0.25), size * 0.62], [width * (0.5 + spread), size * 0.27]])
        wood = np.maximum(wood, _trunk((size, width), points, np.array([size * 0.035, size * 0.02])))
    return field, wood


def _cypress(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a slim column, widest in its lower third, on the ground."""
    width = int(size * 0.30)
    rows = np.linspace(0, 1, size, dtype=np.float32)
    half = 0.46 * np.clip(np.sin(np.pi * rows**0.62), 0, 1) ** 0.72 * (0.35 + 0.65 * rows)
    half *= 1.0 + 0.16 * (fbm(8, size, random, 9, 3)[3] - 0.5) * 2
    half[rows > 0.965] *= 0.6
    columns = np.linspace(-0.5, 0.5, width, dtype=np.float32)[None]
    field = np.clip(1.25 - np.abs(columns) / np.maximum(half[:, None], 1e-3) * 0.85, 0, 1)
    wood = _trunk((size, width), np.array([[width / 2, size], [width / 2, size * 0.9]]), np.array([size * 0.03]))
    return field.astype(np.float32), wood


def _pine(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a conifer of drooping whorls, ragged at the edge."""
    width = int(size * (0.46 + 0.10 * random.random()))
    rows = np.linspace(0, 1, size, dtype=np.float32)
    tiers = 11 + int(random.random() * 4)
    phase = (rows ** 0.85 * tiers) % 1.0
    half = (0.03 + 0.44 * rows ** 0.9) * (0.58 + 0.42 * phase)
    wobble = fbm(16, size, random, 18, 3)
    columns = np.linspace(-0.5, 0.5, width, dtype=np.float32)[None]
    left, right = wobble[3][:, None] - 0.5, wobble[12][:, None] - 0.5
    edge = half[:, None] * (1.0 + 0.55 * np.where(columns < 0, left, right))
    field = np.clip(1.22 - np.abs(columns) / np.maximum(edge, 1e-3) * 0.82, 0, 1)
    field *= (rows[:, None] < 0.955) * (0.75 + 0.25 * (1.0 - phase[:, None]))
    wood = _trunk((size, width), np.array([[width / 2, size], [width / 2, size * 0.15]]), np.array([max(1.0, size * 0.022)]))
    return field.astype(np.float32), wood * (rows[:, None] > 0.1)


def _palm(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a leaning stem with a fan of arched fronds."""
    width = int(size * 0.9)
    lean = (random.random() - 0.5) * 0.35
    t = np.linspace(0, 1, 9)
    stem = np.stack([width * (0.5 + lean * (t**2 - 0.5)), size * (1.0 - 0.72 * t)], 1)
    wood = _trunk((size, width), stem, np.linspace(size * 0.034, size * 0.02, 8))
    leaves = np.zeros((size, width), np.uint8)
    top = stem[-1]
    for index in range(13):
        angle = np.pi * (-0.16 + 1.32 * index / 12) + (random.random() - 0.5) * 0.2
        length = size * (0.26 + 0.08 * random.random())
        s = np.linspace(0, 1, 12)
        x = top[0] + np.cos(angle) * length * s
        y = top[1] - np.sin(angle) * length * s * 0.9 + length * 0.55 * s**2.4
        thick = size * 0.017 * np.sin(np.pi * np.clip(s * 0.92 + 0.06, 0, 1)) + 0.5
        outline = np.concatenate([np.stack([x, y - thick], 1), np.stack([x, y + thick * 1.6], 1)[::-1]])
        cv2.fillPoly(leaves, [np.round(outline * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return leaves.astype(np.float32) / 255 * 0.85, wood


def _branches(random: Random, size: int, width: int, levels: int) -> Floats:
    """Draw a bare branching skeleton."""
    mask = np.zeros((size, width), np.uint8)
    stack = [(width / 2, float(size), np.pi / 2, size * 0.30, size * 0.045, levels)]
    while stack:
        x, y, angle, length, thick, level = stack.pop()
        end_x, end_y = x + np.cos(angle) * length, y - np.sin(angle) * length
        cv2.line(mask, (int(x * 16), int(y * 16)), (int(end_x * 16), int(end_y * 16)), 255,
                 max(1, round(thick)), cv2.LINE_AA, 4)
        if level == 0:
            continue
        for _ in range(3 if level > 2 else 2):
            turn = (random.random() - 0.5) * 1.25
            stack.append((end_x, end_y, angle + turn, length * (0.62 + 0.2 * random.random()), thick * 0.6, level - 1))
    return mask.astype(np.float32) / 255


def _bare(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a leafless tree."""
    width = int(size * 0.95)
    wood = _branches(random, size, width, 6)
    return np.zeros((size, width), np.float32), wood


def _birch(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a slim tree with an airy crown."""
    width = int(size * 0.5)
    count = 40
    y = size * (0.08 + 0.62 * random.random(count))
    spread = 0.10 + 0.30 * np.sin(np.pi * np.clip(y / size, 0, 1))
    x = width * (0.5 + spread * (random.random(count) - 0.5) * 2)
    field = _clumps(random, (size, width), np.stack([x, y], 1), size * (0.035 + 0.04 * random.random(count)))
    wood = _trunk((size, width), np.array([[width / 2, size], [width * 0.52, size * 0.1]]), np.array([max(1.0, size * 0.022)]))
    return field, wood


def _bamboo(random: Random, size: int) -> tuple[Floats, Floats]:
    """Grow a stem of bamboo with leaves at the top."""
    width = int(size * 0.34)
    bend = (random.random() - 0.5) * 0.3
    t = np.linspace(0, 1, 8)
    stem = np.stack([width * (0.5 + bend * t**2), size * (1 - 0.97 * t)], 1)
    wood = _trunk((size, width), stem, np.full(7, max(1.0, size * 0.022)))
    count = 26
    y = size * 0.55 * random.random(count)
    x = width * (0.5 + bend * (1 - y / size) ** 2 + 0.32 * (random.random(count) - 0.5) * 2)
    return _clumps(random, (size, width), np.stack([x, y], 1), size * (0.018 + 0.02 * random.random(count))), wood


def leaf_colour(stage: Stage, kind: str) -> Floats:
    """Choose the colour of a kind of tree in the season."""
    season = _SEASONS.get(stage.shot.season, {})
    return colour(season.get(kind, _LEAVES.get(kind, _LEAVES["round"])))


def seasonal(stage: Stage, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Swap kinds for the season: bare trees in winter, blossom where the words ask."""
    if stage.shot.season == "winter":
        return tuple(kind if kind in ("pine", "cypress", "bush", "palm") else "bare" for kind in kinds)
    if stage.has("blossom"):
        return tuple("blossom" if kind in ("round", "oak", "birch") else kind for kind in kinds)
    return kinds


class Nursery:
    """Stamps of some kinds of tree, grown once and printed at any size."""

    def __init__(self, stage: Stage, kinds: tuple[str, ...], part: int, variants: int = 3, size: int = 0) -> None:
        random = stage.random(part)
        size = size or int(np.clip(stage.frame_height * 0.30, 60, 240))
        side = 1.0 if stage.sun[0] > 0.5 else -1.0
        self.kinds = seasonal(stage, kinds)
        self._stamps = {
            kind: [grow(kind, random, size, side) for _ in range(variants)]
            for kind in dict.fromkeys(self.kinds)
        }
        self._stage = stage
        self._snow = stage.shot.season == "winter"

    def print(
        self, kind: str, variant: int, x: float, foot: float, tall: float, fade: float, tint: Floats,
        nearness: float, flip: bool = False,
    ) -> None:
        """Print a tree with its foot at a place.

        Parameters
        ----------
        tall : float
            Height in pixels.
        fade, tint
            How much, and into what colour, the distance fades it.
        """
        stamp = self._stamps[kind][variant % len(self._stamps[kind])]
        height = max(2, round(tall))
        width = max(1, round(tall * stamp.alpha.shape[1] / stamp.alpha.shape[0]))
        size = (width, height)
        method = cv2.INTER_AREA if height < stamp.alpha.shape[0] else cv2.INTER_LINEAR
        alpha = cast("Floats", cv2.resize(stamp.alpha, size, interpolation=method))
        light = cast("Floats", cv2.resize(stamp.light, size, interpolation=method))
        wood = cast("Floats", cv2.resize(stamp.wood, size, interpolation=method))
        if flip:
            alpha, wood = alpha[:, ::-1], wood[:, ::-1]
        rgb = self._coloured(kind, light, wood)
        rgb += (tint - rgb) * np.float32(fade)
        self._stage.lay_box(rgb, alpha, round(x - width / 2), round(foot - height), nearness)

    def _coloured(self, kind: str, light: Floats, wood: Floats) -> Floats:
        """Light leaves and bark with the colours of the hour."""
        palette = self._stage.palette
        leaves = leaf_colour(self._stage, kind)
        if self._snow and kind != "bare":
            leaves = leaves * 0.75 + np.float32(0.5) * np.clip(light.max(), 0, 1)
        key = palette.sun * np.float32(palette.key)
        fill = palette.shade * np.float32(palette.fill * 0.85)
        shade = key * smooth(light, 0.25, 1.0)[..., None] * 1.15 + fill * (0.45 + 0.8 * light)[..., None]
        rgb = leaves * shade
        bark = colour("e4dfd4" if kind == "birch" else "4c3d30") * (shade * 0.8 + fill * 0.2)
        return (rgb + (bark - rgb) * wood[..., None]).astype(np.float32)


def plant(
    stage: Stage, land: Land, nursery: Nursery, x: Floats, z: Floats, tall: Floats, part: int,
    *, shadow: float = 0.5,
) -> None:
    """Plant trees on the ground, far ones first, each with its shadow where the sun throws it.

    Parameters
    ----------
    x, z, tall : ndarray of float32, shape (n,)
        Positions and heights in metres.
    """
    columns, rows, scale = project(stage, land, x, z)
    seen = is_seen(stage, land, columns, rows, z)
    random = stage.random(part)
    variant = random.integers(0, 8, x.size)
    kind = random.integers(0, len(nursery.kinds), x.size)
    palette = stage.palette
    sight = palette.sight * 100.0
    foot_z = land.view.lens * stage.frame_height * land.view.eye / (stage.y(1.0) - stage.y(stage.horizon))
    for index in np.argsort(-z):
        pixels = float(tall[index] * scale[index])
        if not seen[index] or pixels < 2.0:
            continue
        fade = float(1.0 - np.exp(-((z[index] / sight) ** 0.85)))
        towards = float(np.exp(-(((columns[index] - stage.x(stage.sun[0])) / (0.42 * stage.frame_width)) ** 2)))
        tint = palette.haze + (palette.haze_sun - palette.haze) * np.float32(towards)
        near = float(np.clip(0.04 + 0.91 * foot_z / z[index], 0.04, 0.95))
        if shadow and palette.key > 0.5:
            _shadow(stage, float(columns[index]), float(rows[index]), pixels, shadow * 0.8 * (1 - fade))
        nursery.print(
            nursery.kinds[kind[index]], int(variant[index]), float(columns[index]),
            float(rows[index]) + pixels * 0.02 + 1, pixels, fade, tint, near, bool(variant[index] & 1),
        )


def _shadow(stage: Stage, x: float, y: float, pixels: float, strength: float) -> None:
    """Lay the long soft shadow of a tree away from the sun."""
    side = -1.0 if stage.sun[0] > 0.5 else 1.0
    length = pixels * min(2.2, 0.45 / max(stage.palette.sun_slope, 0.12))
    width, height = int(length + pixels * 0.4) + 4, max(3, int(pixels * 0.16) + 3)
    mask = np.zeros((height, width), np.uint8)
    begin = (pixels * 0.2 if side > 0 else width - pixels * 0.2, height / 2)
    end = (begin[0] + side * length * 0.92, height / 2)
    cv2.ellipse(
        mask, (int((begin[0] + end[0]) / 2), height // 2), (int(length / 2), max(1, height // 3)),
        0, 0, 360, 255, -1, cv2.LINE_AA,
    )
    soft = blur(mask.astype(np.float32) / 255, max(0.8, height * 0.22)) * np.float32(strength)
    left = x - (pixels * 0.2 if side > 0 else width - pixels * 0.2)
    dark = stage.palette.shade * np.float32(0.28 * stage.palette.light)
    stage.lay_box(dark, soft, round(left), round(y - height * 0.42))
