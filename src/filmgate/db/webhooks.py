"""Rows of webhooks: messages, and the secrets that sign them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from filmgate.db.files import LAST
from filmgate.db.script import Database, Row, Script, query, repeatable
from filmgate.requests.webhooks import Answer, Message


class WebhookTable:
    """Implements `filmgate.requests.webhooks.MessageRows` on a database."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    async def is_due(self) -> bool:
        """Whether a message is waiting to be sent now."""
        rows = await self._database.read("delivery_due")
        return bool(rows[0]["due"])

    async def take(self, limit: int, hold_s: float) -> Sequence[Message]:
        """Take due messages; they are due again after `hold_s` unless `settle` says otherwise."""
        return await self._database.run(_take(limit, hold_s))

    async def keep_body(self, message_id: str, body: str) -> None:
        """Record what is sent."""
        await self._database.run(_do("delivery_body", id=message_id, body=body))

    async def settle(self, message_id: str, answer: Answer, again_in_s: float | None) -> None:
        """Record an answer, and when to try again."""
        await self._database.run(
            _do(
                "delivery_settle",
                id=message_id,
                status=answer.status,
                error=answer.error or None,
                again_in_s=again_in_s,
                is_success=int(answer.is_success),
            )
        )

    async def page(
        self, owner_id: str, cursor: str | None, limit: int
    ) -> tuple[list[Message], str | None]:
        """One page of an owner's messages, newest first."""
        rows = await self._database.read(
            "delivery_page", owner_id=owner_id, cursor=cursor or LAST, limit=limit + 1
        )
        found = [_message(row) for row in rows[:limit]]
        return found, found[-1].id if len(rows) > limit else None

    async def replay(self, message_id: str, owner_id: str) -> Message | None:
        """Make a message due now, whatever became of it; None when the owner has no such one."""
        rows = await self._database.run(_do("delivery_replay", id=message_id, owner_id=owner_id))
        return _message(rows[0]) if rows else None

    async def secrets(self, owner_id: str, fresh: str) -> tuple[str, ...]:
        """Secrets that sign an owner's messages, newest first; `fresh` if there was none."""
        rows = await self._database.read("webhook_secret", owner_id=owner_id)
        if not rows:
            await self._database.run(_do("webhook_secret_make", owner_id=owner_id, secret=fresh))
            rows = await self._database.read("webhook_secret", owner_id=owner_id)
        secret, old, until = rows[0]["secret"], rows[0]["old_secret"], rows[0]["old_secret_until"]
        return (secret, old) if old and until > self._clock() else (secret,)

    async def rotate(self, owner_id: str, fresh: str, keep_s: float) -> tuple[str, ...]:
        """Make `fresh` the secret; the present one signs too for `keep_s`."""
        await self._database.run(
            _do("webhook_secret_rotate", owner_id=owner_id, secret=fresh, keep_s=keep_s)
        )
        return await self.secrets(owner_id, fresh)


@repeatable
def _take(limit: int, hold_s: float) -> Script[list[Message]]:
    rows = yield query("delivery_take", limit=limit, hold_s=hold_s)
    return [_message(row) for row in rows]


@repeatable
def _do(name: str, **params: object) -> Script[list[Row]]:
    return (yield query(name, **params))


def _message(row: Row) -> Message:
    return Message(
        id=row["id"],
        owner_id=row["owner_id"],
        request_id=row["request_id"],
        url=row["url"],
        body=row["body"],
        tries=row["tries"],
        created_at=row["created_at"],
        next_at=row["next_at"],
        last_status=row["last_status"],
        last_error=row["last_error"],
        delivered_at=row["delivered_at"],
    )
