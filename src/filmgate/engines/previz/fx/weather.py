"""Fog, cloud shadows, smoke and steam: soft fields that drift over the frame."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from filmgate.engines.previz.fx.noise import clouds, scrolled

if TYPE_CHECKING:
    from filmgate.engines.previz.fx.light import Light, View
    from filmgate.engines.previz.plate import Floats2D

#: luma of fog by the light of the hour
_FOG_LUMA: Final = {"night": 84.0, "blue_hour": 110.0, "storm": 140.0, "sunset": 165.0}


class Fog:
    """Haze that is thicker in the distance and drifts sideways."""

    def __init__(
        self, rows: int, columns: int, seed: int, time_of_day: str, density: float = 1.0
    ) -> None:
        rng = np.random.default_rng([seed, 1])
        self.field = clouds(rng, 2 * columns, rows, 5.0, 4)
        self.luma = _FOG_LUMA.get(time_of_day, 196.0)
        self.density = density
        warm = time_of_day in ("golden", "sunset", "dawn")
        self.u, self.v = (-9.0, 8.0) if warm else (3.0, -2.0)

    def light(self, light: Light, view: View) -> None:
        """Veil the frame."""
        rows, columns = view.near.shape
        speed = columns * 0.022
        drifting = scrolled(self.field, columns, rows, view.time_s * speed)
        depth = 0.80 * (1.0 - view.near) + 0.12
        share = np.clip(depth * (0.35 + drifting) * self.density, 0.0, 0.8)
        light.veil((share * np.float32(view.rise)).astype(np.float32), self.luma, self.u, self.v)


class CloudShadows:
    """Large soft shadows that travel over the ground of a landscape."""

    def __init__(self, rows: int, columns: int, seed: int, strength: float = 0.20) -> None:
        rng = np.random.default_rng([seed, 2])
        self.field = clouds(rng, 2 * columns, rows, 3.0, 2)
        self.strength = strength

    def light(self, light: Light, view: View) -> None:
        """Dim the ground where a cloud stands before the sun."""
        rows, columns = view.near.shape
        moving = scrolled(self.field, columns, rows, view.time_s * columns * 0.05)
        first = scrolled(self.field, columns, rows, 0.0)
        sky = view.masks.get("sky")
        ground = 1.0 if sky is None else 1.0 - np.clip(sky * 1.3, 0.0, 1.0)
        # relative to how it began, so that the picture's own light is where it was
        change = np.clip(moving - first + 0.25, 0.0, 1.0) * view.rise
        light.dim((1.0 - self.strength * change * ground).astype(np.float32))


class SoftLight:
    """A slow change of light from one side to the other: keeps a still room alive."""

    def __init__(self, rows: int, columns: int, seed: int, strength: float = 0.10) -> None:
        rng = np.random.default_rng([seed, 3])
        self.strength = strength
        self.angle = float(rng.uniform(-0.5, 0.5))
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        self.across = (x / columns - 0.5) * math.cos(self.angle) + (y / rows - 0.5) * math.sin(
            self.angle
        )

    def light(self, light: Light, view: View) -> None:
        """Dim the side that the light has left."""
        place = 0.9 * math.sin(0.42 * view.time_s)
        shade = np.clip(0.5 + self.across * place * 1.6, 0.0, 1.0)
        light.dim((1.0 - self.strength * view.rise * shade).astype(np.float32))


class Plume:
    """Smoke or steam that rises from a place and spreads.

    Parameters
    ----------
    source : tuple of float
        Where it rises from, as fractions of the frame.
    height : float
        How far it reaches, as a fraction of the frame's height.
    """

    def __init__(
        self,
        rows: int,
        columns: int,
        seed: int,
        source: tuple[float, float],
        *,
        height: float = 0.6,
        luma: float = 190.0,
        density: float = 0.5,
        spread: float = 0.16,
    ) -> None:
        rng = np.random.default_rng([seed, 4])
        self.field = clouds(rng, 2 * columns, 2 * rows, 9.0, 4)
        self.luma, self.density = luma, density
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        up = (source[1] - y / rows) / height
        away = (x / columns - source[0]) * columns / rows
        width = spread * (0.35 + 0.9 * np.clip(up, 0.0, 1.0))
        body = np.exp(-((away / width) ** 2)) * np.clip(up * 9.0, 0.0, 1.0)
        self.shape: Floats2D = (body * np.clip(1.15 - up, 0.0, 1.0)).astype(np.float32)
        self.curl = (np.clip(up, 0.0, 1.2) * columns * 0.02).astype(np.float32)

    def light(self, light: Light, view: View) -> None:
        """Veil the frame where the plume is."""
        rows, columns = view.near.shape
        t = view.time_s
        first = scrolled(self.field, columns, rows, t * columns * 0.006, t * rows * 0.16)
        second = scrolled(
            self.field, columns, rows, columns * 0.7 - t * columns * 0.008, t * rows * 0.11
        )
        wisps = np.clip((first + second) * 0.9 - 0.55, 0.0, 1.0)
        share = np.clip(self.shape * wisps * self.density * (1.3 * view.rise), 0.0, 0.75)
        light.veil(share.astype(np.float32), self.luma)
