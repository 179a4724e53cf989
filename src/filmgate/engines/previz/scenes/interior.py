"""Paints rooms with a window: studio, café, kitchen, library, bedroom, office, stage, backdrop."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np

from filmgate.engines.previz.scenes.backdrop import paint_backdrop, paint_stage
from filmgate.engines.previz.scenes.furnishing import lamps, shelves, sill_plants, table
from filmgate.engines.previz.scenes.noise import Floats, blur, fbm, mix, resized, smooth
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.rooms import ROOMS, Room, room_light
from filmgate.engines.previz.scenes.sky import paint_sky, place_sun
from filmgate.engines.previz.scenes.stage import Stage

if TYPE_CHECKING:
    pass


def paint_interior(stage: Stage) -> None:
    """Paint a room: the world outside its window, walls, shelves, a table, lamps, light."""
    stage.horizon = 0.52
    stage.ground, stage.person = 1.10, 0.66
    place_sun(stage)
    if stage.has("backdrop"):
        paint_backdrop(stage)
        return
    if stage.has("stage"):
        paint_stage(stage)
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
    shelves(stage, room, side)
    lamps(stage, room)
    _sunbeam(stage, room, side)
    table(stage, room, side)
    stage.figure_light = 0.55 + 0.35 * stage.palette.light
    stage.subject = (0.5 - 0.06 * side, 0.55, 0.3)


def _room(stage: Stage) -> Room:
    name = next((name for name in ROOMS if name and stage.has(name)), "")
    room = ROOMS[name]
    return replace(room, brick=True) if stage.has("brick") else room


def _outside(stage: Stage) -> None:
    """Paint what the window shows: sky, far trees or houses, soft."""
    paint_sky(stage)
    palette = stage.palette
    random = stage.random(402)
    line = fbm(8, stage.width, random, 9, 5)[3]
    rows = np.arange(stage.height, dtype=np.float32)[:, None]
    for index in range(3):
        top = (
            stage.y(0.30 + 0.09 * index)
            - stage.frame_height * 0.16 * np.roll(line, 170 * index)[None]
        )
        green = mix(colour("7c9060"), palette.haze, 0.75 - 0.25 * index) * np.float32(
            0.25 + 0.75 * palette.light
        )
        stage.lay(
            np.broadcast_to(green, stage.rgb.shape).astype(np.float32),
            np.clip((rows - top) / 6, 0, 1),
            0.03,
        )
    stage.rgb = blur(stage.rgb, stage.frame_height * 0.008)
    if not palette.is_night:
        stage.rgb = np.clip(stage.rgb * 1.04 + 0.02, 0, 1)
    stage.masks.clear()


def _wall(stage: Stage, room: Room, side: float) -> None:
    """Plaster or lay bricks, light them from the window's side, darken the corners."""
    palette = stage.palette
    light, dim = room_light(palette)
    height, width = stage.height, stage.width
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    u, v = (columns - stage.x(0)) / stage.frame_width, (rows - stage.y(0)) / stage.frame_height
    noise = fbm(height // 2, width // 2, stage.random(403), 14, 5)
    noise = resized(noise, (width, height))
    centre = 0.5 + 0.24 * side
    pool = np.exp(-(((u - centre) / 0.55) ** 2) - ((v - 0.42) / 0.62) ** 2)
    strength = dim * (0.30 + 0.85 * pool)
    albedo = colour(room.wall) * (0.90 + 0.20 * noise)[..., None]
    if room.brick:
        albedo = albedo * _bricks(stage, u, v)[..., None]
    lower = smooth(v, 0.70, 0.705)
    panel = colour(room.wood) * 0.62
    albedo = mix(
        albedo,
        np.broadcast_to(panel, albedo.shape) * (0.85 + 0.3 * noise)[..., None],
        lower * (0.0 if room.brick else 0.8),
    )
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
    return cast(
        "Floats",
        (0.84 + 0.26 * tone + 0.14 * joint * (1 - 2 * (tone > 0.5)) - 0.10 * joint).astype(
            np.float32
        ),
    )


def _window(stage: Stage, room: Room, outside: Floats) -> None:
    """Set the window: reveal, panes, frame, sill, and light that blooms around it."""
    left, right, top, bottom = room.window
    x0, x1, y0, y1 = (
        int(stage.x(left)),
        int(stage.x(right)),
        int(stage.y(top)),
        int(stage.y(bottom)),
    )
    unit = stage.frame_height
    frame = max(3, int(unit * 0.014))
    palette = stage.palette
    light, dim = room_light(palette)
    wood = colour(room.wood) * light * np.float32(dim)
    cv2.rectangle(
        stage.rgb,
        (x0 - 2 * frame, y0 - 2 * frame),
        (x1 + 2 * frame, y1 + 2 * frame),
        (wood * 0.9).tolist(),
        -1,
    )
    stage.rgb[y0:y1, x0:x1] = outside[y0:y1, x0:x1]
    stage.near[y0:y1, x0:x1] = 0.13
    sky = np.zeros((stage.height, stage.width), np.float32)
    sky[y0:y1, x0:x1] = 0.6
    stage.mark("sky", sky)
    stage.mark("window", sky / np.float32(0.6))
    across, down = room.panes
    for index in range(across + 1):
        x = x0 + (x1 - x0) * index // across
        cv2.line(
            stage.rgb,
            (x, y0),
            (x, y1),
            (wood * 0.75).tolist(),
            max(2, frame // 2 + (index in (0, across)) * frame // 2),
        )
    for index in range(down + 1):
        y = y0 + (y1 - y0) * index // down
        cv2.line(stage.rgb, (x0, y), (x1, y), (wood * 0.75).tolist(), max(2, frame // 2))
    sill = int(unit * 0.022)
    cv2.rectangle(
        stage.rgb,
        (x0 - 3 * frame, y1 + frame),
        (x1 + 3 * frame, y1 + frame + sill),
        np.clip(wood * 1.6 + light * 0.08, 0, 1).tolist(),
        -1,
    )
    bloom = np.zeros((stage.height, stage.width), np.float32)
    bloom[y0:y1, x0:x1] = 1
    spread = blur(bloom, unit * 0.05) * (0.22 if not palette.is_night else 0.08)
    glare = outside[y0:y1, x0:x1].mean(axis=(0, 1))
    stage.rgb += (1 - stage.rgb) * spread[..., None] * glare * 0.8
    sill_plants(stage, (x0, x1, y1 + frame))


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
        a, b = (
            left + (right - left) * (index + 0.08) / across,
            left + (right - left) * (index + 0.92) / across,
        )
        shape = [
            (a, top + 0.03),
            (b, top + 0.03),
            (b - side * reach, bottom + 0.62),
            (a - side * reach, bottom + 0.62),
        ]
        points = np.array([[stage.x(px) / 2, stage.y(py) / 2] for px, py in shape])
        cv2.fillPoly(mask, [points.astype(np.int32)], 1.0)
    rows = np.linspace(0, 1, mask.shape[0], dtype=np.float32)[:, None]
    soft = blur(mask, stage.frame_height * 0.010) * np.exp(-(((rows - 0.35) / 0.5) ** 2))
    full = resized(soft.astype(np.float32), (stage.width, stage.height))
    strength = (
        0.30 if "god_rays" in stage.shot.atmosphere or "dust" in stage.shot.atmosphere else 0.17
    )
    stage.rgb += (
        (1 - stage.rgb) * (full * np.float32(strength))[..., None] * np.minimum(palette.sun, 1)
    )
