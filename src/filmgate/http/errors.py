"""From an error to a status code and a body: the one table.

Every error body has the same shape: a six-digit ``error_code`` (the HTTP status and three more
digits), its name twice, because clients look for it under either key, and ``detail`` where there
is something to say about a place of the call.
"""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filmgate.core.errors import (
    ConfigurationError,
    EngineError,
    FilmgateError,
    InvalidInput,
    LimitExceeded,
    MediaError,
    NotFound,
    PermissionDenied,
    Problem,
    StorageFull,
    TooLarge,
    Unauthenticated,
    Unavailable,
)
from filmgate.http.reply import Reply, json_reply

if TYPE_CHECKING:
    from starlette.exceptions import HTTPException
    from starlette.requests import Request as StarletteRequest

    from filmgate.core.json import Json

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """One row of the table: what a class of errors becomes on the wire."""

    status: int
    #: "ResourceNotFound"; "Validation Error" is spelled as the hosted service spells it
    name: str
    #: for the documentation: when it is answered
    when: str
    #: whether `detail` carries the error's own text; the bodies of 401, 403 and 404 are fixed
    tells: bool = True
    #: place that `detail` names when the error knows none
    loc: tuple[str, ...] = ("body",)

    @property
    def code(self) -> int:
        """The six digits: the status, then 001."""
        return self.status * 1000 + 1


INTERNAL: Final = ErrorKind(500, "InternalServerError", "a fault of the server", tells=False)

#: every error that routes may raise
ERRORS: Final[dict[type[FilmgateError], ErrorKind]] = {
    InvalidInput: ErrorKind(
        422, "Validation Error", "the body is not a JSON object, or breaks the schema or a rule"
    ),
    MediaError: ErrorKind(422, "Validation Error", "a media input cannot be used"),
    Unauthenticated: ErrorKind(
        401, "Unauthorized", "the key is missing, wrong, revoked or expired", tells=False
    ),
    PermissionDenied: ErrorKind(
        403, "PermissionDeniedError", "the id is someone else's, or the key may not do this", False
    ),
    NotFound: ErrorKind(404, "ResourceNotFound", "unknown, deleted or expired id", tells=False),
    TooLarge: ErrorKind(413, "PayloadTooLarge", "the body or file is over its size limit"),
    LimitExceeded: ErrorKind(
        429, "TooManyRequests", "the key is over its rate, queue or spend limit (submit only)",
        loc=("header", "authorization"),
    ),
    StorageFull: ErrorKind(507, "InsufficientStorage", "the disk is nearly full", loc=("server",)),
    Unavailable: ErrorKind(
        503, "ServiceUnavailable", "the database or the store of files is away for a moment",
        loc=("server",),
    ),
    EngineError: ErrorKind(
        503, "EngineUnavailable", "no engine can take the request now", loc=("server",)
    ),
    ConfigurationError: INTERNAL,
    FilmgateError: INTERNAL,
}  # fmt: skip

#: refusals of HTTP itself, by status
PLAIN: Final[dict[int, ErrorKind]] = {
    400: ErrorKind(400, "BadRequest", "the Host or another header is not acceptable"),
    403: ErrorKind(403, "PermissionDeniedError", "the key's scope or the Origin forbids this"),
    404: ErrorKind(404, "ResourceNotFound", "unknown model or path"),
    405: ErrorKind(405, "MethodNotAllowed", "the path exists, the method does not"),
    409: ErrorKind(409, "Conflict", "the thing is in a state that does not allow this"),
    415: ErrorKind(415, "UnsupportedMediaType", "the body is not declared as JSON"),
    416: ErrorKind(416, "RangeNotSatisfiable", "the file has no such bytes"),
    503: ErrorKind(503, "ServiceUnavailable", "this server cannot do that now"),
}


class Refused(FilmgateError):
    """A refusal that only HTTP knows: a header, a method, a path.

    Parameters
    ----------
    status
        A status of `PLAIN`.
    problem
        The place of the call and what is wrong there; None for the bare body.
    headers
        Further headers of the answer.
    """

    def __init__(
        self, status: int, problem: Problem | None = None, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(problem.msg if problem else PLAIN[status].name)
        self.kind = PLAIN[status]
        self.problem = problem
        self.headers = headers or {}


def refuse(status: int, loc: tuple[str, ...], msg: str, type_: str) -> Refused:
    """Make a refusal that names one place."""
    return Refused(status, Problem(loc, msg, type_))


def problem_body(problem: Problem) -> dict[str, Json]:
    """One entry of ``detail`` or ``warnings``."""
    return {"loc": list(problem.loc), "msg": problem.msg, "type": problem.type}


def error_body(kind: ErrorKind, problems: list[Problem]) -> dict[str, Json]:
    """The body of an error, keys in the order of the contract."""
    body: dict[str, Json] = {
        "error_code": kind.code,
        "error_message": kind.name,
        "message": kind.name,
    }
    if problems:
        body["detail"] = [problem_body(problem) for problem in problems]
    return body


def error_reply(error: FilmgateError) -> Reply:
    """Turn an error into its answer."""
    if isinstance(error, Refused):
        problems = [error.problem] if error.problem else []
        return json_reply(error_body(error.kind, problems), error.kind.status, error.headers)
    kind = kind_of(error)
    if kind is INTERNAL:
        log.error("a route raised %s: %s", type(error).__name__, error, exc_info=error)
    body = error_body(kind, _problems(error, kind))
    if isinstance(error, InvalidInput) and error.warnings:
        body["warnings"] = [problem_body(warning) for warning in error.warnings]
    return json_reply(body, kind.status, _headers(error))


def kind_of(error: FilmgateError) -> ErrorKind:
    """The row of the table for an error: its own class, or the nearest base in the tree."""
    return next(ERRORS[cls] for cls in type(error).__mro__ if cls in ERRORS)


def _problems(error: FilmgateError, kind: ErrorKind) -> list[Problem]:
    if isinstance(error, InvalidInput):
        return list(error.problems) or [Problem(("body",), error.message, "invalid")]
    if not kind.tells:
        return []
    type_ = getattr(error, "type", None) or _word(type(error).__name__)
    return [Problem(kind.loc, error.message, str(type_))]


def _word(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def _headers(error: FilmgateError) -> dict[str, str]:
    if isinstance(error, Unauthenticated):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, LimitExceeded):
        return {"Retry-After": str(max(1, math.ceil(error.retry_after_s)))}
    return {}


async def on_http_exception(_: StarletteRequest, error: Exception) -> Reply:
    """Answer what the router refuses (unknown path, wrong method) in our shape."""
    exception: HTTPException = error  # type: ignore[assignment]
    kind = PLAIN.get(exception.status_code, INTERNAL)
    return json_reply(error_body(kind, []), kind.status, dict(exception.headers or {}))


async def on_fault(_: StarletteRequest, __: Exception) -> Reply:
    """Answer a fault of ours; the cause goes to the log, never to the caller."""
    return json_reply(error_body(INTERNAL, []), 500)
