"""The tree of errors: one class for each decision a caller can take.

FilmgateError
├── InvalidInput          change the input (every problem is listed)
├── Unauthenticated       send a valid key
├── PermissionDenied      use another key
├── NotFound              use another id
├── TooLarge              send less
├── LimitExceeded         wait, then send again
├── StorageFull           the operator must free space
├── Unavailable           try again in a moment
├── ConfigurationError    the operator must change a setting
├── MediaError            change one media input
├── EngineError           try again, or use another engine
│   ├── WorkerLost        the process that rendered is gone
│   └── UpstreamLost      a remote engine has forgotten the work
└── Cancelled             nothing: it was asked for

Core knows no HTTP; `filmgate.http.errors` holds the one table from class to status code.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: numbers of system errors that mean: no room for these bytes (disk, quota, largest file)
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or worth a warning, at one place of the input."""

    #: where: ("body", "multi_prompt", 0, "duration")
    loc: tuple[str | int, ...]
    #: what was given, what is allowed, what to do
    msg: str
    #: a stable word for programs: "range", "required", "unknown_field" …
    type: str


class FilmgateError(Exception):
    """The root of every error that filmgate raises on purpose."""

    @property
    def message(self) -> str:
        """The text for the caller."""
        return str(self.args[0]) if self.args else type(self).__name__


class InvalidInput(FilmgateError):
    """The input breaks the schema, a rule, or cannot be read; carries every problem at once."""

    def __init__(
        self, problems: Sequence[Problem], warnings: Sequence[Problem] = (), message: str = ""
    ) -> None:
        text = message or "; ".join(
            f"{'.'.join(map(str, p.loc[1:] or p.loc))}: {p.msg}" for p in problems
        )
        super().__init__(text or "the input is not valid")
        self.problems = tuple(problems)
        self.warnings = tuple(warnings)


class Unauthenticated(FilmgateError):
    """No key, or one that is wrong, revoked or expired."""


class PermissionDenied(FilmgateError):
    """The key is valid but may not do this, or the id belongs to someone else."""


class NotFound(FilmgateError):
    """Nothing has this id: never existed, deleted or expired."""


class TooLarge(FilmgateError):
    """The body or file is over the size limit."""


class LimitExceeded(FilmgateError):
    """The key is over its rate, its queue or its spend limit."""

    def __init__(self, message: str, retry_after_s: float = 1.0) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class StorageFull(FilmgateError):
    """Free space is under the configured limit, so nothing new is accepted."""


class Unavailable(FilmgateError):
    """Something the server itself needs is away: the database, or the store of the files."""


class ConfigurationError(FilmgateError):
    """A setting or a file that the operator owns is wrong."""


class MediaError(FilmgateError):
    """A media input cannot be fetched, is not what it claims, or is over a limit.

    Parameters
    ----------
    message
        What was found, what is allowed, what to do.
    type
        Stable word: "unreachable", "blocked_address", "too_large", "unsupported_type",
        "damaged", "timeout" …
    """

    def __init__(self, message: str, type: str = "media") -> None:  # noqa: A002
        super().__init__(message)
        self.type = type


class EngineError(FilmgateError):
    """An engine could not render.

    Parameters
    ----------
    message
        For the caller: what went wrong and what to do.
    kind
        The error code of the result: "engine_error", "engine_unreachable", "out_of_memory",
        "timeout", "verification_failed", "worker_lost", "invalid_input" …
    retryable
        Whether the same request may succeed when it is tried again.
    """

    def __init__(self, message: str, kind: str = "engine_error", *, retryable: bool = False):
        super().__init__(message)
        self.kind = kind
        self.retryable = retryable


class WorkerLost(EngineError):
    """The render process died without an answer."""

    def __init__(self, message: str = "the worker was lost while it rendered") -> None:
        super().__init__(message, "worker_lost", retryable=True)


class UpstreamLost(EngineError):
    """The remote engine no longer knows the work it had accepted."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "upstream_lost", retryable=False)


class Cancelled(FilmgateError):
    """The caller cancelled the request while it was being rendered."""
