"""Parts stay in range, in harmony and in time."""

import itertools

import numpy as np
import pytest

from filmgate.media.sound.music import parts
from filmgate.media.sound.music.harmony import MOODS, passage

PARTS = [
    parts.picked,
    parts.keys,
    parts.section_strings,
    parts.held,
    parts.horns,
    parts.arpeggios,
    parts.sparkle,
    parts.tune,
    parts.low_line,
    parts.sequenced,
]
OWN = ("warm", "sad", "tense", "joyful", "epic", "calm", "mysterious")


def played(part, mood: str, length_s: float = 12.0) -> tuple:
    music = passage(length_s, MOODS[mood], np.random.default_rng(1))
    return music, list(part(music, np.random.default_rng(2)))


@pytest.mark.parametrize(("part", "mood"), list(itertools.product(PARTS, OWN)))
def test_notes_are_in_range_and_inside_the_passage(part, mood: str) -> None:
    music, notes = played(part, mood)

    assert notes
    for note in notes:
        assert 28 <= note.midi <= 104
        assert 0 <= note.at_s <= music.length_s
        assert 0 < note.velocity <= 1
        assert -1 <= note.pan <= 1


@pytest.mark.parametrize("part", [parts.picked, parts.held, parts.keys, parts.arpeggios])
def test_the_last_chord_is_played_and_held_to_the_end(part) -> None:
    music, notes = played(part, "calm")
    final = music.chords[-1]
    late = [note for note in notes if note.at_s >= final.at_s - 1e-9]

    assert len({note.midi % 12 for note in late}) >= 3
    assert max(n.at_s + n.length_s for n in late) == pytest.approx(music.length_s, abs=0.05)


@pytest.mark.parametrize("part", [parts.picked, parts.held, parts.horns, parts.arpeggios])
def test_most_notes_belong_to_the_chord_they_sound_over(part) -> None:
    music, notes = played(part, "warm")
    inside = 0
    for note in notes:
        chord = [c for c in music.chords if c.at_s <= note.at_s + 1e-6][-1]
        inside += (note.midi - chord.root) % 12 in {k % 12 for k in chord.intervals}

    assert inside / len(notes) > 0.85


def test_a_lively_guitar_strums_and_a_calm_one_picks() -> None:
    _, strummed = played(parts.picked, "joyful")
    _, picked = played(parts.picked, "calm")

    assert len(strummed) > 2 * len(picked)


def test_strings_tremble_when_tense_and_bounce_when_epic() -> None:
    ways = {mood: {n.way for n in played(parts.section_strings, mood)[1]} for mood in OWN}

    assert "tremolo" in ways["tense"]
    assert "spiccato" in ways["epic"]
    assert ways["calm"] == {""}


def test_a_passage_of_half_a_second_can_be_played() -> None:
    for part in PARTS:
        _, notes = played(part, "warm", 0.5)

        assert notes
