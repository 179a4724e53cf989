"""From rows to nouns and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from filmgate.core.json import Json
from filmgate.core.records import StoredFile
from filmgate.core.request import Event, Failure, Progress, Request, RequestDetail, Status, Took
from filmgate.db.script import Query, Row, query

_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder()
_STATUS: Final = {status.value: status for status in Status}


def dump(value: object) -> str:
    """Write JSON text for a column."""
    return _ENCODER.encode(value).decode()


def load(text: str) -> Any:
    """Read the JSON text of a column."""
    return _DECODER.decode(text)


def insert(one: str, many: str, rows: Sequence[Mapping[str, Json]]) -> Query:
    """Insert rows in one statement, named for one row and for many.

    The one for many takes them as a JSON list, which would cost more than it saves for one.
    """
    return Query(one, rows[0]) if len(rows) == 1 else query(many, rows=dump(rows))


def to_request(row: Row) -> Request:
    """Read a request from its row."""
    progress, output, error = row["progress"], row["output"], row["error_code"]
    return Request(
        id=row["id"],
        owner_id=row["owner_id"],
        key_id=row["key_id"],
        model_id=row["model_id"],
        engine=row["engine"],
        status=_STATUS[row["status"]],
        attempt=row["attempt"],
        max_attempts=row["max_attempts"],
        priority=row["priority"],
        created_at=row["created_at"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        progress=None if progress is None else Progress(row["progress_stage"] or "", progress),
        output=None if output is None else load(output),
        error=None if error is None else Failure(error, row["error_message"]),
        cost_micro=row["cost_micro"],
        hosted_cost_micro=row["hosted_cost_micro"],
    )


def to_detail(row: Row) -> RequestDetail:
    """Read the large parts of a request."""
    return RequestDetail(
        input=load(row["input"]),
        order=load(row["order_json"]),
        plan=load(row["plan"]),
        report=load(row["report"]),
        warnings=tuple(load(row["warnings"])),
    )


def to_took(row: Row) -> Took:
    """Read how long a request took; a plan that is gone, or from elsewhere, has no size."""
    plan = load(row["plan"]) if row["plan"] else {}
    return Took(
        row["took_s"], row["seconds"], int(plan.get("width", 0)) * int(plan.get("height", 0))
    )


def to_event(request_id: str, row: Row) -> Event:
    """Read one line of a request's history."""
    return Event(request_id, row["seq"], row["type"], row["at"], load(row["data"]), row["number"])


def to_file(row: Row) -> StoredFile:
    """Read a file from its row."""
    return StoredFile(
        id=row["id"],
        owner_id=row["owner_id"],
        kind=row["kind"],
        name=row["name"],
        content_type=row["content_type"],
        size_bytes=row["size_bytes"],
        sha256=row["sha256"],
        blob_key=row["blob_key"],
        created_at=row["created_at"],
        request_id=row["request_id"],
        facts=load(row["facts"]),
        expires_at=row["expires_at"],
    )


def file_params(file: StoredFile) -> Mapping[str, Json]:
    """Parameters that record a file."""
    return {
        "id": file.id,
        "owner_id": file.owner_id,
        "kind": file.kind,
        "name": file.name,
        "content_type": file.content_type,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
        "blob_key": file.blob_key,
        "request_id": file.request_id,
        "facts": dump(file.facts),
        "expires_at": file.expires_at,
    }
