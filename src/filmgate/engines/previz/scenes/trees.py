"""Grows trees: stamps with leaf clumps lit from one side, and plants them on the ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from filmgate.engines.previz.scenes.noise import Floats, Random, blur, fbm, smooth, tile
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.terrain import Land, is_seen, project
from filmgate.engines.previz.scenes.tree_shapes import (
    acacia,
    bamboo,
    bare,
    birch,
    broad,
    bush,
    cypress,
    palm,
    pine,
)

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
        "cypress": cypress,
        "pine": pine,
        "palm": palm,
        "bare": bare,
        "birch": birch,
        "bush": bush,
        "acacia": acacia,
        "bamboo": bamboo,
    }.get(kind, broad)
    field, wood = builder(random, size)
    height, width = field.shape
    grain = fbm(height, width, random, max(6.0, size / 9), 3, 1.0, 0.7) - 0.5
    fine = fbm(height, width, random, max(8.0, size / 4), 2) - 0.5
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
    return cast("Floats", np.clip(light, 0.12, 1.0).astype(np.float32))


def leaf_colour(stage: Stage, kind: str) -> Floats:
    """Choose the colour of a kind of tree in the season."""
    season = _SEASONS.get(stage.shot.season, {})
    return colour(season.get(kind, _LEAVES.get(kind, _LEAVES["round"])))


def seasonal(stage: Stage, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Swap kinds for the season: bare trees in winter, blossom where the words ask."""
    if stage.shot.season == "winter":
        return tuple(
            kind if kind in ("pine", "cypress", "bush", "palm") else "bare" for kind in kinds
        )
    if stage.has("blossom"):
        return tuple("blossom" if kind in ("round", "oak", "birch") else kind for kind in kinds)
    return kinds


class Nursery:
    """Stamps of some kinds of tree, grown once and printed at any size."""

    def __init__(
        self, stage: Stage, kinds: tuple[str, ...], part: int, variants: int = 3, size: int = 0
    ) -> None:
        random = stage.random(part)
        size = size or int(np.clip(stage.frame_height * 0.30, 60, 240))
        side = 1.0 if stage.sun[0] > 0.5 else -1.0
        self.kinds = seasonal(stage, kinds)
        self._stamps = {
            kind: [grow(kind, random, size, side) for _ in range(variants)]
            for kind in dict.fromkeys(self.kinds)
        }
        self._leaves = tile(random, 256, 22, 3, 0.8)
        self._stage = stage
        self._snow = stage.shot.season == "winter"

    def print(
        self,
        kind: str,
        variant: int,
        x: float,
        foot: float,
        tall: float,
        fade: float,
        tint: Floats,
        nearness: float,
        flip: bool = False,
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
        left, top = round(x - width / 2), round(foot - height)
        if height > stamp.alpha.shape[0]:
            stamp, left, top = self._visible(stamp, (left, top, width, height), flip=flip)
            height, width = stamp.alpha.shape
            flip = False
        if height < 1 or width < 1:
            return
        size = (width, height)
        method = cv2.INTER_AREA if height < stamp.alpha.shape[0] else cv2.INTER_LINEAR
        alpha = cast("Floats", cv2.resize(stamp.alpha, size, interpolation=method))
        light = cast("Floats", cv2.resize(stamp.light, size, interpolation=method))
        wood = cast("Floats", cv2.resize(stamp.wood, size, interpolation=method))
        if flip:
            alpha, wood = alpha[:, ::-1], wood[:, ::-1]
        rgb = self._coloured(kind, light, wood)
        rgb += (tint - rgb) * np.float32(fade)
        self._stage.lay_box(rgb, alpha, left, top, nearness)

    def _visible(
        self, stamp: Stamp, box: tuple[int, int, int, int], *, flip: bool
    ) -> tuple[Stamp, int, int]:
        """Enlarge only the part of a tree that the canvas shows; box is x, y, width, height."""
        left, top, width, height = box
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(self._stage.width, left + width), min(self._stage.height, top + height)
        size = (max(0, x1 - x0), max(0, y1 - y0))
        if not size[0] or not size[1]:
            nothing = np.zeros((0, 0), np.float32)
            return Stamp(nothing, nothing, nothing), x0, y0
        scale = stamp.alpha.shape[0] / height
        turn = -scale if flip else scale
        first = (width - 0.5 - (x0 - left)) * scale if flip else (x0 - left + 0.5) * scale
        matrix = np.array([[turn, 0, first - 0.5], [0, scale, (y0 - top + 0.5) * scale - 0.5]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP

        def part(values: Floats) -> Floats:
            return cast("Floats", cv2.warpAffine(values, matrix, size, flags=flags))

        leaves = np.tile(self._leaves, (size[1] // 256 + 1, size[0] // 256 + 1))
        speckle = leaves[: size[1], : size[0]] * np.float32(min(1.0, 2.0 * (1.0 - scale)))
        alpha, light, wood = part(stamp.alpha), part(stamp.light), part(stamp.wood)
        ragged = smooth(alpha + 0.16 * speckle * (1.0 - wood), 0.36, 0.66)
        return Stamp(ragged, np.clip(light + 0.085 * speckle, 0.05, 1.1), wood), x0, y0

    def _coloured(self, kind: str, light: Floats, wood: Floats) -> Floats:
        """Light leaves and bark with the colours of the hour."""
        palette = self._stage.palette
        leaves = leaf_colour(self._stage, kind)
        if self._snow and kind == "pine":
            # snow lies on what faces the sky; the needles below stay dark
            detail = light - blur(light, max(1.0, light.shape[0] * 0.05))
            lies = smooth(detail, -0.03, 0.14)[..., None] * np.float32(0.70)
            leaves = leaves * 0.75 + (colour("eef2f6") - leaves * 0.75) * lies
            light = (0.34 + 0.5 * light).astype(np.float32)
        elif self._snow and kind != "bare":
            leaves = leaves * 0.75 + np.float32(0.5) * np.clip(light.max(), 0, 1)
        key = palette.sun * np.float32(palette.key)
        fill = palette.shade * np.float32(palette.fill * 1.15)
        shade = (
            key * 0.15
            + key * smooth(light, 0.25, 1.0)[..., None] * 1.15
            + fill * (0.45 + 0.8 * light)[..., None]
        )
        rgb = leaves * shade
        bark = colour("e4dfd4" if kind == "birch" else "4c3d30") * (shade * 0.8 + fill * 0.2)
        return (rgb + (bark - rgb) * wood[..., None]).astype(np.float32)


def plant(
    stage: Stage,
    land: Land,
    nursery: Nursery,
    x: Floats,
    z: Floats,
    tall: Floats,
    part: int,
    *,
    shadow: float = 0.5,
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
    foot_z = (
        land.view.lens
        * stage.frame_height
        * land.view.eye
        / (stage.y(1.0) - stage.y(stage.horizon))
    )
    for index in np.argsort(-z):
        pixels = float(tall[index] * scale[index])
        if not seen[index] or pixels < 2.0:
            continue
        fade = float(1.0 - np.exp(-((z[index] / sight) ** 0.85)))
        towards = float(
            np.exp(-(((columns[index] - stage.x(stage.sun[0])) / (0.42 * stage.frame_width)) ** 2))
        )
        tint = palette.haze + (palette.haze_sun - palette.haze) * np.float32(towards)
        near = float(np.clip(0.04 + 0.91 * foot_z / z[index], 0.04, 0.95))
        if shadow and palette.key > 0.5:
            _shadow(
                stage, float(columns[index]), float(rows[index]), pixels, shadow * 0.8 * (1 - fade)
            )
        nursery.print(
            nursery.kinds[kind[index]],
            int(variant[index]),
            float(columns[index]),
            float(rows[index]) + pixels * 0.02 + 1,
            pixels,
            fade,
            tint,
            near,
            bool(variant[index] & 1),
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
        mask,
        (int((begin[0] + end[0]) / 2), height // 2),
        (int(length / 2), max(1, height // 3)),
        0,
        0,
        360,
        255,
        -1,
        cv2.LINE_AA,
    )
    soft = blur(mask.astype(np.float32) / 255, max(0.8, height * 0.22)) * np.float32(strength)
    left = x - (pixels * 0.2 if side > 0 else width - pixels * 0.2)
    dark = stage.palette.shade * np.float32(0.28 * stage.palette.light)
    stage.lay_box(dark, soft, round(left), round(y - height * 0.42))
