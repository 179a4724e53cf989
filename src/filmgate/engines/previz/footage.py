"""A reference video shown as footage: frame by frame, cropped to the frame, repeated if short."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import cv2

from filmgate.core.errors import EngineError
from filmgate.core.order import FPS
from filmgate.engines.previz.blend import blank, mix
from filmgate.media.frames import crop_box, read_clip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filmgate.core.ports import LocalInput
    from filmgate.engines.previz.plate import Bytes2D, Planes

#: frames over which the end of a repeated clip dissolves into its beginning
_SEAM: Final = FPS // 2


class FootageShot:
    """Frames of a trusted 24 fps proxy, cover-cropped to the frame.

    A clip shorter than needed starts again, its end dissolving into its beginning; one too short
    for that holds its last frame.

    Parameters
    ----------
    source
        The proxy.
    width, height
        Of the frame, in pixels.
    begin
        Which of its frames comes first, so that several takes show it going on.
    frames
        How many frames the take needs.
    """

    def __init__(
        self, source: LocalInput, width: int, height: int, begin: int, frames: int
    ) -> None:
        self.path = Path(source.path)
        self.length = max(source.frames, 1)
        self.begin = begin
        self.size = (width, height)
        left, top, wide, high = (
            value // 2 * 2 for value in crop_box((source.width, source.height), (width, height))
        )
        self.luma = (slice(top, top + high), slice(left, left + wide))
        half = (slice(top // 2, (top + high) // 2), slice(left // 2, (left + wide) // 2))
        self.chroma = half
        self._reader: Iterator[Planes] | None = None
        self._index = -1
        self._current: Planes | None = None
        repeats = begin + frames > self.length and self.length >= 3 * _SEAM
        self._opening = self._read_opening() if repeats else []

    def draw(self, frame: int, target: Planes) -> None:
        """Fill a frame."""
        place, opening, share = self._place(self.begin + frame)
        self._fill(self._read(place), target)
        if share > 0.0:
            mix(target, self._opening[opening], share)

    def _place(self, wanted: int) -> tuple[int, int, float]:
        """Which frame to show, which of the opening to mix in, and how much of it."""
        if wanted < self.length - len(self._opening):
            return wanted, 0, 0.0
        if not self._opening:
            return min(wanted, self.length - 1), 0, 0.0
        period = self.length - _SEAM
        offset = wanted % period
        if offset < _SEAM:
            return period + offset, offset, (offset + 1) / (_SEAM + 1)
        return offset, 0, 0.0

    def _read_opening(self) -> list[Planes]:
        opening = []
        for _, planes in zip(range(_SEAM), read_clip(self.path), strict=False):
            copy = blank(*self.size)
            self._fill(planes, copy)
            opening.append(copy)
        return opening

    def _read(self, place: int) -> Planes:
        """Decode on to a frame; going back starts again from the beginning."""
        if self._reader is None or place < self._index:
            self._reader, self._index = read_clip(self.path), -1
        while self._index < place and (following := next(self._reader, None)) is not None:
            self._current = following
            self._index += 1
        if self._current is None:
            raise EngineError("the reference video has no frames", "invalid_input")
        return self._current

    def _fill(self, source: Planes, target: Planes) -> None:
        _scale(source.y[self.luma], target.y)
        _scale(source.u[self.chroma], target.u)
        _scale(source.v[self.chroma], target.v)


def _scale(source: Bytes2D, target: Bytes2D) -> None:
    height, width = target.shape
    if source.shape == target.shape:
        target[:] = source
        return
    method = cv2.INTER_AREA if source.shape[1] > width else cv2.INTER_CUBIC
    cv2.resize(source, (width, height), dst=target, interpolation=method)
