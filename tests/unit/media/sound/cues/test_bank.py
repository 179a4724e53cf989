"""Every cue of the bank sounds, like itself and like nothing else."""

import itertools
import re
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from filmgate.media.sound import INSTRUMENTS, MOODS
from filmgate.media.sound.blocks import RATE, wide_noise
from filmgate.media.sound.cues.bank import CUES, Cue, cue_name
from filmgate.media.sound.loudness import SILENCE, loud_part_lufs
from filmgate.media.sound.space import SPACES

NAMES = sorted({cue_name(word) for word in CUES})
#: air and rooms are meant to be alike; gaits differ by their rhythm, which is tested on its own
AKIN = [
    {"room_tone", "outdoor_air", "night_air", "city_night", "wind", "snow"},
    {"hooves_walk", "hooves_trot", "hooves_gallop"},
]


@lru_cache(maxsize=256)
def made(name: str, seconds: float = 4.0, seed: int = 11) -> np.ndarray:
    cue = CUES[name]
    n = round((cue.length_s or seconds) * RATE)
    return cue.make(n, np.random.default_rng(seed), 0.5)


@pytest.fixture(scope="module")
def characters(ear) -> dict[str, np.ndarray]:
    return {name: ear.character(made(name)) for name in NAMES}


@pytest.fixture(scope="module")
def plain_noises(ear) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [ear.character(wide_noise(5 * RATE, rng, tilt)) for tilt in (0.0, 1.0)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("intensity", [0.0, 1.0])
def test_a_cue_is_finite_stereo_of_the_length_asked(name: str, intensity: float) -> None:
    n = 3001 if intensity else 500
    x = CUES[name].make(n, np.random.default_rng(1), intensity)

    assert x.shape == (2, n)
    assert x.dtype == np.float32
    assert np.isfinite(x).all()


@pytest.mark.parametrize("name", NAMES)
def test_a_cue_sounds_even_in_the_shortest_shot(name: str) -> None:
    x = made(name, 1.0)

    assert loud_part_lufs(x) > SILENCE + 60
    assert abs(float(x.mean())) < 0.02 * float(np.abs(x).max())


@pytest.mark.parametrize("name", NAMES)
def test_a_cue_is_the_same_for_the_same_chance_and_another_for_another(name: str) -> None:
    first, again, other = (
        CUES[name].make(RATE // 2, np.random.default_rng(seed), 0.5) for seed in (4, 4, 5)
    )

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("name", NAMES)
def test_a_cue_lives_in_the_band_the_bank_says(name: str, ear) -> None:
    cue = CUES[name]

    assert ear.share(made(name), cue.low, cue.high) > 0.6


@pytest.mark.parametrize("name", NAMES)
def test_the_peaks_of_a_cue_leave_room_for_loudness(name: str, ear) -> None:
    assert ear.crest_db(made(name)) < 27


@pytest.mark.parametrize("name", NAMES)
def test_a_cue_is_not_just_noise(name: str, plain_noises, characters) -> None:
    for plain in plain_noises:
        assert np.linalg.norm(characters[name] - plain) > 2.5


def test_no_two_cues_sound_alike(characters) -> None:
    for one, other in itertools.combinations(NAMES, 2):
        if any({one, other} <= group for group in AKIN):
            continue
        apart = np.linalg.norm(characters[one] - characters[other])

        assert apart > 2.0, f"{one} and {other} are {apart:.2f} apart"


def test_every_cue_has_a_space_and_a_sensible_level() -> None:
    for name in NAMES:
        cue: Cue = CUES[name]

        assert cue.space in SPACES
        assert -30 <= cue.level_db <= 6
        assert 20 <= cue.low < cue.high <= 20_000


def test_other_words_lead_to_the_same_cue() -> None:
    assert cue_name("campfire") == "fire"
    assert cue_name("fire") == "fire"
    assert CUES["campfire"] is CUES["fire"]


def test_an_unknown_cue_is_refused_with_a_near_name() -> None:
    with pytest.raises(ValueError, match="did you mean thunder"):
        cue_name("thundr")
    with pytest.raises(ValueError, match="there are wind"):
        cue_name("qqq")


def test_the_guide_names_every_cue_instrument_and_mood() -> None:
    guide = Path(__file__).parents[5] / "docs" / "explanation" / "sound.md"
    words = set(re.findall(r"`([a-z_]+)`", guide.read_text()))

    assert {*NAMES, *INSTRUMENTS} <= words
    assert len(words & set(MOODS)) >= len({id(mood) for mood in MOODS.values()})
