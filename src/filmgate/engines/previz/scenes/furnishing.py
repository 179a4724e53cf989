"""Furnishes a room: shelves and what stands on them, pictures, plants, lamps, a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from filmgate.engines.previz.scenes.noise import Floats, fbm, smooth
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.rooms import Room, room_light
from filmgate.engines.previz.scenes.stage import Stage
from filmgate.engines.previz.scenes.trees import Nursery

if TYPE_CHECKING:
    pass


def sill_plants(stage: Stage, place: tuple[int, int, int]) -> None:
    """Stand a few pots with plants on the sill, dark against the light."""
    x0, x1, foot = place
    random = stage.random(405)
    nursery = Nursery(stage, ("bush",), 406, 3, 110)
    light, dim = room_light(stage.palette)
    for index in range(3):
        x = x0 + (x1 - x0) * (0.12 + 0.36 * index + 0.1 * random.random())
        pot = stage.frame_height * (0.030 + 0.018 * random.random())
        shape = np.array(
            [
                [x - pot * 0.62, foot - pot],
                [x + pot * 0.62, foot - pot],
                [x + pot * 0.42, foot],
                [x - pot * 0.42, foot],
            ]
        )
        tone = colour(("a8623c", "7c8a8a", "b89a72")[index % 3]) * light * np.float32(dim * 0.85)
        cv2.fillPoly(
            stage.rgb, [np.round(shape * 16).astype(np.int32)], tone.tolist(), cv2.LINE_AA, 4
        )
        nursery.print(
            "bush",
            index,
            x,
            foot - pot * 0.8,
            pot * (1.5 + random.random()),
            0.35,
            light * np.float32(dim * 0.35),
            0.2,
        )


def shelves(stage: Stage, room: Room, side: float) -> None:
    """Hang shelves with jars, bottles or books, or pictures, on the wall away from the window."""
    random = stage.random(407)
    light, dim = room_light(stage.palette)
    low, high = (0.03, 0.44) if side > 0 else (0.56, 0.97)
    if room.shelves == "frames":
        _pictures(stage, random, low, high, light * np.float32(dim))
        return
    for row in (0.20, 0.36, 0.52):
        y = int(stage.y(row))
        x0, x1 = int(stage.x(low)), int(stage.x(high))
        wood = colour(room.wood) * light * np.float32(dim * 0.75)
        shadow = np.linspace(0.35, 0.0, int(stage.frame_height * 0.05), dtype=np.float32)
        stage.rgb[y : y + len(shadow), x0:x1] *= (1 - shadow)[:, None, None]
        cv2.rectangle(
            stage.rgb, (x0, y), (x1, y + int(stage.frame_height * 0.011)), wood.tolist(), -1
        )
        x = x0 + stage.frame_height * 0.012
        while x < x1 - stage.frame_height * 0.05:
            x += _thing(stage, random, room.shelves, x, y, light * np.float32(dim), side)


_THINGS = {
    "jars": ("a5673c", "d8ccb4", "6c7c74", "c59a62", "8a5a44", "b8b0a4"),
    "bottles": ("4a6a4a", "8a4a2c", "c89a4a", "5a6a7a", "7a2c2c", "c8b89a"),
    "books": ("7a2f2c", "2f4a5a", "5a6a3c", "a8843c", "3c3448", "8a5a3c", "c0b090"),
}


def _thing(
    stage: Stage,
    random: np.random.Generator,
    kind: str,
    x: float,
    foot: int,
    light: Floats,
    side: float,
) -> float:
    """Stand one round or flat thing on a shelf; return the room it takes."""
    unit = stage.frame_height
    tones = _THINGS[kind]
    tone = colour(tones[int(random.integers(len(tones)))])
    if kind == "books":
        wide, tall = (
            unit * (0.010 + 0.012 * random.random()),
            unit * (0.075 + 0.035 * random.random()),
        )
        profile = np.ones(8)
        gap = 0.002 * unit if random.random() < 0.93 else 0.05 * unit
    else:
        wide, tall = (
            unit * (0.026 + 0.026 * random.random()),
            unit * (0.05 + 0.055 * random.random()),
        )
        t = np.linspace(0, 1, 14)
        neck = 0.35 if kind == "bottles" else 0.5 + 0.3 * random.random()
        belly = 0.25 + 0.4 * random.random()
        profile = np.where(
            t < belly,
            0.72 + 0.28 * np.sin(t / belly * np.pi / 2),
            neck + (1 - neck) * np.clip(np.cos((t - belly) / (1 - belly) * np.pi / 2), 0, 1) ** 0.8,
        )
        gap = unit * (0.006 + 0.02 * random.random())
    height, width = max(3, int(tall)), max(3, int(wide))
    rows = np.linspace(1, 0, height)
    half = np.interp(rows, np.linspace(0, 1, len(profile)), profile).astype(np.float32)[:, None]
    across = np.linspace(-1, 1, width, dtype=np.float32)[None]
    alpha = np.clip((half - np.abs(across)) * width * 0.5 + 0.5, 0, 1)
    turn = np.clip(across / np.maximum(half, 0.1), -1, 1)
    shade = 0.30 + 0.75 * smooth(turn * side, -0.9, 0.8) * (
        1 - 0.35 * smooth(turn * side, 0.7, 1.0)
    )
    if kind == "books":
        shade = shade * 0 + 0.75 + 0.12 * (np.abs(rows[:, None] - 0.8) < 0.03)
    rgb = tone * light * (shade * 1.25)[..., None]
    if kind != "books":
        rgb = rgb + light * (np.exp(-(((turn - 0.45 * side) / 0.13) ** 2)) * 0.22)[..., None]
    stage.lay_box(
        np.clip(rgb, 0, 1).astype(np.float32), alpha.astype(np.float32), int(x), foot - height, 0.22
    )
    return wide + gap


def _pictures(
    stage: Stage, random: np.random.Generator, low: float, high: float, light: Floats
) -> None:
    """Hang framed pictures of plain landscapes."""
    for index in range(3):
        x = stage.x(low + (high - low) * (0.08 + 0.32 * index))
        wide = stage.frame_width * (high - low) * 0.25
        tall = wide * (0.8 + 0.6 * random.random())
        y = stage.y(0.24) - tall * 0.2 * random.random()
        x0, y0, x1, y1 = int(x), int(y), int(x + wide), int(y + tall)
        edge = max(2, int(stage.frame_height * 0.008))
        shadow = np.float32(0.6)
        stage.rgb[y0 : y1 + 2 * edge, x0 : x1 + edge] *= shadow
        cv2.rectangle(stage.rgb, (x0, y0), (x1, y1), (colour("3a2c20") * light).tolist(), -1)
        inner = np.s_[y0 + edge : y1 - edge, x0 + edge : x1 - edge]
        rows = np.linspace(0, 1, stage.rgb[inner].shape[0], dtype=np.float32)[:, None, None]
        sky, land = (
            colour(("9ab0c0", "d8b48a", "a8a0b4")[index]),
            colour(("5a6a4a", "7a5a3c", "4a5a64")[index]),
        )
        stage.rgb[inner] = (
            np.where(rows < 0.55, sky * (1.1 - 0.3 * rows), land * (1.2 - 0.4 * rows)) * light
        )


def lamps(stage: Stage, room: Room) -> None:
    """Hang lamps, lit when it is not bright day."""
    random = stage.random(409)
    lit = stage.palette.light < 0.95
    for index in range(room.lamps):
        x = stage.x(0.14 + 0.72 * (index + 0.5 * random.random()) / max(room.lamps, 1))
        y = stage.y(0.10 + 0.07 * random.random())
        size = stage.frame_height * 0.026
        cv2.line(
            stage.rgb,
            (int(x), 0),
            (int(x), int(y - size)),
            (0.05, 0.045, 0.04),
            max(1, int(size * 0.10)),
            cv2.LINE_AA,
        )
        shade = np.array(
            [
                [x - size * 0.28, y - size],
                [x + size * 0.28, y - size],
                [x + size, y + size * 0.25],
                [x - size, y + size * 0.25],
            ]
        )
        cv2.fillPoly(
            stage.rgb, [np.round(shade * 16).astype(np.int32)], (0.10, 0.085, 0.07), cv2.LINE_AA, 4
        )
        if lit:
            cv2.ellipse(
                stage.rgb,
                (int(x), int(y + size * 0.3)),
                (int(size * 0.8), int(size * 0.28)),
                0,
                0,
                360,
                (1.0, 0.9, 0.68),
                -1,
                cv2.LINE_AA,
            )
            stage.glow(x, y + size * 0.4, size * 1.5, colour("ffd391"), 0.75)
            stage.glow(x, y + size * 2.2, size * 6.0, colour("ffb868"), 0.30)


def table(stage: Stage, room: Room, side: float) -> None:
    """Set a wooden table in front, with a pool of light and things of the room on it."""
    palette = stage.palette
    light, dim = room_light(palette)
    top = stage.y(0.83)
    rows = np.arange(stage.height, dtype=np.float32)[:, None] + 0.5
    below = np.clip((rows - top) / (stage.height - top), 0, 1)
    columns = (np.arange(stage.width, dtype=np.float32)[None] - stage.x(0.5)) / stage.frame_height
    grain = fbm(stage.height, stage.width, stage.random(411), 6, 6, 14.0, 0.6)
    plank = np.floor((columns / (0.75 + 0.6 * below)) / 0.30)
    tone = 0.85 + 0.22 * np.mod(np.abs(np.sin(plank * 31.7) * 913.1), 1.0)
    seam = np.exp(-((np.mod(columns / (0.75 + 0.6 * below), 0.30) / 0.006) ** 2))
    albedo = colour(room.wood) * (tone * (0.72 + 0.56 * grain) * (1 - 0.4 * seam))[..., None]
    pool = np.exp(-(((columns - 0.25 * side) / 0.55) ** 2)) * (1.05 - 0.6 * below)
    rgb = albedo * light * (dim * (0.45 + 1.05 * pool))[..., None]
    rgb += (
        light
        * (np.exp(-(((columns - 0.38 * side) / 0.30) ** 2)) * np.exp(-below / 0.16) * 0.20 * dim)[
            ..., None
        ]
    )
    edge = np.exp(-(((rows - top) / (0.004 * stage.frame_height)) ** 2))
    alpha = np.broadcast_to(np.clip(rows - top + 0.5, 0, 1), grain.shape)
    shadow = np.exp(-np.clip(top - rows, 0, None) / (0.03 * stage.frame_height)) * 0.35
    stage.rgb *= (1 - shadow * (rows < top))[..., None]
    stage.lay(
        np.clip(rgb + edge[..., None] * light * 0.10, 0, 1).astype(np.float32),
        alpha,
        np.broadcast_to(0.62 + 0.3 * below, grain.shape).astype(np.float32),
    )
