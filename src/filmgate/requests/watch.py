"""Following requests as they happen: rows are the truth, the bus only says when to look."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from filmgate.core.json import Json
from filmgate.core.ports import EventBus, News, RequestStore
from filmgate.core.request import Event, Request, Status, wire_status

#: events read at once; with what a connection buffers, all that a slow caller costs
BATCH: Final = 100
#: the status a request has after an event of a type; any other type leaves it in progress
_AFTER: Final = {
    "queued": Status.IN_QUEUE,
    "warning": Status.IN_QUEUE,
    "retry": Status.IN_QUEUE,
    "released": Status.IN_QUEUE,
    "in_doubt": Status.IN_DOUBT,
    "succeeded": Status.SUCCEEDED,
    "failed": Status.FAILED,
    "cancelled": Status.CANCELLED,
}


def status_after(event: Event) -> Status:
    """The status of its request right after an event."""
    return _AFTER.get(event.type, Status.IN_PROGRESS)


class Watcher:
    """Gives events in order, from any point on, each once.

    Parameters
    ----------
    store
        Rows of requests.
    bus
        Says in time that there is something to read.
    heartbeat_s
        Longest silence of a stream, in seconds.
    """

    def __init__(self, store: RequestStore, bus: EventBus, heartbeat_s: float = 15.0) -> None:
        self._store = store
        self._bus = bus
        self._heartbeat_s = heartbeat_s
        self._followed: Counter[str] = Counter()
        #: the newest event of each followed owner that was told of
        self._told: dict[str, int] = {}
        #: who began to follow since the last poll
        self._joined: set[str] = set()

    @property
    def streams(self) -> int:
        """How many follow now."""
        return self._followed.total()

    @property
    def is_closed(self) -> bool:
        """Whether streams are to end because the server stops."""
        return self._bus.is_closed

    async def of_request(
        self, owner_id: str, request_id: str, after: int = 0
    ) -> AsyncGenerator[Sequence[Event], None]:
        """Yield what happened to a request after a sequence number, until it has ended.

        An empty batch says that nothing happened for a while. It also ends when the request is
        removed, and when the server stops.
        """
        with self._following(owner_id, request_id) as news:
            while not self._bus.is_closed:
                batch = await self._store.events(request_id, after, BATCH)
                if batch:
                    after = batch[-1].seq
                    yield [await self._placed(event) for event in batch]
                    if status_after(batch[-1]).is_final:
                        return
                elif await self._is_over(request_id, after):
                    return
                elif not await news.wait(self._heartbeat_s) and not self._bus.is_closed:
                    yield []

    async def of_owner(
        self, owner_id: str, after: int | None
    ) -> AsyncGenerator[Sequence[Event], None]:
        """Yield what happens to all requests of an owner, after a number or from now on.

        It ends only when the server stops.
        """
        with self._following(owner_id, owner_id) as news:
            if after is None:
                after = await self._store.last_number(owner_id)
            while not self._bus.is_closed:
                batch = await self._store.owner_events(owner_id, after, BATCH)
                if batch:
                    after = batch[-1].number
                    yield [await self._placed(event) for event in batch]
                elif not await news.wait(self._heartbeat_s) and not self._bus.is_closed:
                    yield []

    async def change(self, request: Request, known: str | None, wait_s: float) -> Request | None:
        """Wait until a request differs from what its caller knows, or is final.

        Parameters
        ----------
        request
            The request as it is now.
        known
            The status the caller saw last, as the model API words it; None: the present one.
        wait_s
            How long at most.

        Returns
        -------
        Request or None
            As it is then; None when it was deleted meanwhile.
        """
        seen = known or wire_status(request.status)
        deadline = asyncio.get_running_loop().time() + wait_s
        now: Request | None = request
        with self._following(request.owner_id, request.id) as news:
            while now is not None and not now.status.is_final and wire_status(now.status) == seen:
                left_s = deadline - asyncio.get_running_loop().time()
                if left_s <= 0 or self._bus.is_closed:
                    break
                await news.wait(left_s)
                now = await self._store.get(request.id)
        return now

    async def poll(self) -> None:
        """Look for events that other processes wrote, for every owner somebody follows."""
        joined, self._joined = self._joined, set()
        for owner_id in list(self._followed):
            last = await self._store.last_number(owner_id)
            told = self._told.setdefault(owner_id, last)
            if last > told:  # its own process wrote them too: telling twice costs one look
                events = await self._store.owner_events(owner_id, told, 10 * BATCH)
                self._told[owner_id] = events[-1].number if events else last
                self._bus.tell((owner_id, *{event.request_id for event in events}))
        for owner_id in [known for known in self._told if not self._followed[known]]:
            del self._told[owner_id]
        # what was written between their first look and this one
        self._bus.tell(joined)

    @contextmanager
    def _following(self, owner_id: str, topic: str) -> Iterator[News]:
        self._followed[owner_id] += 1
        self._joined.add(topic)
        try:
            with self._bus.subscribe(topic) as news:
                yield news
        finally:
            self._followed[owner_id] -= 1
            if not self._followed[owner_id]:
                del self._followed[owner_id]

    async def _is_over(self, request_id: str, after: int) -> bool:
        """Whether nothing follows an event any more: whoever resumes there need not wait."""
        request = await self._store.get(request_id)
        if request is None:
            return True
        return request.status.is_final and not await self._store.events(request_id, after, 1)

    async def _placed(self, event: Event) -> Event:
        """Add the position in the queue to an event that still tells where the request is."""
        if status_after(event) is not Status.IN_QUEUE or event.type == "warning":
            return event
        request = await self._store.get(event.request_id)
        if request is None or request.status is not Status.IN_QUEUE:
            return event
        position: Json = await self._store.position(event.request_id)
        return replace(event, data={**event.data, "queue_position": position})
