"""What each instrument plays over a passage: its figures, by mood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from filmgate.media.sound.blocks import Random
from filmgate.media.sound.music.harmony import Chord, Passage


@dataclass(frozen=True, slots=True)
class Note:
    """A note to be played."""

    at_s: float
    length_s: float
    midi: int
    #: 0…1
    velocity: float
    pan: float = 0.0
    #: which of the instrument's sounds; "" is the usual one
    way: str = ""


Notes = Iterator[Note]


def picked(music: Passage, rng: Random) -> Notes:
    """Finger-picked guitar: the thumb keeps the bass, the fingers answer; strummed when lively."""
    strums = music.mood.motion > 0.85
    for chord in music.body:
        shape = (_bass(chord, 40), *chord.near(57, 4))
        yield from (_strummed(chord, shape, music) if strums else _rolled(chord, shape, music, rng))
    last = music.chords[-1]
    yield from _spread(last, (_bass(last, 40), *last.near(57, 4)), 0.7, 0.028)


def keys(music: Passage, rng: Random) -> Notes:
    """Piano: open left hand, broken chords and a sparing melody on the right."""
    before: tuple[int, ...] = ()
    for k, chord in enumerate(music.body):
        low = _bass(chord, 41)
        yield Note(chord.at_s, chord.length_s, low, 0.5, -0.25)
        yield Note(chord.at_s + 0.012, chord.length_s, low + 7, 0.38, -0.2)
        before = chord.near(63, 3, before)
        step = music.beat_s / (2 if music.mood.motion > 0.4 else 1)
        for j in range(round(chord.length_s / step)):
            if j == 0 and k:
                continue
            tone = before[(0, 1, 2, 1)[j % 4]]
            yield Note(
                chord.at_s + j * step, chord.length_s - j * step + 0.2, tone, 0.32, 0.1 * (j % 3)
            )
        yield from _melody(chord, music, rng, 74, 0.55, 0.2)
    last = music.chords[-1]
    yield from _spread(last, (_bass(last, 41), *last.near(62, 3), *last.near(75, 1)), 0.55, 0.045)


def section_strings(music: Passage, _rng: Random) -> Notes:
    """Strings: held voices over a low line; bouncing bows when epic, trembling when tense."""
    mood = music.mood
    is_tense = mood.cadence == "bII" and mood.motion > 0.5
    before: tuple[int, ...] = ()
    for chord in music.chords:
        swell = 0.75 if chord.is_final else 0.6
        before = chord.near(62, 4, before)
        yield Note(chord.at_s, chord.length_s, _bass(chord, 38), swell, -0.15)
        for voice, midi in enumerate(before):
            way = "tremolo" if is_tense and voice else ""
            pan = (-0.5, -0.2, 0.25, 0.5)[voice]
            yield Note(chord.at_s, chord.length_s, midi, swell * 0.8, pan, way)
        if mood.motion > 0.7 and not chord.is_final:
            yield from _ostinato(chord, music)


def held(music: Passage, _rng: Random) -> Notes:
    """Sustained chords: pad, choir."""
    before: tuple[int, ...] = ()
    for chord in music.chords:
        before = chord.near(60, 4, before)
        yield Note(chord.at_s, chord.length_s, _bass(chord, 41), 0.45)
        for voice, midi in enumerate(before):
            yield Note(chord.at_s, chord.length_s, midi, 0.4, (-0.4, -0.1, 0.15, 0.4)[voice])


def horns(music: Passage, _rng: Random) -> Notes:
    """Horns: root and fifth, swelling, with a call into the last chord."""
    for chord in music.chords:
        root = _bass(chord, 48)
        loud = 0.8 if chord.is_final else 0.35 + 0.4 * music.mood.motion
        yield Note(chord.at_s, chord.length_s, root, loud, -0.2)
        yield Note(chord.at_s, chord.length_s, root + 7, loud * 0.8, 0.1)
        yield Note(chord.at_s, chord.length_s, chord.near(64, 1)[0], loud * 0.6, 0.3)


def arpeggios(music: Passage, _rng: Random) -> Notes:
    """Harp: each chord runs up and half-way down, then rings."""
    step = music.beat_s / (4 if music.mood.motion > 0.4 else 3)
    for chord in music.body:
        tones = (_bass(chord, 43), *chord.near(66, 7))
        run = (*tones, *tones[-2:-5:-1])
        room = int(chord.length_s * 0.8 / step)
        for j, midi in enumerate(run[:room]):
            yield Note(chord.at_s + j * step, 1.8, midi, 0.45 + 0.03 * j, -0.4 + 0.1 * j)
    last = music.chords[-1]
    yield from _spread(last, (_bass(last, 43), *last.near(68, 7)), 0.6, 0.055)


def sparkle(music: Passage, rng: Random) -> Notes:
    """Celesta: a few high notes of the melody, like light on water."""
    for chord in music.body:
        yield from _melody(chord, music, rng, 84, 0.5, -0.2)
        half = chord.length_s / 2
        for k, midi in enumerate(chord.near(79, 3)):
            at = chord.at_s + half + k * music.beat_s / 2
            yield Note(at, 1.2, midi, 0.45 - 0.05 * k, 0.25)
        yield Note(chord.at_s, chord.length_s, chord.near(78, 1)[0], 0.45, 0.25)
    last = music.chords[-1]
    yield from _spread(last, last.near(82, 3), 0.5, 0.09)


def tune(music: Passage, rng: Random) -> Notes:
    """Flute: a slow line of chord and scale notes."""
    for chord in music.chords:
        half = chord.length_s / 2
        first = chord.near(76, 1)[0]
        if chord.is_final:
            yield Note(chord.at_s, chord.length_s * 0.8, first, 0.6, 0.15)
            continue
        yield Note(chord.at_s, half * 0.95, first, 0.5, 0.15)
        step = _scale_step(first, music, 1 if rng.random() < 0.5 else -1)
        yield Note(chord.at_s + half, half * 0.9, step, 0.45, 0.15)


def low_line(music: Passage, _rng: Random) -> Notes:
    """Bass: roots, and the fifth on the way."""
    for chord in music.chords:
        root = _bass(chord, 33)
        if chord.is_final or music.mood.motion < 0.3:
            yield Note(chord.at_s, chord.length_s, root, 0.6)
            continue
        half = chord.length_s / 2
        yield Note(chord.at_s, half, root, 0.65)
        yield Note(chord.at_s + half, half, root + (7 if root < 40 else -5), 0.5)


def sequenced(music: Passage, _rng: Random) -> Notes:
    """Synth: a pulse of chord tones in sixteenths over a low root."""
    step = music.beat_s / (4 if music.mood.motion > 0.3 else 2)
    order = (0, 2, 1, 3, 2, 1, 3, 0)
    for chord in music.body:
        tones = chord.near(60, 4)
        yield Note(chord.at_s, chord.length_s, _bass(chord, 38), 0.35)
        for j in range(round(chord.length_s / step)):
            accent = 0.6 if j % 4 == 0 else 0.35
            pan = 0.35 if j % 2 else -0.35
            yield Note(chord.at_s + j * step, step * 1.6, tones[order[j % 8]], accent, pan)
    last = music.chords[-1]
    yield from _spread(last, (_bass(last, 38), *last.near(62, 4)), 0.5, 0.02)


def _melody(
    chord: Chord, music: Passage, rng: Random, centre: int, velocity: float, pan: float
) -> Notes:
    """One to three notes over a chord, beginning and resting on chord tones."""
    if rng.random() > 0.45 + 0.5 * music.mood.motion:
        return
    first = chord.near(centre + int(rng.integers(-3, 4)), 1)[0]
    beat = music.beat_s
    yield Note(chord.at_s + beat * 0.0, beat * 1.4, first, velocity, pan)
    if chord.length_s > 3.4 * beat:
        second = _scale_step(first, music, int(rng.choice([-1, 1])))
        yield Note(chord.at_s + 1.5 * beat, beat * 0.8, second, velocity * 0.8, pan)
        third = chord.near(second, 1)[0]
        yield Note(chord.at_s + 2.0 * beat, beat * 2.0, third, velocity * 0.9, pan)


def _rolled(chord: Chord, shape: tuple[int, ...], music: Passage, rng: Random) -> Notes:
    step = music.beat_s / 2
    order = (0, 3, 2, 4, 1, 3, 2, 4)
    for j in range(round(chord.length_s / step)):
        string = order[j % 8]
        if j % 8 and rng.random() < 0.18 * (1 - music.mood.motion):
            continue
        loud = 0.7 if string == 0 else 0.42 + 0.1 * float(rng.random())
        length = min(2.2, chord.length_s - j * step + 0.15)
        yield Note(chord.at_s + j * step, length, shape[string], loud, -0.15 + 0.06 * string)


def _strummed(chord: Chord, shape: tuple[int, ...], music: Passage) -> Notes:
    """Down, down-up, up-down-up: the strum of a thousand songs, in eighths."""
    step = music.beat_s / 2
    for j in range(round(chord.length_s / step)):
        if j % 8 in (1, 4):
            continue
        strings = shape if j % 2 == 0 else tuple(reversed(shape[2:]))
        loud = 0.6 if j % 8 == 0 else 0.4
        for k, midi in enumerate(strings):
            at = chord.at_s + j * step + k * 0.009
            yield Note(at, step * 1.6, midi, loud * (1 - 0.06 * k), -0.1 + 0.05 * k)


def _spread(chord: Chord, tones: tuple[int, ...], velocity: float, gap_s: float) -> Notes:
    """A chord broken from below, each tone held to the end."""
    for k, midi in enumerate(tones):
        at = chord.at_s + k * min(gap_s, 0.3 * chord.length_s / len(tones))
        pan = -0.3 + 0.6 * k / max(1, len(tones) - 1)
        yield Note(at, chord.at_s + chord.length_s - at, midi, velocity * (1 - 0.03 * k), pan)


def _ostinato(chord: Chord, music: Passage) -> Notes:
    step = music.beat_s / 2
    root = _bass(chord, 50)
    for j in range(round(chord.length_s / step)):
        midi = root + (0, 0, 7, 0, 12, 7, 0, 7)[j % 8]
        yield Note(chord.at_s + j * step, 0.15, midi, 0.75 if j % 4 == 0 else 0.5, 0.2, "spiccato")


def _bass(chord: Chord, low: int) -> int:
    """The chord's root in the octave from `low` on."""
    return low + (chord.root - low) % 12


def _scale_step(midi: int, music: Passage, way: int) -> int:
    """The next note of the mood's scale, up (1) or down (-1)."""
    note = midi + way
    while (note - music.tonic) % 12 not in music.mood.scale:
        note += way
    return note
