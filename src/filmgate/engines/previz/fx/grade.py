"""Colour grades: how words for a look change the planes of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from filmgate.media.frames import Planes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmgate.engines.previz.plate import Bytes2D


@dataclass(frozen=True, slots=True)
class Grade:
    """One look, as changes of limited-range code values.

    Attributes
    ----------
    light : float
        Multiplies luma above black.
    contrast : float
        0 none; positive bends luma into an S, negative flattens it.
    black : float
        Raises the darkest values.
    colour : float
        Multiplies chroma.
    shadows, highlights : tuple of float
        Added to U and V of dark and bright places.
    """

    light: float = 1.0
    contrast: float = 0.0
    black: float = 0.0
    colour: float = 1.0
    shadows: tuple[float, float] = (0.0, 0.0)
    highlights: tuple[float, float] = (0.0, 0.0)


GRADES: Final = {
    "warm": Grade(colour=1.06, shadows=(-5, 3), highlights=(-9, 6)),
    "cold": Grade(colour=0.95, shadows=(8, -5), highlights=(5, -4)),
    "teal": Grade(contrast=0.15, colour=1.10, shadows=(14, -14), highlights=(-13, 11)),
    "mono": Grade(contrast=0.22, colour=0.0),
    "sepia": Grade(colour=0.0, black=4, shadows=(-9, 6), highlights=(-15, 8)),
    "film": Grade(contrast=0.10, black=5, colour=0.92, shadows=(2, -3), highlights=(-5, 3)),
    "faded": Grade(contrast=-0.15, black=14, colour=0.72),
    "vivid": Grade(contrast=0.12, colour=1.28),
    "contrast": Grade(contrast=0.38, colour=1.02),
    "soft": Grade(light=1.04, contrast=-0.16, colour=0.96),
    "dark": Grade(light=0.76, contrast=0.12, colour=0.92, shadows=(2, -1)),
    "bleach": Grade(contrast=0.42, colour=0.45),
    "green": Grade(colour=0.8, shadows=(-7, -11), highlights=(-5, -8)),
    "magenta": Grade(colour=1.1, shadows=(14, 6), highlights=(5, 11)),
}


def regraded(planes: Planes, names: Sequence[str]) -> Planes:
    """Colour a picture by the names of one or more looks; unknown names change nothing."""
    looks = [GRADES[name] for name in names if name in GRADES]
    if not looks:
        return planes
    y, u, v = planes.y, planes.u, planes.v
    for look in looks:
        size = (u.shape[1], u.shape[0])
        half = np.asarray(cv2.resize(y, size, interpolation=cv2.INTER_AREA), np.uint8)
        u = _chroma(u, half, look, 0)
        v = _chroma(v, half, look, 1)
        y = np.asarray(cv2.LUT(y, _luma_table(look)), np.uint8)
    return Planes(y, u, v)


def _luma_table(look: Grade) -> Bytes2D:
    x = np.clip((np.arange(256) - 16) / 219.0, 0.0, 1.0)
    bent = x * x * (3.0 - 2.0 * x)
    x = x + look.contrast * (bent - x)
    x = np.clip(x * look.light, 0.0, 1.0)
    out = 16 + look.black + x * (219.0 - look.black)
    return np.clip(out + 0.5, 16, 235).astype(np.uint8)


def _chroma(plane: Bytes2D, luma: Bytes2D, look: Grade, which: int) -> Bytes2D:
    """Scale chroma about grey and shift it by what the luma of the place calls for."""
    scaled = (np.arange(256) - 128) * look.colour + 128
    table = np.clip(scaled + 0.5, 16, 240).astype(np.uint8)
    result = np.asarray(cv2.LUT(plane, table), np.uint8)
    dark, bright = look.shadows[which], look.highlights[which]
    if not dark and not bright:
        return result
    light = np.clip((np.arange(256) - 16) / 219.0, 0.0, 1.0)
    # black and white themselves stay neutral
    body = np.clip(light * 6.0, 0, 1) * np.clip((1 - light) * 6.0, 0, 1)
    shift = (dark * (1 - light) + bright * light) * (0.35 + 0.65 * body)
    for sign, step in ((1.0, cv2.add), (-1.0, cv2.subtract)):
        amount = np.clip(shift * sign + 0.5, 0, 255).astype(np.uint8)
        if amount.any():
            result = np.asarray(step(result, cv2.LUT(luma, amount)), np.uint8)
    return result
