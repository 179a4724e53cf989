"""The queue of one process: ids in memory, filled from the rows."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from itertools import count


class EmbeddedQueue:
    """Hands out claimable ids by priority, then in the order they came; implements `Queue`.

    It holds no truth: a lost or doubled id costs nothing, because the rows decide who claims and
    are read again every `poll_s` (which also finds what other processes have queued).

    Parameters
    ----------
    admitted
        Reads the claimable ids and their priority from the rows, in order.
    poll_s
        Seconds between readings.
    on_wake
        Called with an id whose holder should read its row at once.
    """

    def __init__(
        self,
        admitted: Callable[[], Awaitable[Sequence[tuple[str, int]]]],
        poll_s: float = 1.0,
        on_wake: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._admitted = admitted
        self._poll_s = poll_s
        self._on_wake = on_wake
        self._heap: list[tuple[int, int, str]] = []
        self._known: set[str] = set()
        self._numbers = count()
        self._ready = asyncio.Event()

    def __len__(self) -> int:
        return len(self._heap)

    def put(self, request_ids: Sequence[str], priority: int = 0) -> None:
        """Take ids in; what a database calls after a commit."""
        for request_id in request_ids:
            if request_id not in self._known:
                self._known.add(request_id)
                heapq.heappush(self._heap, (-priority, next(self._numbers), request_id))
        self._ready.set()

    async def push(self, tx: object, request_ids: Sequence[str], priority: int = 0) -> None:  # noqa: ARG002
        """Queue ids; the caller has committed them."""
        self.put(request_ids, priority)

    async def wake(self, request_id: str) -> None:
        """Nudge whoever renders this request to read its row."""
        self._on_wake(request_id)

    async def run(self, handler: Callable[[str], Awaitable[None]], slots: int) -> None:
        """Deliver ids to the handler, `slots` at a time, until cancelled.

        A handler that raises ends the queue: what can go wrong with one request is its own
        business, so anything that comes here is a fault of the server.
        """
        async with asyncio.TaskGroup() as group:
            group.create_task(self._poll())
            for _ in range(slots):
                group.create_task(self._serve(handler))

    async def _serve(self, handler: Callable[[str], Awaitable[None]]) -> None:
        while True:
            await handler(await self._next())

    async def _next(self) -> str:
        while not self._heap:
            self._ready.clear()
            await self._ready.wait()
        _, _, request_id = heapq.heappop(self._heap)
        # Forget it before the claim: if the row is queued again, its id must be taken again.
        self._known.discard(request_id)
        return request_id

    async def _poll(self) -> None:
        while True:
            for request_id, priority in await self._admitted():
                self.put((request_id,), priority)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._poll_s):
                    await asyncio.Event().wait()
