"""Paints a shot: chooses the family of its place, paints it, puts in people, frames it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from filmgate.engines.previz.figures_props import MAKERS
from filmgate.engines.previz.scenes.cast import paint_cast
from filmgate.engines.previz.scenes.cast_things import NATURE, STILL
from filmgate.engines.previz.scenes.city import paint_skyline
from filmgate.engines.previz.scenes.forest import paint_forest
from filmgate.engines.previz.scenes.grounding import CLOSE
from filmgate.engines.previz.scenes.heaven import paint_clouds, paint_space
from filmgate.engines.previz.scenes.highland import paint_desert, paint_mountains
from filmgate.engines.previz.scenes.interior import paint_interior
from filmgate.engines.previz.scenes.lakes import paint_lake
from filmgate.engines.previz.scenes.land import paint_hills, paint_plains
from filmgate.engines.previz.scenes.palette import palette_of
from filmgate.engines.previz.scenes.stage import Stage, finish, set_stage
from filmgate.engines.previz.scenes.street import paint_street
from filmgate.engines.previz.scenes.village import paint_village
from filmgate.engines.previz.scenes.water import paint_beach, paint_sea

if TYPE_CHECKING:
    from filmgate.engines.previz.plate import Plate
    from filmgate.engines.previz.storyboard import StoryShot

FAMILIES: Final[dict[str, Callable[[Stage], None]]] = {
    "hills": paint_hills,
    "vineyard": paint_hills,
    "mountains": paint_mountains,
    "plains": paint_plains,
    "desert": paint_desert,
    "forest": paint_forest,
    "sea": paint_sea,
    "beach": paint_beach,
    "lake": paint_lake,
    "skyline": paint_skyline,
    "street": paint_street,
    "village": paint_village,
    "interior": paint_interior,
    "space": paint_space,
    "sky": paint_clouds,
}

#: where a subject is at home, when the text does not say
_HOMES: Final = {
    "car": "street",
    "motorcycle": "street",
    "cyclist": "street",
    "boat": "sea",
    "whale": "sea",
    "plane": "sky",
    "balloon": "hills",
    "spaceship": "space",
    "camel": "desert",
    "rider": "plains",
    "horse": "plains",
    "train": "plains",
    "hands": "interior",
}


def paint(shot: StoryShot, width: int, height: int, seed: int) -> Plate:
    """Paint the plate of a shot.

    Parameters
    ----------
    shot : StoryShot
        Its place, light, season, weather, details and subjects are drawn.
    width, height : int
        Of the frame, in pixels; the plate is 1.22 and 1.14 times as large.
    seed : int
        Equal seeds paint equal plates.
    """
    return finish(painted(shot, width, height, seed), width, height)


def painted(shot: StoryShot, width: int, height: int, seed: int) -> Stage:
    """Paint a shot on its canvas, before it is enlarged."""
    if not shot.place:
        shot = replace(shot, place=_home(shot))
    stage = set_stage(shot, palette_of(shot), width, height, seed)
    FAMILIES.get(shot.place, paint_hills)(stage)
    paint_cast(stage)
    return stage


def _home(shot: StoryShot) -> str:
    """Choose a place for a shot that names none, by what is in it."""
    for subject in shot.subjects:
        if subject.kind in _HOMES:
            return _HOMES[subject.kind]
    things = any(subject.kind in MAKERS or subject.kind in STILL for subject in shot.subjects)
    unknown = not shot.subjects and not NATURE.search(shot.text)
    return "interior" if (things or unknown) and shot.size in CLOSE else ""
