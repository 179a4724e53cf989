"""Beams, flicker, lightning, glow and vignette: light that has a place or a pulse."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from filmgate.engines.previz.fx.light import Light, View
    from filmgate.engines.previz.plate import Floats2D

#: how warm light colours what it falls on, for each value of luma it adds
_WARM: Final = (-0.22, 0.14)


def _coordinates(rows: int, columns: int) -> tuple[Floats2D, Floats2D]:
    """Places of the frame's cells in picture heights from its left top corner."""
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    return (x + 0.5) / rows, (y + 0.5) / rows


class GodRays:
    """Slanted beams that fall from above and breathe."""

    def __init__(self, rows: int, columns: int, seed: int, strength: float = 34.0) -> None:
        rng = np.random.default_rng([seed, 11])
        self.strength = strength
        beams = np.zeros((rows, columns), np.float32)
        for number in range(5):
            left = (0.02 + 0.18 * number + rng.uniform(-0.03, 0.03)) * columns
            wide = columns * rng.uniform(0.04, 0.08)
            corners = [
                (left, -4),
                (left + wide, -4),
                (left + wide * 3.2 + 0.34 * columns, rows + 4),
                (left + 0.24 * columns, rows + 4),
            ]
            beam = np.zeros_like(beams)
            cv2.fillPoly(beam, [np.array(corners, np.int32)], 1.0)
            beams += beam * np.float32(rng.uniform(0.4, 1.0))
        soft = cv2.GaussianBlur(beams, (0, 0), max(1.0, 0.016 * columns))
        fade = np.linspace(1.0, 0.12, rows, dtype=np.float32)[:, None]
        self.beams = np.asarray(soft * fade, np.float32)

    def light(self, light: Light, view: View) -> None:
        """Add the beams; what is near stands before them."""
        t = view.time_s
        breath = 1.0 + 0.16 * math.sin(0.8 * t) + 0.08 * math.sin(2.1 * t)
        shift = np.array([[1, 0, 2.5 * math.sin(0.35 * t)], [0, 1, 0]], np.float32)
        size = (self.beams.shape[1], self.beams.shape[0])
        beams = cv2.warpAffine(self.beams, shift, size, borderMode=cv2.BORDER_REPLICATE)
        open_air = 1.0 - 0.45 * view.near
        amount = beams * open_air * np.float32(self.strength * breath * view.rise)
        light.add(amount.astype(np.float32), *_WARM)


class Flicker:
    """Light of a fire, candles or a failing lamp, on the glowing places if these are known."""

    def __init__(self, strength: float = 0.10, *, is_electric: bool = False) -> None:
        self.strength = strength
        self.is_electric = is_electric

    def light(self, light: Light, view: View) -> None:
        """Dim the frame by the pulse of the moment, and let the glowing places pulse more."""
        t = view.time_s
        if self.is_electric:
            pulse = 1.0 if math.sin(7.3 * t) + math.sin(17.9 * t) > -1.25 else 0.35
        else:
            pulse = 0.55 + 0.27 * math.sin(11.3 * t) * math.sin(3.1 * t) + 0.18 * math.sin(23.7 * t)
        dark = self.strength * view.rise * (1.0 - min(max(pulse, 0.0), 1.0))
        light.dim(np.full_like(view.near, 1.0 - dark))
        glow = view.masks.get("glow")
        if glow is not None:
            amount = glow * np.float32(30.0 * pulse * view.rise)
            light.add(amount.astype(np.float32), *_WARM)


class Glow:
    """Warm light that wells up from below or beside: candles, a fire, lanterns out of frame."""

    def __init__(
        self, rows: int, columns: int, place: tuple[float, float], strength: float = 26.0
    ) -> None:
        x, y = _coordinates(rows, columns)
        distance = np.hypot(x - place[0] * columns / rows, y - place[1])
        self.glow = (strength * np.exp(-((distance / 0.55) ** 2))).astype(np.float32)

    def light(self, light: Light, view: View) -> None:
        """Add the glow with the pulse of a flame."""
        t = view.time_s
        pulse = 0.72 + 0.18 * math.sin(9.1 * t) * math.sin(2.3 * t) + 0.10 * math.sin(19.3 * t)
        light.add(self.glow * np.float32(pulse * view.rise), *_WARM)


class Backlight:
    """Light from behind the subject: the distance glows, what is near stands dark before it."""

    def __init__(
        self, rows: int, columns: int, place: tuple[float, float], strength: float = 34.0
    ) -> None:
        x, y = _coordinates(rows, columns)
        distance = np.hypot(x - place[0] * columns / rows, y - place[1])
        self.glow = (strength * np.exp(-((distance / 0.42) ** 2))).astype(np.float32)

    def light(self, light: Light, view: View) -> None:
        """Add the glow to what is far, dim what is near; both breathe slowly."""
        breath = 0.86 + 0.14 * math.sin(1.1 * view.time_s)
        light.dim((1.0 - (0.20 * view.rise * breath) * view.near).astype(np.float32))
        amount = self.glow * (1.0 - view.near) * np.float32(breath * view.rise)
        light.add(amount.astype(np.float32), *_WARM)


class Neon:
    """Coloured light from two sides that slowly changes its strength."""

    def __init__(self, rows: int, columns: int, strength: float = 20.0) -> None:
        x, _ = _coordinates(rows, columns)
        across = x / (columns / rows)
        self.left = (strength * np.exp(-across / 0.35)).astype(np.float32)
        self.right = (strength * np.exp(-(1.0 - across) / 0.35)).astype(np.float32)

    def light(self, light: Light, view: View) -> None:
        """Add magenta on the left and cyan on the right."""
        t = view.time_s
        first, second = 0.75 + 0.25 * math.sin(1.7 * t), 0.75 + 0.25 * math.sin(2.3 * t + 1.0)
        light.add(self.left * np.float32(first * view.rise), 0.45, 0.75)
        light.add(self.right * np.float32(second * view.rise), 0.60, -0.70)


class Lightning:
    """Rare flashes of two or three frames."""

    def __init__(self, seconds: float, seed: int) -> None:
        rng = np.random.default_rng([seed, 12])
        count = max(1, round(seconds / 3.2))
        spans = np.arange(count) + rng.uniform(0.25, 0.8, count)
        #: times in seconds, none near either end
        self.times = np.clip(spans * seconds / count, 0.6, max(seconds - 0.5, 0.6))

    def light(self, light: Light, view: View) -> None:
        """Add a flash that comes twice and dies away; the sky takes most of it."""
        since = view.time_s - self.times
        recent = since[(since >= 0) & (since < 0.5)]
        if not len(recent):
            return
        age = float(recent.min())
        power = math.exp(-age / 0.07) + 0.7 * math.exp(-abs(age - 0.17) / 0.04)
        sky = view.masks.get("sky", 1.0 - view.near)
        amount = (26.0 + 60.0 * sky) * np.float32(min(power, 1.2) * view.rise)
        light.add(np.asarray(amount, np.float32), 0.10, -0.06)


class Vignette:
    """Darker corners."""

    def __init__(self, rows: int, columns: int, strength: float = 1.0) -> None:
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        across, down = 2 * (x + 0.5) / columns - 1, 2 * (y + 0.5) / rows - 1
        shade = np.clip(0.22 * (across**2 + 0.9 * down**2) - 0.05, 0.0, 0.4)
        self.shade = (shade * strength).astype(np.float32)

    def light(self, light: Light, view: View) -> None:
        """Dim the corners."""
        light.dim(1.0 - self.shade * np.float32(view.rise))


class SunGlints:
    """Sparks of sun on water that come and go."""

    def __init__(self, rows: int, columns: int, seed: int) -> None:
        rng = np.random.default_rng([seed, 13])
        self.phase = rng.uniform(0, 2 * math.pi, (rows, columns)).astype(np.float32)
        self.rate = rng.uniform(1.5, 4.0, (rows, columns)).astype(np.float32)
        self.chosen = (rng.random((rows, columns)) < 0.16).astype(np.float32)

    def light(self, light: Light, view: View) -> None:
        """Add a spark to each chosen cell of the water while it faces the sun."""
        water = view.masks.get("water")
        if water is None:
            return
        facing = np.sin(self.phase + self.rate * np.float32(view.time_s))
        spark = np.clip(facing - 0.72, 0.0, 1.0) * 150.0 * self.chosen
        light.add((spark * water * view.rise).astype(np.float32), -0.05, 0.03)
