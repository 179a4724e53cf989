"""Events: every change of a request appends one, in its own transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from filmgate.core.change import Change
from filmgate.core.json import Json
from filmgate.core.request import Request
from filmgate.db.rows import dump, insert
from filmgate.db.script import CHANGES, NEWS, Row, Script, Signal, query


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A line of a request's history that is to be written."""

    request_id: str
    seq: int
    type: str
    data: Mapping[str, Json] | None = None

    def row(self, owner_id: str, number: int) -> Mapping[str, Json]:
        """Its columns, with its place among all events of its owner."""
        return {
            "owner_id": owner_id,
            "request_id": self.request_id,
            "seq": self.seq,
            "type": self.type,
            "data": dump(self.data) if self.data else "{}",
            "number": number,
        }


def append(
    owner_id: str, request_id: str, seq: int, type_: str, data: Mapping[str, Json] | None = None
) -> Script[None]:
    """Write one event under the number the change has drawn, and tell whoever follows.

    Followers hear both of the request and of its owner.
    """
    yield from append_all(owner_id, [NewEvent(request_id, seq, type_, data)])


def append_all(owner_id: str, events: Sequence[NewEvent]) -> Script[None]:
    """Write events of an owner's requests, in order."""
    drawn = yield query("event_number", owner_id=owner_id, count=len(events))
    first = drawn[0]["last_number"] - len(events) + 1
    rows = [event.row(owner_id, number) for number, event in enumerate(events, first)]
    yield insert("event_insert", "event_insert_all", rows)
    yield Signal(NEWS, (*dict.fromkeys(event.request_id for event in events), owner_id))


def tell(row: Row, type_: str, data: Mapping[str, Json] | None = None) -> Script[None]:
    """Tell this process's logs and metrics of a change, once it is committed."""
    error = (data or {}).get("error")
    code = error["code"] if isinstance(error, dict) else (data or {}).get("reason", "")
    change = Change(
        type=type_,
        request_id=row["id"],
        attempt=row["attempt"],
        key_id=row["key_id"],
        model_id=row["model_id"],
        engine=row["engine"],
        worker=row["worker"] or "",
        created_at=row["created_at"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        code=str(code),
    )
    yield Signal(CHANGES, (), change=change)


def tell_new(request: Request) -> Script[None]:
    """Tell this process's logs and metrics of a new request, once it is committed."""
    change = Change(
        type="queued",
        request_id=request.id,
        attempt=request.attempt,
        key_id=request.key_id,
        model_id=request.model_id,
        engine=request.engine,
        worker="",
        created_at=request.created_at,
        started_at=None,
        finished_at=None,
        code="",
    )
    yield Signal(CHANGES, (), change=change)
