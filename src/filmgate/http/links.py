"""URLs of stored files: unguessable, valid without a key, with the file's name at the end."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

    from filmgate.core.records import StoredFile

#: 132 of the signature's 256 bits, in base64url
_SIGNATURE_LENGTH: Final = 22
_PATH: Final = re.compile(
    r"/files/(?P<id>[A-Za-z0-9_-]{1,128})(?:\.(?P<until>\d{1,12}))?\.(?P<signature>[\w-]{22})"
    r"/(?P<name>[^/]{1,255})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class FileLink:
    """What a valid link names."""

    file_id: str
    #: as it stands in the link; decoration for people and players
    name: str


class Links:
    """Makes and checks links to files.

    Parameters
    ----------
    public_url
        The server's base URL, where it is known without a call; empty if not.
    secret
        The server's secret; links made with another one are refused.
    ttl_s
        Seconds that a link is valid; None: for ever.
    clock
        Seconds since the epoch.
    """

    def __init__(
        self,
        public_url: str,
        secret: bytes,
        *,
        ttl_s: float | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._public_url = public_url.rstrip("/")
        self._secret = secret
        self._ttl_s = ttl_s
        self._clock = clock

    def file_path(self, file: StoredFile) -> str:
        """The path of a file's link: ``/files/{id}.{signature}/{name}``."""
        until = "" if self._ttl_s is None else str(int(self._clock() + self._ttl_s))
        dated = f"{file.id}.{until}" if until else file.id
        return f"/files/{dated}.{self._sign(file.id, until)}/{quote(file.name, safe='')}"

    def file_url(self, file: StoredFile, base: str = "") -> str:
        """The absolute URL of a file, under the configured public URL or else `base`."""
        return (self._public_url or base.rstrip("/")) + self.file_path(file)

    def read(self, path: str) -> FileLink | None:
        """What a path names; None if it is no link, forged or expired."""
        match = _PATH.fullmatch(path)
        if match is None:
            return None
        until = match["until"] or ""
        signature = self._sign(match["id"], until)
        if not hmac.compare_digest(signature.encode(), match["signature"].encode()):
            return None
        if until and int(until) < self._clock():
            return None
        return FileLink(match["id"], match["name"])

    def verify(self, path: str) -> str | None:
        """The id of the file that a path or URL of this form names; None if it is not valid.

        The host is not looked at: the caller decides whether it is this server.
        """
        link = self.read(urlsplit(path).path if "://" in path else path)
        return link.file_id if link else None

    def _sign(self, file_id: str, until: str) -> str:
        digest = hmac.digest(self._secret, f"file {file_id} {until}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest)[:_SIGNATURE_LENGTH].decode()
