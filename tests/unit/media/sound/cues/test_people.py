"""Steps fall in time, crowds talk without pause, hearts beat twice."""

import numpy as np
import pytest

from filmgate.media.sound.blocks import RATE
from filmgate.media.sound.cues import people

STEPS = [
    people.footsteps,
    people.footsteps_gravel,
    people.footsteps_wood,
    people.footsteps_snow,
]


def rng(seed: int = 9) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("walk", STEPS)
@pytest.mark.parametrize("seed", [1, 2])
def test_steps_fall_about_twice_a_second(walk, seed: int, ear) -> None:
    x = walk(12 * RATE, rng(seed), 0.5)
    period, strength = ear.period(x, 0.35, 0.7)

    assert period == pytest.approx(60 / 124 * 1.01, rel=0.06)
    assert strength > 0.35


def test_the_ground_gives_each_step_its_colour(ear) -> None:
    stone, gravel, wood, snow = (ear.middle(walk(5 * RATE, rng(), 0.5)) for walk in STEPS)

    assert gravel > snow > stone > wood


def test_gravel_crunches_longer_than_stone_knocks(ear) -> None:
    def busy(walk) -> float:
        env = ear.envelope(walk(5 * RATE, rng(), 0.5), 100)
        return float((env > 0.15 * env.max()).mean())

    stone, gravel = busy(people.footsteps), busy(people.footsteps_gravel)

    assert gravel > 1.5 * stone


def test_a_crowd_never_pauses_and_speaks_in_the_range_of_voices(ear) -> None:
    x = people.crowd(8 * RATE, rng(), 0.6)
    env = ear.envelope(x, 4)

    assert env.max() < 3.5 * env.min()
    assert ear.share(x, 150, 2800) > 0.9


def test_cups_clink_above_the_talk_of_a_cafe(ear) -> None:
    cafe, crowd = (sound(8 * RATE, rng(), 0.5) for sound in (people.cafe, people.crowd))

    assert ear.share(cafe, 3200, 9000) > 1.5 * ear.share(crowd, 3200, 9000)


def test_applause_is_bright_and_dense(ear) -> None:
    x = people.applause(5 * RATE, rng(), 0.6)
    env = ear.envelope(x, 5)

    assert ear.share(x, 700, 6000) > 0.85
    assert env.max() < 2.5 * env.min()


def test_speech_has_syllables_and_a_whisper_has_no_pitch(ear) -> None:
    loud, soft = (sound(2 * RATE, rng(), 0.5) for sound in (people.speech, people.whisper))

    assert ear.flutter(loud, 1, 9) > 0.3
    assert ear.middle(soft) > 2 * ear.middle(loud)


@pytest.mark.parametrize(("intensity", "rate"), [(0.0, 58), (1.0, 108)])
def test_a_heart_beats_at_the_rate_of_its_fear(intensity: float, rate: float, ear) -> None:
    x = people.heartbeat(12 * RATE, rng(), intensity)
    period, strength = ear.period(x, 0.7 * 60 / rate, 1.3 * 60 / rate)

    assert period == pytest.approx(60 / rate, rel=0.12)
    assert strength > 0.4
    assert ear.share(x, 40, 260) > 0.9


def test_breath_goes_in_brighter_than_out(ear) -> None:
    x = people.breath(6 * RATE, rng(), 0.5)
    first = x[:, : round(0.9 * RATE)]
    second = x[:, round(1.35 * RATE) : round(2.3 * RATE)]

    assert ear.middle(first) > ear.middle(second)


def test_cloth_moves_in_strokes(ear) -> None:
    env = ear.envelope(people.cloth(8 * RATE, rng(), 0.5), 20)

    assert (env < 0.2 * env.max()).mean() > 0.2
