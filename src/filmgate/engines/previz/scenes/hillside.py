"""Paints a village that climbs a hill: rows of tiled roofs, a church tower, trees between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from filmgate.engines.previz.scenes.land import paint_hills
from filmgate.engines.previz.scenes.noise import Floats, fbm, resized, smooth
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.trees import Nursery

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.noise import Random
    from filmgate.engines.previz.scenes.stage import Stage

_ROWS: Final = 8
_WALLS: Final = ("ead9b8", "dcbf94", "f0e6d4", "d8a982", "e6c8a4", "cfb08a")
_ROOFS: Final = ("b4583a", "a44f36", "c06a46", "984a34", "b8684a")
_SHUTTERS: Final = ("5a7a6a", "6a4a38", "4f6a86", "7a8a5a")
Points = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Brush:
    """Paints areas in the light and haze of one distance."""

    stage: Stage
    haze: float

    def lights(self) -> tuple[Floats, Floats]:
        """Give the light on walls that face the sun, and on those that do not."""
        palette = self.stage.palette
        sky = (palette.shade * 0.7 + palette.middle * 0.3) * np.float32(palette.fill)
        key = palette.sun * np.float32(palette.key)
        return key * np.float32(0.86) + sky * 0.5, key * np.float32(0.24) + sky * 0.9

    def area(self, points: Points, tone: Floats) -> None:
        """Fill a shape given in canvas pixels."""
        shape = [np.round(np.array(points) * 16).astype(np.int32)]
        hazed = tone + (self.stage.palette.haze - tone) * np.float32(self.haze)
        cv2.fillPoly(self.stage.rgb, shape, np.clip(hazed, 0, 1).tolist(), cv2.LINE_AA, 4)

    def line(self, start: tuple[float, float], end: tuple[float, float], tone: Floats) -> None:
        """Draw a line one pixel wide."""
        ends = [(round(x * 16), round(y * 16)) for x, y in (start, end)]
        hazed = tone + (self.stage.palette.haze - tone) * np.float32(self.haze)
        cv2.line(self.stage.rgb, ends[0], ends[1], np.clip(hazed, 0, 1).tolist(), 1, cv2.LINE_AA, 4)


def paint_hillside(stage: Stage) -> None:
    """Paint the country, then the hill with its houses from the church down to the camera."""
    paint_hills(stage)
    stage.cuttings.clear()
    random = stage.random(640)
    peak = stage.x(0.5 + (0.10 if stage.sun[0] < 0.5 else -0.10))
    nursery = Nursery(stage, ("cypress", "round", "bush", "olive"), 642, 3)
    grain = fbm(stage.height // 2, stage.width // 2, stage.random(644), 26, 4, 2.0)
    grain = resized(grain, (stage.width, stage.height))
    for row in range(_ROWS):
        share = row / (_ROWS - 1)
        _ground(stage, peak, share, grain)
        if row == 1:
            _church(stage, peak, share)
        _houses(stage, random, peak, share)
        _trees(stage, random, nursery, peak, share)
    stage.ground, stage.person = 1.02, 0.26
    stage.subject = (float((peak - stage.x(0)) / stage.frame_width), 0.42, 0.3)


def _line(stage: Stage, x: Floats | float, peak: float, share: float) -> Floats:
    """Give the canvas row of one step of the hill: a cone that flattens towards the camera."""
    away = np.abs(np.asarray(x, np.float32) - np.float32(peak)) / np.float32(stage.unit)
    top = 0.40 + 0.62 * share**1.15
    slope = 0.22 * (1 - share) ** 1.1 + 0.02
    return np.asarray(stage.y(top) + stage.frame_height * slope * away**1.25, np.float32)


def _ground(stage: Stage, peak: float, share: float, grain: Floats) -> None:
    """Lay the slope of one step, down to where the next one covers it: dry grass and stones."""
    columns = np.arange(stage.width, dtype=np.float32)
    line = _line(stage, columns, peak, share) - 0.012 * stage.frame_height
    after = _line(stage, columns, peak, min(1.0, share + 1 / (_ROWS - 1)))
    y0 = max(0, int(line.min()) - 1)
    y1 = stage.height if share >= 1 else min(stage.height, int(after.max()) + 2)
    if y1 <= y0:
        return
    rows = np.arange(y0, y1, dtype=np.float32)[:, None]
    alpha = np.clip(rows - line[None] + 0.5, 0, 1).astype(np.float32)
    here = np.roll(grain, int(share * 700), axis=1)[y0:y1]
    brush = Brush(stage, 0.30 * (1 - share))
    sun, shade = brush.lights()
    winter = stage.shot.season == "winter"
    light = sun * 0.55 + shade * 0.45
    grass, stone = (
        colour("dfe6ee" if winter else "7c8448"),
        colour("c2ccd8" if winter else "b8a684"),
    )
    bare = smooth(here, 0.35, 0.65)[..., None]
    rgb = (grass * light + (stone - grass) * light * bare) * (0.72 + 0.4 * here)[..., None]
    rgb += (stage.palette.haze - rgb) * np.float32(brush.haze)
    np.clip(rgb, 0, 1, out=rgb)
    stage.lay_box(rgb.astype(np.float32), alpha, 0, y0, 0.16 + 0.5 * share)


def _houses(stage: Stage, random: Random, peak: float, share: float) -> None:
    """Build one row of houses along its step, close together near the middle."""
    size = stage.unit * (0.040 + 0.080 * share**1.2)
    brush = Brush(stage, 0.30 * (1 - share))
    reach = stage.unit * (0.24 + 0.95 * share)
    x = peak - reach * (0.85 + 0.3 * random.random())
    spots: list[tuple[float, float]] = []
    while x < peak + reach:
        wide = size * (1.0 + 0.6 * random.random())
        foot = float(_line(stage, x + wide / 2, peak, share))
        foot += size * 0.5 * (random.random() - 0.3)
        gap = random.random() < 0.10 + 0.14 * share
        if not gap and -size < x < stage.width + size:
            spots.append((x + wide / 2, foot))
            build_house(brush, random, (x, foot, wide, size * (0.95 + 0.7 * random.random())))
        x += wide * (0.96 + 0.3 * random.random()) + (size * 0.9 if gap else 0.0)


def build_house(brush: Brush, random: Random, box: tuple[float, float, float, float]) -> None:
    """Build one house (left, foot, width, height of the wall): front, gable side, pitched roof."""
    left, foot, wide, tall = box
    side = 1 if brush.stage.sun[0] > 0.5 else -1
    sun, shade = brush.lights()
    wall = colour(_WALLS[int(random.integers(len(_WALLS)))])
    roof = colour(_ROOFS[int(random.integers(len(_ROOFS)))])
    if brush.stage.shot.season == "winter":
        roof = colour("eef1f6")
    right = left + wide
    near, far = (right, left) if side > 0 else (left, right)
    depth, rise = wide * (0.34 + 0.2 * random.random()), wide * 0.34
    out, top = near + side * depth, foot - tall
    under = foot + tall * 0.8
    front = wall * (shade * 0.72 + sun * 0.28)
    brush.area([(far, under), (near, under), (near, top), (far, top)], front)
    ridge = near + side * depth / 2
    gable = [(near, under), (out, under - depth * 0.2), (out, top - depth * 0.08)]
    brush.area([*gable, (ridge, top - rise), (near, top)], wall * sun)
    _windows(brush, random, (left, foot, wide, tall), front)
    eave = wide * 0.05
    brush.area(
        [(far, top), (near, top), (near, top + eave * 1.6), (far, top + eave * 1.6)], front * 0.62
    )
    lit = roof * (sun * 0.66 + shade * 0.34)
    far_ridge = far + side * depth / 2
    low_near, low_far = (near + side * eave, top + eave), (far - side * eave, top + eave)
    brush.area([low_far, low_near, (ridge, top - rise), (far_ridge, top - rise)], lit)
    brush.area(
        [
            (ridge, top - rise),
            (ridge + side * eave, top - rise),
            (out + side * eave, top),
            (out, top),
        ],
        roof * sun * 0.8,
    )
    _tiles(brush, (low_far, low_near, (ridge, top - rise), (far_ridge, top - rise)), lit)
    if random.random() < 0.45:
        x = far_ridge + (ridge - far_ridge) * (0.2 + 0.5 * random.random())
        half, peak = wide * 0.045, top - rise * 1.35
        chimney = [(x - half, top - rise * 0.8), (x + half, top - rise * 0.8)]
        brush.area([*chimney, (x + half, peak), (x - half, peak)], wall * shade)


def _tiles(brush: Brush, corners: tuple[tuple[float, float], ...], lit: Floats) -> None:
    """Rule the rows of tiles down a roof where they are large enough to be seen."""
    low_far, low_near, high_near, high_far = (np.array(corner) for corner in corners)
    count = int(np.abs(low_near - low_far)[0] / max(3.0, brush.stage.unit * 0.007))
    for index in range(1, count):
        t = index / count
        low, high = low_far + (low_near - low_far) * t, high_far + (high_near - high_far) * t
        tone = lit * np.float32(0.86 if index % 2 else 1.10)
        brush.line((low[0], low[1]), (high[0], high[1]), tone)


def _windows(
    brush: Brush, random: Random, box: tuple[float, float, float, float], front: Floats
) -> None:
    """Set windows with shutters in one or two floors; some shine when it is dark."""
    left, foot, wide, tall = box
    across = 2 if wide < 0.09 * brush.stage.unit else 3
    floors = 2 if tall > wide * 1.05 else 1
    dusk = brush.stage.palette.light < 0.8
    shutter = colour(_SHUTTERS[int(random.integers(len(_SHUTTERS)))]) * front * 1.3
    half, high = wide * 0.055, wide * 0.09
    for floor in range(floors):
        y = foot - tall + tall * (0.34 + 0.42 * floor)
        for index in range(across):
            x = left + wide * (index + 0.5) / across
            shines = dusk and random.random() < 0.55
            tone = colour("ffd48c") if shines else front * 0.28
            pane: Points = [(x - half, y - high), (x + half, y - high)]
            brush.area([*pane, (x + half, y + high), (x - half, y + high)], tone)
            for sign in (-1, 1):
                a, b = x + sign * half, x + sign * half * 1.9
                brush.area([(a, y - high), (b, y - high), (b, y + high), (a, y + high)], shutter)
            if shines:
                brush.stage.glow(x, y, wide * 0.16, colour("ffc878"), 0.25)


def _church(stage: Stage, peak: float, share: float) -> None:
    """Raise the church at the top of the hill: nave, tower with belfry, pointed roof."""
    brush = Brush(stage, 0.22)
    sun, shade = brush.lights()
    side = 1 if stage.sun[0] > 0.5 else -1
    foot, unit = float(_line(stage, peak, peak, share)), stage.unit
    wall, roof = colour("ead9bc"), colour("a04f38")
    half, tall = unit * 0.024, unit * 0.20
    nave = (peak - side * unit * 0.15, foot, unit * 0.13, unit * 0.07)
    x0, x1 = min(nave[0], peak), max(nave[0], peak)
    brush.area([(x0, foot), (x1, foot), (x1, foot - nave[3]), (x0, foot - nave[3])], wall * shade)
    roof_high = foot - nave[3] - unit * 0.035
    brush.area(
        [(x0, foot - nave[3]), (x1, foot - nave[3]), (x1, roof_high), (x0 + 6, roof_high)],
        roof * (sun * 0.6 + shade * 0.4),
    )
    for sign, light in ((-side, shade), (side, sun)):
        a, b = peak, peak + sign * half
        brush.area([(a, foot), (b, foot), (b, foot - tall), (a, foot - tall)], wall * light)
        eave = peak + sign * half * 1.2
        brush.area(
            [(a, foot - tall - unit * 0.065), (eave, foot - tall), (a, foot - tall)], roof * light
        )
        middle, wide = peak + sign * half * 0.5, half * 0.20
        bell = foot - tall * 0.86
        brush.area(
            [
                (middle - wide, bell),
                (middle + wide, bell),
                (middle + wide, bell + half),
                (middle - wide, bell + half),
            ],
            wall * shade * 0.25,
        )
    brush.area(
        [
            (peak - half * 1.1, foot - tall * 0.70),
            (peak + half * 1.1, foot - tall * 0.70),
            (peak + half * 1.1, foot - tall * 0.685),
            (peak - half * 1.1, foot - tall * 0.685),
        ],
        wall * sun * 0.8,
    )


def _trees(stage: Stage, random: Random, nursery: Nursery, peak: float, share: float) -> None:
    """Plant a few trees between the houses of a row."""
    reach = stage.unit * (0.30 + 0.9 * share)
    size = stage.unit * (0.034 + 0.075 * share)
    for index in range(5):
        x = peak + (random.random() * 2 - 1) * reach
        foot = float(_line(stage, x, peak, share)) + size * 0.35
        kind = nursery.kinds[int(random.integers(4))]
        tall = size * {"cypress": 1.9, "round": 1.2, "olive": 1.0}.get(kind, 0.6)
        nursery.print(
            kind, index, x, foot, tall, 0.3 * (1 - share), stage.palette.haze, 0.2 + 0.5 * share
        )
