"""A file on its way in: raw or multipart, written to disk while it is hashed and measured."""

from __future__ import annotations

import hashlib
import re
import secrets
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from filmgate.core.errors import InvalidInput, Problem, StorageFull, TooLarge
from filmgate.core.order import MediaKind
from filmgate.http.body import stream_body
from filmgate.http.origin import header
from filmgate.http.services import MB
from filmgate.media.sniff import describe

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from filmgate.http.call import Call
    from filmgate.http.services import Site

#: room for the other parts and the headers of a multipart body, in bytes
_FRAME: Final = 64 * 1024
#: bytes that are looked at to tell a picture from a video
_HEAD: Final = 64


@dataclass(slots=True)
class Arrived:
    """A file that came in completely."""

    path: Path
    #: as the sender called it; empty when it did not
    name: str
    kind: MediaKind
    size_bytes: int
    #: SHA-256 in hex
    sha256: str


def kind_of(head: bytes) -> MediaKind:
    """Tell a picture from a video by its first 64 bytes; only to choose a size limit."""
    return MediaKind.IMAGE if describe(head).endswith(" picture") else MediaKind.VIDEO


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageFull(f"the file cannot be taken in: {error.strerror}") from error


@dataclass(slots=True)
class _Sink:
    """Takes the bytes of one file."""

    path: Path
    file: BinaryIO
    site: Site
    name: str = ""
    size: int = 0
    head: bytes = b""
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def write(self, chunk: bytes) -> None:
        """Add bytes. Raises `TooLarge` once the file is over the limit of its kind."""
        if len(self.head) < _HEAD:
            self.head = (self.head + chunk[:_HEAD])[:_HEAD]
        self.size += len(chunk)
        kind = kind_of(self.head)
        limit = limit_of(self.site, kind)
        if self.size > limit:
            raise TooLarge(
                f"the file is over the limit of {limit / MB:g} MB for {kind.value} files"
            )
        self.digest.update(chunk)
        with _disk():
            self.file.write(chunk)

    def arrived(self) -> Arrived:
        """Close the file and say what it is."""
        with _disk():
            self.file.close()
        digest = self.digest.hexdigest()
        return Arrived(self.path, self.name, kind_of(self.head), self.size, digest)


def limit_of(site: Site, kind: MediaKind) -> int:
    """The largest upload of this kind, in bytes."""
    return site.max_image_bytes if kind is MediaKind.IMAGE else site.max_video_bytes


@asynccontextmanager
async def receive_file(call: Call) -> AsyncIterator[Arrived]:
    """Take the file that a call carries; it is removed when the block ends.

    The body is the file itself, or a multipart form with one file. Its name comes from the form,
    from ``Content-Disposition``, or from ``?name=``.

    Raises
    ------
    InvalidInput
        Empty, or a form without a file or with more than one.
    TooLarge
        Over the limit of its kind; nothing more is read.
    """
    site = call.services.site
    folder = call.services.incoming
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"upload-{secrets.token_hex(8)}"
    try:
        with path.open("xb") as file:
            sink = _Sink(path, file, site)
            await _fill(call, sink)
            arrived = sink.arrived()
        if not arrived.size_bytes:
            raise _invalid("the file is empty", "empty")
        yield arrived
    finally:
        path.unlink(missing_ok=True)


async def _fill(call: Call, sink: _Sink) -> None:
    site = sink.site
    limit = max(site.max_image_bytes, site.max_video_bytes)
    media_type, options = parse_options_header(header(call.scope, b"content-type"))
    sink.name = call.text("name") or _disposed_name(call.header("content-disposition"))
    if media_type == b"multipart/form-data":
        form = _Form(sink, options.get(b"boundary", b""))
        async for chunk in stream_body(call.scope, call.receive, limit + _FRAME):
            form.feed(chunk)
        form.end()
        return
    async for chunk in stream_body(call.scope, call.receive, limit):
        sink.write(chunk)


class _Form:
    """A multipart form; the one part that has a file name goes to the sink, others are left."""

    def __init__(self, sink: _Sink, boundary: bytes) -> None:
        if not 1 <= len(boundary) <= 70:
            raise _invalid("the form has no boundary of 1 to 70 characters", "multipart")
        self._sink = sink
        self._header = b""
        self._value = b""
        self._disposition = b""
        self._is_file = False
        self._files = 0
        self._is_complete = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._on_field,
                "on_header_value": self._on_value,
                "on_header_end": self._on_header,
                "on_headers_finished": self._on_headers,
                "on_part_data": self._on_data,
                "on_end": self._on_end,
            },
        )

    def feed(self, chunk: bytes) -> None:
        """Read on."""
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise _invalid(f"the form cannot be read: {error}", "multipart") from error

    def end(self) -> None:
        """Check that a whole form with one file came in."""
        if not self._is_complete:
            raise _invalid("the form ends before its last boundary", "multipart")
        if self._files != 1:
            raise _invalid(f"send one file, got {self._files}", "multipart")

    def _begin(self) -> None:
        self._disposition, self._is_file = b"", False

    def _on_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header, self._value = b"", b""

    def _on_headers(self) -> None:
        _, options = parse_options_header(self._disposition)
        name = options.get(b"filename")
        self._is_file = name is not None
        if name is not None:
            self._files += 1
            self._sink.name = self._sink.name or name.decode("utf-8", "replace")

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file and self._files == 1:
            self._sink.write(data[start:end])

    def _on_end(self) -> None:
        self._is_complete = True


def _disposed_name(disposition: str) -> str:
    _, options = parse_options_header(disposition)
    return options.get(b"filename", b"").decode("utf-8", "replace")


def safe_name(given: str, extension: str) -> str:
    """A file name for URLs: at most 80 ASCII characters, with the extension of its content."""
    last = re.split(r"[/\\]", unquote(given))[-1]
    stem = last.rpartition(".")[0] or last
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-")[:70].rstrip("-")
    return f"{stem or 'upload'}.{extension}"


def _invalid(text: str, type_: str) -> InvalidInput:
    return InvalidInput([Problem(("body", "file"), text, type_)])
