"""Draws the frames of one shot: plate through the camera, life, light, sprites, air."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from filmgate.core.order import FPS
from filmgate.engines.previz.warp import Lens, remap

if TYPE_CHECKING:
    from filmgate.engines.previz.camera import Track
    from filmgate.engines.previz.life import Life
    from filmgate.engines.previz.plate import Planes, Plate


class Drawer(Protocol):
    """Draws the frames of one take."""

    def draw(self, frame: int, target: Planes) -> None:
        """Fill a frame; `frame` counts from the take's first. Every pixel is written."""


class PlateShot:
    """A shot drawn from one plate.

    Parameters
    ----------
    plate
        The picture.
    track
        The camera; its room says whether frame 0 must be the picture itself.
    life
        What moves inside the plate.
    width, height
        Of the frame, in pixels.
    """

    def __init__(self, plate: Plate, track: Track, life: Life, width: int, height: int) -> None:
        self.plate, self.track, self.life = plate, track, life
        self.lens = Lens(plate, width, height, track)

    def draw(self, frame: int, target: Planes) -> None:
        """Fill a frame."""
        pose = self.track.at(frame)
        if frame == 0 and self.track.room.is_exact and pose.is_identity:
            target.assign(self.plate.planes)
            return
        x, y = self.lens.places(pose)
        x, y = self.life.move(self.lens, x, y, frame / FPS)
        remap(self.plate.planes, self.lens.maps(x, y), target)
