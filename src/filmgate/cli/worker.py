"""``filmgate worker``: renders what others accept, without an API."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from filmgate.cli.console import note, out
from filmgate.core.errors import ConfigurationError

if TYPE_CHECKING:
    from filmgate.bootstrap import Server
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
    from filmgate.bootstrap.logs import configure

    configure(settings)
    server = bootstrap.build(settings)
    for engine in settings.engines:
        server.engines.get(engine)  # an unknown name is told at once
    loop, is_over = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, is_over.set)
    await server.start(serves=False)
    try:
        _announce(settings)
        async with _metrics(server):
            await is_over.wait()
    finally:
        await server.stop()


@asynccontextmanager
async def _metrics(server: Server) -> AsyncIterator[None]:
    """Tell the worker's metrics on the port of the settings, if there is one."""
    settings = server.settings
    if not settings.metrics_port or settings.metrics == "off":
        yield
        return
    try:
        async with server.metrics.served(settings.host, settings.metrics_port) as port:
            out().print(f"  metrics at http://{settings.host}:{port}/metrics")
            yield
    except OSError as error:
        raise ConfigurationError(
            f"metrics_port {settings.metrics_port} on {settings.host}: {error.strerror}."
            " Choose another port, or 0 for none"
        ) from None


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
