"""Rows of accounts and the seam to whatever stores them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from filmgate.core.account import Caps, Scope


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom requests, files and usage belong to."""

    id: str
    name: str
    #: seconds since the epoch, UTC, as every time here
    created_at: float


@dataclass(frozen=True, slots=True)
class Key:
    """One row of `keys`: everything about a key but its secret."""

    #: the eight letters after ``fg_``
    id: str
    owner_id: str
    #: SHA-256 of the whole token, in hex
    secret_hash: str = field(repr=False)
    label: str
    scopes: frozenset[Scope]
    #: names of engines it may use; None: every engine that costs nothing
    engines: frozenset[str] | None
    caps: Caps
    created_at: float
    expires_at: float | None = None
    revoked_at: float | None = None
    #: exact to about a minute
    last_used_at: float | None = None
    #: address that is told of the ends of its requests, unless they name another
    webhook: str | None = None


@dataclass(frozen=True, slots=True)
class UsageLine:
    """What an owner used under one heading of a usage report."""

    #: the day (``2026-11-21``, UTC), model id, engine name or key id
    group: str
    requests: int
    failures: int
    #: seconds of delivered video
    seconds: float
    #: micro-dollars charged, and what the hosted service would have charged
    cost_micro: int
    hosted_cost_micro: int


#: what a usage report can be grouped by
USAGE_GROUPS = ("day", "model", "engine", "key")


class AccountRows(Protocol):
    """Stores owners and keys. Every method is one transaction."""

    async def add_owner(self, owner: Owner) -> None:
        """Record a new owner."""

    async def owners(self) -> Sequence[Owner]:
        """Every owner, oldest first."""

    async def add_key(self, key: Key) -> None:
        """Record a new key."""

    async def add_first(self, owner: Owner, key: Key) -> bool:
        """Record an owner and its key if there is no key at all; False when there is one."""

    async def key(self, key_id: str) -> Key | None:
        """Read one key, revoked or not."""

    async def keys(self, owner_id: str | None) -> Sequence[Key]:
        """Keys of an owner, or of all of them, newest first."""

    async def change_key(self, key: Key) -> bool:
        """Write label, scopes, engines, caps, expiry and hash of a key; False: no such key."""

    async def revoke_key(self, key_id: str, at: float) -> bool:
        """Revoke a key; False when there is none, or it was revoked before."""

    async def touch(self, used_at: Mapping[str, float]) -> None:
        """Record when keys were last used."""

    async def usage(
        self, owner_id: str, group_by: str, since: float, until: float
    ) -> Sequence[UsageLine]:
        """What an owner used from `since` up to, not including, `until`."""
