"""Reads who says a quoted sentence, how, and when in its shot."""

from __future__ import annotations

import re
from typing import Final

from filmgate.engines.previz.storyboard import SpokenLine

#: how far before the quotation marks its speaker is looked for
_REACH: Final = 90
_CHARACTER: Final = re.compile(
    r"\[?\b((?:character|speaker|person|narrator)\s+\w+)\b", re.IGNORECASE
)
_WHO: Final = {
    "narrator": r"narrator|narration|voice\s?-?over|announcer|vo",
    "child": r"child|kid|boy|girl|son|daughter|toddler|schoolboy|schoolgirl",
    "woman": (
        r"she|her|hers|woman|lady|mother|mom|mum|wife|queen|grandmother|grandma|aunt|sister|"
        r"actress|waitress|nun|bride|princess"
    ),
    "man": (
        r"he|his|him|man|gentleman|father|dad|husband|king|grandfather|grandpa|uncle|brother|"
        r"actor|waiter|monk|groom|prince|fisherman|cowboy|captain"
    ),
}
_SPEAKER: Final = re.compile(
    "|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in _WHO.items()), re.IGNORECASE
)
_WHISPER: Final = re.compile(r"\b(?:whisper|murmur|mutter|breathe|hushed)\w*\b", re.IGNORECASE)
_SHOUT: Final = re.compile(r"\b(?:shout|yell|scream|exclaim|cr(?:y|ies)|call)\w*\b", re.IGNORECASE)
_VERB_REACH: Final = 50


def spoken(text: str, start: int, words: str, at: float) -> SpokenLine:
    """Describe a quoted sentence.

    Parameters
    ----------
    text : str
        What it stands in.
    start : int
        Where its quotation mark opens.
    at : float
        When it is said, as a fraction of its shot.
    """
    before = text[max(0, start - _REACH) : start]
    return SpokenLine(words, round(min(max(at, 0.0), 1.0), 3), _speaker(before), _manner(before))


def _speaker(before: str) -> str:
    """Find who was named last before the words."""
    named = _CHARACTER.findall(before)
    if named:
        return str(named[-1]).lower()
    found = list(_SPEAKER.finditer(before))
    return str(found[-1].lastgroup) if found else ""


def _manner(before: str) -> str:
    near = before[-_VERB_REACH:].rsplit(". ", 1)[-1]
    if _WHISPER.search(near):
        return "whisper"
    return "shout" if _SHOUT.search(near) else "say"
