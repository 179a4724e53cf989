"""Places references where the prompt names them, and gives each its own shot where it needs one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from filmgate.core.order import FPS, Task
from filmgate.core.references import find_references
from filmgate.engines.previz.storyboard import ReferenceUse

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from filmgate.core.order import Order
    from filmgate.engines.previz.storyboard import StoryShot

_MIN_FRAMES: Final = FPS
#: a first reference named after this share of a text lets its place be seen before
_LATE: Final = 0.25


def place_references(
    shots: list[StoryShot], order: Order, cut_outs: Collection[int]
) -> list[StoryShot]:
    """Note the references of every shot; split off those that need their own shot."""
    noted = [replace(shot, references=_uses(shot, order)) for shot in shots]
    if order.task is not Task.REFERENCE_TO_VIDEO:
        return noted
    if order.references and not any(_images(shot) for shot in noted):
        noted[0] = replace(noted[0], references=(*_all_images(order), *noted[0].references))
    return [part for shot in noted for part in _split(shot, cut_outs, bool(order.shots))]


def _uses(shot: StoryShot, order: Order) -> tuple[ReferenceUse, ...]:
    """List the references a shot's text names and the order holds, each once."""
    limits = {
        "image": _image_count(order),
        "element": len(order.elements),
        "video": int(order.reference_video is not None),
    }
    length = max(len(shot.text), 1)
    uses: dict[tuple[str, int], ReferenceUse] = {}
    for found in find_references(shot.text):
        if 1 <= found.index <= limits[found.kind]:
            use = ReferenceUse(found.kind, found.index, round(found.start / length, 3))
            uses.setdefault((found.kind, found.index), use)
    return tuple(uses.values())


def _image_count(order: Order) -> int:
    """Count the pictures a text may name: references, or start and end image."""
    if order.task is Task.IMAGE_TO_VIDEO:
        return int(order.start is not None) + int(order.end is not None)
    return len(order.references)


def _all_images(order: Order) -> tuple[ReferenceUse, ...]:
    """Name every reference image in turn."""
    count = len(order.references)
    return tuple(
        ReferenceUse("image", index + 1, round(index / count, 3)) for index in range(count)
    )


def _images(shot: StoryShot) -> tuple[ReferenceUse, ...]:
    return tuple(use for use in shot.references if use.kind == "image")


def _split(shot: StoryShot, cut_outs: Collection[int], is_fixed: bool) -> list[StoryShot]:
    """Cut a shot so that references that cannot stand in a scene have shots of their own.

    Segments of an order keep their cuts; there, and where a second is not left for each, several
    references share a shot in turn.
    """
    apart = [use for use in _images(shot) if use.index not in cut_outs]
    together = tuple(use for use in shot.references if use not in apart)
    beats: list[tuple[ReferenceUse, ...]] = [(use,) for use in apart]
    if together:
        beats.insert(0, together)
    room = 1 if is_fixed else max(1, shot.frames // _MIN_FRAMES)
    if len(beats) < 2 or room < 2:
        return [shot]
    if len(beats) > room:
        spare = tuple(
            replace(use, at=round(index / len(beats[room - 1 :]), 3))
            for index, group in enumerate(beats[room - 1 :])
            for use in group
        )
        beats = [*beats[: room - 1], spare]
        edges = [round(index * shot.frames / len(beats)) for index in range(len(beats) + 1)]
    else:
        if beats[0][0].at >= _LATE and shot.place and room > len(beats):
            beats.insert(0, ())
        edges = _edges(beats, shot.frames)
    return [
        replace(
            shot,
            start=shot.start + low,
            frames=high - low,
            references=tuple(replace(use, at=0.0) for use in group) if len(group) == 1 else group,
            transition=shot.transition if low == 0 else "cut",
            sounds=shot.sounds,
            dialogue=shot.dialogue if low == 0 else (),
            lines=shot.lines if low == 0 else (),
        )
        for group, low, high in zip(beats, edges, edges[1:], strict=False)
    ]


def _edges(beats: Sequence[tuple[ReferenceUse, ...]], frames: int) -> list[int]:
    """Begin each part where its reference is named, with a second at least for every part.

    Examples
    --------
    >>> _edges([(), (ReferenceUse("image", 2, 0.4),), (ReferenceUse("image", 1, 0.7),)], 120)
    [0, 48, 84, 120]
    """
    edges = [0]
    for index, group in enumerate(beats[1:], 1):
        latest = frames - (len(beats) - index) * _MIN_FRAMES
        wanted = round(group[0].at * frames)
        edges.append(min(max(wanted, edges[-1] + _MIN_FRAMES), latest))
    return [*edges, frames]
