"""What stands before the camera in every stretch of a clip: scene, picture, footage or transition.

A storyboard says what the words ask for; a take says which input a stretch of frames is drawn
from. One shot becomes several takes where its text names references, each in its own frame.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from filmgate.core.order import FPS
from filmgate.engines.previz.framing import zoom_of
from filmgate.engines.previz.storyboard import Move, ReferenceUse, StoryShot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from filmgate.core.order import Media, Order
    from filmgate.engines.previz.storyboard import Storyboard

Loc = tuple[str | int, ...]

#: shortest take, in frames
SHORTEST: Final = FPS
#: shortest take that a shot is divided into where there is a choice
_COMFORTABLE: Final = FPS * 3 // 2
#: a reference named after this share of a shot lets its place be seen first
_LATE: Final = 0.5
#: how much tighter or wider a reframing must be than the one before
_DISTINCT: Final = 1.3
#: beyond this a reframing is only blur
_TIGHTEST: Final = 2.8


class Source(StrEnum):
    """What a take is drawn from."""

    SCENE = "scene"
    #: the start image, or a reframing of it
    START = "start"
    #: from the start image (or a reframing) to the end image
    MORPH = "morph"
    #: a reference or element picture, filling the frame
    PICTURE = "picture"
    #: a reference or element video
    FOOTAGE = "footage"


@dataclass(frozen=True, slots=True)
class Take:
    """A stretch of frames drawn from one source.

    Attributes
    ----------
    story : StoryShot
        What the words ask for, with the take's own frames and times.
    source : Source
    loc : tuple
        Place of the input it is drawn from; empty for painted scenes.
    shot : int
        Index of the storyboard's shot.
    zoom : float
        How much tighter than the whole picture; 1 shows all of it.
    turn : int
        Counts the reframings of a picture.
    is_beside : bool
        Whether a reframing looks beside the subject, because its size alone is no change.
    shows : tuple of ReferenceUse
        The references this take is for.
    """

    story: StoryShot
    source: Source
    loc: Loc = ()
    shot: int = 0
    zoom: float = 1.0
    turn: int = 0
    is_beside: bool = False
    shows: tuple[ReferenceUse, ...] = ()

    @property
    def start(self) -> int:
        """Index of its first frame in the clip."""
        return self.story.start

    @property
    def frames(self) -> int:
        """Its length."""
        return self.story.frames


def lay_out(order: Order, board: Storyboard) -> tuple[Take, ...]:
    """Divide a clip into takes; together they cover every frame once."""
    if order.start is not None and order.end is not None and not order.shots:
        return (Take(_merged(board), Source.MORPH, order.start.loc),)
    if order.start is not None:
        takes = tuple(_start_takes(order, board, order.start))
    elif order.references or order.reference_video or order.elements:
        takes = tuple(_reference_takes(order, board))
    else:
        takes = tuple(Take(shot, Source.SCENE, shot=n) for n, shot in enumerate(board.shots))
    if order.end is not None and order.start is not None:
        last = replace(takes[-1], source=Source.MORPH, loc=order.start.loc, shows=())
        takes = (*takes[:-1], last)
    return takes


def _merged(board: Storyboard) -> StoryShot:
    """Join all shots into one: two given frames are one continuous shot."""
    first, last = board.shots[0], board.shots[-1]
    sounds = tuple(dict.fromkeys(sound for shot in board.shots for sound in shot.sounds))
    text = " ".join(shot.text for shot in board.shots)
    return replace(first, frames=last.start + last.frames, text=text, sounds=sounds)


def _start_takes(order: Order, board: Storyboard, start: Media) -> Iterator[Take]:
    zoom = before = 1.0
    seen = 0
    for index, shot in enumerate(board.shots):
        uses = [use for use in shot.references if use.kind == "element" and _find(order, use)]
        if index > 0:
            seen += 1
            before, zoom = zoom, _next_zoom(zoom, zoom_of(shot.size), seen)
        beside = index > 0 and max(zoom / before, before / zoom) < _DISTINCT
        base = Take(shot, Source.START, start.loc, index, zoom, seen, beside)
        if not uses:
            yield base
            continue
        whole = index > 0 and (len(uses) == 1 and shot.frames < 2 * _COMFORTABLE)
        yield from _with_inserts(order, base, uses, keep_base=not whole)


def _next_zoom(previous: float, wanted: float, turn: int) -> float:
    """Choose how tight the next reframing is: as asked, but clearly unlike the one before."""
    tight, wide = max(wanted, previous * 1.45), min(wanted, previous / 1.45)
    if wanted / previous >= _DISTINCT or previous / wanted >= _DISTINCT:
        return wanted
    if wide >= 1.0:
        return wide
    return min(tight, _TIGHTEST) if turn % 2 else 1.0


def _reference_takes(order: Order, board: Storyboard) -> Iterator[Take]:
    """Give every reference its own take at the beat where it is named."""
    planned = _with_unnamed(order, board)
    for index, shot in enumerate(planned):
        uses = [use for use in shot.references if use.kind != "video" and _find(order, use)]
        video = order.reference_video
        if video is not None:
            base = Take(shot, Source.FOOTAGE, video.loc, index)
        else:
            base = Take(shot, Source.SCENE, (), index)
        if uses:
            # one view of the empty place is enough
            establishes = bool(shot.place) and (index == 0 or uses[0].at > _LATE)
            keep = video is not None or establishes
            yield from _with_inserts(order, base, uses, keep_base=keep)
        else:
            yield base


def _with_unnamed(order: Order, board: Storyboard) -> tuple[StoryShot, ...]:
    """Add references that the text does not name, evenly, where there is room."""
    named = {(use.kind, use.index) for shot in board.shots for use in shot.references}
    everything = [("image", n + 1) for n in range(len(order.references))]
    unnamed = [key for key in everything if key not in named]
    shots = list(board.shots)
    total = shots[-1].start + shots[-1].frames
    for place, (kind, index) in enumerate(unnamed):
        at = total * (place + 1) / (len(unnamed) + 1) if named else total * place / len(unnamed)
        number = max(n for n, shot in enumerate(shots) if shot.start <= at)
        shot = shots[number]
        use = ReferenceUse(kind, index, min((at - shot.start) / shot.frames, 0.95))
        uses = sorted((*shot.references, use), key=lambda item: item.at)
        shots[number] = replace(shot, references=tuple(uses))
    return tuple(shots)


def _find(order: Order, use: ReferenceUse) -> Media | None:
    """Look up the input that a mention means."""
    if use.kind == "image":
        pictures = order.references or tuple(
            picture for picture in (order.start, order.end) if picture is not None
        )
        return pictures[use.index - 1] if 0 < use.index <= len(pictures) else None
    if use.kind == "element" and 0 < use.index <= len(order.elements):
        element = order.elements[use.index - 1]
        return element.frontal or element.video
    return order.reference_video if use.kind == "video" else None


def _with_inserts(
    order: Order, base: Take, uses: Sequence[ReferenceUse], *, keep_base: bool
) -> Iterator[Take]:
    """Divide a shot between its own picture and the references that it names."""
    unique = list({(use.kind, use.index): use for use in reversed(uses)}.values())
    unique.sort(key=lambda use: use.at)
    room = base.frames // SHORTEST
    keeps = base.source is Source.START and base.shot == 0
    keep = keeps or (keep_base and base.frames // _COMFORTABLE > len(unique))
    unique = unique[: max(0, room - (1 if keep else 0))]
    if not unique:
        yield base
        return
    wanted = [round(use.at * base.frames) for use in unique]
    if keep:
        parts: list[ReferenceUse | None] = [None, *unique]
        wanted = [0, *(max(at, SHORTEST) for at in wanted)]
    else:
        parts = list(unique)
        wanted[0] = 0
    starts = _spread(wanted, base.frames)
    ends = [*starts[1:], base.frames]
    for number, (part, first, last) in enumerate(zip(parts, starts, ends, strict=True)):
        story = _stretch(base.story, first, last, is_first=number == 0)
        if part is None:
            yield replace(base, story=story)
        else:
            yield _insert(order, base, story, part)


def _insert(order: Order, base: Take, story: StoryShot, use: ReferenceUse) -> Take:
    media = _find(order, use)
    if media is None:
        return replace(base, story=story)
    source = Source.PICTURE if media.kind == "image" else Source.FOOTAGE
    return Take(story, source, media.loc, base.shot, shows=(use,))


def _spread(wanted: list[int], frames: int) -> list[int]:
    """Push starts apart until each stretch is long enough, keeping their order.

    Examples
    --------
    >>> _spread([0, 10, 12], 121)
    [0, 36, 72]
    """
    gap = min(_COMFORTABLE, frames // len(wanted))
    gap = max(SHORTEST, gap if frames // len(wanted) >= _COMFORTABLE else SHORTEST)
    starts = list(wanted)
    for number in range(1, len(starts)):
        starts[number] = max(starts[number], starts[number - 1] + gap)
    limit = frames
    for number in range(len(starts) - 1, 0, -1):
        limit -= gap
        starts[number] = min(starts[number], limit)
    return starts


def _stretch(shot: StoryShot, first: int, last: int, *, is_first: bool) -> StoryShot:
    """Cut a shot's frames out; its moves are placed anew in them."""
    moves = tuple(
        moved for move in shot.moves if (moved := _overlap(move, shot.frames, first, last))
    )
    return replace(
        shot,
        start=shot.start + first,
        frames=last - first,
        moves=moves or shot.moves[:1],
        transition=shot.transition if is_first else "cut",
    )


def _overlap(move: Move, frames: int, first: int, last: int) -> Move | None:
    """Move the times of a move into a stretch; None if it hardly happens there."""
    start = max((move.start * frames - first) / (last - first), 0.0)
    end = min((move.end * frames - first) / (last - first), 1.0)
    return replace(move, start=start, end=end) if end - start > 0.3 else None
