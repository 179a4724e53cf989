"""Paints a rough sea: rows of rolling crests with foam and spray, the nearest ones heaving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from filmgate.engines.previz.scenes.noise import Floats, at, blur, fbm, mix, ridge, smooth, tile
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.stage import Cutting

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage

#: rows of waves from the horizon to the foot of the frame; the nearest ones move by themselves
_ROWS: Final = 13
_HEAVING: Final = 2


def roll_waves(stage: Stage, part: int, rough: float) -> None:
    """Paint wave behind wave over the water that is there, each row larger than the last.

    Parameters
    ----------
    rough : float
        1 a fresh breeze, 1.7 a storm.
    """
    top = stage.y(stage.horizon)
    reach = (stage.height - top) / stage.frame_height
    texture = tile(stage.random(part), 512, 6, 6, 0.62)
    for row in range(_ROWS):
        share = (row + 0.5) / _ROWS
        away = reach * (0.012 + 0.86 * share**1.9)
        base = top + away * stage.frame_height
        tall = stage.frame_height * rough * (0.006 + 0.105 * share**1.5)
        _wave(stage, texture, part + 1 + row, (base, tall), share, row >= _ROWS - _HEAVING)


def _crest(stage: Stage, part: int, share: float) -> Floats:
    """Give the height of one row of waves over the canvas, 0 to 1: peaks sharp, troughs round."""
    random = stage.random(part)
    x = (np.arange(stage.width, dtype=np.float32) - stage.x(0.5)) / stage.frame_height
    length = 0.10 + 0.85 * share**1.3
    phase = random.random(3) * 6.28
    bend = 0.5 * np.sin(x / length * 1.7 + phase[0])
    swell = np.abs(np.sin(np.pi * x / length * 0.55 + phase[1] + bend))
    chop = np.abs(np.sin(np.pi * x / length * 1.45 + phase[2] - bend))
    peaks = 1.0 - 0.75 * swell**0.8 - 0.16 * chop
    ragged = ridge(stage.width, random, 18.0 - 8.0 * share, 6, 0.5) - 0.5
    groups = 0.45 + 0.55 * ridge(stage.width, random, 2.5, 2)
    return np.asarray(np.clip(peaks * groups + 0.10 * ragged, 0, 1), np.float32)


def _wave(
    stage: Stage,
    texture: Floats,
    part: int,
    place: tuple[float, float],
    share: float,
    heaves: bool,
) -> None:
    """Paint one row: a lit, translucent crest over a dark face, foam where it breaks."""
    base, tall = place
    height = _crest(stage, part, share)
    line = base - tall * height
    y0 = max(0, int(line.min() - tall * 0.6) - 2)
    foot = base + tall * (1.5 if heaves else 1.1)
    y1 = min(stage.height, int(foot) + 2)
    if y1 - y0 < 3:
        return
    rows = np.arange(y0, y1, dtype=np.float32)[:, None] + 0.5
    below = (rows - line[None]) / np.float32(tall)
    rgb = _face(stage, texture, rows, below, height, share)
    foam = _foam(stage, texture, part, rows, below, height, share)
    white = _white(stage)
    rgb += (white - rgb) * foam[..., None]
    alpha = np.clip(rows - line[None] + 0.5, 0, 1)
    alpha *= 1.0 - smooth(rows, foot - tall * 0.75, foot)
    spray = _spray(stage, part, below, height) * (0.25 + 0.55 * share)
    alpha, rgb = np.maximum(alpha, spray), np.where((below < 0)[..., None], white, rgb)
    near = float(np.clip(0.08 + 0.62 * share, 0.08, 0.75))
    if heaves:
        edge = np.arange(stage.width, dtype=np.float32)
        alpha = alpha * smooth(np.minimum(edge, stage.width - edge), 0, 0.05 * stage.width)[None]
        cutting = Cutting(rgb.astype(np.float32), alpha.astype(np.float32), 0, y0, near, "bob")
        stage.cuttings.append(cutting)
    else:
        water = stage.masks.get("water")
        stage.lay_box(rgb.astype(np.float32), alpha.astype(np.float32), 0, y0, near)
        if water is not None:
            water[y0:y1] = np.maximum(water[y0:y1], alpha * 0.6)


def _white(stage: Stage) -> Floats:
    """Give the colour of foam in this light."""
    palette = stage.palette
    bright = palette.horizon * 0.72 + palette.shade * 0.10 + np.float32(0.12 + 0.22 * palette.light)
    return np.asarray(np.clip(bright, 0, 0.95), np.float32)


def _places(stage: Stage, rows: Floats) -> tuple[Floats, Floats]:
    """Give where each pixel lies, across and down, in picture heights."""
    x = (np.arange(stage.width, dtype=np.float32) - stage.x(0.5)) / stage.frame_height
    across, down = np.broadcast_arrays(x[None], rows / np.float32(stage.frame_height))
    return across.astype(np.float32), down.astype(np.float32)


def _face(
    stage: Stage, texture: Floats, rows: Floats, below: Floats, height: Floats, share: float
) -> Floats:
    """Shade the near face of a wave: sky on the shoulder, green light in the lip, dark below."""
    palette = stage.palette
    light = np.float32(0.30 + 0.70 * palette.light)
    deep = colour("14303c") * light
    lip = (colour("5f8f8c") * 0.7 + palette.horizon * 0.3) * light
    x, down = _places(stage, rows)
    scale = np.float32(0.25 + 1.6 * share)
    ripple = at(texture, x / scale, down / scale * 2.6, 1.3)
    grain = at(texture, x / scale * 2.3, down / scale * 5.0, 1.1)
    glow = np.exp(-np.clip(below, 0, 9) / 0.22) * (0.35 + 0.65 * height[None])
    tone = np.clip(glow + 0.11 * ripple + 0.06 * grain, 0, 1)
    rgb = mix(np.broadcast_to(deep, (*below.shape, 3)), lip, tone.astype(np.float32))
    sky = np.clip(0.10 + 0.16 * ripple, 0, 0.4) * np.exp(-np.clip(below - 0.5, 0, 9) / 0.5)
    rgb = mix(rgb.astype(np.float32), palette.middle, sky.astype(np.float32))
    return mix(rgb, palette.haze, np.float32(0.55 * (1 - share) ** 2))


def _foam(
    stage: Stage,
    texture: Floats,
    part: int,
    rows: Floats,
    below: Floats,
    height: Floats,
    share: float,
) -> Floats:
    """Break the high parts: a bright edge, tongues that run down the face, lace behind it."""
    x, down = _places(stage, rows)
    shift = float(stage.random(part + 50).random()) * 7
    scale = np.float32(0.16 + 0.9 * share)
    lace = at(texture, x / scale * 1.4 + shift, down / scale * 4, 1.0)
    streak = at(texture, x / scale + shift, down / scale * 0.8, 1.0)
    breaks = smooth(height, 0.34, 0.62)[None]
    run = 0.06 + 0.42 * breaks * np.clip(0.5 + 0.5 * streak, 0, 1.4)
    cap = breaks * smooth(run - below + 0.06 * lace, -0.02, 0.10) * (below > -0.05)
    veins = smooth(np.abs(lace) * -1 + 0.20, 0.0, 0.20) * smooth(streak, -0.2, 1.2)
    web = veins * np.exp(-np.clip(below, 0, 9) / 0.9) * (0.22 + 0.30 * breaks)
    edge = np.exp(-((below / 0.05) ** 2)) * (0.15 + 0.5 * breaks)
    body = cap * (0.66 + 0.22 * np.clip(lace, -1, 1))
    return np.asarray(np.clip(np.maximum(np.maximum(body, web), edge), 0, 0.95), np.float32)


def _spray(stage: Stage, part: int, below: Floats, height: Floats) -> Floats:
    """Blow spray off the highest crests."""
    random = stage.random(part + 90)
    high = smooth(blur(height[None], 3.0)[0], 0.52, 0.80)
    cloud = fbm(below.shape[0], below.shape[1], random, 40, 4)
    rise = np.exp(np.minimum(below, 0) / 0.16) * (below < 0)
    return np.asarray(high[None] * rise * smooth(cloud, 0.35, 0.75) * 0.8, np.float32)
