import pytest
from tests.model_files import MAPPING, build, faults

CAST = {
    "type": "array",
    "items": {
        "face": {"type": "string", "format": "image_uri"},
        "name": {"type": "string"},
    },
}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"mapping": {**MAPPING, "secs": "ratio"}}, "mapping.secs"),
        ({"media": {"pictures.*": {"kind": "image"}, "photo": {"kind": "image"}}}, "media.photo"),
        ({"form": {"shots.*.sound": {"advanced": True}}}, "form.shots.*.sound"),
        ({"rules": [{"rule": "sum", "field": "shots.*.length", "equals": "duration"}]}, "rules.0"),
        ({"rules": [{"rule": "not_blank", "field": "prompt", "unless": "text"}]}, "rules.0"),
        ({"rules": [{"rule": "references", "text": ["text"]}]}, "rules.0"),
        ({"rules": [{"rule": "exactly_one", "field": "shots.*", "of": ["words", "b"]}]},
         "rules.0"),
    ],
)  # fmt: skip
def test_a_path_that_leads_nowhere_is_told(changes: dict[str, object], place: str) -> None:
    found = faults(**changes)

    assert list(found) == [place]
    assert "no field of input_schema" in found[place]


def test_media_must_be_text_and_mapped() -> None:
    unmapped = {name: target for name, target in MAPPING.items() if name != "start"}

    assert faults(mapping=unmapped) == {
        "media.start": "is not mapped; map it to start, references, …"
    }
    assert faults(media={"pictures.*": {"kind": "image"}, "duration": {"kind": "image"}}) == {
        "media.duration": "must be a text field; the items of a list are a.*"
    }


def test_an_order_needs_a_prompt_a_length_and_what_its_task_is_about() -> None:
    bare = {"pictures": "references", "clip": "reference_video", "start": "start"}
    texts = {
        name: target
        for name, target in MAPPING.items()
        if name not in ("start", "pictures", "clip")
    }
    no_media = {"start": None, "pictures": None, "clip": None}

    assert list(faults(mapping=bare).values()) == [
        "maps no field to duration_s; map one, or give it under fixed"
    ]
    assert build(mapping=bare, fixed={"prompt": "A quay.", "duration_s": 5}).fixed
    assert faults(no_media, mapping=texts, media={}, task="image-to-video") == {
        "mapping": "maps no field to start, as image-to-video needs"
    }
    assert faults(no_media, mapping=texts, media={}, task="reference-to-video") == {
        "mapping": "maps no field to references or reference_video, as reference-to-video needs"
    }


def test_two_fields_cannot_become_the_same() -> None:
    assert faults({"text": {"type": "string"}}, mapping={**MAPPING, "text": "prompt"}) == {
        "mapping": "maps two fields to prompt"
    }


def test_a_mapped_list_needs_its_inner_fields() -> None:
    mapping = {name: target for name, target in MAPPING.items() if target != "shots.prompt"}

    assert faults(mapping=mapping) == {"mapping": "maps shots but not shots.prompt"}


@pytest.mark.parametrize(
    ("mapping", "place", "message"),
    [
        ({"sound": "guidance"}, "sound", "is boolean, guidance needs number or integer"),
        ({"prompt": "audio", "sound": "prompt"}, "prompt", "is string, audio needs boolean"),
        ({"prompt": "start", "start": "prompt"}, "prompt",
         "must be a media field for start: image"),
        ({"clip": "end"}, "clip", "must be a media field for end: image"),
        ({"cast.*.face": "start", "start": "end"}, "cast.*.face",
         "stands at another level than start"),
        ({"duration": "shots.duration_s", "shots.*.seconds": "duration_s"}, "duration",
         "stands at another level than shots.duration_s"),
        ({"shape": "ratio"}, "shape", "allows '4:3', which ratio cannot be"),
        ({"word": "ratio"}, "word", "allows 'any', which ratio cannot be"),
    ],
)  # fmt: skip
def test_a_field_must_be_able_to_become_what_it_is_mapped_to(
    mapping: dict[str, str], place: str, message: str
) -> None:
    properties = {
        "cast": CAST,
        "shape": {"type": "string", "enum": ["4:3", "16:9"]},
        "word": {"type": "string"},
    }
    whole = {**MAPPING, "cast": "elements", "cast.*.face": "elements.frontal", **mapping}

    assert faults(properties, mapping=whole)[f"mapping.{place}"] == message


def test_a_default_must_follow_its_own_schema() -> None:
    seconds = {"type": "integer", "minimum": 3, "default": 1}
    properties = {
        "duration": {"type": "integer", "maximum": 15, "default": 20},
        "shots": {"type": "array", "items": {"words": {"type": "string"}, "seconds": seconds}},
    }

    assert faults(properties) == {
        "input_schema.duration.default": "is not allowed by the field's own schema",
        "input_schema.shots.*.seconds.default": "is not allowed by the field's own schema",
    }
