"""Words that look like a direction or a sound and are none: one test for each."""

import pytest

from filmgate.core.order import Order, Task, Tier
from filmgate.engines.previz.reading import read_order
from filmgate.engines.previz.storyboard import StoryShot


def shot_of(prompt: str) -> StoryShot:
    order = Order("test/model", Task.TEXT_TO_VIDEO, Tier.PRO, prompt, 5)
    return read_order(order).shots[0]


def moves_of(prompt: str) -> list[str]:
    return [move.kind.value for move in shot_of(prompt).moves]


def sounds_of(prompt: str) -> set[str]:
    return {wish.name for wish in shot_of(prompt).sounds}


def test_revealing_is_not_a_pull() -> None:
    assert moves_of("A tracking shot along the fence, revealing the vast plains.") == [
        "track_right"
    ]


def test_pulling_back_to_reveal_is_a_pull() -> None:
    assert moves_of("The camera pulls back to reveal the vast plains.") == ["pull"]


@pytest.mark.parametrize(
    "prompt",
    [
        "Grass moves in slow waves over the prairie.",
        "A girl waves goodbye from the porch.",
        "Heat waves rise from the road.",
    ],
)
def test_waves_without_a_sea_are_not_heard(prompt: str) -> None:
    assert "waves" not in sounds_of(prompt)


def test_waves_of_the_sea_are_heard() -> None:
    assert "waves" in sounds_of("Slow waves roll up the beach.")


@pytest.mark.parametrize(
    "prompt",
    [
        "A search engine logo turns into a bird.",
        "Rendered in Unreal Engine, a marble hall.",
        "A train of thought, written on a wall.",
    ],
)
def test_engines_of_other_kinds_are_not_heard(prompt: str) -> None:
    assert "motor" not in sounds_of(prompt)


def test_a_storm_brings_rain_and_thunder() -> None:
    shot = shot_of("A storm over the harbour.")

    assert {"storm", "rain"} <= set(shot.weather)
    assert {"thunder", "rain"} <= {wish.name for wish in shot.sounds}


def test_a_sandstorm_brings_neither() -> None:
    shot = shot_of("A sandstorm crosses the desert.")

    assert not {"rain", "storm"} & set(shot.weather)
    assert not {"thunder", "rain"} & {wish.name for wish in shot.sounds}


def test_water_beside_an_ocean_does_not_drip() -> None:
    assert "stream" not in sounds_of("Clear blue water of the ocean at noon.")


def test_a_plain_background_has_no_wind() -> None:
    shot = shot_of("A vase on a plain background.")

    assert "wind" not in {wish.name for wish in shot.sounds}
    assert shot.place == "interior"


def test_an_animal_that_walks_has_no_footsteps() -> None:
    assert "footsteps" not in sounds_of("A dog walks down the street.")
    assert "footsteps" in sounds_of("A man walks down the street.")


@pytest.mark.parametrize(
    "prompt",
    [
        "A train track crosses the desert.",
        "Eggs sizzle in a frying pan.",
        "A construction crane stands over the city.",
        "She tilts her head and smiles.",
        "Steam rises above the cup.",
        "The sun rises over the hills.",
        "A satellite in low earth orbit.",
        "A pickup truck on a country road.",
        "The radio plays static noise.",
        "Waves roll over the rolling hills of sand.",
        "Smoke drifts up and curls.",
    ],
)
def test_what_is_in_the_picture_does_not_move_the_camera(prompt: str) -> None:
    assert moves_of(prompt) == []


@pytest.mark.parametrize(
    ("prompt", "moves"),
    [
        ("The camera holds as the sun rises above the hills.", ["static"]),
        ("Rising above the rooftops at dawn.", ["crane_up"]),
        ("As the wind blows, the camera follows the leaves.", ["track_right"]),
        ("No zoom, no pan; the camera slowly tilts down.", ["tilt_down"]),
        ("The camera pushes in and holds on her eyes.", ["push", "static"]),
        ("A static tripod shot, her hair moving in the wind.", ["static"]),
        ("Handheld, the camera pushes in.", ["push", "handheld"]),
    ],
)
def test_the_camera_is_told_from_the_subject(prompt: str, moves: list[str]) -> None:
    assert moves_of(prompt) == moves


@pytest.mark.parametrize(
    ("prompt", "kinds"),
    [
        ("A cowboy hat on a fence post.", set()),
        ("A bird's-eye view of the delta.", set()),
        ("The face of the mountain.", set()),
        ("Acoustic guitar music over an empty road.", set()),
    ],
)
def test_compounds_are_no_subjects(prompt: str, kinds: set[str]) -> None:
    assert {subject.kind for subject in shot_of(prompt).subjects} == kinds


def test_a_jacket_does_not_make_it_rain() -> None:
    assert "rain" not in shot_of("A boy in a rain jacket on a sunny street.").weather


def test_snow_on_peaks_does_not_fall() -> None:
    assert "snow" not in shot_of("Snow-capped mountains at noon.").weather
