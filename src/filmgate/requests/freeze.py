"""Freezes media inputs: whatever a value points to today is what will be rendered.

Every value (URL, data URI, upload, an output of ours) becomes a file of the caller's over a
content-addressed blob, so neither a changed URL nor a deleted upload can change a request.
"""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from filmgate.catalog.places import Loc, MediaValue
from filmgate.core.errors import MediaError, NotFound
from filmgate.core.json import Json
from filmgate.core.media import MediaFacts
from filmgate.core.order import Media, MediaKind
from filmgate.core.ports import ArtifactStore, FileRows
from filmgate.core.records import StoredFile
from filmgate.core.request import new_id
from filmgate.requests.ports import Decode, Fetch
from filmgate.requests.record import to_facts, to_json

#: how a file of ours is named in an input
SCHEME: Final = "filmgate://"
#: how a sample picture of filmgate itself is named
_SAMPLES: Final = SCHEME + "samples/"
_EXTENSIONS: Final = {"jpeg": "jpg", "matroska": "mkv"}


@dataclass(frozen=True, slots=True)
class Frozen:
    """One distinct media value, and what it came to."""

    values: tuple[MediaValue, ...]
    #: the caller's file it will become; None: deferred
    file: StoredFile | None = None
    facts: MediaFacts | None = None
    #: new content, not stored yet; None: the blob is already there
    path: Path | None = None
    error: MediaError | None = None

    def media(self) -> dict[Loc, Media]:
        """How an order names it, at each of its places."""
        return {value.loc: self._media(value) for value in self.values}

    def _media(self, value: MediaValue) -> Media:
        if self.file is None or self.facts is None:
            return Media(value.loc, value.field.kind, url=value.value)
        return Media(
            value.loc,
            self.facts.kind,
            self.file.id,
            width=self.facts.width,
            height=self.facts.height,
            duration_s=self.facts.duration_s,
            fps=self.facts.fps,
            has_audio=self.facts.has_audio,
            size_bytes=self.facts.size_bytes,
            format=self.facts.format,
        )


class Freezer:
    """Fetches, measures and stores media inputs.

    Parameters
    ----------
    files, artifacts
        Rows and bytes.
    fetch, decode
        The guarded way out, and the limited child that looks into files.
    own_file
        The id of our own file that a URL names, if its signature is ours.
    scratch
        Folder for files that are being looked at.
    max_bytes
        Largest file of each kind.
    """

    def __init__(
        self,
        files: FileRows,
        artifacts: ArtifactStore,
        fetch: Fetch,
        decode: Decode,
        own_file: Callable[[str], str | None],
        scratch: Path,
        max_bytes: Mapping[MediaKind, int],
    ) -> None:
        self._files = files
        self._artifacts = artifacts
        self._fetch = fetch
        self._decode = decode
        self._own_file = own_file
        self._scratch = scratch
        self._max_bytes = max_bytes

    @asynccontextmanager
    async def measured(
        self, owner_id: str, request_id: str, values: Sequence[MediaValue], timeout_s: float
    ) -> AsyncIterator[list[Frozen]]:
        """Get and measure every value at once; nothing is recorded, and the copies go at the end.

        Parameters
        ----------
        owner_id, request_id
            Whose files these will be.
        values
            Values that are present; equal ones are fetched once.
        timeout_s
            Seconds for a remote file, after which it is deferred.
        """
        if not values:
            yield []
            return
        groups: dict[tuple[str, MediaKind], list[MediaValue]] = {}
        for value in values:
            groups.setdefault((value.value, value.field.kind), []).append(value)
        folder = self._scratch / f"in-{request_id}"
        folder.mkdir(parents=True, exist_ok=True)
        try:
            yield await asyncio.gather(
                *(
                    self._measure(owner_id, request_id, tuple(group), folder / str(n), timeout_s)
                    for n, group in enumerate(groups.values())
                )
            )
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    async def store(self, frozen: Sequence[Frozen]) -> tuple[StoredFile, ...]:
        """Store new content; the files that the request's own transaction has to record.

        The blob is reserved first: from then on no sweep takes it, whether or not it was there.
        """
        return tuple(
            await asyncio.gather(*(self._store(item) for item in frozen if item.file is not None))
        )

    async def _store(self, item: Frozen) -> StoredFile:
        file = item.file
        assert file is not None
        if item.path is None:
            return file
        key = await self._files.reserve(file.sha256, file.size_bytes)
        await self._artifacts.put(key, item.path, file.content_type)
        return replace(file, blob_key=key)

    async def _measure(
        self,
        owner_id: str,
        request_id: str,
        values: tuple[MediaValue, ...],
        target: Path,
        timeout_s: float,
    ) -> Frozen:
        try:
            own = self._named_file(values[0].value)
            if own is not None:
                return await self._take_own(owner_id, request_id, values, own, target)
            fetched = await self._get(values[0], target, timeout_s)
            if fetched is None:
                return Frozen(values)
            facts = await self._decode.probe(fetched.path, values[0].field.kind)
        except MediaError as error:
            return Frozen(values, error=error)
        file = _new_file(owner_id, request_id, values[0].loc, facts, fetched.sha256)
        return Frozen(values, file, facts, fetched.path)

    async def _get(self, value: MediaValue, target: Path, timeout_s: float) -> Any:
        """Get new content; None when a remote file takes too long."""
        if value.value.startswith(_SAMPLES):
            return await asyncio.to_thread(_copy_sample, value.value, target)
        limit = self._max_bytes[value.field.kind]
        if value.value[:5].lower() == "data:":
            return await asyncio.to_thread(_read_data, value.value, target, limit)
        try:
            return await self._fetch.fetch(
                value.value, target, max_bytes=limit, timeout_s=timeout_s
            )
        except MediaError as error:
            if error.type == "timeout":
                return None
            raise

    def _named_file(self, value: str) -> str | None:
        if value.startswith(SCHEME) and not value.startswith(_SAMPLES):
            return value.removeprefix(SCHEME)
        return self._own_file(value) if value[:4].lower() == "http" else None

    async def _take_own(
        self,
        owner_id: str,
        request_id: str,
        values: tuple[MediaValue, ...],
        file_id: str,
        target: Path,
    ) -> Frozen:
        """Make a file of the caller's an input: another name for the same blob."""
        known = await self._files.get(file_id)
        if known is None or known.owner_id != owner_id:
            # the same words for both: nobody learns which ids exist
            raise MediaError(f"you have no file {file_id[:64]!r}; upload it again", "unknown_file")
        facts = to_facts(known.facts)
        if facts is None:
            try:
                await self._artifacts.fetch(known.blob_key, target)
            except NotFound as error:
                raise MediaError(f"the content of {file_id!r} is gone", "unknown_file") from error
            facts = await self._decode.probe(target, values[0].field.kind)
        file = _new_file(owner_id, request_id, values[0].loc, facts, known.sha256)
        return Frozen(values, replace(file, blob_key=known.blob_key), facts)


def _read_data(value: str, target: Path, limit: int) -> Any:
    """Write a data URI's content; imports in the thread, since that takes a while once."""
    from filmgate.media.fetch import read_data_uri

    return read_data_uri(value, target, limit)


def _copy_sample(value: str, target: Path) -> Any:
    """Copy a sample picture, as if it had been fetched."""
    from filmgate.media import samples
    from filmgate.media.fetch import Fetched

    name = value.removeprefix(_SAMPLES)
    if name not in samples.SAMPLES:
        offered = ", ".join(samples.SAMPLES)
        raise MediaError(f"there is no sample {name[:64]!r}; there are: {offered}", "unknown_file")
    content = samples.path(name).read_bytes()
    target.write_bytes(content)
    return Fetched(target, len(content), hashlib.sha256(content).hexdigest(), "")


def _new_file(
    owner_id: str, request_id: str, loc: Loc, facts: MediaFacts, sha256: str
) -> StoredFile:
    extension = _EXTENSIONS.get(facts.format, facts.format)
    return StoredFile(
        id=new_id("file"),
        owner_id=owner_id,
        kind="input",
        name=f"{'-'.join(map(str, loc))}.{extension}",
        content_type=facts.content_type,
        size_bytes=facts.size_bytes,
        sha256=sha256,
        blob_key="",
        created_at=0.0,
        request_id=request_id,
        facts=to_json(facts),
    )


def replaced(given: Mapping[str, Json], frozen: Sequence[Frozen]) -> dict[str, Json]:
    """Copy an input with every frozen value replaced by the file it became."""
    if not frozen:
        return dict(given)
    copy: Any = deepcopy(dict(given))
    for item in frozen:
        for value in item.values:
            if item.file is not None:
                place = copy
                for step in value.loc[:-1]:
                    place = place[step]
                place[value.loc[-1]] = SCHEME + item.file.id
    return dict(copy)
