"""The transaction that accepts requests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, TypeAlias

from filmgate.core.account import Caps, Principal
from filmgate.core.errors import FilmgateError, InvalidInput, LimitExceeded, Problem
from filmgate.core.json import Json
from filmgate.core.records import NewRequest, StoredFile, Submitted
from filmgate.core.request import Request
from filmgate.db.admission import admit_more
from filmgate.db.files import drop, gone
from filmgate.db.history import NewEvent, append_all, tell_new
from filmgate.db.rows import dump, file_params, insert, to_request
from filmgate.db.script import Query, Script, query, repeatable

_MICRO: Final = 1_000_000

#: idempotency key → SHA-256 of its body, its request, and whether that was there before
_Known: TypeAlias = dict[str, tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class Period:
    """A period over which spending is capped."""

    word: str
    since: float
    #: seconds until it is over
    rest_s: float
    cap_micro: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One submit of a key: what it records, who sent it, and when."""

    new: NewRequest
    principal: Principal
    #: seconds since the epoch
    now: float


@repeatable
def submit(asked: Sequence[Asked], default_cap: int) -> Script[list[Submitted | FilmgateError]]:
    """Record requests of one key, as if one had come after the other; admit what has room.

    Each gets an answer or an error of its own. One that is refused leaves nothing behind.
    """
    key_id, owner_id = asked[-1].principal.key_id, asked[-1].principal.owner_id
    # Held to the end, so that nobody else of this key is counted meanwhile.
    yield query("admission_lock", key_id=key_id)
    known = yield from _known(asked, owner_id)
    sums = _Sums(key_id)
    accepted: dict[str, NewRequest] = {}
    answers: list[FilmgateError | Submitted | str] = []
    for one in asked:
        try:
            answers.append((yield from _consider(one, known, sums)))
        except FilmgateError as error:
            answers.append(error)
        else:
            if answers[-1] == one.new.request.id:
                accepted[one.new.request.id] = one.new
    recorded: dict[str, Request] = {}
    if accepted:
        recorded = yield from _record(list(accepted.values()))
        cap = asked[-1].principal.caps.in_flight
        yield from admit_more(key_id, default_cap if cap is None else cap)
    own = [one.new.request.id for one in asked]
    return [
        Submitted(recorded[answer], is_replay=answer != id_) if isinstance(answer, str) else answer
        for id_, answer in zip(own, answers, strict=True)
    ]


def _known(asked: Sequence[Asked], owner_id: str) -> Script[_Known]:
    """What the idempotency keys of these submits already stand for."""
    keys = [one.new.idempotency_key for one in asked if one.new.idempotency_key is not None]
    if not keys:
        return {}
    rows = yield query("idempotency_find", owner_id=owner_id, idempotency_keys=dump(keys))
    return {row["idempotency_key"]: (row["body_hash"], row["request_id"], True) for row in rows}


def _consider(one: Asked, known: _Known, sums: _Sums) -> Script[Submitted | str]:
    """Decide on one submit: the id under which it is recorded, or the request it repeats.

    Replays come first, so that a key over its limits can still ask again for what it was promised.
    """
    new, key = one.new, one.new.idempotency_key
    if key is not None and key in known:
        body_hash, request_id, is_stored = known[key]
        _check_body(key, body_hash, new.body_hash)
        if not is_stored:  # the same call a moment ago, in this transaction
            return request_id
        found = yield query("request_replay", id=request_id)
        return Submitted(to_request(found[0]), is_replay=True)
    yield from sums.check(new, one.principal.caps, one.now)
    yield from _hold_all(new.files)
    sums.add(new)
    if key is not None:
        known[key] = (new.body_hash, new.request.id, False)
    return new.request.id


def _hold_all(files: Sequence[StoredFile]) -> Script[None]:
    """Record the files of a request and count them on their blobs: all of them, or none."""
    held: list[str] = []
    for file in sorted(files, key=lambda file: file.blob_key):  # one order for all who lock them
        if not (yield query("blob_hold", blob_key=file.blob_key)):
            yield from drop(held)
            raise gone(file)
        held.append(file.blob_key)
    for file in files:
        yield Query("file_insert", file_params(file))


def _record(news: Sequence[NewRequest]) -> Script[dict[str, Request]]:
    """Write the rows of accepted requests, in as few statements as possible."""
    rows = yield insert("request_insert", "request_insert_all", [_row(new) for new in news])
    created = {row["id"]: row["created_at"] for row in rows}
    requests = {
        new.request.id: replace(new.request, created_at=created[new.request.id]) for new in news
    }
    yield insert(
        "request_input_insert", "request_input_insert_all", [_input_row(new) for new in news]
    )
    events = [event for new in news for event in _events(new)]
    yield from append_all(news[0].request.owner_id, events)
    for request in requests.values():
        yield from tell_new(request)
    keys = [_idempotency_row(new) for new in news if new.idempotency_key is not None]
    if keys:
        yield insert("idempotency_insert", "idempotency_insert_all", keys)
    return requests


def _row(new: NewRequest) -> dict[str, Json]:
    return {
        "id": new.request.id,
        "owner_id": new.request.owner_id,
        "key_id": new.request.key_id,
        "model_id": new.request.model_id,
        "engine": new.request.engine,
        "max_attempts": new.request.max_attempts,
        "priority": new.request.priority,
        "planned_micro": new.planned_micro,
        "hosted_cost_micro": new.request.hosted_cost_micro,
        "seconds": new.seconds,
        "webhook": new.webhook,
        "last_seq": 1 + len(new.detail.warnings),
    }


def _input_row(new: NewRequest) -> dict[str, Json]:
    return {
        "request_id": new.request.id,
        "input": dump(new.detail.input),
        "order_json": dump(new.detail.order),
        "plan": dump(new.detail.plan),
        "warnings": dump(new.detail.warnings),
        "report": dump(new.detail.report),
    }


def _events(new: NewRequest) -> Iterator[NewEvent]:
    yield NewEvent(new.request.id, 1, "queued")
    for seq, warning in enumerate(new.detail.warnings, 2):
        yield NewEvent(new.request.id, seq, "warning", warning)


def _idempotency_row(new: NewRequest) -> dict[str, Json]:
    return {
        "owner_id": new.request.owner_id,
        "idempotency_key": new.idempotency_key,
        "body_hash": new.body_hash,
        "request_id": new.request.id,
    }


@repeatable
def replay(owner_id: str, idempotency_key: str, body_hash: str) -> Script[Submitted | None]:
    """Find what an idempotency key already stands for."""
    rows = yield query("idempotency_get", owner_id=owner_id, idempotency_key=idempotency_key)
    if not rows:
        return None
    _check_body(idempotency_key, rows[0]["body_hash"], body_hash)
    found = yield query("request_replay", id=rows[0]["request_id"])
    return Submitted(to_request(found[0]), is_replay=True)


def _check_body(idempotency_key: str, known: str, body_hash: str) -> None:
    if known != body_hash:
        text = (
            f"{idempotency_key!r} was already used with another body;"
            " use a new key for a new request"
        )
        raise InvalidInput([Problem(("header", "Idempotency-Key"), text, "idempotency")])


class _Sums:
    """What a key has in its queue and has spent: read once, then counted on."""

    def __init__(self, key_id: str) -> None:
        self._key_id = key_id
        self._queued: int | None = None
        #: first second of a period → micro-dollars spent in it, or promised
        self._used: dict[float, int] = {}
        self._new = self._new_micro = 0

    def add(self, new: NewRequest) -> None:
        """Count a request that is accepted."""
        self._new += 1
        self._new_micro += new.planned_micro

    def check(self, new: NewRequest, caps: Caps, now: float) -> Script[None]:
        """Raise `LimitExceeded` when one more request would be too much."""
        if caps.queued is not None:
            if self._queued is None:
                rows = yield query("key_queued", key_id=self._key_id, limit=caps.queued)
                self._queued = rows[0]["queued"]
            queued = self._queued + self._new
            if queued >= caps.queued:
                raise LimitExceeded(
                    f"this key may have {caps.queued} requests in the queue and has"
                    f" {queued}; send again when some have ended",
                    retry_after_s=5.0,
                )
        if new.planned_micro:
            for period in periods(caps, now):
                if period.cap_micro is not None:
                    yield from self._check_spent(new, period, period.cap_micro)

    def _check_spent(self, new: NewRequest, period: Period, cap_micro: int) -> Script[None]:
        if period.since not in self._used:
            rows = yield query("key_spent", key_id=self._key_id, since=period.since)
            self._used[period.since] = rows[0]["charged"] + rows[0]["promised"]
        used = self._used[period.since] + self._new_micro
        if used + new.planned_micro > cap_micro:
            raise LimitExceeded(
                f"this key may spend {cap_micro / _MICRO:.2f} USD a {period.word};"
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
