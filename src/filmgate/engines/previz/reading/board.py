"""Reads an order into its storyboard: cuts the text into shots and reads each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from filmgate.core.size import shot_frames
from filmgate.engines.previz.reading.camera import (
    read_angle,
    read_lens,
    read_moves,
    read_size,
)
from filmgate.engines.previz.reading.cast import has_pronoun, read_subjects
from filmgate.engines.previz.reading.cuts import Section, cut_script, timed
from filmgate.engines.previz.reading.cutting import cut_by_itself
from filmgate.engines.previz.reading.guidance import drifted, without_negatives
from filmgate.engines.previz.reading.match import text_of, unique
from filmgate.engines.previz.reading.named import place_references
from filmgate.engines.previz.reading.passages import Passages, take_apart
from filmgate.engines.previz.reading.report import report
from filmgate.engines.previz.reading.sounds import (
    muted,
    read_sounds,
    silenced,
    sounds_of_picture,
)
from filmgate.engines.previz.reading.speaking import spoken
from filmgate.engines.previz.reading.tables import FADE_OUT
from filmgate.engines.previz.reading.words_cast import PEOPLE
from filmgate.engines.previz.reading.world import World, read_world
from filmgate.engines.previz.storyboard import (
    Angle,
    Move,
    MoveKind,
    ShotSize,
    Storyboard,
    StoryShot,
    Subject,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from filmgate.core.order import Order
    from filmgate.engines.previz.reading.match import Text
    from filmgate.engines.previz.storyboard import SoundWish, SpokenLine

_CAPTION_LENGTH: Final = 64
#: people as a whole, not their hands or faces
_WHOLE: Final = PEOPLE - {"hands", "face"}
_CLOSE: Final = (ShotSize.CLOSE, ShotSize.EXTREME_CLOSE, ShotSize.MEDIUM_CLOSE)


@dataclass(frozen=True, slots=True)
class _Part:
    """The words of one shot, taken apart."""

    section: Section
    picture: str
    sounds: tuple[str, ...] = ()
    lines: tuple[SpokenLine, ...] = ()


@dataclass(frozen=True, slots=True)
class _Script:
    """All parts, and the words about the whole clip."""

    parts: tuple[_Part, ...]
    common: str = ""
    common_sounds: tuple[str, ...] = ()


def read_order(order: Order, *, cut_outs: Collection[int] = ()) -> Storyboard:
    """Read what an order's words ask for.

    Parameters
    ----------
    order : Order
        Its prompt, shots, negative prompt, guidance, duration and references are read.
    cut_outs : collection of int
        Reference images, counted from 1, that can stand in a painted scene; every other one that
        the prompt names gets a shot of its own where it is named.

    Returns
    -------
    Storyboard
        Shots that follow each other without a gap and hold 24 frames for every second and one
        more at the end; each at least a second long.
    """
    script = _parts_of_segments(order) if order.shots else _parts_of_prompt(order)
    shots = _read_parts(script)
    shots = place_references(shots, order, cut_outs)
    shots = [without_negatives(shot, order.negative_prompt) for shot in shots]
    shots = [drifted(shot, order, index) for index, shot in enumerate(shots)]
    understood, not_understood = report(order)
    return Storyboard(tuple(shots), understood, not_understood)


def _parts_of_segments(order: Order) -> _Script:
    """Take the segments of an order as its shots; its prompt speaks about all of them."""
    counts = shot_frames([shot.duration_s for shot in order.shots])
    parts = []
    for shot, frames in zip(order.shots, counts, strict=True):
        taken = take_apart(shot.prompt)
        section = Section(0, len(shot.prompt), frames=frames)
        sounds = tuple(shot.prompt[slice(*span)] for span in taken.sounds)
        said = tuple(
            spoken(shot.prompt, at, words, at / len(shot.prompt)) for at, words in taken.dialogue
        )
        parts.append(_Part(section, taken.picture, sounds, said))
    common = take_apart(order.prompt)
    heard = tuple(order.prompt[slice(*span)] for span in common.sounds)
    return _Script(tuple(parts), common.picture, heard)


def _parts_of_prompt(order: Order) -> _Script:
    """Cut the prompt into shots."""
    taken = take_apart(order.prompt)
    script = cut_script(taken.picture)
    sections = script.sections
    if order.shot_type == "intelligent":
        sections = cut_by_itself(taken.picture, sections, order.duration_s)
    sections = timed(sections, order.duration_s)
    parts = [_part(order.prompt, taken, section) for section in sections]
    common = " ".join(taken.picture[slice(*span)] for span in script.common)
    if sum(bool(part.sounds) for part in parts) < 2 or len(parts) == 1:
        heard = tuple(order.prompt[slice(*span)] for span in taken.sounds)
        parts = [replace(part, sounds=()) for part in parts]
        return _Script(tuple(parts), common, heard)
    owned = {span for part in parts for span in part.sounds}
    spans = [order.prompt[slice(*span)] for span in taken.sounds]
    return _Script(tuple(parts), common, tuple(span for span in spans if span not in owned))


def _part(prompt: str, taken: Passages, section: Section) -> _Part:
    """Collect the words of one section."""
    low = min(begin for begin, _ in section.spans)
    high = max(end for _, end in section.spans)

    def owns(at: int) -> bool:
        return low <= at < high

    picture = " ".join(taken.picture[begin:end] for begin, end in section.spans)
    sounds = tuple(prompt[slice(*span)] for span in taken.sounds if owns(span[0]))
    said = tuple(
        spoken(prompt, at, words, (at - low) / max(high - low, 1))
        for at, words in taken.dialogue
        if owns(at)
    )
    return _Part(section, picture, sounds, said)


def _read_parts(script: _Script) -> list[StoryShot]:
    """Read every part; what a shot leaves unsaid it takes from the clip and the shot before."""
    common = text_of(script.common)
    whole = text_of(" ".join([script.common, *(part.picture for part in script.parts)]))
    base = read_world(common)
    first_known = read_world(whole)
    cast_before = read_subjects(common)
    heard = _Heard(script, whole.text)
    shots: list[StoryShot] = []
    world = World()
    start = 0
    for part in script.parts:
        own = read_world(text_of(part.picture))
        world = replace(own.over(world).over(base), mood=own.mood or base.mood)
        world = replace(world, atmosphere=unique((*own.atmosphere, *base.atmosphere)))
        if not world.time_of_day:
            world = replace(world, time_of_day=first_known.time_of_day)
        if not world.place:
            world = replace(world, place=first_known.place, details=first_known.details)
        shot = _read_shot(part, world, cast_before, start, common.text)
        shot = replace(shot, sounds=heard.of(part, shot, own))
        shot = replace(shot, lines=() if heard.is_speechless else part.lines)
        people = tuple(s for s in shot.subjects if s.kind in _WHOLE)
        cast_before = people or cast_before
        shots.append(shot)
        start += part.section.frames
    return shots


class _Heard:
    """Decides which words give a shot its sounds."""

    def __init__(self, script: _Script, whole: str) -> None:
        self._common = read_sounds(script.common_sounds)
        passages = [*script.common_sounds, *(text for p in script.parts for text in p.sounds)]
        self._has_passages = bool(passages)
        self._mutes = muted([whole, *passages])

    @property
    def is_speechless(self) -> bool:
        """Whether the text wants nobody to be heard speaking."""
        return bool(self._mutes & {"silence", "no_dialogue"})

    def of(self, part: _Part, shot: StoryShot, own: World) -> tuple[SoundWish, ...]:
        """List the sounds of one shot."""
        if self._has_passages:
            mine = read_sounds(part.sounds)
            names = {wish.name for wish in mine}
            wishes = (*mine, *(wish for wish in self._common if wish.name not in names))
        else:
            walks = any(s.pose == "walking" and s.kind in PEOPLE for s in shot.subjects)
            world = replace(
                own,
                place=shot.place,
                weather=shot.weather,
                details=shot.details,
                time_of_day=shot.time_of_day,
            )
            wishes = sounds_of_picture(part.picture, world, walks=walks)
        return silenced(wishes, self._mutes)


def _read_shot(
    part: _Part, world: World, cast_before: tuple[Subject, ...], start: int, common: str
) -> StoryShot:
    """Read one shot."""
    text = text_of(part.picture)
    moves, _ = read_moves(text)
    if not moves:
        moves, _ = read_moves(text_of(common))
    angle = read_angle(text) or Angle.EYE
    if angle is Angle.AERIAL and not moves:
        moves = [Move(MoveKind.FLY_FORWARD, 0.6)]
    subjects = read_subjects(text)
    size = read_size(text) or _size_of(subjects, world, angle)
    subjects = _with_known(text, subjects, cast_before, size)
    lens = unique((*read_lens(text), *read_lens(text_of(common))))
    return StoryShot(
        start=start,
        frames=part.section.frames,
        text=part.picture.strip(" ,."),
        size=size,
        angle=angle,
        moves=tuple(moves),
        transition=part.section.transition,
        place=world.place,
        time_of_day=world.time_of_day or "day",
        season=world.season,
        weather=world.weather,
        atmosphere=world.atmosphere,
        grade=world.grade,
        lens=lens,
        subjects=subjects,
        dialogue=tuple(line.words for line in part.lines),
        caption=_caption(part.picture),
        ending="fade" if FADE_OUT.names(text) else "cut",
        details=world.details,
        mood=world.mood,
    )


def _with_known(
    text: Text, subjects: tuple[Subject, ...], before: tuple[Subject, ...], size: ShotSize
) -> tuple[Subject, ...]:
    """Bring back people a pronoun speaks of; a close shot of hands shows only them."""
    if not has_pronoun(text) or any(subject.kind in _WHOLE for subject in subjects):
        return subjects
    is_detail = any(s.kind == "hands" for s in subjects) and size in _CLOSE
    if is_detail:
        return subjects
    return (*(s for s in before if s.kind in _WHOLE), *subjects)


def _size_of(subjects: tuple[Subject, ...], world: World, angle: Angle) -> ShotSize:
    """Choose a size when none is named: hands are close, a subject indoors is medium."""
    kinds = {subject.kind for subject in subjects}
    if kinds & {"hands", "face"} and not kinds & {"couple", "rider", "crowd"}:
        return ShotSize.CLOSE if kinds <= {"hands", "face"} else ShotSize.MEDIUM
    if angle is Angle.AERIAL:
        return ShotSize.EXTREME_WIDE
    if world.place == "interior" and kinds:
        return ShotSize.MEDIUM
    return ShotSize.WIDE


def _caption(picture: str) -> str:
    """Shorten a shot's text to one line for a slate."""
    line = " ".join(picture.replace(",", ", ").split()).strip(" ,.:-–—")
    line = line.replace(" ,", ",")
    if len(line) <= _CAPTION_LENGTH:
        return line
    return line[: _CAPTION_LENGTH - 1].rsplit(" ", 1)[0].rstrip(",.;:") + "…"
