"""What is removed for good, and when: rows first, then bytes that nobody counts on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from filmgate.core.ports import ArtifactStore, FileRows, RequestStore


class ExpiringFiles(FileRows, Protocol):
    """Rows of files, some of which have an end."""

    async def expire(self) -> int:
        """Delete the files whose time is over; returns how many."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep removed."""

    requests: int
    files: int
    blobs: int


class Sweeper:
    """Removes deleted requests, uploads past their time, and bytes without a row.

    Parameters
    ----------
    store, files, artifacts
        Rows and bytes.
    undo_s
        Seconds a deleted request can be restored.
    """

    def __init__(
        self,
        store: RequestStore,
        files: ExpiringFiles,
        artifacts: ArtifactStore,
        undo_s: float = 86_400.0,
    ) -> None:
        self._store = store
        self._files = files
        self._artifacts = artifacts
        self._undo_s = undo_s

    async def sweep(self) -> Swept:
        """Do one pass; safe beside everything else, and safe to be killed in."""
        requests = await self._store.sweep(self._undo_s)
        files = await self._files.expire()
        blobs = await self._files.unused()
        for key in blobs:
            await self._artifacts.delete(key)
        await self._files.forget(blobs)
        return Swept(requests, files, len(blobs))
