"""``filmgate worker``: renders what others accept, without an API."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

from filmgate.cli.console import note, out
from filmgate.core.errors import ConfigurationError

if TYPE_CHECKING:
    from filmgate.settings import Settings


def run(settings: Settings) -> None:
    """Render until SIGINT or SIGTERM.

    Raises
    ------
    ConfigurationError
        If nothing could be rendered: no slots, an unknown engine, a database that is not there.
    """
    if settings.slots < 1:
        raise ConfigurationError("a worker needs at least one slot: give --slots 1 or more")
    asyncio.run(_work(settings))


async def _work(settings: Settings) -> None:
    from filmgate import bootstrap

    server = bootstrap.build(settings)
    for engine in settings.engines:
        server.engines.get(engine)  # an unknown name is told at once
    loop, is_over = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, is_over.set)
    await server.start(serves=False)
    try:
        _announce(settings)
        await is_over.wait()
    finally:
        await server.stop()


def _announce(settings: Settings) -> None:
    engines = ", ".join(settings.engines) or "every engine"
    many = "s" if settings.slots > 1 else ""
    out().print(f"[bold]filmgate[/] renders {settings.slots} request{many} at once, {engines}")
    if settings.is_cluster and settings.storage == "local":
        note().print(
            f"[yellow]files are kept in {settings.storage_url}[/]: that must be one folder for all "
            "machines; else set storage to s3://…"
        )
    out().print("  stop with Ctrl+C")
