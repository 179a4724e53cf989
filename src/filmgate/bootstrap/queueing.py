"""The queue of a process, wired to its database and to whoever follows requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmgate.bootstrap.folder import AnyDatabase
    from filmgate.db.postgres import PostgresDatabase
    from filmgate.db.requests import Requests
    from filmgate.events import Bus
    from filmgate.queue.embedded import EmbeddedQueue
    from filmgate.queue.procrastinate import ProcrastinateQueue
    from filmgate.requests.fulfil import Fulfiller
    from filmgate.settings import Settings


def make_queue(
    settings: Settings,
    database: AnyDatabase,
    requests: Requests,
    fulfiller: Fulfiller,
    events: Bus,
) -> EmbeddedQueue | ProcrastinateQueue:
    """Make the queue that belongs to a database, and have the database tell it and `events`."""
    from filmgate.db.script import NEWS, QUEUE
    from filmgate.db.sqlite import SqliteDatabase

    database.listen(NEWS, events.tell)
    if not isinstance(database, SqliteDatabase):
        return _shared(settings, database, fulfiller)
    from filmgate.queue.embedded import EmbeddedQueue

    queue = EmbeddedQueue(requests.admitted, on_wake=fulfiller.nudge)
    database.listen(QUEUE, queue.put)
    return queue


def _shared(
    settings: Settings, database: PostgresDatabase, fulfiller: Fulfiller
) -> ProcrastinateQueue:
    from filmgate.db.script import QUEUE, WAKE
    from filmgate.queue.procrastinate import ProcrastinateQueue

    queue = ProcrastinateQueue(
        database.url,
        database.transaction,
        lambda ids: database.publish(WAKE, ids),
        settings.engines,
    )
    database.join(QUEUE, queue.join)

    def nudge(ids: Sequence[str], _: int) -> None:
        for request_id in ids:
            fulfiller.nudge(request_id)

    database.listen(WAKE, nudge)
    return queue
