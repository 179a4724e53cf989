"""Paints a village among hills, and a terrace that looks over the country."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from filmgate.engines.previz.scenes.grounding import PEOPLE
from filmgate.engines.previz.scenes.hillside import paint_hillside
from filmgate.engines.previz.scenes.land import paint_hills
from filmgate.engines.previz.scenes.noise import Floats, blur, fbm, mix, resized, smooth
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.street import paint_street
from filmgate.engines.previz.scenes.trees import Nursery
from filmgate.engines.previz.storyboard import ShotSize

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage

#: words of a village seen from outside, roof above roof
_CLIMBING: Final = ("hill", "roofs", "rooftops", "terracotta", "vine", "wine", "valley")
#: words of a place inside a village
_INSIDE: Final = re.compile(
    r"(?i)\b(street|lane|alley|square|market|piazza|plaza|courtyard|cafe|café|shop|cobble|door|corner)"
)


def paint_village(stage: Stage) -> None:
    """Paint a terrace, a village seen from outside, or its main street."""
    wide = stage.shot.angle.value in ("aerial", "high") or stage.has(
        "farm", "mountains", "tower", "ruins"
    )
    if stage.has("terrace"):
        paint_terrace(stage)
    elif _is_seen_whole(stage):
        paint_hillside(stage)
    elif wide and not stage.has("cobbles", "lamps", "market"):
        paint_hamlet(stage)
    else:
        paint_street(stage)


def _is_seen_whole(stage: Stage) -> bool:
    """Whether the village is looked at from outside, not walked in."""
    text = stage.shot.text.lower()
    if any(word in text for word in ("hillside", "hilltop", "roofs", "terracotta")):
        return True
    if _INSIDE.search(text) or stage.has("cobbles", "lamps", "market"):
        return False
    empty = not any(subject.kind in PEOPLE for subject in stage.shot.subjects)
    wide = stage.shot.size in (ShotSize.WIDE, ShotSize.EXTREME_WIDE)
    return any(word in text for word in _CLIMBING) or (wide and empty and "village" in text)


def paint_hamlet(stage: Stage) -> None:
    """Paint houses with tiled roofs around a church, on a hill in the country."""
    paint_hills(stage)
    random = stage.random(600)
    centre = stage.x(0.5 + (0.16 if stage.sun[0] < 0.5 else -0.16))
    base = stage.y(stage.horizon + 0.10)
    spots = []
    for index in range(26):
        away = (random.random() - 0.5) * 0.62
        up = 0.085 * np.exp(-((away / 0.2) ** 2)) * random.random()
        spots.append(
            (
                base - up * stage.frame_height + 0.02 * stage.frame_height * random.random(),
                centre + away * stage.unit,
                index,
            )
        )
    for foot, x, index in sorted(spots):
        if index == 3:
            _tower(stage, centre, base - 0.06 * stage.frame_height)
        _house(stage, random, x, foot, stage.unit * (0.030 + 0.022 * random.random()))
    nursery = Nursery(stage, ("round", "cypress", "bush"), 602, 2)
    for index in range(16):
        x = centre + (random.random() - 0.5) * 0.8 * stage.unit
        nursery.print(
            nursery.kinds[index % 3],
            index,
            x,
            base + 0.03 * stage.frame_height * random.random(),
            stage.unit * (0.03 + 0.03 * random.random()),
            0.35,
            stage.palette.haze,
            0.3,
        )


def _house(stage: Stage, random: np.random.Generator, x: float, foot: float, size: float) -> None:
    """Paint one house: two walls, a tiled roof, windows that shine at dusk."""
    palette = stage.palette
    side = 1 if stage.sun[0] > 0.5 else -1
    sun, shade = (
        palette.sun * palette.key + palette.shade * palette.fill,
        palette.sun * palette.key * 0.25 + palette.shade * palette.fill,
    )
    wall = colour(("e4d3b4", "d9bc92", "ece2d0", "cfa582")[int(random.integers(4))])
    roof = (
        colour(("a8583a", "96503a", "b4694a")[int(random.integers(3))])
        if stage.shot.season != "winter"
        else colour("eef1f6")
    )
    wide, tall = size * (1.1 + 0.5 * random.random()), size * (0.8 + 0.5 * random.random())
    depth = size * 0.55
    fade = np.float32(0.30)

    def area(points: list[tuple[float, float]], tone: Floats) -> None:
        shape = [np.round(np.array(points) * 16).astype(np.int32)]
        cv2.fillPoly(
            stage.rgb,
            shape,
            np.clip(tone + (palette.haze - tone) * fade, 0, 1).tolist(),
            cv2.LINE_AA,
            4,
        )

    left, right = (x - wide / 2, x + wide / 2)
    gable = right if side > 0 else left
    area([(left, foot), (right, foot), (right, foot - tall), (left, foot - tall)], wall * shade)
    out = gable + side * depth
    area(
        [
            (gable, foot),
            (out, foot - depth * 0.2),
            (out, foot - depth * 0.2 - tall),
            (gable + side * depth / 2, foot - tall - size * 0.42),
            (gable, foot - tall),
        ],
        wall * sun,
    )
    area(
        [
            (left - 2, foot - tall + 1),
            (right + 2, foot - tall + 1),
            (right + side * depth / 2, foot - tall - size * 0.42),
            (left + side * depth / 2, foot - tall - size * 0.42),
        ],
        roof * (sun * 0.6 + shade * 0.4),
    )
    _lights(stage, random, (left, foot, wide, tall), size, wall * shade * 0.35)


def _lights(
    stage: Stage,
    random: np.random.Generator,
    front: tuple[float, float, float, float],
    size: float,
    dark: Floats,
) -> None:
    """Set two windows into the front of a house (left, foot, width, height); some shine at dusk."""
    left, foot, wide, tall = front
    half = size * 0.09
    lit = stage.palette.light < 0.8
    for index in range(2):
        x, y = left + wide * (0.28 + 0.42 * index), foot - tall * 0.52
        shines = lit and random.random() < 0.7
        tone = colour("ffd48c") if shines else dark
        corners = (int((x - half) * 16), int((y - half) * 16))
        ends = (int((x + half) * 16), int((y + half) * 16))
        cv2.rectangle(stage.rgb, corners, ends, np.clip(tone, 0, 1).tolist(), -1, cv2.LINE_AA, 4)
        if shines:
            stage.glow(x, y, size * 0.22, colour("ffc878"), 0.25)


def _tower(stage: Stage, x: float, foot: float) -> None:
    """Paint the church tower."""
    palette = stage.palette
    tall, half = stage.unit * 0.17, stage.unit * 0.018
    side = 1 if stage.sun[0] > 0.5 else -1
    sun, shade = (
        palette.sun * palette.key + palette.shade * palette.fill,
        palette.sun * palette.key * 0.25 + palette.shade * palette.fill,
    )
    wall = colour("e2d2b6")
    for sign, light in ((-side, shade), (side, sun)):
        shape = np.array(
            [
                [x, foot],
                [x + sign * half, foot],
                [x + sign * half, foot - tall * 0.72],
                [x, foot - tall * 0.72],
            ]
        )
        tone = wall * light
        cv2.fillPoly(
            stage.rgb,
            [np.round(shape * 16).astype(np.int32)],
            np.clip(tone + (palette.haze - tone) * 0.28, 0, 1).tolist(),
            cv2.LINE_AA,
            4,
        )
        roof = np.array(
            [
                [x, foot - tall],
                [x + sign * half * 1.15, foot - tall * 0.72],
                [x, foot - tall * 0.72],
            ]
        )
        tone = colour("8a4a36") * light
        cv2.fillPoly(
            stage.rgb,
            [np.round(roof * 16).astype(np.int32)],
            np.clip(tone + (palette.haze - tone) * 0.28, 0, 1).tolist(),
            cv2.LINE_AA,
            4,
        )


def paint_terrace(stage: Stage) -> None:
    """Paint a stone terrace with a low wall, pots, vines and lights over the hills beyond."""
    paint_hills(stage)
    palette = stage.palette
    stage.cuttings.clear()
    light = palette.sun * palette.key * 0.62 + palette.shade * palette.fill
    _floor(stage, light)
    _parapet(stage, light)
    _pots(stage, light)
    _pergola(stage, light)
    stage.ground, stage.person = 1.04, 0.56


def _floor(stage: Stage, light: Floats) -> None:
    """Lay flagstones towards the wall."""
    top = stage.y(0.76)
    rows = np.arange(stage.height, dtype=np.float32)[:, None] + 0.5
    below = np.clip((rows - stage.y(0.50)) / stage.frame_height, 0.02, 2)
    depth = 1.0 / below
    x = (np.arange(stage.width, dtype=np.float32)[None] - stage.x(0.5)) / stage.frame_height * depth
    z = np.broadcast_to(depth * 2.2, x.shape)
    row = np.floor(z * 1.6)
    column = np.floor(x * 1.5 + 0.37 * np.mod(row, 3))
    down, over = (
        np.abs(np.mod(z * 1.6, 1) - 0.5),
        np.abs(np.mod(x * 1.5 + 0.37 * np.mod(row, 3), 1) - 0.5),
    )
    joint = np.maximum(smooth(down, 0.44, 0.49), smooth(over, 0.46, 0.49))
    tone = 0.86 + 0.26 * np.mod(np.abs(np.sin(row * 37.1 + column * 91.7) * 4375.5), 1.0)
    grain = fbm(stage.height, stage.width, stage.random(610), 60, 4)
    sun = np.exp(
        -(
            (
                (np.arange(stage.width, dtype=np.float32)[None] - stage.x(stage.sun[0]))
                / (0.5 * stage.frame_width)
            )
            ** 2
        )
    )
    rgb = (
        colour("b89e7e")
        * light
        * (tone * (0.82 + 0.36 * grain) * (1 - 0.4 * joint) * (0.75 + 0.5 * sun))[..., None]
    )
    near = np.broadcast_to(
        np.clip(0.35 + 1.0 * (rows - top) / stage.frame_height, 0.35, 0.95), x.shape
    )
    stage.lay(
        np.clip(rgb, 0, 1).astype(np.float32),
        np.broadcast_to(np.clip(rows - top, 0, 1), x.shape).astype(np.float32),
        near.astype(np.float32),
    )


def _parapet(stage: Stage, light: Floats) -> None:
    """Build the low wall at the terrace's edge, with its coping lit from above."""
    top, foot = stage.y(0.655), stage.y(0.775)
    rows = np.arange(stage.height, dtype=np.float32)[:, None] + 0.5
    columns = np.arange(stage.width, dtype=np.float32)[None]
    grain = fbm(stage.height, stage.width, stage.random(612), 26, 5, 1.3)
    line = np.floor((rows - top) / (0.024 * stage.frame_height))
    along = columns / (0.07 * stage.frame_height) + 0.5 * np.mod(line, 2) + grain * 0.8
    over = np.abs(np.mod(along, 1) - 0.5)
    down = np.abs(np.mod((rows - top) / (0.024 * stage.frame_height), 1) - 0.5)
    joint = np.maximum(smooth(over, 0.42, 0.49), smooth(down + 0.1 * grain, 0.44, 0.54))
    tone = 0.80 + 0.32 * np.mod(np.abs(np.sin(line * 17.3 + np.floor(along) * 53.9) * 977.1), 1.0)
    rgb = (
        colour("a88c6c")
        * light
        * (tone * (0.75 + 0.4 * grain) * (1 - 0.45 * joint) * 0.78)[..., None]
    )
    coping = smooth(top + 0.017 * stage.frame_height - rows, -1.0, 1.0)
    rgb = mix(
        rgb.astype(np.float32), colour("cdb594") * light * 1.15, coping * np.ones_like(columns)
    )
    alpha = (
        np.clip(rows - top + 0.5, 0, 1) * np.clip(foot - rows + 0.5, 0, 1) * np.ones_like(columns)
    )
    stage.lay(np.clip(rgb, 0, 1).astype(np.float32), alpha.astype(np.float32), 0.34)
    shade = (
        np.exp(-np.clip(rows - foot, 0, None) / (0.02 * stage.frame_height)) * (rows >= foot) * 0.45
    )
    stage.rgb *= (1 - shade)[..., None]


def _pots(stage: Stage, light: Floats) -> None:
    """Stand pots with small trees and flowers along the wall."""
    random = stage.random(614)
    nursery = Nursery(stage, ("cypress", "olive", "bush"), 615, 2)
    for place in (0.06, 0.22, 0.80, 0.95):
        x, foot = stage.x(place + 0.03 * random.random()), stage.y(0.80)
        size = stage.unit * (0.05 + 0.02 * random.random())
        kind = nursery.kinds[int(random.integers(3))]
        shape = np.array(
            [
                [x - size * 0.55, foot - size],
                [x + size * 0.55, foot - size],
                [x + size * 0.40, foot],
                [x - size * 0.40, foot],
            ]
        )
        tone = np.clip(colour("a8583a") * light * 0.95, 0, 1)
        cv2.fillPoly(
            stage.rgb, [np.round(shape * 16).astype(np.int32)], tone.tolist(), cv2.LINE_AA, 4
        )
        nursery.print(
            kind,
            int(random.integers(5)),
            x,
            foot - size * 0.9,
            size * (3.2 if kind != "bush" else 1.5),
            0.05,
            light,
            0.38,
        )


def _pergola(stage: Stage, light: Floats) -> None:
    """Hang leaves and a string of lights over the top of the frame."""
    random = stage.random(617)
    leaves = fbm(stage.height // 2, stage.width // 2, random, 30, 4, 1.0, 0.7)
    leaves = resized(leaves, (stage.width, stage.height))
    rows = (np.arange(stage.height, dtype=np.float32)[:, None] - stage.y(0)) / stage.frame_height
    hang = fbm(8, stage.width, random, 7, 4)[3][None]
    alpha = smooth(leaves + (0.10 + 0.28 * (hang - 0.4) - rows) * 2.4, 0.50, 0.60)
    tone = colour("5a7030") * light * (0.30 + 1.1 * smooth(leaves, 0.4, 0.75))[..., None]
    stage.lay(np.clip(tone, 0, 1).astype(np.float32), blur(alpha, 0.7).astype(np.float32), 0.6)
    evening = stage.palette.light < 0.95
    t = np.linspace(0, 1, 15)
    for swing in range(2):
        y = stage.y(0.10 + 0.05 * swing) + stage.frame_height * 0.16 * 4 * (t - t * t) * (
            0.6 + 0.3 * swing
        )
        x = np.linspace(-0.02 * stage.width, 1.02 * stage.width, 15)
        cv2.polylines(
            stage.rgb,
            [np.stack([x, y], 1).astype(np.int32)],
            False,
            (0.10, 0.08, 0.07),
            1,
            cv2.LINE_AA,
        )
        for px, py in zip(x, y, strict=True):
            cv2.circle(
                stage.rgb,
                (int(px), int(py + 3)),
                max(1, int(stage.unit * 0.0035)),
                (1.0, 0.88, 0.62) if evening else (0.5, 0.46, 0.4),
                -1,
                cv2.LINE_AA,
            )
            if evening:
                stage.glow(float(px), float(py) + 3, stage.unit * 0.016, colour("ffc878"), 0.6)
