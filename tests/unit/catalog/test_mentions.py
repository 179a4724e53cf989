from typing import Any

import pytest

from filmgate.catalog.loader import Catalog
from filmgate.catalog.schema import check_input

CATALOG = Catalog.load()
PHOTO = "https://films.example/a.png"
ELEMENT = {"frontal_image_url": PHOTO}


def told(model: str, **body: Any) -> dict[str, str]:
    checked = check_input(CATALOG.get(model), body)
    assert checked.problems == ()
    return {".".join(map(str, found.loc[1:])): found.msg for found in checked.warnings}


def reference_to_video(prompt: str, **body: Any) -> dict[str, str]:
    return told("kling/kling-video-o3/standard/reference-to-video", prompt=prompt, **body)


def image_to_video(prompt: str, **body: Any) -> dict[str, str]:
    model = "kling/kling-3.0/pro/image-to-video"
    return told(model, prompt=prompt, start_image_url=PHOTO, **body)


@pytest.mark.parametrize(
    ("prompt", "amount", "message"),
    [
        ("Figure 3 runs", 2, "names Figure 3, but 2 pictures are given"),
        ("@Image2 runs", 1, "names @Image2, but 1 picture is given"),
        ("[image 1] runs", 0, "names [image 1], but no picture is given"),
        ("Figure 0 runs", 1, "names Figure 0, but 1 picture is given; they are counted from 1"),
        ("@Video1 runs", 1, "names @Video1, but no video is given"),
        ("@Element1 runs", 1, "names @Element1, but no element is given"),
    ],
)
def test_a_name_without_anything_behind_it_is_told(prompt: str, amount: int, message: str) -> None:
    assert reference_to_video(prompt, images=[PHOTO] * amount) == {"prompt": message}


def test_names_with_something_behind_them_are_fine() -> None:
    assert reference_to_video("Figures 1 and 2, @Video1", images=[PHOTO] * 2, video=PHOTO) == {}
    assert image_to_video("from @Image1 to @Image2", end_image_url=PHOTO) == {}
    assert image_to_video("@Element1 waves", elements=[ELEMENT]) == {}


def test_the_same_wrong_name_is_told_once_and_a_flood_is_cut() -> None:
    model = CATALOG.get("kling/kling-video-o3/standard/reference-to-video")
    flood = " ".join(f"Figure {number}" for number in range(1, 30))

    twice = check_input(model, {"prompt": "Figure 9 and Figure 9"}).warnings
    many = check_input(model, {"prompt": flood}).warnings

    assert len(twice) == 1
    assert len(many) == 8


def test_an_element_nobody_names_is_told() -> None:
    shots = [{"prompt": "@Element3 sits", "duration": 5}, {"prompt": "wide", "duration": 5}]

    assert image_to_video("<<<element_1>>> waves", elements=[ELEMENT] * 3, multi_prompt=shots) == {
        "elements.1": "is never named; write @Element2 where it appears, or leave it out"
    }
