"""Passages fill their time and come home."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmgate.media.sound.music.harmony import MOODS, hertz, mood_named, passage

OWN = ("warm", "sad", "tense", "joyful", "epic", "calm", "mysterious")


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


@given(st.floats(0.3, 60.0), st.sampled_from(OWN), st.integers(0, 99))
def test_chords_follow_each_other_without_gaps_and_end_on_the_tonic(
    length_s: float, mood: str, seed: int
) -> None:
    music = passage(length_s, MOODS[mood], rng(seed))
    chords = music.chords

    assert chords[0].at_s == 0
    for one, after in itertools.pairwise(chords):
        assert after.at_s == pytest.approx(one.at_s + one.length_s)
    assert chords[-1].at_s + chords[-1].length_s == pytest.approx(length_s)
    assert chords[-1].is_final
    assert (chords[-1].root - music.tonic) % 12 == 0
    assert len(music.body) == len(chords) - 1 >= 1


@given(st.floats(6.0, 30.0), st.sampled_from(OWN))
def test_the_tempo_bends_little(length_s: float, mood: str) -> None:
    music = passage(length_s, MOODS[mood], rng())

    assert 60 / music.beat_s == pytest.approx(MOODS[mood].tempo, rel=0.35)


def test_the_chord_before_the_last_leads_home() -> None:
    music = passage(12.0, MOODS["joyful"], rng())

    assert (music.chords[-2].root - music.tonic) % 12 == 7


def test_voices_move_little_between_chords() -> None:
    music = passage(20.0, MOODS["warm"], rng())
    before = music.chords[0].near(60, 4)
    for chord in music.chords[1:]:
        now = chord.near(60, 4, before)

        assert max(abs(a - b) for a, b in zip(now, before, strict=True)) <= 7
        before = now


def test_the_notes_of_a_chord_belong_to_it() -> None:
    for chord in passage(15.0, MOODS["epic"], rng()).chords:
        classes = {(chord.root + k) % 12 for k in chord.intervals}

        assert {midi % 12 for midi in chord.near(65, 5)} <= classes


def test_moods_differ_in_pace_and_light() -> None:
    assert MOODS["joyful"].tempo > MOODS["calm"].tempo + 30
    assert MOODS["sad"].brightness < MOODS["joyful"].brightness


def test_440_hz_is_note_69() -> None:
    assert hertz(69) == pytest.approx(440.0)
    assert hertz(57) == pytest.approx(220.0)


def test_other_words_name_the_same_mood() -> None:
    assert mood_named("melancholy") is mood_named("sad")
    with pytest.raises(ValueError, match="there are warm"):
        mood_named("grumpy")
