"""Depth of field: pictures in which only what lies near one depth is sharp."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import cv2
import numpy as np

from filmgate.engines.previz.filters import smoothstep
from filmgate.engines.previz.plate import GRID
from filmgate.media.frames import Planes

if TYPE_CHECKING:
    from filmgate.engines.previz.plate import Bytes2D, Floats2D


def focused(planes: Planes, nearness: Floats2D, depth: float, *, strength: float = 1.0) -> Planes:
    """Blur a picture by how far each place lies from the depth in focus.

    Parameters
    ----------
    planes
        The picture.
    nearness : ndarray of float32, shape (rows, columns)
        On the picture's grid.
    depth
        The nearness that stays sharp.
    strength
        Of the blur: 1 is a fast lens.
    """
    away = np.clip((np.abs(nearness - depth) - 0.10) / 0.45, 0.0, 1.0)
    radius = 0.0085 * planes.height * strength
    some, much = smoothstep(away * 2.2), smoothstep(away * 2.2 - 1.0)
    result = []
    for plane, cell in ((planes.y, GRID), (planes.u, GRID // 2), (planes.v, GRID // 2)):
        sigma = radius * cell / GRID
        soft = _softened(plane, 0.45 * sigma)
        softer = _softened(plane, 1.15 * sigma)
        mixed = _mixed(plane, soft, _mask(some, plane.shape, cell))
        result.append(_mixed(mixed, softer, _mask(much, plane.shape, cell)))
    return Planes(*result)


def _softened(plane: Bytes2D, sigma: float) -> Bytes2D:
    """Gaussian blur; wide ones at half size, where they look the same."""
    if sigma < 0.3:
        return plane
    if sigma < 3.0:
        return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma), np.uint8)
    high, wide = plane.shape
    small = cv2.resize(plane, (wide // 2, high // 2), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), sigma / 2)
    return np.asarray(cv2.resize(soft, (wide, high), interpolation=cv2.INTER_LINEAR), np.uint8)


def _mask(share: Floats2D, shape: tuple[int, ...], cell: int) -> Bytes2D:
    levels = np.clip(share * 255.0 + 0.5, 0, 255).astype(np.uint8)
    full = cv2.resize(levels, (levels.shape[1] * cell, levels.shape[0] * cell))
    return cast("Bytes2D", full[: shape[0], : shape[1]])


def _mixed(first: Bytes2D, second: Bytes2D, share: Bytes2D) -> Bytes2D:
    kept = cv2.multiply(first, cv2.bitwise_not(share), scale=1 / 255)
    return np.asarray(cv2.add(kept, cv2.multiply(second, share, scale=1 / 255)), np.uint8)
