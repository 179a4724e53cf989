"""What the use cases and the database hand to each other: one record for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from filmgate.core.json import Json
from filmgate.core.request import Failure, Progress, Request, RequestDetail, Status


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One row of `files`: an owner's name for a blob."""

    id: str
    owner_id: str
    #: "input", "output", "preview", "poster", "contact_sheet", "upload"
    kind: str
    #: file name with its extension, as it appears in URLs
    name: str
    content_type: str
    size_bytes: int
    sha256: str
    #: key in the artifact store
    blob_key: str
    created_at: float
    request_id: str | None = None
    #: facts that were measured when it came in
    facts: Mapping[str, Json] = field(default_factory=dict)
    expires_at: float | None = None


@dataclass(frozen=True, slots=True)
class NewRequest:
    """Everything that one submit records."""

    request: Request
    detail: RequestDetail
    #: files this request holds on to
    file_ids: tuple[str, ...] = ()
    idempotency_key: str | None = None
    #: SHA-256 of model id and body: what the same idempotency key must come with
    body_hash: str = ""
    #: files recorded with the request: its frozen inputs, whose blobs are already stored
    files: tuple[StoredFile, ...] = ()
    #: what the engine will charge, and the seconds of video that were ordered
    planned_micro: int = 0
    seconds: float = 0.0
    webhook: str | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """The answer of a submit: the request, and whether it is an earlier one replayed."""

    request: Request
    is_replay: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A request that this worker now holds, fenced by its attempt."""

    request: Request
    detail: RequestDetail
    #: upstream handle of an earlier attempt, if any
    handle: str | None = None
    #: an earlier attempt may have called the paid upstream
    was_called: bool = False
    #: seconds of video that were ordered
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended."""

    status: Status
    output: Mapping[str, Json] | None = None
    error: Failure | None = None
    report: Mapping[str, Json] = field(default_factory=dict)
    file_ids: tuple[str, ...] = ()
    cost_micro: int = 0
    #: files recorded if, and only if, the attempt still holds the request
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """What a listing asks for."""

    model_id: str | None = None
    #: any of these; empty: all
    statuses: tuple[Status, ...] = ()
    created_after: float | None = None
    created_before: float | None = None
    text: str | None = None
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request in the queue, as an operator sees it."""

    request_id: str
    owner_id: str
    model_id: str
    engine: str
    created_at: float
    #: whether a worker may take it now; else its key has enough in flight, or it waits for a retry
    is_admitted: bool


@dataclass(frozen=True, slots=True)
class Running:
    """A request that a worker holds, as an operator sees it."""

    request_id: str
    owner_id: str
    model_id: str
    engine: str
    attempt: int
    worker: str
    started_at: float | None
    #: when it is taken from the worker if that gives no further sign of life
    lease_until: float
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class QueueState:
    """What waits and what runs, over all owners."""

    #: how many wait, and since when the oldest does
    depth: int
    oldest_at: float | None
    in_progress: int
    in_doubt: int
    #: the first of each, in the order they are taken
    waiting: tuple[Waiting, ...]
    running: tuple[Running, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A request that is still there, and when it ended; None: it has not."""

    request_id: str
    finished_at: float | None


@dataclass(frozen=True, slots=True)
class Blob:
    """A row about stored bytes."""

    key: str
    size_bytes: int
    #: how many files count on it; -1: chosen for removal
    holders: int
