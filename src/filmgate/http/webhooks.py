"""Webhooks: the delivery log, sending again, and the secrets that sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from filmgate.http.reply import Reply, json_reply, optional_timestamp, timestamp

if TYPE_CHECKING:
    from filmgate.core.json import Json
    from filmgate.http.call import Call
    from filmgate.requests.webhooks import Message


async def list_deliveries(call: Call) -> Reply:
    """List what was sent to webhooks, newest first, with the answers."""
    limit = call.number("limit", 50, 1, 500)
    page, cursor = await call.services.webhooks.page(call.principal.owner_id, call.cursor(), limit)
    return json_reply({"deliveries": [message_body(m) for m in page], "next_cursor": cursor})


async def replay(call: Call) -> Reply:
    """Send one message again, under the same id."""
    owner_id = call.principal.owner_id
    message = await call.services.webhooks.replay(owner_id, call.id("delivery_id"))
    return json_reply(message_body(message), 202)


async def show_secret(call: Call) -> Reply:
    """Show the secrets that sign the owner's webhooks, newest first."""
    return _secrets(await call.services.webhooks.secrets(call.principal.owner_id))


async def rotate_secret(call: Call) -> Reply:
    """Make a new secret; for a day messages are signed with the old one as well."""
    return _secrets(await call.services.webhooks.rotate(call.principal.owner_id))


def _secrets(secrets: tuple[str, ...]) -> Reply:
    return json_reply({"secret": secrets[0], "secrets": list(secrets)})


def message_body(message: Message) -> dict[str, Json]:
    """One entry of the delivery log."""
    return {
        "delivery_id": message.id,
        "request_id": message.request_id,
        "url": message.url,
        "status": _status(message),
        "tries": message.tries,
        "last_status": message.last_status,
        "last_error": message.last_error,
        "created_at": timestamp(message.created_at),
        "next_at": optional_timestamp(message.next_at),
        "delivered_at": optional_timestamp(message.delivered_at),
        "body": None if message.body is None else msgspec.json.decode(message.body),
    }


def _status(message: Message) -> str:
    if message.delivered_at is not None:
        return "delivered"
    return "given_up" if message.next_at is None else "waiting"
