"""Takes a prompt apart: what is said aloud, what is heard, what sets the look, and the picture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from filmgate.core.references import find_references
from filmgate.engines.previz.reading.match import text_of, word_set
from filmgate.engines.previz.reading.tables import CUES, MOVES, MUSIC, SUBJECTS
from filmgate.engines.previz.reading.words_cast import PEOPLE
from filmgate.engines.previz.reading.words_sound import SOUND_LABEL

_QUOTE: Final = re.compile(r"[\"“«]([^\"“”«»\n]{2,240})[\"”»]")
_SPEECH: Final = re.compile(
    r"\b(?:says?|said|saying|whispers?|whispering|asks?|asking|shouts?|shouting|murmurs?|replies|"
    r"replying|answers?|exclaims?|yells?|mutters?|calls?|narrator|narration|voice\s?-?over|"
    r"speaks?|speaking|dialogue|line|tells?|announces?|adds?|sings?|vo|tone|laughs?|\w+\s*\])"
    r"[^.!?\"“]{0,40}$",
    re.IGNORECASE,
)
_SIGN: Final = re.compile(
    r"\b(?:sign|reads?|reading|label(?:ed|led)?|title[ds]?|text|words?|logo|written|lettering|"
    r"caption|neon|billboard|called|named|poster|inscription)\b[^.!?\"“]{0,30}$",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    rf"(?:^|(?<=[.!?;\n\])]))\s*[\[(*]*\s*(?:{SOUND_LABEL})\s*\**\s*[:：]\s*", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r"[^.!?\n]+(?:[.!?]+|\n|$)")
_STYLE: Final = re.compile(
    r"^\s*(?:style|look|mood|lighting|tone|aesthetics?|colou?rs?|visuals?|quality|overall|"
    r"shot on|filmed|captured|photo-?real\w*|hyper-?real\w*|ultra|native|[48]k|rendered|"
    r"textures?|premium|film stock|grade|colou?r grad\w+|atmosphere|cinematic (?:lighting|look|"
    r"colou?r|style|quality|grade))\b|\bshot on\b",
    re.IGNORECASE,
)
_OVERVIEW: Final = re.compile(
    r"\bmulti-?\s?shots?\b|\bmontage of\b|\b(?:\d|two|three|four|five|six) shots\b|"
    r"\bseries of shots\b|\bshort film\b|\bsequence of\b|\bin \w+ shots\b",
    re.IGNORECASE,
)
_SOUND_NOUNS: Final = word_set(
    "ambience ambiance sound sounds bells bell guitar piano music score crickets chirping chirps "
    "murmur crackle crackling hum hoofbeats footsteps rustle rustling patter birdsong chatter roar "
    "thunder melody strings violin cello synth whir soundtrack laughter applause sirens traffic "
    "wind waves soundscape drone orchestra drums beat hooves seagulls chimes tone echo echoes "
    "noise pad whistle gulls voices rumble creak creaking"
)
_LIST_WORDS: Final = 7
#: what is looked at closely is seen, even a violin
_CLOSE: Final = re.compile(r"(?i)\b(?:close|closer|tight)\b|\bclose-?\s?ups?\b|\bmacro\b")


@dataclass(frozen=True, slots=True)
class Passages:
    """A prompt taken apart; every part keeps its place in the text."""

    #: the prompt with speech and sound passages blanked out, same length
    picture: str
    #: (start, end) of passages about sound
    sounds: tuple[tuple[int, int], ...]
    #: (start, words) of what is said
    dialogue: tuple[tuple[int, str], ...]


def take_apart(prompt: str) -> Passages:
    """Separate what is said and what is heard from what is seen."""
    spoken = [match for match in _QUOTE.finditer(prompt) if _is_spoken(prompt, match)]
    picture = prompt
    for match in _QUOTE.finditer(prompt):
        is_end = re.match(r"\s*[A-Z\[]", prompt[match.end() :]) and match[1][-1] in ".!?"
        picture = _blank(picture, match.start(), match.end(), "." if is_end else " ")
    sounds = _labelled(picture)
    for start, end in sounds:
        picture = _blank(picture, start, end)
    listed = _listed(picture)
    for start, end in listed:
        picture = _blank(picture, start, end)
    dialogue = tuple((match.start(), match[1].strip()) for match in spoken)
    return Passages(picture, tuple(sorted(sounds + listed)), dialogue)


def _is_spoken(prompt: str, match: re.Match[str]) -> bool:
    """Whether quoted words are speech, not the words on a sign."""
    before = prompt[max(0, match.start() - 80) : match.start()]
    if _SIGN.search(before) and not _SPEECH.search(before):
        return False
    is_announced = before.rstrip().endswith(":") or _SPEECH.search(before) is not None
    return (is_announced and " " in match[1].strip()) or _SPEECH.search(before) is not None


def _blank(text: str, start: int, end: int, last: str = " ") -> str:
    """Blank out a part so that the rest keeps its place; a comma keeps clauses apart."""
    return text[:start] + "," + " " * (end - start - 2) + last + text[end:]


def _labelled(text: str) -> list[tuple[int, int]]:
    """Find the passages that a label such as "Ambient sound:" opens, to the sentence's end."""
    found = []
    for match in _LABEL.finditer(text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        end = _sentence_end(text, match.end())
        found.append((start, end))
    return found


def _sentence_end(text: str, at: int) -> int:
    """Find where the sentence at a place ends: a full stop before a space, a line, a bracket."""
    match = re.compile(r"[.!?](?=\s|$)|\n|\]").search(text, at)
    return match.end() if match else len(text)


def _listed(text: str) -> list[tuple[int, int]]:
    """Find sentences that only list sounds: "Distant bells, light crickets, soft guitar."."""
    found = []
    for match in _SENTENCE.finditer(text):
        items = [
            item for item in re.split(r",|\band\b|;", match[0].strip(" .!?\n")) if item.strip()
        ]
        if items and _are_sounds(items):
            found.append((match.start(), match.end()))
    return found


def _are_sounds(items: list[str]) -> bool:
    """Whether a list is short noun phrases, most of them sounds."""
    heard = 0
    named = False
    for item in items:
        text = text_of(item.strip())
        words = [token.word for token in text.tokens]
        if find_references(item) or _CLOSE.search(item):
            return False
        if len(words) > _LIST_WORDS or {"camera", "shot", "lens"} & set(words):
            return False
        if any(not hit.weak for hit in MOVES.find(text)):
            return False
        names_thing = any(hit.name not in PEOPLE for hit in SUBJECTS.find(text))
        if names_thing and not _SOUND_NOUNS & set(words):
            return False
        heard += bool(CUES.find(text) or MUSIC.find(text))
        named = named or bool(_SOUND_NOUNS & set(words))
    return named and 2 * heard > len(items)


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """List the sentences of a part of a text, as (start, end), without empty ones."""
    stop = len(text) if end is None else end
    found = _SENTENCE.finditer(text, start, stop)
    return [(m.start(), m.end()) for m in found if re.search(r"\w", m[0])]


def is_style(sentence: str) -> bool:
    """Whether a sentence sets the look of the whole clip."""
    return _STYLE.search(sentence) is not None


def is_overview(sentence: str) -> bool:
    """Whether a sentence announces several shots instead of describing one."""
    return _OVERVIEW.search(sentence) is not None
