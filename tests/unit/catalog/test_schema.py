import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.strategies import invalid_bodies, valid_bodies, wild_bodies

from filmgate.catalog.loader import Catalog
from filmgate.catalog.schema import Checked, check_input, in_order
from filmgate.core.errors import Problem
from filmgate.core.model import Model
from filmgate.core.order import Options

CATALOG = Catalog.load()
I2V = CATALOG.get("kling/kling-3.0/pro/image-to-video")
T2V = CATALOG.get("kling/kling-3.0/pro/text-to-video")
O1 = CATALOG.get("kling/kling-video-o1/image-to-video")
O3 = CATALOG.get("kling/kling-video-o3/standard/reference-to-video")
MODELS = list(CATALOG.models.values())
RELAXED = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PHOTO = "https://films.example/a.png"


def problems(checked: Checked) -> dict[str, str]:
    return {".".join(map(str, found.loc)): found.msg for found in checked.problems}


def warnings(checked: Checked) -> dict[str, str]:
    return {".".join(map(str, found.loc)): found.msg for found in checked.warnings}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
@given(data=st.data())
@RELAXED
def test_every_input_made_from_a_schema_is_accepted(model: Model, data: st.DataObject) -> None:
    checked = check_input(model, data.draw(valid_bodies(model)))

    assert checked.problems == ()
    assert jsonschema_rs.is_valid(dict(model.normalized_schema), checked.input)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
@given(data=st.data())
@RELAXED
def test_every_refused_input_names_the_field(model: Model, data: st.DataObject) -> None:
    body, loc = data.draw(invalid_bodies(model))

    checked = check_input(model, body)

    assert checked.problems
    assert any(found.loc[1:2] == loc for found in checked.problems)
    assert all(found.loc[0] == "body" and found.msg and found.type for found in checked.problems)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
@given(data=st.data())
@RELAXED
def test_any_json_gets_an_answer_that_can_be_written(model: Model, data: st.DataObject) -> None:
    body = data.draw(wild_bodies(model))

    checked = check_input(model, body)

    for found in (*checked.problems, *checked.warnings):
        assert len(found.msg) < 700
        "".join((found.msg, *map(str, found.loc))).encode()
    if isinstance(body, dict):
        assert all(len(found.loc) > 1 for found in checked.problems)
    if not checked.problems:
        assert jsonschema_rs.is_valid(dict(model.normalized_schema), checked.input)


@pytest.mark.parametrize("body", [None, [], "x", 5, True])
def test_a_body_that_is_no_object_is_refused_as_a_whole(body: object) -> None:
    checked = check_input(T2V, body)

    assert [found.loc for found in checked.problems] == [("body",)]
    assert checked.input == {}


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_the_schema() -> None:
    body = {
        "filmgate": {"scale": 2},
        "cfg_scale": "1",
        "elements": [{}],
        "duration": 20,
        "multi_prompt": [{"prompt": "a", "duration": 2}, {"duration": 7}],
        "start_image_url": 5,
    }

    assert problems(check_input(I2V, body)) == {
        "body.prompt": "is required and was not given; add it",
        "body.multi_prompt": "segments sum to 9 s, duration is 20 s; "
        "set duration to 9 or change a segment",
        "body.multi_prompt.0.duration": "must be between 3 and 15, got 2",
        "body.multi_prompt.1.prompt": "is required and was not given; add it",
        "body.start_image_url": "must be text, got 5",
        "body.duration": "must be between 3 and 15, got 20",
        "body.elements.0": "needs exactly one of frontal_image_url and video_url, got none of them",
        "body.cfg_scale": 'must be a number, got "1"; send it without quotes',
        "body.filmgate.scale": "must be between 0.05 and 1, got 2",
    }
    assert list(problems(check_input(I2V, body))) == list(
        problems(check_input(I2V, dict(reversed(body.items()))))
    )


def test_one_place_has_one_problem_and_the_more_basic_one() -> None:
    checked = check_input(O1, {"prompt": "x", "duration": "5"})

    assert problems(checked)["body.duration"].startswith("must be a whole number")
    assert len([found for found in checked.problems if found.loc[1] == "duration"]) == 1


def test_defaults_are_filled_in_but_never_media_or_required_fields() -> None:
    checked = check_input(O3, {"prompt": "A fox runs."})

    assert checked.input == {
        "prompt": "A fox runs.",
        "aspect_ratio": "16:9",
        "duration": 5,
        "sound": False,
        "keep_original_sound": True,
        "shot_type": "customize",
    }


def test_the_default_length_of_a_segment_is_filled_in() -> None:
    body = {"prompt": "x", "multi_prompt": [{"prompt": "a"}]}

    assert check_input(T2V, body).input["multi_prompt"] == [{"prompt": "a", "duration": 5}]


def test_a_whole_number_may_be_written_with_a_point_but_true_is_no_number() -> None:
    assert check_input(T2V, {"prompt": "x", "duration": 7.0}).input["duration"] == 7
    assert "body.duration" in problems(check_input(T2V, {"prompt": "x", "duration": True}))
    assert "body.duration" in problems(check_input(T2V, {"prompt": "x", "duration": 7.5}))


def test_unknown_fields_are_ignored_with_a_guess() -> None:
    body = {"prompt": "x", "start_image_url": PHOTO, "image_url": PHOTO, "seed": 3, "zzz": 1}

    checked = check_input(I2V, body)

    assert checked.problems == ()
    assert "image_url" not in checked.input
    assert warnings(checked) == {
        "body.image_url": "Unknown field, ignored. Did you mean start_image_url?",
        "body.seed": "Unknown field, ignored. Did you mean filmgate.seed?",
        "body.zzz": "Unknown field, ignored.",
    }


def test_a_flood_of_unknown_fields_is_counted_and_told_first() -> None:
    body = {"prompt": "x", **{f"unknown{number}": 1 for number in range(1000)}}

    checked = check_input(T2V, body)

    assert len(checked.warnings) == 21
    assert checked.warnings[0].loc == ("body",)
    assert checked.warnings[0].msg == "980 more unknown fields, ignored."


@pytest.mark.parametrize("value", ["cat.png", "ftp://films.example/a", "https://", "", "//a/b"])
def test_a_media_value_must_be_an_address(value: str) -> None:
    checked = check_input(I2V, {"prompt": "x", "start_image_url": value})

    assert list(problems(checked)) == ["body.start_image_url"]


@pytest.mark.parametrize(
    "value",
    [
        PHOTO,
        "http://films.example/a",
        "HTTPS://films.example",
        "data:image/png;base64,AAAA",
        "filmgate://file_1",
        "filmgate://samples/fox.jpg",
    ],
)
def test_urls_data_uris_and_files_are_addresses(value: str) -> None:
    assert check_input(I2V, {"prompt": "x", "start_image_url": value}).problems == ()


def test_options_are_read_and_checked_strictly() -> None:
    given_options = {"engine": "previz", "seed": 7, "scale": 1, "webhook": "https://films.example"}

    good = check_input(T2V, {"prompt": "x", "filmgate": given_options})
    bad = check_input(T2V, {"prompt": "x", "filmgate": {"sed": 1, "webhook": "films"}})
    worse = check_input(T2V, {"prompt": "x", "filmgate": [1]})

    assert good.options == Options(
        engine="previz", seed=7, scale=1.0, webhook="https://films.example"
    )
    assert problems(bad) == {
        "body.filmgate.sed": "is not an option; there are engine, seed, quality, fit, burn_in, "
        "webhook, scale, priority. Did you mean seed?",
        "body.filmgate.webhook": 'must be an http or https URL, got "films"',
    }
    assert bad.options == Options()
    assert problems(worse) == {"body.filmgate": "must be an object, got a list of 0"}


def test_problems_found_later_take_their_place_in_the_order() -> None:
    found = [
        Problem(("body", name, *rest), "x", "y")
        for name, *rest in (["zzz"], ["filmgate"], ["elements", 1], ["elements", 0, "video_url"],
                            ["duration"], ["prompt"])
    ]  # fmt: skip

    assert [problem.loc[1:] for problem in in_order(I2V, [*found, found[0]])] == [
        ("prompt",),
        ("duration",),
        ("elements", 0, "video_url"),
        ("elements", 1),
        ("filmgate",),
        ("zzz",),
    ]


def test_a_very_long_text_where_a_word_belongs_is_answered_shortly() -> None:
    checked = check_input(T2V, {"prompt": "x", "shot_type": "é" * 10_000, "duration": "é" * 10_000})

    assert [found.type for found in checked.problems] == ["type", "choice"]


def test_a_reloaded_model_is_checked_by_its_own_schema() -> None:
    body = {"prompt": "x", "duration": 20}
    other = Catalog.load().get(T2V.id)

    assert check_input(other, body).problems == check_input(T2V, body).problems
