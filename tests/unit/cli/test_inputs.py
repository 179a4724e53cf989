"""The command line's inputs."""

import json

import pytest

from filmgate.cli.inputs import build_input, read_input
from filmgate.core.errors import InvalidInput

SCHEMA = {
    "type": "object",
    "properties": {
        "prompt": {"type": "string"},
        "duration": {"type": "integer"},
        "sound": {"type": "boolean"},
        "start_image_url": {"type": "string", "format": "image_uri"},
        "images": {
            "type": "array",
            "format": "image_uris",
            "items": {"type": "string", "format": "image_uri"},
        },
        "multi_prompt": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"prompt": {"type": "string"}, "duration": {"type": "integer"}},
            },
        },
    },
}


def test_a_value_takes_the_type_of_its_field():
    got = build_input(["prompt=5", "duration=5", "sound=false"], {}, SCHEMA)

    assert got == {"prompt": "5", "duration": 5, "sound": False}


def test_dots_reach_inside_objects_and_lists():
    pairs = ["multi_prompt.0.prompt=a", "multi_prompt.0.duration=3", "multi_prompt.1.prompt=b",
             "filmgate.seed=7", "filmgate.engine=previz"]  # fmt: skip

    assert build_input(pairs, {}, SCHEMA) == {
        "multi_prompt": [{"prompt": "a", "duration": 3}, {"prompt": "b"}],
        "filmgate": {"seed": 7, "engine": "previz"},
    }


def test_a_file_is_media_where_the_field_takes_media_and_text_elsewhere(tmp_path):
    picture, words = tmp_path / "a.png", tmp_path / "words.txt"
    picture.write_bytes(b"x")
    words.write_text("a lake")
    pairs = [f"start_image_url=@{picture}", f"images=@{picture}", f"images=@{picture}",
             f"prompt=@{words}"]  # fmt: skip

    got = build_input(pairs, {}, SCHEMA)

    assert got == {
        "start_image_url": picture, "images": [picture, picture], "prompt": "a lake",
    }  # fmt: skip


def test_a_json_file_fills_a_list(tmp_path):
    file = tmp_path / "shots.json"
    file.write_text(json.dumps([{"prompt": "a", "duration": 3}]))

    assert build_input([f"multi_prompt=@{file}"], {}, SCHEMA) == {
        "multi_prompt": [{"prompt": "a", "duration": 3}]
    }


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ("prompt", "key=value"),
        ("duration=five", "not a number"),
        ("start_image_url=@/nowhere.png", "no file"),
        ("prompt.a.b=1", "plain value"),
        ("multi_prompt.3.prompt=a", "has 0 so far"),
    ],
)
def test_a_mistyped_pair_says_what_is_wrong(pair, words):
    with pytest.raises(InvalidInput, match=words):
        build_input(["prompt=x", pair], {}, SCHEMA)


@pytest.mark.parametrize(
    ("source", "words"), [("{", "not JSON"), ("[1]", "JSON object"), ("@/no", "cannot be read")]
)
def test_an_unreadable_input_says_where(source, words):
    with pytest.raises(InvalidInput, match=words):
        read_input(source)


def test_input_comes_from_text_or_a_file(tmp_path):
    file = tmp_path / "in.json"
    file.write_text('{"prompt": "a"}')

    assert read_input(f"@{file}") == read_input('{"prompt": "a"}') == {"prompt": "a"}
    assert read_input(None) == {}
