"""Small image filters on single-channel float maps: box means, guided filter, ranges, grids."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from filmgate.engines.previz.plate import GRID, Floats2D


def normalised(values: Floats2D, low: float = 2.0, high: float = 98.0) -> Floats2D:
    """Map the percentiles `low` and `high` to 0 and 1 and clip what lies beyond."""
    floor, ceiling = np.percentile(values, [low, high])
    spread = np.clip((values - floor) / (ceiling - floor + 1e-6), 0.0, 1.0)
    return np.asarray(spread, np.float32)


def blurred(values: Floats2D, sigma: float) -> Floats2D:
    """Gaussian blur; `sigma` in cells of the map."""
    return cast("Floats2D", cv2.GaussianBlur(values, (0, 0), sigma))


def guided(guide: Floats2D, values: Floats2D, radius: int, eps: float) -> Floats2D:
    """Smooth a map so that its edges follow those of a guide picture.

    Parameters
    ----------
    guide, values : ndarray of float32, shape (H, W)
        The guide runs 0 to 1.
    radius
        Half side of the window, in pixels.
    eps
        Variance of the guide below which it counts as flat.

    References
    ----------
    .. [1] He, K., Sun, J., Tang, X. (2010). Guided image filtering. ECCV, equations 5, 6 and 8.
    """
    size = (2 * radius + 1, 2 * radius + 1)

    def mean(field: NDArray[np.floating]) -> Floats2D:
        return cast("Floats2D", cv2.boxFilter(field, -1, size, borderType=cv2.BORDER_REFLECT))

    mean_guide, mean_values = mean(guide), mean(values)
    covariance = mean(guide * values) - mean_guide * mean_values
    variance = mean(guide * guide) - mean_guide * mean_guide
    slope = covariance / (variance + eps)
    offset = mean_values - slope * mean_guide
    return np.asarray(mean(slope) * guide + mean(offset), np.float32)


def guided_by_colour(
    lab: NDArray[np.float32], values: Floats2D, radius: int, eps: float
) -> Floats2D:
    """Mean of three guided filters, one for each Lab channel.

    Parameters
    ----------
    lab : ndarray of float32, shape (H, W, 3)
        8-bit Lab stored as floats, 0 to 255.
    eps
        For lightness; the colour channels, which span less, get a sixteenth.
    """
    total = np.zeros_like(values)
    for channel, strength in ((0, eps), (1, eps / 16), (2, eps / 16)):
        guide = np.ascontiguousarray(lab[..., channel]) / 255.0
        total += guided(guide, values, radius, strength)
    return total / 3.0


def grid_shape(width: int, height: int) -> tuple[int, int]:
    """Rows and columns of the coarse grid that covers a picture of this size in pixels."""
    return -(-height // GRID), -(-width // GRID)


def to_grid(values: Floats2D, width: int, height: int) -> Floats2D:
    """Resample a map that covers a whole picture onto the cells of its coarse grid.

    The last cells may reach beyond the picture; there the map's edge goes on.
    """
    rows, columns = grid_shape(width, height)
    high, wide = values.shape
    smooth = values
    shrink = wide / columns
    if shrink > 1.5:
        smooth = blurred(values, 0.35 * shrink)
    x = (np.arange(columns, dtype=np.float32) + 0.5) * (GRID * wide / width) - 0.5
    y = (np.arange(rows, dtype=np.float32) + 0.5) * (GRID * high / height) - 0.5
    grid_x, grid_y = np.meshgrid(x, y)
    method, border = cv2.INTER_LINEAR, cv2.BORDER_REPLICATE
    return cast("Floats2D", cv2.remap(smooth, grid_x, grid_y, method, borderMode=border))


def smoothstep(x: NDArray[np.float32] | float) -> NDArray[np.float32]:
    """Rise from 0 to 1 with level ends: ``3 x² - 2 x³`` of `x` clipped to [0, 1]."""
    clipped = np.clip(np.asarray(x, np.float32), 0.0, 1.0)
    return np.asarray(clipped * clipped * (3.0 - 2.0 * clipped), np.float32)


def limit_slope(nearness: Floats2D, slope: float) -> Floats2D:
    """Raise a nearness map around its peaks until no step between cells exceeds `slope`.

    Near values stay, the far surroundings are lifted: what is near keeps its shape, and the
    background next to it stretches instead of tearing.

    Parameters
    ----------
    nearness : ndarray of float32, shape (rows, columns)
    slope
        Largest difference between neighbouring cells.
    """
    rows, columns = nearness.shape
    factor = max(1, round(max(rows, columns) / 260))
    if factor > 1:
        small = cv2.dilate(nearness, np.ones((factor, factor), np.uint8))
        size = (-(-columns // factor), -(-rows // factor))
        coarse = cast("Floats2D", cv2.resize(small, size, interpolation=cv2.INTER_AREA))
        wide = _raise(coarse, slope * factor)
        lifted = cv2.resize(wide, (columns, rows), interpolation=cv2.INTER_LINEAR)
        return blurred(np.maximum(nearness, cast("Floats2D", lifted)), 1.2 * factor)
    return blurred(_raise(nearness, slope), 1.2)


def _raise(nearness: Floats2D, slope: float) -> Floats2D:
    result = nearness
    for radius in (1, 2, 4, 8, 16, 32):
        if slope * radius >= 1.0:
            break
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
        grown = cast("Floats2D", cv2.dilate(result, disc))
        result = np.maximum(result, grown - np.float32(slope * radius))
    return result
