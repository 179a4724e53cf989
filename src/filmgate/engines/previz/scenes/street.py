"""Paints a street in one-point perspective: facades, pavement, lamps, what closes its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import cv2
import numpy as np

from filmgate.engines.previz.scenes.facades import END, Style, front, style_of, wall
from filmgate.engines.previz.scenes.noise import Floats, blur, fbm, mix, resized, smooth
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.sky import paint_sky, place_sun
from filmgate.engines.previz.scenes.trees import Nursery

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage


def paint_street(stage: Stage) -> None:
    """Paint a street that runs away from the camera."""
    stage.horizon = 0.53
    place_sun(stage)
    stage.sun = (0.5 + (stage.sun[0] - 0.5) * 0.35, stage.sun[1])
    paint_sky(stage)
    looks = style_of(stage)
    dark = stage.palette.light < 0.6
    _end(stage, looks, dark)
    for side in (-1, 1):
        wall(stage, looks, side, dark, 300 + side)
    _ground(stage, 306, dark)
    if stage.shot.place == "street" and stage.has("haussmann", "garden") and not stage.has("neon"):
        _avenue_trees(stage)
    _lamps(stage, dark)
    stage.figure_light = 0.75 if dark else 1.0


def _end(stage: Stage, style: Style, dark: bool) -> None:
    """Close the street's end: a pale block of houses, a tower, trees, in the haze."""
    palette = stage.palette
    vx, vy = stage.x(0.5), stage.y(stage.horizon)
    reach = abs(stage.x(0.5 + 0.60) - vx) * END
    random = stage.random(310)
    haze = palette.haze_sun * 0.72 + palette.haze * 0.28
    body = haze * (0.80 if not dark else 0.70) + colour(style.walls[0]) * 0.10 * palette.light
    tall = (vy - stage.y(-0.62)) * END
    base = vy + (stage.y(1.10) - vy) * END + 2
    alpha = np.zeros((stage.height, stage.width), np.float32)
    rgb = np.broadcast_to(body, (stage.height, stage.width, 3)).astype(np.float32).copy()
    x = vx - reach * 1.25
    while x < vx + reach * 1.25:
        width = reach * (0.22 + 0.25 * random.random())
        top = vy - tall * (0.52 + 0.30 * random.random())
        alpha[int(top) : int(base), int(x) : int(x + width) + 1] = 1
        rgb[:, int(x) : int(x + width) + 1] *= np.float32(0.95 + 0.1 * random.random())
        x += width
    if stage.has("tower") or random.random() < 0.5:
        place, wide = vx + reach * (random.random() - 0.5) * 0.7, reach * 0.13
        top = vy - tall * 1.5
        alpha[int(top) : int(vy), int(place - wide) : int(place + wide)] = 1
        spire = np.array([[place - wide, top], [place + wide, top], [place, top - tall * 0.45]])
        cv2.fillPoly(alpha, [spire.astype(np.int32)], 1.0, cv2.LINE_AA)
    if dark:
        dots = (
            random.random((stage.height // 4, stage.width // 4), dtype=np.float32) > 0.95
        ).astype(np.float32) * (np.arange(stage.height // 4)[:, None] % 2)
        dots = resized(dots, (stage.width, stage.height), interpolation=cv2.INTER_AREA)
        rgb = mix(rgb, colour("ffd090"), np.clip(dots, 0, 1) * 0.28)
    soft = np.clip(blur(alpha, 0.8), 0, 1)
    stage.lay(rgb, soft, 0.10)
    stage.glow(
        vx, vy - tall * 0.1, reach * 1.3, haze * 0.6 + palette.sun * 0.4, 0.35 if not dark else 0.22
    )


def _ground(stage: Stage, part: int, dark: bool) -> None:
    """Lay road and pavements to the vanishing point; wet ones mirror the street."""
    palette = stage.palette
    vx, vy = stage.x(0.5), stage.y(stage.horizon)
    x, _, foot = front(stage, 1)
    top = int(vy) + 1
    rows = np.arange(top, stage.height, dtype=np.float32)[:, None] + 0.5
    below = (rows - vy) / (foot - vy)
    across = (
        (np.arange(stage.width, dtype=np.float32)[None] - vx) / (x - vx) / np.maximum(below, 1e-3)
    )
    depth = 1.0 / np.maximum(below, 0.02)
    random = stage.random(part)
    grain = fbm(rows.shape[0], stage.width, random, 70, 4, 3.0)
    stones = _stones(across, depth)
    stones = 1.0 + (stones - 1.0) * np.clip(below * 2.6, 0, 1) * (
        1.0 if stage.has("cobbles", "haussmann") or stage.shot.place == "village" else 0.35
    )
    light = palette.shade * palette.fill + palette.sun * palette.key * 0.55
    if dark:
        light = palette.shade * 0.5 + colour("ffb870") * 0.14
    road = colour("6a6664" if stage.shot.place == "street" else "a89478") * light
    walk = colour("a59c90") * light
    if stage.shot.season == "winter":
        road, walk = mix(road, colour("dfe5ee") * light, 0.5), colour("e8edf4") * light
    on_walk = smooth(np.abs(across), 0.615, 0.625) * (stage.shot.place == "street")
    rgb = mix(np.broadcast_to(road, (*across.shape, 3)), walk, on_walk)
    kerb = np.exp(-(((np.abs(across) - 0.62) / 0.012) ** 2)) * (stage.shot.place == "street")
    rgb = (rgb * (stones * (0.82 + 0.36 * grain))[..., None]) * (1 - 0.45 * kerb)[..., None]
    wet = "rain" in stage.shot.weather or stage.has("puddles") or (dark and stage.has("neon"))
    share = 0.75 if wet else 0.28 if dark else 0.10
    mirror = stage.rgb[np.clip((2 * vy - rows).astype(int), 0, stage.height - 1)[:, 0]]
    mirror = cv2.GaussianBlur(
        mirror, (0, 0), sigmaX=0.003 * stage.frame_height, sigmaY=0.022 * stage.frame_height
    )
    puddles = smooth(grain, 0.42, 0.62) if wet else np.ones_like(grain)
    amount = share * (0.35 + 0.65 * puddles) * (1 - 0.35 * np.clip(below, 0, 1))
    rgb = rgb * (1 - 0.45 * amount)[..., None] + mirror * amount[..., None]
    if wet:
        rgb = rgb + _sheen(stage, mirror, below) * (0.45 + 0.55 * puddles)[..., None]
    haze = palette.haze_sun * 0.72 + palette.haze * 0.28
    rgb = mix(
        rgb.astype(np.float32),
        haze,
        np.exp(-below / 0.09).astype(np.float32) * 0.65 * np.ones_like(across),
    )
    between = smooth(1.0 - np.abs(across), -0.004, 0.004)
    between = between * smooth(below, END * 0.93, END)
    full, alpha = stage.rgb.copy(), np.zeros((stage.height, stage.width), np.float32)
    full[top:], alpha[top:] = np.clip(rgb, 0, 1), between
    near = np.zeros_like(alpha)
    near[top:] = np.clip(0.10 + 0.85 * below, 0.1, 0.95)
    stage.lay(full, alpha, near)
    if wet:
        water = np.zeros_like(alpha)
        water[top:] = puddles * smooth(below, 0.03, 0.12) * between * 0.8
        stage.mark("water", water)


def _sheen(stage: Stage, mirror: Floats, below: Floats) -> Floats:
    """Spread the lights of a street over its wet road: long streaks and a soft colour."""
    unit = stage.frame_height
    lights = np.clip(mirror - 0.30, 0, 1).astype(np.float32)
    streaks = cv2.GaussianBlur(lights, (0, 0), sigmaX=0.008 * unit, sigmaY=0.10 * unit)
    small = cv2.resize(lights, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), sigmaX=0.030 * unit, sigmaY=0.040 * unit)
    soft = cv2.resize(soft, lights.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    strength = np.clip(0.5 + 0.9 * below, 0, 1.2)[..., None]
    return cast("Floats", ((1.5 * streaks + 1.1 * soft) * strength).astype(np.float32))


def _stones(across: Floats, depth: Floats) -> Floats:
    """Draw joints between paving stones, staggered row by row."""
    line = np.log(np.maximum(depth, 1e-3)) * 17.0
    row = np.floor(line)
    column = across * 15.0 + 0.5 * np.mod(row, 2)
    down, over = np.abs(line - row - 0.5), np.abs(np.mod(column, 1) - 0.5)
    joint = np.maximum(smooth(down, 0.40, 0.47), smooth(over, 0.42, 0.48))
    tone = np.mod(np.abs(np.sin(row * 12.9 + np.floor(column) * 78.2) * 43758.5), 1.0)
    return ((0.90 + 0.20 * tone) * (1.0 - 0.42 * joint)).astype(np.float32)


def _lamps(stage: Stage, dark: bool) -> None:
    """Stand lamps along both kerbs, in depth, with haloes when it is dark."""
    vx, vy = stage.x(0.5), stage.y(stage.horizon)
    x, _, foot = front(stage, 1)
    palette = stage.palette
    iron = colour("1c2024") * (palette.shade * palette.fill + palette.sun * palette.key * 0.3 + 0.1)
    for depth in (0.16, 0.22, 0.32, 0.50, 0.82):
        for side in (-1, 1):
            column = vx + side * (x - vx) * 0.66 * depth
            base = vy + (foot - vy) * depth
            tall = stage.unit * 0.66 * depth
            _lamp(stage, column, base, tall, iron, 0.10 + 0.72 * depth, dark, depth)


def _lamp(
    stage: Stage,
    x: float,
    foot: float,
    tall: float,
    iron: Floats,
    near: float,
    dark: bool,
    depth: float,
) -> None:
    """Draw a lamp post: a tapered pole on a plinth, a lantern on top."""
    width, height = int(tall * 0.22) + 6, int(tall) + 4
    mask = np.zeros((height, width), np.uint8)
    centre = width / 2
    thick = max(1.0, tall * 0.011)

    def area(points: list[tuple[float, float]], value: int = 255) -> None:
        shape = np.array([[centre + a * tall, b * tall + 1] for a, b in points])
        cv2.fillPoly(mask, [np.round(shape * 16).astype(np.int32)], value, cv2.LINE_AA, 4)

    pole = thick / tall
    area([(-pole * 0.5, 0.16), (pole * 0.5, 0.16), (pole, 1.0), (-pole, 1.0)])
    area([(-pole * 2.4, 1.0), (-pole * 1.6, 0.90), (pole * 1.6, 0.90), (pole * 2.4, 1.0)])
    area([(-0.030, 0.045), (0.030, 0.045), (0.018, 0.15), (-0.018, 0.15)])
    area([(-0.036, 0.047), (0.036, 0.047), (0.0, 0.0)])
    rgb = np.broadcast_to(iron, (height, width, 3)).astype(np.float32).copy()
    if dark:
        rgb[int(0.052 * tall) : int(0.15 * tall)] = colour("ffe9bf")
    palette = stage.palette
    haze = (palette.haze_sun * 0.7 + palette.haze * 0.3) if not dark else iron
    rgb = rgb + (haze - rgb) * np.float32(0.6 * (1 - depth) ** 2)
    stage.lay_box(rgb, mask.astype(np.float32) / 255, int(x - width / 2), int(foot - tall), near)
    if dark:
        lamp = foot - tall * 0.9
        stage.glow(x, lamp, tall * 0.10, colour("ffdca0"), 0.9)
        stage.glow(x, lamp, tall * 0.34, colour("ffb868"), 0.30)
        stage.glow(x, foot, tall * 0.18, colour("ffb868"), 0.16)


def _avenue_trees(stage: Stage) -> None:
    """Plant the trees of an avenue along both kerbs."""
    nursery = Nursery(stage, ("round", "oak"), 320, 2)
    vx, vy = stage.x(0.5), stage.y(stage.horizon)
    x, _, foot = front(stage, 1)
    palette = stage.palette
    for index, depth in enumerate((0.15, 0.19, 0.26, 0.38, 0.60)):
        for side in (-1, 1):
            tint = palette.haze_sun * 0.7 + palette.haze * 0.3
            nursery.print(
                "round" if nursery.kinds[0] != "bare" else "bare",
                index,
                vx + side * (x - vx) * 0.76 * depth,
                vy + (foot - vy) * depth,
                stage.unit * 0.95 * depth,
                0.75 * (1 - depth) ** 2,
                tint,
                0.1 + 0.7 * depth,
                side > 0,
            )
