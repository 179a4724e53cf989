"""``filmgate generate``: one clip, from the command line to a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from filmgate.cli.console import note, out, print_json, print_table
from filmgate.cli.follow import new_bar, progress_bars, wait
from filmgate.cli.inputs import build_input, read_input
from filmgate.cli.session import Place

if TYPE_CHECKING:
    from filmgate.client import AsyncClient
    from filmgate.client.answers import Prediction, Problem, Result


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user typed."""

    model_id: str
    pairs: Sequence[str]
    source: str | None
    target: Path | None
    engine: str | None
    dry_run: bool
    as_json: bool


async def run(place: Place, wish: Wish) -> None:
    """Build the input, submit it, wait, and save the clip."""
    async with place.connect(slots=1) as client:
        model = await client.model(wish.model_id, normalized=True)
        given = build_input(wish.pairs, read_input(wish.source), model.input_schema)
        if wish.engine:
            options = given.get("filmgate")
            given["filmgate"] = {
                **(options if isinstance(options, dict) else {}),
                "engine": wish.engine,
            }
        if wish.dry_run:
            _show_prediction(await client.dry_run(wish.model_id, given), wish.as_json)
            return
        await _render(client, wish, given)


async def _render(client: AsyncClient, wish: Wish, given: dict[str, object]) -> None:
    submitted = await client.submit(wish.model_id, given)
    if not wish.as_json:
        _show_warnings(submitted.warnings)
    with progress_bars(is_quiet=wish.as_json) as bars:
        result = await wait(client, submitted.request_id, bars, new_bar(bars, wish.model_id))
    detail = await client.show(submitted.request_id)
    saved = await _save(client, result, wish) if result.is_success else None
    if wish.as_json:
        print_json(_facts(result, detail, saved))
    elif saved:
        out().print(f"saved {saved}  {_sentence(detail)}")
    else:
        note().print(f"[bold red]{result.status}[/] {result.error_code}: {result.error_message}")
    if saved is None:
        raise typer.Exit(1)


async def _save(client: AsyncClient, result: Result, wish: Wish) -> Path:
    target = wish.target or Path(f"{result.request_id}.mp4")
    return await client.download(result, target)


def _report(detail: Mapping[str, object]) -> Mapping[str, object]:
    report = detail.get("report")
    return report if isinstance(report, Mapping) else {}


def _plan(detail: Mapping[str, object]) -> Mapping[str, object]:
    plan = detail.get("plan")
    return plan if isinstance(plan, Mapping) else {}


def _facts(result: Result, detail: Mapping[str, object], saved: Path | None) -> dict[str, object]:
    report, plan = _report(detail), _plan(detail)
    return {
        "request_id": result.request_id,
        "model_id": result.model_id,
        "status": result.status,
        "file": str(saved) if saved else None,
        "error": {"code": result.error_code, "message": result.error_message}
        if result.error_code
        else None,
        "engine": plan.get("engine"),
        "width": plan.get("width"),
        "height": plan.get("height"),
        "frames": plan.get("frames"),
        "has_audio": plan.get("has_audio"),
        "seed": report.get("seed", plan.get("seed")),
        "seconds": report.get("timings_s"),
        "fates": detail.get("fates"),
        "checks": report.get("checks"),
        "cost_usd": result.cost,
        "hosted_cost_usd": detail.get("hosted_cost_usd"),
    }


def _sentence(detail: Mapping[str, object]) -> str:
    plan = _plan(detail)
    sound = "with sound" if plan.get("has_audio") else "silent"
    price = detail.get("hosted_cost_usd")
    hosted = f", ${price:.2f} when hosted" if isinstance(price, float) and price else ""
    return (
        f"[dim]{plan.get('width')}x{plan.get('height')}, {plan.get('frames')} frames, {sound}, "
        f"by {plan.get('engine')}{hosted}[/]"
    )


def _show_warnings(warnings: Sequence[Problem]) -> None:
    for warning in warnings:
        place = ".".join(str(part) for part in warning.loc[1:])
        note().print(f"[yellow]note[/] {place}: {warning.msg}")


def _show_prediction(prediction: Prediction, as_json: bool) -> None:
    if as_json:
        print_json(dict(prediction.raw))
        return
    _show_warnings(prediction.warnings)
    output = prediction.output or {}
    rows = [(name, output[name]) for name in output]
    rows += [(f"cost by {name}", f"${cost:.2f}") for name, cost in prediction.cost_usd.items()]
    rows += [("cost when hosted", f"${prediction.hosted_cost_usd:.2f}")]
    print_table(("would be delivered", ""), rows, "nothing is known yet")
    fates = [
        (f.get("field"), f.get("kind"), f.get("why") or f.get("condition"))
        for f in prediction.fates
    ]
    print_table(("parameter", "fate", "why"), fates, "")
