"""Sessions of the web app: a cookie's value that stands for a key, and invitations to one.

Only hashes are stored. Whoever has the database, every replica of a server, knows every session;
nothing is remembered, so a revoked key or a sign-out ends a session everywhere at once.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from filmgate.accounts.access import is_valid
from filmgate.accounts.token import hash_text
from filmgate.core.account import Scope
from filmgate.core.errors import Unauthenticated

if TYPE_CHECKING:
    from collections.abc import Callable

    from filmgate.accounts.access import Accounts
    from filmgate.accounts.rows import Key
    from filmgate.core.account import Principal

#: how long a session lasts, in seconds
SESSION_S: Final = 30 * 86_400.0
#: how long an invitation can be used, in seconds
INVITATION_S: Final = 3600.0
_TOKEN_BYTES: Final = 32


class SessionRows(Protocol):
    """Stores sessions and invitations. Every method is one transaction."""

    async def add_session(self, id_: str, key_id: str, at: float, expires_at: float) -> None:
        """Record one; those that have expired by `at` are removed."""

    async def session_key(self, id_: str, at: float) -> Key | None:
        """Read the key of a session that has not expired by `at`."""

    async def end_session(self, id_: str, at: float) -> str | None:
        """Remove one; gives its key's id if it had not expired by `at`, to one caller only."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A new session: what the browser keeps."""

    value: str = field(repr=False)
    #: seconds from now
    lasts_s: float


class Sessions:
    """Opens, recognises and ends sessions.

    Parameters
    ----------
    rows
        Where they are stored.
    accounts
        Whose keys they stand for.
    clock
        Seconds since the epoch, UTC.
    """

    def __init__(
        self, rows: SessionRows, accounts: Accounts, clock: Callable[[], float] = time.time
    ) -> None:
        self._rows = rows
        self._accounts = accounts
        self._clock = clock

    async def open(self, key_id: str) -> Opened:
        """Open a session that may do what the key may."""
        return Opened(await self._add("session", key_id, SESSION_S), SESSION_S)

    async def principal(self, value: str) -> Principal:
        """Tell whom a cookie stands for.

        Raises
        ------
        Unauthenticated
            The session is unknown, has expired or was ended, or its key is no longer valid.
        """
        key = await self._rows.session_key(_id("session", value), self._clock())
        if key is None:
            raise Unauthenticated("the session has ended; sign in again")
        return self._accounts.vouch(key)

    async def end(self, value: str) -> None:
        """End a session; harmless when it has ended."""
        await self._rows.end_session(_id("session", value), self._clock())

    async def invite(self) -> str | None:
        """Make a token that opens one session as the operator; None without an admin key."""
        now = self._clock()
        # the oldest: the first key, or the one the operator chose
        for key in reversed(await self._accounts.list()):
            if Scope.ADMIN in key.scopes and is_valid(key, now):
                return await self._add("invitation", key.id, INVITATION_S)
        return None

    async def accept(self, token: str) -> Opened:
        """Open the session that an invitation promises; it works once.

        Raises
        ------
        Unauthenticated
            It was used before, has expired, or its key is no longer valid.
        """
        key_id = await self._rows.end_session(_id("invitation", token), self._clock())
        if key_id is None:
            raise Unauthenticated("this link was used before or has expired")
        return await self.open(key_id)

    async def _add(self, kind: str, key_id: str, lasts_s: float) -> str:
        value = secrets.token_urlsafe(_TOKEN_BYTES)
        now = self._clock()
        await self._rows.add_session(_id(kind, value), key_id, now, now + lasts_s)
        return value


def _id(kind: str, value: str) -> str:
    """The row of a secret; its kind is part of it, so that no kind passes for another."""
    return hash_text(f"{kind} {value}")
