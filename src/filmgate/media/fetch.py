"""Getting media from outside: URLs through the guard, and data URIs."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

import aiohttp
from yarl import URL

from filmgate.core.errors import MediaError
from filmgate.media.guard import BlockedAddress, FetchPolicy, guarded_connector

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from aiohttp.abc import AbstractResolver

#: bytes read at a time
_CHUNK: Final = 64 * 1024
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
#: limits on what a server may answer before its first byte of content
_LINE_LIMIT: Final = 8190
_HEADER_LIMIT: Final = 64
#: seconds to reach a server; the caller's limit holds for everything together
_CONNECT_S: Final = 10.0
_DATA_URI: Final = re.compile(
    r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w.+-]+=[^;,]*)*)(;base64)?,", re.IGNORECASE
)
#: base64 characters decoded at a time, a multiple of four
_BASE64_STEP: Final = 4 * 64 * 1024


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that was fetched whole."""

    path: Path
    size_bytes: int
    #: hexadecimal
    sha256: str
    #: as its source declares it, without parameters; "" if it does not
    content_type: str


class Fetcher:
    """Fetches URLs that strangers send; one for the whole process.

    Parameters
    ----------
    policy
        Which URLs may be fetched.
    resolver
        How names become addresses; the system's way when None.
    """

    def __init__(self, policy: FetchPolicy, resolver: AbstractResolver | None = None) -> None:
        self._policy = policy
        self._resolver = resolver
        self._session: aiohttp.ClientSession | None = None

    async def fetch(self, url: str, target: Path, *, max_bytes: int, timeout_s: float) -> Fetched:
        """Download a URL to a file, which appears only when it is complete.

        Raises
        ------
        MediaError
            Type "url", "blocked_address", "unreachable", "too_large", "timeout" or "empty".
        """
        checked = self._policy.check_url(url)
        try:
            async with asyncio.timeout(timeout_s):
                return await self._follow(checked, target, max_bytes)
        except TimeoutError as error:
            text = f"{checked.host} did not deliver the file within {timeout_s:g} s"
            raise MediaError(text, "timeout") from error
        except (aiohttp.ClientError, ConnectionError) as error:
            raise _explain(error, checked) from error

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=guarded_connector(self._policy, self._resolver),
                cookie_jar=aiohttp.DummyCookieJar(),
                # compressed answers are refused, so nothing can swell while it is unpacked
                headers={"Accept-Encoding": "identity", "User-Agent": "filmgate", "Accept": "*/*"},
                auto_decompress=False,
                trust_env=False,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_S),
                max_line_size=_LINE_LIMIT,
                max_field_size=_LINE_LIMIT,
                max_headers=_HEADER_LIMIT,
            )
        return self._session

    async def _follow(self, url: URL, target: Path, max_bytes: int) -> Fetched:
        """Get the URL; each redirect is a new URL and is checked like the first."""
        for _ in range(self._policy.max_redirects + 1):
            async with self._open().get(url, allow_redirects=False) as response:
                if response.status not in _REDIRECTS:
                    return await _save(response, target, max_bytes)
                place = response.headers.get("Location", "")
            try:
                url = self._policy.check_url(url.join(URL(place)))
            except ValueError as error:
                raise MediaError(
                    f"{url.host} redirects to something that is no URL", "url"
                ) from error
        limit = self._policy.max_redirects
        raise MediaError(f"more than {limit} redirects; give the final URL", "unreachable")


async def _save(response: aiohttp.ClientResponse, target: Path, max_bytes: int) -> Fetched:
    host = response.url.host
    if response.status != 200:
        text = f"{host} answered {response.status}; the URL must be readable without a login"
        raise MediaError(text, "unreachable")
    if response.headers.get("Content-Encoding", "identity").lower() not in ("identity", ""):
        raise MediaError(f"{host} sends the file compressed; serve it as it is", "unreachable")
    if response.content_length is not None and response.content_length > max_bytes:
        raise _too_large(max_bytes)
    declared = response.headers.get("Content-Type", "")
    return await _write(response.content.iter_chunked(_CHUNK), target, max_bytes, declared)


async def _write(
    chunks: AsyncIterator[bytes], target: Path, max_bytes: int, declared: str
) -> Fetched:
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    digest, size = hashlib.sha256(), 0
    try:
        with partial.open("wb") as file:
            async for chunk in chunks:
                size += len(chunk)
                if size > max_bytes:
                    raise _too_large(max_bytes)
                digest.update(chunk)
                file.write(chunk)
        if not size:
            raise MediaError("the file is empty", "empty")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return Fetched(target, size, digest.hexdigest(), _plain_type(declared))


def read_data_uri(uri: str, target: Path, max_bytes: int) -> Fetched:
    """Write the content of a ``data:`` URI to a file.

    Raises
    ------
    MediaError
        Type "data_uri", "too_large" or "empty".
    """
    head = _DATA_URI.match(uri[:1024])
    if head is None:
        raise MediaError("a data URI must look like data:image/png;base64,…", "data_uri")
    digest, size = hashlib.sha256(), 0
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with partial.open("wb") as file:
            for chunk in _contents(uri, head.end(), is_base64=head.group(3) is not None):
                size += len(chunk)
                if size > max_bytes:
                    raise _too_large(max_bytes)
                digest.update(chunk)
                file.write(chunk)
        if not size:
            raise MediaError("the data URI is empty", "empty")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return Fetched(target, size, digest.hexdigest(), (head.group(1) or "").lower())


def _contents(uri: str, start: int, *, is_base64: bool) -> Iterator[bytes]:
    if not is_base64:
        yield unquote_to_bytes(uri[start:])
        return
    if uri.find("%", start) >= 0 or uri.find("\n", start) >= 0:
        text = unquote_to_bytes(uri[start:]).decode("latin-1")
        uri, start = "".join(text.split()), 0
    try:
        for at in range(start, len(uri), _BASE64_STEP):
            yield base64.b64decode(uri[at : at + _BASE64_STEP], validate=True)
    except (binascii.Error, ValueError) as error:
        told = f"the data URI is not valid base64 ({error}); encode the file again"
        raise MediaError(told, "data_uri") from error


def _plain_type(declared: str) -> str:
    return declared.partition(";")[0].strip().lower()


def _too_large(max_bytes: int) -> MediaError:
    limit = f"{max_bytes / 2**20:g} MiB" if max_bytes >= 2**20 else f"{max_bytes} bytes"
    return MediaError(f"the file is larger than {limit}; send a smaller one", "too_large")


def _explain(error: Exception, url: URL) -> MediaError:
    """Say what went wrong without telling what our network looks like."""
    cause = getattr(error, "os_error", error)
    if isinstance(cause, BlockedAddress):
        text = f"{url.host} is not on the public internet; upload the file instead"
        return MediaError(text, "blocked_address")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return MediaError(f"the name {url.host} cannot be found", "unreachable")
    if isinstance(error, aiohttp.ClientSSLError):
        return MediaError(f"{url.host} has no valid certificate", "unreachable")
    if isinstance(error, aiohttp.ClientConnectorError):
        return MediaError(f"{url.host} cannot be reached", "unreachable")
    kind = type(error).__name__
    return MediaError(f"{url.host} broke off or did not speak HTTP ({kind})", "unreachable")
