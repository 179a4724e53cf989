"""Moods, chords and their timing: a passage that ends with a cadence on its last second."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from filmgate.media.sound.blocks import Random

_MAJOR, _MINOR = (0, 4, 7), (0, 3, 7)

#: chords by their Roman name: semitones above the tonic, and the chord's own intervals
_CHORDS: dict[str, tuple[int, tuple[int, ...]]] = {
    "I": (0, _MAJOR),
    "i": (0, _MINOR),
    "bII": (1, _MAJOR),
    "ii": (2, _MINOR),
    "bIII": (3, _MAJOR),
    "iii": (4, _MINOR),
    "IV": (5, _MAJOR),
    "iv": (5, _MINOR),
    "V": (7, _MAJOR),
    "v": (7, _MINOR),
    "bVI": (8, _MAJOR),
    "vi": (9, _MINOR),
    "bVII": (10, _MAJOR),
    "Iadd9": (0, (0, 4, 7, 14)),
    "iadd9": (0, (0, 3, 7, 14)),
    "Imaj7": (0, (0, 4, 7, 11)),
    "IVmaj7": (5, (0, 4, 7, 11)),
    "bVImaj7": (8, (0, 4, 7, 11)),
    "ii7": (2, (0, 3, 7, 10)),
    "vi7": (9, (0, 3, 7, 10)),
    "V7": (7, (0, 4, 7, 10)),
    "Vsus": (7, (0, 5, 7)),
    "idim": (0, (0, 3, 6)),
    "II": (2, _MAJOR),
}


@dataclass(frozen=True, slots=True)
class Mood:
    """How music feels."""

    #: beats per minute
    tempo: float
    #: beats per chord
    beats: int
    #: chord sequences to choose from; the last chord before the end is replaced by `cadence`
    sequences: tuple[tuple[str, ...], ...]
    cadence: str
    final: str
    #: semitones of the scale above the tonic, for melodies
    scale: tuple[int, ...]
    #: how much of the treble sounds, 0…1
    brightness: float
    #: how busy the parts are, 0…1
    motion: float


_MAJOR_SCALE, _MINOR_SCALE = (0, 2, 4, 7, 9), (0, 3, 5, 7, 10)

_MOODS: dict[str, Mood] = {
    "warm": Mood(
        84,
        4,
        (("Iadd9", "vi7", "IVmaj7", "V"), ("I", "iii", "IV", "Iadd9")),
        "Vsus",
        "Iadd9",
        _MAJOR_SCALE,
        0.45,
        0.5,
    ),
    "sad": Mood(
        62,
        4,
        (("i", "bVI", "bIII", "bVII"), ("iadd9", "iv", "bVImaj7", "v")),
        "v",
        "iadd9",
        _MINOR_SCALE,
        0.30,
        0.25,
    ),
    "tense": Mood(
        96,
        4,
        (("i", "bII", "i", "idim"), ("i", "bVI", "bII", "i")),
        "bII",
        "i",
        (0, 1, 3, 6, 7),
        0.35,
        0.7,
    ),
    "joyful": Mood(
        116,
        4,
        (("I", "V", "vi", "IV"), ("I", "IV", "I", "V")),
        "V7",
        "I",
        _MAJOR_SCALE,
        0.75,
        0.9,
    ),
    "epic": Mood(
        92,
        4,
        (("i", "bVI", "bIII", "bVII"), ("i", "bVII", "bVI", "bVII")),
        "bVII",
        "i",
        _MINOR_SCALE,
        0.70,
        0.8,
    ),
    "calm": Mood(
        68,
        4,
        (("Imaj7", "IVmaj7", "vi7", "IVmaj7"), ("Iadd9", "iii", "IVmaj7", "ii7")),
        "Vsus",
        "Iadd9",
        _MAJOR_SCALE,
        0.35,
        0.2,
    ),
    "mysterious": Mood(
        72,
        4,
        (("iadd9", "II", "bVImaj7", "i"), ("i", "bVImaj7", "iadd9", "bII")),
        "bII",
        "iadd9",
        (0, 2, 3, 7, 8),
        0.40,
        0.35,
    ),
}

#: other words for a mood
_ALIASES = {
    "cheerful": "joyful",
    "dark": "tense",
    "dramatic": "epic",
    "dreamy": "calm",
    "eerie": "mysterious",
    "happy": "joyful",
    "heroic": "epic",
    "hopeful": "warm",
    "intimate": "warm",
    "melancholy": "sad",
    "nostalgic": "warm",
    "ominous": "tense",
    "peaceful": "calm",
    "playful": "joyful",
    "romantic": "warm",
    "suspense": "tense",
    "tender": "warm",
}

#: every mood by name, other words included
MOODS: Mapping[str, Mood] = MappingProxyType(
    _MOODS | {word: _MOODS[name] for word, name in _ALIASES.items()}
)


def mood_named(word: str) -> Mood:
    """Return a mood by its name or another word for it.

    Raises
    ------
    ValueError
        If there is no such mood.
    """
    if word not in MOODS:
        raise ValueError(f"no mood is named {word!r}; there are {', '.join(_MOODS)}")
    return MOODS[word]


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord and when it sounds."""

    at_s: float
    length_s: float
    #: MIDI number of its root, in the octave from 36 on
    root: int
    intervals: tuple[int, ...]
    is_final: bool = False

    def near(self, centre: float, count: int, before: Sequence[int] = ()) -> tuple[int, ...]:
        """Return `count` of its notes around MIDI `centre`, as near to `before` as can be."""
        best: tuple[float, tuple[int, ...]] = (float("inf"), ())
        tones = [p for p in range(24, 100) if (p - self.root) % 12 in self._classes]
        for start in range(len(tones) - count):
            stack = tuple(itertools.islice(tones, start, start + count))
            cost = abs(sum(stack) / count - centre) * (0.6 if before else 1.0)
            if len(before) == count:
                cost += sum(abs(a - b) for a, b in zip(stack, before, strict=True)) / count
            best = min(best, (cost, stack))
        return best[1]

    @property
    def _classes(self) -> frozenset[int]:
        return frozenset(k % 12 for k in self.intervals)


@dataclass(frozen=True, slots=True)
class Passage:
    """Chords over time, ending on the tonic, held until the music is over."""

    length_s: float
    beat_s: float
    chords: tuple[Chord, ...]
    mood: Mood
    #: MIDI number of the tonic, 36…47
    tonic: int

    @property
    def body(self) -> tuple[Chord, ...]:
        """Every chord but the last."""
        return self.chords[:-1]


def passage(length_s: float, mood: Mood, rng: Random) -> Passage:
    """Lay chords over `length_s` seconds; the tempo bends so that whole bars fit.

    The closing chord comes about a fifth before the end, at most 2.6 s, so that it can ring out.
    """
    tonic = 36 + int(rng.choice([0, 2, 4, 5, 7, 9]))
    hold = min(2.6, max(0.35 * length_s if length_s < 3 else 0.2 * length_s, 0.2))
    body = max(length_s - hold, 0.1)
    beats = mood.beats if body > 4.5 else 2
    count = max(1, round(body / (beats * 60 / mood.tempo)))
    each = body / count
    sequence = mood.sequences[int(rng.integers(len(mood.sequences)))]
    names = [sequence[k % len(sequence)] for k in range(count)]
    if count > 1:
        names[-1] = mood.cadence
    chords = [_chord(name, tonic, k * each, each) for k, name in enumerate(names)]
    chords.append(_chord(mood.final, tonic, body, hold, is_final=True))
    return Passage(length_s, each / beats, tuple(chords), mood, tonic)


def hertz(midi: float) -> float:
    """Frequency of a MIDI note; 69 is 440 Hz."""
    return float(440.0 * 2.0 ** ((midi - 69) / 12))


def _chord(name: str, tonic: int, at_s: float, length_s: float, is_final: bool = False) -> Chord:
    above, intervals = _CHORDS[name]
    return Chord(at_s, length_s, 36 + (tonic - 36 + above) % 12, intervals, is_final)
