"""The way out to other hosts, which is only loaded when somebody sends a URL."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filmgate.media.fetch import Fetched, Fetcher
    from filmgate.settings import Settings


class LateFetcher:
    """Fetches media; what that needs is imported when the first URL comes."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._fetcher: Fetcher | None = None
        if settings.media_allow_hosts:  # a wrong list is told at the start
            self._load()

    async def fetch(self, url: str, target: Path, *, max_bytes: int, timeout_s: float) -> Fetched:
        """Download a URL; see `filmgate.media.fetch.Fetcher`."""
        if self._fetcher is None:
            await asyncio.to_thread(self._load)
        assert self._fetcher is not None
        return await self._fetcher.fetch(url, target, max_bytes=max_bytes, timeout_s=timeout_s)

    async def close(self) -> None:
        """Close all connections."""
        if self._fetcher is not None:
            await self._fetcher.close()

    def _load(self) -> None:
        from filmgate.media.fetch import Fetcher
        from filmgate.media.guard import FetchPolicy

        if self._fetcher is None:
            settings = self._settings
            hosts = frozenset(settings.media_allow_hosts)
            policy = FetchPolicy(allow_http=settings.allow_http_media, allow_hosts=hosts)
            self._fetcher = Fetcher(policy)
