"""Noise for painting: octaves of random grids, in one and two dimensions, and read at points."""

from __future__ import annotations

from typing import Any, TypeAlias, cast

import cv2
import numpy as np
from numpy.typing import NDArray

#: float32 as a rule; sums with plain numbers may widen it for a moment
Floats: TypeAlias = NDArray[np.floating[Any]]
Random: TypeAlias = np.random.Generator


def fbm(
    height: int,
    width: int,
    random: Random,
    base: float = 3.0,
    octaves: int = 6,
    stretch: float = 1.0,
    keep: float = 0.5,
) -> Floats:
    """Paint soft noise.

    Parameters
    ----------
    height, width : int
        In pixels.
    base : float
        Cells of the coarsest octave across the width.
    stretch : float
        How many times wider than tall its shapes are.
    keep : float
        How strong each finer octave is against the one before.

    Returns
    -------
    ndarray of float32, shape (height, width)
        Mean about 0.5, mostly within 0.2 to 0.8.
    """
    total = np.zeros((height, width), np.float32)
    strength, sum_of = 1.0, 0.0
    for octave in range(octaves):
        across = max(2, round(base * 2**octave))
        down = max(2, round(across * height / width * stretch))
        if across > width / 2 and octave:
            break
        grid = random.random((down + 3, across + 3), dtype=np.float32)
        size = (int(width * (across + 3) / across) + 2, int(height * (down + 3) / down) + 2)
        total += strength * cv2.resize(grid, size, interpolation=cv2.INTER_CUBIC)[:height, :width]
        sum_of += strength
        strength *= keep
    return total / np.float32(sum_of)


def tile(
    random: Random, size: int = 512, base: int = 4, octaves: int = 6, keep: float = 0.5
) -> Floats:
    """Paint a square of noise that repeats without a seam, normalised to mean 0 and deviation 1."""
    total = np.zeros((size, size), np.float32)
    strength = 1.0
    for octave in range(octaves):
        cells = base * 2**octave
        if cells > size // 2:
            break
        grid = random.random((cells, cells), dtype=np.float32)
        grid = np.pad(grid, 4, mode="wrap")
        step = size / cells
        axis = (np.arange(size, dtype=np.float32) + 0.5) / np.float32(step) + 3.5
        maps = np.meshgrid(axis, axis)
        total += strength * cv2.remap(grid, maps[0], maps[1], cv2.INTER_CUBIC)
        strength *= keep
    return cast("Floats", (total - total.mean()) / (total.std() + 1e-6))


def relief(random: Random, base: int = 3, octaves: int = 3, keep: float = 0.42) -> Floats:
    """Paint a repeating square of heights, smooth enough that slopes read from it have no steps.

    It is drawn small and enlarged, since `cv2.remap` places its samples on 1/32 of a pixel.
    """
    small = np.pad(tile(random, 128, base, octaves, keep), 8, mode="wrap")
    large = cv2.resize(
        small, (small.shape[1] * 8, small.shape[0] * 8), interpolation=cv2.INTER_CUBIC
    )
    return cast("Floats", large[64:-64, 64:-64])


def at(texture: Floats, x: Floats, y: Floats, scale: float) -> Floats:
    """Read a repeating texture at world coordinates; one repeat is `scale` long."""
    size = texture.shape[0]
    factor = np.float32(size / scale)
    map_x = np.mod(x * factor, size).astype(np.float32, copy=False)
    map_y = np.mod(y * factor, size).astype(np.float32, copy=False)
    return cast(
        "Floats",
        cv2.remap(texture, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP),
    )


def ridge(
    width: int, random: Random, base: float = 3.0, octaves: int = 8, keep: float = 0.5
) -> Floats:
    """Paint a line of noise, shape (width,), from 0 to 1."""
    line = fbm(8, width, random, base, octaves, 0.01, keep)[4]
    low, high = float(line.min()), float(line.max())
    return cast("Floats", (line - low) / (high - low + 1e-6))


def smooth(value: Floats | float, low: Floats | float, high: Floats | float) -> Floats:
    """Step softly from 0 at `low` to 1 at `high`."""
    t = np.clip((np.asarray(value, np.float32) - low) / (high - low), 0.0, 1.0)
    return cast("Floats", t * t * (3.0 - 2.0 * t))


def mix(first: Floats, second: Floats, amount: Floats | np.floating[Any] | float) -> Floats:
    """Blend two colours or pictures; an amount of shape (H, W) applies to every channel."""
    share = np.asarray(amount, np.float32)
    if share.ndim == 2:
        share = share[..., None]
    return first + (second - first) * share


def resized(
    picture: Floats, size: tuple[int, int], interpolation: int = cv2.INTER_LINEAR
) -> Floats:
    """Resize to (width, height)."""
    return cast("Floats", cv2.resize(picture, size, interpolation=interpolation))


def blur(picture: Floats, sigma: float) -> Floats:
    """Blur softly; large blurs work on a smaller copy."""
    if sigma < 0.3:
        return picture
    factor = 1
    while sigma / factor > 6.0 and min(picture.shape[:2]) // (factor * 2) >= 8:
        factor *= 2
    if factor == 1:
        return cast("Floats", cv2.GaussianBlur(picture, (0, 0), sigma))
    height, width = picture.shape[:2]
    small = cv2.resize(
        picture, (max(2, width // factor), max(2, height // factor)), interpolation=cv2.INTER_AREA
    )
    small = cv2.GaussianBlur(small, (0, 0), sigma / factor)
    return cast("Floats", cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))
