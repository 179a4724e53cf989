"""Rows that have been kept long enough, and rows held against what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from filmgate.core.records import Blob, Kept
from filmgate.core.request import first_id
from filmgate.db.files import drop
from filmgate.db.life import remove_rest
from filmgate.db.script import Query, Script, query, repeatable

if TYPE_CHECKING:
    from filmgate.db.script import Database


class RetentionTable:
    """Implements `filmgate.requests.retention.KeptRows`; every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def kept(self, after: str, before: float, limit: int) -> list[Kept]:
        """Requests after this id that were made before a time, oldest first."""
        rows = await self._database.scan(
            "kept_requests", after=after, until=first_id("req", before), limit=limit
        )
        return [Kept(row["id"], row["finished_at"]) for row in rows]

    async def drop_files(self, request_ids: Sequence[str], kinds: Sequence[str]) -> int:
        """Remove files of these kinds of ended requests; their bytes follow with the blobs."""
        return await self._database.run(_drop_files(request_ids, kinds))

    async def drop_progress(self, request_ids: Sequence[str]) -> int:
        """Remove the notes of progress of ended requests."""
        return await self._database.run(_drop_progress(request_ids))

    async def drop_requests(self, request_ids: Sequence[str]) -> int:
        """Remove ended requests with everything that is theirs, but their lines in the ledger."""
        return await self._database.run(_drop_requests(request_ids))

    async def drop_deliveries(self, before: float, limit: int) -> int:
        """Remove messages of webhooks that are over."""
        statement = query(
            "drop_deliveries", until=first_id("msg_req", before), before=before, limit=limit
        )
        return await self._database.run(_count(statement))

    async def blobs(self, after: str, limit: int) -> list[Blob]:
        """Blobs after this key, in the order of their keys."""
        rows = await self._database.scan("blob_page", after=after, limit=limit)
        return [Blob(row["blob_key"], row["size_bytes"], row["holders"]) for row in rows]

    async def adopt(self, blob_key: str, size_bytes: int) -> bool:
        """Choose stored bytes without a row for removal; False when they have a row by now.

        Whoever stores the same content from now on names it otherwise.
        """
        statement = query("blob_adopt", blob_key=blob_key, size_bytes=size_bytes)
        return await self._database.run(_count(statement)) > 0

    async def users(self, blob_key: str) -> list[str]:
        """What counts on a blob, a few of it: ids of requests, or of uploads."""
        rows = await self._database.scan("blob_users", blob_key=blob_key)
        return [row["request_id"] or row["id"] for row in rows]

    async def begin_scan(self, every_s: float) -> bool:
        """Whether it is this process's turn to look through the store."""
        return await self._database.run(_begin_scan(every_s))


@repeatable
def _drop_files(request_ids: Sequence[str], kinds: Sequence[str]) -> Script[int]:
    dropped = 0
    for request_id in request_ids:
        for kind in kinds:
            rows = yield query("drop_files", request_id=request_id, kind=kind)
            yield from drop([row["blob_key"] for row in rows])
            dropped += len(rows)
    return dropped


@repeatable
def _drop_progress(request_ids: Sequence[str]) -> Script[int]:
    dropped = 0
    for request_id in request_ids:
        dropped += len((yield query("drop_progress", request_id=request_id)))
    return dropped


@repeatable
def _drop_requests(request_ids: Sequence[str]) -> Script[int]:
    dropped = 0
    for request_id in request_ids:
        if (yield query("drop_request", id=request_id)):
            yield from remove_rest(request_id)
            dropped += 1
    return dropped


@repeatable
def _begin_scan(every_s: float) -> Script[bool]:
    if (yield query("scan_first")):
        return True
    return bool((yield query("scan_begin", every_s=every_s)))


@repeatable
def _count(statement: Query) -> Script[int]:
    return len((yield statement))
