"""Events: every change of a request appends one, in its own transaction."""

from __future__ import annotations

from collections.abc import Mapping

from filmgate.core.change import Change
from filmgate.core.json import Json
from filmgate.db.rows import dump
from filmgate.db.script import CHANGES, NEWS, Row, Script, Signal, query


def append(
    owner_id: str, request_id: str, seq: int, type_: str, data: Mapping[str, Json] | None = None
) -> Script[None]:
    """Write one event under the number the change has drawn, and tell whoever follows.

    Followers hear both of the request and of its owner.
    """
    rows = yield query("event_number", owner_id=owner_id)
    yield query(
        "event_insert",
        request_id=request_id,
        seq=seq,
        type=type_,
        data=dump(data) if data else "{}",
        owner_id=owner_id,
        number=rows[0]["last_number"],
    )
    yield Signal(NEWS, (request_id, owner_id))


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
