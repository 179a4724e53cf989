"""Paints the sky: its colours, sun or moon, stars, clouds seen in perspective."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import cv2
import numpy as np

from filmgate.engines.previz.scenes.noise import Floats, at, blur, mix, resized, smooth, tile

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage

_NEAR = 0.02


def place_sun(stage: Stage) -> None:
    """Choose where the sun or moon stands: off the middle, on the side the seed says."""
    random = stage.random(1)
    side = 1.0 if random.random() < 0.62 else -1.0
    x = 0.5 + side * (0.13 + 0.20 * random.random())
    height = stage.palette.sun_height
    stage.sun = (float(x), stage.horizon - (0.4 if height is None else height))


def paint_sky(stage: Stage) -> None:
    """Fill the canvas with sky, down to below the horizon, and mark it."""
    height, width = stage.height // 2, stage.width // 2
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32) * 2 + 0.5
    horizon = stage.y(stage.horizon)
    up = np.clip((horizon - rows) / stage.frame_height, -0.2, 1.2)
    sky = _gradient(stage, up)
    sun_x, sun_y = stage.x(stage.sun[0]), stage.y(stage.sun[1])
    reach = np.hypot(columns - sun_x, (rows - sun_y) * 1.15) / np.float32(stage.frame_height)
    sky = _with_glow(stage, sky, reach)
    sky = _with_clouds(stage, sky, rows, columns, reach)
    full = resized(sky, (stage.width, stage.height), interpolation=cv2.INTER_LINEAR)
    stage.rgb[:] = full
    if stage.palette.is_night and stage.palette.clouds < 0.8:
        _stars(stage)
    if stage.palette.sun_height is not None:
        _disc(stage, sun_x, sun_y)
    if stage.has("aurora"):
        _aurora(stage)
    np.clip(stage.rgb, 0, 1, out=stage.rgb)
    stage.near[:] = _NEAR
    mask = np.clip((horizon - np.arange(stage.height, dtype=np.float32)) / 8.0, 0, 1)
    stage.mark("sky", np.repeat(mask[:, None], stage.width, axis=1))


def _gradient(stage: Stage, up: Floats) -> Floats:
    """Blend horizon, middle and zenith by height above the horizon."""
    palette = stage.palette
    low = np.exp(-np.clip(up, 0, 2) / 0.13)[..., None]
    high = smooth(up, 0.12, 0.72)[..., None]
    middle = palette.middle + (palette.zenith - palette.middle) * high
    return cast("Floats", (middle + (palette.horizon - middle) * low).astype(np.float32))


def _with_glow(stage: Stage, sky: Floats, reach: Floats) -> Floats:
    """Add the light around the sun; a low sun spreads along the horizon."""
    palette = stage.palette
    if palette.sun_height is None:
        return sky
    strength = 0.28 if palette.is_night else 0.55 if palette.sun_height > 0.2 else 0.9
    wide = np.exp(-reach / 0.30) * 0.55 + np.exp(-((reach / 0.085) ** 1.3)) * 0.45
    light = np.clip(wide * strength, 0, 1)[..., None]
    return cast("Floats", sky + (np.minimum(palette.sun * 1.06, 1.0) - sky) * light)


def _with_clouds(stage: Stage, sky: Floats, rows: Floats, columns: Floats, reach: Floats) -> Floats:
    """Lay clouds on a ceiling that runs to the horizon, lit from the sun's side."""
    palette = stage.palette
    noise = tile(stage.random(2), 512, 4, 7, 0.55)
    veil = tile(stage.random(3), 256, 3, 5, 0.5)
    up = np.clip((stage.y(stage.horizon) - rows) / stage.frame_height, 0.004, 2)
    depth = 1.0 / (up + 0.13)
    across = (columns - stage.x(0.5)) / np.float32(stage.frame_height) * depth
    offset = stage.random(4).random(2) * 20
    x = across + np.float32(offset[0])
    z = depth * 1.25 + np.float32(offset[1])
    density = 0.86 * at(noise, x, z, 7.0) + 0.42 * at(veil, x * 0.6, z * 1.5, 9.0)
    cover = 1.25 - 2.1 * palette.clouds
    body = smooth(density, cover, cover + 0.95)
    side = 0.16 if stage.sun[0] > 0.5 else -0.16
    lit = 0.86 * at(noise, x + np.float32(side), z - 0.16, 7.0) + 0.42 * at(
        veil, x * 0.6, z * 1.5, 9.0
    )
    thin = np.clip(0.5 + (density - lit) * 0.75, 0, 1) * (1.0 - 0.35 * body)
    warm = np.exp(-reach / 0.5)
    bright = np.minimum(palette.sun * 0.55 + palette.horizon * 0.5, 1.0)
    if palette.is_night:
        bright = palette.horizon * 1.15 + 0.02
    dark = palette.zenith * 0.45 + palette.haze * 0.42
    if palette.clouds > 0.85:
        bright, dark = palette.horizon * 1.02, palette.zenith * 0.9
    tone = np.clip(thin * 0.95 + warm * 0.45 * (1.0 - body * 0.5), 0, 1)
    clouds = mix(np.broadcast_to(dark, sky.shape), np.broadcast_to(bright, sky.shape), tone)
    fade = smooth(up, 0.01, 0.16) * (0.5 if palette.is_night else 0.9)
    return mix(sky, clouds.astype(np.float32), body * fade)


def _stars(stage: Stage) -> None:
    """Scatter stars, few of them bright, fewer near the horizon."""
    random = stage.random(5)
    count = int(900 * (0.5 if stage.shot.time_of_day == "blue_hour" else 1.0))
    layer = np.zeros((stage.height, stage.width), np.float32)
    x = (random.random(count) * stage.width).astype(int)
    y = (random.random(count) ** 1.3 * stage.y(stage.horizon) * 0.96).astype(int)
    layer[np.clip(y, 0, stage.height - 1), x] = 0.25 + 1.6 * random.random(count) ** 6
    soft = cv2.GaussianBlur(layer, (0, 0), max(0.62, stage.height / 1500))
    sharp = soft / max(float(soft.max()), 1e-6) * 1.35
    stage.rgb += np.clip(sharp, 0, 1)[..., None] * np.array([0.92, 0.95, 1.0], np.float32)


def _disc(stage: Stage, x: float, y: float) -> None:
    """Draw the sun as a soft bright disc, the moon with its seas."""
    palette = stage.palette
    radius = stage.unit * (0.030 if palette.is_night else 0.026)
    reach = int(radius * 1.6) + 3
    rows, columns = np.mgrid[-reach:reach, -reach:reach].astype(np.float32)
    distance = np.hypot(columns, rows)
    alpha = np.clip((radius - distance) / (1.2 if palette.is_night else radius * 0.16) + 0.5, 0, 1)
    tone = np.ones((*distance.shape, 3), np.float32) * np.array([1.0, 0.985, 0.93], np.float32)
    if palette.is_night:
        seas = tile(stage.random(6), 64, 3, 4)[: 2 * reach, : 2 * reach]
        seas = resized(seas, (2 * reach, 2 * reach), interpolation=cv2.INTER_CUBIC)
        shade = 0.90 - 0.07 * smooth(seas, 0.0, 1.2) - 0.10 * (distance / radius) ** 4 * 0.5
        tone = np.array([0.96, 0.97, 1.0], np.float32) * np.clip(shade, 0.6, 1)[..., None]
    stage.lay_box(tone, alpha * (0.96 if palette.is_night else 0.9), int(x) - reach, int(y) - reach)


def _aurora(stage: Stage) -> None:
    """Hang curtains of green light over the far half of the sky."""
    random = stage.random(7)
    height, width = stage.height // 4, stage.width // 4
    columns = np.arange(width, dtype=np.float32) / width
    rows = np.arange(height, dtype=np.float32)[:, None] / height
    light = np.zeros((height, width), np.float32)
    for band in range(3):
        phase = random.random(3) * 6.3
        foot = (
            0.34
            - 0.07 * band
            + 0.05 * np.sin(5 * columns + phase[0])
            + 0.03 * np.sin(13 * columns + phase[1])
        )
        rays = 0.55 + 0.45 * np.sin(70 * columns + 9 * np.sin(7 * columns + phase[2]))
        above = foot[None] - rows
        curtain = np.where(above > 0, np.exp(-above / 0.10), np.exp(above / 0.012))
        light += curtain * rays[None] * (0.5 - 0.1 * band)
    light = blur(light.astype(np.float32), 2.0)
    full = resized(light, (stage.width, stage.height), interpolation=cv2.INTER_LINEAR)
    green = np.array([0.22, 0.95, 0.55], np.float32)
    stage.rgb += np.clip(full, 0, 0.8)[..., None] * green * 0.75
