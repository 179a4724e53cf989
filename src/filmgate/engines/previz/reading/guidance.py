"""Applies what an order says beside its prompt: the negative prompt and the guidance."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from filmgate.engines.previz.reading.match import text_of
from filmgate.engines.previz.reading.tables import (
    ATMOSPHERE,
    CUES,
    GRADES,
    LENSES,
    MOVES,
    MUSIC,
    SUBJECTS,
    WEATHER,
)
from filmgate.engines.previz.storyboard import Move, MoveKind

if TYPE_CHECKING:
    from filmgate.core.order import Order
    from filmgate.engines.previz.reading.match import Vocabulary
    from filmgate.engines.previz.storyboard import StoryShot

#: below this guidance a shot drifts on its own
_FREE: Final = 0.35
_SPEECH_WORDS: Final = {"dialogue", "speech", "talking", "voices", "voice"}
_DRIFTS: Final = (
    MoveKind.TRACK_LEFT,
    MoveKind.TRACK_RIGHT,
    MoveKind.PAN_LEFT,
    MoveKind.PAN_RIGHT,
    MoveKind.PUSH,
    MoveKind.CRANE_UP,
)


def without_negatives(shot: StoryShot, negative: str) -> StoryShot:
    """Take out of a shot what the negative prompt names."""
    if not negative.strip():
        return shot
    text = text_of(negative)
    words = text.words()

    def kept(names: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
        unwanted = {hit.name for hit in vocabulary.find(text)}
        return tuple(name for name in names if name not in unwanted)

    moves = {hit.name for hit in MOVES.find(text)}
    unheard = {hit.name for hit in (*CUES.find(text), *MUSIC.find(text))}
    lens = kept(shot.lens, LENSES)
    if words & {"blur", "blurry", "blurred"}:
        lens = tuple(name for name in lens if name not in ("shallow", "bokeh"))
    no_music = bool(words & {"music", "soundtrack", "score"})
    people = {"person", "couple", "crowd"} if words & {"people", "humans", "person"} else set()
    is_calm = "fast_motion" in {hit.name for hit in LENSES.find(text)}
    return replace(
        shot,
        moves=tuple(
            replace(move, speed=min(move.speed, 1.0)) if is_calm else move
            for move in shot.moves
            if move.kind.value not in moves
        ),
        weather=kept(shot.weather, WEATHER),
        atmosphere=kept(shot.atmosphere, ATMOSPHERE),
        grade=kept(shot.grade, GRADES),
        lens=lens,
        subjects=tuple(
            subject
            for subject in shot.subjects
            if subject.kind not in people
            and subject.kind not in {hit.name for hit in SUBJECTS.find(text)} - {"hands", "face"}
        ),
        sounds=tuple(
            wish
            for wish in shot.sounds
            if wish.name not in unheard and not (no_music and wish.kind == "music")
        ),
        caption="" if words & {"text", "subtitles", "captions", "subtitle"} else shot.caption,
        dialogue=() if words & {"subtitles", *_SPEECH_WORDS} else shot.dialogue,
        lines=() if words & _SPEECH_WORDS else shot.lines,
    )


def drifted(shot: StoryShot, order: Order, index: int) -> StoryShot:
    """Scale moves by the guidance; where it is low add a slow drift, the same for every run."""
    amplitude = round(0.5 + order.guidance, 3)
    still = any(move.kind is MoveKind.STATIC for move in shot.moves)
    if order.guidance >= _FREE or still:
        return replace(shot, amplitude=amplitude)
    seed = order.options.seed or 0
    pick = zlib.crc32(f"{seed}:{index}:{order.prompt}".encode())
    taken = {move.kind for move in shot.moves}
    free = [kind for kind in _DRIFTS if kind not in taken]
    speed = round(0.6 * (_FREE - order.guidance) / _FREE, 3)
    drift = Move(free[pick % len(free)], speed, easing="linear")
    return replace(shot, amplitude=amplitude, moves=(*shot.moves, drift))
