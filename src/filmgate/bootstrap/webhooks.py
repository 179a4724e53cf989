"""Webhooks, wired: what they need is loaded when the first is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, cast

from filmgate.bootstrap.folder import local_url

if TYPE_CHECKING:
    from filmgate.core.records import StoredFile
    from filmgate.db.files import FileTable
    from filmgate.db.requests import Requests
    from filmgate.db.webhooks import WebhookTable
    from filmgate.http.links import Links
    from filmgate.media.guard import FetchPolicy
    from filmgate.media.post import Poster
    from filmgate.requests.webhooks import Answer, Deliverer, Message
    from filmgate.settings import Settings


class LatePoster:
    """Implements `filmgate.requests.webhooks.Post`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._poster: Poster | None = None
        if settings.webhook_allow_hosts:  # a wrong list is told at the start
            webhook_policy(settings)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send a body; never raises for what the other side does."""
        from filmgate.requests.webhooks import Answer

        if self._poster is None:
            made = await asyncio.to_thread(self._load)
            # several may be sent at once, as the first
            self._poster = cast("Poster | None", self._poster) or made
        return Answer(*await self._poster.post(url, body, headers))

    async def close(self) -> None:
        """Close all connections."""
        if self._poster is not None:
            await self._poster.close()

    def _load(self) -> Poster:
        from filmgate.media.post import Poster

        return Poster(webhook_policy(self._settings))


def webhook_policy(settings: Settings) -> FetchPolicy:
    """Which addresses may be told. Raises `ConfigurationError`."""
    from filmgate.media.guard import FetchPolicy

    hosts = frozenset(settings.webhook_allow_hosts)
    return FetchPolicy(allow_http=settings.allow_http_webhooks, allow_hosts=hosts)


def check_webhook(settings: Settings, url: str) -> str:
    """Say what is wrong with an address for webhooks; empty when nothing is."""
    from filmgate.core.errors import MediaError

    try:
        webhook_policy(settings).check_url(url)
    except MediaError as error:
        return error.message
    return ""


def make_deliverer(
    settings: Settings,
    rows: WebhookTable,
    requests: Requests,
    files: FileTable,
    links: Links,
    poster: LatePoster,
    on_sent: Callable[[Message, float, Answer], Awaitable[None]] | None = None,
) -> Deliverer:
    """Wire what sends webhooks; outputs are linked under the address callers use."""
    from filmgate.requests.webhooks import Deliverer

    base = settings.public_url or local_url(settings)

    def url_of(file: StoredFile) -> str:
        return links.file_url(file, base)

    return Deliverer(rows, requests, files, poster, url_of, on_sent=on_sent)
