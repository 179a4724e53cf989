"""What is stored, held against the rows: bytes nobody knows, rows whose bytes are gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from filmgate.core.records import Blob

#: bytes without a row that are younger belong to something that is about to have one
YOUNG_S: Final = 86_400.0
#: rows that are read at a time
PAGE: Final = 2000
#: places that are named in a report
NAMED: Final = 20


class BlobRows(Protocol):
    """Rows about stored bytes."""

    async def blobs(self, after: str, limit: int) -> Sequence[Blob]:
        """Blobs after this key, in the order of their keys."""

    async def adopt(self, blob_key: str, size_bytes: int) -> bool:
        """Choose stored bytes without a row for removal; False when they have a row by now."""

    async def users(self, blob_key: str) -> Sequence[str]:
        """What counts on a blob, a few of it: ids of requests, or of uploads."""


class Stored(Protocol):
    """Where the bytes are."""

    async def list(self, prefix: str) -> list[tuple[str, int, float]]:
        """Keys under a prefix with their size and time, sorted."""


@dataclass(slots=True)
class Audit:
    """What was found."""

    stored: int = 0
    stored_bytes: int = 0
    #: rows that files count on
    rows: int = 0
    #: bytes that no row knows, older than a day; the first of them
    orphans: int = 0
    orphan_bytes: int = 0
    orphan_keys: list[str] = field(default_factory=list)
    #: how many of them were chosen for removal
    adopted: int = 0
    #: rows that files count on and whose bytes are gone; who counts on the first of them
    missing: int = 0
    missing_of: dict[str, Sequence[str]] = field(default_factory=dict)
    #: rows whose bytes have another size than the row says
    wrong: int = 0
    wrong_keys: list[str] = field(default_factory=list)


async def audit(rows: BlobRows, store: Stored, now: float, *, adopts: bool) -> Audit:
    """Compare every row with everything that is stored.

    Parameters
    ----------
    rows, store
        What is compared.
    now
        Seconds since the epoch.
    adopts
        Choose old bytes without a row for removal; the next sweep removes them.
    """
    listed = await store.list("")
    stored = {key: size for key, size, _ in listed}
    found = Audit(len(listed), sum(stored.values()))
    unknown, missing = dict(stored), []
    after = ""
    while page := await rows.blobs(after, PAGE):
        for blob in page:
            unknown.pop(blob.key, None)
            if blob.holders > 0 and _is_missing(found, blob, stored.get(blob.key)):
                missing.append(blob.key)
        after = page[-1].key
    if missing:  # some may have come between the two looks
        came = {key for key, _, _ in await store.list("")}
        await _tell_missing(found, [key for key in missing if key not in came], rows)
    for key, size, modified in listed:
        if key in unknown and modified < now - YOUNG_S:
            _tell_orphan(found, key, size)
            found.adopted += adopts and await rows.adopt(key, size)
    return found


def _tell_orphan(found: Audit, key: str, size: int) -> None:
    found.orphans += 1
    found.orphan_bytes += size
    if found.orphans <= NAMED:
        found.orphan_keys.append(key)


def _is_missing(found: Audit, blob: Blob, size: int | None) -> bool:
    found.rows += 1
    if size is not None and size != blob.size_bytes:
        found.wrong += 1
        if found.wrong <= NAMED:
            found.wrong_keys.append(blob.key)
    return size is None


async def _tell_missing(found: Audit, keys: Sequence[str], rows: BlobRows) -> None:
    found.missing = len(keys)
    for key in keys[:NAMED]:
        found.missing_of[key] = await rows.users(key)
