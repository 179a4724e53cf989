"""A score: which sounds a clip wants, when, where and how loud. Plain data."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Line:
    """What a voice without words says: how many syllables, and whose voice it is.

    Raises
    ------
    ValueError
        If a clause has no syllable, or a number is outside its range.
    """

    #: syllables of each clause; a short pause lies between clauses
    clauses: tuple[int, ...]
    #: pitch in Hz, about 110 for men, 205 for women, 280 for children
    hz: float = 150.0
    #: length of the throat against a man's
    throat: float = 0.95

    def __post_init__(self) -> None:
        for count in self.clauses or (0,):
            _within("clauses", count, 1, 400)
        _within("hz", self.hz, 60.0, 500.0)
        _within("throat", self.throat, 0.5, 1.3)


@dataclass(frozen=True, slots=True)
class CueWish:
    """One sound of a section, by the name of its cue.

    Raises
    ------
    ValueError
        If a number is outside its range.
    """

    name: str
    #: relative to the level at which the cue usually sits in a mix, -40 to 12
    gain_db: float = 0.0
    #: -1.0 left to 1.0 right
    pan: float = 0.0
    #: 0.0 near to 1.0 far: softer, duller, narrower and with more of the room
    distance: float = 0.3
    #: seconds after the section's start; None lets the cue choose
    at_s: float | None = None
    #: how long it sounds; None fills the section, or is the event's own length
    length_s: float | None = None
    #: 0.0 faint to 1.0 violent: drizzle or downpour, breeze or gale
    intensity: float = 0.5
    #: what is said, for cues that are voices; None lets them say anything
    line: Line | None = None

    def __post_init__(self) -> None:
        _within("gain_db", self.gain_db, -40.0, 12.0)
        _within("pan", self.pan, -1.0, 1.0)
        _within("distance", self.distance, 0.0, 1.0)
        _within("intensity", self.intensity, 0.0, 1.0)
        if self.at_s is not None:
            _within("at_s", self.at_s, 0.0, 3600.0)
        if self.length_s is not None:
            _within("length_s", self.length_s, 0.05, 3600.0)


@dataclass(frozen=True, slots=True)
class Section:
    """The sound of one shot.

    Raises
    ------
    ValueError
        If it ends before it starts or a fade is negative.
    """

    #: seconds from the clip's start
    start_s: float
    end_s: float
    cues: tuple[CueWish, ...] = ()
    #: names of instruments that play together; empty for no music
    music: tuple[str, ...] = ()
    mood: str = "calm"
    #: length of the crossfade from the section before: a hard cut is 0.03, a dissolve 0.5 or more
    fade_s: float = 0.03

    def __post_init__(self) -> None:
        _within("start_s", self.start_s, 0.0, 3600.0)
        _within("end_s", self.end_s, self.start_s, 3600.0)
        _within("fade_s", self.fade_s, 0.0, 5.0)


@dataclass(frozen=True, slots=True)
class Score:
    """The sound of a clip, section by section in order of time."""

    sections: tuple[Section, ...] = ()
    #: sound that came with a reference video: 48 kHz float32, shape (samples, 2) or (samples,)
    original: NDArray[np.float32] | None = None
    #: play the original under the ordered sounds by this much, in dB
    original_gain_db: float = 0.0
    #: a clip without cues, music and original gets a gentle pad; False leaves only room tone
    has_bed: bool = True
    #: how long the clip fades at its end, in seconds
    fade_out_s: float = 0.4


def _within(name: str, value: float, low: float, high: float) -> None:
    if not (math.isfinite(value) and low <= value <= high):
        raise ValueError(f"{name} is {value}, allowed are {low:g} to {high:g}")
