"""The outermost layer of every call: its id, how long it took, and its line in the log."""

from __future__ import annotations

import itertools
import logging
import re
import secrets
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from filmgate.core.meter import HTTP, Meter
from filmgate.http.origin import header
from filmgate.http.reply import NAME, STATUS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: where `Endpoint` leaves the id of the key that was used
KEY: Final = "filmgate.key"
#: what callers may name a call: it is written to logs as it is
_NAME: Final = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}")
_CHANGING: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
#: calls of any other method are counted under one name
_METHODS: Final = _CHANGING | {"GET", "HEAD", "OPTIONS"}

_log = logging.getLogger("filmgate.http")


class Watching:
    """Names, times and logs calls.

    Calls that read are logged one by one only at the level DEBUG: those who poll a status send
    many. Paths are logged as their templates, without queries, so no link and no token is.

    Parameters
    ----------
    app
        What answers.
    meter
        Counts the calls.
    """

    def __init__(self, app: ASGIApp, meter: Meter) -> None:
        self._app = app
        self._meter = meter
        #: ids are unguessable enough to be told apart between processes, and cheap
        self._stem = secrets.token_hex(5)
        self._numbers = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = perf_counter()
        scope[NAME] = name = self._name(scope)
        try:
            await self._app(scope, receive, send)
        except BaseException:
            scope.setdefault(STATUS, 500)
            raise
        finally:
            self._note(scope, perf_counter() - began, name)

    def _name(self, scope: Scope) -> str:
        given = header(scope, b"x-request-id")
        if given and _NAME.fullmatch(given):
            return given
        return f"{self._stem}-{next(self._numbers)}"

    def _note(self, scope: Scope, seconds: float, name: str) -> None:
        status: int = scope.get(STATUS, 200)
        # a path that no route has could be anything: it is counted, not written down
        path = getattr(scope.get("endpoint"), "path", "unknown")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._meter.time(HTTP, seconds, method, path, str(status))
        level = _level(method, status)
        if _log.isEnabledFor(level):
            fields: dict[str, Any] = {
                "method": method,
                "path": path,
                "status": status,
                "ms": round(seconds * 1000, 2),
                "call_id": name,
                "key_id": scope.get(KEY, ""),
            }
            if request_id := scope.get("path_params", {}).get("request_id"):
                fields["request_id"] = request_id[:128]
            _log.log(level, "call", extra={"fields": fields})


def named(scope: Scope, send: Send) -> Send:
    """Make what sends an answer of any kind, with the call's id."""

    async def send_named(message: Message) -> None:
        if message["type"] == "http.response.start":
            scope[STATUS] = message["status"]
            field = (b"x-request-id", scope[NAME].encode())
            message = {**message, "headers": [*message["headers"], field]}
        await send(message)

    return send_named if NAME in scope else send


def _level(method: str, status: int) -> int:
    if status >= 500:
        return logging.WARNING
    return logging.INFO if method in _CHANGING or status >= 400 else logging.DEBUG
