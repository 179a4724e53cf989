"""Says which phrases of an order were understood as what, and which directions were not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filmgate.engines.previz.reading.camera import camera_speaks
from filmgate.engines.previz.reading.match import text_of
from filmgate.engines.previz.reading.passages import take_apart
from filmgate.engines.previz.reading.tables import (
    ANGLES,
    ATMOSPHERE,
    CUES,
    DETAILS,
    FADE_OUT,
    GRADES,
    LENSES,
    MOVES,
    MUSIC,
    PLACES,
    SEASONS,
    SIZES,
    SUBJECTS,
    TIMES,
    TRANSITIONS,
    WEATHER,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filmgate.core.order import Order
    from filmgate.engines.previz.reading.match import Text

_SEEN: Final = (
    DETAILS,
    ATMOSPHERE,
    GRADES,
    SEASONS,
    WEATHER,
    TIMES,
    PLACES,
    SUBJECTS,
    LENSES,
    ANGLES,
    SIZES,
    TRANSITIONS,
    FADE_OUT,
)
_CLAUSE: Final = re.compile(r"[^,.;:!?\n—–()\[\]]+")
_NO_DIRECTION: Final = re.compile(
    r"^(?:shot|filmed|captured) (?:on|with)\b|^(?:final|first|next|last|opening|closing) shot$|"
    r"multi-?\s?shot|\blens flare\b|\bshots of\b",
    re.IGNORECASE,
)
_DIRECTION: Final = re.compile(r"\b(?:camera|lens|shot|angle|framing|focus)\b", re.IGNORECASE)


def report(order: Order) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """List phrase → meaning for the whole order, and the directions that mean nothing here."""
    understood: dict[str, str] = {}
    missed: list[str] = []
    for prompt in (order.prompt, *(shot.prompt for shot in order.shots)):
        taken = take_apart(prompt)
        _picture(text_of(taken.picture), understood)
        for start, end in taken.sounds:
            _sound(prompt[start:end], understood, missed)
        missed += _unread_directions(taken.picture)
    missed += _unread_negatives(order.negative_prompt, understood)
    return understood, tuple(dict.fromkeys(missed))


def _picture(text: Text, understood: dict[str, str]) -> None:
    """Note what the picture's words were read as; moves come last and win."""
    for vocabulary in _SEEN:
        for hit in vocabulary.find(text):
            if not hit.negated:
                understood[text.text[hit.start : hit.end]] = hit.name
    speaks = camera_speaks(text)
    for hit in MOVES.find(text):
        if not hit.negated and (not hit.weak or speaks[hit.first]):
            understood[text.text[hit.start : hit.end]] = hit.name


def _sound(passage: str, understood: dict[str, str], missed: list[str]) -> None:
    """Note the sounds of a passage; items without one were not understood."""
    body = passage.split(":", 1)[-1]
    for item in re.split(r",|;|\band\b|\n", body):
        text = text_of(item.strip(" .!"))
        hits = [*CUES.find(text), *MUSIC.find(text)]
        for hit in hits:
            understood[text.text[hit.start : hit.end]] = hit.name
        if not hits and len(text.tokens) > 1:
            missed.append(text.text)


def _unread_directions(picture: str) -> list[str]:
    """List clauses that speak of the camera and were read as nothing."""
    missed = []
    for match in _CLAUSE.finditer(picture):
        clause = match[0].strip()
        if not _DIRECTION.search(clause) or _NO_DIRECTION.search(clause):
            continue
        text = text_of(clause)
        if not any(table.find(text) for table in (MOVES, SIZES, ANGLES, LENSES, TRANSITIONS)):
            missed.append(clause)
    return missed


def _unread_negatives(negative: str, understood: dict[str, str]) -> list[str]:
    """List the items of a negative prompt that take nothing away."""
    missed = []
    for item in re.split(r"[,;\n]", negative):
        words = item.strip(" .")
        text = text_of(words)
        names = [h.name for table in (MOVES, *_SEEN, CUES, MUSIC) for h in table.find(text)]
        if names:
            understood[f"no {words}"] = f"without {names[0]}"
        elif words:
            missed.append(words)
    return missed
