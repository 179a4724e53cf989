"""Paints a skyline: rows of towers with windows, over water, roofs or a bridge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from filmgate.engines.previz.scenes.noise import Floats, blur, fbm, mix, smooth
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.sky import paint_sky, place_sun
from filmgate.engines.previz.scenes.water import lay_water

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage

_ROWS = 5


def paint_skyline(stage: Stage) -> None:
    """Paint towers in five depths, far ones pale, with lights when it is dark."""
    stage.horizon = 0.60
    place_sun(stage)
    paint_sky(stage)
    _city_glow(stage)
    for row in range(_ROWS):
        _towers(stage, row, 250 + row)
    for row in range(_ROWS, _ROWS + 3):
        if stage.has("rooftop") or stage.shot.angle.value in ("aerial", "high"):
            _towers(stage, row, 250 + row)
    high = stage.has("rooftop") or stage.shot.angle.value in ("aerial", "high")
    if high and not stage.has("river", "bridge"):
        _roofs(stage, 262)
    else:
        level = stage.y(stage.horizon + 0.035)
        lay_water(stage, 260, waves=0.55, deep="18384c", level=level)
        if stage.palette.light < 0.6:
            _signs(stage, 268)
            _smears(stage, level, 266)
        if stage.has("bridge"):
            _bridge(stage, 264)


def _city_glow(stage: Stage) -> None:
    """Lift the dark over a city: its lights in the haze."""
    if stage.palette.light > 0.6:
        return
    rows = (stage.y(stage.horizon) - np.arange(stage.height, dtype=np.float32)) / stage.frame_height
    light = np.exp(-np.clip(rows, 0, 2) / 0.16)[:, None, None] * 0.42
    tone = colour("c08a5a") if not stage.has("neon", "futuristic") else colour("a85aa8")
    stage.rgb += (1 - stage.rgb) * light * tone * np.float32(0.75)


def _towers(stage: Stage, row: int, part: int) -> None:
    """Paint one row of towers, side by side with gaps, each with a lit and a shaded face."""
    random = stage.random(part)
    share = min(row / (_ROWS - 1), 1.0)
    near_row = max(0, row - _ROWS + 1)
    palette = stage.palette
    foot = stage.y(stage.horizon + 0.012 + 0.035 * share + 0.10 * near_row)
    unit = stage.frame_height
    x = -0.02 * stage.width
    rgb = np.zeros((stage.height, stage.width, 3), np.float32)
    alpha = np.zeros((stage.height, stage.width), np.float32)
    glow = np.zeros((stage.height, stage.width), np.float32)
    while x < stage.width:
        width = unit * (0.030 + 0.055 * random.random()) * (0.75 + 0.5 * share)
        centre = np.exp(
            -(
                (
                    ((x + width / 2) - stage.x(0.5 + 0.12 * np.sin(part)))
                    / (0.34 * stage.frame_width)
                )
                ** 2
            )
        )
        tall = unit * (0.07 + 0.15 * random.random() ** 2 + 0.30 * centre * random.random() ** 1.6)
        tall *= 1.15 - 0.35 * share - 0.12 * near_row
        _tower(stage, random, rgb, alpha, glow, (x, foot, width, tall), share)
        x += width * (0.92 + 0.55 * random.random() * (1 - share * 0.4))
    fade = np.float32(0.82 * (1 - share) ** 1.1 + 0.06)
    pooled = 0.55 if near_row == 0 else 0.2
    towards = np.exp(
        -(((np.arange(stage.width) - stage.x(stage.sun[0])) / (0.4 * stage.frame_width)) ** 2)
    )
    tint = (
        palette.haze + (palette.haze_sun - palette.haze) * towards.astype(np.float32)[None, :, None]
    )
    rows = np.arange(stage.height, dtype=np.float32)[:, None]
    mist = np.clip(fade + (1 - fade) * pooled * np.exp(-(foot - rows) / (0.09 * unit)), 0, 0.95)
    if palette.light < 0.6:
        mist = mist * 0.72
    if near_row:
        below = rows >= foot
        streets = palette.haze * 0.5 + palette.shade * 0.12
        rgb = np.where(below[..., None], streets, rgb).astype(np.float32)
        alpha = np.maximum(alpha, np.broadcast_to(smooth(rows, foot - 3, foot), alpha.shape))
    rgb += (tint - rgb) * mist[..., None] * (1 - 0.6 * glow[..., None])
    stage.lay(rgb, alpha, 0.08 + 0.22 * share + 0.1 * near_row)
    if palette.light < 0.6:
        lights = (rgb * glow[..., None]).astype(np.float32)
        stage.rgb += blur(lights, 0.006 * unit) * 0.5
        np.clip(stage.rgb, 0, 1, out=stage.rgb)
        stage.mark("glow", glow * alpha)


def _tower(
    stage: Stage,
    random: np.random.Generator,
    rgb: Floats,
    alpha: Floats,
    glow: Floats,
    box: tuple[float, float, float, float],
    share: float,
) -> None:
    """Paint one tower: body, setbacks, crown, windows in a grid that keeps inside it."""
    x, foot, width, tall = box
    side = 1 if stage.sun[0] * stage.frame_width > x - stage.x(0) else -1
    style = random.random()
    tiers = (
        [(0.0, 1.0, 1.0)]
        if style < 0.55
        else [(0.0, 1.0, 0.72), (0.14, 0.72, 0.9), (0.27, 0.46, 1.0)]
    )
    tone = (
        colour("7c8794") * (0.75 + 0.5 * random.random())
        if style > 0.3
        else colour("8f8276") * (0.75 + 0.4 * random.random())
    )
    for inset, span, level in tiers:
        left, right = int(x + width * inset * 0.5), int(x + width * (inset * 0.5 + span))
        if len(tiers) == 1:
            left, right = int(x), int(x + width)
        top, bottom = int(foot - tall * level), int(foot) + 2
        x0, x1 = max(0, left), min(stage.width, right)
        y0 = max(0, top)
        if x1 - x0 < 2 or bottom <= y0:
            continue
        here = np.s_[y0:bottom, x0:x1]
        body = _faces(
            stage,
            tone,
            bottom - y0,
            np.linspace(
                (x0 - left) / max(right - left, 1), (x1 - left) / max(right - left, 1), x1 - x0
            ),
            side,
        )
        lights = _windows(stage, random, body.shape[:2], share)
        glass = lights[0][..., None]
        body = body + (lights[1] - body) * glass
        rgb[here] = body
        alpha[here] = 1.0
        glow[here] = lights[2]
    if style > 0.85 and tall > 0.2 * stage.frame_height:
        mast = int(x + width / 2)
        if 1 < mast < stage.width - 1:
            top = max(0, int(foot - tall * 1.16))
            cv2.line(alpha, (mast, top), (mast, int(foot - tall)), 0.8, max(1, stage.height // 700))


def _faces(stage: Stage, tone: Floats, height: int, across: np.ndarray, side: int) -> Floats:
    """Light the two faces of a tower; glass takes the colour of the sky."""
    palette = stage.palette
    turn = 0.62 if side > 0 else 0.38
    bright = (across > turn) if side > 0 else (across < turn)
    light = np.where(bright, 1.0, 0.34).astype(np.float32)[None, :, None]
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    sky = palette.horizon * rows + palette.middle * (1 - rows)
    body = tone * (palette.sun * palette.key * light * 0.85 + palette.shade * palette.fill)
    return (body * 0.72 + sky * 0.20 * light * palette.light).astype(np.float32)


def _windows(
    stage: Stage, random: np.random.Generator, shape: tuple[int, int], share: float
) -> tuple[Floats, Floats, Floats]:
    """Lay a grid of windows: how much glass, its colour, how much of it shines."""
    height, width = shape
    pitch = max(3.5, stage.frame_height * (0.0060 + 0.0085 * share**1.5))
    rows = np.arange(height, dtype=np.float32)
    columns = np.arange(width, dtype=np.float32)
    down, over = rows / (pitch * 1.25), columns / pitch
    inside = ((down % 1 > 0.30) & (down > 0.8))[:, None] & (
        (over % 1 > 0.28) & (over > 0.35) & (over < width / pitch - 0.35)
    )[None]
    cells = random.random((int(down[-1]) + 2 if height else 1, int(over[-1]) + 2 if width else 1))
    # whole floors are at work or asleep, so that lights come in calm rows
    floors = random.random((cells.shape[0], 1))
    cells = np.where(floors < 0.30, cells * 0.45, np.minimum(cells * 1.9 + 0.02, 1.0))
    pick = cells[down.astype(int)][:, over.astype(int)]
    dark = stage.palette.light < 0.6
    awake = 0.5 + random.random()
    lit_share = (0.13 + 0.05 * share) * awake if dark else 0.015
    shining = (pick < lit_share) & inside
    tones = np.stack(
        [
            colour("ffd591"),
            colour("fff0d0"),
            colour("bcd6ff"),
            colour("ff9fd0" if stage.has("neon", "futuristic") else "ffc87a"),
        ]
    )
    own = tones[int(random.integers(3))]
    few = ((pick * 997).astype(int) % 6 == 0)[..., None]
    tone = np.where(few, tones[(pick * 331).astype(int) % 4], own)
    tone = tone * (0.45 + 0.35 * ((pick * 71) % 1))[..., None] * np.float32(0.55 + 0.45 * share)
    plain = stage.palette.middle * np.float32(0.45 + 0.25 * stage.palette.light)
    rgb = np.where(shining[..., None], tone, plain).astype(np.float32)
    amount = np.where(shining, 0.95, inside * (0.30 if not dark else 0.25)).astype(np.float32)
    return amount, rgb, shining.astype(np.float32)


def _signs(stage: Stage, part: int) -> None:
    """Hang neon on some towers, where the words ask for it."""
    if not stage.has("neon", "futuristic"):
        return
    random = stage.random(part)
    for code in ("ff4fa0", "38d6ff", "ffb84a", "9a6bff", "ff4fa0", "4affc8"):
        x, y = stage.x(0.08 + 0.84 * random.random()), stage.y(0.44 + 0.13 * random.random())
        half, tall = stage.unit * 0.0045, stage.unit * (0.02 + 0.03 * random.random())
        cv2.rectangle(
            stage.rgb,
            (round(x - half), round(y - tall)),
            (round(x + half), round(y + tall)),
            np.clip(colour(code) * 0.75 + 0.25, 0, 1).tolist(),
            -1,
        )
        stage.glow(x, y, stage.unit * 0.035, colour(code), 0.75)


def _smears(stage: Stage, level: float, part: int) -> None:
    """Draw the lights of the shore down over the water as long, broken, vertical streaks."""
    top, reach = int(level), int(stage.frame_height * 0.16)
    shore = stage.rgb[max(0, top - reach) : top]
    light = np.clip(shore - np.float32(0.30), 0, 1).mean(axis=0) * 3.2
    light = blur(light[None], stage.unit * 0.0022)[0]
    rows = np.arange(stage.height - top, dtype=np.float32)[:, None] / stage.frame_height
    waves = fbm(rows.shape[0], stage.width, stage.random(part), 60, 4, 0.12)
    broken = smooth(waves, 0.38, 0.62) * 0.75 + 0.25
    fade = np.exp(-rows / 0.17) * smooth(rows, 0.0, 0.012) * broken
    added = np.clip(light, 0, 0.85)[None] * fade[..., None]
    here = stage.rgb[top:]
    here += (1 - here) * added.astype(np.float32)


def _roofs(stage: Stage, part: int) -> None:
    """Paint the roof the camera stands on: parapet, vents, tar and puddles."""
    palette = stage.palette
    top = stage.y(0.80)
    rows = np.arange(stage.height, dtype=np.float32)[:, None]
    noise = fbm(stage.height, stage.width, stage.random(part), 30, 4, 2.5)
    light = palette.sun * palette.key * 0.5 + palette.shade * palette.fill
    floor = colour("6e6a68") * light * (0.75 + 0.5 * noise)[..., None]
    wall = colour("8a8078") * light * np.float32(0.8)
    alpha = np.broadcast_to(np.clip(rows - top, 0, 1), noise.shape)
    edge = smooth(rows, top + 0.045 * stage.frame_height, top + 0.05 * stage.frame_height)
    rgb = mix(
        np.broadcast_to(wall, floor.shape) * (0.9 + 0.2 * noise)[..., None],
        floor * 0.8,
        np.broadcast_to(edge, noise.shape),
    )
    rgb[int(top) : int(top + 0.007 * stage.frame_height)] *= 1.35
    stage.lay(np.clip(rgb, 0, 1).astype(np.float32), alpha, 0.75)
    stage.ground = 1.02


def _bridge(stage: Stage, part: int) -> None:
    """Hang a suspension bridge across the water."""
    palette = stage.palette
    deck = stage.y(stage.horizon - 0.015)
    mask = np.zeros((stage.height, stage.width), np.uint8)
    thick = max(2, int(stage.unit * 0.010))
    cv2.line(mask, (0, int(deck)), (stage.width, int(deck)), 255, thick, cv2.LINE_AA)
    towers = [stage.x(0.22), stage.x(0.80)]
    tall = stage.unit * 0.26
    for x in towers:
        for aside in (-0.007, 0.007):
            cv2.line(
                mask,
                (int(x + aside * stage.unit), int(deck + stage.unit * 0.05)),
                (int(x + aside * stage.unit * 0.8), int(deck - tall)),
                255,
                thick,
                cv2.LINE_AA,
            )
        for level in (0.35, 0.68, 0.97):
            cv2.line(
                mask,
                (int(x - 0.008 * stage.unit), int(deck - tall * level)),
                (int(x + 0.008 * stage.unit), int(deck - tall * level)),
                255,
                thick,
                cv2.LINE_AA,
            )
    spans = [
        (-0.4 * stage.width + 0, towers[0]),
        (towers[0], towers[1]),
        (towers[1], 1.5 * stage.width),
    ]
    for begin, end in spans:
        t = np.linspace(0, 1, 60)
        sag = deck - tall * (0.97 - 3.6 * (t - t * t))
        line = np.stack([begin + (end - begin) * t, np.minimum(sag, deck - 2)], 1)
        cv2.polylines(
            mask,
            [np.round(line * 16).astype(np.int32)],
            False,
            255,
            max(1, thick // 3),
            cv2.LINE_AA,
            4,
        )
        for point in line[2:-2:2]:
            cv2.line(
                mask,
                (int(point[0]), int(point[1])),
                (int(point[0]), int(deck)),
                120,
                1,
                cv2.LINE_AA,
            )
    light = palette.sun * palette.key * 0.6 + palette.shade * palette.fill
    rgb = np.broadcast_to(colour("7a3a2e") * light, (*mask.shape, 3)).astype(np.float32)
    stage.lay(mix(rgb, palette.haze, 0.25), mask.astype(np.float32) / 255, 0.30)
    del part
