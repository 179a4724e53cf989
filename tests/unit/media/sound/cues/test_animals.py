"""Animals keep their pitch and their rhythm."""

import numpy as np
import pytest

from filmgate.media.sound.blocks import RATE
from filmgate.media.sound.cues import animals


def rng(seed: int = 7) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize(
    ("gait", "stride_s", "beats"),
    [
        (animals.hooves_walk, 1.12, 4),
        (animals.hooves_trot, 0.755, 2),
        (animals.hooves_gallop, 0.475, 3),
    ],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_hooves_keep_the_rhythm_of_their_gait(gait, stride_s, beats, seed, ear) -> None:
    x = gait(12 * RATE, rng(seed), 0.6)
    period, strength = ear.period(x, 0.85 * stride_s, 1.15 * stride_s)
    onsets = ear.onsets(x, 0.25, 0.06)

    assert period == pytest.approx(stride_s, rel=0.06)
    assert strength > 0.35
    assert onsets.size == pytest.approx(12 / stride_s * beats, rel=0.25)


def test_a_gallop_has_a_moment_in_the_air(ear) -> None:
    gaps = np.diff(ear.onsets(animals.hooves_gallop(8 * RATE, rng(), 0.6), 0.2, 0.06))

    assert np.quantile(gaps, 0.9) > 1.7 * np.quantile(gaps, 0.3)


def test_hooves_thump_low(ear) -> None:
    x = animals.hooves_trot(5 * RATE, rng(), 0.5)

    assert ear.share(x, 60, 200) > 0.4
    assert ear.share(x, 4000, 20_000) < 0.02


def test_birds_whistle_in_phrases_with_pauses(ear) -> None:
    x = animals.birds(12 * RATE, rng(), 0.3)
    env = ear.envelope(x, 20)

    assert ear.share(x, 1800, 6000) > 0.9
    assert (env < 0.1 * env.max()).mean() > 0.1


def test_gulls_call_with_overtones_that_fall(ear) -> None:
    x = animals.gulls(6 * RATE, rng(), 0.5)
    env = ear.envelope(x, 20)

    assert ear.share(x, 700, 5000) > 0.9
    assert (env < 0.1 * env.max()).mean() > 0.2


def test_crickets_chirp_near_4500_hz_in_pulses(ear) -> None:
    x = animals.crickets(6 * RATE, rng(), 0.5)

    assert 3800 < ear.middle(x) < 5200
    assert ear.flutter(x, 24, 80) > 0.1


def test_cicadas_rasp_higher_than_crickets(ear) -> None:
    cricket, cicada = (
        ear.middle(sound(4 * RATE, rng(), 0.5)) for sound in (animals.crickets, animals.cicadas)
    )

    assert cicada > cricket + 800


def test_an_owl_hoots_on_one_low_tone(ear) -> None:
    x = animals.owl(6 * RATE, rng(), 0.5)

    assert 340 < ear.pitch(x) < 460
    assert ear.share(x, 300, 500) > 0.9


def test_frogs_croak_in_pulses(ear) -> None:
    x = animals.frogs(6 * RATE, rng(), 0.3)

    assert ear.flutter(x, 18, 120) > 0.2
    assert 450 < ear.middle(x) < 2500


def test_a_dog_barks_in_twos_and_threes(ear) -> None:
    x = animals.dog(8 * RATE, rng(), 0.5)
    gaps = np.diff(ear.onsets(x, 0.3, 0.2))

    assert ((gaps > 0.25) & (gaps < 0.5)).sum() >= 3
    assert gaps.max() > 0.8


def test_bees_buzz_on_harmonics_of_their_wings(ear) -> None:
    x = animals.bees(5 * RATE, rng(), 0.5)

    assert 160 < ear.pitch(x) < 650
    assert ear.share(x, 180, 2500) > 0.9


def test_wings_flap_some_ten_times_a_second(ear) -> None:
    x = animals.wings(5 * RATE, rng(), 0.0)

    assert ear.flutter(x, 6, 40) > 0.3
