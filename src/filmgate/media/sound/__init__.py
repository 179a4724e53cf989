"""Sound: a bank of synthesized cues, music beds, and their mix at broadcast loudness."""

from filmgate.media.sound.cues.bank import CUES, cue_name
from filmgate.media.sound.mix import compose
from filmgate.media.sound.music.bed import INSTRUMENTS, instruments_of
from filmgate.media.sound.music.harmony import MOODS
from filmgate.media.sound.score import CueWish, Line, Score, Section

__all__ = [
    "CUES",
    "INSTRUMENTS",
    "MOODS",
    "CueWish",
    "Line",
    "Score",
    "Section",
    "compose",
    "cue_name",
    "instruments_of",
]
