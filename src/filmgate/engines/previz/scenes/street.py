"""Paints a street in one-point perspective: facades, pavement, lamps, what closes its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from filmgate.engines.previz.scenes.noise import Floats, blur, fbm, mix, smooth
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.sky import paint_sky, place_sun
from filmgate.engines.previz.scenes.trees import Nursery

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage

#: facades are drawn flat, this many pixels high and long
_TALL, _LONG = 620, 2000
#: the far end of the walls, as a fraction of the way from the vanishing point to the front
_END = 0.11


@dataclass(frozen=True, slots=True)
class Style:
    """What the houses of a street look like."""

    walls: tuple[str, ...]
    floors: int
    trims: str
    shutters: tuple[str, ...] = ()
    neon: bool = False
    balconies: bool = False
    lit: float = 0.42


_STYLES = {
    "haussmann": Style(("d8c9ac", "cdbd9d", "e0d4bb"), 6, "efe6d2", balconies=True),
    "asian": Style(("5a5660", "6c6468", "48505c"), 7, "8a8688", neon=True, lit=0.5),
    "brownstone": Style(("8a5442", "7a4a3c", "9c6a52", "a08468"), 5, "c8b49a"),
    "village": Style(("e2c9a0", "d9a878", "e8dcc4", "cf9c80", "e6d3b0"), 3, "f2e8d4", ("5a7a6a", "7a4a3a", "4a6078")),
    "plain": Style(("a89a8c", "b8ac9c", "94888a", "c2b4a0"), 6, "d8cfc0"),
}


def paint_street(stage: Stage) -> None:
    """Paint a street that runs away from the camera."""
    stage.horizon = 0.53
    place_sun(stage)
    stage.sun = (0.5 + (stage.sun[0] - 0.5) * 0.35, stage.sun[1])
    paint_sky(stage)
    style = _style(stage)
    dark = stage.palette.light < 0.6
    _end(stage, style, dark)
    for side in (-1, 1):
        _wall(stage, style, side, dark, 300 + side)
    _ground(stage, 306, dark)
    if stage.shot.place == "street" and stage.has("haussmann", "garden") and not stage.has("neon"):
        _avenue_trees(stage)
    _lamps(stage, dark)
    stage.figure_light = 0.75 if dark else 1.0


def _style(stage: Stage) -> Style:
    for name in ("haussmann", "asian", "brownstone"):
        if stage.has(name):
            return _STYLES[name]
    if stage.has("neon", "futuristic"):
        return _STYLES["asian"]
    return _STYLES["village" if stage.shot.place == "village" else "plain"]


def _front(stage: Stage, side: int) -> tuple[float, float, float]:
    """Column of a wall's front edge, and the rows of its roof and foot there."""
    return stage.x(0.5 + side * 0.635), stage.y(-0.62), stage.y(1.10)


def _wall(stage: Stage, style: Style, side: int, dark: bool, part: int) -> None:
    """Draw the facades of one side flat, light them, and lean them into the distance."""
    flat, glow = _facade(stage, style, side, dark, stage.random(part))
    x, roof, foot = _front(stage, side)
    vx, vy = stage.x(0.5), stage.y(stage.horizon)
    far_x = vx + (x - vx) * _END
    corners = np.array(
        [[x, roof], [far_x, vy + (roof - vy) * _END], [far_x, vy + (foot - vy) * _END], [x, foot]],
        np.float32,
    )
    source = np.array([[0, 0], [_LONG, 0], [_LONG, _TALL], [0, _TALL]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners)
    size = (stage.width, stage.height)
    rgba = np.dstack([flat, _outline(stage, style, part)]).astype(np.float32)
    warped = cv2.warpPerspective(rgba, matrix, size, flags=cv2.INTER_AREA)
    lights = cv2.warpPerspective(glow, matrix, size, flags=cv2.INTER_AREA)
    away = np.abs(np.arange(stage.width, dtype=np.float32) - vx) / abs(x - vx)
    depth = np.clip(_END / np.maximum(away, 1e-3), 0, 1)[None]
    palette = stage.palette
    haze = palette.haze_sun * 0.75 + palette.haze * 0.25
    fade = (depth**1.35) * (0.72 if not dark else 0.5) * min(1.0, 14.0 / palette.sight + 0.35)
    rgb = mix(warped[..., :3], haze, np.broadcast_to(fade, lights.shape).astype(np.float32))
    near = np.clip(0.10 + 0.82 * away**1.15, 0.1, 0.92)[None]
    stage.lay(rgb.astype(np.float32), np.clip(warped[..., 3], 0, 1), np.broadcast_to(near, lights.shape))
    if dark:
        spill = blur((rgb * lights[..., None]).astype(np.float32), 0.010 * stage.frame_height)
        stage.rgb += (1 - stage.rgb) * np.clip(spill * 0.9, 0, 0.8)
        stage.mark("glow", np.clip(lights, 0, 1).astype(np.float32))


def _outline(stage: Stage, style: Style, part: int) -> Floats:
    """Cut the roof line: houses of different heights, mansards, chimneys."""
    random = stage.random(part + 40)
    alpha = np.zeros((_TALL, _LONG), np.float32)
    x = 0
    while x < _LONG:
        width = int(170 + 120 * random.random())
        top = int(_TALL * (0.02 + 0.16 * random.random())) if style.floors > 3 else int(_TALL * (0.10 + 0.30 * random.random()))
        alpha[top:, x : x + width] = 1
        chimney = x + int(width * 0.3)
        alpha[max(0, top - 26) :, chimney : chimney + 20] = 1
        x += width
    return alpha


def _facade(stage: Stage, style: Style, side: int, dark: bool, random: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw the houses of a side: walls, windows in order, shops below; and which of it shines."""
    palette = stage.palette
    sunny = (stage.sun[0] - 0.5) * side < 0
    light = palette.shade * palette.fill * 1.1 + palette.sun * palette.key * (0.85 if sunny else 0.28)
    if dark:
        light = palette.shade * 0.55 + colour("ffb870") * 0.16
    rgb = np.zeros((_TALL, _LONG, 3), np.float32)
    glow = np.zeros((_TALL, _LONG), np.float32)
    x = 0
    while x < _LONG:
        width = int(170 + 120 * random.random())
        wall = colour(style.walls[int(random.integers(len(style.walls)))]) * light * np.float32(0.9 + 0.2 * random.random())
        rgb[:, x : x + width] = wall
        rgb[:, x : x + 4] = wall * 0.55
        _floors(rgb, glow, style, random, (x, min(width, _LONG - x)), light, dark)
        _shop(rgb, glow, style, random, (x, min(width, _LONG - x)), light, dark)
        x += width
    grain = fbm(_TALL, _LONG, random, 40, 4)
    stain = np.linspace(1.06, 0.82, _TALL, dtype=np.float32)[:, None]
    shade = (0.84 + 0.32 * grain) * stain
    rgb *= np.where(glow[..., None] > 0.3, 1.0, shade[..., None])
    return rgb, glow


def _floors(rgb: Floats, glow: Floats, style: Style, random: np.random.Generator, span: tuple[int, int], light: Floats, dark: bool) -> None:
    """Set the windows of a house, floor by floor."""
    left, width = span
    pitch = int(_TALL * 0.80 / style.floors)
    step = int(40 + 16 * random.random()) if style.floors > 3 else int(74 + 26 * random.random())
    trim = colour(style.trims) * light
    for floor in range(style.floors):
        y = int(_TALL * 0.80) - (floor + 1) * pitch + int(pitch * 0.22)
        tall = int(pitch * 0.62) if style.floors > 3 else int(pitch * 0.46)
        rgb[y + tall + int(pitch * 0.14) : y + tall + int(pitch * 0.14) + 4, left : left + width] *= 0.68
        for x in range(left + 16, left + width - step + 8, step):
            shines = random.random() < (style.lit if dark else 0.03)
            tone = colour(("ffd08a", "ffe3b4", "ffbf78", "cfe0ff")[int(random.integers(4))]) * np.float32(0.6 + 0.4 * random.random())
            glass = tone if shines else (colour("2a3442") * light * 0.8 + light * 0.06)
            wide = step - 18 if style.floors > 3 else 30
            cv2.rectangle(rgb, (x - 3, y - 4), (x + wide + 3, y + tall + 4), trim.tolist(), -1)
            cv2.rectangle(rgb, (x, y), (x + wide, y + tall), glass.tolist(), -1)
            if not shines:
                rgb[y : y + tall // 2, x : x + wide] += light * 0.07
            cv2.line(rgb, (x + wide // 2, y), (x + wide // 2, y + tall), (trim * 0.7).tolist(), 2)
            cv2.line(rgb, (x, y + tall // 3), (x + wide, y + tall // 3), (trim * 0.7).tolist(), 1)
            if shines:
                glow[y : y + tall, x : x + wide] = 0.8
            if style.balconies and floor in (0, 1, 4):
                cv2.rectangle(rgb, (x - 5, y + tall - 14), (x + wide + 5, y + tall + 4), (colour("20242a") * light).tolist(), 1)
                for bar in range(x - 4, x + wide + 5, 4):
                    cv2.line(rgb, (bar, y + tall - 14), (bar, y + tall + 4), (colour("20242a") * light).tolist(), 1)
            if style.shutters:
                leaf = colour(style.shutters[int(random.integers(len(style.shutters)))]) * light
                cv2.rectangle(rgb, (x - 11, y), (x - 3, y + tall), leaf.tolist(), -1)
                cv2.rectangle(rgb, (x + wide + 3, y), (x + wide + 11, y + tall), leaf.tolist(), -1)


def _shop(rgb: Floats, glow: Floats, style: Style, random: np.random.Generator, span: tuple[int, int], light: Floats, dark: bool) -> None:
    """Open a shop, a door or an arch at street level, with awning and sign."""
    left, width = span
    top, bottom = int(_TALL * 0.835), int(_TALL * 0.985)
    if width < 60:
        return
    tone = colour(("ffd79a", "ffe6bc", "ffc888", "dfeaff")[int(random.integers(4))])
    inside = tone * np.float32(0.78) if dark else (tone * 0.35 + 0.1) * light
    cv2.rectangle(rgb, (left + 12, top), (left + width - 12, bottom), inside.tolist(), -1)
    frame = (colour("2c2620") * light * 1.2).tolist()
    for x in range(left + 12, left + width - 11, max(24, (width - 24) // 4)):
        cv2.line(rgb, (x, top), (x, bottom), frame, 4)
    for _ in range(9):
        x = int(left + 18 + (width - 46) * random.random())
        tall = int(12 + 34 * random.random())
        cv2.rectangle(rgb, (x, bottom - tall), (x + 14, bottom), (inside * np.float32(0.35 + 0.3 * random.random())).tolist(), -1)
    if dark:
        fall = np.linspace(1.12, 0.62, bottom - top, dtype=np.float32)[:, None, None]
        rgb[top:bottom, left + 12 : left + width - 12] *= fall
        glow[top:bottom, left + 12 : left + width - 12] = 0.55
    cloth = colour(("7a2a2c", "2a5040", "2a3a5c", "8a5a2a", "5a3a5a")[int(random.integers(5))]) * (light * 1.1 + (0.10 if dark else 0))
    cv2.rectangle(rgb, (left + 8, top - 24), (left + width - 8, top + 3), cloth.tolist(), -1)
    if style.neon:
        _signs(rgb, glow, random, span, top)


def _signs(rgb: Floats, glow: Floats, random: np.random.Generator, span: tuple[int, int], top: int) -> None:
    """Hang upright neon signs: coloured panels with strokes, no letters."""
    left, width = span
    tones = ("ff4f9a", "38d6ff", "ffb03a", "8a6aff", "5affb0", "ff5a4a")
    for _ in range(3):
        tone = colour(tones[int(random.integers(len(tones)))])
        x = int(left + 6 + (width - 40) * random.random())
        tall, wide = int(60 + 130 * random.random()), int(16 + 16 * random.random())
        y = int(top - tall - 20 - 200 * random.random())
        y = max(4, y)
        cv2.rectangle(rgb, (x, y), (x + wide, y + tall), (tone * 0.35).tolist(), -1)
        cv2.rectangle(rgb, (x, y), (x + wide, y + tall), tone.tolist(), 3)
        for stroke in range(y + 10, y + tall - 10, wide):
            cv2.rectangle(rgb, (x + 5, stroke), (x + wide - 5, stroke + wide // 2), (tone * 0.5 + 0.5).tolist(), 2)
        glow[y : y + tall, x : x + wide] = 1.0


def _end(stage: Stage, style: Style, dark: bool) -> None:
    """Close the street's end: a pale block of houses, a tower, trees, in the haze."""
    palette = stage.palette
    vx, vy = stage.x(0.5), stage.y(stage.horizon)
    reach = abs(stage.x(0.5 + 0.60) - vx) * _END
    random = stage.random(310)
    haze = palette.haze_sun * 0.72 + palette.haze * 0.28
    body = haze * (0.80 if not dark else 0.70) + colour(style.walls[0]) * 0.10 * palette.light
    tall = (vy - stage.y(-0.62)) * _END
    base = vy + (stage.y(1.10) - vy) * _END + 2
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
        dots = (random.random((stage.height // 4, stage.width // 4), dtype=np.float32) > 0.95).astype(np.float32) * (np.arange(stage.height // 4)[:, None] % 2)
        dots = cv2.resize(dots, (stage.width, stage.height), interpolation=cv2.INTER_AREA)
        rgb = mix(rgb, colour("ffd090"), np.clip(dots, 0, 1) * 0.28)
    soft = np.clip(blur(alpha, 0.8), 0, 1)
    stage.lay(rgb, soft, 0.10)
    stage.glow(vx, vy - tall * 0.1, reach * 1.3, haze * 0.6 + palette.sun * 0.4, 0.35 if not dark else 0.22)


def _ground(stage: Stage, part: int, dark: bool) -> None:
    """Lay road and pavements to the vanishing point; wet ones mirror the street."""
    palette = stage.palette
    vx, vy = stage.x(0.5), stage.y(stage.horizon)
    x, _, foot = _front(stage, 1)
    top = int(vy) + 1
    rows = np.arange(top, stage.height, dtype=np.float32)[:, None] + 0.5
    below = (rows - vy) / (foot - vy)
    across = (np.arange(stage.width, dtype=np.float32)[None] - vx) / (x - vx) / np.maximum(below, 1e-3)
    depth = 1.0 / np.maximum(below, 0.02)
    random = stage.random(part)
    grain = fbm(rows.shape[0], stage.width, random, 70, 4, 3.0)
    stones = _stones(across, depth)
    stones = 1.0 + (stones - 1.0) * np.clip(below * 2.6, 0, 1) * (1.0 if stage.has("cobbles", "haussmann") or stage.shot.place == "village" else 0.35)
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
    mirror = cv2.GaussianBlur(mirror, (0, 0), sigmaX=0.003 * stage.frame_height, sigmaY=0.022 * stage.frame_height)
    puddles = smooth(grain, 0.42, 0.62) if wet else np.ones_like(grain)
    amount = share * (0.35 + 0.65 * puddles) * (1 - 0.35 * np.clip(below, 0, 1))
    rgb = rgb * (1 - 0.45 * amount)[..., None] + mirror * amount[..., None]
    haze = palette.haze_sun * 0.72 + palette.haze * 0.28
    rgb = mix(rgb.astype(np.float32), haze, np.exp(-below / 0.09).astype(np.float32) * 0.65 * np.ones_like(across))
    between = smooth(1.0 - np.abs(across), -0.004, 0.004)
    between = between * smooth(below, _END * 0.93, _END)
    full, alpha = stage.rgb.copy(), np.zeros((stage.height, stage.width), np.float32)
    full[top:], alpha[top:] = np.clip(rgb, 0, 1), between
    near = np.zeros_like(alpha)
    near[top:] = np.clip(0.10 + 0.85 * below, 0.1, 0.95)
    stage.lay(full, alpha, near)
    if wet:
        water = np.zeros_like(alpha)
        water[top:] = puddles * smooth(below, 0.03, 0.12) * between * 0.8
        stage.mark("water", water)


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
    x, _, foot = _front(stage, 1)
    palette = stage.palette
    iron = colour("1c2024") * (palette.shade * palette.fill + palette.sun * palette.key * 0.3 + 0.1)
    for depth in (0.16, 0.22, 0.32, 0.50, 0.82):
        for side in (-1, 1):
            column = vx + side * (x - vx) * 0.66 * depth
            base = vy + (foot - vy) * depth
            tall = stage.unit * 0.66 * depth
            _lamp(stage, column, base, tall, iron, 0.10 + 0.72 * depth, dark, depth)


def _lamp(stage: Stage, x: float, foot: float, tall: float, iron: Floats, near: float, dark: bool, depth: float) -> None:
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
    x, _, foot = _front(stage, 1)
    palette = stage.palette
    for index, depth in enumerate((0.15, 0.19, 0.26, 0.38, 0.60)):
        for side in (-1, 1):
            tint = palette.haze_sun * 0.7 + palette.haze * 0.3
            nursery.print("round" if nursery.kinds[0] != "bare" else "bare", index, vx + side * (x - vx) * 0.76 * depth,
                          vy + (foot - vy) * depth, stage.unit * 0.95 * depth, 0.75 * (1 - depth) ** 2, tint, 0.1 + 0.7 * depth, side > 0)
