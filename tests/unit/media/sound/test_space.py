"""Distance and side can be heard."""

import numpy as np
import pytest

from filmgate.media.sound.blocks import RATE, burst, noise, wide_noise
from filmgate.media.sound.space import SPACES, placed


def sound() -> np.ndarray:
    return wide_noise(RATE, np.random.default_rng(2), 0.5)


def level(x: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(np.square(x, dtype=np.float64))))


@pytest.mark.parametrize("space", SPACES)
def test_farther_is_softer_duller_and_narrower(space: str, ear) -> None:
    near, far = (placed(sound(), 0.0, d, space) for d in (0.0, 1.0))

    assert level(near) - level(far) > 8
    assert ear.middle(far) < 0.7 * ear.middle(near)
    assert np.corrcoef(far)[0, 1] > np.corrcoef(near)[0, 1] - 0.05


def test_the_side_is_where_the_power_is() -> None:
    left = placed(sound(), -0.8, 0.0, "outdoors")
    right = placed(sound(), 0.8, 0.0, "outdoors")

    assert level(left[0]) - level(left[1]) > 8
    assert level(right[1]) - level(right[0]) > 8
    assert level(left) == pytest.approx(level(right), abs=1.0)


def test_the_middle_keeps_the_stereo_of_a_near_sound() -> None:
    x = sound()
    y = placed(x, 0.0, 0.0, "room")

    assert abs(np.corrcoef(y)[0, 1] - np.corrcoef(x)[0, 1]) < 0.1


def test_a_hall_answers_longer_than_a_room() -> None:
    click = np.zeros((2, 3 * RATE), np.float32)
    click[:, 100:2500] = burst(0.05, np.random.default_rng(1), 0.001, 0.005, 200, 5000)

    def tail(space: str) -> float:
        y = placed(click, 0.0, 0.8, space)
        return level(y[:, RATE // 2 :]) - level(y)

    assert tail("hall") > tail("room") + 15
    assert tail("valley") > tail("outdoors") + 10


def test_nothing_sounds_before_the_sound() -> None:
    x = np.zeros((2, RATE), np.float32)
    x[:, RATE // 2 :] = noise(RATE // 2, np.random.default_rng(3))

    y = placed(x, 0.3, 0.9, "hall")

    assert np.abs(y[:, : RATE // 2 - 500]).max() < 0.02 * np.abs(y).max()
