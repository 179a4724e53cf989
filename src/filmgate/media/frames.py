"""Pictures and frames: colour conversion, cropping, reading a trusted clip, sheets and posters.

Colour is BT.709 in limited range everywhere [1]_. Chroma samples sit in the centre of their four
luma pixels, so that halving a picture and halving its planes mean the same.

References
----------
.. [1] ITU-R BT.709-6, section 3: luma and colour difference equations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias, cast

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from filmgate.core.order import FPS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Bytes2D: TypeAlias = NDArray[np.uint8]
#: sRGB, shape (H, W, 3)
Picture: TypeAlias = NDArray[np.uint8]

#: luma weights of red and blue in BT.709
_KR: Final = 0.2126
_KB: Final = 0.0722
#: code values that luma and chroma span in limited range
_LUMA_SPAN: Final = 219.0
_CHROMA_SPAN: Final = 224.0
#: longest side of a tile, of a poster and of a preview, and the border around tiles, in pixels
_TILE_SIDE: Final = 480
_POSTER_SIDE: Final = 1280
_PREVIEW_SIDE: Final = 480
_TILE_GAP: Final = 6
_SHEET_GREY: Final = 24
#: what a transparent pixel is shown over
MATTE_GREY: Final = 128


@dataclass(frozen=True, slots=True)
class Planes:
    """A picture in BT.709 limited-range YUV 4:2:0.

    Attributes
    ----------
    y : ndarray of uint8, shape (H, W)
    u, v : ndarray of uint8, shape (H / 2, W / 2)
    """

    y: Bytes2D
    u: Bytes2D
    v: Bytes2D

    @property
    def width(self) -> int:
        """Width in luma pixels."""
        return int(self.y.shape[1])

    @property
    def height(self) -> int:
        """Height in luma pixels."""
        return int(self.y.shape[0])

    def assign(self, other: Planes) -> None:
        """Copy another picture of the same size into this one."""
        np.copyto(self.y, other.y)
        np.copyto(self.u, other.u)
        np.copyto(self.v, other.v)


def _forward() -> NDArray[np.float32]:
    """3 x 4 matrix from full-range RGB to limited-range YUV, offsets in the last column."""
    kg = 1.0 - _KR - _KB
    luma = np.array([_KR, kg, _KB])
    blue = (np.array([0.0, 0.0, 1.0]) - luma) / (2.0 * (1.0 - _KB))
    red = (np.array([1.0, 0.0, 0.0]) - luma) / (2.0 * (1.0 - _KR))
    rows = np.stack([luma * _LUMA_SPAN, blue * _CHROMA_SPAN, red * _CHROMA_SPAN]) / 255.0
    offsets = np.array([[16.0], [128.0], [128.0]])
    return np.hstack([rows, offsets]).astype(np.float32)


def _backward() -> NDArray[np.float32]:
    """3 x 4 matrix from limited-range YUV to full-range RGB."""
    forward = _forward().astype(np.float64)
    inverse = np.linalg.inv(forward[:, :3])
    return np.hstack([inverse, -inverse @ forward[:, 3:]]).astype(np.float32)


_TO_YUV: Final = _forward()
_TO_RGB: Final = _backward()


def to_planes(rgb: Picture) -> Planes:
    """Convert an sRGB picture to the planes an encoder takes.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (H, W, 3)
        H and W even.

    Returns
    -------
    Planes
        Y 16 to 235, U and V 16 to 240; each within half a level of the exact value.
    """
    height, width = rgb.shape[:2]
    if height % 2 or width % 2:
        raise ValueError(f"a 4:2:0 picture has even sides, not {width}x{height}")
    luma = cv2.transform(rgb, _TO_YUV[0:1])
    half = cv2.resize(rgb, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    chroma = cv2.transform(half, _TO_YUV[1:3])
    u, v = cv2.split(chroma)
    return Planes(*(cast("Bytes2D", plane) for plane in (luma, u, v)))


def to_rgb(planes: Planes) -> Picture:
    """Convert planes to an sRGB picture, uint8, shape (H, W, 3)."""
    size = (planes.width, planes.height)
    u = cv2.resize(planes.u, size, interpolation=cv2.INTER_LINEAR)
    v = cv2.resize(planes.v, size, interpolation=cv2.INTER_LINEAR)
    return cast("Picture", cv2.transform(cv2.merge((planes.y, u, v)), _TO_RGB))


def flatten(picture: NDArray[np.uint8], grey: int = MATTE_GREY) -> Picture:
    """Lay a picture with a matte, shape (H, W, 4), over grey; one without stays as it is."""
    if picture.shape[2] == 3:
        return picture
    alpha = picture[..., 3:4].astype(np.uint16)
    mixed = picture[..., :3].astype(np.uint16) * alpha + grey * (255 - alpha)
    return ((mixed + 127) // 255).astype(np.uint8)


def crop_box(
    size: tuple[int, int], target: tuple[int, int], focus: tuple[float, float] = (0.5, 0.5)
) -> tuple[int, int, int, int]:
    """Find the largest part of a picture that has the target's shape.

    Parameters
    ----------
    size, target
        (width, height) in pixels.
    focus
        What should come to the middle, as fractions of the picture.

    Returns
    -------
    tuple of int
        left, top, width, height, inside the picture.
    """
    width, height = size
    scale = min(width / target[0], height / target[1])
    box_width = min(width, max(1, round(target[0] * scale)))
    box_height = min(height, max(1, round(target[1] * scale)))
    left = round(focus[0] * width - box_width / 2)
    top = round(focus[1] * height - box_height / 2)
    left = min(max(left, 0), width - box_width)
    top = min(max(top, 0), height - box_height)
    return left, top, box_width, box_height


def cover_crop(
    rgb: Picture, width: int, height: int, focus: tuple[float, float] = (0.5, 0.5)
) -> Picture:
    """Scale and crop a picture so that it fills a frame exactly.

    Parameters
    ----------
    rgb : ndarray of uint8, shape (H, W, 3) or (H, W, 4)
    width, height
        The frame's size in pixels.
    focus
        What should come to the middle, as fractions of the picture.

    Returns
    -------
    ndarray of uint8, shape (height, width, 3) or (height, width, 4)
    """
    left, top, box_width, box_height = crop_box(
        (rgb.shape[1], rgb.shape[0]), (width, height), focus
    )
    part = rgb[top : top + box_height, left : left + box_width]
    return resize(part, width, height)


def resize(picture: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """Scale to an exact size: areas are averaged when it shrinks, cubic when it grows."""
    if picture.shape[1] == width and picture.shape[0] == height:
        return np.ascontiguousarray(picture)
    shrinks = picture.shape[1] >= width and picture.shape[0] >= height
    method = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return cast("NDArray[np.uint8]", cv2.resize(picture, (width, height), interpolation=method))


def view(frame: av.VideoFrame, *, writable: bool = False) -> Planes:
    """See a yuv420p frame's own memory as planes; nothing is copied.

    A decoded frame must stay read-only: the decoder predicts later frames from it.
    """
    if frame.format.name != "yuv420p":
        raise ValueError(f"the frame is {frame.format.name}, not yuv420p")
    parts = []
    for plane in frame.planes:
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        part = rows[: plane.height, : plane.width]
        part.flags.writeable = writable
        parts.append(part)
    return Planes(*parts)


def read_clip(path: Path) -> Iterator[Planes]:
    """Read a trusted clip frame by frame, in order, as read-only planes.

    For files that filmgate made itself: the proxies of `filmgate.media.decode`, and renders.
    """
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_type = "AUTO"
        for frame in container.decode(stream):
            plain = frame if frame.format.name == "yuv420p" else frame.reformat(format="yuv420p")
            yield view(plain)


def spread(count: int, frames: int) -> tuple[int, ...]:
    """Pick `count` frames evenly, the first and the last among them."""
    if count == 1 or frames == 1:
        return (0,) * count
    return tuple(round(step * (frames - 1) / (count - 1)) for step in range(count))


class Sheet:
    """A grid of small frames, collected while a clip goes by.

    Parameters
    ----------
    frames
        How many frames the clip has.
    columns, rows
        The grid, filled row by row from the first frame to the last.
    """

    def __init__(self, frames: int, columns: int = 4, rows: int = 3) -> None:
        self._columns, self._rows = columns, rows
        self._wanted = spread(columns * rows, frames)
        self._tiles: dict[int, Picture] = {}

    def take(self, index: int, planes: Planes) -> None:
        """Look at one frame, and keep it if it belongs on the sheet."""
        if index in self._wanted:
            self._tiles[index] = _thumbnail(planes, _TILE_SIDE)

    def save(self, target: Path) -> None:
        """Write the sheet; the suffix decides between JPEG and PNG."""
        tiles = [self._tiles[index] for index in self._wanted]
        height, width = tiles[0].shape[:2]
        step_x, step_y = width + _TILE_GAP, height + _TILE_GAP
        shape = (self._rows * step_y + _TILE_GAP, self._columns * step_x + _TILE_GAP, 3)
        sheet = np.full(shape, _SHEET_GREY, np.uint8)
        for place, tile in enumerate(tiles):
            top = _TILE_GAP + place // self._columns * step_y
            left = _TILE_GAP + place % self._columns * step_x
            sheet[top : top + height, left : left + width] = tile
        save_picture(sheet, target)


def contact_sheet(video: Path, target: Path, columns: int = 4, rows: int = 3) -> None:
    """Write a sheet of evenly spread frames of a trusted clip, as JPEG or PNG."""
    sheet = Sheet(frame_total(video), columns, rows)
    for index, planes in enumerate(read_clip(video)):
        sheet.take(index, planes)
    sheet.save(target)


def poster(video: Path, target: Path, at_s: float = 0.0) -> None:
    """Write one frame of a trusted clip as JPEG or PNG, its longest side at most 1280 pixels.

    `at_s` counts from the start; beyond the end it means the last frame.
    """
    last = frame_total(video) - 1
    wanted = min(max(0, round(at_s * FPS)), last)
    for index, planes in enumerate(read_clip(video)):
        if index == wanted:
            save_picture(_thumbnail(planes, _POSTER_SIDE), target)
            return
    raise ValueError(f"{video.name} has fewer frames than its header says")


def save_preview(planes: Planes, target: Path) -> None:
    """Write a frame as JPEG, its longest side at most 480 pixels."""
    save_picture(_thumbnail(planes, _PREVIEW_SIDE), target)


def frame_total(video: Path) -> int:
    """How many frames a trusted clip says it has."""
    with av.open(str(video)) as container:
        return container.streams.video[0].frames


def save_picture(rgb: Picture, target: Path) -> None:
    """Write a picture as JPEG (quality 88) or PNG (packed quickly), by the target's suffix."""
    from PIL import Image

    # each format ignores what belongs to the other
    Image.fromarray(rgb).save(target, quality=88, compress_level=3)


def _thumbnail(planes: Planes, side: int) -> Picture:
    """Scale down to this longest side, then convert: full-size colour is never made."""
    scale = min(1.0, side / max(planes.width, planes.height))
    width, height = (max(2, 2 * round(n * scale / 2)) for n in (planes.width, planes.height))
    halves = (width // 2, height // 2)
    u, v = (resize(plane, *halves) for plane in (planes.u, planes.v))
    return to_rgb(Planes(resize(planes.y, width, height), u, v))


def load_picture(path: Path | str) -> NDArray[np.uint8]:
    """Read a raster of `filmgate.media.decode`: uint8, shape (H, W, 3) or (H, W, 4)."""
    return cast("NDArray[np.uint8]", np.load(path, allow_pickle=False))
