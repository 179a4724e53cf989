import json

import pytest
from tests.model_files import build, faults, model_file, read_faults

from filmgate.catalog.modelfile import BrokenModelFile, read_model
from filmgate.core.model import MediaField, MediaRule, Price
from filmgate.core.order import MediaKind, Task, Tier


def test_the_least_a_model_file_needs_is_little() -> None:
    model = build()

    assert (model.id, model.display_name, model.kind) == ("own/model", "own/model", "model")
    assert (model.task, model.tier) == (Task.TEXT_TO_VIDEO, Tier.STANDARD)
    assert model.categories == ("text-to-video",)
    assert model.price == Price(0, 0)
    assert (model.engines, model.rules, model.example) == ((), (), {})


def test_prices_are_micro_dollars_and_sound_costs_nothing_extra_unless_said() -> None:
    plain = build(price_per_second_usd={"silent": 0.084})
    prices = {"silent": 0.084, "audio": 0.112, "reference_video": 0.126, "note": "n"}
    full = build(price_per_second_usd=prices)

    assert plain.price == Price(84_000, 84_000)
    assert full.price == Price(84_000, 112_000, 126_000, "n")


def test_media_fields_come_from_formats_and_from_the_media_part() -> None:
    rule = {"validation_rule": "width_pixels>", "validation_value": 300, "validation_error": "No."}
    model = build(
        {
            "pictures": {"type": "array", "validations": [rule]},
            "start": {"type": "string", "format": "image_uri", "validations": [rule]},
        }
    )

    measured = (MediaRule("width_pixels>", 300.0, "No."),)
    stills = ("jpeg", "png", "webp", "gif", "avif", "bmp")
    assert set(model.media) == {
        MediaField(("pictures", "*"), MediaKind.IMAGE, ("png",), measured),
        MediaField(("start",), MediaKind.IMAGE, stills, measured),
        MediaField(("clip",), MediaKind.VIDEO, ("mp4", "mov", "webm", "matroska")),
    }


def test_rules_that_json_schema_can_say_are_said_there() -> None:
    model = build(
        rules=[
            {"rule": "max_length", "field": "prompt", "value": 100},
            {"rule": "max_items", "field": "shots", "value": 4},
            {"rule": "max_items", "field": "pictures", "value": 1000},
            {"rule": "not_blank", "field": "shots.*.words"},
            {"rule": "not_blank", "field": "prompt", "unless": "shots"},
            {"rule": "same_ratio", "fields": ["start"]},
        ]
    )
    properties = model.normalized_schema["properties"]

    assert properties["prompt"]["maxLength"] == 100
    assert "minLength" not in properties["prompt"]
    assert properties["shots"]["maxItems"] == 4
    assert properties["pictures"]["maxItems"] == 100
    assert properties["shots"]["items"]["required"] == ["words"]
    assert properties["shots"]["items"]["properties"]["words"]["minLength"] == 1
    assert "maxLength" not in model.input_schema["properties"]["prompt"]


def test_a_field_that_is_required_already_stays_so_once() -> None:
    model = build(rules=[{"rule": "not_blank", "field": "prompt"}])

    assert model.normalized_schema["required"] == ["prompt"]


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b'{"task":\n  oops}', "line 2, column 3", "is not JSON: Expecting value"),
        (b"\xff", "byte 0", "is not UTF-8"),
        (b'{"task": 1, "task": 2}', "task", "stands twice in the same object"),
        (b"[" * 100_000, "file", "is nested too deeply"),
        (b" " * 1_000_001, "file", "has 1000001 bytes, at most 1000000 are read"),
        (b"[]", "file", '[] is not of type "object"'),
    ],
)
def test_what_is_no_json_object_is_told_with_its_place(
    data: bytes, place: str, message: str
) -> None:
    assert read_faults(data) == {place: message}


def test_a_byte_order_mark_is_harmless() -> None:
    data = b"\xef\xbb\xbf" + json.dumps(model_file()).encode()

    assert read_model("a", data).id == "a"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"task": "text-to-music"}, "task"),
        ({"tier": None}, "file"),
        ({"colour": "red"}, "file"),
        ({"categories": ["films"]}, "categories.0"),
        ({"price_per_second_usd": {"silent": -1}}, "price_per_second_usd.silent"),
        ({"media": {"pictures.*": {"kind": "audio"}}}, "media.pictures.*.kind"),
        ({"mapping": {"prompt": "prompts"}}, "mapping.prompt"),
        ({"rules": [{"rule": "guess"}]}, "rules.0.rule"),
        ({"rules": [{"rule": "sum", "field": "shots"}]}, "rules.0.field"),
        ({"rules": [{"rule": "max_length", "field": "prompt", "value": 5, "level": "warning"}]},
         "rules.0"),
    ],
)  # fmt: skip
def test_a_part_that_breaks_the_schema_of_model_files_is_told(
    changes: dict[str, object], place: str
) -> None:
    assert place in faults(**changes)


def test_every_fault_of_a_stage_is_told_at_once() -> None:
    assert set(faults(task="x", tier="y")) == {"task", "tier"}


def test_a_limit_that_is_no_limit_is_told_by_its_key_path() -> None:
    found = faults({"duration": {"type": "integer", "minimum": "three"}})

    assert list(found) == ["input_schema.properties.duration.minimum"]


def test_a_pattern_that_cannot_be_compiled_is_told() -> None:
    assert "input_schema" in next(iter(faults({"prompt": {"type": "string", "pattern": "("}})))


def test_an_example_must_be_an_input_the_model_accepts() -> None:
    assert build(example={"prompt": "A quay."}).example == {"prompt": "A quay."}
    assert faults(example={"duration": 99, "prompts": "x"}) == {
        "example.prompt": "is required and was not given; add it",
        "example.duration": "must be between 3 and 15, got 99",
        "example.prompts": "Unknown field, ignored. Did you mean prompt?",
    }


def test_a_broken_file_says_everything_in_its_message() -> None:
    with pytest.raises(BrokenModelFile, match="line 1, column 1: is not JSON"):
        read_model("a", b"?")
