"""Answers: a thin one for bodies that are already bytes, and JSON through msgspec."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from starlette.responses import Response

from filmgate.core.moment import optional_timestamp, timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Receive, Scope, Send

    from filmgate.core.json import Json

__all__ = ["Reply", "json_reply", "optional_timestamp", "text_reply", "timestamp"]

#: places in a call's scope of its id, and of the status it was answered with
NAME: Final = "filmgate.call"
STATUS: Final = "filmgate.status"
_encode: Final = msgspec.json.Encoder().encode
_JSON_HEADERS: Final = (
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
)


class Reply(Response):
    """An answer whose whole body is at hand."""

    def __init__(
        self, body: bytes, status: int = 200, raw_headers: tuple[tuple[bytes, bytes], ...] = ()
    ) -> None:
        # not calling the base: its header handling costs more than the whole status route
        self.status_code = status
        self.body = body
        self.background = None
        self.raw_headers = [*raw_headers, (b"content-length", str(len(body)).encode())]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send it, with the call's id."""
        headers = self.raw_headers
        if name := scope.get(NAME):
            headers = [*headers, (b"x-request-id", name.encode())]
            scope[STATUS] = self.status_code
        await send({"type": "http.response.start", "status": self.status_code, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


def json_reply(body: Json, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """Answer with JSON; key order is kept."""
    raw: tuple[tuple[bytes, bytes], ...] = _JSON_HEADERS
    if headers:
        raw += tuple((k.lower().encode(), v.encode("latin-1")) for k, v in headers.items())
    return Reply(_encode(body), status, raw)


def text_reply(body: str, content_type: str, headers: Mapping[str, str] | None = None) -> Reply:
    """Answer with text of another type, UTF-8."""
    extra = {"content-type": content_type, "x-content-type-options": "nosniff", **(headers or {})}
    raw = tuple((k.lower().encode(), v.encode("latin-1")) for k, v in extra.items())
    return Reply(body.encode(), 200, raw)
