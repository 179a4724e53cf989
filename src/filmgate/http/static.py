"""The built web app: its page and its assets, as `web/build.mjs` has left them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filmgate.core.errors import NotFound
from filmgate.http.errors import Refused
from filmgate.http.ranges import Unsatisfiable, read_range
from filmgate.http.reply import Reply

FOLDER: Final = Path(__file__).with_name("static")
_TAKES_GZIP: Final = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
_NAME: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}")
_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".mp4": "video/mp4",
}
#: `https:` shows the media that a person has put into a form; nothing else comes from elsewhere
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob: https:{also}; media-src 'self' data: blob: https:{also}; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@dataclass(frozen=True, slots=True)
class _Asset:
    """One asset in memory; its name changes with its content."""

    content: bytes
    content_type: str
    is_packed: bool


class WebApp:
    """The files of a built web app.

    Parameters
    ----------
    folder
        Where they are; nothing is there before the app is built.
    public_url
        Where the server's own files are, if that is not where its pages are.
    """

    def __init__(self, folder: Path = FOLDER, public_url: str = "") -> None:
        self._folder = folder
        self._policy = _POLICY.format(also=f" {public_url}" if public_url else "")
        self._assets: dict[tuple[str, bool], _Asset] = {}

    @property
    def is_built(self) -> bool:
        """Whether there is an app to hand out."""
        return (self._folder / "index.html").is_file()

    def page(self, status: int = 200) -> Reply | None:
        """The page that every address of the app is answered with; None before it is built."""
        try:
            content = (self._folder / "index.html").read_bytes()
        except OSError:
            return None
        headers = {
            "content-type": "text/html; charset=utf-8",
            "cache-control": "no-store",
            "content-security-policy": self._policy,
            "cross-origin-opener-policy": "same-origin",
            "referrer-policy": "same-origin",
            "x-content-type-options": "nosniff",
            # the same address answers programs with JSON
            "vary": "Accept",
        }
        return Reply(content, status, _raw(headers))

    def why_not_built(self) -> str:
        """What kept the app from being built, as the build left it; empty when nothing is known."""
        try:
            return (self._folder / "NOT_BUILT").read_text(encoding="utf-8").strip()
        except OSError:
            return ""

    def asset(self, name: str, takes: str = "", asked: str = "") -> Reply:
        """One asset, compressed if the caller takes that, or a range of its bytes.

        Parameters
        ----------
        name
            Its file name.
        takes, asked
            The headers Accept-Encoding and Range.

        Raises
        ------
        NotFound
            There is none of this name.
        Refused
            416: it has no such bytes.
        """
        asset = self._read(name, not asked and _TAKES_GZIP.search(takes) is not None)
        headers = {
            "content-type": asset.content_type,
            "cache-control": "public, max-age=31536000, immutable",
            "vary": "Accept-Encoding",
            "accept-ranges": "bytes",
            "x-content-type-options": "nosniff",
        }
        if asset.is_packed:
            headers["content-encoding"] = "gzip"
        size = len(asset.content)
        try:
            part = read_range(asked, size)
        except Unsatisfiable as error:
            raise Refused(416, headers={"Content-Range": f"bytes */{size}"}) from error
        if part is None:
            return Reply(asset.content, 200, _raw(headers))
        start, end = part
        headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
        return Reply(asset.content[start:end], 206, _raw(headers))

    def _read(self, name: str, wants_packed: bool) -> _Asset:
        known = self._assets.get((name, wants_packed))
        if known is not None:
            return known
        path = self._folder / "assets" / name
        content_type = _TYPES.get(path.suffix)
        if _NAME.fullmatch(name) is None or content_type is None:
            raise NotFound("no such asset")
        packed = path.with_name(f"{name}.gz")
        is_packed = wants_packed and packed.is_file()
        try:
            content = (packed if is_packed else path).read_bytes()
        except OSError as error:
            raise NotFound("no such asset") from error
        asset = _Asset(content, content_type, is_packed)
        self._assets[name, wants_packed] = asset
        return asset


def _raw(headers: dict[str, str]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name.encode(), value.encode("latin-1")) for name, value in headers.items())
