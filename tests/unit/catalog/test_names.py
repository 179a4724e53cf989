import pytest

from filmgate.catalog.names import did_you_mean, suggest, suggest_field

I2V = ["prompt", "multi_prompt", "start_image_url", "end_image_url", "duration", "generate_audio"]
T2V = ["prompt", "multi_prompt", "duration", "sound", "aspect_ratio", "cfg_scale"]


@pytest.mark.parametrize(
    ("name", "known", "guess"),
    [
        ("image_url", I2V, "start_image_url"),
        ("tail_image_url", I2V, "end_image_url"),
        ("prompt_segments", I2V, "multi_prompt"),
        ("sound", I2V, "generate_audio"),
        ("generate_audio", T2V, "sound"),
        ("Duration", T2V, "duration"),
        ("durration", T2V, "duration"),
        ("cfg", T2V, "cfg_scale"),
        ("image_url", T2V, None),
        ("zebra", T2V, None),
        ("", T2V, None),
        ("p" * 100, T2V, None),
    ],
)
def test_a_name_is_guessed_from_aliases_or_its_spelling(
    name: str, known: list[str], guess: str | None
) -> None:
    assert suggest(name, known) == guess


def test_an_option_at_the_wrong_place_is_recognised() -> None:
    assert suggest_field("seed", T2V) == "filmgate.seed"
    assert suggest_field("seed", [*T2V, "seed"]) == "seed"
    assert suggest_field("resolution", T2V) is None


def test_a_guess_is_put_into_words() -> None:
    assert did_you_mean("duration") == " Did you mean duration?"
    assert did_you_mean(None) == ""
