"""Reading a plate through a camera: coarse coordinate maps, and the tile-wise remap over them.

Maps hold plate coordinates for every eighth pixel of the frame and are enlarged tile by tile, so
that the enlarged part, the source rows and the target rows stay in the processor's cache together.
The coarse grid has one cell more on every side than the frame needs: enlarging then interpolates
everywhere and never repeats an edge, which would bend the outermost pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np

from filmgate.engines.previz.filters import grid_shape, limit_slope
from filmgate.engines.previz.plate import GRID

if TYPE_CHECKING:
    from collections.abc import Callable

    from filmgate.engines.previz.camera import Pose, Room, Track
    from filmgate.engines.previz.plate import Bytes2D, Floats2D, Planes, Plate

#: cells of margin around the frame's grid
_MARGIN = 1
#: largest change of the shift between neighbouring pixels: more would fold the picture
_STRETCH = 0.42
#: cells of one tile. Measured: two enlarged rows of this width and those they come from stay in
#: the first-level cache, and few cells are enlarged for two tiles
_TILE_ACROSS = 241
_TILE_DOWN = 34


@dataclass(frozen=True, slots=True)
class Maps:
    """Where each cell of the frame's grid reads the plate.

    Attributes
    ----------
    x, y : ndarray of float32, shape (rows + 2, columns + 2)
        Plate coordinates in luma pixels; (0, 0) is the centre of the first pixel.
    """

    x: Floats2D
    y: Floats2D


class Lens:
    """Turns camera poses into maps over one plate."""

    def __init__(self, plate: Plate, width: int, height: int, track: Track) -> None:
        self.width, self.height = width, height
        self.plate_width, self.plate_height = plate.planes.width, plate.planes.height
        self.room: Room = track.room
        self.pulls = track.pulls
        rows, columns = grid_shape(width, height)
        cells_x = np.arange(-_MARGIN, columns + _MARGIN, dtype=np.float32) * GRID + GRID / 2
        cells_y = np.arange(-_MARGIN, rows + _MARGIN, dtype=np.float32) * GRID + GRID / 2
        x, y = np.meshgrid((cells_x - width / 2) / height, (cells_y - height / 2) / height)
        self.x = x.astype(np.float32) - np.float32(track.room.centre[0])
        self.y = y.astype(np.float32) - np.float32(track.room.centre[1])
        slope = _STRETCH * GRID / (max(track.reach, 1e-3) * height)
        self.nearness = limit_slope(plate.nearness, slope)
        self.edge = _edge_nearness(self.nearness)

    def sample(self, values: Floats2D, x: Floats2D, y: Floats2D) -> Floats2D:
        """Read a map of the plate's grid at places given in picture heights from its middle."""
        scale = np.float32(self.height / GRID)
        at_x = x * scale + np.float32(self.plate_width / (2 * GRID) - 0.5)
        at_y = y * scale + np.float32(self.plate_height / (2 * GRID) - 0.5)
        method, border = cv2.INTER_LINEAR, cv2.BORDER_REPLICATE
        return cast("Floats2D", cv2.remap(values, at_x, at_y, method, borderMode=border))

    def places(self, pose: Pose) -> tuple[Floats2D, Floats2D]:
        """Find where each cell looks, in picture heights from the plate's middle."""
        x, y = self.x, self.y
        if pose.roll:
            cosine, sine = np.float32(math.cos(pose.roll)), np.float32(math.sin(pose.roll))
            x, y = cosine * x - sine * y, sine * x + cosine * y
        scale = np.float32(1.0 / pose.zoom)
        x, y = x * scale + np.float32(pose.px), y * scale + np.float32(pose.py)
        centre_x, centre_y = (np.float32(value) for value in self.room.centre)
        home_x, home_y = (np.float32(value) for value in self.room.home)
        centre_x, centre_y = centre_x + home_x, centre_y + home_y
        at_x, at_y = x + centre_x, y + centre_y
        if pose.tz or pose.tx or pose.ty:
            for _ in range(2):
                near = self.sample(self.nearness, at_x, at_y)
                depth = 1.0 - np.float32(pose.tz) * near
                at_x = x * depth + np.float32(pose.tx) * near + centre_x
                at_y = y * depth + np.float32(pose.ty) * near + centre_y
        return self._within(at_x, at_y, pose)

    def _within(self, x: Floats2D, y: Floats2D, pose: Pose) -> tuple[Floats2D, Floats2D]:
        """Compress what lies beyond the plate into its outer part, so that no edge shows."""
        if not self.pulls:
            return x, y
        widen = (1.0 + max(-pose.tz, 0.0) * self.edge) / pose.zoom
        room = self.room
        cosine, sine = math.cos(pose.roll), abs(math.sin(pose.roll))
        wide, high = room.half_width + abs(room.centre[0]), 0.5 + abs(room.centre[1])
        reach_x = (wide * cosine + high * sine) * widen - abs(room.centre[0])
        reach_y = (high * cosine + wide * sine) * widen - abs(room.centre[1])
        return (
            _compressed(x, reach_x + abs(pose.px) + abs(pose.tx) * self.edge, room.plate_x),
            _compressed(y, reach_y + abs(pose.py) + abs(pose.ty) * self.edge, room.plate_y),
        )

    def maps(self, x: Floats2D, y: Floats2D) -> Maps:
        """Turn places in picture heights into plate coordinates in pixels."""
        scale = np.float32(self.height)
        return Maps(
            x * scale + np.float32(self.plate_width / 2 - 0.5),
            y * scale + np.float32(self.plate_height / 2 - 0.5),
        )


def _edge_nearness(nearness: Floats2D) -> float:
    """The nearest value along the border of a map."""
    rim = (nearness[0], nearness[-1], nearness[:, 0], nearness[:, -1])
    return float(max(side.max() for side in rim))


def _compressed(values: Floats2D, reach: float, limit: float) -> Floats2D:
    """Bend values so that `reach` lands on `limit`; small ones stay, the slope falls smoothly."""
    excess = reach - limit
    if excess <= 0.0:
        return values
    start = max(0.3 * limit, reach - max(3.2 * excess, 0.75 * limit))
    bend = excess / (reach - start) ** 2
    beyond = np.maximum(np.abs(values) - np.float32(start), 0.0)
    return np.asarray(values - np.sign(values) * np.float32(bend) * beyond * beyond, np.float32)


class Strips:
    """Fills frames of one size from pictures, a band of tiles after the other.

    Its buffers are kept: fresh ones for every tile would be taken from and given back to the
    system each time, which costs a third of the whole work.
    """

    def __init__(self, width: int, height: int) -> None:
        rows, columns = grid_shape(width, height)
        #: intervals between the centres of cells, margin included
        self._across, self._down = columns + 1, rows + 1
        most = (_TILE_DOWN + 1) * (min(_TILE_ACROSS, self._across) + 1) * GRID * GRID
        self._buffers = (np.empty(most, np.float32), np.empty(most, np.float32))

    def remap(
        self,
        source: Planes,
        maps: Maps,
        target: Planes,
        after_strip: Callable[[slice], None] | None = None,
    ) -> None:
        """Fill a frame.

        Parameters
        ----------
        source
            The plate's planes.
        maps
            Its coordinates for the frame's grid.
        target
            The frame; every pixel is written.
        after_strip
            Called with the luma rows that were just written, while they are still in the cache.
        """
        half_maps = Maps(maps.x * 0.5 - 0.25, maps.y * 0.5 - 0.25)
        chroma = ((source.u, target.u), (source.v, target.v))
        for first in range(0, self._down, _TILE_DOWN):
            last = min(first + _TILE_DOWN, self._down)
            rows = self._band(maps, (first, last), GRID, ((source.y, target.y),))
            middle = (first + last) // 2
            for part in ((first, middle), (middle, last)):
                self._band(half_maps, part, GRID // 2, chroma)
            if after_strip is not None:
                after_strip(rows)

    def _band(
        self,
        maps: Maps,
        down: tuple[int, int],
        cell: int,
        planes: tuple[tuple[Bytes2D, Bytes2D], ...],
    ) -> slice:
        """Fill the rows between the centres of two rows of cells; `cell` is in plane pixels."""
        rows = slice(0, 0)
        for first in range(0, self._across, _TILE_ACROSS):
            across = (first, min(first + _TILE_ACROSS, self._across))
            x, y = self._enlarged(maps, down, across, cell)
            for source, target in planes:
                rows, inner_rows = _between(down, cell, target.shape[0])
                columns, inner_columns = _between(across, cell, target.shape[1])
                inner = (inner_rows, inner_columns)
                method, border = cv2.INTER_LINEAR, cv2.BORDER_REPLICATE
                part = target[rows, columns]
                if part.size:
                    cv2.remap(source, x[inner], y[inner], method, dst=part, borderMode=border)
        return rows

    def _enlarged(
        self, maps: Maps, down: tuple[int, int], across: tuple[int, int], cell: int
    ) -> tuple[Floats2D, Floats2D]:
        """Enlarge the cells of one tile of both maps into the buffers."""
        cells = (slice(down[0], down[1] + 1), slice(across[0], across[1] + 1))
        wide, high = (across[1] - across[0] + 1) * cell, (down[1] - down[0] + 1) * cell
        x, y = (buffer[: wide * high].reshape(high, wide) for buffer in self._buffers)
        cv2.resize(maps.x[cells], (wide, high), dst=x)
        cv2.resize(maps.y[cells], (wide, high), dst=y)
        return x, y


def _between(cells: tuple[int, int], cell: int, size: int) -> tuple[slice, slice]:
    """Find the pixels between the centres of two cells, in the plane and in an enlarged tile.

    Outside that an enlarged tile repeats its edge, so the next tile begins where this one ends.
    """
    zero = (cells[0] - _MARGIN) * cell + cell // 2
    first, last = max(zero, 0), min(zero + (cells[1] - cells[0]) * cell, size)
    offset = cell // 2 - zero
    last = max(first, last)
    return slice(first, last), slice(first + offset, last + offset)
