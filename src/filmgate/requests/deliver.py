"""After a render: its files are stored, under names that no other attempt uses."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import shutil
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from filmgate.core.errors import EngineError
from filmgate.core.json import Json
from filmgate.core.media import MediaFacts
from filmgate.core.order import MediaKind
from filmgate.core.plan import Plan, RenderedFile
from filmgate.core.ports import ArtifactStore, FileRows, RequestStore
from filmgate.core.records import Claim, StoredFile
from filmgate.core.request import new_id
from filmgate.requests.record import to_json

#: seconds between tries to store a file: a store that is away for a moment costs no render
PATIENCE_S: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
#: files that are read in the event loop, in bytes
_SMALL_BYTES: Final = 64 * 1024
#: shortest time between two previews, in seconds
PREVIEW_S: Final = 2.0

_log = logging.getLogger("filmgate.fulfil")


class Delivery:
    """The files of one attempt.

    Their keys hold the number of the attempt, so a late attempt can take its files away again
    without touching those of the attempt that counts, even when both rendered the same bytes.
    """

    def __init__(
        self,
        claim: Claim,
        files: FileRows,
        artifacts: ArtifactStore,
        patience_s: Sequence[float] = PATIENCE_S,
    ) -> None:
        self._request = claim.request
        self._files = files
        self._artifacts = artifacts
        self._patience_s = patience_s
        self._keys: list[str] = []

    async def store(self, file: RenderedFile, plan: Plan) -> StoredFile:
        """Store one file; the row is for the transaction that ends the attempt to record.

        Raises
        ------
        EngineError
            When the store stays away; the request is tried again.
        """
        path = Path(file.path)
        kind = "output" if file.role == "video" else file.role
        name = f"clip{path.suffix}" if kind == "output" else path.name
        sha256, size = await _digest(path)
        key = self._key(name)
        await self._files.announce(key, sha256, size)
        self._keys.append(key)
        await self._put(key, path, file.content_type)
        return StoredFile(
            id=new_id("file"),
            owner_id=self._request.owner_id,
            kind=kind,
            name=name,
            content_type=file.content_type,
            size_bytes=size,
            sha256=sha256,
            blob_key=key,
            created_at=0.0,
            request_id=self._request.id,
            facts=_facts(plan, file.content_type, size) if kind == "output" else {},
        )

    def _key(self, name: str) -> str:
        # Folders by time, for about nine hours each: a new folder for every request would cost
        # the disk more waits than the file itself.
        request = self._request
        when = request.id.rpartition("_")[2][:5]
        return f"outputs/{when}/{request.id}-{request.attempt}-{name}"

    async def discard(self) -> None:
        """Remove what was stored, unless a row counts on it."""
        if not self._keys:
            return
        unused = await self._files.unused(self._keys)
        for key in unused:
            await self._artifacts.delete(key)
        await self._files.forget(unused)

    async def _put(self, key: str, path: Path, content_type: str) -> None:
        for pause_s in (*self._patience_s, None):
            try:
                await self._artifacts.put(key, path, content_type)
            except Exception as error:
                if pause_s is None:
                    text = "the finished file could not be stored"
                    raise EngineError(text, "storage_error", retryable=True) from error
                _log.warning("storing %s failed, trying again: %r", key, error)
                await asyncio.sleep(pause_s)
            else:
                return


class Previews:
    """Small pictures of a clip that is still being rendered; none of them is owed to anybody."""

    def __init__(self, claim: Claim, store: RequestStore, delivery: Delivery, plan: Plan) -> None:
        self._claim = claim
        self._store = store
        self._delivery = delivery
        self._plan = plan
        self._next = 0.0
        self._number = 0
        self._tasks: set[asyncio.Task[None]] = set()

    def offer(self, path: Path) -> None:
        """Take a picture, if the last one is long enough ago."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + PREVIEW_S
        self._number += 1
        copy = path.with_name(f"preview-{self._number}{path.suffix}")
        shutil.copyfile(path, copy)  # the engine will write over its own
        task = asyncio.create_task(self._send(copy))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Wait for the pictures that are on their way."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _send(self, path: Path) -> None:
        file = await self._delivery.store(
            RenderedFile("preview", str(path), "image/jpeg"), self._plan
        )
        request = self._claim.request
        await self._store.record(
            request.id, request.attempt, "preview", {"file_id": file.id}, (file,)
        )


async def _digest(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a file; a small one is read at once, which is faster than a thread."""
    if _size(path) <= _SMALL_BYTES:
        return _digest_here(path)
    return await asyncio.to_thread(_digest_here, path)


def _size(path: Path) -> int:
    return path.stat().st_size


def _digest_here(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), _size(path)


def _facts(plan: Plan, content_type: str, size_bytes: int) -> Mapping[str, Json]:
    """What a verified file is, so that it can be an input without another look."""
    return to_json(
        MediaFacts(
            MediaKind.VIDEO,
            "mp4",
            content_type,
            plan.width,
            plan.height,
            size_bytes,
            plan.duration_s,
            float(plan.fps),
            plan.frames,
            plan.has_audio,
        )
    )
