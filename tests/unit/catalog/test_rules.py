from typing import Any

import pytest
from tests.model_files import build

from filmgate.catalog.schema import check_input

SUM = {"rule": "sum", "field": "shots.*.seconds", "equals": "duration"}
PHOTO = "https://films.example/a.png"


def told(
    body: dict[str, Any], *rules: dict[str, Any], properties: dict[str, Any] | None = None
) -> tuple[dict[str, str], dict[str, str]]:
    checked = check_input(build(properties, rules=list(rules)), {"prompt": "x", **body})
    return tuple(
        {".".join(map(str, found.loc[1:])): found.msg for found in some}
        for some in (checked.problems, checked.warnings)
    )  # type: ignore[return-value]


def shots(*seconds: int | None) -> dict[str, Any]:
    return {"shots": [{"words": "a", **({"seconds": s} if s else {})} for s in seconds]}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({**shots(5, 7), "duration": 10},
         "segments sum to 12 s, duration is 10 s; set duration to 12 or change a segment"),
        (shots(None, 7),
         "segments sum to 12 s, duration is 5 s (the default); "
         "set duration to 12 or change a segment"),
        ({**shots(10, 10), "duration": 10},
         "segments sum to 20 s, duration is 10 s; change a segment"),
        ({**shots(3, 3, 3, 3, 3, 3), "duration": 15},
         "at most 5 segments of at least 3 s fit into 15 s, got 6; join or remove some"),
    ],
)  # fmt: skip
def test_segments_must_sum_to_the_duration(body: dict[str, Any], message: str) -> None:
    assert told(body, SUM)[0] == {"shots": message}


@pytest.mark.parametrize(
    "body",
    [
        {**shots(5, 7), "duration": 12},
        {"shots": []},
        {},
        {"shots": [{"words": "a", "seconds": 5}]},
    ],
)
def test_segments_that_sum_up_or_are_missing_are_fine(body: dict[str, Any]) -> None:
    assert told(body, SUM) == ({}, {})


def test_values_of_a_wrong_type_are_left_to_the_schema() -> None:
    problems, _ = told({**shots(5), "duration": "x"}, SUM)
    others, _ = told({"shots": [{"seconds": "x"}, {"seconds": True}]}, SUM)

    assert list(problems) == ["duration"]
    assert list(others) == ["shots.0.seconds", "shots.1.seconds"]


def test_a_duration_with_named_values_offers_only_those() -> None:
    properties = {"duration": {"type": "integer", "enum": [5, 10], "default": 5}}

    good, _ = told(shots(5, 5), SUM, properties=properties)
    bad, _ = told({**shots(4, 4), "duration": 10}, SUM, properties=properties)

    assert good["shots"].endswith("set duration to 10 or change a segment")
    assert bad["shots"] == "segments sum to 8 s, duration is 10 s; change a segment"


def test_a_duration_without_limits_can_always_be_set() -> None:
    properties = {"duration": {"type": "integer", "default": 5}}

    problems, _ = told(shots(15, 15), SUM, properties=properties)

    assert problems["shots"].endswith("set duration to 30 or change a segment")


def test_a_text_must_not_be_blank() -> None:
    rule = {"rule": "not_blank", "field": "prompt", "unless": "shots"}
    inner = {"rule": "not_blank", "field": "shots.*.words"}

    assert list(told({"prompt": "\n "}, rule)[0]) == ["prompt"]
    assert told({"prompt": " ", **shots(5)}, rule) == ({}, {})
    assert list(told({"shots": [{"words": ""}, {"words": " "}, {}]}, inner)[0]) == [
        "shots.0.words",
        "shots.1.words",
        "shots.2.words",
    ]


def test_a_text_may_be_limited_or_only_advised_to_be_short() -> None:
    limit = {"rule": "max_length", "field": "prompt", "value": 4}
    advice = {**limit, "value": 2, "level": "warning", "message": "Two are better."}

    assert told({"prompt": "abcde"}, limit, advice) == (
        {"prompt": "must have at most 4 characters, got 5; shorten it by 1"},
        {},
    )
    assert told({"prompt": "abc"}, limit, advice) == (
        {},
        {"prompt": "Two are better. This one has 3."},
    )
    assert told({"prompt": "ab"}, limit, advice) == ({}, {})


def test_exactly_one_of_some_fields() -> None:
    rule = {"rule": "exactly_one", "field": "shots.*", "of": ["words", "seconds"]}
    properties = {
        "shots": {
            "type": "array",
            "items": {"words": {"type": "string"}, "seconds": {"type": "integer", "minimum": 1}},
        }
    }

    problems, _ = told(
        {"shots": [{}, {"words": "a"}, {"words": "a", "seconds": 3}, 5]}, rule,
        properties=properties,
    )  # fmt: skip

    assert problems == {
        "shots.0": "needs exactly one of words and seconds, got none of them",
        "shots.2": "needs exactly one of words and seconds, got words and seconds",
        "shots.3": "must be an object, got 5",
    }


def test_a_list_may_be_limited_always_beside_another_field_or_by_advice() -> None:
    pictures = {"pictures": [PHOTO] * 3}
    always = {"rule": "max_items", "field": "pictures", "value": 2}
    beside = {**always, "with": "clip"}
    advice = {**always, "level": "warning", "message": "Two are better."}

    assert told(pictures, always)[0] == {"pictures": "takes at most 2 items, got 3; remove 1"}
    assert told(pictures, beside) == ({}, {})
    assert told({**pictures, "clip": PHOTO}, beside)[0] == {
        "pictures": "takes at most 2 items beside clip, got 3"
    }
    assert told({"pictures": [PHOTO] * 2, "clip": PHOTO}, beside) == ({}, {})
    assert told(pictures, advice)[1] == {"pictures": "Two are better. Got 3."}


def test_a_number_may_be_limited_beside_another_field() -> None:
    rule = {
        "rule": "max_value",
        "field": "duration",
        "value": 10,
        "with": "clip",
        "message": "Shorter beside a clip.",
    }

    assert told({"duration": 12, "clip": PHOTO}, rule)[0] == {
        "duration": "Shorter beside a clip. Got 12."
    }
    assert told({"duration": 12}, rule) == ({}, {})
    assert told({"duration": 10, "clip": PHOTO}, rule) == ({}, {})


def test_a_field_can_lose_its_meaning_beside_another() -> None:
    note = {"rule": "note", "field": "start", "with": "shots", "message": "Not with shots."}
    ignored = {
        "rule": "ignored",
        "field": "sound",
        "value": True,
        "with": "clip",
        "message": "No sound beside a clip.",
    }

    assert told({"start": PHOTO, **shots(5)}, note)[1] == {"start": "Not with shots."}
    assert told({"start": PHOTO, "shots": []}, note) == ({}, {})
    assert told({"pictures": [], "clip": PHOTO}, {**note, "field": "pictures", "with": "clip"}) == (
        {},
        {},
    )
    assert told({"sound": True, "clip": PHOTO}, ignored)[1] == {"sound": "No sound beside a clip."}
    assert told({"sound": False, "clip": PHOTO}, ignored) == ({}, {})
    assert told({"sound": True}, ignored) == ({}, {})


def test_inside_a_list_a_field_is_compared_with_its_own_neighbour() -> None:
    rule = {
        "rule": "note",
        "field": "shots.*.words",
        "with": "shots.*.seconds",
        "message": "One is enough.",
    }

    assert list(told({"shots": [{"words": "a"}, {"words": "a", "seconds": 5}]}, rule)[1]) == [
        "shots.1.words"
    ]


def test_rules_about_media_wait_for_the_media() -> None:
    assert told({}, {"rule": "same_ratio", "fields": ["start"]}) == ({}, {})
