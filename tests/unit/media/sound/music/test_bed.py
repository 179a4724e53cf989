"""A bed fills its length, keeps its key and closes."""

import numpy as np
import pytest

from filmgate.media.sound.blocks import RATE
from filmgate.media.sound.loudness import integrated_lufs
from filmgate.media.sound.music.bed import INSTRUMENTS, bed, instruments_of
from filmgate.media.sound.music.harmony import mood_named, passage


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_instrument_plays(name: str, ear) -> None:
    x = bed(3 * RATE, (name,), "warm", 1)

    assert x.shape == (2, 3 * RATE)
    assert x.dtype == np.float32
    assert np.isfinite(x).all()
    assert integrated_lufs(x) > -45


@pytest.mark.parametrize("mood", ["sad", "tense", "joyful", "epic", "calm", "mysterious"])
def test_every_mood_can_be_played(mood: str) -> None:
    assert integrated_lufs(bed(3 * RATE, ("guitar", "strings", "drums"), mood, 2)) > -40


@pytest.mark.parametrize("n", [500, 9600, RATE])
def test_a_very_short_bed_is_music_too(n: int) -> None:
    x = bed(n, ("guitar", "pad"), "calm", 1)

    assert x.shape == (2, n)
    assert np.isfinite(x).all()
    assert np.abs(x).max() > 0


def test_the_same_seed_gives_the_same_music_and_another_seed_other_music() -> None:
    first, again, other = (bed(2 * RATE, ("piano",), "warm", seed) for seed in (3, 3, 4))

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_second_passage_differs_from_the_first() -> None:
    assert not np.array_equal(
        bed(2 * RATE, ("piano",), "warm", 3, 0), bed(2 * RATE, ("piano",), "warm", 3, 1)
    )


def test_the_last_chord_rings_out(ear) -> None:
    x = bed(10 * RATE, ("guitar",), "warm", 1)
    onsets = ear.onsets(x, 0.15, 0.12)

    assert onsets.max() < 8.7
    env = ear.envelope(x, 4)
    assert env[-6:].max() > 0.02 * env.max()


def test_a_guitar_keeps_its_beat(ear) -> None:
    x = bed(10 * RATE, ("guitar",), "warm", 1)
    beat_s = passage(10.0 - 1 / 12, mood_named("warm"), np.random.default_rng(0)).beat_s
    period, strength = ear.period(x, 0.9 * beat_s / 2, 1.1 * beat_s / 2)

    assert period == pytest.approx(beat_s / 2, rel=0.05)
    assert strength > 0.1


def test_the_melody_stays_in_the_scale() -> None:
    """A chromatic cluster would spread its energy over all twelve classes; a key does not."""
    x = bed(12 * RATE, ("piano",), "joyful", 1).sum(axis=0).astype(np.float64)
    power = np.square(np.abs(np.fft.rfft(x)))
    hz = np.fft.rfftfreq(x.size, 1 / RATE)
    inside = (hz > 120) & (hz < 1000)
    classes = np.round(12 * np.log2(hz[inside] / 440)).astype(int) % 12
    chroma = np.sort(np.bincount(classes, power[inside], minlength=12))

    assert chroma[-7:].sum() > 0.95 * chroma.sum()


def test_bands_and_other_words_are_understood() -> None:
    assert instruments_of("guitar") == ("guitar",)
    assert set(instruments_of("orchestra")) == {"strings", "brass", "drums"}


def test_an_unknown_instrument_or_mood_is_refused() -> None:
    with pytest.raises(ValueError, match="did you mean guitar"):
        instruments_of("guitarr")
    with pytest.raises(ValueError, match="no mood is named 'odd'"):
        bed(RATE, ("piano",), "odd", 1)
