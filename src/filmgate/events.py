"""Tells who follows a request that there is news; the news themselves are rows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from types import TracebackType


class Subscription:
    """Ids of requests with news, since the last look; several news of one id are one.

    Use it as a context manager, so that it ends; iterate over it, or `wait` with a limit.
    """

    def __init__(self, bus: Bus, request_ids: Sequence[str] | None) -> None:
        self._bus = bus
        self._topics: Sequence[str | None] = (None,) if request_ids is None else request_ids
        self._pending: dict[str, None] = {}
        self._event = asyncio.Event()

    def _tell(self, request_id: str) -> None:
        self._pending[request_id] = None
        self._event.set()

    def _wake(self) -> None:
        self._event.set()

    async def wait(self, timeout_s: float | None = None) -> list[str]:
        """Wait for news; an empty list after `timeout_s` without any, or when the bus closes."""
        if not self._bus.is_closed:
            with suppress(TimeoutError):
                async with asyncio.timeout(timeout_s):
                    await self._event.wait()
        self._event.clear()
        ids, self._pending = list(self._pending), {}
        return ids

    def __enter__(self) -> Subscription:
        for topic in self._topics:
            self._bus.subscribers.setdefault(topic, {})[self] = None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for topic in self._topics:
            followers = self._bus.subscribers.get(topic, {})
            followers.pop(self, None)
            if not followers:
                self._bus.subscribers.pop(topic, None)

    def __aiter__(self) -> Subscription:
        return self

    async def __anext__(self) -> str:
        while not self._pending:
            await self._event.wait()
            self._event.clear()
        request_id = next(iter(self._pending))
        del self._pending[request_id]
        return request_id


class Bus:
    """News within one process, by id of the request or owner; implements `core.ports.EventBus`.

    A follower that is slow costs one entry for each request that has news, however many it has.
    News that were committed by another process are not told here: read again now and then.
    """

    def __init__(self) -> None:
        #: followers by request id; under None those of all requests
        self.subscribers: dict[str | None, dict[Subscription, None]] = {}
        #: whether nobody should wait any longer
        self.is_closed = False

    def close(self) -> None:
        """Wake everybody who waits, for the server is stopping."""
        self.is_closed = True
        for followers in tuple(self.subscribers.values()):
            for follower in tuple(followers):
                follower._wake()

    def tell(self, request_ids: Iterable[str], priority: int = 0) -> None:  # noqa: ARG002
        """Say that these requests changed; what a database calls after a commit."""
        for request_id in request_ids:
            for topic in (request_id, None):
                for follower in tuple(self.subscribers.get(topic, ())):
                    follower._tell(request_id)

    async def publish(self, request_id: str) -> None:
        """Say that this request changed."""
        self.tell((request_id,))

    def subscribe(self, *request_ids: str) -> Subscription:
        """Follow these requests, or all; news count from entering the context."""
        return Subscription(self, request_ids or None)
