"""Rows of files, and how many of them count on each stored blob.

A blob is removed in three steps, so that nobody can begin to count on bytes that are going away:
it is *doomed* (a committed mark), its bytes are removed, its row is forgotten. A crash in between
leaves a doomed row, and the next sweep goes on from there.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Final

from filmgate.core.errors import NotFound
from filmgate.core.records import StoredFile
from filmgate.db.rows import file_params, to_file
from filmgate.db.script import Database, Query, Row, Script, query, repeatable

#: seconds a blob that nobody counts on is left alone: a submit may be about to use it
FRESH_S: Final = 3600.0
#: sorts after every id
LAST: Final = "~"


class FileTable:
    """Files of owners over blobs; implements `core.ports.FileRows`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reserve(self, sha256: str, size_bytes: int) -> str:
        """Name the blob for this content and keep it from being swept; then store it there."""
        # Not durable by itself: the transaction that counts on the blob comes later and is.
        return await self._database.run(_reserve(sha256, size_bytes), durable=False)

    async def announce(self, blob_key: str, sha256: str, size_bytes: int) -> None:
        """Record a blob with a key of its own that is about to be stored."""
        await self._database.run(_announce(blob_key, sha256, size_bytes), durable=False)

    async def add(self, file: StoredFile) -> StoredFile:
        """Record a file; the blob must already be stored."""
        return await self._database.run(_add(file))

    async def get(self, file_id: str) -> StoredFile | None:
        """Read one row."""
        return _first(await self._database.read("file_get", id=file_id))

    async def find(self, owner_id: str, sha256: str) -> StoredFile | None:
        """The owner's own upload with this content, if any."""
        return _first(await self._database.read("file_find", owner_id=owner_id, sha256=sha256))

    async def page(
        self, owner_id: str, cursor: str | None, limit: int
    ) -> tuple[list[StoredFile], str | None]:
        """One page of an owner's uploads, newest first."""
        rows = await self._database.read(
            "file_page", owner_id=owner_id, cursor=cursor or LAST, limit=limit + 1
        )
        files = [to_file(row) for row in rows[:limit]]
        return files, files[-1].id if len(rows) > limit else None

    async def of_request(self, request_id: str) -> list[StoredFile]:
        """The files of one request."""
        rows = await self._database.read("file_of_request", request_id=request_id)
        return [to_file(row) for row in rows]

    async def keep(self, file_id: str, expires_at: float | None) -> bool:
        """Give an upload a new end; False when it is gone."""
        return await self._database.run(_keep(file_id, expires_at))

    async def delete(self, file_id: str) -> bool:
        """Delete an upload; the blob goes when nobody counts on it."""
        return await self._database.run(_delete(query("file_delete", id=file_id))) > 0

    async def expire(self) -> int:
        """Delete the files whose time is over; returns how many."""
        return await self._database.run(_delete(query("file_delete_expired")))

    async def unused(self, blob_keys: Sequence[str] | None = None) -> list[str]:
        """Choose blobs for removal: these, or those unused for an hour; none if counted on."""
        return await self._database.run(_doom(blob_keys))

    async def forget(self, blob_keys: Sequence[str]) -> None:
        """Drop the rows of blobs whose bytes are gone."""
        await self._database.run(_forget(blob_keys))


def _first(rows: list[Row]) -> StoredFile | None:
    return to_file(rows[0]) if rows else None


def hold(file: StoredFile) -> Script[None]:
    """Record a file and count it on its blob; a part of larger scripts too."""
    if not (yield query("blob_hold", blob_key=file.blob_key)):
        raise gone(file)
    yield Query("file_insert", file_params(file))


def gone(file: StoredFile) -> NotFound:
    """The error of a file whose blob was removed."""
    return NotFound(f"the content of {file.name!r} is no longer stored; send it again")


def drop(keys: Sequence[str]) -> Script[None]:
    """Count one file less on each of these blobs."""
    for key in keys:
        yield query("blob_drop", blob_key=key)


@repeatable
def _reserve(sha256: str, size_bytes: int) -> Script[str]:
    key = f"blobs/{sha256[:2]}/{sha256}"
    rows = yield query("blob_get", blob_key=key)
    if rows and rows[0]["holders"] >= 0:
        yield query("blob_touch", blob_key=key)
        return key
    if rows:  # its bytes are being removed right now: store them again beside it
        key = f"{key}-{secrets.token_hex(4)}"
    yield from _announce(key, sha256, size_bytes)
    return key


@repeatable
def _announce(key: str, sha256: str, size_bytes: int) -> Script[None]:
    yield query("blob_insert", blob_key=key, sha256=sha256, size_bytes=size_bytes)


@repeatable
def _add(file: StoredFile) -> Script[StoredFile]:
    yield from hold(file)
    rows = yield query("file_get", id=file.id)
    return to_file(rows[0])


@repeatable
def _keep(file_id: str, expires_at: float | None) -> Script[bool]:
    return bool((yield query("file_keep", id=file_id, expires_at=expires_at)))


@repeatable
def _delete(statement: Query) -> Script[int]:
    rows = yield statement
    yield from drop([row["blob_key"] for row in rows])
    return len(rows)


@repeatable
def _doom(keys: Sequence[str] | None) -> Script[list[str]]:
    if keys is None:
        yield query("blob_doom", fresh_s=FRESH_S)
        rows = yield query("blob_doomed")
        return [row["blob_key"] for row in rows]
    doomed: list[str] = []
    for key in keys:
        rows = yield query("blob_doom_one", blob_key=key)
        doomed += [row["blob_key"] for row in rows]
    return doomed


@repeatable
def _forget(keys: Sequence[str]) -> Script[None]:
    for key in keys:
        yield query("blob_forget", blob_key=key)
