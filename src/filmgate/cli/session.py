"""How a command reaches the API: by URL, on the server that runs here, or in this process."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filmgate.core import errors
from filmgate.settings import Settings

if TYPE_CHECKING:
    from filmgate.accounts import Accounts
    from filmgate.client import AsyncClient

#: a key that a command makes for itself is valid this long, in seconds
_OWN_KEY_S = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command works: what the user said about it."""

    server: str | None
    key: str | None
    settings: Settings

    @asynccontextmanager
    async def connect(self, *, slots: int = 0) -> AsyncIterator[AsyncClient]:
        """Open a client on the API.

        A server named by ``--server`` or FILMGATE_URL is called. Else the one that runs on this
        data directory is. Else the same API is started in this process, rendering `slots` requests
        at once, and stopped at the end.
        """
        from filmgate import bootstrap

        running = None if self.server else bootstrap.find_running(self.settings)
        with _in_our_words():
            async with self._client(running, slots) as client:
                yield client

    @asynccontextmanager
    async def _client(self, running: str | None, slots: int) -> AsyncIterator[AsyncClient]:
        from filmgate import bootstrap
        from filmgate.client import AsyncClient

        if self.server:
            async with AsyncClient(self.server, self.key) as client:
                yield client
        elif running:
            async with (
                bootstrap.open_accounts(self.settings) as accounts,
                _own_key(accounts) as key,
                AsyncClient(running, self.key or key) as client,
            ):
                yield client
        else:
            async with self._in_process(slots) as client:
                yield client

    @asynccontextmanager
    async def _in_process(self, slots: int) -> AsyncIterator[AsyncClient]:
        import httpx2
        import msgspec

        from filmgate import bootstrap
        from filmgate.client import AsyncClient

        settings = msgspec.structs.replace(self.settings, slots=slots, public_url="")
        server = bootstrap.build(settings)
        await server.start()
        try:
            transport = httpx2.ASGITransport(server.app)
            async with (
                _own_key(server.accounts) as key,
                AsyncClient("http://127.0.0.1", key, transport=transport) as client,
            ):
                yield client
        finally:
            await server.stop()


@asynccontextmanager
async def _own_key(accounts: Accounts) -> AsyncIterator[str]:
    """Make a key for one command, and revoke it at its end."""
    from filmgate.core.account import Scope

    owner = await accounts.default_owner()
    issued = await accounts.create_key(
        owner.id,
        label="command line",
        scopes=(Scope.ADMIN,),
        expires_at=time.time() + _OWN_KEY_S,
    )
    try:
        yield issued.token
    finally:
        await accounts.revoke(issued.key.id)


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Turn the SDK's errors into those that have an exit code."""
    from filmgate.client import errors as sdk

    table: dict[type[Exception], type[errors.FilmgateError]] = {
        sdk.NotAuthenticated: errors.Unauthenticated,
        sdk.NotAllowed: errors.PermissionDenied,
        sdk.NotKnown: errors.NotFound,
        sdk.TooMuch: errors.TooLarge,
        sdk.LocalFileError: errors.MediaError,
        sdk.ConnectionFailed: errors.ConfigurationError,
    }
    try:
        yield
    except sdk.InputRefused as error:
        problems = [errors.Problem(p.loc, p.msg, p.type) for p in error.problems]
        raise errors.InvalidInput(problems, message=str(error)) from error
    except sdk.ClientError as error:
        raise table.get(type(error), errors.FilmgateError)(str(error)) from error
