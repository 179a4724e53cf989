"""Waiting for requests with a progress bar for each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filmgate.cli.console import note

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from filmgate.client import AsyncClient
    from filmgate.client.answers import Result, State


@contextmanager
def progress_bars(*, is_quiet: bool) -> Iterator[Progress]:
    """Show bars on standard error: name, stage, percent, time left."""
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("[bold]{task.description}"),
        TextColumn("{task.fields[stage]:<12}"),
        BarColumn(bar_width=28),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=note(), disable=is_quiet) as bars:
        yield bars


def new_bar(bars: Progress, name: str) -> TaskID:
    """Add a bar for one request."""
    return bars.add_task(name, total=1.0, stage="queued")


async def wait(
    client: AsyncClient, request_id: str, bars: Progress, bar: TaskID, *, owns_it: bool = True
) -> Result:
    """Move a bar until its request has ended; give the result, whatever it is.

    When the wait is interrupted, a request that this command made is cancelled.
    """
    try:
        async for state in client.iterate(request_id):
            _show(state, bars, bar)
    except asyncio.CancelledError:
        if owns_it:
            await asyncio.shield(client.cancel(request_id))
        raise
    result = await client.result(request_id, include_cost=True)
    if result.is_success:
        bars.update(bar, completed=1.0, stage="done")
    else:
        bars.update(bar, stage=result.status)
    return result


def _show(state: State, bars: Progress, bar: TaskID) -> None:
    if state.status == "in_queue":
        ahead = f", {state.queue_position} ahead" if state.queue_position else ""
        bars.update(bar, stage=f"queued{ahead}")
    elif state.status == "in_progress":
        bars.update(bar, stage=state.stage or "starting", completed=state.fraction or 0.0)
