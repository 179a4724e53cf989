"""For operators: the queue over all owners, and the settings the server runs with."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from filmgate.http.reply import Reply, json_reply, optional_timestamp, timestamp

if TYPE_CHECKING:
    from filmgate.core.json import Json
    from filmgate.core.records import QueueState, Running
    from filmgate.http.call import Call


async def settings(call: Call) -> Reply:
    """Tell the settings this server runs with, without what is secret in them."""
    return json_reply({"settings": list(call.services.settings())})


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
