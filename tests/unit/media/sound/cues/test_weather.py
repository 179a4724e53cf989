"""Wind blows in gusts, rain is bright and steady, thunder strikes and rolls."""

import numpy as np
import pytest

from filmgate.media.sound.blocks import RATE
from filmgate.media.sound.cues import weather


def rng(seed: int = 3) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_wind_rises_and_falls_slowly(ear) -> None:
    x = weather.wind(10 * RATE, rng(), 0.6)
    env = ear.envelope(x, 2)

    assert env.max() > 1.6 * env.min()
    assert ear.share(x, 60, 900) > 0.8


def test_a_gale_is_brighter_than_a_breeze(ear) -> None:
    breeze, gale = (ear.share(weather.wind(4 * RATE, rng(), i), 900, 9000) for i in (0.1, 0.9))

    assert gale > 1.2 * breeze


def test_a_downpour_is_deeper_than_a_drizzle(ear) -> None:
    drizzle, pour = (ear.share(weather.rain(4 * RATE, rng(), i), 50, 900) for i in (0.1, 0.9))

    assert pour > 1.2 * drizzle


def test_a_gust_makes_wind_brighter(ear) -> None:
    x = weather.wind(12 * RATE, rng(), 0.8)
    env = ear.envelope(x, 1)
    loud, soft = int(env.argmax()), int(env.argmin())

    def second(k: int) -> np.ndarray:
        return x[:, k * RATE : (k + 1) * RATE]

    assert ear.share(second(loud), 900, 6000) > ear.share(second(soft), 900, 6000)


@pytest.mark.parametrize("sound", [weather.grass, weather.leaves])
def test_what_rustles_is_high_and_flutters(sound, ear) -> None:
    x = sound(6 * RATE, rng(), 0.5)

    assert ear.share(x, 700, 9000) > 0.8
    assert ear.share(x, 20, 400) < 0.02


def test_rain_is_steady_and_bright_and_has_drops(ear) -> None:
    x = weather.rain(6 * RATE, rng(), 0.5)
    env = ear.envelope(x, 4)

    assert env.max() < 1.5 * env.min()
    assert ear.share(x, 2000, 12_000) > 0.4
    assert ear.crest_db(x) > 14


def test_thunder_strikes_early_and_rolls_away_lower(ear) -> None:
    x = weather.thunder(7 * RATE, rng(), 0.6)
    env = ear.envelope(x, 4)
    early, late = x[:, : 2 * RATE], x[:, 4 * RATE : 6 * RATE]

    assert env.argmax() < 3 * 4
    assert env[-4:].mean() < 0.45 * env.max()
    assert ear.share(x, 20, 500) > 0.8
    assert ear.share(early, 500, 6000) > ear.share(late, 500, 6000)


def test_snow_and_rooms_are_dark_and_even(ear) -> None:
    for sound in (weather.snow, weather.room_tone, weather.outdoor_air):
        x = sound(5 * RATE, rng(), 0.4)
        env = ear.envelope(x, 1)

        assert ear.middle(x) < 400
        assert env.max() < 2.5 * env.min()


def test_the_sea_wind_flutters_in_the_ear(ear) -> None:
    x = weather.sea_wind(6 * RATE, rng(), 0.8)

    assert ear.share(x, 20, 2500) > 0.8


def test_the_night_has_a_far_choir_of_insects(ear) -> None:
    x = weather.night_air(4 * RATE, rng(), 0.5)

    assert ear.share(x, 4000, 5000) > 4 * ear.share(x, 6000, 7000)
