"""A plate: the one picture a shot is drawn from, with its nearness map, masks and sprites."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from filmgate.media.frames import Planes

__all__ = ["GRID", "Bytes2D", "Floats2D", "Planes", "Plate", "Sprite"]

Bytes2D: TypeAlias = NDArray[np.uint8]
Floats2D: TypeAlias = NDArray[np.float32]

#: size of one cell of the coarse grid, in plate pixels
GRID = 8


@dataclass(frozen=True, slots=True)
class Sprite:
    """A cut-out that moves in front of the plate at one nearness.

    Attributes
    ----------
    planes : Planes
        Cropped to its box; even sides.
    alpha : ndarray of uint8, shape (h, w)
        Its matte.
    x, y : int
        Where its box stands in the plate, in plate pixels; even.
    nearness : float
        0 far to 1 near.
    motion : str
        "" rigid, "ground" (the shadow of something that moves), "sway" (sheared about its foot),
        "drift" (slow sideways flight), "bob" (boats)
        or "gait" (steps: bobbing and slow travel).
    travel : tuple of float
        Own motion across the frame, in picture heights per second, (x, y).
    """

    planes: Planes
    alpha: Bytes2D
    x: int
    y: int
    nearness: float
    motion: str = ""
    travel: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Plate:
    """What the renderer needs of one shot.

    Attributes
    ----------
    planes : Planes
        The picture, at output scale; sides even. Photo plates have the output's size exactly, so
        that the first frame is the identity; painted plates carry overscan around the frame.
    nearness : ndarray of float32, shape (ceil(H / 8), ceil(W / 8))
        0 far to 1 near, one value for each grid cell.
    masks : dict of str to ndarray of float32
        0 to 1 on the same grid: "sky", "water", "vegetation", "smoke", "glow" (lamps, fire).
    subject : tuple of float
        Centre x, centre y and half height of what matters, as fractions of the frame.
    horizon : float
        Its height as a fraction of the frame, from the top.
    sprites : tuple of Sprite
        From far to near.
    home : tuple of float
        Where the middle of the frame stands before any move, from the plate's middle, in picture
        heights of the frame.
    """

    planes: Planes
    nearness: Floats2D
    masks: dict[str, Floats2D] = field(default_factory=dict)
    subject: tuple[float, float, float] = (0.5, 0.5, 0.25)
    horizon: float = 0.56
    sprites: tuple[Sprite, ...] = ()
    home: tuple[float, float] = (0.0, 0.0)
