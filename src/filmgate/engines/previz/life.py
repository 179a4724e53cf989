"""Life inside a plate: leaves sway, clouds drift, water ripples, hot air shimmers.

Every term is a small shift added to the coarse coordinate maps, so it costs next to nothing. With
a start picture all of them rise from zero, so that the first frame is the picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from filmgate.engines.previz.camera import RISE_S

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filmgate.engines.previz.plate import Floats2D, Plate
    from filmgate.engines.previz.warp import Lens

#: masks below this are not worth the work
_FAINT: Final = 0.004


@dataclass(frozen=True, slots=True)
class LifeSpec:
    """How lively a shot is, in picture heights; zero leaves a term out.

    Attributes
    ----------
    sway : float
        Reach of leaves and grass.
    drift : float
        Clouds, per second; the sign is the direction.
    ripple : float
        Reach of waves.
    shimmer : float
        Hot air over the ground.
    speed : float
        Of everything; below 1 in slow motion.
    """

    sway: float = 0.0
    drift: float = 0.0
    ripple: float = 0.0
    shimmer: float = 0.0
    speed: float = 1.0


class Life:
    """The moving terms of one shot."""

    def __init__(self, plate: Plate, spec: LifeSpec, *, rises: bool) -> None:
        self.spec = spec
        self.rises = rises
        self.horizon = plate.horizon
        self.masks: Mapping[str, Floats2D] = {
            name: mask for name, mask in plate.masks.items() if float(mask.mean()) > _FAINT
        }

    def move(
        self, lens: Lens, x: Floats2D, y: Floats2D, time_s: float
    ) -> tuple[Floats2D, Floats2D]:
        """Shift places, in picture heights, by what moves there at a time."""
        rise = min(time_s / RISE_S, 1.0) ** 2 if self.rises else 1.0
        t = time_s * self.spec.speed
        if self.spec.sway and "vegetation" in self.masks:
            x = self._sway(lens, x, y, t, rise)
        if self.spec.drift and "sky" in self.masks:
            mask = lens.sample(self.masks["sky"], x, y)
            x = x - np.float32(self.spec.drift * t) * mask
        if self.spec.ripple and "water" in self.masks:
            x, y = self._ripple(lens, x, y, t, rise)
        if self.spec.shimmer:
            x = self._shimmer(x, y, t, rise)
        return x, y

    def _sway(self, lens: Lens, x: Floats2D, y: Floats2D, t: float, rise: float) -> Floats2D:
        """Two travelling waves under a gust that comes and goes."""
        mask = lens.sample(self.masks["vegetation"], x, y)
        phase = 13.0 * x + 7.0 * y
        gust = 0.65 + 0.35 * math.sin(0.9 * t)
        wave = np.sin(phase + np.float32(2.3 * t))
        wave += np.float32(0.5) * np.sin(2.3 * phase + np.float32(3.7 * t + 1.0))
        return np.asarray(x + np.float32(self.spec.sway * gust * rise) * mask * wave, np.float32)

    def _ripple(
        self, lens: Lens, x: Floats2D, y: Floats2D, t: float, rise: float
    ) -> tuple[Floats2D, Floats2D]:
        """Waves that crowd together towards the horizon and lengthen towards the camera."""
        mask = lens.sample(self.masks["water"], x, y)
        depth = np.clip(1.6 * (y + np.float32(0.52 - self.horizon)), 0.003, 1.0)
        crowd = 1.0 / (depth + np.float32(0.05))
        size = np.float32(self.spec.ripple * rise) * mask * depth ** np.float32(0.7)
        first = np.sin(5.0 * crowd - np.float32(1.7 * t) + 9.0 * x)
        second = np.sin(9.7 * crowd - np.float32(2.9 * t - 1.3) - 21.0 * x)
        up = np.sin(7.0 * crowd - np.float32(2.3 * t) + 13.0 * x)
        moved_x = x + size * (first + np.float32(0.6) * second)
        moved_y = y + np.float32(0.6) * size * up
        return np.asarray(moved_x, np.float32), np.asarray(moved_y, np.float32)

    def _shimmer(self, x: Floats2D, y: Floats2D, t: float, rise: float) -> Floats2D:
        """Hot air: a fast, fine trembling in a band around the horizon."""
        below = (y + np.float32(0.5 - self.horizon)) / np.float32(0.14)
        band = np.exp(-(below * below))
        wave = np.sin(60.0 * y - np.float32(9.0 * t) + 11.0 * x)
        wave += np.sin(97.0 * y - np.float32(13.0 * t) - 17.0 * x)
        return np.asarray(x + np.float32(self.spec.shimmer * rise) * band * wave, np.float32)
