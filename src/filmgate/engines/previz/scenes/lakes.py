"""Paints lakes and rivers between their shores."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from filmgate.engines.previz.scenes.land import grass_blades, grass_tone, lit, scatter
from filmgate.engines.previz.scenes.noise import (
    Floats,
    at,
    relief,
    smooth,
)
from filmgate.engines.previz.scenes.ranges import far_range
from filmgate.engines.previz.scenes.sky import paint_sky, place_sun
from filmgate.engines.previz.scenes.terrain import Heights, Land, View, hazed, nearness, render
from filmgate.engines.previz.scenes.trees import Nursery, plant
from filmgate.engines.previz.scenes.water import lay_water

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage


def paint_lake(stage: Stage) -> None:
    """Paint a still lake between hills or mountains, mirrored, with a shore in front."""
    stage.horizon = 0.50
    place_sun(stage)
    paint_sky(stage)
    wild = stage.has("mountains", "glacier", "fjord")
    far_range(stage, 130, 0.18 if wild else 0.06)
    land = render(
        stage, _shores(stage, 131, 2.2 if wild else 1.0), View(eye=7.0, near=4.0, far=4200.0)
    )
    albedo = grass_tone(stage, land, 134)
    rgb = hazed(stage, lit(stage, albedo, land), land, pooling=0.5, level=-4)
    dry = smooth(land.height - (land.base - 6.2), 0.0, 0.8) * land.cover
    stage.lay(np.clip(rgb, 0, 1), dry, nearness(stage, land))
    _shore_woods(stage, land, 136)
    water = land.cover * (1.0 - smooth(land.height - (land.base - 6.2), -0.2, 0.6))
    level = _water_line(stage, water)
    flowing = stage.has("river", "waterfall")
    lay_water(stage, 138, waves=0.55 if flowing else 0.25, cover=water, deep="1d4650", level=level)
    _reeds(stage, 140)


def _water_line(stage: Stage, water: Floats) -> float:
    """Find the far edge of the water: the highest row with a good part of it."""
    share = (water > 0.5).mean(axis=1)
    found = np.flatnonzero(share > 0.08)
    return float(found[0]) if found.size else stage.y(stage.horizon + 0.06)


def _shores(stage: Stage, part: int, tall: float) -> Heights:
    """Make a basin in front with hills around it."""
    broad, fine = relief(stage.random(part), 3, 4, 0.45), relief(stage.random(part + 1), 4, 5, 0.5)
    shift = stage.random(part + 2).random(3).astype(np.float32) * 2000

    def heights(x: Floats, z: Floats) -> Floats:
        bend = at(fine, x + shift[0], z, 800.0) * 55.0
        shore = smooth(z + bend + 0.35 * np.abs(x), 240.0, 560.0)
        front = 1.0 - smooth(z + bend * 0.08 + x * 0.03, 9.0, 17.0)
        hills = (
            np.clip(1.0 + 0.8 * at(broad, x + shift[1], z + shift[2], 1500.0), 0.2, 3) * 34.0 * tall
        )
        back = smooth(z, 300.0, 1500.0)
        lumps = at(fine, x, z + shift[1], 200.0)
        return cast(
            "Floats",
            (
                -8.0
                + 8.0 * front
                + shore * (9.0 + hills * (0.25 + back) + 2.5 * lumps)
                + 0.12 * lumps * front
            ).astype(np.float32),
        )

    return heights


def _shore_woods(stage: Stage, land: Land, part: int) -> None:
    """Plant woods along the far shore."""
    kinds = (
        ("pine", "pine", "round")
        if stage.has("pines", "mountains")
        else ("round", "oak", "pine", "bush")
    )
    nursery = Nursery(stage, kinds, part)
    x, z = scatter(stage, part + 1, 1900, 230.0, 1500.0)
    ground = land.heights(x[None], z[None])[0]
    keep = (ground > 1.0) & (ground < 60.0)
    tall = (8.0 + 7.0 * stage.random(part + 2).random(x.size)).astype(np.float32)
    plant(stage, land, nursery, x[keep], z[keep], tall[keep], part + 3, shadow=0.0)


def _reeds(stage: Stage, part: int) -> None:
    """Stand reeds at the near shore."""
    if stage.shot.season != "winter":
        grass_blades(stage, ("9a9c50", "5c6a38"), part, tall=0.10)
