"""Takes requests from the queue, keeps the house in order beside it, and stops with grace."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from filmgate.core.ports import Queue

#: shortest and longest pause before something that failed is tried again, in seconds
_PAUSE_S: Final = 0.2
_PAUSE_MAX_S: Final = 10.0

_log = logging.getLogger("filmgate.worker")


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do again and again, beside rendering."""

    name: str
    every_s: float
    do: Callable[[], Awaitable[object]]


class Worker:
    """Renders what the queue hands out.

    Nothing that goes wrong ends it: not a request (that is the handler's business), not the
    queue's connection, not a chore.

    Parameters
    ----------
    queue
        Hands out ids.
    fulfil
        Brings one request to its end.
    slots
        How many at once; 0: only chores.
    chores
        Done every so many seconds, also when nothing is rendered.
    pause
        Waits for seconds before a second try.
    """

    def __init__(
        self,
        queue: Queue,
        fulfil: Callable[[str], Awaitable[None]],
        slots: int,
        chores: Sequence[Chore] = (),
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._queue = queue
        self._fulfil = fulfil
        self._slots = slots
        self._chores = chores
        self._pause = pause
        self._tasks: list[asyncio.Task[None]] = []
        self._taken = 0
        self._is_stopping = False
        self._at_rest = asyncio.Event()
        self._at_rest.set()

    @property
    def is_running(self) -> bool:
        """Whether it takes requests."""
        return bool(self._tasks) and not self._is_stopping

    @property
    def taken(self) -> int:
        """How many requests it renders now."""
        return self._taken

    def start(self) -> None:
        """Begin."""
        names = [self._supervise("queue", self._take)] if self._slots else []
        names += [self._supervise(chore.name, self._repeat(chore)) for chore in self._chores]
        self._tasks = [asyncio.create_task(work) for work in names]

    async def stop(self, grace_s: float) -> None:
        """Take no more, let what is rendered end within `grace_s`, then hand it back."""
        self._is_stopping = True
        with suppress(TimeoutError):
            async with asyncio.timeout(grace_s):
                await self._at_rest.wait()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    async def _take(self) -> None:
        await self._queue.run(self._handle, self._slots)

    async def _handle(self, request_id: str) -> None:
        if self._is_stopping:
            # The row still waits; only this queue has forgotten it. Hold the slot until the end.
            await asyncio.Event().wait()
        self._taken += 1
        self._at_rest.clear()
        try:
            await self._fulfil(request_id)
        except Exception:  # noqa: BLE001 - the worker's edge: one request must not end it
            _log.exception("request %s is left to the next attempt", request_id)
        finally:
            self._taken -= 1
            if not self._taken:
                self._at_rest.set()

    def _repeat(self, chore: Chore) -> Callable[[], Awaitable[None]]:
        async def work() -> None:
            while True:
                await chore.do()
                await asyncio.sleep(chore.every_s)

        return work

    async def _supervise(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Begin again whenever it ends, later and later while it keeps failing."""
        loop = asyncio.get_running_loop()
        pause_s = _PAUSE_S
        while True:
            began = loop.time()
            try:
                await work()
            except Exception:  # noqa: BLE001 - the worker's edge: whatever it was, try again
                _log.exception("%s failed; trying again in %.1f s", name, pause_s)
            if loop.time() - began > _PAUSE_MAX_S:
                pause_s = _PAUSE_S
            await self._pause(pause_s)
            pause_s = min(_PAUSE_MAX_S, pause_s * 2)
