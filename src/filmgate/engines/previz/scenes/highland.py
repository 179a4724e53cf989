"""Paints mountains and deserts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np

from filmgate.engines.previz.scenes.land import grass_tone, lit, scatter
from filmgate.engines.previz.scenes.noise import (
    Floats,
    at,
    mix,
    relief,
    smooth,
    tile,
)
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.ranges import far_range
from filmgate.engines.previz.scenes.sky import paint_sky, place_sun
from filmgate.engines.previz.scenes.terrain import Heights, Land, View, hazed, nearness, render
from filmgate.engines.previz.scenes.trees import Nursery, plant

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage


def paint_mountains(stage: Stage) -> None:
    """Paint a high range over a valley, with snow, woods at its foot, a lake where asked."""
    stage.horizon = 0.60
    clear = 9.0 if {"fog", "rain", "storm"} & set(stage.shot.weather) else 17.0
    stage.palette = replace(stage.palette, sight=max(stage.palette.sight, clear))
    place_sun(stage)
    paint_sky(stage)
    far_range(stage, 80, 0.16)
    heights = _alps(stage, 82)
    land = render(stage, heights, View(eye=14.0, near=5.0, far=7000.0, lens=1.25))
    albedo = _rock_and_snow(stage, land, 85)
    rgb = hazed(
        stage,
        lit(stage, albedo, land),
        land,
        pooling=0.9 if "fog" in stage.shot.weather else 0.55,
        level=-40,
    )
    stage.lay(np.clip(rgb, 0, 1), land.cover, nearness(stage, land))
    nursery = Nursery(
        stage, ("pine", "pine", "pine", "round") if stage.shot.season == "autumn" else ("pine",), 86
    )
    x, z = scatter(stage, 87, 2600, 115.0, 2400.0)
    noise = tile(stage.random(88), 128, 4, 4)
    ground = heights(x[None], z[None])[0]
    keep = (at(noise, x[None], z[None], 700.0)[0] > -0.1) & (ground < 70.0)
    tall = (9.0 + 9.0 * stage.random(89).random(x.size)).astype(np.float32)
    plant(stage, land, nursery, x[keep], z[keep], tall[keep], 90, shadow=0.3)


def _alps(stage: Stage, part: int) -> Heights:
    """Make sharp ridged mountains that rise behind a valley."""
    broad = relief(stage.random(part), 3, 3, 0.45)
    sharp = relief(stage.random(part + 1), 4, 6, 0.48)
    shift = stage.random(part + 2).random(4).astype(np.float32) * 5000

    def heights(x: Floats, z: Floats) -> Floats:
        rise = smooth(z, 500.0, 3000.0)
        crest = 1.0 - np.abs(at(sharp, x + shift[0], z + shift[1], 5200.0)) * 0.55
        mass = at(broad, x + shift[2], z + shift[3], 9000.0) * 0.35 + 0.75
        peaks = np.clip(crest, -0.2, 1.2) * np.clip(mass, 0.15, 2) * 900.0 * rise
        folds = (1.0 - np.abs(at(sharp, x + shift[3], z, 1500.0))) * 120.0 * rise
        knolls = at(broad, x + shift[1], z, 640.0) * 13.0 * smooth(z, 20.0, 200.0)
        return cast(
            "Floats", (peaks + folds + knolls - 26.0 * smooth(z, 8.0, 260.0)).astype(np.float32)
        )

    return heights


def _rock_and_snow(stage: Stage, land: Land, part: int) -> Floats:
    """Colour by height and slope: meadow, rock, snow on what is high and not too steep."""
    noise = tile(stage.random(part), 512, 6, 7, 0.6)
    grass = grass_tone(stage, land, part + 1)
    grain = (
        at(noise, land.x, land.z + land.height * 1.5, 300.0) * 0.5
        + at(noise, land.x, land.height * 2.0, 90.0) * 0.4
    )
    rock = mix(
        np.broadcast_to(colour("6d6a6e"), grass.shape),
        colour("968d86"),
        np.clip(0.5 + 0.4 * grain, 0, 1),
    )
    rocky = smooth(land.slope + 0.10 * grain, 0.30, 0.55) * smooth(land.z, 100.0, 400.0) + smooth(
        land.height + 60 * grain, 180.0, 360.0
    )
    albedo = mix(grass, rock, np.clip(rocky, 0, 1))
    line = {"winter": -200.0, "summer": 520.0}.get(stage.shot.season, 330.0)
    snow = smooth(land.height + 110.0 * grain, line, line + 130.0) * (
        1.0 - 0.85 * smooth(land.slope + 0.12 * grain, 0.42, 0.80)
    )
    return mix(albedo, colour("f2f5fa"), snow).astype(np.float32)


def paint_desert(stage: Stage) -> None:
    """Paint dunes with sharp crests and rippled flanks, or a stony desert with buttes."""
    stage.horizon = 0.50
    place_sun(stage)
    paint_sky(stage)
    if stage.has("rocks"):
        far_range(stage, 100, 0.07)
    land = render(stage, _dunes(stage, 102), View(eye=6.0, near=3.0, far=4200.0))
    noise = tile(stage.random(105), 512, 6, 6, 0.55)
    sand, deep = colour("ecc48a"), colour("d2a064")
    if "mars" in stage.shot.text.lower():
        sand, deep = colour("c2734a"), colour("8e4a30")
    if stage.shot.season == "winter":
        sand, deep = colour("e8ecf2"), colour("ccd6e2")
    tone = np.clip(0.5 + 0.3 * at(noise, land.x, land.z, 340.0), 0, 1)
    albedo = mix(np.broadcast_to(sand, (*land.z.shape, 3)), deep, tone * 0.6)
    wave = land.x * 0.55 + land.z * 0.85 + at(noise, land.x, land.z, 40.0) * 1.1
    ripples = np.sin(wave * 5.2) * np.exp(-land.z / 22.0) + np.sin(wave * 1.7) * 0.5 * np.exp(
        -land.z / 80.0
    )
    grain = at(noise, land.x, land.z * 0.7, 2.4) * np.exp(-land.z / 10.0)
    albedo = albedo * (1.0 + (0.085 * ripples + 0.03 * grain))[..., None]
    rgb = hazed(stage, lit(stage, albedo.astype(np.float32), land), land, pooling=0.25, level=-10)
    stage.lay(np.clip(rgb, 0, 1), land.cover, nearness(stage, land))


def _dunes(stage: Stage, part: int) -> Heights:
    """Make dunes: long crests, steep on the lee side, that wander and merge."""
    warp = relief(stage.random(part), 3, 4, 0.42)
    shift = stage.random(part + 1).random(4).astype(np.float32) * 2000
    side = 1.0 if stage.sun[0] > 0.5 else -1.0
    lee = np.float32(0.30)

    def crest(x: Floats, z: Floats, length: float, bend: float) -> Floats:
        wander = at(warp, x + shift[0], z + shift[1], length * 7.0) * np.float32(bend)
        phase = np.mod(side * (x * 0.86 - z * 0.50) / np.float32(length) + wander, 1.0)
        up = np.clip(phase / (1.0 - lee), 0, 1)
        down = np.clip((1.0 - phase) / lee, 0, 1)
        return np.where(phase < 1.0 - lee, up**1.5, down**1.2).astype(np.float32)

    def heights(x: Floats, z: Floats) -> Floats:
        tall = np.clip(0.75 + 0.5 * at(warp, x + shift[2], z + shift[3], 1700.0), 0.2, 1.7)
        big = crest(x, z, 330.0, 0.42) * 30.0 * tall * smooth(z, 20.0, 260.0)
        small = crest(x + 300.0, z * 0.9, 74.0, 0.30) * 4.5 * smooth(z, 10.0, 70.0)
        back = 60.0 * smooth(z, 700.0, 3600.0)
        return cast("Floats", (big + small + back - 7.0 * smooth(z, 6.0, 90.0)).astype(np.float32))

    return heights
