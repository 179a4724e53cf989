"""Requests: follow one, cancel it, list, show, delete and restore them."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from filmgate.core.errors import InvalidInput, Problem
from filmgate.core.records import RequestFilter
from filmgate.core.request import Status
from filmgate.http.brief import brief, brief_of, options_of
from filmgate.http.errors import refuse
from filmgate.http.events import event_body
from filmgate.http.reply import Reply, json_reply, optional_timestamp, timestamp
from filmgate.http.wire import cancel_body, dollars, error_of, result_body, status_body

if TYPE_CHECKING:
    from filmgate.core.json import Json
    from filmgate.core.request import Request
    from filmgate.http.call import Call

#: `total` of a list counts no further: a number that people only glance at must stay cheap
COUNT_MAX: Final = 10_001


# --- the model API -------------------------------------------------------------------------------


async def status(call: Call) -> Reply:
    """Say where a request is: ``in_queue``, ``in_progress``, ``completed`` or ``cancelled``.

    With ``wait`` the answer comes when that changes, or when so many seconds have passed.
    """
    followed = await call.services.follower.status(call.principal, call.id("request_id"))
    if call.text("wait"):
        await _wait(call, followed.request)
        followed = await call.services.follower.status(call.principal, followed.request.id)
    request = followed.request
    return json_reply(status_body(call.base, request.id, request.status, followed.position))


async def result(call: Call) -> Reply:
    """Give the outputs and metadata, or the current state before there are any.

    With ``wait`` the answer comes when the state changes, or when so many seconds have passed.
    """
    request = await call.services.follower.result(call.principal, call.id("request_id"))
    if call.text("wait"):
        await _wait(call, request)
        request = await call.services.follower.result(call.principal, request.id)
    return json_reply(
        result_body(
            request,
            await output_urls(call, request),
            call.services.site.success_word,
            with_cost=call.flag("include_cost"),
        )
    )


async def _wait(call: Call, request: Request) -> None:
    """Hold the answer back until the request differs from what the caller knows."""
    wait_s = call.number("wait", 0, 0, 60)
    await call.services.watcher.change(request, call.text("known") or None, wait_s)


async def cancel(call: Call) -> Reply:
    """Cancel a request that is queued or rendered here; a final one stays what it is."""
    request_id = call.id("request_id")
    state, cancelled = await call.services.follower.cancel(call.principal, request_id)
    return json_reply(cancel_body(request_id, state, cancelled=cancelled), 202)


async def output_urls(call: Call, request: Request) -> dict[str, Json] | None:
    """The output with a URL for every file id; None when there is none."""
    if not request.output:
        return None
    return {key: await _urls(call, value) for key, value in request.output.items()}


async def _urls(call: Call, value: Json) -> Json:
    if isinstance(value, list | tuple):
        return [await _urls(call, item) for item in value]
    file = await call.services.files.get(str(value))
    return None if file is None else call.services.links.file_url(file, call.base)


# --- our own: in filmgate's words ----------------------------------------------------------------


async def listing(call: Call) -> Reply:
    """List the owner's requests, newest first, filtered and in pages."""
    query = RequestFilter(
        model_id=call.text("model") or None,
        statuses=_statuses(call.text("status")),
        created_after=call.moment("created_after"),
        created_before=call.moment("created_before"),
        text=call.text("text") or None,
        cursor=call.cursor(),
        limit=call.number("limit", 50, 1, 500),
    )
    page, cursor = await call.services.follower.page(call.principal, query)
    # together: where the database is a network away, one after the other would take a while
    entries: list[Json] = await asyncio.gather(*(_entry(call, request) for request in page))
    body: dict[str, Json] = {"requests": entries, "next_cursor": cursor}
    if call.flag("count"):
        body["total"] = await call.services.follower.count(call.principal, query, COUNT_MAX)
    return json_reply(body)


async def _entry(call: Call, request: Request) -> Json:
    return {**await summary(call, request), **await brief(call, request)}


def _statuses(text: str) -> tuple[Status, ...]:
    words = [word for word in text.split(",") if word]
    try:
        return tuple(Status(word) for word in words)
    except ValueError:
        allowed = ", ".join(Status)
        says = f"must be one of {allowed}, or several with commas between, got {text[:50]!r}"
        raise InvalidInput([Problem(("query", "status"), says, "enum")]) from None


async def show(call: Call) -> Reply:
    """Show everything about one request: input, plan, fates, attempts, report, files, events."""
    followed = await call.services.follower.show(call.principal, call.id("request_id"))
    request, detail = followed.request, followed.detail
    files = await call.services.files.of_request(request.id)
    links = call.services.links
    return json_reply(
        {
            **await summary(call, request),
            **brief_of(call, detail, files),
            "max_attempts": request.max_attempts,
            "input": detail.input,
            "options": options_of(detail),
            "warnings": detail.warnings,
            "plan": detail.plan,
            "fates": detail.report.get("fates") or detail.plan.get("fates", []),
            "report": detail.report,
            "files": [
                {
                    "file_id": file.id,
                    "kind": file.kind,
                    "name": file.name,
                    "content_type": file.content_type,
                    "size_bytes": file.size_bytes,
                    "url": links.file_url(file, call.base),
                }
                for file in files
            ],
            "events": [await event_body(call, event) for event in followed.events],
        }
    )


async def delete(call: Call) -> Reply:
    """Delete a final request with its files; for a day it can be restored."""
    request_id = call.id("request_id")
    if not await call.services.follower.delete(call.principal, request_id):
        raise refuse(
            409,
            ("path", "request_id"),
            "only a request that has ended can be deleted; cancel it first",
            "not_final",
        )
    return json_reply({"request_id": request_id, "deleted": True})


async def undelete(call: Call) -> Reply:
    """Restore a request that was deleted within the last day."""
    request_id = call.id("request_id")
    # one that is not deleted is as it should be, unless it is someone else's
    if await call.services.requests.get(request_id) is None:
        await call.services.follower.restore(call.principal, request_id)
    await call.services.follower.status(call.principal, request_id)
    return json_reply({"request_id": request_id, "deleted": False})


async def summary(call: Call, request: Request) -> dict[str, Json]:
    """What a list says of a request."""
    body: dict[str, Json] = {
        "request_id": request.id,
        "model_id": request.model_id,
        "engine": request.engine,
        "key_id": request.key_id,
        "status": request.status.value,
        "attempt": request.attempt,
        "progress": asdict(request.progress) if request.progress else None,
        "output": await output_urls(call, request),
        "error": error_of(request) if request.error else None,
        "cost_usd": dollars(request.cost_micro),
        "hosted_cost_usd": dollars(request.hosted_cost_micro),
        "created_at": timestamp(request.created_at),
        "started_at": optional_timestamp(request.started_at),
        "finished_at": optional_timestamp(request.finished_at),
    }
    return body
