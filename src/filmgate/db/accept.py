"""The transaction that accepts a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from filmgate.core.account import Caps, Principal
from filmgate.core.errors import InvalidInput, LimitExceeded, Problem
from filmgate.core.records import NewRequest, Submitted
from filmgate.db.admission import admit_key
from filmgate.db.files import hold
from filmgate.db.history import append, tell
from filmgate.db.rows import dump, to_request
from filmgate.db.script import Script, query, repeatable

_MICRO: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Period:
    """A period over which spending is capped."""

    word: str
    since: float
    #: seconds until it is over
    rest_s: float
    cap_micro: int | None


@repeatable
def submit(
    new: NewRequest, principal: Principal, default_cap: int, now: float
) -> Script[Submitted]:
    """Record a request with its files and first event, and admit it when its key has room.

    Replays come first, so that a key over its limits can still ask again for what it was promised.
    """
    # Held to the end, so that nobody else of this key is counted meanwhile.
    yield query("admission_lock", key_id=principal.key_id)
    earlier = yield from _replay(new)
    if earlier:
        return earlier
    yield from _check_caps(new, principal.caps, principal.key_id, now)
    for file in new.files:
        yield from hold(file)
    rows = yield query(
        "request_insert",
        id=new.request.id,
        owner_id=principal.owner_id,
        key_id=principal.key_id,
        model_id=new.request.model_id,
        engine=new.request.engine,
        max_attempts=new.request.max_attempts,
        priority=new.request.priority,
        planned_micro=new.planned_micro,
        hosted_cost_micro=new.request.hosted_cost_micro,
        seconds=new.seconds,
        webhook=new.webhook,
        last_seq=1 + len(new.detail.warnings),
    )
    request_id = new.request.id
    yield query(
        "request_input_insert",
        request_id=request_id,
        input=dump(new.detail.input),
        order_json=dump(new.detail.order),
        plan=dump(new.detail.plan),
        warnings=dump(new.detail.warnings),
        report=dump(new.detail.report),
    )
    yield from append(principal.owner_id, request_id, 1, "queued")
    yield from tell(rows[0], "queued")
    for seq, warning in enumerate(new.detail.warnings, 2):
        yield from append(principal.owner_id, request_id, seq, "warning", warning)
    if new.idempotency_key is not None:
        yield query(
            "idempotency_insert",
            owner_id=principal.owner_id,
            idempotency_key=new.idempotency_key,
            body_hash=new.body_hash,
            request_id=request_id,
        )
    cap = principal.caps.in_flight
    yield from admit_key(principal.key_id, default_cap if cap is None else cap)
    return Submitted(to_request(rows[0]))


@repeatable
def replay(owner_id: str, idempotency_key: str, body_hash: str) -> Script[Submitted | None]:
    """Find what an idempotency key already stands for."""
    rows = yield query("idempotency_get", owner_id=owner_id, idempotency_key=idempotency_key)
    if not rows:
        return None
    if rows[0]["body_hash"] != body_hash:
        raise InvalidInput(
            [
                Problem(
                    ("header", "Idempotency-Key"),
                    f"{idempotency_key!r} was already used with another body;"
                    " use a new key for a new request",
                    "idempotency",
                )
            ]
        )
    found = yield query("request_replay", id=rows[0]["request_id"])
    return Submitted(to_request(found[0]), is_replay=True)


def _replay(new: NewRequest) -> Script[Submitted | None]:
    if new.idempotency_key is None:
        return None
    return (yield from replay(new.request.owner_id, new.idempotency_key, new.body_hash))


def _check_caps(new: NewRequest, caps: Caps, key_id: str, now: float) -> Script[None]:
    if caps.queued is not None:
        rows = yield query("key_queued", key_id=key_id, limit=caps.queued)
        if rows[0]["queued"] >= caps.queued:
            raise LimitExceeded(
                f"this key may have {caps.queued} requests in the queue and has"
                f" {rows[0]['queued']}; send again when some have ended",
                retry_after_s=5.0,
            )
    if not new.planned_micro:
        return
    for period in periods(caps, now):
        if period.cap_micro is None:
            continue
        rows = yield query("key_spent", key_id=key_id, since=period.since)
        used = rows[0]["charged"] + rows[0]["promised"]
        if used + new.planned_micro > period.cap_micro:
            raise LimitExceeded(
                f"this key may spend {period.cap_micro / _MICRO:.2f} USD a {period.word};"
                f" {used / _MICRO:.2f} are spent or promised and this request would add"
                f" {new.planned_micro / _MICRO:.2f}",
                retry_after_s=period.rest_s,
            )


def periods(caps: Caps, now: float) -> tuple[Period, Period]:
    """The UTC day and month around a time, with the caps on spending in them."""
    moment = datetime.fromtimestamp(now, UTC)
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    month = day.replace(day=1)
    next_month = month.replace(
        year=month.year + month.month // 12, month=month.month % 12 + 1
    ).timestamp()
    return (
        Period("day", day.timestamp(), day.timestamp() + 86_400 - now, caps.spend_day_micro),
        Period("month", month.timestamp(), next_month - now, caps.spend_month_micro),
    )
