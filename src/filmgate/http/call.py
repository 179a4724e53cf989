"""One call: what a handler sees of the HTTP request."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from filmgate.core.account import Principal
from filmgate.core.errors import InvalidInput, NotFound, Problem
from filmgate.http.body import read_object
from filmgate.http.origin import Origins, header

if TYPE_CHECKING:
    from starlette.types import Receive
    from starlette.types import Scope as HttpScope

    from filmgate.core.json import Json
    from filmgate.http.services import Services

#: ids as clients accept them
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")
#: characters that no database text or header can hold
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_TRUE: Final = frozenset({"", "1", "true", "yes", "on"})
_FALSE: Final = frozenset({"0", "false", "no", "off"})


class Call:
    """One HTTP request on its way through a handler."""

    __slots__ = ("_query", "origins", "principal", "receive", "scope", "services")

    principal: Principal

    def __init__(
        self, services: Services, origins: Origins, scope: HttpScope, receive: Receive
    ) -> None:
        self.services = services
        self.origins = origins
        self.scope = scope
        self.receive = receive
        self._query: dict[str, str] | None = None

    @property
    def base(self) -> str:
        """The URL that the caller reaches this server at."""
        return self.origins.base(self.scope)

    def path(self, name: str) -> str:
        """A part of the path."""
        value: str = self.scope["path_params"][name]
        return value

    def id(self, name: str) -> str:
        """An id in the path; one that cannot be an id is one that nothing has."""
        value = self.path(name)
        if _ID.fullmatch(value) is None:
            raise NotFound(f"nothing has the id {value[:128]!r}")
        return value

    def header(self, name: str) -> str:
        """A header; empty when there is none."""
        return header(self.scope, name.encode())

    async def object(self) -> dict[str, Json]:
        """The body, which must be one JSON object."""
        return await read_object(self.scope, self.receive, self.services.site.max_body_bytes)

    # --- the query -------------------------------------------------------------------------------

    @property
    def query(self) -> dict[str, str]:
        """Parameters of the query; the last of a name counts."""
        if self._query is None:
            text = self.scope["query_string"].decode("latin-1")
            try:
                pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=100)
            except ValueError as error:
                raise _query_error("", "there are too many parameters", "count") from error
            self._query = dict(pairs)
        return self._query

    def text(self, name: str, default: str = "") -> str:
        """A text of the query."""
        if not self.scope["query_string"]:
            return default
        value = self.query.get(name, default)
        if _CONTROL.search(value):
            raise _query_error(name, "must hold no control characters", "characters")
        return value

    def flag(self, name: str) -> bool:
        """A yes or no of the query; absent is no, a bare name is yes."""
        value = self.text(name, "no").lower()
        if value not in _TRUE | _FALSE:
            raise _query_error(name, f"must be true or false, got {value[:50]!r}", "boolean")
        return value in _TRUE

    def number(self, name: str, default: int, lowest: int, highest: int) -> int:
        """A whole number of the query within a range; beyond it is an error."""
        value = self.text(name)
        if not value:
            return default
        if re.fullmatch(r"-?[0-9]{1,18}", value) is None or not lowest <= int(value) <= highest:
            text = f"must be a whole number from {lowest} to {highest}, got {value[:50]!r}"
            raise _query_error(name, text, "range")
        return int(value)

    def cursor(self) -> str | None:
        """Where the last page ended: what its ``next_cursor`` said."""
        value = self.text("cursor")
        if value and _ID.fullmatch(value) is None:
            raise _query_error("cursor", "must be the next_cursor of an earlier page", "cursor")
        return value or None

    def moment(self, name: str) -> float | None:
        """A time of the query: ISO 8601, or seconds since the epoch."""
        value = self.text(name)
        if not value:
            return None
        seconds = parse_moment(value)
        if seconds is None:
            text = f"must be a time like 2026-11-21T10:00:00Z, got {value[:50]!r}"
            raise _query_error(name, text, "time")
        return seconds


def parse_moment(value: str) -> float | None:
    """Seconds since the epoch of an ISO 8601 time or a number; None if it is neither.

    A time without a zone is UTC. Years outside 1970 to 9998 are refused.
    """
    from datetime import UTC, datetime

    # "+" of a zone arrives as a space in a query that was not escaped
    text = value.strip().replace(" ", "+") if "T" in value else value.strip()
    try:
        if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,9})?", text):
            seconds = float(text)
        else:
            moment = datetime.fromisoformat(text)
            seconds = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
    return seconds if math.isfinite(seconds) and 0 <= seconds < 253_300_000_000 else None


def _query_error(name: str, text: str, type_: str) -> InvalidInput:
    return InvalidInput([Problem(("query", name) if name else ("query",), text, type_)])
