"""Things that float or fall through the air, drawn one by one into the frame.

Positions are in picture heights; each kind moves by a formula of time, so any frame can be drawn
without the frames before it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmgate.engines.previz.plate import Bytes2D, Floats2D, Planes

#: stamps are made for this many places between two pixels in each direction
_PHASES: Final = 4
#: brightness added by a stamp at full strength is this; strengths scale it
_FULL: Final = 255.0


class Overlay(Protocol):
    """Something drawn over a finished frame."""

    def draw(self, target: Planes, time_s: float, rise: float) -> None:
        """Add to the frame; `rise` (0 to 1) is how far effects have risen."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of speck looks and moves.

    Attributes
    ----------
    count : int
        How many at a time.
    radius : tuple of float
        Smallest and largest, in picture heights; most are small.
    bright : tuple of float
        Luma added by the far (small) and near (large) ones.
    velocity : tuple of float
        Picture heights a second, rightwards and downwards, of the near ones.
    sway : tuple of float
        Reach in picture heights and rate in radians a second of the swinging.
    twinkle : float
        0 steady to 1 going out completely.
    tint : tuple of float
        Added to U and V for each value of luma.
    soft : float
        Exponent of the fall-off: larger is a harder edge.
    """

    count: int
    radius: tuple[float, float]
    bright: tuple[float, float]
    velocity: tuple[float, float]
    sway: tuple[float, float] = (0.015, 0.6)
    twinkle: float = 0.0
    tint: tuple[float, float] = (0.0, 0.0)
    soft: float = 1.5


KINDS: Final = {
    "dust": Kind(130, (0.0014, 0.011), (92, 38), (0.016, -0.012), (0.02, 0.5), 0.5),
    "snow": Kind(300, (0.0016, 0.0085), (80, 200), (0.03, 0.27), (0.03, 0.9), 0.0, soft=2.2),
    "embers": Kind(
        110, (0.0015, 0.0055), (160, 210), (0.05, -0.24), (0.03, 1.7), 0.6, (-0.30, 0.34)
    ),
    "fireflies": Kind(
        46, (0.0018, 0.0060), (150, 130), (0.015, -0.006), (0.05, 0.7), 1.0, (-0.36, 0.02)
    ),
    "bubbles": Kind(70, (0.002, 0.009), (40, 34), (0.01, -0.16), (0.02, 1.4), 0.2),
    "sand": Kind(240, (0.0010, 0.0040), (34, 28), (0.95, 0.03), (0.01, 2.0), 0.2, (-0.1, 0.05)),
}


class Specks:
    """Soft round specks: dust, snow, embers, fireflies."""

    def __init__(
        self, kind: Kind, width: int, height: int, seed: int, *, density: float = 1.0
    ) -> None:
        rng = np.random.default_rng([seed, 21])
        count = max(8, round(kind.count * density))
        self.kind = kind
        self.width, self.height = width, height
        self.span = width / height
        self.place = rng.random((count, 2))
        self.depth = rng.random(count) ** (2.0 if kind.velocity[1] > 0.1 else 3.0)
        self.phase = rng.random((count, 2)) * 2 * math.pi
        low, high = kind.radius
        self.radius = (low + (high - low) * self.depth) * height

    def draw(self, target: Planes, time_s: float, rise: float) -> None:
        """Add every speck."""
        kind = self.kind
        pace = 0.35 + 0.65 * self.depth
        reach, rate = kind.sway
        swing = np.sin(time_s * rate * (0.7 + 0.6 * self.place[:, 0]) + self.phase[:, 0])
        margin = 0.06
        x = self.place[:, 0] * (self.span + 2 * margin) + kind.velocity[0] * pace * time_s
        y = self.place[:, 1] * (1 + 2 * margin) + kind.velocity[1] * pace * time_s
        x = (x + reach * swing) % (self.span + 2 * margin) - margin
        y = (y + 0.4 * reach * np.sin(time_s * rate * 0.8 + self.phase[:, 1])) % (
            1 + 2 * margin
        ) - margin
        wink = 1.0 - kind.twinkle * (
            0.5 + 0.5 * np.sin(time_s * (0.8 + 2 * pace) + self.phase[:, 1])
        )
        far, near = kind.bright
        strength = (far + (near - far) * self.depth) * wink * rise
        for number in range(len(x)):
            self._stamp(
                target,
                x[number] * self.height,
                y[number] * self.height,
                float(self.radius[number]),
                float(strength[number]),
            )

    def _stamp(self, target: Planes, x: float, y: float, radius: float, strength: float) -> None:
        if strength < 2.0:
            return
        mark = stamp(round(max(radius, 0.7) * 4) / 4, x % 1.0, y % 1.0, self.kind.soft)
        glow = add_mark(target.y, mark, int(x), int(y), strength)
        u, v = self.kind.tint
        if glow and (u or v):
            half = stamp(round(max(radius * 0.75, 0.6) * 4) / 4, x / 2 % 1, y / 2 % 1, 1.0)
            for plane, tint in ((target.u, u), (target.v, v)):
                add_mark(plane, half, int(x) // 2, int(y) // 2, strength * tint)


def stamp(radius: float, x: float, y: float, soft: float) -> Floats2D:
    """Return a speck of peak 1, its centre a fraction of a pixel right of and below the middle."""
    return _stamp_at(radius, int(x * _PHASES), int(y * _PHASES), soft)


@lru_cache(maxsize=4096)
def _stamp_at(radius: float, phase_x: int, phase_y: int, soft: float) -> Floats2D:
    reach = max(2, math.ceil(radius * 2.0))
    at = np.arange(-reach, reach + 1, dtype=np.float32)
    dx = at - (phase_x + 0.5) / _PHASES
    dy = at - (phase_y + 0.5) / _PHASES
    square = (dx[None] ** 2 + dy[:, None] ** 2) / (radius * radius)
    return np.exp(-soft * square).astype(np.float32)


def add_mark(plane: Bytes2D, mark: Floats2D, x: int, y: int, strength: float) -> bool:
    """Add a mark, scaled, with its middle at a pixel; say whether any of it was inside."""
    reach = mark.shape[0] // 2
    left, top = max(x - reach, 0), max(y - reach, 0)
    right, bottom = min(x + reach + 1, plane.shape[1]), min(y + reach + 1, plane.shape[0])
    if right <= left or bottom <= top:
        return False
    from_x, from_y = left - (x - reach), top - (y - reach)
    part = mark[from_y : from_y + bottom - top, from_x : from_x + right - left]
    amount = (part * abs(strength)).astype(np.uint8)
    region = plane[top:bottom, left:right]
    if strength > 0:
        cv2.add(region, amount, dst=region)
    else:
        cv2.subtract(region, amount, dst=region)
    return True


class Petals:
    """Flat things that tumble down: petals, leaves, confetti.

    Parameters
    ----------
    colour : tuple of float
        Luma, U and V.
    """

    def __init__(
        self,
        width: int,
        height: int,
        seed: int,
        colour: tuple[float, float, float],
        *,
        count: int = 46,
        size: float = 0.012,
    ) -> None:
        rng = np.random.default_rng([seed, 22])
        self.width, self.height, self.span = width, height, width / height
        self.place = rng.random((count, 2))
        self.depth = rng.random(count) ** 1.6
        self.phase = rng.random((count, 3)) * 2 * math.pi
        self.size = size * (0.45 + 1.1 * self.depth)
        self.colour = colour
        self.shade = rng.uniform(0.82, 1.1, count)

    def draw(self, target: Planes, time_s: float, rise: float) -> None:
        """Draw every petal at its place and turn."""
        pace = 0.45 + 0.55 * self.depth
        margin = 0.08
        swing = np.sin(1.3 * time_s + self.phase[:, 0])
        x = self.place[:, 0] * (self.span + 2 * margin) + 0.09 * pace * time_s + 0.03 * swing
        y = self.place[:, 1] * (1 + 2 * margin) + 0.13 * pace * time_s
        x = (x % (self.span + 2 * margin) - margin) * self.height
        y = (y % (1 + 2 * margin) - margin) * self.height
        turn = self.phase[:, 1] + 1.1 * time_s * (0.5 + self.depth)
        tilt = np.abs(np.sin(self.phase[:, 2] + 1.9 * time_s * (0.6 + self.depth)))
        for number in range(len(x)):
            long = float(self.size[number] * self.height)
            mark = _petal(long, float(turn[number]), 0.25 + 0.75 * float(tilt[number]))
            light = float(self.shade[number]) * (0.8 + 0.3 * float(tilt[number]))
            self._lay(target, mark, (float(x[number]), float(y[number])), light, rise)

    def _lay(
        self,
        target: Planes,
        mark: Floats2D,
        at: tuple[float, float],
        light: float,
        rise: float,
    ) -> None:
        luma, u, v = self.colour
        lay_mark(target.y, mark, int(at[0]), int(at[1]), min(luma * light, 235.0), rise)
        half = np.ascontiguousarray(mark[::2, ::2])
        for plane, value in ((target.u, u), (target.v, v)):
            lay_mark(plane, half, int(at[0]) // 2, int(at[1]) // 2, value, rise)


def _petal(long: float, turn: float, tilt: float) -> Floats2D:
    """Coverage of an ellipse seen at a tilt, its tip pointed; shape odd by odd."""
    reach = max(2, math.ceil(long))
    at = np.arange(-reach, reach + 1, dtype=np.float32)
    x, y = np.meshgrid(at, at)
    along = x * math.cos(turn) + y * math.sin(turn)
    across = -x * math.sin(turn) + y * math.cos(turn)
    wide = 0.55 * long * tilt * np.clip(1.0 - 0.45 * along / long, 0.3, 1.6)
    edge = 1.0 - np.sqrt((along / long) ** 2 + (across / np.maximum(wide, 0.6)) ** 2)
    return np.clip(edge * long * 0.55, 0.0, 1.0).astype(np.float32)


def lay_mark(
    plane: Bytes2D, mark: NDArray[np.float32], x: int, y: int, value: float, share: float
) -> None:
    """Mix one value into a plane where a mark covers it, its middle at a pixel."""
    high, wide = mark.shape
    left, top = max(x - wide // 2, 0), max(y - high // 2, 0)
    right = min(x - wide // 2 + wide, plane.shape[1])
    bottom = min(y - high // 2 + high, plane.shape[0])
    if right <= left or bottom <= top:
        return
    from_x, from_y = left - (x - wide // 2), top - (y - high // 2)
    part = mark[from_y : from_y + bottom - top, from_x : from_x + right - left] * share
    region = plane[top:bottom, left:right]
    mixed = region * (1.0 - part) + value * part + 0.5
    region[:] = mixed.astype(np.uint8)
