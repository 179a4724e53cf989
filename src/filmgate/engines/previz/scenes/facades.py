"""Draws the houses along a street, flat, and leans them into the distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np

from filmgate.engines.previz.scenes.noise import Floats, blur, fbm, mix
from filmgate.engines.previz.scenes.palette import colour

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage


#: facades are drawn flat, this many pixels high and long
_TALL = 620


_LONG = 2000


#: the far end of the walls, as a fraction of the way from the vanishing point to the front
END = 0.11


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
    "village": Style(
        ("e2c9a0", "d9a878", "e8dcc4", "cf9c80", "e6d3b0"),
        3,
        "f2e8d4",
        ("5a7a6a", "7a4a3a", "4a6078"),
    ),
    "plain": Style(("a89a8c", "b8ac9c", "94888a", "c2b4a0"), 6, "d8cfc0"),
}


def style_of(stage: Stage) -> Style:
    """Choose the houses by the details of the shot."""
    for name in ("haussmann", "asian", "brownstone"):
        if stage.has(name):
            return _STYLES[name]
    if stage.has("neon", "futuristic"):
        return _STYLES["asian"]
    return _STYLES["village" if stage.shot.place == "village" else "plain"]


def front(stage: Stage, side: int) -> tuple[float, float, float]:
    """Column of a wall's front edge, and the rows of its roof and foot there."""
    return stage.x(0.5 + side * 0.635), stage.y(-0.62), stage.y(1.10)


def wall(stage: Stage, style: Style, side: int, dark: bool, part: int) -> None:
    """Draw the facades of one side flat, light them, and lean them into the distance."""
    flat, glow = _facade(stage, style, side, dark, stage.random(part))
    x, roof, foot = front(stage, side)
    vx, vy = stage.x(0.5), stage.y(stage.horizon)
    far_x = vx + (x - vx) * END
    corners = np.array(
        [[x, roof], [far_x, vy + (roof - vy) * END], [far_x, vy + (foot - vy) * END], [x, foot]],
        np.float32,
    )
    source = np.array([[0, 0], [_LONG, 0], [_LONG, _TALL], [0, _TALL]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners)
    size = (stage.width, stage.height)
    rgba = np.dstack([flat, _outline(stage, style, part)]).astype(np.float32)
    warped = cast("Floats", cv2.warpPerspective(rgba, matrix, size, flags=cv2.INTER_AREA))
    lights = cv2.warpPerspective(glow, matrix, size, flags=cv2.INTER_AREA)
    away = np.abs(np.arange(stage.width, dtype=np.float32) - vx) / abs(x - vx)
    depth = np.clip(END / np.maximum(away, 1e-3), 0, 1)[None]
    palette = stage.palette
    haze = palette.haze_sun * 0.75 + palette.haze * 0.25
    fade = (depth**1.35) * (0.72 if not dark else 0.5) * min(1.0, 14.0 / palette.sight + 0.35)
    rgb = mix(warped[..., :3], haze, np.broadcast_to(fade, lights.shape).astype(np.float32))
    near = np.clip(0.10 + 0.82 * away**1.15, 0.1, 0.92)[None]
    stage.lay(
        rgb.astype(np.float32), np.clip(warped[..., 3], 0, 1), np.broadcast_to(near, lights.shape)
    )
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
        top = (
            int(_TALL * (0.02 + 0.16 * random.random()))
            if style.floors > 3
            else int(_TALL * (0.10 + 0.30 * random.random()))
        )
        alpha[top:, x : x + width] = 1
        chimney = x + int(width * 0.3)
        alpha[max(0, top - 26) :, chimney : chimney + 20] = 1
        x += width
    return alpha


def _facade(
    stage: Stage, style: Style, side: int, dark: bool, random: np.random.Generator
) -> tuple[Floats, Floats]:
    """Draw the houses of a side: walls, windows in order, shops below; and which of it shines."""
    palette = stage.palette
    sunny = (stage.sun[0] - 0.5) * side < 0
    light = palette.shade * palette.fill * 1.1 + palette.sun * palette.key * (
        0.85 if sunny else 0.28
    )
    if dark:
        light = palette.shade * 0.55 + colour("ffb870") * 0.16
    rgb = np.zeros((_TALL, _LONG, 3), np.float32)
    glow = np.zeros((_TALL, _LONG), np.float32)
    x = 0
    while x < _LONG:
        width = int(170 + 120 * random.random())
        wall = (
            colour(style.walls[int(random.integers(len(style.walls)))])
            * light
            * np.float32(0.9 + 0.2 * random.random())
        )
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


def _floors(
    rgb: Floats,
    glow: Floats,
    style: Style,
    random: np.random.Generator,
    span: tuple[int, int],
    light: Floats,
    dark: bool,
) -> None:
    """Set the windows of a house, floor by floor."""
    left, width = span
    pitch = int(_TALL * 0.80 / style.floors)
    step = int(40 + 16 * random.random()) if style.floors > 3 else int(74 + 26 * random.random())
    trim = colour(style.trims) * light
    for floor in range(style.floors):
        y = int(_TALL * 0.80) - (floor + 1) * pitch + int(pitch * 0.22)
        tall = int(pitch * 0.62) if style.floors > 3 else int(pitch * 0.46)
        rgb[
            y + tall + int(pitch * 0.14) : y + tall + int(pitch * 0.14) + 4, left : left + width
        ] *= 0.68
        for x in range(left + 16, left + width - step + 8, step):
            shines = random.random() < (style.lit if dark else 0.03)
            tone = colour(
                ("ffd08a", "ffe3b4", "ffbf78", "cfe0ff")[int(random.integers(4))]
            ) * np.float32(0.6 + 0.4 * random.random())
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
                cv2.rectangle(
                    rgb,
                    (x - 5, y + tall - 14),
                    (x + wide + 5, y + tall + 4),
                    (colour("20242a") * light).tolist(),
                    1,
                )
                for bar in range(x - 4, x + wide + 5, 4):
                    cv2.line(
                        rgb,
                        (bar, y + tall - 14),
                        (bar, y + tall + 4),
                        (colour("20242a") * light).tolist(),
                        1,
                    )
            if style.shutters:
                leaf = colour(style.shutters[int(random.integers(len(style.shutters)))]) * light
                cv2.rectangle(rgb, (x - 11, y), (x - 3, y + tall), leaf.tolist(), -1)
                cv2.rectangle(rgb, (x + wide + 3, y), (x + wide + 11, y + tall), leaf.tolist(), -1)


def _shop(
    rgb: Floats,
    glow: Floats,
    style: Style,
    random: np.random.Generator,
    span: tuple[int, int],
    light: Floats,
    dark: bool,
) -> None:
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
        cv2.rectangle(
            rgb,
            (x, bottom - tall),
            (x + 14, bottom),
            (inside * np.float32(0.35 + 0.3 * random.random())).tolist(),
            -1,
        )
    if dark:
        fall = np.linspace(1.12, 0.62, bottom - top, dtype=np.float32)[:, None, None]
        rgb[top:bottom, left + 12 : left + width - 12] *= fall
        glow[top:bottom, left + 12 : left + width - 12] = 0.55
    cloth = colour(("7a2a2c", "2a5040", "2a3a5c", "8a5a2a", "5a3a5a")[int(random.integers(5))]) * (
        light * 1.1 + (0.10 if dark else 0)
    )
    cv2.rectangle(rgb, (left + 8, top - 24), (left + width - 8, top + 3), cloth.tolist(), -1)
    if style.neon:
        _signs(rgb, glow, random, span, top)


def _signs(
    rgb: Floats, glow: Floats, random: np.random.Generator, span: tuple[int, int], top: int
) -> None:
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
            cv2.rectangle(
                rgb,
                (x + 5, stroke),
                (x + wide - 5, stroke + wide // 2),
                (tone * 0.5 + 0.5).tolist(),
                2,
            )
        glow[y : y + tall, x : x + wide] = 1.0
