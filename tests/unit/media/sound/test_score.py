"""A score refuses what it cannot mean."""

import pytest

from filmgate.media.sound.score import CueWish, Score, Section


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("gain_db", 13.0),
        ("gain_db", float("nan")),
        ("pan", -1.1),
        ("distance", 1.5),
        ("intensity", -0.1),
        ("at_s", -1.0),
        ("length_s", 0.0),
    ],
)
def test_a_wish_out_of_range_names_the_field_and_the_range(field: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"{field} is .*, allowed are"):
        CueWish("rain", **{field: value})


def test_a_section_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match=r"end_s is 1\.0, allowed are 2"):
        Section(2.0, 1.0)


def test_a_fade_cannot_be_negative() -> None:
    with pytest.raises(ValueError, match="fade_s"):
        Section(0.0, 1.0, fade_s=-0.1)


def test_an_empty_score_is_a_score() -> None:
    assert Score().sections == ()
