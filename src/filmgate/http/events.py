"""Events: as a list, or as a stream of server-sent events [1]_.

References
----------
.. [1] HTML Living Standard, 9.2 Server-sent events.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

import msgspec

from filmgate.core.errors import InvalidInput, Problem
from filmgate.core.meter import STREAMS
from filmgate.http.reply import json_reply, timestamp
from filmgate.requests.ended import ended_body
from filmgate.requests.watch import status_after

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from filmgate.core.json import Json
    from filmgate.core.request import Event
    from filmgate.http.call import Call

#: seconds a caller may take for what was sent before it is left
SLOW_S: Final = 60.0
#: milliseconds after which a browser connects again
_RETRY_MS: Final = 2000
_WANTS_STREAM: Final = re.compile(r"(?:^|[,;\s])text/event-stream(?:$|[,;\s])", re.IGNORECASE)
_HEADERS: Final = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
)
_encode: Final = msgspec.json.Encoder().encode


async def of_request(call: Call) -> ASGIApp:
    """What happened to a request: a list, or with `Accept: text/event-stream` as it happens."""
    request_id = call.id("request_id")
    after = _resume(call) or 0
    await call.services.follower.status(call.principal, request_id)
    if wants_stream(call):
        batches = call.services.watcher.of_request(call.principal.owner_id, request_id, after)
        return EventStream(call, batches, "seq")
    found = await call.services.requests.events(request_id, after)
    return json_reply({"events": [await event_body(call, event) for event in found]})


async def of_owner(call: Call) -> ASGIApp:
    """What happens to all of the owner's requests, in one order: a list, or a stream."""
    after = _resume(call)
    owner_id = call.principal.owner_id
    if wants_stream(call):
        return EventStream(call, call.services.watcher.of_owner(owner_id, after), "number")
    limit = call.number("limit", 100, 1, 500)
    found = await call.services.requests.owner_events(owner_id, after or 0, limit)
    last = found[-1].number if found else await call.services.requests.last_number(owner_id)
    body: dict[str, Json] = {
        "events": [await event_body(call, event) for event in found],
        "last_number": last,
    }
    return json_reply(body)


def wants_stream(call: Call) -> bool:
    """Whether the caller accepts a stream of events."""
    return _WANTS_STREAM.search(call.header("accept")) is not None


def _resume(call: Call) -> int | None:
    """The event after which to go on: Last-Event-ID of a connection that broke, or ``after``."""
    last = call.header("last-event-id")
    if last:
        if re.fullmatch(r"[0-9]{1,15}", last) is None:
            text = f"must be the id of an event, got {last[:50]!r}"
            raise InvalidInput([Problem(("header", "last-event-id"), text, "range")])
        return int(last)
    return call.number("after", 0, 0, 10**15) if call.text("after") else None


async def event_body(call: Call, event: Event) -> dict[str, Json]:
    """One event; files have URLs, and a final one says how the request ended."""
    data: dict[str, Json] = dict(event.data)
    status = status_after(event)
    if isinstance(file_id := data.get("file_id"), str):
        file = await call.services.files.get(file_id)
        data["url"] = None if file is None else call.services.links.file_url(file, call.base)
    body: dict[str, Json] = {
        "seq": event.seq,
        "number": event.number,
        "type": event.type,
        "request_id": event.request_id,
        "status": status.value,
        "at": timestamp(event.at),
        "data": data,
    }
    if status.is_final:
        body["request"] = await _ended(call, event.request_id)
    return body


async def _ended(call: Call, request_id: str) -> dict[str, Json] | None:
    services = call.services
    request = await services.requests.get(request_id)
    if request is None:
        return None
    return await ended_body(
        request, services.files, lambda f: services.links.file_url(f, call.base)
    )


class EventStream:
    """An answer that goes on: one coroutine, which holds no more than one batch of events.

    Parameters
    ----------
    call
        Who listens.
    batches
        Events; an empty batch when nothing happened for a while.
    id_
        The number of an event that a caller resumes after: "seq" or "number".
    """

    def __init__(
        self, call: Call, batches: AsyncGenerator[Sequence[Event], None], id_: str
    ) -> None:
        self._call = call
        self._batches = batches
        self._id = id_

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send events until they end, the caller leaves, or it is too slow."""
        await send({"type": "http.response.start", "status": 200, "headers": [*_HEADERS]})
        meter = self._call.services.meter
        meter.count(STREAMS)
        try:
            if scope["method"] != "HEAD":
                await self._send(b"retry: %d\n\n" % _RETRY_MS, send)
                await self._send_all(receive, send)
            async with asyncio.timeout(SLOW_S):
                await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            pass  # too slow: it comes again with the id of the last event it got
        finally:
            meter.count(STREAMS, by=-1)

    async def _send_all(self, receive: Receive, send: Send) -> None:
        async with aclosing(self._batches) as batches:
            async for batch in batches:
                if await self._is_gone(receive):
                    return
                frames = [await self._frame(event) for event in batch] or [b": still here\n\n"]
                await self._send(b"".join(frames), send)

    async def _send(self, content: bytes, send: Send) -> None:
        async with asyncio.timeout(SLOW_S):
            await send({"type": "http.response.body", "body": content, "more_body": True})

    async def _frame(self, event: Event) -> bytes:
        body = _encode(await event_body(self._call, event))
        head = f"id: {getattr(event, self._id)}\nevent: {event.type}\ndata: ".encode()
        return head + body + b"\n\n"

    async def _is_gone(self, receive: Receive) -> bool:
        """Whether the caller has left; looks without waiting, so no task waits for it."""
        message: Message = {}
        try:
            async with asyncio.timeout(0):
                while message.get("type") != "http.disconnect":
                    message = await receive()
        except TimeoutError:
            return False
        return True
