"""Bytes by key on disk, or in anything obstore can reach (``s3://``)."""

from __future__ import annotations

import asyncio
import logging
import shutil
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import parse_qsl, unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, from_url

from filmgate.core.errors import ConfigurationError, NotFound, Unavailable
from filmgate.storage.durable import INCOMING, clear_incoming, store_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Iterator

    from obstore.store import ObjectStore


#: bytes handed over at a time when a file is streamed
_CHUNK: Final = 256 * 1024
#: query words of a storage URL that configure the HTTP client and not the store
_CLIENT_WORDS: Final = frozenset({"allow_http", "timeout", "connect_timeout", "http1_only"})

#: how long a bucket is tried: a caller should rather hear that it is away than wait for it
_RETRIES: Final = {
    "max_retries": 5,
    "backoff": {
        "init_backoff": timedelta(milliseconds=100),
        "max_backoff": timedelta(seconds=2),
        "base": 2,
    },
    "retry_timeout": timedelta(seconds=10),
}

_log = logging.getLogger("filmgate.storage")


class Artifacts:
    """Files by key; implements `filmgate.core.ports.ArtifactStore`.

    Every method raises `Unavailable` when a bucket cannot be reached, after a few tries.

    Parameters
    ----------
    place
        A folder (``/var/lib/filmgate/files`` or ``file:///…``), or the URL of a bucket:
        ``s3://bucket/prefix?region=eu-central-1&endpoint=https://…``. Query words are options of
        obstore's stores and of its HTTP client; credentials may come from ``AWS_*`` instead.

    Raises
    ------
    ConfigurationError
        If the place is not a folder that can be made, nor a URL obstore knows.
    """

    def __init__(self, place: str | Path) -> None:
        self._root = _folder(place)
        self._store = _open_folder(self._root) if self._root else _open_url(str(place))

    async def put(self, key: str, source: Path, content_type: str) -> None:
        """Store a local file under a key; on disk it survives a power cut once this returns.

        Raises
        ------
        StorageFull
            If the disk has no room.
        """
        check_key(key)
        if self._root is not None:
            await _to_the_end(asyncio.to_thread(store_file, self._root, key, source))
        else:
            await _to_the_end(self._upload(key, source, content_type))

    async def _upload(self, key: str, source: Path, content_type: str) -> None:
        with _reaching():
            attributes = {"Content-Type": content_type}
            await obstore.put_async(self._store, key, source, attributes=attributes)

    async def fetch(self, key: str, target: Path) -> None:
        """Copy a stored file to a local path, whole or not at all.

        Raises
        ------
        NotFound
            If nothing has this key.
        """
        check_key(key)
        await asyncio.to_thread(self._copy_out, key, target)

    def _copy_out(self, key: str, target: Path) -> None:
        partial = target.with_name(f".{target.name}.part")
        try:
            with _reaching(), partial.open("wb") as file:
                for chunk in obstore.get(self._store, key).stream(_CHUNK):
                    file.write(chunk)
            partial.replace(target)
        except FileNotFoundError as error:
            raise NotFound(f"no stored file has the key {key}") from error
        finally:
            partial.unlink(missing_ok=True)

    async def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Read the bytes from `start` up to, not including, `end`, in pieces.

        Raises
        ------
        NotFound
            If nothing has this key; before the first piece.
        """
        check_key(key)
        if end <= start:
            return
        try:
            with _reaching():
                found = await obstore.get_async(self._store, key, options={"range": (start, end)})
        except FileNotFoundError as error:
            raise NotFound(f"no stored file has the key {key}") from error
        with _reaching():
            async for chunk in found.stream(_CHUNK):
                yield bytes(chunk)

    async def delete(self, key: str) -> None:
        """Remove a stored file; a missing one is fine."""
        check_key(key)
        try:
            with _reaching():
                await obstore.delete_async(self._store, key)
        except FileNotFoundError:
            return

    async def list(self, prefix: str) -> list[tuple[str, int, float]]:
        """Keys under a folder-like prefix, sorted, with size in bytes and time since the epoch."""
        found = []
        with _reaching():
            async for batch in obstore.list(self._store, prefix or None):
                for item in batch:
                    if not item["path"].startswith(f"{INCOMING}/"):
                        modified = item["last_modified"].timestamp()
                        found.append((item["path"], item["size"], modified))
        return sorted(found)

    async def free_bytes(self) -> int | None:
        """Bytes left on the disk; None where that cannot be known."""
        if self._root is None:
            return None
        return shutil.disk_usage(self._root).free


@contextmanager
def _reaching() -> Iterator[None]:
    """Say of a store that does not answer as it should that it is away."""
    try:
        yield
    except FileNotFoundError:
        raise  # it has answered
    except BaseError as error:
        _log.warning("the store of the files: %s", error)
        text = "the store of the files cannot be reached; try again in a moment"
        raise Unavailable(text) from error


async def _to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """Wait for work that nothing can stop, also when the caller is cancelled meanwhile."""
    call = asyncio.ensure_future(work)
    is_cancelled = False
    while not call.done():
        try:
            await asyncio.wait((call,))
        except asyncio.CancelledError:
            is_cancelled = True
    error = call.exception()
    if is_cancelled:
        raise asyncio.CancelledError
    if error is not None:
        raise error


def check_key(key: str) -> None:
    """Refuse keys that could leave the store, or that stores read differently."""
    parts = key.split("/")
    plain = all(part not in ("", ".", "..") and part.isprintable() for part in parts)
    if not plain or "\\" in key or parts[0] == INCOMING or str(PurePosixPath(key)) != key:
        raise ValueError(f"not a key of a stored file: {key!r}")


def _folder(place: str | Path) -> Path | None:
    """The folder a place means, or None when it is the URL of something else."""
    if isinstance(place, Path):
        return place
    url = urlsplit(place)
    if url.scheme == "file":
        return Path(unquote(url.path))
    return None if "://" in place else Path(place)


def _open_folder(root: Path) -> ObjectStore:
    try:
        root.mkdir(parents=True, exist_ok=True)
        clear_incoming(root)
    except OSError as error:
        raise ConfigurationError(f"files cannot be kept in {root}: {error}") from error
    return LocalStore(root)


def _open_url(place: str) -> ObjectStore:
    url = urlsplit(place)
    words = dict(parse_qsl(url.query))
    client = {word: _value(text) for word, text in words.items() if word in _CLIENT_WORDS}
    config = {word: _value(text) for word, text in words.items() if word not in _CLIENT_WORDS}
    bare = url._replace(query="", fragment="").geturl()
    try:
        # its overloads list every option of every store; the words come from the operator
        opened: ObjectStore = cast("Any", from_url)(
            bare, client_options=client or None, retry_config=_RETRIES, **config
        )
    except (BaseError, TypeError, ValueError) as error:
        safe = url._replace(query="…" if url.query else "").geturl()
        why = str(error).partition("\n")[0]
        raise ConfigurationError(f"files cannot be kept at {safe}: {why}") from error
    return opened


def _value(text: str) -> str | bool:
    return {"true": True, "false": False}.get(text.lower(), text)
