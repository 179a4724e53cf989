"""Rain and film grain: prepared pictures that scroll or jump over the frame."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from filmgate.engines.previz.plate import GRID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmgate.engines.previz.fx.particles import Overlay
    from filmgate.engines.previz.plate import Bytes2D, Floats2D, Planes

#: far, middle, near: how many, length in picture heights, luma added, heights a second
_LAYERS: Final = ((420, 0.035, 30, 1.6), (200, 0.060, 42, 2.3), (80, 0.110, 58, 3.2))
_SLANT: Final = 0.12
#: how a streak's brightness follows a width below one pixel
_FAINTER: Final = 1.1
#: standard deviation of grain in code values; more costs too many bits
_GRAIN: Final = 1.6
_GRAIN_MARGIN: Final = 64


class Rain:
    """Three layers of streaks, each repeating from its bottom to its top."""

    def __init__(self, width: int, height: int, seed: int, strength: float = 1.0) -> None:
        rng = np.random.default_rng([seed, 23])
        self.height = height
        crowd = width / height / (16 / 9)
        self.layers = [
            (self._tile(rng, width, height, layer, crowd, strength), layer[3]) for layer in _LAYERS
        ]

    @staticmethod
    def _tile(
        rng: np.random.Generator,
        width: int,
        height: int,
        layer: tuple[int, float, int, float],
        crowd: float,
        strength: float,
    ) -> Bytes2D:
        count, length, luma, _ = layer
        tile = np.zeros((height, width), np.uint8)
        wide = height / 1080 * (0.7 + 8 * length)
        thick = max(1, round(wide))
        # thinner than a pixel, a streak is fainter instead
        strength *= min(1.0, wide) ** _FAINTER
        for _ in range(max(8, round(count * crowd))):
            x, y = rng.random() * width, rng.random() * height
            long = length * height * rng.uniform(0.6, 1.4)
            value = float(luma * rng.uniform(0.5, 1.0) * strength)
            for wrap in (0, -height):
                start = (int(x), int(y + wrap))
                end = (int(x - _SLANT * long), int(y + wrap + long))
                cv2.line(tile, start, end, value, thick, cv2.LINE_AA)
        if thick > 1:
            tile[:] = cv2.GaussianBlur(tile, (0, 0), 0.4 * thick)
        return tile

    def draw(self, target: Planes, time_s: float, rise: float) -> None:
        """Add the streaks; while effects rise, the layers come in one after the other."""
        shown = len(self.layers) if rise >= 1.0 else math.ceil(rise * len(self.layers))
        for tile, speed in self.layers[:shown]:
            offset = int(time_s * speed * self.height) % self.height
            share = min(1.0, rise)
            part = tile if share >= 1.0 else cv2.convertScaleAbs(tile, alpha=share)
            below, above = target.y[offset:], target.y[:offset]
            cv2.add(below, part[: self.height - offset], dst=below)
            if offset:
                cv2.add(above, part[self.height - offset :], dst=above)


def draw_behind(
    overlays: Sequence[Overlay], target: Planes, window: Floats2D, time_s: float, rise: float
) -> None:
    """Draw what falls only where a window shows it.

    Parameters
    ----------
    window : ndarray of float32, shape (rows, columns) of the coarse grid
        0 to 1.
    """
    if not overlays or not window.any():
        return
    before = target.y.copy()
    for overlay in overlays:
        overlay.draw(target, time_s, rise)
    height, width = before.shape
    share = np.clip(window * 255, 0, 255).astype(np.uint8)
    full = cv2.resize(share, (window.shape[1] * GRID, window.shape[0] * GRID))[:height, :width]
    added = cv2.multiply(cv2.subtract(target.y, before), full, scale=1 / 255)
    cv2.add(before, added, dst=target.y)


class Grain:
    """Fine unrest of film, half as fine as the picture so that it survives encoding."""

    def __init__(self, width: int, height: int, seed: int, strength: float = 1.0) -> None:
        self.seed = seed
        rng = np.random.default_rng([seed, 24])
        size = ((width + _GRAIN_MARGIN) // 2 + 1, (height + _GRAIN_MARGIN) // 2 + 1)
        noise = rng.normal(0.0, 1.0, (size[1], size[0])).astype(np.float32)
        wide = cv2.resize(noise, (size[0] * 2, size[1] * 2), interpolation=cv2.INTER_LINEAR)
        large = np.asarray(wide, np.float32)
        large = large * np.float32(_GRAIN * strength / max(float(large.std()), 1e-6))
        self.lighter = np.clip(large, 0, 24).astype(np.uint8)
        self.darker = np.clip(-large, 0, 24).astype(np.uint8)

    def draw(self, target: Planes, time_s: float, rise: float) -> None:
        """Lay the grain on, moved to another place for every frame."""
        if rise < 0.5:
            return
        x, y = np.random.default_rng([self.seed, round(time_s * 24)]).integers(0, 64, 2)
        window = (slice(y, y + target.height), slice(x, x + target.width))
        cv2.add(target.y, self.lighter[window], dst=target.y)
        cv2.subtract(target.y, self.darker[window], dst=target.y)
