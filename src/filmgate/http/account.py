"""Keys, owners and usage.

A key manages the keys of its own owner and never hands on more than it holds itself; an admin key
manages every owner's.
"""

from __future__ import annotations

import re
import time
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import msgspec

from filmgate.accounts.access import is_valid
from filmgate.core.account import Caps, Scope
from filmgate.core.errors import InvalidInput, PermissionDenied, Problem
from filmgate.http.call import parse_moment
from filmgate.http.errors import refuse
from filmgate.http.reply import Reply, json_reply, optional_timestamp, timestamp
from filmgate.http.wire import dollars

if TYPE_CHECKING:
    from filmgate.accounts import Key, Owner
    from filmgate.core.account import Principal
    from filmgate.core.json import Json
    from filmgate.http.call import Call

T = TypeVar("T")

_DAY_S: Final = 86_400
_TEXT: Final = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"

Label = Annotated[str, msgspec.Meta(max_length=200, pattern=_TEXT)]
Url = Annotated[str, msgspec.Meta(max_length=2048, pattern=_TEXT)]
Limit = Annotated[int, msgspec.Meta(ge=0, le=10**15)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=_TEXT)]


class CapsBody(msgspec.Struct, forbid_unknown_fields=True):
    """Limits of a key as the API takes them; null means no limit."""

    in_flight: Limit | None = None
    queued: Limit | None = None
    rate_per_minute: Limit | None = None
    spend_day_micro: Limit | None = None
    spend_month_micro: Limit | None = None
    priority: Limit | None = 0


class KeyBody(msgspec.Struct, forbid_unknown_fields=True):
    """What may be said of a key when it is made or changed; absent means unchanged."""

    label: Label | msgspec.UnsetType = msgspec.UNSET
    scopes: list[Scope] | msgspec.UnsetType = msgspec.UNSET
    #: names of engines; null: every engine that costs nothing
    engines: list[Name] | msgspec.UnsetType | None = msgspec.UNSET
    caps: CapsBody | msgspec.UnsetType = msgspec.UNSET
    #: ISO 8601; null: never
    expires_at: str | msgspec.UnsetType | None = msgspec.UNSET
    #: address told of the ends of its requests; null: none
    webhook: Url | msgspec.UnsetType | None = msgspec.UNSET
    #: another owner's id; admin keys only
    owner_id: Name | msgspec.UnsetType = msgspec.UNSET


class OwnerBody(msgspec.Struct, forbid_unknown_fields=True):
    """A new owner."""

    name: Name


# --- keys ----------------------------------------------------------------------------------------


async def list_keys(call: Call) -> Reply:
    """List the owner's keys, revoked ones too; an admin key may name another owner, or ``*``."""
    asked = call.text("owner_id") or call.principal.owner_id
    if asked != call.principal.owner_id:
        _require_admin(call.principal)
    keys = await call.services.accounts.list(None if asked == "*" else asked)
    return json_reply({"keys": [key_body(key) for key in keys]})


async def create_key(call: Call) -> Reply:
    """Issue a key; its token is in this answer and never shown again."""
    wish = await _read(call, KeyBody)
    owner_id = wish.owner_id or call.principal.owner_id
    if owner_id != call.principal.owner_id:
        _require_admin(call.principal)
    scopes = wish.scopes if wish.scopes is not msgspec.UNSET else [Scope.READ, Scope.WRITE]
    engines = wish.engines if wish.engines is not msgspec.UNSET else call.principal.engines
    caps = _caps(wish)
    if caps is None and not call.principal.may(Scope.ADMIN):
        caps = call.principal.caps
    _require_no_wider(call, scopes, engines, caps)
    issued = await call.services.accounts.create_key(
        owner_id,
        label=wish.label or "",
        scopes=scopes,
        engines=engines,
        caps=caps,
        expires_at=_expiry(wish),
        webhook=_webhook(call, wish, None),
    )
    return json_reply({**key_body(issued.key), "key": issued.token}, 201)


async def show_key(call: Call) -> Reply:
    """Describe one key."""
    return json_reply(key_body(await _managed(call)))


async def change_key(call: Call) -> Reply:
    """Change label, scopes, engines, caps, expiry or webhook of a key; it holds at once."""
    key = await _managed(call)
    wish = await _read(call, KeyBody)
    _require_no_wider(call, key.scopes, key.engines, key.caps)
    if wish.owner_id not in (msgspec.UNSET, key.owner_id):
        raise _invalid("owner_id", "a key cannot move to another owner", "owner")
    changed = replace(
        key,
        label=key.label if wish.label is msgspec.UNSET else wish.label,
        scopes=key.scopes if wish.scopes is msgspec.UNSET else frozenset(wish.scopes),
        engines=key.engines if wish.engines is msgspec.UNSET else _names(wish.engines),
        caps=_caps(wish) or key.caps,
        expires_at=key.expires_at if wish.expires_at is msgspec.UNSET else _expiry(wish),
        webhook=_webhook(call, wish, key.webhook),
    )
    _require_no_wider(call, changed.scopes, changed.engines, changed.caps)
    await call.services.accounts.change_key(changed)
    return json_reply(key_body(changed))


async def revoke_key(call: Call) -> Reply:
    """Revoke a key at once; doing it twice is harmless."""
    key = await _managed(call)
    _require_no_wider(call, key.scopes, key.engines, key.caps)
    await call.services.accounts.revoke(key.id)
    return json_reply(key_body(await call.services.accounts.key(key.id)))


async def _managed(call: Call) -> Key:
    key = await call.services.accounts.key(call.id("key_id"))
    if key.owner_id != call.principal.owner_id and not call.principal.may(Scope.ADMIN):
        raise PermissionDenied("the key belongs to someone else")
    return key


def _require_admin(principal: Principal) -> None:
    if not principal.may(Scope.ADMIN):
        raise PermissionDenied("only an admin key may speak for another owner")


def _require_no_wider(
    call: Call,
    scopes: list[Scope] | frozenset[Scope],
    engines: list[str] | frozenset[str] | None,
    caps: Caps | None,
) -> None:
    """Refuse to make, change or revoke a key that holds more than the one that asks."""
    principal = call.principal
    if principal.may(Scope.ADMIN):
        return
    more = sorted(scope.value for scope in scopes if not principal.may(scope))
    free = {engine.name for engine, _ in call.services.engines() if not engine.is_paid}
    held = free if principal.engines is None else principal.engines
    more += sorted((free if engines is None else set(engines)) - held)
    for name, limit in asdict(caps or Caps()).items():
        most = getattr(principal.caps, name)
        if most is not None and (limit is None or limit > most):
            more.append(f"{name} over {most}")
    if more:
        text = f"this key does not hold itself: {', '.join(more)}"
        raise refuse(403, ("header", "authorization"), text, "scope")


async def _read(call: Call, kind: type[T]) -> T:
    body = await call.object()
    try:
        return msgspec.convert(body, kind)
    except msgspec.ValidationError as error:
        text, _, place = str(error).partition(" - at `$")
        parts = re.findall(r"([^.\[\]`]+)", place)
        loc = [int(part) if part.isdecimal() else part for part in parts if part != "..."]
        raise InvalidInput([Problem(("body", *loc), text, "invalid")]) from error


def _caps(wish: KeyBody) -> Caps | None:
    if wish.caps is msgspec.UNSET:
        return None
    return Caps(**msgspec.structs.asdict(wish.caps))


def _names(names: list[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(names)


def _expiry(wish: KeyBody) -> float | None:
    if not wish.expires_at:
        return None
    seconds = parse_moment(wish.expires_at)
    if seconds is None:
        raise _invalid("expires_at", "must be a time like 2027-01-01T00:00:00Z", "time")
    return seconds


def _webhook(call: Call, wish: KeyBody, before: str | None) -> str | None:
    if wish.webhook is msgspec.UNSET:
        return before
    if wish.webhook and (text := call.services.submitter.check_webhook(wish.webhook)):
        raise _invalid("webhook", text, "url")
    return wish.webhook or None


def _invalid(name: str, text: str, type_: str) -> InvalidInput:
    return InvalidInput([Problem(("body", name), text, type_)])


def key_body(key: Key) -> dict[str, Json]:
    """What the API says of a key; never its secret."""
    return {
        "key_id": key.id,
        "owner_id": key.owner_id,
        "label": key.label,
        "scopes": [scope for scope in Scope if scope in key.scopes],
        "engines": None if key.engines is None else sorted(key.engines),
        "caps": asdict(key.caps),
        "webhook": key.webhook,
        "is_valid": is_valid(key, time.time()),
        "created_at": timestamp(key.created_at),
        "expires_at": optional_timestamp(key.expires_at),
        "revoked_at": optional_timestamp(key.revoked_at),
        "last_used_at": optional_timestamp(key.last_used_at),
    }


# --- owners --------------------------------------------------------------------------------------


async def list_owners(call: Call) -> Reply:
    """List every owner."""
    owners = await call.services.accounts.owners()
    return json_reply({"owners": [owner_body(owner) for owner in owners]})


async def create_owner(call: Call) -> Reply:
    """Add an owner; make its keys with ``POST /v1/keys`` and its id."""
    wish = await _read(call, OwnerBody)
    return json_reply(owner_body(await call.services.accounts.create_owner(wish.name)), 201)


def owner_body(owner: Owner) -> dict[str, Json]:
    """What the API says of an owner."""
    return {
        "owner_id": owner.id,
        "name": owner.name,
        "created_at": timestamp(owner.created_at),
    }


# --- usage ---------------------------------------------------------------------------------------


async def usage(call: Call) -> Reply:
    """What the owner used, by day, model, engine or key; the last 30 days unless asked."""
    owner_id = call.text("owner_id") or call.principal.owner_id
    if owner_id != call.principal.owner_id:
        _require_admin(call.principal)
    until = call.moment("to") or time.time()
    since = call.moment("from")
    if since is None:
        since = max(0.0, until - 30 * _DAY_S)
    group_by = call.text("group_by", "day")
    lines = await call.services.accounts.usage(owner_id, group_by, since, until)
    entries: list[dict[str, Json]] = [
        {
            group_by: line.group,
            "requests": line.requests,
            "failures": line.failures,
            "seconds": round(line.seconds, 3),
            "cost_usd": dollars(line.cost_micro),
            "hosted_cost_usd": dollars(line.hosted_cost_micro),
        }
        for line in lines
    ]
    return json_reply(
        {
            "owner_id": owner_id,
            "group_by": group_by,
            "from": timestamp(since),
            "to": timestamp(until),
            "usage": entries,
            "total": {
                "requests": sum(line.requests for line in lines),
                "failures": sum(line.failures for line in lines),
                "seconds": round(sum(line.seconds for line in lines), 3),
                "cost_usd": dollars(sum(line.cost_micro for line in lines)),
                "hosted_cost_usd": dollars(sum(line.hosted_cost_micro for line in lines)),
            },
        }
    )
