"""Files by link: outputs, previews and uploads, without a key, in whole or in part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import StreamingResponse

from filmgate.core.errors import NotFound
from filmgate.http.errors import Refused
from filmgate.http.ranges import Unsatisfiable, matches_etag, read_range
from filmgate.http.reply import Reply

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.responses import Response

    from filmgate.core.ports import ArtifactStore
    from filmgate.core.records import StoredFile
    from filmgate.http.call import Call

#: types that a browser may show as they are; anything else is only offered for download
_SHOWN: Final = ("video/", "audio/", "image/jpeg", "image/png", "image/webp", "image/gif")
_SHOWN_MORE: Final = ("image/avif", "image/bmp", "application/json")


async def serve(call: Call) -> Response:
    """Send a file: 200, 206 for one range, 304 when the caller has it, 416 beyond its end."""
    file = await _linked(call)
    headers = _headers(file, is_download=call.text("download") not in ("", "0", "false"))
    etag = headers["etag"]
    known = call.header("if-none-match")
    if known and matches_etag(known, etag):
        return Reply(b"", 304, _raw({k: headers[k] for k in ("etag", "cache-control")}))
    asked = call.header("range")
    condition = call.header("if-range")
    if condition and condition != etag:
        asked = ""
    try:
        part = read_range(asked, file.size_bytes)
    except Unsatisfiable as error:
        raise Refused(416, headers={"Content-Range": f"bytes */{file.size_bytes}"}) from error
    start, end = part or (0, file.size_bytes)
    headers["content-length"] = str(end - start)
    if part:
        headers["content-range"] = f"bytes {start}-{end - 1}/{file.size_bytes}"
    status = 206 if part else 200
    if call.scope["method"] == "HEAD":
        return _HeadReply(status, _raw(headers))
    first, rest = await _open(call.services.artifacts, file, start, end)
    return StreamingResponse(_joined(first, rest), status, headers)


async def _linked(call: Call) -> StoredFile:
    link = call.services.links.read(call.scope["path"])
    file = await call.services.files.get(link.file_id) if link is not None else None
    if link is None or file is None or file.name != link.name:
        raise NotFound("no such file")
    if file.request_id and await call.services.requests.get(file.request_id) is None:
        raise NotFound("the request of this file is deleted")
    return file


def _headers(file: StoredFile, *, is_download: bool) -> dict[str, str]:
    is_shown = file.content_type.startswith(_SHOWN) or file.content_type in _SHOWN_MORE
    how = "attachment" if is_download or not is_shown else "inline"
    name = file.name.encode("ascii", "replace").decode().replace("\\", "_").replace('"', "_")
    return {
        "content-type": file.content_type if is_shown else "application/octet-stream",
        "content-disposition": f'{how}; filename="{name}"',
        "etag": f'"{file.sha256}"',
        "accept-ranges": "bytes",
        "cache-control": "private, max-age=31536000, immutable",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; media-src 'self'; sandbox",
        "cross-origin-resource-policy": "cross-origin",
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "content-range, content-length, etag",
    }


async def _open(
    store: ArtifactStore, file: StoredFile, start: int, end: int
) -> tuple[bytes, AsyncIterator[bytes]]:
    """Read the first bytes before anything is sent, so that a missing file is still a 404."""
    if start == end:
        return b"", _nothing()
    stream = store.stream(file.blob_key, start, end)
    try:
        return await anext(stream), stream
    except StopAsyncIteration as error:
        raise NotFound("the file is no longer stored") from error


async def _nothing() -> AsyncIterator[bytes]:
    return
    yield b""


async def _joined(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


def _raw(headers: dict[str, str]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((key.encode(), value.encode("latin-1")) for key, value in headers.items())


class _HeadReply(Reply):
    """Headers of a body that is not sent."""

    def __init__(self, status: int, raw_headers: tuple[tuple[bytes, bytes], ...]) -> None:
        super().__init__(b"", status)
        self.raw_headers = list(raw_headers)
