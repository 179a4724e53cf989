"""Paints rooms that are made for showing: a studio backdrop with a plinth, a theatre stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from filmgate.engines.previz.scenes.noise import Floats, mix, smooth
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.stage import Stage

if TYPE_CHECKING:
    pass


def paint_backdrop(stage: Stage) -> None:
    """Paint a seamless studio backdrop with a soft pool of light, and a plinth for a product."""
    text = stage.shot.text.lower()
    tone = (
        colour("1c1e22")
        if "black background" in text or "dark" in stage.shot.grade
        else colour("e9e6e1")
        if "white background" in text
        else colour("b9b2aa")
    )
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
    rgb = np.broadcast_to((tone * 0.92)[None, None] * shade[..., None], (height, width, 3)).astype(
        np.float32
    )
    stage.lay_box(rgb, np.ones((height, width), np.float32), int(x - half), int(top), 0.6)
    cv2.ellipse(
        stage.rgb,
        (int(x), int(top)),
        (int(half), int(half * 0.22)),
        0,
        0,
        360,
        np.clip(tone * 1.02, 0, 1).tolist(),
        -1,
        cv2.LINE_AA,
    )
    stage.ground, stage.person = 0.76, 0.42


def paint_stage(stage: Stage) -> None:
    """Paint a stage: dark curtains, boards, cones of spotlight."""
    rows, columns = np.mgrid[0 : stage.height, 0 : stage.width].astype(np.float32)
    u, v = (columns - stage.x(0.5)) / stage.frame_height, (rows - stage.y(0)) / stage.frame_height
    folds = 0.5 + 0.5 * np.sin(u * 34 + 1.2 * np.sin(u * 9) + v * 0.6)
    curtain = colour("6a1c22") * (0.10 + 0.40 * folds * np.exp(-((u / 0.75) ** 2)))[..., None]
    boards = (
        colour("5a3c26")
        * (0.18 + 0.75 * np.exp(-((u / 0.5) ** 2) - ((v - 0.92) / 0.16) ** 2))[..., None]
    )
    stage.rgb[:] = mix(
        curtain.astype(np.float32), boards.astype(np.float32), smooth(v, 0.80, 0.805)
    )
    stage.near[:] = 0.15 + 0.7 * smooth(v, 0.80, 1.1)
    for place, lean in ((0.25, 0.22), (0.5, 0.0), (0.75, -0.22)):
        axis = (u - (place - 0.5) * 1.7) - lean * v * 1.6
        cone = np.exp(-((axis / (0.05 + 0.20 * v)) ** 2)) * np.exp(-v * 0.6) * 0.34
        stage.rgb += (1 - stage.rgb) * cone[..., None].astype(np.float32) * colour("ffe2b8")
    stage.sun = (0.62, -0.1)
    stage.mark("sky", np.zeros_like(u))
    stage.ground, stage.person, stage.figure_light = 0.93, 0.44, 0.7
