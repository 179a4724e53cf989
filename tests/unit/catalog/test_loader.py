import json
from pathlib import Path
from typing import Any

import pytest
from tests.model_files import MAPPING, model_file

from filmgate.catalog.loader import Catalog
from filmgate.catalog.schema import check_input
from filmgate.core.errors import NotFound


def put(folder: Path, name: str, **changes: Any) -> Path:
    path = folder / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(model_file(**changes)))
    return path


def test_five_models_come_with_the_package_without_a_problem() -> None:
    catalog = Catalog.load()

    assert list(catalog.models) == [
        "kling/kling-3.0/4k/image-to-video",
        "kling/kling-3.0/pro/image-to-video",
        "kling/kling-3.0/pro/text-to-video",
        "kling/kling-video-o1/image-to-video",
        "kling/kling-video-o3/standard/reference-to-video",
    ]
    assert catalog.problems == ()


def test_a_model_is_added_by_a_file_alone(tmp_path: Path) -> None:
    put(tmp_path, "my/own.model-1", display_name="Mine", categories=["my-video"])

    catalog = Catalog.load(tmp_path)
    model = catalog.get("my/own.model-1")

    assert catalog.problems == ()
    assert model.display_name == "Mine"
    assert check_input(model, {"prompt": "A quay."}).problems == ()
    assert catalog.categories() == [
        "image-to-video",
        "my-video",
        "reference-to-video",
        "text-to-video",
    ]


def test_a_broken_file_is_told_with_its_place_and_stops_no_other(tmp_path: Path) -> None:
    put(tmp_path, "good")
    (tmp_path / "torn.json").write_text('{"task":\n')
    put(tmp_path, "lost", mapping={**MAPPING, "secs": "ratio"})

    catalog = Catalog.load(tmp_path)

    assert "good" in catalog.models
    assert [str(problem) for problem in catalog.problems] == [
        f"{tmp_path}/lost.json: mapping.secs: names 'secs', which is no field of input_schema",
        f"{tmp_path}/torn.json: line 2, column 1: is not JSON: Expecting value",
    ]


def test_a_model_that_is_there_already_is_not_replaced(tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    put(first, "twice", display_name="First")
    put(second, "twice", display_name="Second")
    put(second, "kling/kling-video-o1/image-to-video")

    catalog = Catalog.load(first, second)

    assert catalog.get("twice").display_name == "First"
    assert [problem.file.name for problem in catalog.problems] == [
        "twice.json",
        "image-to-video.json",
    ]
    assert str(first / "twice.json") in catalog.problems[0].message


@pytest.mark.parametrize("name", ["categories", "with space", "_private", "a/-b"])
def test_a_file_name_must_make_a_usable_id(tmp_path: Path, name: str) -> None:
    put(tmp_path, name)

    catalog = Catalog.load(tmp_path)

    assert name not in catalog.models
    assert catalog.problems[0].place == "file name"


def test_hidden_and_other_files_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, ".hidden/model")
    put(tmp_path, ".model")
    (tmp_path / "notes.txt").write_text("x")

    assert Catalog.load(tmp_path).problems == ()


def test_a_missing_folder_and_an_unreadable_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "gone.json").symlink_to(tmp_path / "nowhere")

    catalog = Catalog.load(tmp_path / "missing", tmp_path)

    assert [(problem.place, problem.message) for problem in catalog.problems] == [
        ("folder", "is missing or no folder"),
        ("file", "cannot be read: No such file or directory"),
    ]


@pytest.mark.parametrize(
    ("given", "guess"),
    [
        ("kling/kling-3.0/4K/image-to-video", "kling/kling-3.0/4k/image-to-video"),
        ("kling-3.0/pro/text-to-video", "kling/kling-3.0/pro/text-to-video"),
        ("reference-to-video", "kling/kling-video-o3/standard/reference-to-video"),
    ],
)
def test_an_unknown_id_is_answered_with_the_nearest(given: str, guess: str) -> None:
    with pytest.raises(NotFound) as caught:
        Catalog.load().get(given)

    assert caught.value.message == f"There is no model {given}. Did you mean {guess}?"


@pytest.mark.parametrize("given", ["", "zebra/zebra", "a/", "x" * 5000])
def test_an_id_like_no_other_is_answered_without_a_guess(given: str) -> None:
    with pytest.raises(NotFound) as caught:
        Catalog.load().get(given)

    assert "Did you mean" not in caught.value.message
    assert len(caught.value.message) < 100


def test_models_are_found_by_words_category_and_kind_page_by_page() -> None:
    catalog = Catalog.load()

    def ids(**words: Any) -> list[str]:
        return [model.id for model in catalog.search(**words)[0]]

    assert catalog.search()[1] == 5
    assert ids(search="PRO 3.0") == [
        "kling/kling-3.0/pro/image-to-video",
        "kling/kling-3.0/pro/text-to-video",
    ]
    assert ids(category="reference-to-video") == [
        "kling/kling-video-o3/standard/reference-to-video"
    ]
    assert ids(kind="workflow") == []
    assert ids(limit=1, offset=4) == ["kling/kling-video-o3/standard/reference-to-video"]
    assert catalog.search(limit=2)[1] == 5
    assert catalog.search(search="zebra") == ([], 0)
