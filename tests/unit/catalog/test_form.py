from typing import Any

from tests.model_files import MAPPING, build

from filmgate.catalog.loader import Catalog

CATALOG = Catalog.load()


def hints(schema: Any) -> dict[str, dict[str, Any]]:
    return {name: part["x-filmgate"] for name, part in schema["properties"].items()}


def test_every_field_says_its_widget_and_its_place_in_the_form() -> None:
    model = CATALOG.get("kling/kling-3.0/pro/image-to-video")
    found = hints(model.normalized_schema)

    assert {name: hint["widget"] for name, hint in found.items()} == {
        "prompt": "prompt",
        "multi_prompt": "segments",
        "start_image_url": "media",
        "end_image_url": "media",
        "duration": "slider",
        "generate_audio": "switch",
        "elements": "elements",
        "shot_type": "select",
        "negative_prompt": "textarea",
        "cfg_scale": "slider",
    }
    assert sorted(found, key=lambda name: found[name]["order"]) == [
        "prompt",
        "start_image_url",
        "end_image_url",
        "multi_prompt",
        "elements",
        "duration",
        "generate_audio",
        "shot_type",
        "negative_prompt",
        "cfg_scale",
    ]
    assert found["duration"]["unit"] == "s"
    assert {name for name, hint in found.items() if hint.get("advanced")} == {
        "shot_type",
        "negative_prompt",
        "cfg_scale",
    }


def test_a_media_field_says_what_it_accepts() -> None:
    o1 = hints(CATALOG.get("kling/kling-video-o1/image-to-video").normalized_schema)
    o3 = CATALOG.get("kling/kling-video-o3/standard/reference-to-video").normalized_schema

    assert o1["start_image_url"]["kind"] == "image"
    assert o1["start_image_url"]["multiple"] is False
    assert o1["start_image_url"]["formats"] == ["jpeg", "png", "webp", "gif", "avif"]
    assert len(o1["start_image_url"]["validations"]) == 5
    assert hints(o3)["images"]["multiple"] is True


def test_fields_of_segments_have_hints_too() -> None:
    model = CATALOG.get("kling/kling-3.0/pro/text-to-video")
    fields: Any = model.normalized_schema["properties"]
    segment = fields["multi_prompt"]["items"]

    assert hints(segment)["prompt"]["widget"] == "prompt"
    assert hints(segment)["duration"] == {
        "widget": "slider",
        "order_field": "shots.duration_s",
        "unit": "s",
        "order": 1,
    }


def test_other_fields_get_a_widget_by_their_type_and_a_file_may_choose() -> None:
    model = build(
        {
            "steps": {"type": "integer"},
            "style": {"type": "string"},
            "tags": {"type": "array", "items": {"type": "string"}},
            "frame": {"type": "object", "properties": {"w": {"type": "integer"}}},
        },
        form={"style": {"widget": "textarea", "advanced": True}},
    )
    found = hints(model.normalized_schema)

    assert [found[name]["widget"] for name in ("steps", "style", "tags", "frame")] == [
        "number",
        "textarea",
        "list",
        "group",
    ]
    assert found["style"]["advanced"] is True
    assert list(found)[: len(MAPPING) - 2] == [name for name in MAPPING if "." not in name]


def test_the_schema_says_its_task_and_rules_as_a_whole() -> None:
    model = CATALOG.get("kling/kling-3.0/pro/text-to-video")

    assert model.normalized_schema["x-filmgate"] == {
        "task": "text-to-video",
        "tier": "pro",
        "rules": list(model.rules),
    }
