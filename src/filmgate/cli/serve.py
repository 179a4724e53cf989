"""``filmgate serve``: the API and the worker in one process."""

from __future__ import annotations

import resource
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filmgate.cli.console import note, out
from filmgate.core.errors import ConfigurationError
from filmgate.settings import Settings

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

    from filmgate.bootstrap import Server

#: files a server may have open, where the system lets it
MANY_FILES: Final = 65_536
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def run(settings: Settings, api_key: str | None) -> None:
    """Serve until SIGINT or SIGTERM.

    Raises
    ------
    ConfigurationError
        If the address is taken, or ``--no-auth`` is asked for on an address others can reach.
    """
    if settings.no_auth and settings.host not in LOOPBACK:
        raise ConfigurationError(
            f"--no-auth is for one person on one machine: it works on 127.0.0.1, not on "
            f"{settings.host}. Leave it out, or serve on 127.0.0.1"
        )
    import asyncio

    import msgspec

    from filmgate import bootstrap
    from filmgate.bootstrap.logs import configure

    configure(settings)
    allow_many_connections()
    listener = listen(settings.host, settings.port)
    settings = msgspec.structs.replace(settings, port=listener.getsockname()[1])
    server = bootstrap.build(settings, api_key=api_key)
    web = web_server(
        server.app, settings.grace_s, lambda: _announce(settings, server), server.events.close
    )

    def stop(*_: object) -> None:
        web.should_exit = True

    # uvicorn raises a signal again once it has stopped; whoever asked for the end got it, so the
    # handler that is called then does nothing more and the exit code is 0
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    with asyncio.Runner(loop_factory=web.config.get_loop_factory()) as runner:
        runner.run(serve(server, web, listener))


def allow_many_connections() -> None:
    """Raise what a login shell allows (often 1024 open files) as far as this process may.

    Every stream of events is an open file.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MANY_FILES if hard == resource.RLIM_INFINITY else min(MANY_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):  # then there are fewer, as before
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


async def serve(server: Server, web: uvicorn.Server, listener: socket.socket) -> None:
    """Start what the API needs, answer calls until `web` is told to stop, and end everything."""
    from filmgate.bootstrap.folder import local_url

    await server.start(local_url(server.settings))
    try:
        await web.serve(sockets=[listener])
    finally:
        await server.stop()


def web_server(
    app: ASGIApp,
    grace_s: float,
    on_started: Callable[[], None],
    on_stopping: Callable[[], None] = lambda: None,
) -> uvicorn.Server:
    """Make the HTTP server of an application.

    Parameters
    ----------
    on_started
        Called once it answers.
    on_stopping
        Called before it waits for open calls: streams of events would never end by themselves.
    """
    import uvicorn

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                on_started()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            on_stopping()
            await super().shutdown(sockets)

    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=max(2, round(grace_s) + 2),
    )
    return Announcing(config)


def listen(host: str, port: int) -> socket.socket:
    """Open the listening socket; port 0 lets the system choose. Raises `ConfigurationError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise ConfigurationError(
            f"cannot listen on {host} port {port}: {error.strerror}. "
            "Stop what uses it, or choose another with --port"
        ) from None


def _announce(settings: Settings, server: Server) -> None:
    from filmgate.bootstrap.folder import local_url
    from filmgate.http.static import WebApp

    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    url = settings.public_url or f"http://{host}:{settings.port}"
    out().print(f"[bold]filmgate[/] serves {len(server.catalog.models)} models at [bold]{url}[/]")
    out().print(f"  data in {Path(settings.data_dir).resolve()}")
    out().print(f"  {_slots(settings.slots)}")
    if settings.no_auth:
        note().print(
            "[bold yellow]WARNING[/] --no-auth: everybody who reaches this address may do "
            "everything. Use it alone, on this machine."
        )
    elif server.first_key:
        out().print("  your first key, an admin key, shown this once:")
        out().print(f"    [bold green]{server.first_key}[/]", soft_wrap=True)
    door = settings.public_url or local_url(settings)
    if not WebApp().is_built:
        note().print(f"[yellow]the web app is not built[/]; {door}/ says how to build it")
    elif server.invitation:
        out().print("  web app, signed in as the operator (one browser, within the hour):")
        out().print(f"    [bold]{door}/login?token={server.invitation}[/]", soft_wrap=True)
    for problem in server.catalog.problems:
        note().print(f"[yellow]left out[/] {problem.file} ({problem.place}): {problem.message}")
    out().print("  stop with Ctrl+C")


def _slots(slots: int) -> str:
    if slots == 0:
        return "API only (--slots 0): a worker must render"
    return f"renders {slots} request{'s' if slots > 1 else ''} at once"
