"""Draws the frames of one shot: plate through the camera, life, light, sprites, air."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import cv2
import numpy as np

from filmgate.core.order import FPS
from filmgate.engines.previz.air import lay
from filmgate.engines.previz.sprites import Cast
from filmgate.engines.previz.warp import Lens, Strips

if TYPE_CHECKING:
    from filmgate.engines.previz.air import Air
    from filmgate.engines.previz.camera import Pose, Track
    from filmgate.engines.previz.fx.light import Laid
    from filmgate.engines.previz.fx.look import Look
    from filmgate.engines.previz.life import Life
    from filmgate.engines.previz.plate import Bytes2D, Floats2D, Planes, Plate

#: masks that light depends on
_LIT_MASKS: Final = ("sky", "water", "glow")
#: motion blur shorter than this is not seen, in pixels
_LEAST_SMEAR: Final = 3
#: a sprite nearer than this covers what is outside a window
_BEHIND: Final = 0.1


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
        The camera.
    life
        What moves inside the plate.
    look
        The versions of the plate's planes that are shown.
    air
        What lies over it; if it rises, frame 0 is the picture itself.
    is_followed
        Whether the camera goes along with the subject, which then keeps its place in the frame.
    """

    def __init__(
        self,
        plate: Plate,
        track: Track,
        life: Life,
        look: Look,
        air: Air,
        *,
        is_followed: bool = False,
    ) -> None:
        self.plate, self.track, self.life = plate, track, life
        self.look, self.air = look, air
        self.lens = Lens(plate, air.width, air.height, track)
        self.strips = Strips(air.width, air.height)
        self.cast = None
        if plate.sprites:
            size = (air.width, air.height)
            self.cast = Cast(plate, track.room, *size, is_followed=is_followed)

    def draw(self, frame: int, target: Planes) -> None:
        """Fill a frame."""
        pose = self.track.at(frame)
        if frame == 0 and self.air.rises and pose.is_identity:
            target.assign(self.plate.planes)
            return
        time_s = frame / FPS
        x, y = self.lens.places(pose)
        x, y = self.life.move(self.lens, x, y, time_s)
        laid = self._light(frame, pose, x, y)
        maps, source = self.lens.maps(x, y), self.look.at(frame)
        if self.cast is not None:
            self.strips.remap(source, maps, target)
            self.cast.draw(target, pose, time_s * self.life.spec.speed)
            if laid is not None:
                lay(laid, target)
        elif laid is not None:
            self.strips.remap(source, maps, target, lambda rows: laid.luma(target, rows))
            laid.chroma(target)
        else:
            self.strips.remap(source, maps, target)
        self.air.draw(target, frame, self._window(frame, pose, x, y))
        smear(target, pose.smear)

    def _window(self, frame: int, pose: Pose, x: Floats2D, y: Floats2D) -> Floats2D | None:
        """Find where the frame shows the world outside a room; sprites stand before it."""
        mask = self.plate.masks.get("window")
        if mask is None or not self.air.outside:
            return None
        x, y = x[1:-1, 1:-1], y[1:-1, 1:-1]
        seen = self.lens.sample(mask, x, y)
        if self.cast is not None:
            near = np.zeros_like(seen)
            time_s = frame / FPS * self.life.spec.speed
            seen = np.where(self.cast.raise_near(near, pose, time_s) > _BEHIND, 0.0, seen)
        return np.asarray(seen, np.float32)

    def _light(self, frame: int, pose: Pose, x: Floats2D, y: Floats2D) -> Laid | None:
        if not self.air.effects:
            return None
        x, y = x[1:-1, 1:-1], y[1:-1, 1:-1]
        near = self.lens.sample(self.lens.nearness, x, y)
        before = None
        if self.cast is not None:
            plain = near
            near = self.cast.raise_near(near, pose, frame / FPS * self.life.spec.speed)
            before = near - plain
        masks = {
            name: self.lens.sample(mask, x, y)
            for name, mask in self.plate.masks.items()
            if name in _LIT_MASKS
        }
        return self.air.light(frame, near, masks, (x, y), before)


class UnderAir:
    """Any other drawer with light and weather over it."""

    def __init__(self, drawer: Drawer, air: Air) -> None:
        self.drawer, self.air = drawer, air

    def draw(self, frame: int, target: Planes) -> None:
        """Fill a frame."""
        self.drawer.draw(frame, target)
        self.air.light_flat(target, frame)


def smear(target: Planes, reach: float) -> None:
    """Blur sideways, as far as the camera moves while the shutter is open, in picture heights."""
    length = round(reach * target.height)
    if length < _LEAST_SMEAR:
        return
    for plane, wide in ((target.y, length | 1), (target.u, (length // 2) | 1)):
        _blur_across(plane, wide)
    _blur_across(target.v, (length // 2) | 1)


def _blur_across(plane: Bytes2D, wide: int) -> None:
    plane[:] = cv2.blur(plane, (wide, 1), borderType=cv2.BORDER_REPLICATE)
