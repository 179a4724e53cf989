"""What the use cases ask of engines' registry and of media, beside the seams of core."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from filmgate.core.account import Principal
from filmgate.core.media import MediaFacts
from filmgate.core.model import Model
from filmgate.core.order import MediaKind, Options
from filmgate.core.ports import Engine, LocalInput


class Engines(Protocol):
    """The engines of this server."""

    def get(self, name: str) -> Engine:
        """Find an engine by its name. Raises `NotFound`."""

    def all(self) -> Sequence[Engine]:
        """Every engine."""

    def route(self, model: Model, options: Options, principal: Principal) -> Engine:
        """Choose the engine for a call.

        Raises `NotFound` for an unknown name, `PermissionDenied` for one the key may not use.
        """


class Fetched(Protocol):
    """A file that was fetched whole."""

    @property
    def path(self) -> Path:
        """Where it is."""

    @property
    def size_bytes(self) -> int:
        """How large it is."""

    @property
    def sha256(self) -> str:
        """Its content, hexadecimal."""


class Fetch(Protocol):
    """Gets files from other hosts, through the guard."""

    async def fetch(self, url: str, target: Path, *, max_bytes: int, timeout_s: float) -> Fetched:
        """Download a URL. Raises `MediaError`; its type is "timeout" when time ran out."""


class Decode(Protocol):
    """Looks into untrusted media, in a limited child."""

    async def probe(self, path: Path, kind: MediaKind) -> MediaFacts:
        """Measure a file. Raises `MediaError`."""

    async def decode(
        self, path: Path, kind: MediaKind, loc: tuple[str | int, ...], folder: Path
    ) -> LocalInput:
        """Make a file safe for an engine. Raises `MediaError`."""
