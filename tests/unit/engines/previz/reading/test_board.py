"""Prompts written down beforehand, and what the storyboard must say about each of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from filmgate.core.order import Element, Media, MediaKind, Order, ShotOrder, Task, Tier
from filmgate.engines.previz.reading import read_order
from filmgate.engines.previz.storyboard import Storyboard, StoryShot

PROMPTS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "prompts.json").read_text(encoding="utf-8")
)


def picture(place: str, index: int) -> Media:
    return Media((place, index), MediaKind.IMAGE, file_id=f"file_{index}", width=800, height=600)


def order_of(case: dict[str, Any]) -> Order:
    return Order(
        model_id="test/model",
        task=Task(case.get("task", "text-to-video")),
        tier=Tier.PRO,
        prompt=case["prompt"],
        duration_s=case["duration_s"],
        negative_prompt=case.get("negative_prompt", ""),
        shot_type=case.get("shot_type", "customize"),
        shots=tuple(ShotOrder(text, length) for text, length in case.get("segments", ())),
        references=tuple(picture("images", i) for i in range(case.get("references", 0))),
        elements=tuple(
            Element(frontal=picture("elements", i)) for i in range(case.get("elements", 0))
        ),
        start=picture("start", 0) if case.get("task") == "image-to-video" else None,
    )


def facts(shot: StoryShot) -> dict[str, Any]:
    """Say what a shot holds in the words of prompts.json."""
    moves = list(shot.moves)
    starts = {move.start for move in moves}
    heard = {wish.name for wish in shot.sounds}
    return {
        "frames": shot.frames,
        "moves": [move.kind.value for move in moves],
        "speeds": [move.speed for move in moves],
        "sequence": len(starts) == len(moves) and len(moves) > 1,
        "size": shot.size.value,
        "angle": shot.angle.value,
        "place": shot.place,
        "time_of_day": shot.time_of_day,
        "season": shot.season,
        "weather": set(shot.weather),
        "atmosphere": set(shot.atmosphere),
        "grade": set(shot.grade),
        "lens": set(shot.lens),
        "details": set(shot.details),
        "subjects": {subject.kind for subject in shot.subjects},
        "poses": {subject.pose for subject in shot.subjects},
        "sounds": heard,
        "music": {wish.name for wish in shot.sounds if wish.kind == "music"},
        "mood": shot.mood,
        "transition": shot.transition,
        "ending": shot.ending,
        "dialogue": list(shot.dialogue),
        "references": [use.index for use in shot.references if use.kind == "image"],
        "elements": [use.index for use in shot.references if use.kind == "element"],
    }


def differences(case: dict[str, Any], board: Storyboard) -> list[str]:
    """List what the storyboard says otherwise than the case."""
    found = []
    most = case.get("count_at_most")
    wanted = case["shots"]
    if most is not None:
        return [] if len(board.shots) <= most else [f"{len(board.shots)} shots"]
    if len(board.shots) != len(wanted):
        return [f"{len(board.shots)} shots instead of {len(wanted)}"]
    for index, (shot, expected) in enumerate(zip(board.shots, wanted, strict=True)):
        actual = facts(shot)
        for key, value in expected.items():
            if not holds(actual, key, value):
                seen = actual.get(key.removeprefix("not_"))
                found.append(f"shot {index}: {key} should be {value}, is {seen}")
    return found


def holds(actual: dict[str, Any], key: str, value: Any) -> bool:
    if key == "not_music":
        return not actual["music"]
    if key.startswith("not_"):
        return not set(value) & actual[key.removeprefix("not_")]
    if key in ("weather", "poses") and value:
        return set(value) <= actual[key]
    if isinstance(actual[key], set):
        return set(value) <= actual[key]
    return bool(actual[key] == value)


@pytest.mark.parametrize("case", PROMPTS, ids=[case["id"] for case in PROMPTS])
def test_a_prompt_is_read_as_written_down(case: dict[str, Any]) -> None:
    board = read_order(order_of(case))

    assert differences(case, board) == []


@pytest.mark.parametrize("case", PROMPTS, ids=[case["id"] for case in PROMPTS])
def test_shots_follow_each_other_and_last_a_second(case: dict[str, Any]) -> None:
    board = read_order(order_of(case))

    assert board.shots[0].start == 0
    assert board.shots[-1].end == 24 * case["duration_s"] + 1
    assert all(a.end == b.start for a, b in zip(board.shots, board.shots[1:], strict=False))
    assert all(shot.frames >= 24 for shot in board.shots)
    assert board.shots[0].transition == "cut"
