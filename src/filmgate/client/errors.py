"""The errors of the SDK: one class for each thing a caller can do about it.

ClientError
├── ConnectionFailed      no answer: check the URL, or whether the server runs
├── LocalFileError        a file named in the input cannot be read
├── WaitedTooLong         the request goes on; wait again with its id
├── RequestFailed         the request ended as failed; code and message say why
├── RequestCancelled      somebody cancelled the request
└── ApiError              the server refused the call
    ├── InputRefused      422: change the input; `problems` lists everything
    ├── NotAuthenticated  401: send a valid key
    ├── NotAllowed        403: the id is someone else's, or the key may not
    ├── NotKnown          404: no such model, request or file
    ├── TooMuch           413: send less
    ├── TooSoon           429: wait `retry_after_s`
    └── ServerFault       5xx: the server's fault, or its disk is full
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmgate.client.answers import Problem


class ClientError(Exception):
    """The root of every error the SDK raises on purpose."""


class ConnectionFailed(ClientError):
    """The server could not be reached, or the connection ended before its answer did."""


class LocalFileError(ClientError):
    """A local file that the input names is missing or cannot be read."""


class WaitedTooLong(ClientError):
    """The request had not ended when the time to wait was over; it goes on."""

    def __init__(self, request_id: str, waited_s: float) -> None:
        super().__init__(
            f"request {request_id} had not ended after {waited_s:g} s; it goes on: "
            "wait for it again with its id, or cancel it"
        )
        self.request_id = request_id


class RequestFailed(ClientError):
    """The request was accepted and then failed."""

    def __init__(self, request_id: str, code: str, message: str) -> None:
        super().__init__(f"request {request_id} failed ({code}): {message}")
        self.request_id = request_id
        self.code = code
        self.message = message


class RequestCancelled(ClientError):
    """The request was cancelled."""

    def __init__(self, request_id: str) -> None:
        super().__init__(f"request {request_id} was cancelled")
        self.request_id = request_id


class ApiError(ClientError):
    """The server refused a call.

    Parameters
    ----------
    status
        The HTTP status.
    code
        The six-digit error code; 0 when the answer had none.
    name
        The server's name for the error.
    problems
        What is wrong, place by place.
    retry_after_s
        Seconds to wait, where the server says so.
    """

    def __init__(
        self,
        status: int,
        code: int,
        name: str,
        problems: Sequence[Problem] = (),
        retry_after_s: float | None = None,
    ) -> None:
        lines = "".join(f"\n  {problem}" for problem in problems)
        super().__init__(f"{name} ({code or status}){lines}")
        self.status = status
        self.code = code
        self.name = name
        self.problems = tuple(problems)
        self.retry_after_s = retry_after_s


class InputRefused(ApiError):
    """The input breaks the model's schema or a rule; `problems` lists everything at once."""


class NotAuthenticated(ApiError):
    """The key is missing, wrong, revoked or expired."""


class NotAllowed(ApiError):
    """The id belongs to someone else, or the key's scope does not reach."""


class NotKnown(ApiError):
    """There is no such model, request or file."""


class TooMuch(ApiError):
    """The body or a file is over the size limit."""


class TooSoon(ApiError):
    """The key is over its rate, its queue or its spend limit."""


class ServerFault(ApiError):
    """The server is at fault, or cannot take anything now."""


def error_class(status: int) -> type[ApiError]:
    """The class for an HTTP status."""
    named: dict[int, type[ApiError]] = {
        401: NotAuthenticated,
        403: NotAllowed,
        404: NotKnown,
        413: TooMuch,
        422: InputRefused,
        429: TooSoon,
    }
    return named.get(status, ServerFault if status >= 500 else ApiError)


class NotStreamed(ClientError):
    """The server answers, but not with a stream of events."""
