"""A lens flare that belongs to a light in the picture and goes with it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from filmgate.engines.previz.plate import GRID

if TYPE_CHECKING:
    from filmgate.engines.previz.fx.light import Light, View
    from filmgate.engines.previz.plate import Floats2D, Plate

#: how warm the flare is, for each value of luma it adds
_WARM: Final = (-0.22, 0.14)
#: a light is at least so bright, and so much brighter than what is around it, in code values
_BRIGHT: Final = 188.0
_STANDS_OUT: Final = 26.0
#: size of a light and of its surroundings, as shares of the picture's height
_SIZE: Final = 0.012
_AROUND: Final = 0.10
#: how far outside the frame a light still reaches the lens, in picture heights
_REACH: Final = 0.12
#: a thing nearer than the plate by this much covers the light
_COVERS: Final = 0.1
#: ghosts: how far along the axis through the middle, radius, strength
_GHOSTS: Final = ((0.6, 0.05, 26.0), (1.25, 0.09, 20.0), (1.7, 0.035, 32.0))


def find_light(plate: Plate, frame_height: int) -> tuple[float, float] | None:
    """Find the brightest compact light of a plate: sun, moon, lamp.

    Returns
    -------
    tuple of float or None
        Its place from the plate's middle in picture heights of the frame; None if nothing bright
        stands out.
    """
    luma = plate.planes.y
    high, wide = luma.shape
    size = (max(2, wide // GRID), max(2, high // GRID))
    small = cv2.resize(luma, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    unit = frame_height / GRID
    light = cv2.GaussianBlur(small, (0, 0), max(0.6, _SIZE * unit))
    around = cv2.GaussianBlur(small, (0, 0), max(2.0, _AROUND * unit))
    contrast = np.asarray(light - around, np.float32)
    # lights hang in the upper part; a white thing on the ground is rarely one
    contrast *= np.linspace(1.0, 0.55, size[1], dtype=np.float32)[:, None]
    # what is near is lit more often than it shines
    contrast *= 1.0 - np.float32(0.9) * cv2.resize(plate.nearness, size)
    # a small light fills no cell, so its brightest pixels decide whether it shines
    peak = cv2.resize(cv2.dilate(luma, np.ones((GRID, GRID), np.uint8)), size)
    score = np.where(peak >= _BRIGHT, contrast, 0.0)
    row, column = np.unravel_index(int(score.argmax()), score.shape)
    if score[row, column] < _STANDS_OUT:
        return None
    x, y = _middle(cast("Floats2D", score), int(column), int(row))
    return (
        ((x + 0.5) / size[0] - 0.5) * wide / frame_height,
        ((y + 0.5) / size[1] - 0.5) * high / frame_height,
    )


def _middle(score: Floats2D, column: int, row: int) -> tuple[float, float]:
    """Centre of the bright patch around its brightest cell."""
    reach = 3
    left, top = max(0, column - reach), max(0, row - reach)
    part = np.maximum(score[top : row + reach + 1, left : column + reach + 1], 0.0)
    weight = part * (part > 0.5 * part.max())
    total = float(weight.sum())
    x = float((weight.sum(0) * np.arange(part.shape[1])).sum()) / total
    y = float((weight.sum(1) * np.arange(part.shape[0])).sum()) / total
    return left + x, top + y


class LensFlare:
    """The glow of a light, ghosts on the other side of the lens, a streak if it is anamorphic.

    Parameters
    ----------
    rows, columns
        Of the frame's grid.
    light : tuple of float, optional
        A light of the plate, as `find_light` tells it; the flare follows it through every move.
    place : tuple of float
        Where it stands without one, as fractions of the frame.
    """

    def __init__(
        self,
        rows: int,
        columns: int,
        place: tuple[float, float],
        *,
        is_anamorphic: bool,
        light: tuple[float, float] | None = None,
    ) -> None:
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        self.x, self.y = (x + 0.5) / rows, (y + 0.5) / rows
        self.wide = columns / rows
        #: thickness of the streak; on a coarse grid a thinner one would fall between two rows
        self.streak = max(0.008, 0.8 / rows)
        self.place, self.source, self.is_anamorphic = place, light, is_anamorphic

    def light(self, light: Light, view: View) -> None:
        """Add the flare, trembling a little."""
        x, y, strength = self.seen(view)
        if strength <= 0.01:
            return
        t = view.time_s
        pulse = 0.82 + 0.12 * math.sin(1.3 * t) + 0.06 * math.sin(3.7 * t)
        flare = self._flare(x, y) * np.float32(pulse * strength * view.rise)
        light.add(flare.astype(np.float32), *_WARM)

    def seen(self, view: View) -> tuple[float, float, float]:
        """Find where the light is in the frame, in picture heights from its corner, how strong."""
        if self.source is None or view.places is None:
            return self.place[0] * self.wide, self.place[1], 1.0
        found = _locate(view.places, self.source)
        if found is None:
            return 0.0, 0.0, 0.0
        column, row = found
        rows, columns = view.near.shape
        cell = (min(max(round(row), 0), rows - 1), min(max(round(column), 0), columns - 1))
        covered = view.before is not None and float(view.before[cell]) > _COVERS
        x, y = (column + 0.5) / rows, (row + 0.5) / rows
        outside = max(-x, x - self.wide, -y, y - 1.0, 0.0)
        strength = max(0.0, 1.0 - outside / _REACH) * (0.12 if covered else 1.0)
        return x, y, strength

    def _flare(self, x: float, y: float) -> Floats2D:
        away = np.hypot(self.x - x, self.y - y)
        total = 70.0 * np.exp(-away / 0.10) + 26.0 * np.exp(-away / 0.40)
        axis_x, axis_y = self.wide / 2 - x, 0.5 - y
        for reach, radius, strength in _GHOSTS:
            distance = np.hypot(self.x - x - axis_x * reach, self.y - y - axis_y * reach)
            total += strength * np.clip((radius - distance) / 0.015, 0.0, 1.0)
        if self.is_anamorphic:
            streak = np.exp(-np.abs(self.y - y) / self.streak) * np.exp(-np.abs(self.x - x) / 0.75)
            total += 64.0 * streak
        return np.asarray(total, np.float32)


def _locate(
    places: tuple[Floats2D, Floats2D], light: tuple[float, float]
) -> tuple[float, float] | None:
    """Find the cell of the frame (column, row, with fractions) that looks at a light."""
    x, y = places
    away = (x - light[0]) ** 2 + (y - light[1]) ** 2
    row, column = (int(v) for v in np.unravel_index(int(away.argmin()), away.shape))
    step = float(x[row, 1] - x[row, 0]) if x.shape[1] > 1 else 1.0
    r, c = min(row, x.shape[0] - 2), min(column, x.shape[1] - 2)
    slopes = np.array(
        [
            [x[r, c + 1] - x[r, c], x[r + 1, c] - x[r, c]],
            [y[r, c + 1] - y[r, c], y[r + 1, c] - y[r, c]],
        ],
        np.float64,
    )
    if abs(np.linalg.det(slopes)) < 1e-4 * step * step:
        return float(column), float(row)
    rest = np.array([light[0] - x[row, column], light[1] - y[row, column]])
    moved = np.linalg.solve(slopes, rest)
    most = x.shape[0]  # far outside the frame the map says nothing
    if np.abs(moved).max() > most:
        return None
    return float(column + moved[0]), float(row + moved[1])
