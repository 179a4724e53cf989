import pytest

from filmgate.catalog.loader import Catalog
from filmgate.catalog.places import beside, find, is_given, matches, media_values, node

INPUT = {"a": [{"b": 1}, {"b": 2, "c": []}, 5], "d": "x", "e": ""}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), [((), INPUT)]),
        (("d",), [(("d",), "x")]),
        (("a", "*", "b"), [(("a", 0, "b"), 1), (("a", 1, "b"), 2)]),
        (("a", 1, "b"), [(("a", 1, "b"), 2)]),
        (("a", 7), []),
        (("a", "b"), []),
        (("d", "*"), []),
        (("z",), []),
    ],
)
def test_values_are_found_by_their_path(path: tuple[str | int, ...], expected: object) -> None:
    assert list(find(INPUT, path)) == expected


def test_something_is_given_unless_it_is_empty() -> None:
    assert is_given(INPUT, ("d",))
    assert not is_given(INPUT, ("e",))
    assert not is_given(INPUT, ("a", 1, "c"))
    assert not is_given(INPUT, ("z",))


def test_a_path_takes_the_indexes_of_a_place() -> None:
    assert beside(("a", "*", "c"), ("a", 3, "b")) == ("a", 3, "c")
    assert beside(("a", "*"), ("d",)) == ("a", "*")


def test_a_place_matches_the_path_that_means_it() -> None:
    assert matches(("a", 0, "b"), ("a", "*", "b"))
    assert not matches(("a", "x", "b"), ("a", "*", "b"))
    assert not matches(("a",), ("a", "*"))


def test_the_schema_of_a_path_is_found() -> None:
    schema = {"properties": {"a": {"items": {"properties": {"b": {"type": "string"}}}}, "c": 5}}

    assert node(schema, ("a", "*", "b")) == {"type": "string"}
    assert node(schema, ("a", "b")) is None
    assert node(schema, ("c",)) is None
    assert node(schema, ("c", "d")) is None


def test_every_media_value_is_listed_with_its_field() -> None:
    model = Catalog.load().get("kling/kling-3.0/pro/image-to-video")
    given = {
        "elements": [
            {"frontal_image_url": "https://x/1", "reference_image_urls": ["https://x/2"]},
            {"video_url": "https://x/3"},
            {"video_url": 5},
        ],
        "start_image_url": "https://x/0",
    }

    found = media_values(model, given)

    assert [(value.loc, value.value, value.field.kind.value) for value in found] == [
        (("start_image_url",), "https://x/0", "image"),
        (("elements", 0, "frontal_image_url"), "https://x/1", "image"),
        (("elements", 0, "reference_image_urls", 0), "https://x/2", "image"),
        (("elements", 1, "video_url"), "https://x/3", "video"),
    ]
