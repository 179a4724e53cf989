"""Painted plates: their shape, their seeds, their light, the families of places."""

import cv2
import numpy as np
import pytest

from filmgate.engines.previz.plate import GRID, Plate
from filmgate.engines.previz.scenes import paint
from filmgate.engines.previz.scenes.painting import FAMILIES
from filmgate.engines.previz.storyboard import ShotSize, StoryShot, Subject
from filmgate.media.frames import to_rgb

SIZE = (256, 144)
TIMES = ("night", "blue_hour", "dawn", "golden", "sunset", "overcast", "storm", "day")


def shot(place: str, time: str = "day", **facts: object) -> StoryShot:
    return StoryShot(0, 120, "", place=place, time_of_day=time, **facts)  # type: ignore[arg-type]


def small(plate: Plate) -> np.ndarray:
    return cv2.resize(to_rgb(plate.planes), (64, 36), interpolation=cv2.INTER_AREA).astype(float)


@pytest.mark.parametrize("place", [*FAMILIES, ""])
def test_a_family_gives_a_whole_plate(place: str) -> None:
    plate = paint(shot(place, "golden"), *SIZE, seed=3)

    planes = plate.planes
    grid = (-(-planes.height // GRID), -(-planes.width // GRID))
    assert planes.width >= 1.22 * SIZE[0]
    assert planes.height >= 1.14 * SIZE[1]
    assert plate.nearness.shape == grid
    assert plate.nearness.dtype == np.float32
    assert 0.0 <= plate.nearness.min() < plate.nearness.max() <= 1.0
    assert all(mask.shape == grid for mask in plate.masks.values())
    assert planes.y.std() > 8.0
    assert 0.2 < plate.horizon < 0.8


@pytest.mark.parametrize("place", FAMILIES)
def test_the_same_seed_paints_the_same_and_another_does_not(place: str) -> None:
    first, again, other = (paint(shot(place), *SIZE, seed=seed) for seed in (5, 5, 6))

    assert np.array_equal(first.planes.y, again.planes.y)
    assert np.abs(small(first) - small(other)).mean() > 3.0


@pytest.mark.parametrize("place", ["hills", "sea", "street", "interior", "forest"])
def test_times_of_day_differ(place: str) -> None:
    pictures = [small(paint(shot(place, time), *SIZE, seed=5)) for time in TIMES]

    for index, picture in enumerate(pictures):
        for other in pictures[index + 1 :]:
            assert np.abs(picture - other).mean() > 2.0


def test_night_is_darker_than_day() -> None:
    for place in ("hills", "sea", "skyline", "street", "mountains"):
        day, night = (paint(shot(place, time), *SIZE, seed=5) for time in ("day", "night"))

        assert night.planes.y.mean() < 0.75 * day.planes.y.mean()


def test_winter_whitens_the_country() -> None:
    for place in ("hills", "plains", "mountains"):
        summer = small(paint(shot(place), *SIZE, seed=5))[24:]
        winter = small(paint(shot(place, season="winter"), *SIZE, seed=5))[24:]

        assert np.ptp(winter, axis=2).mean() < np.ptp(summer, axis=2).mean()


def test_the_ground_comes_nearer_towards_the_foot_of_the_frame() -> None:
    for place in ("hills", "sea", "desert", "plains", "street"):
        near = paint(shot(place), *SIZE, seed=5).nearness
        rows = near.mean(axis=1)

        assert rows[-1] > 0.6
        assert rows[0] < 0.5
        assert rows[-1] > rows[len(rows) * 2 // 3] > rows[len(rows) // 4] - 0.25


@pytest.mark.parametrize(("width", "height"), [(96, 54), (54, 96), (96, 96), (240, 96)])
def test_any_shape_of_frame_can_be_painted(width: int, height: int) -> None:
    for place in FAMILIES:
        plate = paint(shot(place, subjects=(Subject("couple", 2),)), width, height, seed=1)

        assert plate.planes.width >= 1.22 * width
        assert plate.planes.height >= 1.14 * height


def test_water_is_marked_below_the_horizon_only() -> None:
    plate = paint(shot("sea", "sunset"), *SIZE, seed=2)

    water = plate.masks["water"]
    middle = water.shape[0] // 2
    assert water[: middle - 2].max() < 0.05
    assert water[-3:].mean() > 0.9


def test_no_sun_shines_through_rain() -> None:
    clear = paint(shot("sea", "night"), *SIZE, seed=2)
    wet = paint(shot("sea", "night", weather=("rain",)), *SIZE, seed=2)

    half = clear.planes.height // 2
    assert wet.planes.y[:half].max() < clear.planes.y[:half].max() - 40


SUBJECTS = [
    Subject("person", 1, "standing", "man"),
    Subject("person", 1, "walking", "woman"),
    Subject("person", 1, "running", "boy"),
    Subject("person", 2, "sitting", "women"),
    Subject("couple", 2, "walking", "couple"),
    Subject("crowd", 7, "", "people"),
    Subject("rider", 2, "riding", "riders"),
    Subject("horse", 2, "running", "horses"),
    Subject("dog", 1, "walking", "dog"),
    Subject("deer", 1),
    Subject("cow", 3),
    Subject("elephant", 1),
    Subject("camel", 2),
    Subject("bird", 3, "flying", "birds"),
    Subject("cat", 1, "", "cat"),
    Subject("cat", 1, "walking", "lion"),
    Subject("car", 1),
    Subject("car", 2, "running"),
    Subject("cyclist", 1, "riding"),
    Subject("motorcycle", 1),
    Subject("train", 1),
    Subject("plane", 1),
    Subject("whale", 1),
    Subject("balloon", 3),
]


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda s: f"{s.kind}-{s.pose}")
def test_a_subject_stands_in_the_picture_as_a_sprite(subject: Subject) -> None:
    plate = paint(shot("desert", subjects=(subject,)), *SIZE, seed=4)

    assert plate.sprites
    for sprite in plate.sprites:
        height, width = sprite.alpha.shape
        assert sprite.planes.y.shape == (height, width)
        assert sprite.x % 2 == sprite.y % 2 == height % 2 == width % 2 == 0
        assert 0.0 < sprite.nearness <= 1.0
        assert sprite.alpha.max() > 100


THINGS = [
    "cup",
    "bottle",
    "vessel",
    "candle",
    "flower",
    "hands",
    "rope",
    "key",
    "glass",
    "book",
    "watch",
    "guitar",
    "phone",
    "food",
]


@pytest.mark.parametrize("kind", THINGS)
def test_a_close_shot_shows_things(kind: str) -> None:
    close = shot("interior", subjects=(Subject(kind),), size=ShotSize.CLOSE)

    assert paint(close, *SIZE, seed=4).sprites


def test_a_close_shot_of_nothing_known_shows_a_hand_and_of_nature_shows_nature() -> None:
    unknown = StoryShot(0, 24, "close-up of a gizmo", size=ShotSize.CLOSE)
    nature = StoryShot(0, 24, "close-up of wet leaves", size=ShotSize.CLOSE, place="interior")

    assert paint(unknown, *SIZE, seed=4).sprites
    assert not paint(nature, *SIZE, seed=4).sprites


def test_what_drives_beside_the_sea_has_ground_under_it() -> None:
    empty = paint(shot("sea"), *SIZE, seed=4)
    plate = paint(shot("sea", subjects=(Subject("car"),)), *SIZE, seed=4)

    assert empty.masks["water"][-2].mean() > 0.8
    assert plate.masks["water"][-2].mean() < 0.1


def test_animals_move_their_legs_as_the_text_says() -> None:
    gaits = [
        paint(shot("desert", subjects=(Subject("horse", 1, pose),)), *SIZE, seed=4).sprites[0]
        for pose in ("standing", "walking", "running")
    ]

    assert len({(*sprite.alpha.shape, int(sprite.alpha.sum())) for sprite in gaits}) == 3


def test_candles_and_cups_of_a_table_are_all_there() -> None:
    table = shot(
        "interior", subjects=(Subject("candle", 3), Subject("cup", 3)), size=ShotSize.MEDIUM
    )

    assert len(paint(table, *SIZE, seed=4).sprites) >= 4


@pytest.mark.parametrize("place", ["sea", "beach"])
def test_a_village_by_the_sea_stands_on_its_shore(place: str) -> None:
    empty, built = (
        paint(shot(place, details=details), *SIZE, seed=3) for details in ((), ("coast", "houses"))
    )

    rgb = [to_rgb(plate.planes).astype(int) for plate in (empty, built)]
    roofs = [(picture[..., 0] - picture[..., 2] > 40) for picture in rgb]
    above = slice(0, int(built.horizon * built.planes.height))
    assert roofs[1][above].sum() > 100
    assert roofs[1][above].sum() > 4 * roofs[0][above].sum()


def test_boats_float_below_the_horizon() -> None:
    plate = paint(shot("sea", subjects=(Subject("boat", 2, "", "sailboat"),)), *SIZE, seed=4)

    horizon = (0.07 + plate.horizon) / 1.14 * plate.planes.height
    boats = [sprite for sprite in plate.sprites if sprite.motion == "bob"]
    assert len(boats) == 2
    assert all(sprite.y + sprite.alpha.shape[0] > horizon for sprite in boats)


def test_birds_fly_on_their_own() -> None:
    plate = paint(shot("beach", subjects=(Subject("bird", 3),)), *SIZE, seed=4)

    assert any(sprite.motion == "drift" and sprite.travel[0] > 0 for sprite in plate.sprites)
