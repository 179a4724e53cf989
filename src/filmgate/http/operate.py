"""For operators: the queue over all owners, and the settings the server runs with."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from filmgate.core.account import Scope
from filmgate.core.errors import NotFound
from filmgate.http.auth import authenticate
from filmgate.http.reply import Reply, json_reply, optional_timestamp, timestamp

if TYPE_CHECKING:
    from filmgate.core.json import Json
    from filmgate.core.records import QueueState, Running
    from filmgate.http.call import Call

_METRICS_HEADERS: Final = (
    (b"content-type", b"text/plain; version=0.0.4; charset=utf-8"),
    (b"cache-control", b"no-store"),
)


async def settings(call: Call) -> Reply:
    """Tell the settings this server runs with, without what is secret in them."""
    return json_reply({"settings": list(call.services.settings())})


async def metrics(call: Call) -> Reply:
    """Tell the numbers of this process and of the queue, in Prometheus's text format [1]_.

    For admin keys, everybody or nobody, as the setting `metrics` says.

    References
    ----------
    .. [1] Prometheus documentation, Exposition formats, text format 0.0.4.
    """
    services = call.services
    if services.metrics is None or services.site.metrics == "off":
        raise NotFound("this server tells no metrics; see the setting metrics")
    if services.site.metrics == "admin":
        await authenticate(call, Scope.ADMIN)
    return Reply(await services.metrics(), 200, _METRICS_HEADERS)


async def queue(call: Call) -> Reply:
    """Tell what waits and what runs where, over all owners."""
    state = await call.services.queue()
    return json_reply(
        {
            "waiting": state.depth,
            "oldest_waiting_at": optional_timestamp(state.oldest_at),
            "in_progress": state.in_progress,
            "in_doubt": state.in_doubt,
            "next": [
                {
                    "request_id": one.request_id,
                    "owner_id": one.owner_id,
                    "model_id": one.model_id,
                    "engine": one.engine,
                    "created_at": timestamp(one.created_at),
                    "is_admitted": one.is_admitted,
                }
                for one in state.waiting
            ],
            "running": [_running(one) for one in state.running],
            "workers": _workers(state),
        }
    )


def _running(one: Running) -> dict[str, Json]:
    return {
        "request_id": one.request_id,
        "owner_id": one.owner_id,
        "model_id": one.model_id,
        "engine": one.engine,
        "attempt": one.attempt,
        "worker": one.worker,
        "progress": asdict(one.progress) if one.progress else None,
        "started_at": optional_timestamp(one.started_at),
        "lease_until": timestamp(one.lease_until),
    }


def _workers(state: QueueState) -> list[Json]:
    """The workers that hold something; nothing is known of those that hold nothing."""
    held: dict[str, list[Running]] = {}
    for one in state.running:
        held.setdefault(one.worker, []).append(one)
    return [
        {
            "worker": name,
            "running": len(requests),
            # every sign of life extends the lease
            "lease_until": timestamp(max(one.lease_until for one in requests)),
        }
        for name, requests in sorted(held.items())
    ]
