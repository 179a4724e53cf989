"""Plates from photographs: cropped to the frame, with what the analysis read, and reframings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from filmgate.engines.previz.filters import to_grid
from filmgate.engines.previz.plate import Plate
from filmgate.media.frames import crop_box, to_planes

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from filmgate.engines.previz.nearness import Analysis
    from filmgate.engines.previz.plate import Floats2D

#: how much of a picture may be lost to the frame's shape before the crop looks for the subject
_FREE_CROP: Final = 0.02
#: how much of the picture beside the frame a plate keeps on each side, in frames
_AROUND: Final = 0.22
#: enlargement beyond which a soft picture is sharpened a little
_SOFT_FROM: Final = 1.3


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture, in its pixels; may be fractional."""

    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return self.left + self.width / 2, self.top + self.height / 2


def frame_box(size: tuple[int, int], target: tuple[int, int], read: Callable[[], Analysis]) -> Box:
    """Find the largest part of a picture with the frame's shape.

    The middle, unless so much is lost that the subject must be looked for: then all of it if it
    fits, else its upper part, where heads are. The picture is only read (`read`) if it matters.
    """
    wasted = abs(1.0 - (size[0] / size[1]) / (target[0] / target[1]))
    if wasted <= _FREE_CROP:
        return Box(*(float(value) for value in crop_box(size, target)))
    analysis = read()
    _, _, wide, high = crop_box(size, target)
    left, top, right, bottom = analysis.extent
    focus_x, focus_y, half = analysis.focus
    if not analysis.has_subject:
        middle = (0.5, 0.44)
    elif analysis.faces:
        # a face belongs in the upper part of an upright crop
        middle = (focus_x, focus_y + max(0.0, 0.16 * high / size[1] - 0.2 * half))
    else:
        fits_x, fits_y = right - left <= wide / size[0], bottom - top <= 0.94 * high / size[1]
        x = (left + right) / 2 if fits_x else focus_x
        y = (top + bottom) / 2 if fits_y else top + 0.44 * high / size[1]
        middle = (x, y)
    return Box(*(float(value) for value in crop_box(size, target, middle)))


def surroundings(box: Box, size: tuple[int, int]) -> Box:
    """Grow a box by what the picture has around it, up to a share of the box on each side."""
    left = max(0.0, box.left - _AROUND * box.width)
    top = max(0.0, box.top - _AROUND * box.height)
    right = min(float(size[0]), box.left + (1 + _AROUND) * box.width)
    bottom = min(float(size[1]), box.top + (1 + _AROUND) * box.height)
    return Box(left, top, right - left, bottom - top)


def reframed(
    whole: Box,
    analysis: Analysis,
    size: tuple[int, int],
    zoom: float,
    turn: int,
    *,
    is_beside: bool = False,
) -> Box:
    """Find another framing of the same picture, `zoom` times tighter than the whole frame.

    Parameters
    ----------
    whole
        The frame of the first shot.
    size
        The picture's (width, height) in pixels.
    zoom
        At least 1.
    turn
        Counts the reframings, so that those of a picture without a subject differ.
    is_beside
        Look at something else than the subject.
    """
    width, height = whole.width / zoom, whole.height / zoom
    x, y = _interest(whole, analysis, size, turn, is_beside=is_beside)
    if analysis.has_subject and not is_beside:
        y = _headroom(y, height, analysis, size)
    left = min(max(x - width / 2, whole.left), whole.left + whole.width - width)
    top = min(max(y - height / 2, whole.top), whole.top + whole.height - height)
    return Box(left, top, width, height)


def _headroom(y: float, height: float, analysis: Analysis, size: tuple[int, int]) -> float:
    """Lower the middle of a crop for a face, or move it to the top of a subject taller than it."""
    if analysis.faces:
        return y + 0.10 * height
    _, top, _, bottom = (value * size[1] for value in analysis.extent)
    return top + 0.46 * height if bottom - top > 0.9 * height else y


def _interest(
    whole: Box, analysis: Analysis, size: tuple[int, int], turn: int, *, is_beside: bool
) -> tuple[float, float]:
    """Pick a point of the picture to look at, in its pixels."""
    focus_x, focus_y, _ = analysis.focus
    x, y = focus_x * size[0], focus_y * size[1]
    if analysis.has_subject and not is_beside:
        return x, y
    if len(analysis.faces) > 1:
        other = analysis.faces[turn % len(analysis.faces)]
        return (other.x + other.width / 2) * size[0], (other.y + other.height / 2) * size[1]
    if analysis.has_subject:
        # the side with more room
        side = 0.2 if x > whole.left + whole.width / 2 else 0.8
    else:
        side = (0.28, 0.72, 0.5)[turn % 3]
    level = 0.62 if analysis.horizon < 0.6 else 0.45
    return whole.left + side * whole.width, whole.top + level * whole.height


def photo_plate(
    rgb: NDArray[np.uint8],
    width: int,
    height: int,
    analysis: Analysis,
    box: Box,
    *,
    outer: Box | None = None,
    has_water: bool = False,
) -> Plate:
    """Make the plate of one framing of a photograph.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (H, W, 3)
    width, height
        The frame's size in pixels, even.
    analysis
        Of the whole picture.
    box
        The part that fills the frame.
    outer
        The part that the plate holds, at the same scale. Without it the plate is the frame,
        pixel for pixel.
    has_water
        Whether the text speaks of water, so that calm surfaces may ripple.
    """
    held = box if outer is None else outer
    scale = width / box.width
    wide, high = width, height
    if outer is not None:
        wide = max(width, round(outer.width * scale / 2) * 2)
        high = max(height, round(outer.height * scale / 2) * 2)
    shape = (rgb.shape[1], rgb.shape[0])

    def grid(values: Floats2D) -> Floats2D:
        return to_grid(_part(values, held, shape), wide, high)

    masks = {"sky": grid(analysis.sky), "vegetation": grid(analysis.vegetation)}
    if has_water:
        masks["water"] = grid(analysis.water)
    x, y, half = analysis.focus
    subject = (
        float(np.clip((x * shape[0] - box.left) / box.width, 0.0, 1.0)),
        float(np.clip((y * shape[1] - box.top) / box.height, 0.0, 1.0)),
        half * shape[1] / box.height,
    )
    middle, own = box.middle, held.middle
    return Plate(
        planes=to_planes(cut(rgb, held, wide, high)),
        nearness=grid(analysis.nearness),
        masks=masks,
        subject=subject,
        horizon=(analysis.horizon * shape[1] - held.top) / box.height
        - (high - height) / (2 * height),
        home=((middle[0] - own[0]) / box.height, (middle[1] - own[1]) / box.height),
    )


def cut(rgb: NDArray[np.uint8], box: Box, width: int, height: int) -> NDArray[np.uint8]:
    """Scale a part of a picture to the frame: areas averaged down, Lanczos and sharpened up."""
    left, top = round(box.left), round(box.top)
    right = min(rgb.shape[1], max(left + 2, round(box.left + box.width)))
    bottom = min(rgb.shape[0], max(top + 2, round(box.top + box.height)))
    part = rgb[top:bottom, left:right]
    scale = width / part.shape[1]
    if (part.shape[1], part.shape[0]) == (width, height):
        return np.ascontiguousarray(part)
    if scale <= 1.0:
        small = cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA)
        return cast("NDArray[np.uint8]", small)
    method = cv2.INTER_CUBIC if _is_whole(box, rgb) else cv2.INTER_LANCZOS4
    large = cv2.resize(part, (width, height), interpolation=method)
    if scale > _SOFT_FROM and not _is_whole(box, rgb):
        soft = cv2.GaussianBlur(large, (0, 0), min(1.1 * scale, 6.0))
        large = cv2.addWeighted(large, 1.5, soft, -0.5, 0.0)
    return cast("NDArray[np.uint8]", large)


def _is_whole(box: Box, rgb: NDArray[np.uint8]) -> bool:
    """Whether a box touches two opposite edges: the first frame's crop, which stays untouched."""
    return bool(box.width >= rgb.shape[1] - 0.5 or box.height >= rgb.shape[0] - 0.5)


def _part(values: Floats2D, box: Box, shape: tuple[int, int]) -> Floats2D:
    """Resample the part of a small map that a box of the full picture covers."""
    scale_x, scale_y = values.shape[1] / shape[0], values.shape[0] / shape[1]
    columns = max(16, round(box.width * scale_x))
    rows = max(16, round(box.height * scale_y))
    x = (box.left + (np.arange(columns) + 0.5) * box.width / columns) * scale_x - 0.5
    y = (box.top + (np.arange(rows) + 0.5) * box.height / rows) * scale_y - 0.5
    at_x, at_y = np.meshgrid(x.astype(np.float32), y.astype(np.float32))
    method, border = cv2.INTER_LINEAR, cv2.BORDER_REPLICATE
    return cast("Floats2D", cv2.remap(values, at_x, at_y, method, borderMode=border))
