"""``filmgate storyboard``: what the engine has understood of a prompt, shot by shot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from filmgate.cli.console import out, print_json, print_table
from filmgate.cli.inputs import build_input, read_input
from filmgate.cli.session import Place
from filmgate.core.order import FPS

Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Question:
    """What the user typed."""

    model_id: str
    pairs: Sequence[str]
    source: str | None
    as_json: bool


async def run(place: Place, question: Question) -> None:
    """Plan the input, render nothing, and show the storyboard."""
    async with place.connect() as client:
        model = await client.model(question.model_id, normalized=True)
        given = build_input(question.pairs, read_input(question.source), model.input_schema)
        prediction = await client.dry_run(question.model_id, given)
    board = prediction.raw.get("storyboard")
    if question.as_json or not isinstance(board, Mapping) or "shots" not in board:
        print_json(board)
        return
    for number, shot in enumerate(cast("Sequence[Body]", board["shots"]), 1):
        _show(number, shot)
    understood = cast("Body", board.get("understood") or {})
    rows = [(phrase, meaning) for phrase, meaning in understood.items()]
    print_table(("words", "understood as"), rows, "no directions were found in the prompt")
    missed = cast("Sequence[object]", board.get("not_understood") or ())
    if missed:
        out().print(f"\nnot understood: {', '.join(map(str, missed))}")


def _show(number: int, shot: Body) -> None:
    first, frames = cast("int", shot["start"]), cast("int", shot["frames"])
    out().print(
        f"[bold]shot {number}[/]  {first / FPS:.2f}–{(first + frames) / FPS:.2f} s, "
        f"{frames} frames, {shot.get('transition')}"
    )
    out().print(f"  {shot.get('size')}, {shot.get('angle')}, {_moves(shot)}")
    words = [shot.get("place"), shot.get("time_of_day"), shot.get("season")]
    for key in ("weather", "atmosphere", "grade", "lens"):
        words += cast("list[object]", list(cast("Sequence[object]", shot.get(key) or ())))
    named = ", ".join(str(word) for word in words if word)
    out().print(f"  {named or 'a plain scene'}")
    for label, key in (("subjects", "subjects"), ("sounds", "sounds")):
        found = [_name(item) for item in cast("Sequence[Body]", shot.get(key) or ())]
        if found:
            out().print(f"  {label}: {', '.join(found)}")


def _moves(shot: Body) -> str:
    moves = cast("Sequence[Body]", shot.get("moves") or ())
    told = [f"{m.get('kind')} {cast('float', m.get('speed', 1.0)):g}x" for m in moves]
    return ", then ".join(told) or "drifting"


def _name(item: Body) -> str:
    return str(item.get("name") or item.get("word") or item.get("kind"))
