"""Builds a village on a headland: rows of houses from its crest down to a quay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from filmgate.engines.previz.scenes.hillside import Brush, build_house
from filmgate.engines.previz.scenes.palette import colour

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.noise import Floats, Random
    from filmgate.engines.previz.scenes.stage import Stage

#: how far down the slope each row stands, from the crest (0) to the water (1)
_ROWS: Final = (0.30, 0.52, 0.76, 1.0)
_HAZE: Final = 0.32


def build_haven(stage: Stage, part: int, crest: Floats, water: float) -> None:
    """Build houses on land that rises from the sea.

    Parameters
    ----------
    crest : ndarray of float32, shape (W,)
        Canvas row of the top of the land, for each column.
    water : float
        Canvas row where the land meets the sea.
    """
    random = stage.random(part)
    brush = Brush(stage, _HAZE)
    for share in _ROWS:
        _row(brush, random, crest, water, share)
    _quay(brush, crest, water)


def _row(brush: Brush, random: Random, crest: Floats, water: float, share: float) -> None:
    """Build one row, with gaps; land too low for a house stays free."""
    stage = brush.stage
    size = stage.unit * (0.026 + 0.018 * share)
    x = -size * float(random.random())
    while x < stage.width:
        wide = size * (0.9 + 0.6 * float(random.random()))
        middle = int(np.clip(x + wide / 2, 0, stage.width - 1))
        rise = water - float(crest[middle])
        is_free = random.random() < 0.50 - 0.34 * share
        if rise * share > size * 0.7 and not is_free:
            foot = float(crest[middle]) + rise * share - 2.0
            foot -= 0.0 if share >= 1 else size * 0.3 * float(random.random())
            build_house(brush, random, (x, foot, wide, size * (0.8 + 0.6 * float(random.random()))))
        x += wide * (0.98 + 0.35 * float(random.random()))


def _quay(brush: Brush, crest: Floats, water: float) -> None:
    """Lay a wall of stone along the foot of the land."""
    built = np.flatnonzero(water - crest > brush.stage.unit * 0.03)
    if built.size == 0:
        return
    sun, shade = brush.lights()
    left, right, tall = float(built[0]), float(built[-1]), brush.stage.unit * 0.008
    corners = [(left, water), (right, water), (right, water - tall), (left, water - tall)]
    brush.area(corners, colour("a89c8a") * (shade * 0.6 + sun * 0.4))
