"""Gives quoted sentences a voice: how many syllables, whose pitch, and when in the shot."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final

from filmgate.core.order import FPS
from filmgate.media.sound import CueWish, Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmgate.engines.previz.storyboard import SpokenLine, StoryShot

#: syllables in a second of unhurried speech, and the most a shot may force
_RATE: Final = 4.6
_FASTEST: Final = 7.0
#: a pause between clauses, in syllables, and between lines, in seconds
_PAUSE: Final = 1.3
_GAP_S: Final = 0.35
_LEAD_S: Final = 0.25
_VOWELS: Final = re.compile(r"[aeiouyà-öø-ÿ]+")
_CLAUSES: Final = re.compile(r"[,.;:!?…—–]+")
#: lowest and highest pitch in Hz, and length of the throat against a man's
_VOICES: Final = {
    "man": (98.0, 130.0, 1.02),
    "narrator": (100.0, 120.0, 1.0),
    "woman": (182.0, 225.0, 0.87),
    "child": (265.0, 310.0, 0.74),
}


def syllables(word: str) -> int:
    """Count the syllables of a word, well enough for a murmur.

    Examples
    --------
    >>> [syllables(word) for word in ("stay", "here", "morning", "little", "café", "3")]
    [1, 1, 2, 2, 2, 1]
    """
    plain = word.lower()
    if re.search(r"[^aeiouyl]e[sd]?$", plain) and len(_VOWELS.findall(plain)) > 1:
        plain = re.sub(r"e[sd]?$", "", plain)
    return max(1, len(_VOWELS.findall(plain)))


def clauses_of(words: str) -> tuple[int, ...]:
    """Count the syllables of each clause of a sentence; at least one clause of one."""
    counts = [
        sum(syllables(word) for word in re.findall(r"[\w'’]+", part))
        for part in _CLAUSES.split(words)
    ]
    return tuple(count for count in counts if count) or (1,)


def voice_of(line: SpokenLine) -> Line:
    """Give a line its voice: the same speaker sounds the same all through a clip."""
    pick = zlib.crc32(line.speaker.encode()) / 0xFFFFFFFF
    kind = line.speaker
    if kind not in _VOICES:
        kind = "woman" if zlib.crc32(line.speaker.encode()) % 2 else "man"
    low, high, throat = _VOICES[kind]
    return Line(clauses_of(line.words), round(low + (high - low) * pick, 1), throat)


def spoken_wishes(shot: StoryShot, pan: float, distance: float) -> tuple[CueWish, ...]:
    """Place the lines of a shot in its time, one after the other, where its subject is."""
    whole = shot.frames / FPS
    voices = [voice_of(line) for line in shot.lines]
    lengths = [_length_s(voice) for voice in voices]
    room = whole - _LEAD_S - _GAP_S * len(lengths)
    hurry = min(1.0, max(room / max(sum(lengths), 1e-6), _RATE / _FASTEST))
    lengths = [length * hurry for length in lengths]
    starts = _starts([line.at * whole for line in shot.lines], lengths, whole)
    return tuple(
        CueWish(
            "whisper" if line.manner == "whisper" else "speech",
            gain_db=3.0 if line.manner == "shout" else 0.0,
            pan=pan,
            distance=distance,
            at_s=round(start, 3),
            length_s=round(length, 3),
            intensity=0.8 if line.manner == "shout" else 0.5,
            line=voice,
        )
        for line, voice, start, length in zip(shot.lines, voices, starts, lengths, strict=True)
        if start < whole - _GAP_S
    )


def _length_s(voice: Line) -> float:
    return (sum(voice.clauses) + _PAUSE * (len(voice.clauses) - 1)) / _RATE


def _starts(wanted: Sequence[float], lengths: Sequence[float], whole: float) -> list[float]:
    """Let no line begin before the one before has ended, and all end in the shot if they can."""
    starts = list(wanted)
    latest = whole
    for number in range(len(starts) - 1, -1, -1):
        latest -= lengths[number] + _GAP_S
        starts[number] = min(starts[number], latest)
    free = _LEAD_S
    for number, length in enumerate(lengths):
        starts[number] = max(starts[number], free)
        free = starts[number] + length + _GAP_S
    return starts
