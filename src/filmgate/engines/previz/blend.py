"""Mixing pictures: empty ones to draw into, cross-fades and mattes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from filmgate.media.frames import Planes

if TYPE_CHECKING:
    from filmgate.engines.previz.plate import Bytes2D


def blank(width: int, height: int) -> Planes:
    """Make planes of unspecified content."""
    half = (height // 2, width // 2)
    y = np.empty((height, width), np.uint8)
    return Planes(y, np.empty(half, np.uint8), np.empty(half, np.uint8))


def mix(target: Planes, other: Planes, share: float) -> None:
    """Blend a share (0 to 1) of another picture of the same size into `target`."""
    for mine, theirs in ((target.y, other.y), (target.u, other.u), (target.v, other.v)):
        cv2.addWeighted(theirs, share, mine, 1.0 - share, 0.0, dst=mine)


def blend(target: Bytes2D, other: Bytes2D, alpha: Bytes2D) -> None:
    """Mix `other` into `target` by `alpha` (255 is all of it), in place."""
    kept = cv2.multiply(target, cv2.bitwise_not(alpha), scale=1 / 255)
    cv2.add(kept, cv2.multiply(other, alpha, scale=1 / 255), dst=target)
