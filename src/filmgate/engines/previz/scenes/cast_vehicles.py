"""Puts what drives, rolls, flies and dives into a painting, with lamps and reflections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from filmgate.engines.previz import figures_vehicles as vehicles
from filmgate.engines.previz.figures import Light
from filmgate.engines.previz.scenes.grounding import CLOSE, cropped, quay, shadow
from filmgate.engines.previz.scenes.noise import Floats, blur
from filmgate.engines.previz.scenes.palette import colour
from filmgate.engines.previz.scenes.stage import Cutting
from filmgate.engines.previz.storyboard import ShotSize, Subject

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.stage import Stage

_PAINTS: Final = {
    "red": "a02a24",
    "blue": "2c4f8a",
    "white": "dcd8d0",
    "black": "24262a",
    "yellow": "d0a030",
    "green": "3a5f44",
    "silver": "a8acb2",
    "orange": "c8682a",
}


#: light below which lamps are lit
_DARK: Final = 0.6
#: places where a car drives away from us along the axis of the picture
_AXIAL: Final = ("street", "forest")


def vehicle(stage: Stage, subject: Subject, light: Light, part: int) -> bool:
    """Paint a subject that is a vehicle; False if it is none."""
    match subject.kind:
        case "car":
            _cars(stage, subject, light, part)
        case "motorcycle" | "cyclist":
            _cycles(stage, subject, light, part)
        case "train":
            _train(stage, light)
        case "plane" | "spaceship":
            _plane(stage, light)
        case "whale":
            _whale(stage, light)
        case _:
            return False
    return True


def _paint(stage: Stage, random: np.random.Generator) -> Floats:
    """Choose a car's paint: the colour the text names, or one by chance."""
    words = stage.shot.text.lower().split()
    code = next((_PAINTS[word] for word in words if word in _PAINTS), "")
    return colour(code or list(_PAINTS.values())[int(random.integers(len(_PAINTS)))])


def _is_wide(stage: Stage) -> bool:
    return stage.shot.size in (ShotSize.WIDE, ShotSize.EXTREME_WIDE)


def _cars(stage: Stage, subject: Subject, light: Light, part: int) -> None:
    """Drive cars away along a street, or across an open place."""
    random = stage.random(part)
    dark = stage.palette.light < _DARK
    axial = stage.shot.place in _AXIAL
    nearer = 1.0 if _is_wide(stage) else 2.1 if stage.shot.size in CLOSE else 1.55
    for index in range(min(3, subject.count)):
        paint = _paint(stage, random)
        if axial:
            tall = stage.unit * 0.235 * nearer * 0.62**index
            foot = stage.y(stage.horizon + (0.94 - stage.horizon) * 0.66**index)
            rgb, alpha = vehicles.car_behind(tall, light, paint, dark=dark)
            x = stage.x(0.5 + (0.11 if index % 2 == 0 else -0.10) * 0.7**index)
        else:
            tall = stage.unit * 0.165 * nearer * (1 - 0.2 * index)
            foot = stage.y(min(0.90, stage.ground) - 0.05 * index)
            rgb, alpha = vehicles.car(tall, light, paint, dark=dark)
            x = stage.x(0.46 + 0.30 * index)
        speed = 0.0 if axial else 0.05 if subject.pose in ("running", "") else 0.02
        _place(stage, rgb, alpha, x, foot, speed)
        if dark:
            _lamps(stage, x, foot, alpha, speed, axial=axial)


def _place(
    stage: Stage, rgb: Floats, alpha: Floats, x: float, foot: float, speed: float = 0.0
) -> None:
    """Stand something on the ground at its middle, mirrored where the ground is wet."""
    tall, wide = alpha.shape
    if stage.shot.place in ("sea", "lake"):
        quay(stage, foot - tall * 0.22)
    shadow(stage, x, foot, wide * 1.25)
    left, top = int(x - wide / 2), int(foot - tall)
    if stage.has("puddles") or "rain" in stage.shot.weather:
        fade = np.linspace(0.5, 0.0, tall, dtype=np.float32)[:, None] ** 1.5
        stage.lay_box(blur(rgb[::-1], tall * 0.03), alpha[::-1] * fade, left, int(foot) - 2)
    near = float(np.clip(0.5 + 0.6 * tall / stage.frame_height, 0.55, 0.9))
    rgb, alpha, left, top = cropped(stage, rgb, alpha, left, top)
    if alpha.size:
        stage.cuttings.append(Cutting(rgb, alpha, left, top, near, "", (speed, 0.0)))
    stage.subject = (
        float(np.clip((x - stage.x(0)) / stage.frame_width, 0.2, 0.8)),
        float(np.clip((foot - tall * 0.5 - stage.y(0)) / stage.frame_height, 0.2, 0.8)),
        float(np.clip(wide / stage.frame_width / 2, 0.08, 0.4)),
    )


def _lamps(
    stage: Stage, x: float, foot: float, alpha: Floats, speed: float, *, axial: bool
) -> None:
    """Let lamps shine on the road: red behind, white ahead."""
    tall, wide = alpha.shape
    if axial:
        for side in (-1, 1):
            at = x + side * wide * 0.32
            stage.glow(at, foot - tall * 0.47, tall * 0.20, colour("ff3020"), 0.75)
            stage.glow(at, foot + tall * 0.16, tall * 0.26, colour("ff3020"), 0.40)
        stage.glow(x, foot - tall * 0.9, tall * 0.9, colour("ffe8c0"), 0.22)
        return
    _halo(stage, x + wide * 0.48, foot - tall * 0.4, tall * 0.8, "ffe8c0", speed)
    _halo(stage, x + wide * 0.75, foot - tall * 0.05, tall * 1.3, "ffe8c0", speed)
    _halo(stage, x - wide * 0.47, foot - tall * 0.45, tall * 0.5, "ff3020", speed)


def _halo(stage: Stage, x: float, y: float, reach: float, code: str, speed: float) -> None:
    """Let a soft light travel with what carries it."""
    size = max(4, int(reach * 2))
    rows, columns = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j].astype(np.float32)
    alpha = np.exp(-4.5 * np.hypot(rows, columns)) * np.clip(
        1.6 - 1.6 * np.hypot(rows, columns), 0, 1
    )
    rgb = np.broadcast_to(colour(code), (size, size, 3)).astype(np.float32)
    rgb, alpha, left, top = cropped(
        stage, rgb, alpha * np.float32(0.8), int(x - reach), int(y - reach)
    )
    if alpha.size:
        stage.cuttings.append(Cutting(rgb, alpha, left, top, 0.91, "", (speed, 0.0)))


def _cycles(stage: Stage, subject: Subject, light: Light, part: int) -> None:
    """Ride cycles across the view."""
    random = stage.random(part)
    nearer = 1.0 if _is_wide(stage) else 1.9
    for index in range(min(3, subject.count)):
        tall = stage.unit * 0.27 * nearer * (1 - 0.12 * index)
        coat = colour(("8a2f3c", "2f5a6a", "b89a3c", "3c4658")[int(random.integers(4))])
        motor = subject.kind == "motorcycle"
        rgb, alpha = vehicles.cyclist(tall, light, coat, motor=motor)
        foot = stage.y(min(0.92, stage.ground)) - index * 0.02 * stage.frame_height
        _place(stage, rgb, alpha, stage.x(0.44 + 0.17 * index), foot, 0.03)
        if motor and stage.palette.light < _DARK:
            stage.glow(
                stage.x(0.44) + tall * 0.4, foot - tall * 0.5, tall * 0.3, colour("ffe8c0"), 0.8
            )


def _train(stage: Stage, light: Light) -> None:
    """Let a train cross the picture, on a low bank."""
    tall = stage.unit * (0.075 if _is_wide(stage) else 0.16)
    dark = stage.palette.light < _DARK
    rgb, alpha = vehicles.train(tall, light, dark=dark)
    foot = stage.y(stage.horizon + (stage.ground - stage.horizon) * 0.42)
    high = max(3, int(tall * 0.35))
    bank = np.linspace(0.95, 0.0, high, dtype=np.float32)[:, None] ** 0.7
    tone = (colour("5a4c3c") * (stage.palette.fill * 0.6 + stage.palette.key * 0.3)).astype(
        np.float32
    )
    stage.lay_box(tone, np.repeat(bank, stage.width, axis=1), 0, int(foot) - 1)
    _place(stage, rgb, alpha, stage.x(0.42), foot, 0.05)


def _plane(stage: Stage, light: Light) -> None:
    """Let a plane cross the sky."""
    rgb, alpha = vehicles.plane(stage.unit * (0.07 if _is_wide(stage) else 0.2), light)
    x, y = int(stage.x(0.36)), int(stage.y(0.20))
    rgb, alpha, x, y = cropped(stage, rgb, alpha, x, y)
    if alpha.size:
        stage.cuttings.append(Cutting(rgb, alpha, x, y, 0.14, "drift", (0.03, -0.004)))


def _whale(stage: Stage, light: Light) -> None:
    """Let the tail of a whale stand over the water, with spray at its foot."""
    tall = stage.unit * (0.20 if _is_wide(stage) else 0.4)
    rgb, alpha = vehicles.fluke(tall, light)
    foot, x = stage.y(min(stage.horizon + 0.18, 0.9)), stage.x(0.42)
    left, top = int(x - alpha.shape[1] / 2), int(foot - tall)
    mirror = alpha[::-1] * np.linspace(0.5, 0.0, alpha.shape[0], dtype=np.float32)[:, None]
    stage.lay_box(rgb[::-1] * np.float32(0.7), mirror, left, int(foot))
    stage.cuttings.append(Cutting(rgb, alpha, left, top, 0.35, "bob", (0.003, 0.0)))
    rows, columns = np.mgrid[-1 : 1 : int(tall * 0.4) * 1j, -1 : 1 : int(tall * 1.3) * 1j]
    noise = stage.random(591).random(rows.shape)
    foam = np.exp(-3.0 * (rows**2 + columns**2)) * np.clip(noise * 1.6 - 0.35, 0, 1)
    white = (stage.palette.fill * 0.5 + stage.palette.key * 0.4) * colour("f2f6f8")
    stage.lay_box(
        np.clip(white, 0, 1).astype(np.float32), blur(foam.astype(np.float32), 1.0),
        int(x - tall * 0.65), int(foot - tall * 0.2),
    )  # fmt: skip
