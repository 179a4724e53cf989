"""What waits and what runs, over all owners: for operators."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from filmgate.core.records import QueueState, Running, Waiting
from filmgate.core.request import Progress

if TYPE_CHECKING:
    from filmgate.db.script import Database, Row

#: requests that are listed of those that wait, and of those that run
LISTED: Final = 100


class Overview:
    """Reads the state of the queue from a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def queue(self) -> QueueState:
        """Count and list what waits and what runs."""
        scan = self._database.scan
        sums = await scan("overview_waiting")
        [counts] = await scan("overview_counts")
        admitted = await scan("overview_admitted", limit=LISTED)
        held_back = await scan("overview_held_back", limit=LISTED)
        running = await scan("overview_running", limit=LISTED)
        waiting = [_waiting(row, is_admitted=True) for row in admitted]
        waiting += [_waiting(row, is_admitted=False) for row in held_back]
        return QueueState(
            depth=sum(row["waiting"] for row in sums),
            oldest_at=min(
                (row["oldest_at"] for row in sums if row["oldest_at"] is not None), default=None
            ),
            in_progress=counts["in_progress"],
            in_doubt=counts["in_doubt"],
            waiting=tuple(waiting[:LISTED]),
            running=tuple(_running(row) for row in running),
        )

    async def sums(self) -> dict[str, float]:
        """The numbers of the queue alone: what waits, since when, what runs, what is in doubt."""
        admitted, held_back = await self._database.scan("overview_waiting")
        [counts] = await self._database.scan("overview_counts")
        now = time.time()
        return {
            "admitted": admitted["waiting"],
            "held_back": held_back["waiting"],
            "oldest_s": max(
                (now - row["oldest_at"] for row in (admitted, held_back) if row["oldest_at"]),
                default=0.0,
            ),
            "in_progress": counts["in_progress"],
            "in_doubt": counts["in_doubt"],
        }


def _waiting(row: Row, *, is_admitted: bool) -> Waiting:
    return Waiting(
        request_id=row["id"],
        owner_id=row["owner_id"],
        model_id=row["model_id"],
        engine=row["engine"],
        created_at=row["created_at"],
        is_admitted=is_admitted,
    )


def _running(row: Row) -> Running:
    progress = row["progress"]
    return Running(
        request_id=row["id"],
        owner_id=row["owner_id"],
        model_id=row["model_id"],
        engine=row["engine"],
        attempt=row["attempt"],
        worker=row["worker"] or "",
        started_at=row["started_at"],
        lease_until=row["lease_until"],
        progress=None if progress is None else Progress(row["progress_stage"] or "", progress),
    )
