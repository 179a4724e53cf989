"""Waves come and go, brooks babble, drops fall, fire crackles."""

import numpy as np
import pytest

from filmgate.media.sound.blocks import RATE
from filmgate.media.sound.cues import water


def rng(seed: int = 5) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_waves_return_about_every_six_seconds(seed: int, ear) -> None:
    x = water.waves(24 * RATE, rng(seed), 0.5)
    period, strength = ear.period(x, 3.5, 9.0)

    assert 4.5 < period < 7.5
    assert strength > 0.2


def test_the_first_wave_breaks_within_two_seconds_and_a_half(ear) -> None:
    for seed in range(3):
        env = ear.envelope(water.waves(8 * RATE, rng(seed), 0.5), 4)

        assert env[:10].max() > 0.5 * env.max()


def test_the_hiss_of_a_wave_comes_after_its_roar(ear) -> None:
    x = water.waves(6 * RATE, rng(), 0.5).astype(np.float64)
    spectrum = np.fft.rfft(x)
    hz = np.fft.rfftfreq(x.shape[1], 1 / RATE)
    roar = np.fft.irfft(np.where(hz < 500, spectrum, 0))
    hiss = np.fft.irfft(np.where(hz > 3000, spectrum, 0))

    assert ear.envelope(hiss, 4).argmax() > ear.envelope(roar, 4).argmax()


def test_no_wave_begins_with_a_step(ear) -> None:
    env = ear.envelope(water.waves(12 * RATE, rng(), 0.5), 40)

    assert (env[1:] / env[:-1]).max() < 2.5


def test_a_stream_is_made_of_bubbles_of_many_pitches(ear) -> None:
    x = water.stream(6 * RATE, rng(), 0.5)
    env = ear.envelope(x, 2)

    assert ear.share(x, 350, 3500) > 0.85
    assert env.max() < 2.5 * env.min()


def test_a_waterfall_is_broad_and_never_pauses(ear) -> None:
    x = water.waterfall(6 * RATE, rng(), 0.5)
    env = ear.envelope(x, 10)

    assert env.max() < 2 * env.min()
    assert min(ear.share(x, a, 4 * a) for a in (100, 400, 1600)) > 0.1


def test_drops_fall_one_by_one_and_rise_in_pitch(ear) -> None:
    x = water.drips(8 * RATE, rng(), 0.5)
    onsets = ear.onsets(x)

    assert 4 <= onsets.size <= 30
    assert ear.share(x, 700, 3500) > 0.9
    first = round(onsets[1] * RATE)
    early, late = (x[:, first + a : first + a + 1500] for a in (1200, 3600))
    assert ear.pitch(late) > ear.pitch(early)


def test_small_waves_slap_every_second_or_so(ear) -> None:
    env = ear.envelope(water.lapping(10 * RATE, rng(), 0.5), 10)

    assert env.max() > 4 * np.median(env)


def test_fire_roars_low_and_crackles_high(ear) -> None:
    x = water.fire(6 * RATE, rng(), 0.5)

    assert ear.share(x, 40, 500) > 0.3
    assert ear.crest_db(x) > 13
    assert ear.onsets(x, 0.3, 0.01).size > 15
