"""Which version of a plate a frame is drawn from: as given, graded, or focused elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from filmgate.media.frames import Planes

if TYPE_CHECKING:
    from collections.abc import Sequence


class Look:
    """Versions of one picture, and which of them, or which mixture of two, each frame shows.

    Parameters
    ----------
    versions
        All of the same size.
    stage
        For each frame a place between 0 (the first version) and the number of versions less one.
    """

    def __init__(self, versions: Sequence[Planes], stage: Sequence[float]) -> None:
        self.versions = tuple(versions)
        self.stage = tuple(stage)
        self._scratch: Planes | None = None

    def at(self, frame: int) -> Planes:
        """Return the picture to draw a frame from; do not keep it beyond the frame."""
        last = len(self.versions) - 1
        place = self.stage[min(max(frame, 0), len(self.stage) - 1)] if self.stage else 0.0
        place = min(max(place, 0.0), float(last))
        first = min(int(place), last)
        share = place - first
        if share < 1 / 512 or first == last:
            self._scratch = None
            return self.versions[first]
        return self._mixture(self.versions[first], self.versions[first + 1], share)

    def _mixture(self, a: Planes, b: Planes, share: float) -> Planes:
        if self._scratch is None:
            self._scratch = Planes(np.empty_like(a.y), np.empty_like(a.u), np.empty_like(a.v))
        mixed = self._scratch
        pairs = ((a.y, b.y, mixed.y), (a.u, b.u, mixed.u), (a.v, b.v, mixed.v))
        for first, second, target in pairs:
            if first is second:
                np.copyto(target, first)
            else:
                cv2.addWeighted(first, 1.0 - share, second, share, 0.0, dst=target)
        return mixed
