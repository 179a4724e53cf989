import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmgate.core.references import Reference, find_references


def named(text: str) -> list[tuple[str, int]]:
    return [(found.kind, found.index) for found in find_references(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the man in Figure 2 walks", [("image", 2)]),
        ("FIGURE 1's coat", [("image", 1)]),
        ("[Image 3] waves", [("image", 3)]),
        ("[image_3] waves", [("image", 3)]),
        ("@Image1, then @image_2", [("image", 1), ("image", 2)]),
        ("a portrait of @image.", [("image", 1)]),
        ("<<<image_4>>> turns", [("image", 4)]),
        ("<<image_4>> turns", [("image", 4)]),
        ("@Element1 meets <<<element_2>>>", [("element", 1), ("element", 2)]),
        ("@Video1 and <<<VIDEO_1>>>", [("video", 1), ("video", 1)]),
        ("Figures 1, 2 and 3 at a table", [("image", 1), ("image", 2), ("image", 3)]),
        ("Figures 1 & 2, and 4", [("image", 1), ("image", 2), ("image", 4)]),
        ("Figure 0", [("image", 0)]),
    ],
)
def test_every_spelling_is_found(text: str, expected: list[tuple[str, int]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a figure skater",
        "mail me@image1.example",
        "@images are nice",
        "@imagery",
        "configure 1",
        "Figure 12345",
        "figures of speech",
        "<image_1>",
        "Figure 1a",
    ],
)
def test_look_alikes_are_left_alone(text: str) -> None:
    assert named(text) == []


def test_a_mention_says_where_it_stands() -> None:
    text = "Then Figure 2 and @Image1."

    assert find_references(text) == [
        Reference("image", 2, 5, 13),
        Reference("image", 1, 18, 25),
    ]


@given(st.text(st.sampled_from("figureFIGURE@image<>[]_ 0123,and&\u0663"), max_size=200))
def test_any_text_is_read_without_failing_and_in_order(text: str) -> None:
    found = find_references(text)

    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
