"""A request: one call of one model, and which status may follow which."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from filmgate.core.json import Json


class Status(StrEnum):
    """filmgate's own status words; `wire_status` and `wire_result` translate them."""

    IN_QUEUE = "in_queue"
    IN_PROGRESS = "in_progress"
    #: a paid upstream may or may not have accepted the work; resolved by a call or a deadline
    IN_DOUBT = "in_doubt"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing may follow."""
        return not MAY_FOLLOW[self]


MAY_FOLLOW: Final[dict[Status, frozenset[Status]]] = {
    Status.IN_QUEUE: frozenset({Status.IN_PROGRESS, Status.CANCELLED, Status.FAILED}),
    Status.IN_PROGRESS: frozenset(
        {Status.IN_QUEUE, Status.SUCCEEDED, Status.FAILED, Status.CANCELLED, Status.IN_DOUBT}
    ),
    Status.IN_DOUBT: frozenset(
        {Status.SUCCEEDED, Status.FAILED, Status.IN_PROGRESS, Status.IN_QUEUE}
    ),
    Status.SUCCEEDED: frozenset(),
    Status.FAILED: frozenset(),
    Status.CANCELLED: frozenset(),
}


def wire_status(status: Status) -> str:
    """Translate to the four words of ``/status``: a failed request reads ``completed`` there."""
    if status in (Status.SUCCEEDED, Status.FAILED):
        return "completed"
    return "in_progress" if status is Status.IN_DOUBT else status.value


def wire_result(status: Status, success_word: str = "succeeded") -> str:
    """Translate to the five words of ``/result``; the success word is a server setting."""
    if status is Status.SUCCEEDED:
        return success_word
    return "in_progress" if status is Status.IN_DOUBT else status.value


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a request failed: what ``/result`` shows under ``error``."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the render is: a stage, and a fraction of the whole."""

    stage: str
    #: 0.0 to 1.0 of the whole request, never falling
    fraction: float


@dataclass(frozen=True, slots=True)
class Request:
    """One call of one model, as the row records it. Times are seconds since the epoch, UTC."""

    id: str
    owner_id: str
    key_id: str
    model_id: str
    engine: str
    status: Status
    #: the fencing token: how often the request was claimed
    attempt: int
    max_attempts: int
    priority: int
    created_at: float
    started_at: float | None = None
    finished_at: float | None = None
    progress: Progress | None = None
    #: {"video": file id}; turned into URLs where it is served
    output: Mapping[str, Json] | None = None
    error: Failure | None = None
    #: micro-dollars charged, and what the hosted service would charge
    cost_micro: int = 0
    hosted_cost_micro: int = 0


@dataclass(frozen=True, slots=True)
class RequestDetail:
    """The parts of a request that only its own page and its engine need."""

    #: as sent, with media replaced by ``filmgate://`` file ids
    input: Mapping[str, Json]
    order: Mapping[str, Json]
    plan: Mapping[str, Json]
    #: fates, checks, seed, seconds per stage, engine version: filled when it ends
    report: Mapping[str, Json] = field(default_factory=dict)
    warnings: tuple[Mapping[str, Json], ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a request's append-only history."""

    request_id: str
    #: 1, 2, 3 … within the request; the id that Last-Event-ID resumes from
    seq: int
    #: "queued", "started", "progress", "preview", "artifact", "warning", "retry", "succeeded" …
    type: str
    at: float
    data: Mapping[str, Json] = field(default_factory=dict)
    #: 1, 2, 3 … among all events of the owner
    number: int = 0


@dataclass(frozen=True, slots=True)
class Took:
    """How long a request took to render."""

    took_s: float
    #: seconds of video
    seconds: float
    #: of one frame; 0: unknown
    pixels: int


_CROCKFORD: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_order: Final = threading.Lock()
#: the largest number an id was made of so far
_newest = 0


def new_id(prefix: str) -> str:
    """Make an unguessable, time-ordered id such as ``req_06by1w9x4x2k…``.

    48 bits of milliseconds, then 80 random bits, in Crockford base 32: ids sort by the time they
    were made, and nobody can enumerate them. Those of one process sort in the order they were
    made even within a millisecond, and when its clock is set back.
    """
    global _newest  # noqa: PLW0603
    with _order:
        number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
        _newest = number = max(number, _newest + 1 + secrets.randbits(64))
    return _id(prefix, number)


def first_id(prefix: str, at: float) -> str:
    """An id that sorts before all that are made from a time (seconds since the epoch) on."""
    return _id(prefix, max(0, int(at * 1000)) << 80)


def _id(prefix: str, number: int) -> str:
    digits = []
    for _ in range(26):
        digits.append(_CROCKFORD[number & 31])
        number >>= 5
    return f"{prefix}_{''.join(reversed(digits))}"
