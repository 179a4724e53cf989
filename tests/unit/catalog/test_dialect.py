from typing import Any

import pytest

from filmgate.catalog.dialect import (
    faults,
    items_of,
    media_formats,
    media_rules,
    normalise,
    with_formats,
)
from filmgate.core.model import MediaField
from filmgate.core.order import MediaKind

IMAGE = MediaKind.IMAGE
MEDIA = {
    ("images", "*"): MediaField(("images", "*"), IMAGE, ("png",)),
    ("start",): MediaField(("start",), IMAGE, ("png",)),
}
RULE = {"validation_rule": "width/height<", "validation_value": 2.5, "validation_error": "No."}


def schema(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def places(found: dict[str, Any]) -> list[str]:
    return [fault.place for fault in faults(found, MEDIA, "s")]


def test_every_irregularity_becomes_valid_json_schema() -> None:
    raw = schema(
        scale={"type": "float", "minimum": 0, "maximum": 1, "default": 0.5, "description": ""},
        shots={
            "type": "array",
            "items": {
                "prompt": {"type": "string", "format": "str"},
                "duration": {"type": "integer", "format": "int_slider_with_range"},
            },
        },
        images={"type": "array", "maxItems": 7},
        start={"type": "string", "title": "First", "validations": [RULE]},
    )

    assert normalise(raw, MEDIA)["properties"] == {
        "scale": {"type": "number", "minimum": 0, "maximum": 1, "default": 0.5},
        "shots": {
            "type": "array",
            "maxItems": 100,
            "items": {
                "type": "object",
                "properties": {
                    "prompt": {"type": "string", "maxLength": 20_000},
                    "duration": {"type": "integer"},
                },
            },
        },
        "images": {
            "type": "array",
            "format": "image_uris",
            "maxItems": 7,
            "items": {"type": "string", "format": "image_uri"},
        },
        "start": {"type": "string", "title": "First", "format": "image_uri"},
    }
    assert places(raw) == []


def test_the_served_schema_only_gains_the_formats_of_media_fields() -> None:
    raw = schema(images={"type": "array"}, start={"type": "string"}, n={"type": "float"}, odd=5)

    assert with_formats(raw, MEDIA) == schema(
        images={"type": "array", "format": "image_uris"},
        start={"type": "string", "format": "image_uri"},
        n={"type": "float"},
        odd=5,
    )


def test_a_format_that_is_there_stays() -> None:
    raw = schema(start={"type": "string", "format": "video_uri"})

    assert with_formats(raw, MEDIA) == raw


@pytest.mark.parametrize(
    ("found", "place"),
    [
        (5, "s"),
        ({"type": "array"}, "s"),
        ({"type": "object"}, "s.properties"),
        (schema(), "s.properties"),
        (schema(a=5), "s.properties.a"),
        (schema(a={"type": "file"}), "s.properties.a.type"),
        (schema(a={}), "s.properties.a.type"),
        (schema(a={"type": "string", "oneOf": []}), "s.properties.a.oneOf"),
        (schema(a={"type": "boolean", "minimum": 1}), "s.properties.a.minimum"),
        (schema(a={"type": "array"}), "s.properties.a.items"),
        (schema(a={"type": "array", "items": {"type": "x"}}), "s.properties.a.items.type"),
        (schema(a={"type": "array", "items": {"b": {"type": "x"}}}),
         "s.properties.a.items.properties.b.type"),
        (schema(filmgate={"type": "string"}), "s.properties.filmgate"),
        (schema(**{"a.b": {"type": "string"}}), "s.properties.a.b"),
        ({**schema(a={"type": "string"}), "required": ["b"]}, "s.required"),
        (schema(a={"type": "string", "validations": 5}), "s.properties.a.validations.0"),
        (schema(a={"type": "string", "validations": [{"validation_rule": "weight<"}]}),
         "s.properties.a.validations.0"),
        (schema(a={"type": "string", "validations": [{**RULE, "validation_value": "2"}]}),
         "s.properties.a.validations.0"),
        (schema(a={"type": "string", "validations": [{**RULE, "validation_error": 2}]}),
         "s.properties.a.validations.0"),
    ],
)  # fmt: skip
def test_what_leaves_the_dialect_is_told_with_its_place(found: Any, place: str) -> None:
    assert places(found) == [place]


def test_a_required_list_of_another_type_is_left_to_json_schema() -> None:
    assert places({**schema(a={"type": "string"}), "required": "a"}) == []


def test_inner_fields_may_be_called_like_the_reserved_object() -> None:
    assert places(schema(a={"type": "object", **schema(filmgate={"type": "string"})})) == []


def test_the_items_of_a_list_are_found_whichever_way_they_are_written() -> None:
    inner = {"type": "string"}

    assert items_of({"items": inner}, ("a",), {}) == inner
    assert items_of({"items": {"b": inner}}, ("a",), {}) == schema(b=inner)
    assert items_of({}, ("images",), MEDIA) == {"type": "string", "format": "image_uri"}
    assert items_of({}, ("a",), {}) is None


def test_media_fields_are_recognised_by_their_formats() -> None:
    raw = schema(
        a={"type": "string", "format": "image_uri"},
        b={"type": "array", "format": "video_uris"},
        c={"type": "array", "items": {"d": {"type": "string", "format": "video_uri"}}},
        e={"type": "array"},
        f={"type": "array", "items": {"type": "string", "format": "image_uri"}},
    )

    assert list(media_formats(raw)) == [
        (("a",), MediaKind.IMAGE),
        (("b", "*"), MediaKind.VIDEO),
        (("c", "*", "d"), MediaKind.VIDEO),
        (("f", "*"), MediaKind.IMAGE),
    ]


def test_validations_become_rules() -> None:
    assert [rule.value for rule in media_rules({"validations": [RULE]})] == [2.5]
    assert media_rules({}) == ()
