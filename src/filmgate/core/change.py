"""A change of a request, as the process that committed it tells it to logs and metrics."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One committed step of a request's life. Times are seconds since the epoch."""

    #: "queued", "started", "retry", "released", "in_doubt", "succeeded", "failed", "cancelled"
    type: str
    request_id: str
    attempt: int
    key_id: str
    model_id: str
    engine: str
    worker: str
    created_at: float
    started_at: float | None = None
    finished_at: float | None = None
    #: the class of the error, of an attempt that failed
    code: str = ""
