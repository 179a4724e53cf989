"""Paints rooms with a window: studio, café, kitchen, library, bedroom, office, stage, backdrop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from filmgate.engines.previz.scenes.noise import Floats, blur, fbm, mix, smooth
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.sky import paint_sky, place_sun
from filmgate.engines.previz.scenes.stage import Stage
from filmgate.engines.previz.scenes.trees import Nursery

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.palette import Palette


@dataclass(frozen=True, slots=True)
class Room:
    """The look of a room."""

    wall: str
    wood: str
    brick: bool = False
    shelves: str = "jars"
    lamps: int = 2
    panes: tuple[int, int] = (4, 3)
    #: left, right, top, bottom of the window as fractions of the frame
    window: tuple[float, float, float, float] = (0.54, 0.93, 0.06, 0.60)


_ROOMS = {
    "cafe": Room("6e5240", "7a5232", shelves="bottles", lamps=4, panes=(3, 2)),
    "studio": Room("b9a994", "8a6642", brick=True, lamps=2),
    "kitchen": Room("cfc4b0", "a07c52", shelves="jars", lamps=2, panes=(2, 2)),
    "library": Room("5a4434", "6a4428", shelves="books", lamps=3, panes=(3, 4)),
    "bedroom": Room("b4a6a0", "8a6a50", shelves="frames", lamps=1, panes=(2, 3)),
    "office": Room("8a929a", "6a625a", shelves="books", lamps=2, panes=(5, 1)),
    "": Room("a8947c", "80603e", shelves="frames", lamps=2, panes=(3, 3)),
}


def paint_interior(stage: Stage) -> None:
    """Paint a room: the world outside its window, walls, shelves, a table, lamps, light."""
    stage.horizon = 0.52
    stage.ground, stage.person = 1.10, 0.66
    place_sun(stage)
    if stage.has("backdrop"):
        _backdrop(stage)
        return
    if stage.has("stage"):
        _stage(stage)
        return
    room = _room(stage)
    side = 1.0 if stage.random(400).random() < 0.65 else -1.0
    if side < 0:
        left, right, top, bottom = room.window
        room = replace(room, window=(1 - right, 1 - left, top, bottom))
    stage.sun = (0.5 + 0.32 * side, min(stage.sun[1], 0.36))
    _outside(stage)
    outside = stage.rgb.copy()
    _wall(stage, room, side)
    _window(stage, room, outside)
    _shelves(stage, room, side)
    _lamps(stage, room)
    _sunbeam(stage, room, side)
    _table(stage, room, side)
    stage.figure_light = 0.55 + 0.35 * stage.palette.light
    stage.subject = (0.5 - 0.06 * side, 0.55, 0.3)


def _room(stage: Stage) -> Room:
    name = next((name for name in _ROOMS if name and stage.has(name)), "")
    room = _ROOMS[name]
    return replace(room, brick=True) if stage.has("brick") else room


def _room_light(palette: Palette) -> tuple[Floats, float]:
    """Give the colour of the light in a room, and how dark the room is without the window."""
    if palette.is_night:
        return colour("ffbe78"), 0.52
    return palette.sun * 0.7 + palette.middle * 0.3, 0.62


def _outside(stage: Stage) -> None:
    """Paint what the window shows: sky, far trees or houses, soft."""
    paint_sky(stage)
    palette = stage.palette
    random = stage.random(402)
    line = fbm(8, stage.width, random, 9, 5)[3]
    rows = np.arange(stage.height, dtype=np.float32)[:, None]
    for index in range(3):
        top = stage.y(0.30 + 0.09 * index) - stage.frame_height * 0.16 * np.roll(line, 170 * index)[None]
        green = mix(colour("7c9060"), palette.haze, 0.75 - 0.25 * index) * np.float32(0.25 + 0.75 * palette.light)
        stage.lay(np.broadcast_to(green, stage.rgb.shape).astype(np.float32), np.clip((rows - top) / 6, 0, 1), 0.03)
    stage.rgb = blur(stage.rgb, stage.frame_height * 0.008)
    if not palette.is_night:
        stage.rgb = np.clip(stage.rgb * 1.12 + 0.08, 0, 1)
    stage.masks.clear()


def _wall(stage: Stage, room: Room, side: float) -> None:
    """Plaster or lay bricks, light them from the window's side, darken the corners."""
    palette = stage.palette
    light, dim = _room_light(palette)
    height, width = stage.height, stage.width
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    u, v = (columns - stage.x(0)) / stage.frame_width, (rows - stage.y(0)) / stage.frame_height
    noise = fbm(height // 2, width // 2, stage.random(403), 14, 5)
    noise = cv2.resize(noise, (width, height))
    centre = 0.5 + 0.24 * side
    pool = np.exp(-(((u - centre) / 0.55) ** 2) - ((v - 0.42) / 0.62) ** 2)
    strength = dim * (0.30 + 0.85 * pool)
    albedo = colour(room.wall) * (0.90 + 0.20 * noise)[..., None]
    if room.brick:
        albedo = albedo * _bricks(stage, u, v)[..., None]
    lower = smooth(v, 0.70, 0.705)
    panel = colour(room.wood) * 0.62
    albedo = mix(albedo, np.broadcast_to(panel, albedo.shape) * (0.85 + 0.3 * noise)[..., None], lower * (0.0 if room.brick else 0.8))
    edge = np.exp(-(((v - 0.702) / 0.004) ** 2)) * (0 if room.brick else 1)
    rgb = albedo * light * (strength * 1.55)[..., None] + palette.shade * 0.05
    rgb = rgb * (1 + 0.35 * edge)[..., None]
    corner = np.exp(-np.abs(u - (0.5 - 0.62 * side)) / 0.16) * 0.4
    stage.rgb[:] = np.clip(rgb * (1 - corner)[..., None], 0, 1)
    stage.near[:] = 0.16


def _bricks(stage: Stage, u: Floats, v: Floats) -> Floats:
    """Draw a wall of bricks, staggered, each of its own tone, worn in places."""
    line = v / 0.036
    row = np.floor(line)
    along = u * stage.frame_width / stage.frame_height / 0.098 + 0.5 * np.mod(row, 2)
    down, over = np.abs(line - row - 0.5), np.abs(np.mod(along, 1) - 0.5)
    joint = np.maximum(smooth(down, 0.40, 0.46), smooth(over, 0.455, 0.485))
    tone = np.mod(np.abs(np.sin(row * 41.3 + np.floor(along) * 17.7) * 9631.7), 1.0)
    return (0.84 + 0.26 * tone + 0.14 * joint * (1 - 2 * (tone > 0.5)) - 0.10 * joint).astype(np.float32)


def _window(stage: Stage, room: Room, outside: Floats) -> None:
    """Set the window: reveal, panes, frame, sill, and light that blooms around it."""
    left, right, top, bottom = room.window
    x0, x1, y0, y1 = int(stage.x(left)), int(stage.x(right)), int(stage.y(top)), int(stage.y(bottom))
    unit = stage.frame_height
    frame = max(3, int(unit * 0.014))
    palette = stage.palette
    light, dim = _room_light(palette)
    wood = colour(room.wood) * light * np.float32(dim)
    cv2.rectangle(stage.rgb, (x0 - 2 * frame, y0 - 2 * frame), (x1 + 2 * frame, y1 + 2 * frame), (wood * 0.9).tolist(), -1)
    stage.rgb[y0:y1, x0:x1] = outside[y0:y1, x0:x1]
    stage.near[y0:y1, x0:x1] = 0.03
    sky = np.zeros((stage.height, stage.width), np.float32)
    sky[y0:y1, x0:x1] = 0.6
    stage.mark("sky", sky)
    across, down = room.panes
    for index in range(across + 1):
        x = x0 + (x1 - x0) * index // across
        cv2.line(stage.rgb, (x, y0), (x, y1), (wood * 0.75).tolist(), max(2, frame // 2 + (index in (0, across)) * frame // 2))
    for index in range(down + 1):
        y = y0 + (y1 - y0) * index // down
        cv2.line(stage.rgb, (x0, y), (x1, y), (wood * 0.75).tolist(), max(2, frame // 2))
    sill = int(unit * 0.022)
    cv2.rectangle(stage.rgb, (x0 - 3 * frame, y1 + frame), (x1 + 3 * frame, y1 + frame + sill), np.clip(wood * 1.6 + light * 0.08, 0, 1).tolist(), -1)
    bloom = np.zeros((stage.height, stage.width), np.float32)
    bloom[y0:y1, x0:x1] = 1
    spread = blur(bloom, unit * 0.05) * (0.34 if not palette.is_night else 0.08)
    glare = outside[y0:y1, x0:x1].mean(axis=(0, 1))
    stage.rgb += (1 - stage.rgb) * spread[..., None] * glare * 0.8
    _sill_plants(stage, (x0, x1, y1 + frame))


def _sill_plants(stage: Stage, place: tuple[int, int, int]) -> None:
    """Stand a few pots with plants on the sill, dark against the light."""
    x0, x1, foot = place
    random = stage.random(405)
    nursery = Nursery(stage, ("bush",), 406, 3, 110)
    light, dim = _room_light(stage.palette)
    for index in range(3):
        x = x0 + (x1 - x0) * (0.12 + 0.36 * index + 0.1 * random.random())
        pot = stage.frame_height * (0.030 + 0.018 * random.random())
        shape = np.array([[x - pot * 0.62, foot - pot], [x + pot * 0.62, foot - pot], [x + pot * 0.42, foot], [x - pot * 0.42, foot]])
        tone = colour(("a8623c", "7c8a8a", "b89a72")[index % 3]) * light * np.float32(dim * 0.85)
        cv2.fillPoly(stage.rgb, [np.round(shape * 16).astype(np.int32)], tone.tolist(), cv2.LINE_AA, 4)
        nursery.print("bush", index, x, foot - pot * 0.8, pot * (1.5 + random.random()), 0.35, light * np.float32(dim * 0.35), 0.2)


def _shelves(stage: Stage, room: Room, side: float) -> None:
    """Hang shelves with jars, bottles or books, or pictures, on the wall away from the window."""
    random = stage.random(407)
    light, dim = _room_light(stage.palette)
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
        cv2.rectangle(stage.rgb, (x0, y), (x1, y + int(stage.frame_height * 0.011)), wood.tolist(), -1)
        x = x0 + stage.frame_height * 0.012
        while x < x1 - stage.frame_height * 0.05:
            x += _thing(stage, random, room.shelves, x, y, light * np.float32(dim), side)


_THINGS = {
    "jars": ("a5673c", "d8ccb4", "6c7c74", "c59a62", "8a5a44", "b8b0a4"),
    "bottles": ("4a6a4a", "8a4a2c", "c89a4a", "5a6a7a", "7a2c2c", "c8b89a"),
    "books": ("7a2f2c", "2f4a5a", "5a6a3c", "a8843c", "3c3448", "8a5a3c", "c0b090"),
}


def _thing(stage: Stage, random: np.random.Generator, kind: str, x: float, foot: int, light: Floats, side: float) -> float:
    """Stand one round or flat thing on a shelf; return the room it takes."""
    unit = stage.frame_height
    tones = _THINGS[kind]
    tone = colour(tones[int(random.integers(len(tones)))])
    if kind == "books":
        wide, tall = unit * (0.010 + 0.012 * random.random()), unit * (0.075 + 0.035 * random.random())
        profile = np.ones(8)
        gap = 0.002 * unit if random.random() < 0.93 else 0.05 * unit
    else:
        wide, tall = unit * (0.026 + 0.026 * random.random()), unit * (0.05 + 0.055 * random.random())
        t = np.linspace(0, 1, 14)
        neck = 0.35 if kind == "bottles" else 0.5 + 0.3 * random.random()
        belly = 0.25 + 0.4 * random.random()
        profile = np.where(t < belly, 0.72 + 0.28 * np.sin(t / belly * np.pi / 2), neck + (1 - neck) * np.clip(np.cos((t - belly) / (1 - belly) * np.pi / 2), 0, 1) ** 0.8)
        gap = unit * (0.006 + 0.02 * random.random())
    height, width = max(3, int(tall)), max(3, int(wide))
    rows = np.linspace(1, 0, height)
    half = np.interp(rows, np.linspace(0, 1, len(profile)), profile).astype(np.float32)[:, None]
    across = np.linspace(-1, 1, width, dtype=np.float32)[None]
    alpha = np.clip((half - np.abs(across)) * width * 0.5 + 0.5, 0, 1)
    turn = np.clip(across / np.maximum(half, 0.1), -1, 1)
    shade = 0.30 + 0.75 * smooth(turn * side, -0.9, 0.8) * (1 - 0.35 * smooth(turn * side, 0.7, 1.0))
    if kind == "books":
        shade = shade * 0 + 0.75 + 0.12 * (np.abs(rows[:, None] - 0.8) < 0.03)
    rgb = tone * light * (shade * 1.25)[..., None]
    if kind != "books":
        rgb = rgb + light * (np.exp(-(((turn - 0.45 * side) / 0.13) ** 2)) * 0.22)[..., None]
    stage.lay_box(np.clip(rgb, 0, 1).astype(np.float32), alpha.astype(np.float32), int(x), foot - height, 0.22)
    return wide + gap


def _pictures(stage: Stage, random: np.random.Generator, low: float, high: float, light: Floats) -> None:
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
        sky, land = colour(("9ab0c0", "d8b48a", "a8a0b4")[index]), colour(("5a6a4a", "7a5a3c", "4a5a64")[index])
        stage.rgb[inner] = np.where(rows < 0.55, sky * (1.1 - 0.3 * rows), land * (1.2 - 0.4 * rows)) * light


def _lamps(stage: Stage, room: Room) -> None:
    """Hang lamps, lit when it is not bright day."""
    random = stage.random(409)
    lit = stage.palette.light < 0.95
    for index in range(room.lamps):
        x = stage.x(0.14 + 0.72 * (index + 0.5 * random.random()) / max(room.lamps, 1))
        y = stage.y(0.10 + 0.07 * random.random())
        size = stage.frame_height * 0.026
        cv2.line(stage.rgb, (int(x), 0), (int(x), int(y - size)), (0.05, 0.045, 0.04), max(1, int(size * 0.10)), cv2.LINE_AA)
        shade = np.array([[x - size * 0.28, y - size], [x + size * 0.28, y - size], [x + size, y + size * 0.25], [x - size, y + size * 0.25]])
        cv2.fillPoly(stage.rgb, [np.round(shade * 16).astype(np.int32)], (0.10, 0.085, 0.07), cv2.LINE_AA, 4)
        if lit:
            cv2.ellipse(stage.rgb, (int(x), int(y + size * 0.3)), (int(size * 0.8), int(size * 0.28)), 0, 0, 360, (1.0, 0.9, 0.68), -1, cv2.LINE_AA)
            stage.glow(x, y + size * 0.4, size * 1.5, colour("ffd391"), 0.75)
            stage.glow(x, y + size * 2.2, size * 6.0, colour("ffb868"), 0.30)


def _sunbeam(stage: Stage, room: Room, side: float) -> None:
    """Let sunlight fall from the window in a slanted, soft shaft."""
    palette = stage.palette
    if palette.is_night or palette.key < 0.5:
        return
    left, right, top, bottom = room.window
    mask = np.zeros((stage.height // 2, stage.width // 2), np.float32)
    across, _ = room.panes
    reach = 0.42
    for index in range(across):
        a, b = left + (right - left) * (index + 0.08) / across, left + (right - left) * (index + 0.92) / across
        shape = [(a, top + 0.03), (b, top + 0.03), (b - side * reach, bottom + 0.62), (a - side * reach, bottom + 0.62)]
        points = np.array([[stage.x(px) / 2, stage.y(py) / 2] for px, py in shape])
        cv2.fillPoly(mask, [points.astype(np.int32)], 1.0)
    rows = np.linspace(0, 1, mask.shape[0], dtype=np.float32)[:, None]
    soft = blur(mask, stage.frame_height * 0.010) * np.exp(-((rows - 0.35) / 0.5) ** 2)
    full = cv2.resize(soft.astype(np.float32), (stage.width, stage.height))
    strength = 0.30 if "god_rays" in stage.shot.atmosphere or "dust" in stage.shot.atmosphere else 0.17
    stage.rgb += (1 - stage.rgb) * (full * np.float32(strength))[..., None] * np.minimum(palette.sun, 1)


def _table(stage: Stage, room: Room, side: float) -> None:
    """Set a wooden table in front, with a pool of light and things of the room on it."""
    palette = stage.palette
    light, dim = _room_light(palette)
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
    rgb += light * (np.exp(-(((columns - 0.38 * side) / 0.30) ** 2)) * np.exp(-below / 0.16) * 0.20 * dim)[..., None]
    edge = np.exp(-(((rows - top) / (0.004 * stage.frame_height)) ** 2))
    alpha = np.broadcast_to(np.clip(rows - top + 0.5, 0, 1), grain.shape)
    shadow = np.exp(-np.clip(top - rows, 0, None) / (0.03 * stage.frame_height)) * 0.35
    stage.rgb *= (1 - shadow * (rows < top))[..., None]
    stage.lay(np.clip(rgb + edge[..., None] * light * 0.10, 0, 1).astype(np.float32), alpha, np.broadcast_to(0.62 + 0.3 * below, grain.shape).astype(np.float32))


def _backdrop(stage: Stage) -> None:
    """Paint a seamless studio backdrop with a soft pool of light, and a plinth for a product."""
    text = stage.shot.text.lower()
    tone = colour("1c1e22") if "black background" in text or "dark" in stage.shot.grade else colour("e9e6e1") if "white background" in text else colour("b9b2aa")
    if "warm" in stage.shot.grade:
        tone = tone * colour("fff0dc")
    if "teal" in stage.shot.grade or "cold" in stage.shot.grade:
        tone = tone * colour("c8e4ea")
    rows, columns = np.mgrid[0 : stage.height, 0 : stage.width].astype(np.float32)
    u, v = (columns - stage.x(0.5)) / stage.frame_height, (rows - stage.y(0.5)) / stage.frame_height
    pool = np.exp(-((u / 0.62) ** 2) - ((v + 0.08) / 0.5) ** 2)
    floor = smooth(v, 0.20, 0.34)
    bright = 0.52 + 0.52 * pool + 0.10 * floor * np.exp(-((u / 0.7) ** 2))
    stage.rgb[:] = np.clip(tone * bright[..., None], 0, 1)
    stage.near[:] = 0.12 + 0.5 * floor * np.clip((v - 0.2) * 2.0, 0, 1)
    stage.sun = (0.78, 0.1)
    stage.mark("sky", np.zeros_like(pool))
    if not {"person", "couple", "crowd", "hands"} & {s.kind for s in stage.shot.subjects}:
        _plinth(stage, tone)
    stage.ground, stage.person = 0.96, 0.74
    stage.figure_light = 0.9


def _plinth(stage: Stage, tone: Floats) -> None:
    """Stand a round plinth in the light."""
    x, top, tall = stage.x(0.5), stage.y(0.74), stage.frame_height * 0.30
    half = stage.unit * 0.27
    height, width = int(tall), int(half * 2)
    across = np.linspace(-1, 1, width, dtype=np.float32)[None]
    shade = 0.42 + 0.55 * smooth(across, -0.8, 0.9) - 0.12 * smooth(across, 0.8, 1.0)
    rgb = np.broadcast_to((tone * 0.92)[None, None] * shade[..., None], (height, width, 3)).astype(np.float32)
    stage.lay_box(rgb, np.ones((height, width), np.float32), int(x - half), int(top), 0.6)
    cv2.ellipse(stage.rgb, (int(x), int(top)), (int(half), int(half * 0.22)), 0, 0, 360, np.clip(tone * 1.02, 0, 1).tolist(), -1, cv2.LINE_AA)
    stage.ground, stage.person = 0.76, 0.42


def _stage(stage: Stage) -> None:
    """Paint a stage: dark curtains, boards, cones of spotlight."""
    rows, columns = np.mgrid[0 : stage.height, 0 : stage.width].astype(np.float32)
    u, v = (columns - stage.x(0.5)) / stage.frame_height, (rows - stage.y(0)) / stage.frame_height
    folds = 0.5 + 0.5 * np.sin(u * 34 + 1.2 * np.sin(u * 9) + v * 0.6)
    curtain = colour("6a1c22") * (0.10 + 0.40 * folds * np.exp(-((u / 0.75) ** 2)))[..., None]
    boards = colour("5a3c26") * (0.18 + 0.75 * np.exp(-((u / 0.5) ** 2) - ((v - 0.92) / 0.16) ** 2))[..., None]
    stage.rgb[:] = mix(curtain.astype(np.float32), boards.astype(np.float32), smooth(v, 0.80, 0.805))
    stage.near[:] = 0.15 + 0.7 * smooth(v, 0.80, 1.1)
    for place, lean in ((0.25, 0.22), (0.5, 0.0), (0.75, -0.22)):
        axis = (u - (place - 0.5) * 1.7) - lean * v * 1.6
        cone = np.exp(-((axis / (0.05 + 0.20 * v)) ** 2)) * np.exp(-v * 0.6) * 0.34
        stage.rgb += (1 - stage.rgb) * cone[..., None].astype(np.float32) * colour("ffe2b8")
    stage.sun = (0.62, -0.1)
    stage.mark("sky", np.zeros_like(u))
    stage.ground, stage.person, stage.figure_light = 0.93, 0.44, 0.7
