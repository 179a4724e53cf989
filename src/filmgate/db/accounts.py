"""Rows of owners and keys, and what the ledger says of their use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from filmgate.accounts.rows import Key, Owner, UsageLine
from filmgate.core.account import Caps, Scope
from filmgate.db.script import Database, Row, Script, query, repeatable

_DAY_S = 86_400


class AccountTable:
    """Implements `filmgate.accounts.AccountRows` and `SessionRows` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_owner(self, owner: Owner) -> None:
        """Record a new owner."""
        await self._database.run(_add_owner(owner))

    async def owners(self) -> Sequence[Owner]:
        """Every owner, oldest first."""
        rows = await self._database.read("owners_all")
        return [Owner(row["id"], row["name"], row["created_at"]) for row in rows]

    async def add_key(self, key: Key) -> None:
        """Record a new key."""
        await self._database.run(_add_key(key))

    async def add_first(self, owner: Owner, key: Key) -> bool:
        """Record an owner and its key if there is no key at all; False when there is one."""
        return await self._database.run(_add_first(owner, key))

    async def key(self, key_id: str) -> Key | None:
        """Read one key, revoked or not."""
        rows = await self._database.read("key_get", id=key_id)
        return _key(rows[0]) if rows else None

    async def keys(self, owner_id: str | None) -> Sequence[Key]:
        """Keys of an owner, or of all of them, newest first."""
        if owner_id is None:
            return [_key(row) for row in await self._database.read("keys_all")]
        return [_key(row) for row in await self._database.read("keys_of", owner_id=owner_id)]

    async def change_key(self, key: Key) -> bool:
        """Write label, scopes, engines, caps, expiry and hash of a key; False: no such key."""
        return await self._database.run(_change_key(key))

    async def revoke_key(self, key_id: str, at: float) -> bool:
        """Revoke a key; False when there is none, or it was revoked before."""
        return await self._database.run(_revoke_key(key_id, at))

    async def touch(self, used_at: Mapping[str, float]) -> None:
        """Record when keys were last used."""
        await self._database.run(_touch(used_at))

    async def add_session(self, id_: str, key_id: str, at: float, expires_at: float) -> None:
        """Record a session or invitation; those that have expired by `at` are removed."""
        await self._database.run(_add_session(id_, key_id, at, expires_at))

    async def session_key(self, id_: str, at: float) -> Key | None:
        """Read the key of a session that has not expired by `at`."""
        rows = await self._database.read("session_key", id=id_, at=at)
        return _key(rows[0]) if rows else None

    async def end_session(self, id_: str, at: float) -> str | None:
        """Remove one; gives its key's id if it had not expired by `at`, to one caller only."""
        return await self._database.run(_end_session(id_, at))

    async def usage(
        self, owner_id: str, group_by: str, since: float, until: float
    ) -> Sequence[UsageLine]:
        """What an owner used from `since` up to, not including, `until`."""
        rows = await self._database.read(
            f"usage_by_{group_by}", owner_id=owner_id, since=since, until=until
        )
        return [_usage_line(row, group_by) for row in rows]


@repeatable
def _add_owner(owner: Owner) -> Script[None]:
    yield query("owner_add", id=owner.id, name=owner.name, created_at=owner.created_at)


@repeatable
def _add_key(key: Key) -> Script[bool]:
    rows = yield query(
        "key_add",
        id=key.id,
        owner_id=key.owner_id,
        created_at=key.created_at,
        **_changeable(key),
    )
    return bool(rows)


@repeatable
def _add_first(owner: Owner, key: Key) -> Script[bool]:
    yield query("keys_lock")
    if (yield query("key_any")):
        return False
    yield from _add_owner(owner)
    yield from _add_key(key)
    return True


@repeatable
def _change_key(key: Key) -> Script[bool]:
    rows = yield query("key_change", id=key.id, revoked_at=key.revoked_at, **_changeable(key))
    return bool(rows)


@repeatable
def _revoke_key(key_id: str, at: float) -> Script[bool]:
    yield query("sessions_of_key_end", key_id=key_id)
    return bool((yield query("key_revoke", id=key_id, at=at)))


@repeatable
def _add_session(id_: str, key_id: str, at: float, expires_at: float) -> Script[None]:
    yield query("sessions_expired_end", at=at)
    yield query("session_add", id=id_, key_id=key_id, created_at=at, expires_at=expires_at)


@repeatable
def _end_session(id_: str, at: float) -> Script[str | None]:
    for row in (yield query("session_end", id=id_)):
        if row["expires_at"] > at:
            return str(row["key_id"])
    return None


@repeatable
def _touch(used_at: Mapping[str, float]) -> Script[None]:
    for key_id, at in used_at.items():
        yield query("key_touch", id=key_id, at=at)


def _changeable(key: Key) -> dict[str, object]:
    return {
        "secret_hash": key.secret_hash,
        "label": key.label,
        "scopes": _to_json(sorted(key.scopes)),
        "engines": None if key.engines is None else _to_json(sorted(key.engines)),
        "caps": _to_json(key.caps),
        "webhook": key.webhook,
        "expires_at": key.expires_at,
    }


def _to_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _key(row: Row) -> Key:
    engines = row["engines"]
    return Key(
        id=row["id"],
        owner_id=row["owner_id"],
        secret_hash=row["secret_hash"],
        label=row["label"],
        scopes=msgspec.json.decode(row["scopes"], type=frozenset[Scope]),
        engines=None if engines is None else msgspec.json.decode(engines, type=frozenset[str]),
        caps=msgspec.json.decode(row["caps"], type=Caps),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
        last_used_at=row["last_used_at"],
        webhook=row["webhook"],
    )


def _usage_line(row: Row, group_by: str) -> UsageLine:
    heading = row["heading"]
    if group_by == "day":
        heading = f"{datetime.fromtimestamp(heading * _DAY_S, UTC):%Y-%m-%d}"
    return UsageLine(
        group=heading,
        requests=int(row["requests"]),
        failures=int(row["failures"]),
        seconds=float(row["seconds"]),
        cost_micro=int(row["cost_micro"]),
        hosted_cost_micro=int(row["hosted_cost_micro"]),
    )
