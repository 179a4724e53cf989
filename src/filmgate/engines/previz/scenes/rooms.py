"""The looks of rooms, and their light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmgate.engines.previz.scenes.noise import Floats
from filmgate.engines.previz.scenes.palette import colour

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.palette import Palette


@dataclass(frozen=True, slots=True)
class Room:
    """The look of a room."""

    wall: str
    wood: str
    brick: bool = False
    shelves: str = "jars"
    lamps: int = 2
    panes: tuple[int, int] = (4, 3)
    #: left, right, top, bottom of the window as fractions of the frame
    window: tuple[float, float, float, float] = (0.54, 0.93, 0.06, 0.60)


ROOMS = {
    "cafe": Room("6e5240", "7a5232", shelves="bottles", lamps=4, panes=(3, 2)),
    "studio": Room("b9a994", "8a6642", brick=True, lamps=2),
    "kitchen": Room("cfc4b0", "a07c52", shelves="jars", lamps=2, panes=(2, 2)),
    "library": Room("5a4434", "6a4428", shelves="books", lamps=3, panes=(3, 4)),
    "bedroom": Room("b4a6a0", "8a6a50", shelves="frames", lamps=1, panes=(2, 3)),
    "office": Room("8a929a", "6a625a", shelves="books", lamps=2, panes=(5, 1)),
    "": Room("a8947c", "80603e", shelves="frames", lamps=2, panes=(3, 3)),
}


def room_light(palette: Palette) -> tuple[Floats, float]:
    """Give the colour of the light in a room, and how dark the room is without the window."""
    if palette.is_night:
        return colour("ffbe78"), 0.52
    return palette.sun * 0.7 + palette.middle * 0.3, 0.62
