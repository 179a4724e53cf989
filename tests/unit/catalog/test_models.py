import copy
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema_rs
import pytest

from filmgate.catalog.loader import BUILT_IN, Catalog
from filmgate.catalog.places import media_values
from filmgate.core.model import Model
from filmgate.core.order import Task, Tier
from filmgate.media.samples import SAMPLES

CATALOG = Catalog.load()
MODELS = list(CATALOG.models.values())
ROOT = Path(__file__).parents[3]


def served(model_id: str) -> dict[str, Any]:
    properties: Any = CATALOG.get(model_id).input_schema["properties"]
    return dict(properties)


def defaults(model: Model) -> dict[str, Any]:
    return {name: part.get("default") for name, part in served(model.id).items()}


@pytest.mark.parametrize(
    ("model_id", "task", "tier", "silent", "audio", "video"),
    [
        ("kling/kling-3.0/4k/image-to-video", Task.IMAGE_TO_VIDEO, Tier.UHD, 0.42, 0.42, None),
        ("kling/kling-3.0/pro/image-to-video", Task.IMAGE_TO_VIDEO, Tier.PRO, 0.112, 0.168, None),
        ("kling/kling-3.0/pro/text-to-video", Task.TEXT_TO_VIDEO, Tier.PRO, 0.112, 0.168, None),
        ("kling/kling-video-o1/image-to-video", Task.IMAGE_TO_VIDEO, Tier.PRO, 0.112, 0.112, None),
        ("kling/kling-video-o3/standard/reference-to-video",
         Task.REFERENCE_TO_VIDEO, Tier.STANDARD, 0.084, 0.112, 0.126),
    ],
)  # fmt: skip
def test_each_model_has_its_task_tier_and_price(
    model_id: str, task: Task, tier: Tier, silent: float, audio: float, video: float | None
) -> None:
    model = CATALOG.get(model_id)

    assert (model.task, model.tier) == (task, tier)
    assert model.price.silent_micro == round(silent * 1e6)
    assert model.price.audio_micro == round(audio * 1e6)
    assert model.price.reference_video_micro == (video and round(video * 1e6))
    assert model.base_price_usd == silent
    assert model.engines == ("previz",)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_the_normalised_schema_is_valid_json_schema(model: Model) -> None:
    jsonschema_rs.meta.validate(dict(model.normalized_schema))

    assert '"float"' not in json.dumps(model.normalized_schema)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_every_media_default_and_example_is_a_sample_that_exists(model: Model) -> None:
    given = {name: value for name, value in defaults(model).items() if value is not None}
    values = [found.value for found in media_values(model, given)]
    values += [found.value for found in media_values(model, model.example)]
    samples = {f"filmgate://samples/{name}" for name in SAMPLES}

    assert set(values) <= samples
    assert model.task is Task.TEXT_TO_VIDEO or values


def test_the_irregularities_of_the_wire_are_served_as_they_are() -> None:
    t2v = served("kling/kling-3.0/pro/text-to-video")
    o3 = served("kling/kling-video-o3/standard/reference-to-video")

    assert t2v["cfg_scale"]["type"] == "float"
    assert set(t2v["multi_prompt"]["items"]) == {"prompt", "duration"}
    assert t2v["multi_prompt"]["items"]["duration"]["format"] == "int_slider_with_range"
    assert "items" not in o3["images"]
    assert o3["images"]["format"] == "image_uris"


# --- bench/compare_schemas.py ---------------------------------------------------------------------


def comparer() -> ModuleType:
    path = ROOT / "bench" / "compare_schemas.py"
    spec = importlib.util.spec_from_file_location("compare_schemas", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def raw(model_id: str) -> dict[str, Any]:
    file = json.loads((BUILT_IN / f"{model_id}.json").read_text("utf-8"))
    schema: dict[str, Any] = file["input_schema"]
    return schema


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.id)
def test_a_schema_equals_itself_and_what_is_served_of_it(model: Model) -> None:
    differences = comparer().differences
    schema = raw(model.id)

    assert list(differences(schema, copy.deepcopy(schema))) == []
    assert list(differences(schema, dict(model.input_schema), served=True)) == []


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("duration", "maximum"), 16, "properties.duration.maximum: 15 there, 16 here"),
        (("duration", "title"), "Seconds", ""),
        (("prompt", "default"), "Another text.", ""),
        (("prompt", "default"), 5, "properties.prompt.default: another kind of default"),
        (
            ("shot_type", "default"),
            "x",
            "properties.shot_type.default: 'customize' there, 'x' here",
        ),
        (("images", "default"), ["x"], "properties.images.default: another kind of default"),
        (("images", "format"), "image_uris", "properties.images.format: only here"),
        (("sound", "default"), 0, "properties.sound.default: False there, 0 here"),
        (("other",), {}, "properties: other names, or another order"),
    ],
)
def test_the_comparison_finds_a_changed_point(
    path: tuple[str, ...], value: object, told: str
) -> None:
    theirs = raw("kling/kling-video-o3/standard/reference-to-video")
    ours = copy.deepcopy(theirs)
    inner = ours["properties"]
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value

    assert (told or None) == next(iter(comparer().differences(theirs, ours)), None)
