"""The transactions of a request's life: one script for each step of the state machine.

Every step after a claim names the attempt, the fencing token: a worker that lost its request
(cancelled, lease run out, put back) changes nothing, whatever it still sends.

Where rows are locked, every script takes its locks in one order, so that no two wait for each
other: the request, its key's admission, its owner's event numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from filmgate.core.json import Json
from filmgate.core.records import Claim, Outcome, StoredFile
from filmgate.core.request import Failure, Progress, RequestDetail, Status
from filmgate.db.admission import admit_touched
from filmgate.db.files import hold
from filmgate.db.history import append, tell
from filmgate.db.rows import dump, to_detail, to_request
from filmgate.db.script import QUEUE, Query, Row, Script, Signal, query, repeatable


def note(row: Row, type_: str, data: Mapping[str, Json] | None = None) -> Script[None]:
    """Append the event that belongs to a change which has just drawn its sequence number."""
    yield from append(row["owner_id"], row["id"], row["last_seq"], type_, data)
    yield from tell(row, type_, data)


@repeatable
def claim(request_id: str, worker: str, lease_s: float) -> Script[Claim | None]:
    """Take an admitted request: the next attempt begins."""
    rows = yield query("request_claim", id=request_id, worker=worker, lease_s=lease_s)
    if not rows:
        return None
    row = rows[0]
    yield from note(row, "started", {"attempt": row["attempt"]})
    details = yield query("request_detail", id=request_id)
    return Claim(
        to_request(row), to_detail(details[0]), row["handle"], bool(row["called"]), row["seconds"]
    )


@repeatable
def extend(
    request_id: str, attempt: int, lease_s: float, progress: Progress | None
) -> Script[bool]:
    """Extend a lease, and note the progress made."""
    held = {"id": request_id, "attempt": attempt}
    rows = yield query("held_extend", **held, lease_s=lease_s)
    if not rows:
        return False
    if progress is not None:
        before = rows[0]["progress_stage"]
        rows = yield query(
            "held_progress", **held, stage=progress.stage, fraction=progress.fraction
        )
        type_ = "progress" if before == progress.stage else "stage"
        data = {"stage": progress.stage, "fraction": round(rows[0]["progress"], 4)}
        yield from append(rows[0]["owner_id"], request_id, rows[0]["last_seq"], type_, data)
    return True


@repeatable
def record(
    request_id: str,
    attempt: int,
    type_: str,
    data: Mapping[str, Json],
    files: Sequence[StoredFile],
) -> Script[bool]:
    """Append an event of a held attempt, with the files it speaks of."""
    rows = yield query("held_event", id=request_id, attempt=attempt)
    if not rows:
        return False
    for file in files:
        yield from hold(file)
    yield from append(rows[0]["owner_id"], request_id, rows[0]["last_seq"], type_, data)
    return True


@repeatable
def update_order(request_id: str, attempt: int, detail: RequestDetail) -> Script[bool]:
    """Replace input, order and plan of a held attempt."""
    if not (yield query("held_touch", id=request_id, attempt=attempt)):
        return False
    yield query(
        "order_update",
        request_id=request_id,
        input=dump(detail.input),
        order_json=dump(detail.order),
        plan=dump(detail.plan),
    )
    return True


@repeatable
def mark_called(request_id: str, attempt: int, handle: str | None) -> Script[bool]:
    """Note that a paid upstream is about to be called, or its id of the work."""
    held = {"id": request_id, "attempt": attempt}
    if handle is None:
        return bool((yield query("held_call", **held)))
    return bool((yield query("held_handle", **held, handle=handle)))


@repeatable
def finish(request_id: str, attempt: int, outcome: Outcome, default_cap: int) -> Script[bool]:
    """End a held attempt, record its files, write its line in the ledger, make room."""
    error = outcome.error or Failure("", "")
    rows = yield query(
        "held_finish",
        id=request_id,
        attempt=attempt,
        status=outcome.status.value,
        output=None if outcome.output is None else dump(outcome.output),
        error_code=error.code or None,
        error_message=error.message or None,
        cost_micro=outcome.cost_micro,
        is_success=int(outcome.status is Status.SUCCEEDED),
        events=len(outcome.files) + 1,
    )
    if not rows:
        return False
    yield query("admission_lock", key_id=rows[0]["key_id"])
    first = rows[0]["last_seq"] - len(outcome.files)
    for seq, file in enumerate(outcome.files, first):
        yield from hold(file)
        about = {"file_id": file.id, "kind": file.kind, "name": file.name}
        yield from append(rows[0]["owner_id"], request_id, seq, "artifact", about)
    if outcome.report:
        yield query("report_update", request_id=request_id, report=dump(outcome.report))
    yield from end(rows[0], default_cap)
    return True


def end(row: Row, default_cap: int) -> Script[None]:
    """What every end of a request has in common: final event, ledger, room for the next."""
    yield query("admission_lock", key_id=row["key_id"])
    status = row["status"]
    data: dict[str, Json] = {"attempt": row["attempt"]}
    if row["error_code"] and status == Status.FAILED:
        data["error"] = {"code": row["error_code"], "message": row["error_message"]}
    yield from note(row, status, data)
    if row["webhook"]:
        yield query(
            "delivery_insert",
            id=f"msg_{row['id']}",
            owner_id=row["owner_id"],
            request_id=row["id"],
            seq=row["last_seq"],
            url=row["webhook"],
        )
    began = row["started_at"]
    is_success = status == Status.SUCCEEDED
    yield query(
        "ledger_insert",
        request_id=row["id"],
        owner_id=row["owner_id"],
        key_id=row["key_id"],
        model_id=row["model_id"],
        engine=row["engine"],
        status=status,
        seconds=row["seconds"] if is_success else 0.0,
        render_s=0.0 if began is None else max(0.0, row["finished_at"] - began),
        cost_micro=row["cost_micro"],
        hosted_cost_micro=row["hosted_cost_micro"] if is_success else 0,
    )
    yield from admit_touched(row["key_id"], default_cap)


@repeatable
def retry(
    request_id: str, attempt: int, error: Failure, delay_s: float, default_cap: int
) -> Script[bool]:
    """Put a held request back, or fail it when its attempts are used up."""
    rows = yield query("held_retry", id=request_id, attempt=attempt, delay_s=delay_s)
    if not rows:
        outcome = Outcome(Status.FAILED, error=error)
        return (yield from finish(request_id, attempt, outcome, default_cap))
    data = {
        "attempt": attempt,
        "error": {"code": error.code, "message": error.message},
        "delay_s": delay_s,
    }
    yield query("admission_lock", key_id=rows[0]["key_id"])
    yield from note(rows[0], "retry", data)
    yield from admit_touched(rows[0]["key_id"], default_cap)
    return True


@repeatable
def release(request_id: str, attempt: int) -> Script[bool]:
    """Hand a held request back to the front of the queue; the attempt does not count."""
    rows = yield query("held_release", id=request_id, attempt=attempt)
    for row in rows:
        yield from note(row, "released", {"attempt": attempt})
        yield Signal(QUEUE, (request_id,), row["priority"], row["engine"])
    return bool(rows)


@repeatable
def doubt(request_id: str, attempt: int, message: str, doubt_s: float) -> Script[bool]:
    """Stop a held request whose paid upstream may have accepted the work."""
    rows = yield query(
        "held_doubt", id=request_id, attempt=attempt, message=message, doubt_s=doubt_s
    )
    for row in rows:
        yield from note(row, Status.IN_DOUBT.value, {"attempt": attempt, "message": message})
    return bool(rows)


@repeatable
def resolve(
    request_id: str, *, again: bool, handle: str | None, message: str, default_cap: int
) -> Script[bool]:
    """Settle a request in doubt."""
    rows = yield query(
        "doubt_end",
        id=request_id,
        status=(Status.IN_QUEUE if again else Status.FAILED).value,
        handle=handle,
        is_final=int(not again),
        error_code=None if again else "in_doubt",
        error_message=None if again else message,
    )
    if not rows:
        return False
    if again:
        yield query("admission_lock", key_id=rows[0]["key_id"])
        yield from note(rows[0], "retry", {"attempt": rows[0]["attempt"], "reason": "resolved"})
        yield from admit_touched(rows[0]["key_id"], default_cap)
    else:
        yield from end(rows[0], default_cap)
    return True


@repeatable
def cancel(request_id: str, *, running: bool, default_cap: int) -> Script[Status | None]:
    """End a queued or running request as cancelled; returns the status it had before."""
    while True:
        rows = yield query("request_status", id=request_id)
        if not rows:
            return None
        before = Status(rows[0]["status"])
        stoppable = (Status.IN_QUEUE, Status.IN_PROGRESS) if running else (Status.IN_QUEUE,)
        if before not in stoppable:
            return before
        rows = yield query("request_cancel", id=request_id, before=before.value)
        if rows:
            yield from end(rows[0], default_cap)
            return before


def lose(row: Row, doubt_s: float, default_cap: int) -> Script[None]:
    """Decide on a running request whose worker is gone: doubt, failure, or the queue again."""
    request_id, attempt = row["id"], row["attempt"]
    if row["called"] and row["handle"] is None:
        message = "the worker was lost while it called a paid service; the call may have counted"
        yield from doubt(request_id, attempt, message, doubt_s)
    elif attempt >= row["max_attempts"]:
        text = f"worker lost: the process that rendered died, {attempt} times in a row"
        outcome = Outcome(Status.FAILED, error=Failure("worker_lost", text))
        yield from finish(request_id, attempt, outcome, default_cap)
    else:
        rows = yield query("held_requeue", id=request_id, attempt=attempt)
        for lost in rows:
            yield from note(lost, "retry", {"attempt": attempt, "reason": "worker_lost"})
            yield Signal(QUEUE, (request_id,), lost["priority"], lost["engine"])


@repeatable
def take_back(request_id: str, doubt_s: float, default_cap: int) -> Script[bool]:
    """Take a request whose lease has run out from its worker; False when it has not, by now."""
    rows = yield query("lease_expired_one", id=request_id)
    for row in rows:
        yield from lose(row, doubt_s, default_cap)
    return bool(rows)


@repeatable
def rehydrate(doubt_s: float, default_cap: int) -> Script[list[str]]:
    """Take back everything that runs: whoever ran it is dead."""
    lost: list[str] = []
    for row in (yield query("lease_all")):
        yield from lose(row, doubt_s, default_cap)
        lost.append(row["id"])
    return lost


@repeatable
def sweep(before: float, limit: int) -> Script[int]:
    """Remove what was deleted before a time: rows first, so that their blobs are free to go."""
    due = yield query("sweep_due", before=before, limit=limit)
    for row in due:
        request_id = row["id"]
        if (yield query("sweep_request", id=request_id)):
            yield from remove_rest(request_id)
    return len(due)


def remove_rest(request_id: str) -> Script[None]:
    """Remove everything that belongs to a request whose row was just removed."""
    for table in ("sweep_inputs", "sweep_events", "sweep_idempotency", "delivery_sweep"):
        yield query(table, id=request_id)
    for file in (yield query("file_delete_of_request", request_id=request_id)):
        yield query("blob_drop", blob_key=file["blob_key"])


@repeatable
def any_row(statement: Query) -> Script[bool]:
    """Run one statement; whether it found its row."""
    return bool((yield statement))
