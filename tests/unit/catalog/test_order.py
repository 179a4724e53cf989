from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.model_files import MAPPING, build
from tests.strategies import valid_bodies

from filmgate.catalog.loader import Catalog
from filmgate.catalog.order import make_order
from filmgate.catalog.places import media_values
from filmgate.catalog.schema import check_input
from filmgate.core.model import Model
from filmgate.core.order import Element, Media, MediaKind, Options, Order, ShotOrder, Task, Tier

CATALOG = Catalog.load()


def order_of(model: Model, body: dict[str, Any]) -> Order:
    checked = check_input(model, body)
    assert checked.problems == ()
    media = {
        found.loc: Media(found.loc, found.field.kind, file_id=found.value)
        for found in media_values(model, checked.input)
    }
    return make_order(model, checked.input, checked.options, media)


def photo(*loc: str | int, name: str = "https://x/a.png") -> Media:
    return Media(loc, MediaKind.IMAGE, file_id=name)


def test_an_image_to_video_input_becomes_an_order() -> None:
    model = CATALOG.get("kling/kling-3.0/4k/image-to-video")
    body = {
        "prompt": "@Element1 waves",
        "start_image_url": "https://x/a.png",
        "end_image_url": "https://x/b.png",
        "multi_prompt": [{"prompt": "wide"}, {"prompt": "close", "duration": 4}],
        "duration": 9,
        "negative_prompt": "rain",
        "elements": [
            {"frontal_image_url": "https://x/a.png", "reference_image_urls": ["https://x/b.png"]},
            {"video_url": "https://x/v.mp4"},
        ],
        "filmgate": {"seed": 5},
    }

    assert order_of(model, body) == Order(
        model_id=model.id,
        task=Task.IMAGE_TO_VIDEO,
        tier=Tier.UHD,
        prompt="@Element1 waves",
        duration_s=9,
        negative_prompt="rain",
        guidance=0.5,
        audio=True,
        shots=(ShotOrder("wide", 5), ShotOrder("close", 4)),
        start=photo("start_image_url"),
        end=photo("end_image_url", name="https://x/b.png"),
        elements=(
            Element(
                photo("elements", 0, "frontal_image_url"),
                (photo("elements", 0, "reference_image_urls", 0, name="https://x/b.png"),),
            ),
            Element(
                video=Media(
                    ("elements", 1, "video_url"), MediaKind.VIDEO, file_id="https://x/v.mp4"
                )
            ),
        ),
        options=Options(seed=5),
    )


def test_a_text_to_video_input_has_a_ratio_and_sound() -> None:
    model = CATALOG.get("kling/kling-3.0/pro/text-to-video")

    made = order_of(model, {"prompt": "A quay.", "aspect_ratio": "1:1", "sound": False})

    assert (made.ratio, made.audio, made.duration_s, made.start) == ("1:1", False, 5, None)


def test_references_keep_their_order_and_sound_yields_to_a_reference_video() -> None:
    model = CATALOG.get("kling/kling-video-o3/standard/reference-to-video")
    body = {"prompt": "Figure 1", "images": ["https://x/1", "https://x/2"], "sound": True}

    plain = order_of(model, body)
    beside = order_of(model, {**body, "video": "https://x/v"})

    assert [media.file_id for media in plain.references] == ["https://x/1", "https://x/2"]
    assert plain.audio
    assert not beside.audio
    assert beside.keep_original_sound
    assert beside.reference_video == Media(("video",), MediaKind.VIDEO, file_id="https://x/v")


def test_a_missing_media_value_is_an_error_of_the_caller() -> None:
    model = CATALOG.get("kling/kling-3.0/pro/image-to-video")

    with pytest.raises(KeyError):
        make_order(model, {**model.example, "duration": 5}, Options(), {})


def test_own_fields_seeds_and_constants_find_their_place() -> None:
    model = build(
        {
            "duration": {"type": "string", "enum": ["5", "10"], "default": "5"},
            "seed": {"type": "integer", "minimum": -1, "default": -1},
            "strength": {"type": "integer", "minimum": 0, "maximum": 20, "default": 5},
            "mood": {"type": "string"},
        },
        mapping={**MAPPING, "seed": "seed", "strength": "guidance"},
        fixed={"ratio": "9:16"},
    )

    made = order_of(model, {"prompt": "x", "duration": "10", "seed": 7, "mood": "calm"})
    other = order_of(model, {"prompt": "x", "seed": 7, "filmgate": {"seed": 9}})

    assert (made.duration_s, made.options.seed, made.guidance) == (10, 7, 0.25)
    assert (made.ratio, made.extra) == ("9:16", {"mood": "calm"})
    assert other.options.seed == 9
    assert order_of(model, {"prompt": "x"}).options.seed is None


def test_a_prompt_strength_without_a_scale_is_kept_within_0_and_1() -> None:
    mapping = {**MAPPING, "strength": "guidance"}
    flat = {"type": "number", "minimum": 1, "maximum": 1}

    high = order_of(build({"strength": {"type": "number"}}, mapping=mapping),
                    {"prompt": "x", "strength": 7})  # fmt: skip
    level = order_of(build({"strength": flat}, mapping=mapping), {"prompt": "x", "strength": 1})

    assert (high.guidance, level.guidance) == (1.0, 1.0)


def test_an_element_may_have_no_video_at_all() -> None:
    cast = {"type": "array", "items": {"face": {"type": "string", "format": "image_uri"}}}
    model = build(
        {"cast": cast},
        mapping={**MAPPING, "cast": "elements", "cast.*.face": "elements.frontal"},
    )

    made = order_of(model, {"prompt": "x", "cast": [{"face": "https://x/a.png"}]})

    assert made.elements == (Element(photo("cast", 0, "face")),)


@pytest.mark.parametrize("model", CATALOG.models.values(), ids=lambda model: model.id)
@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_accepted_input_becomes_an_order_that_keeps_its_sums(
    model: Model, data: st.DataObject
) -> None:
    made = order_of(model, data.draw(valid_bodies(model)))

    assert 3 <= made.duration_s <= 15
    assert 0.0 <= made.guidance <= 1.0
    assert not made.shots or sum(shot.duration_s for shot in made.shots) == made.duration_s
    assert not made.is_deferred
