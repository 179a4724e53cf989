"""Renders a landscape from a height function: what a camera on the ground sees of it.

The ground is sampled on rows that recede exponentially. The nearest row that reaches a pixel is
the one it shows [1]_, found for a whole column at once. Light, shadow and everything painted on
the ground are known per row and read back per pixel.

References
----------
.. [1] Wright, J. R. & Hsieh, J. C. L. (1992). A voxel-based, forward projection algorithm for
       rendering surface and volumetric data. IEEE Visualization.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias, cast

import cv2
import numpy as np

from filmgate.engines.previz.scenes.noise import Floats, resized, smooth

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage

#: metres above the camera's foot, for world positions x (right) and z (ahead)
Heights: TypeAlias = Callable[[Floats, Floats], Floats]

#: rows of the ground, and how they are sampled across the canvas
_ROWS: Final = 420
_COLUMN_STEP: Final = 2


@dataclass(frozen=True, slots=True)
class View:
    """Where the camera stands; lengths in metres."""

    #: eye above the ground it stands on
    eye: float = 3.0
    near: float = 3.0
    far: float = 3000.0
    #: of the lens, in frame heights
    lens: float = 1.15


@dataclass(frozen=True, slots=True)
class Land:
    """A rendered landscape: what each canvas pixel shows of it.

    Attributes
    ----------
    x, z : ndarray of float32, shape (H, W)
        World position.
    height : ndarray of float32, shape (H, W)
    light : ndarray of float32, shape (H, W)
        0 in shadow to about 1 facing the sun.
    slope : ndarray of float32, shape (H, W)
        0 level to 1 upright.
    cover : ndarray of float32, shape (H, W)
        1 where there is ground, 0 in the sky, soft along the outline.
    """

    x: Floats
    z: Floats
    height: Floats
    light: Floats
    slope: Floats
    cover: Floats
    view: View
    base: float
    heights: Heights


def render(stage: Stage, heights: Heights, view: View) -> Land:
    """Find what the camera sees of a landscape.

    Parameters
    ----------
    heights : callable
        Height in metres at world positions, arrays of one shape.
    view : View
        Distances in metres.
    """
    focal = view.lens * stage.frame_height
    depth = np.geomspace(view.near, view.far, _ROWS).astype(np.float32)[:, None]
    columns = np.arange(0, stage.width + _COLUMN_STEP, _COLUMN_STEP, dtype=np.float32)[None]
    across = (columns - stage.x(0.5)) * depth / np.float32(focal)
    deep = np.broadcast_to(depth, across.shape)
    ground = heights(across, deep)
    foot = float(np.median(ground[:12, across.shape[1] // 3 : -across.shape[1] // 3]))
    base = foot + view.eye
    rows = stage.y(stage.horizon) - (ground - base) * np.float32(focal) / depth
    light, slope = _lit(stage, ground, across, depth)
    index = _visible(rows, stage.height)
    index = resized(index, (stage.width, stage.height))
    map_x = np.broadcast_to(
        np.arange(stage.width, dtype=np.float32)[None] / _COLUMN_STEP, index.shape
    )
    map_x = np.ascontiguousarray(map_x)

    def read(values: Floats) -> Floats:
        return cast(
            "Floats",
            cv2.remap(values, map_x, index, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
        )

    z = np.exp(
        np.float32(np.log(view.near))
        + index * np.float32(np.log(view.far / view.near) / (_ROWS - 1))
    ).astype(np.float32)
    x = (np.arange(stage.width, dtype=np.float32)[None] - stage.x(0.5)) * z / np.float32(focal)
    top = np.minimum.accumulate(rows, axis=0)[-1]
    top = resized(top[None], (top.size * _COLUMN_STEP, 1), interpolation=cv2.INTER_LINEAR)[
        0, : stage.width
    ]
    cover = np.clip(np.arange(stage.height, dtype=np.float32)[:, None] - top[None] + 0.5, 0, 1)
    return Land(x, z, read(ground), read(light), read(slope), cover, view, base, heights)


def _visible(rows: Floats, height: int) -> Floats:
    """Find for every pixel the fractional row of the ground it shows, shape (height, columns)."""
    nearest = np.minimum.accumulate(rows, axis=0)
    pixels = np.arange(height, dtype=np.float32)
    columns = nearest.shape[1]
    out = np.empty((columns, height), np.float32)
    reversed_pixels = pixels[::-1]
    falling = np.ascontiguousarray(-nearest.T)
    for column in range(columns):
        line = falling[column]
        found = np.searchsorted(line, -reversed_pixels, side="left")
        out[column] = found[::-1]
    index = np.clip(out.T, 0, rows.shape[0] - 1).astype(np.int32)
    before = np.maximum(index - 1, 0)
    here = np.take_along_axis(nearest, index, axis=0)
    last = np.take_along_axis(nearest, before, axis=0)
    raw_last = np.take_along_axis(rows, before, axis=0)
    gap = np.maximum(last - here, 1e-3)
    part = np.clip((last - pixels[:, None]) / gap, 0, 1)
    hidden = raw_last > last + 0.75
    part = np.where(hidden, 1.0, part)
    return (before + part).astype(np.float32)


def _lit(stage: Stage, ground: Floats, across: Floats, depth: Floats) -> tuple[Floats, Floats]:
    """Light the ground from the sun's side, with cast shadows; also how steep it is."""
    step = across[:, 1:2] - across[:, 0:1]
    dx = np.gradient(ground, axis=1) / step
    dz = np.gradient(ground, axis=0) / np.gradient(np.broadcast_to(depth, ground.shape), axis=0)
    tangent = np.float32(max(stage.palette.sun_slope, 0.12))
    side = np.float32(1.0 if stage.sun[0] > 0.5 else -1.0)
    sun = np.array([0.80 * side, tangent, -0.30 if stage.palette.sun_slope > 0.5 else 0.35])
    sun = (sun / np.linalg.norm(sun)).astype(np.float32)
    normal = 1.0 / np.sqrt(dx * dx + dz * dz + 1.0)
    facing = (-dx * sun[0] + sun[1] - dz * sun[2]) * normal
    light = np.clip(0.66 + (facing - sun[1]) * 1.35, 0, 1.35)
    shadow = _shadow(ground, across, tangent, int(side))
    slope = np.clip(np.hypot(dx, dz) / 1.4, 0, 1)
    return (light * (1.0 - 0.80 * shadow)).astype(np.float32), slope.astype(np.float32)


def _shadow(ground: Floats, across: Floats, tangent: np.float32, side: int) -> Floats:
    """Cast shadows along each row, away from the sun: what lies under a line from a height."""
    line = ground - side * across * tangent * 1.1
    if side > 0:
        highest = np.maximum.accumulate(line[:, ::-1], axis=1)[:, ::-1]
    else:
        highest = np.maximum.accumulate(line, axis=1)
    over = (highest - line) / (0.25 + 0.012 * np.abs(ground))
    soft = cv2.GaussianBlur(smooth(over, 0.3, 3.0), (0, 0), sigmaX=2.0, sigmaY=2.5)
    return cast("Floats", soft)


def nearness(stage: Stage, land: Land) -> Floats:
    """Turn depth into nearness: 1 at the foot of the frame, falling with distance."""
    focal = land.view.lens * stage.frame_height
    foot = focal * land.view.eye / (stage.y(1.0) - stage.y(stage.horizon))
    return np.clip(0.04 + 0.91 * foot / np.maximum(land.z, 0.1), 0.04, 0.95).astype(np.float32)


def hazed(
    stage: Stage, rgb: Floats, land: Land, *, pooling: float = 0.5, level: float = 0.0
) -> Floats:
    """Fade ground into the distance, warmer towards the sun, thicker in low places."""
    palette = stage.palette
    sight = np.float32(palette.sight * 100.0)
    far = 1.0 - np.exp(-((land.z / sight) ** 0.85))
    low = np.exp(-np.clip(land.height - level, 0, None) / 26.0)
    pool = low * (1.0 - np.exp(-land.z / (sight * 0.22))) * pooling
    amount = np.clip(far + pool * (1.0 - far), 0, 0.97)
    towards = np.exp(
        -(((np.arange(stage.width) - stage.x(stage.sun[0])) / (0.42 * stage.frame_width)) ** 2)
    )
    tint = (
        palette.haze + (palette.haze_sun - palette.haze) * towards.astype(np.float32)[None, :, None]
    )
    return cast("Floats", rgb + (tint - rgb) * amount[..., None])


def project(stage: Stage, land: Land, x: Floats, z: Floats) -> tuple[Floats, Floats, Floats]:
    """Project points of the ground to the canvas: column, row, pixels per metre."""
    focal = np.float32(land.view.lens * stage.frame_height)
    ground = land.heights(x.reshape(1, -1), z.reshape(1, -1)).reshape(-1)
    scale = focal / z
    rows = stage.y(stage.horizon) - (ground - land.base) * scale
    return stage.x(0.5) + x * scale, rows, scale


def is_seen(stage: Stage, land: Land, columns: Floats, rows: Floats, z: Floats) -> NDArrayBool:
    """Tell which projected points nothing nearer hides."""
    x = np.clip(columns.astype(int), 0, stage.width - 1)
    y = np.clip(rows.astype(int) + 1, 0, stage.height - 1)
    inside = (columns > -80) & (columns < stage.width + 80) & (rows < stage.height * 1.25)
    seen = (land.z[y, x] > z * 0.82) | (rows >= stage.height)
    return cast("NDArrayBool", inside & seen)


NDArrayBool: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
