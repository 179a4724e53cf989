"""Machines run at their speed, cars pass by, keys are struck in runs."""

import numpy as np
import pytest

from filmgate.media.sound.blocks import RATE, band
from filmgate.media.sound.cues import machines


def rng(seed: int = 13) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_a_passing_car_is_loudest_in_the_middle_and_changes_sides(ear) -> None:
    x = machines.car_pass(6 * RATE, rng(), 0.5)
    env = ear.envelope(x, 4)
    half = x.shape[1] // 2
    left, right = (np.square(x[c]).reshape(2, half).sum(axis=1) for c in (0, 1))

    assert abs(int(env.argmax()) - 12) <= 2
    assert env[:3].max() < 0.2 * env.max()
    assert (left[0] > right[0]) != (left[1] > right[1])


def test_traffic_roars_low_with_cars_in_it(ear) -> None:
    x = machines.traffic(10 * RATE, rng(), 0.5)
    env = ear.envelope(x, 2)

    assert env.max() > 1.5 * env.min()
    assert ear.share(x, 45, 2600) > 0.85


def test_a_city_at_night_is_darker_than_its_traffic(ear) -> None:
    night, day = (sound(6 * RATE, rng(), 0.5) for sound in (machines.city_night, machines.traffic))

    assert ear.middle(night) < ear.middle(day)


@pytest.mark.parametrize(("intensity", "hz"), [(0.0, 24.0), (1.0, 50.0)])
def test_a_motor_has_lines_at_multiples_of_its_firing(intensity: float, hz: float, ear) -> None:
    x = machines.motor(4 * RATE, rng(), intensity)

    assert ear.pitch(x) / hz == pytest.approx(round(ear.pitch(x) / hz), abs=0.35)
    assert ear.share(x, 20, 900) > 0.8


def test_a_train_clacks_in_pairs(ear) -> None:
    x = machines.train(12 * RATE, rng(), 0.5)
    gaps = np.diff(ear.onsets(band(x, 400, 4000), 0.3, 0.08))

    assert (np.abs(gaps - 0.14) < 0.03).mean() > 0.3
    assert gaps.max() > 0.35


def test_a_wheel_hums_on_its_tone(ear) -> None:
    x = machines.whir(4 * RATE, rng(), 0.5)

    assert ear.pitch(x) == pytest.approx(99.0, rel=0.03)


def test_a_neon_tube_buzzes_at_twice_the_mains(ear) -> None:
    pitch = ear.pitch(machines.neon(3 * RATE, rng(), 0.3))

    assert pitch / 100 == pytest.approx(round(pitch / 100), abs=0.02)


def test_a_rotor_chops_the_air_twelve_times_a_second(ear) -> None:
    period, strength = ear.period(machines.helicopter(5 * RATE, rng(), 0.5), 0.06, 0.12)

    assert period == pytest.approx(1 / 12, rel=0.05)
    assert strength > 0.4


def test_a_jet_is_broad_and_even(ear) -> None:
    env = ear.envelope(machines.plane(5 * RATE, rng(), 0.5), 4)

    assert env.max() < 1.5 * env.min()


def test_typing_comes_in_runs_of_clicks(ear) -> None:
    x = machines.keyboard(10 * RATE, rng(), 0.5)
    gaps = np.diff(ear.onsets(x, 0.15, 0.05))

    assert 3 < gaps.size / 10 < 16
    assert gaps.max() > 0.3
    assert ear.share(x, 1300, 9000) > 0.6


def test_a_projector_pulls_24_pictures_a_second(ear) -> None:
    period, strength = ear.period(machines.projector(5 * RATE, rng(), 0.5), 0.03, 0.055)

    assert period == pytest.approx(1 / 24, rel=0.07)
    assert strength > 0.3


def test_a_camera_clicks_twice_for_each_picture(ear) -> None:
    x = machines.camera(8 * RATE, rng(), 0.5)
    gaps = np.diff(ear.onsets(x, 0.2, 0.03))

    assert (np.abs(gaps - 0.055) < 0.012).sum() >= 3
    assert gaps.max() > 0.4
