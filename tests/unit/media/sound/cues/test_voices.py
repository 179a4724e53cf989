"""A voice has a pitch, resonances and syllables."""

import numpy as np
import pytest

from filmgate.media.sound.blocks import RATE
from filmgate.media.sound.cues.voices import Voice, phrase, spoken, syllable, voice_of

MAN, WOMAN = Voice(110.0, 1.0), Voice(210.0, 0.86)


def rng(seed: int = 2) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_speakers_are_men_and_women() -> None:
    pitches = [voice_of(rng(seed)).hz for seed in range(40)]

    assert min(pitches) < 140
    assert max(pitches) > 175


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_phrase_has_four_to_six_syllables_a_second(seed: int, ear) -> None:
    x = phrase(4 * RATE, rng(seed), MAN, 4.6)
    period, _ = ear.period(x, 0.12, 0.4)

    assert 0.14 < period < 0.36
    assert ear.flutter(x, 2, 8) > 0.25


@pytest.mark.parametrize("clauses", [(3,), (8,), (4, 3), (2, 5, 2)])
def test_a_line_has_as_many_syllables_as_asked_for(clauses: tuple[int, ...], ear) -> None:
    total = sum(clauses)
    x = spoken(round(total / 4.5 * RATE), rng(), MAN, clauses)

    level = np.convolve(ear.envelope(x), np.ones(9) / 9, "same")
    loud = level > 0.22 * level.max()
    assert abs(int((np.diff(loud.astype(int)) == 1).sum()) + int(loud[0]) - total) <= 1


def test_the_energy_of_speech_lies_where_mouths_ring(ear) -> None:
    x = phrase(3 * RATE, rng(), MAN)

    assert ear.share(x, 200, 3200) > 0.75
    assert ear.share(x, 20, 90) < 0.02


def test_a_woman_speaks_higher_than_a_man(ear) -> None:
    low, high = (ear.middle(phrase(3 * RATE, rng(), who)) for who in (MAN, WOMAN))

    assert high > low


def test_a_phrase_falls_in_pitch_to_its_end() -> None:
    x = phrase(3 * RATE, rng(), MAN).astype(np.float64)

    def pitch(part: np.ndarray) -> float:
        corr = np.fft.irfft(np.abs(np.fft.rfft(part, 2 * part.size)) ** 2)
        return RATE / (300 + int(corr[300:700].argmax()))

    assert pitch(x[:RATE]) > pitch(x[-RATE:])


def test_a_syllable_opens_and_closes() -> None:
    x = syllable(rng(), WOMAN, 0.2)

    assert x.size == round(0.2 * RATE)
    assert np.abs(x[:100]).max() < 0.2 * np.abs(x).max()
    assert np.abs(x[-100:]).max() < 0.2 * np.abs(x).max()


def test_even_a_blink_of_speech_is_finite() -> None:
    assert np.isfinite(phrase(2400, rng(), MAN)).all()
