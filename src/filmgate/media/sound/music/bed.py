"""A music bed: instruments that play one passage together in one room."""

from __future__ import annotations

import difflib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from filmgate.media.sound.blocks import RATE, Mono, Random, Stereo, place
from filmgate.media.sound.loudness import SILENCE, loud_part_lufs
from filmgate.media.sound.music import parts, tones
from filmgate.media.sound.music.harmony import Passage, hertz, mood_named, passage
from filmgate.media.sound.music.parts import Note
from filmgate.media.sound.space import placed

#: (pitch in Hz, length in s, velocity, source of chance) → one note
Tone = Callable[[float, float, float, Random], "Mono | Stereo"]


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument of the band."""

    #: what it plays; None is the drum kit, which plays by the beat
    part: Callable[[Passage, Random], parts.Notes] | None
    #: its sounds by way of playing; "" is the usual one
    ways: Mapping[str, Tone]
    #: loudness within the bed, in dB
    level_db: float
    #: 0.0 in front to 1.0 at the back of the stage
    depth: float = 0.25


#: samples before the first note, so that no fade swallows it
_LEAD = 4_000

_BAND: dict[str, Instrument] = {
    "guitar": Instrument(parts.picked, {"": tones.guitar}, 0, 0.15),
    "piano": Instrument(parts.keys, {"": tones.piano}, 0, 0.2),
    "strings": Instrument(
        parts.section_strings,
        {"": tones.bowed, "tremolo": tones.tremolo, "spiccato": tones.spiccato},
        -2,
        0.4,
    ),
    "pad": Instrument(parts.held, {"": tones.pad}, -3, 0.35),
    "harp": Instrument(parts.arpeggios, {"": tones.harp}, -2, 0.3),
    "celesta": Instrument(parts.sparkle, {"": tones.celesta}, -5, 0.35),
    "drums": Instrument(None, {}, -4, 0.2),
    "synth": Instrument(parts.sequenced, {"": tones.synth}, -2, 0.2),
    "bass": Instrument(parts.low_line, {"": tones.bass}, -3, 0.1),
    "flute": Instrument(parts.tune, {"": tones.flute}, -3, 0.35),
    "choir": Instrument(parts.held, {"": tones.choir}, -3, 0.5),
    "brass": Instrument(parts.horns, {"": tones.brass}, -3, 0.45),
}

INSTRUMENTS: Mapping[str, Instrument] = MappingProxyType(_BAND)

#: other words, and bands
_ALIASES: dict[str, tuple[str, ...]] = {
    "acoustic": ("guitar", "bass"),
    "ambient": ("pad",),
    "band": ("guitar", "bass", "drums"),
    "cello": ("strings",),
    "cinematic": ("strings", "pad"),
    "country": ("guitar", "bass"),
    "electronic": ("synth", "drums"),
    "folk": ("guitar",),
    "horns": ("brass",),
    "jazz": ("piano", "bass", "drums"),
    "lo-fi": ("piano", "bass", "drums"),
    "music": ("pad", "piano"),
    "orchestra": ("strings", "brass", "drums"),
    "orchestral": ("strings", "brass", "drums"),
    "percussion": ("drums",),
    "score": ("strings", "pad"),
    "soundtrack": ("strings", "pad"),
    "synthesizer": ("synth",),
    "violin": ("strings",),
}


def instruments_of(word: str) -> tuple[str, ...]:
    """Return the instruments meant by one's own name, another word or the name of a band.

    Raises
    ------
    ValueError
        If no instrument is called so.
    """
    if word in _BAND:
        return (word,)
    if word in _ALIASES:
        return _ALIASES[word]
    near = difflib.get_close_matches(word, [*_BAND, *_ALIASES], 3)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(_BAND)}"
    raise ValueError(f"no instrument is named {word!r}; {hint}")


def bed(n: int, instruments: tuple[str, ...], mood: str, seed: int, index: int = 0) -> Stereo:
    """Play `n` samples of music that comes to its close at the end.

    Parameters
    ----------
    n : int
        Length in samples.
    instruments : tuple of str
        Names of `INSTRUMENTS`; they share the harmony and the beat.
    mood : str
        A name of `MOODS`.
    seed, index : int
        The same give the same music; `index` tells two passages of a clip apart.

    Returns
    -------
    ndarray of float32, shape (2, n)

    Raises
    ------
    ValueError
        If there is no such mood.
    """
    lead = min(_LEAD, n // 8)
    music = passage((n - lead) / RATE, mood_named(mood), _chance(seed, mood, index))
    out = np.zeros((2, n), np.float32)
    for name in instruments:
        instrument = _BAND[name]
        rng = _chance(seed, name, index)
        part = instrument.part
        dry = _played(n - lead, instrument, music, rng) if part else _kit(n - lead, music, rng)
        loud = loud_part_lufs(dry, 0.8)
        if loud > SILENCE:
            gain = 10 ** ((-20 + instrument.level_db - loud) / 20)
            out[:, lead:] += placed(dry * np.float32(gain), 0.0, instrument.depth, "hall")
    return out


def _played(n: int, instrument: Instrument, music: Passage, rng: Random) -> Stereo:
    assert instrument.part is not None
    out = np.zeros((2, n), np.float32)
    known: dict[tuple[int, int, int, str], Mono | Stereo] = {}
    for note in instrument.part(music, rng):
        length = max(0.08, note.length_s)
        # notes that differ by less than the ear tells are synthesized once
        key = (note.midi, round(length * 4), round(note.velocity * 5), note.way)
        if key not in known:
            tone = instrument.ways[note.way]
            touch = min(1.0, note.velocity * (0.55 + 0.9 * music.mood.brightness))
            known[key] = tone(hertz(note.midi), length, touch, rng)
        late = max(0.0, note.at_s + 0.007 * float(rng.standard_normal()))
        loud = note.velocity**1.3 * float(rng.uniform(0.92, 1.0))
        place(out, known[key], round(late * RATE), note.pan, loud)
    return out


def _kit(n: int, music: Passage, rng: Random) -> Stereo:
    """Drums: skins when epic or tense, a light kit when lively, a heartbeat when quiet."""
    out = np.zeros((2, n), np.float32)
    for note in _drum_notes(music):
        sound = {
            "kick": tones.kick,
            "brush": tones.brush,
            "shaker": tones.shaker,
            "tom": tones.tom,
        }[note.way](rng, note.velocity)
        late = note.at_s + 0.005 * float(rng.standard_normal())
        place(out, sound, max(0, round(late * RATE)), note.pan, note.velocity)
    return out


def _drum_notes(music: Passage) -> parts.Notes:
    beat, mood = music.beat_s, music.mood
    end = music.chords[-1].at_s
    is_grand = mood.motion > 0.6 and mood.scale[1] != 2
    for k in range(round(end / beat * 2)):
        at = k * beat / 2
        if is_grand:
            if k % 8 in (0, 3, 6):
                yield Note(at, 0, 0, 0.9 if k % 8 == 0 else 0.55, (-0.3, 0.3)[k % 2], "tom")
        elif mood.motion > 0.4:
            if k % 4 == 0:
                yield Note(at, 0, 0, 0.7, 0.0, "kick")
            if k % 4 == 2:
                yield Note(at, 0, 0, 0.5, -0.1, "brush")
            yield Note(at, 0, 0, 0.3 + 0.15 * (k % 2), 0.3, "shaker")
        elif k % 8 == 0:
            yield Note(at, 0, 0, 0.55, 0.0, "kick")
    yield Note(end, 0, 0, 0.9, 0.0, "tom" if is_grand else "kick")


def _chance(seed: int, name: str, index: int) -> Random:
    return np.random.default_rng([seed, zlib.crc32(name.encode()), index])
