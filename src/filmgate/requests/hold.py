"""Holding a request while it is rendered: the heartbeat, and the news that it is lost."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

from filmgate.core.ports import RequestStore
from filmgate.core.request import Progress, Status

T = TypeVar("T")

#: shortest time between two notes of progress, in seconds
THROTTLE_S: Final = 0.5
#: a request that another process cancelled is found lost within this time, in seconds
LOOK_S: Final = 1.0
#: heartbeats in one lease
BEATS: Final = 3

_log = logging.getLogger("filmgate.fulfil")


class Lost(Exception):
    """The attempt no longer holds its request: it was cancelled, or given to another worker."""


class Hold:
    """Keeps the lease of one attempt.

    Parameters
    ----------
    store
        Where the lease is.
    request_id, attempt
        What is held.
    lease_s
        Seconds without a sign of life until others may take the request.
    throttle_s
        Shortest time between two notes of progress.
    steady
        Seconds of a clock that never jumps.
    look_s
        Seconds between two looks at the row.
    """

    def __init__(
        self,
        store: RequestStore,
        request_id: str,
        attempt: int,
        lease_s: float,
        throttle_s: float = THROTTLE_S,
        steady: Callable[[], float] = time.monotonic,
        look_s: float = LOOK_S,
    ) -> None:
        self.request_id = request_id
        self.attempt = attempt
        self._store = store
        self._lease_s = lease_s
        self._throttle_s = throttle_s
        self._steady = steady
        self._look_s = look_s
        self._news: Progress | None = None
        self._event = asyncio.Event()
        self._is_nudged = False

    def progress(self, stage: str, fraction: float) -> None:
        """Note how far the request is; written at most twice a second, the newest wins."""
        self._news = Progress(stage, fraction)
        self._event.set()

    def nudge(self) -> None:
        """Look at the row now: it was probably cancelled."""
        self._is_nudged = True
        self._event.set()

    async def during(self, work: Coroutine[Any, Any, T]) -> T:
        """Do the work while the lease is kept.

        Raises
        ------
        Lost
            When the request is lost; the work was cancelled, and has ended, by then.
        """
        task = asyncio.create_task(work)
        keeper = asyncio.create_task(self._keep())
        try:
            await asyncio.wait((task, keeper), return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
        finally:
            keeper.cancel()
            task.cancel()
            await asyncio.wait((task, keeper))
        if not task.cancelled() and (error := task.exception()):
            _log.info("request %s: after it was lost: %r", self.request_id, error)
        raise Lost

    async def _keep(self) -> None:
        """Extend the lease until it is lost."""
        last = self._steady()
        while True:
            try:
                if not await self._wait_and_look(last):
                    return
                news, self._news = self._news, None
                if not await self._store.extend(self.request_id, self.attempt, self._lease_s, news):
                    return
                last = self._steady()
            except Exception:  # noqa: BLE001 - the worker's edge: any database error
                # A database that is away for a moment must not cost a render; but once the lease
                # must be taken for over, another worker may have begun.
                _log.exception("request %s: the lease could not be extended", self.request_id)
                if self._steady() - last >= self._lease_s:
                    return
                await asyncio.sleep(self._throttle_s)

    async def _wait_and_look(self, last: float) -> bool:
        """Wait until it is time to write; False when a look at the row shows that it is lost.

        A nudge is a reason to write at once, progress after the throttle, else a heartbeat. In
        between the row is only read, which is cheap and shows what another process did to it.
        """
        began = self._steady()
        beat_s = max(0.0, self._lease_s / BEATS - (began - last))
        while not self._is_nudged:
            passed = self._steady() - began
            due_s = min(beat_s, self._throttle_s) if self._news else beat_s
            if passed >= due_s:
                break
            self._event.clear()
            try:
                async with asyncio.timeout(min(due_s - passed, self._look_s)):
                    await self._event.wait()
            except TimeoutError:
                if not await self._is_held():
                    return False
        self._is_nudged = False
        return True

    async def _is_held(self) -> bool:
        request = await self._store.get(self.request_id)
        return (
            request is not None
            and request.status is Status.IN_PROGRESS
            and request.attempt == self.attempt
        )
