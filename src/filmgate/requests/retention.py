"""What is removed for good, and when: rows first, then bytes that nobody counts on.

A process may be killed between any two lines. Every step is one transaction or the removal of
bytes that are already chosen for it; what a killed sweep has begun, the next one finishes.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from filmgate.core.ports import ArtifactStore, FileRows, RequestStore
from filmgate.core.records import Blob, Kept
from filmgate.requests.audit import audit

#: requests that one pass looks at, for each thing that has an end
PAGE: Final = 200
#: kinds of files that are delivered
OUTPUTS: Final = ("output", "poster", "contact_sheet")


class ExpiringFiles(FileRows, Protocol):
    """Rows of files, some of which have an end."""

    async def expire(self) -> int:
        """Delete the files whose time is over; returns how many."""


class KeptRows(Protocol):
    """Rows that have been kept long enough. Every method is one transaction."""

    async def kept(self, after: str, before: float, limit: int) -> Sequence[Kept]:
        """Requests after this id that were made before a time, oldest first."""

    async def drop_files(self, request_ids: Sequence[str], kinds: Sequence[str]) -> int:
        """Remove files of these kinds of ended requests; their bytes follow with the blobs."""

    async def drop_progress(self, request_ids: Sequence[str]) -> int:
        """Remove the notes of progress of ended requests."""

    async def drop_requests(self, request_ids: Sequence[str]) -> int:
        """Remove ended requests with everything that is theirs, but their lines in the ledger."""

    async def drop_deliveries(self, before: float, limit: int) -> int:
        """Remove messages of webhooks that are over."""

    async def blobs(self, after: str, limit: int) -> Sequence[Blob]:
        """Blobs after this key, in the order of their keys."""

    async def adopt(self, blob_key: str, size_bytes: int) -> bool:
        """Choose stored bytes without a row for removal; False when they have a row by now."""

    async def users(self, blob_key: str) -> Sequence[str]:
        """What counts on a blob, a few of it: ids of requests, or of uploads."""

    async def begin_scan(self, every_s: float) -> bool:
        """Whether it is this process's turn to look through the store."""


@dataclass(frozen=True, slots=True)
class Ends:
    """How long things are kept after their request has ended, in seconds; 0: for ever."""

    #: a request that was deleted, until it can no longer be restored
    undo_s: float = 86_400.0
    requests_s: float = 0.0
    outputs_s: float = 0.0
    inputs_s: float = 0.0
    previews_s: float = 0.0
    #: notes of progress; the other events stay as long as the request
    progress_s: float = 0.0
    #: messages of webhooks, after they were made
    deliveries_s: float = 0.0
    #: time between two looks through the whole store for bytes without a row
    orphans_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep removed."""

    requests: int = 0
    files: int = 0
    blobs: int = 0
    events: int = 0
    deliveries: int = 0
    orphans: int = 0


class Sweeper:
    """Removes what has been kept long enough, and bytes without a row.

    Parameters
    ----------
    store, files, kept, artifacts
        Rows and bytes.
    ends
        How long things are kept.
    clock
        Seconds since the epoch.
    """

    def __init__(
        self,
        store: RequestStore,
        files: ExpiringFiles,
        kept: KeptRows,
        artifacts: ArtifactStore,
        ends: Ends = Ends(),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._files = files
        self._kept = kept
        self._artifacts = artifacts
        self._ends = ends
        self._clock = clock
        #: up to which request each thing was removed; forgotten at a restart, which costs a look
        self._done: dict[str, str] = {}

    async def sweep(self) -> Swept:
        """Do one pass; safe beside everything else, and safe to be killed in."""
        ends, kept = self._ends, self._kept
        requests = await self._store.sweep(ends.undo_s)
        requests += await self._walk("requests", ends.requests_s, kept.drop_requests)
        files = await self._files.expire()
        files += await self._walk("outputs", ends.outputs_s, self._dropper(*OUTPUTS))
        files += await self._walk("inputs", ends.inputs_s, self._dropper("input"))
        files += await self._walk("previews", ends.previews_s, self._dropper("preview"))
        events = await self._walk("progress", ends.progress_s, kept.drop_progress)
        deliveries = 0
        if ends.deliveries_s:
            before = self._clock() - ends.deliveries_s
            deliveries = await kept.drop_deliveries(before, PAGE)
        orphans = 0
        if ends.orphans_s and await kept.begin_scan(ends.orphans_s):
            orphans = (await audit(kept, self._artifacts, self._clock(), adopts=True)).adopted
        blobs = await self.remove_bytes()
        return Swept(requests, files, blobs, events, deliveries, orphans)

    def _dropper(self, *kinds: str) -> Callable[[Sequence[str]], Awaitable[int]]:
        return lambda request_ids: self._kept.drop_files(request_ids, kinds)

    async def _walk(
        self, name: str, keep_s: float, remove: Callable[[Sequence[str]], Awaitable[int]]
    ) -> int:
        """Remove something of the next requests that ended long enough ago, the oldest first."""
        if not keep_s:
            return 0
        before = self._clock() - keep_s
        due = []
        for one in await self._kept.kept(self._done.get(name, ""), before, PAGE):
            if one.finished_at is None or one.finished_at >= before:
                break  # the next pass begins here
            due.append(one.request_id)
        if not due:
            return 0
        removed = await remove(due)
        self._done[name] = due[-1]
        return removed

    async def remove_bytes(self) -> int:
        """Remove what nobody counts on: chosen in a row, then its bytes, then the row."""
        blobs = await self._files.unused()
        for key in blobs:
            await self._artifacts.delete(key)
        await self._files.forget(blobs)
        return len(blobs)
