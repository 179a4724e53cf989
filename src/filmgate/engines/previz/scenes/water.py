"""Paints water: sea, beach and lake, with the sky mirrored in waves seen in perspective."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from filmgate.engines.previz.scenes.haven import build_haven
from filmgate.engines.previz.scenes.land import soft_clip
from filmgate.engines.previz.scenes.noise import (
    Floats,
    at,
    blur,
    fbm,
    mix,
    resized,
    ridge,
    smooth,
    tile,
)
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.ranges import far_range
from filmgate.engines.previz.scenes.sky import paint_sky, place_sun
from filmgate.engines.previz.scenes.trees import Nursery
from filmgate.engines.previz.scenes.waves import roll_waves

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage

#: words of a sea that breaks without a storm
_HEAVY: Final = ("heavy waves", "big waves", "rough sea", "huge waves", "crashing waves", "swell")


def lay_water(
    stage: Stage,
    part: int,
    *,
    waves: float = 1.0,
    cover: Floats | None = None,
    deep: str = "16405a",
    level: float | None = None,
) -> None:
    """Fill what lies below the horizon with water that mirrors what is painted above it.

    Parameters
    ----------
    waves : float
        0.2 a still lake, 1 open sea, 1.8 a storm.
    cover : ndarray of float32, shape (H, W), optional
        Where the water is; everything below the horizon without it.
    level : float, optional
        Canvas row of the far edge of the water; the horizon without it.
    """
    top = stage.y(stage.horizon) if level is None else level
    rows = np.arange(int(top), stage.height, dtype=np.float32)[:, None] + 0.5
    shape = (rows.shape[0], stage.width)
    below = np.clip((rows - top) / stage.frame_height, 0.0008, 2)
    depth = 1.0 / (below + 0.004)
    across = (np.arange(stage.width, dtype=np.float32)[None] - stage.x(0.5)) / stage.frame_height
    x, z = across * depth, np.broadcast_to(depth, shape)
    noise = tile(stage.random(part), 512, 5, 7, 0.62)
    swell = _swell(noise, x, z, waves, stage.random(part + 1).random(2) * 30)
    mirror = _mirror(stage, top, rows, swell, waves)
    rgb = _toned(stage, mirror, below, swell, deep)
    rgb += _glitter(stage, noise, x, z, below, waves)
    full = stage.rgb.copy()
    full[int(top) :] = np.clip(rgb, 0, 1)
    alpha = np.zeros((stage.height, stage.width), np.float32)
    alpha[int(top) :] = np.clip((rows - top) / 1.5, 0, 1)
    if cover is not None:
        alpha *= cover
    near = np.zeros_like(alpha)
    near[int(top) :] = np.clip(
        0.06 + 0.9 * below * stage.frame_height / (stage.height - top), 0.06, 0.95
    )
    stage.lay(full, alpha, near)
    faded = alpha.copy()
    faded[int(top) :] *= smooth(rows - top, 0.0, stage.frame_height * 0.03)
    stage.mark("water", faded)


def _swell(noise: Floats, x: Floats, z: Floats, waves: float, shift: Floats) -> Floats:
    """Sum waves of three sizes; long crests lie across the view."""
    fine = np.exp(-z / 60.0)
    broad = at(noise, x * 0.34 + np.float32(shift[0]), z, 16.0) * 0.7
    middle = at(noise, x * 0.6, z + np.float32(shift[1]), 5.0) * 0.5 * np.exp(-z / 170.0)
    small = at(noise, x, z, 1.6) * 0.35 * fine
    return cast(
        "Floats", ((broad + middle + small) * np.float32(0.5 + 0.5 * waves)).astype(np.float32)
    )


def _mirror(stage: Stage, top: float, rows: Floats, swell: Floats, waves: float) -> Floats:
    """Look up what the water mirrors, bent by the waves."""
    reach = np.float32(stage.frame_height * 0.055 * (0.35 + waves))
    below = rows - top
    away = swell * reach * (0.10 + 1.6 * below / stage.frame_height)
    up = np.clip(top - below * 0.92 - np.abs(away) * 0.9 - 1.0, 0, stage.height - 1)
    aside = np.arange(stage.width, dtype=np.float32)[None] + away * 0.45
    above = blur(stage.rgb[: int(top) + 2], 0.6 + 1.2 * waves)
    return cast(
        "Floats",
        cv2.remap(
            above,
            aside.astype(np.float32),
            up.astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REFLECT,
        ),
    )


def _toned(stage: Stage, mirror: Floats, below: Floats, swell: Floats, deep: str) -> Floats:
    """Mix mirror and depth: far water mirrors, near water shows its colour."""
    palette = stage.palette
    body = (
        colour(deep) * np.float32(0.35 + 0.75 * palette.light)
        + palette.shade * 0.10 * palette.light
    )
    steep = np.clip(0.20 + 1.15 * below, 0, 0.78)
    steep = np.clip(steep + 0.16 * swell * (0.4 + below), 0.05, 0.88)
    rgb = mirror * 0.94 + (body - mirror * 0.94) * steep[..., None]
    lift = np.clip(swell, -1.5, 2.0) * (0.012 + 0.05 * np.clip(below, 0, 0.5))
    return cast("Floats", rgb + lift[..., None] * palette.horizon)


def _glitter(
    stage: Stage, noise: Floats, x: Floats, z: Floats, below: Floats, waves: float
) -> Floats:
    """Scatter sparks of the sun in a path below it: random in place, size and strength."""
    palette = stage.palette
    if palette.sun_height is None:
        return np.zeros((*x.shape, 3), np.float32)
    across = (
        np.arange(stage.width, dtype=np.float32)[None] - stage.x(stage.sun[0])
    ) / stage.frame_height
    low = 1.0 if palette.sun_height < 0.2 else 0.45
    path = np.exp(-((across / (0.045 + 0.30 * below)) ** 2)) * np.exp(-below * 0.9) * low
    sparks = at(noise, x * 1.1 + 3.0, z * 1.4, 2.2) + 0.8 * at(noise, x * 0.5, z, 7.0)
    # waves near the camera are large in the picture: their sparks break up into smaller ones
    fine = at(noise, x * 4.1 + 3.0, z * 6.5, 2.2) + 0.8 * at(noise, x * 1.9, z * 3.2, 7.0)
    sparks = sparks + (fine - sparks) * np.clip(below * 3.2 - 0.15, 0, 0.85)
    bright = smooth(sparks, 0.55, 1.9) * path + 0.20 * path * smooth(sparks, -1.0, 1.0)
    return cast("Floats", (bright * (0.55 + 0.4 * waves))[..., None] * palette.sun)


def _coast(stage: Stage, part: int, tall: float, side: float) -> None:
    """Paint a headland that comes in from one side and ends in the sea, with cliffs and woods."""
    random = stage.random(part)
    columns = (np.arange(stage.width, dtype=np.float32) - stage.x(0.5)) / stage.frame_width
    line = ridge(stage.width, random, 4, 9, 0.5)
    end = 0.02 + 0.16 * float(random.random())
    shape = smooth(columns * side, end, end + 0.22) * (
        0.45 + 0.55 * smooth(columns * side, end, 0.7)
    )
    top = stage.y(stage.horizon) - tall * stage.frame_height * shape * (0.62 + 0.5 * line)
    rows = np.arange(stage.height, dtype=np.float32)[:, None]
    base = stage.y(stage.horizon) + 1.5
    alpha = np.clip(rows - top[None] + 0.5, 0, 1) * np.clip(base - rows, 0, 1) * (shape > 0.004)
    grain = resized(
        fbm(stage.height // 2, stage.width // 2, random, 14, 6, 0.35), (stage.width, stage.height)
    )
    faces = smooth(
        cv2.Sobel(blur(grain, 1.5), cv2.CV_32F, 1, 0, ksize=5)
        * (1 if stage.sun[0] > 0.5 else -1)
        * 2.6,
        -0.9,
        0.9,
    )
    height = np.clip((base - rows) / np.maximum(base - top[None], 1), 0, 1)
    palette = stage.palette
    rock, green = colour("8c8072"), colour("6a7a48" if stage.shot.season != "winter" else "e4e8ee")
    albedo = mix(
        np.broadcast_to(rock, (*alpha.shape, 3)),
        green,
        smooth(height + 0.5 * (grain - 0.5), 0.45, 0.75),
    )
    light = (
        palette.sun * palette.key * (0.25 + 1.0 * faces)[..., None] + palette.shade * palette.fill
    )
    rgb = mix(albedo * light, palette.haze + (palette.haze_sun - palette.haze) * 0.4, 0.34)
    foam = smooth(rows, base - 3.0, base) * (0.5 + 0.5 * grain)
    rgb = mix(rgb, palette.horizon, foam * 0.5)
    stage.lay(rgb.astype(np.float32), alpha.astype(np.float32), 0.12)
    if stage.has("houses"):
        build_haven(stage, part + 1, top, base)
    if stage.has("lighthouse"):
        _lighthouse(stage, top, side, end)


def _lighthouse(stage: Stage, top: Floats, side: float, end: float) -> None:
    """Stand a lighthouse on the headland, lit when it is dark."""
    x = stage.x(0.5 + side * (end + 0.17))
    index = int(np.clip(x, 0, stage.width - 1))
    foot, tall = float(top[index]) + 3, stage.unit * 0.15
    width = tall * 0.13
    height, span = int(tall) + 4, int(width * 2.2) + 4
    rows = np.arange(height, dtype=np.float32)[:, None] / tall
    across = (np.arange(span, dtype=np.float32)[None] - span / 2) / width
    half = 0.34 + 0.16 * rows
    half = np.where(rows < 0.16, 0.24, np.where(rows < 0.19, 0.5, half))
    half = np.where(rows < 0.05, 0.26 * rows / 0.05, half)
    alpha = np.clip((half - np.abs(across)) * width + 0.5, 0, 1)
    lit_side = 0.62 + 0.38 * np.clip(across * 2 * (1 if stage.sun[0] > 0.5 else -1), -1, 1)
    palette = stage.palette
    light = (palette.sun * palette.key * 0.9 + palette.shade * palette.fill) * lit_side[..., None]
    stripes = ((rows > 0.36) & (rows < 0.55)) | ((rows > 0.74) & (rows < 0.9)) | (rows < 0.05)
    paint = np.where(stripes[..., None], colour("b4382e"), colour("f2efe8"))
    lamp = ((rows > 0.05) & (rows < 0.16))[..., None]
    rgb = np.where(lamp, palette.horizon, paint * light)
    stage.lay_box(
        rgb.astype(np.float32), alpha.astype(np.float32), int(x - span / 2), int(foot - tall), 0.14
    )
    if palette.light < 0.8:
        stage.glow(x, foot - tall * 0.9, tall * 0.35, colour("ffe6a8"), 0.95)


def paint_sea(stage: Stage) -> None:
    """Paint the open sea or a coast with headlands."""
    stage.horizon = 0.50
    place_sun(stage)
    paint_sky(stage)
    side = -1.0 if stage.sun[0] > 0.5 else 1.0
    if (
        stage.has("coast", "houses", "lighthouse", "rocks", "fjord")
        or stage.random(110).random() < 0.35
    ):
        if stage.has("glacier", "fjord"):
            far_range(stage, 111, 0.14)
        _coast(stage, 112, 0.25 if stage.has("houses") else 0.17, side)
    text = stage.shot.text.lower()
    heavy = any(word in text for word in _HEAVY)
    rough = (
        1.7
        if "storm" in stage.shot.weather
        else 1.25
        if heavy or "wind" in stage.shot.weather
        else 0.9
    )
    lay_water(stage, 114, waves=rough)
    if rough > 1.1:
        roll_waves(stage, 116, rough)


def paint_beach(stage: Stage) -> None:
    """Paint a beach that curves away from the camera, with breaking waves and wet sand."""
    stage.horizon = 0.46
    place_sun(stage)
    paint_sky(stage)
    side = 1.0 if stage.random(120).random() < 0.5 else -1.0
    _coast(stage, 121, 0.16 if stage.has("houses") else 0.10, side)
    lay_water(stage, 123, waves=0.8, deep="1c6474" if stage.palette.light > 0.85 else "16405a")
    _shore(stage, 126, side)
    if stage.has("palms"):
        _palm_frame(stage, 128, side)


def _shore(stage: Stage, part: int, side: float) -> None:
    """Lay sand in front of the water: foam lines, a mirroring wet band, dry ripples."""
    random = stage.random(part)
    top = stage.y(stage.horizon)
    rows = np.arange(stage.height, dtype=np.float32)[:, None] + 0.5
    below = np.clip((rows - top) / (stage.height - top), 0.0, 1)
    across = (
        (np.arange(stage.width, dtype=np.float32)[None] - stage.x(0.5)) / stage.frame_width * side
    )
    wander = fbm(8, stage.width, random, 5, 4)[3][None] - 0.5
    depth = 1.0 / (below + 0.05)
    edge = below + across * (0.42 * below + 0.05) + wander * 0.16 * below - 0.50
    noise = tile(stage.random(part + 1), 512, 6, 6, 0.6)
    lace = at(noise, across * depth * 2.0, np.broadcast_to(depth, edge.shape) * 2.0, 3.0)
    palette = stage.palette
    sand = colour("dcc59a") * (palette.sun * palette.key * 0.95 + palette.shade * palette.fill)
    grain = at(noise, across * depth * 6.0, np.broadcast_to(depth, edge.shape) * 6.0, 5.0)
    dry = soft_clip(np.broadcast_to(sand, (*edge.shape, 3)) * (1.0 + 0.035 * grain[..., None]))
    mirror = stage.rgb * 0.60 + sand * 0.24
    wet = smooth(edge, 0.30, 0.12)
    ground = mix(dry, mirror.astype(np.float32), wet * 0.85)
    cover = smooth(edge + 0.012 * lace, -0.004, 0.012)
    shore_near = np.clip(0.06 + 0.9 * below, 0.06, 0.95)
    water = stage.masks.get("water")
    stage.lay(ground, cover, np.broadcast_to(shore_near, edge.shape))
    if water is not None:
        stage.masks["water"] = water
    white = np.minimum(
        palette.horizon * 0.5 + palette.sun * np.float32(0.25 + 0.4 * palette.light), 1.0
    )
    for line, width in ((0.0, 0.016), (-0.075, 0.020), (-0.16, 0.016)):
        distance = edge - line * (0.6 + below) + 0.010 * lace
        foam = np.exp(-((distance / (width * (0.25 + below))) ** 2)) * smooth(below, 0.03, 0.15)
        back = (
            np.exp(-np.clip(-distance, 0, 1) / (0.030 * (0.3 + below)))
            * (distance < 0)
            * smooth(lace, -0.3, 1.2)
        )
        share = np.clip(foam * (0.55 + 0.35 * smooth(lace, -1, 1)) + 0.55 * back, 0, 0.92)
        stage.rgb += (white - stage.rgb) * share[..., None].astype(np.float32)


def _palm_frame(stage: Stage, part: int, side: float) -> None:
    """Lean palms into the picture from the land's side."""
    nursery = Nursery(stage, ("palm",), part, 3, 360)
    random = stage.random(part + 1)
    for index in range(5):
        depth = 0.35 + 0.65 * random.random() ** 0.7
        x = stage.x(0.5 + side * (0.52 - 0.10 * index * (1.1 - depth)))
        foot = stage.y(stage.horizon + 0.10 + 0.42 * depth)
        nursery.print(
            "palm",
            index,
            x,
            foot,
            stage.unit * (0.25 + 0.52 * depth),
            0.25 * (1 - depth),
            stage.palette.haze,
            0.25 + 0.6 * depth,
            side < 0,
        )
