"""Smooth random fields from a seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import cv2
import numpy as np

if TYPE_CHECKING:
    from filmgate.engines.previz.plate import Floats2D


def clouds(
    rng: np.random.Generator, width: int, height: int, cells: float = 4.0, octaves: int = 4
) -> Floats2D:
    """Sum octaves of random grids, each half as strong and twice as fine.

    The field repeats from its right edge to its left, so that it can scroll.

    Parameters
    ----------
    cells
        Lumps across the width in the coarsest octave.

    Returns
    -------
    ndarray of float32, shape (height, width)
        0 to 1, mean about 0.5.
    """
    total = np.zeros((height, width), np.float32)
    weight, weights = 1.0, 0.0
    for octave in range(octaves):
        columns = max(2, round(cells * 2**octave))
        rows = max(2, round(columns * height / width) + 1)
        grid = rng.random((rows, columns)).astype(np.float32)
        total += np.float32(weight) * _enlarged(grid, width, height)
        weights += weight
        weight *= 0.5
    return np.asarray(np.clip((total / weights - 0.22) / 0.56, 0.0, 1.0), np.float32)


def _enlarged(grid: Floats2D, width: int, height: int) -> Floats2D:
    """Enlarge a grid smoothly, joining its right edge to its left."""
    columns = grid.shape[1]
    padded = np.concatenate([grid[:, -2:], grid, grid[:, :2]], 1)
    step = width / columns
    x = np.arange(width, dtype=np.float32) / np.float32(step) + np.float32(2)
    y = np.linspace(0, grid.shape[0] - 1, height, dtype=np.float32)
    at_x, at_y = np.meshgrid(x, y)
    method, border = cv2.INTER_CUBIC, cv2.BORDER_REFLECT
    return cast("Floats2D", cv2.remap(padded, at_x, at_y, method, borderMode=border))


def scrolled(field: Floats2D, width: int, height: int, x: float, y: float = 0.0) -> Floats2D:
    """Cut a window of (width, height) out of a repeating field, at a fractional offset in cells."""
    full_height, full_width = field.shape
    at_x = (np.arange(width, dtype=np.float32) + np.float32(x % full_width)) % np.float32(
        full_width
    )
    at_y = (np.arange(height, dtype=np.float32) + np.float32(y % full_height)) % np.float32(
        full_height
    )
    grid_x, grid_y = np.meshgrid(at_x, at_y)
    method, border = cv2.INTER_LINEAR, cv2.BORDER_WRAP
    return cast("Floats2D", cv2.remap(field, grid_x, grid_y, method, borderMode=border))
