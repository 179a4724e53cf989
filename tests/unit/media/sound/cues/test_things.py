"""Bells ring on their partials, clocks tick, records crackle, things rush by."""

import numpy as np
import pytest

from filmgate.media.sound.blocks import RATE
from filmgate.media.sound.cues import things


def rng(seed: int = 17) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_bell_swings_about_every_two_seconds(seed: int, ear) -> None:
    x = things.bells(16 * RATE, rng(seed), 0.2)
    onsets = ear.onsets(x, 0.5, 1.0)

    assert np.median(np.diff(onsets)) == pytest.approx(2.0, rel=0.05)


def test_a_bell_has_a_hum_a_minor_third_and_a_long_tail(ear) -> None:
    x = things.bells(round(1.9 * RATE), rng(1), 0.2)
    prime = float(rng(1).uniform(205, 262))

    for ratio in (0.5, 1.0, 1.19, 2.0):
        line = ear.share(x, prime * ratio * 0.99, prime * ratio * 1.01)
        assert line > 0.04, ratio
    env = ear.envelope(x, 10)
    assert env[-2] > 0.15 * env.max()


def test_chimes_are_struck_at_random_and_ring_high(ear) -> None:
    x = things.chimes(10 * RATE, rng(), 0.5)
    gaps = np.diff(ear.onsets(x, 0.2, 0.05))

    assert ear.share(x, 750, 6000) > 0.85
    assert gaps.std() > 0.3 * gaps.mean()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_clock_ticks_twice_a_second(seed: int, ear) -> None:
    x = things.clock(10 * RATE, rng(seed), 0.5)
    gaps = np.diff(ear.onsets(x, 0.3, 0.2))
    period, strength = ear.period(x, 0.8, 1.2)

    assert np.median(gaps) == pytest.approx(0.5, abs=0.01)
    assert period == pytest.approx(1.0, abs=0.01)
    assert strength > 0.5


def test_a_record_crackles_and_its_scratch_comes_round(ear) -> None:
    x = things.vinyl(8 * RATE, rng(), 0.3)

    assert ear.crest_db(x) > 16
    assert ear.onsets(x, 0.3, 0.01).size > 20


def test_a_creak_groans_on_a_slow_pulse(ear) -> None:
    x = things.creak(8 * RATE, rng(), 0.5)

    assert 380 < ear.middle(x) < 2500
    assert ear.flutter(x, 25, 199) > 0.1


def test_a_whoosh_swells_once_and_crosses_over(ear) -> None:
    x = things.whoosh(RATE, rng(), 0.5)
    env = ear.envelope(x, 20)
    third = RATE // 3
    first, last = (np.square(x[:, part]).sum(axis=1) for part in (np.s_[:third], np.s_[-third:]))

    assert 8 <= env.argmax() <= 14
    assert max(env[0], env[-1]) < 0.1 * env.max()
    assert (first[0] > first[1]) != (last[0] > last[1])


def test_an_impact_hits_at_once_and_sinks(ear) -> None:
    x = things.impact(3 * RATE, rng(), 0.5)
    env = ear.envelope(x, 20)

    assert env.argmax() <= 2
    assert env[-5:].mean() < 0.15 * env.max()
    assert ear.share(x, 25, 300) > 0.7


def test_a_ship_in_space_hums_deep(ear) -> None:
    x = things.space_drone(6 * RATE, rng(), 0.5)

    assert ear.middle(x) < 150
