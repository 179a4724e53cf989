"""Everything the routes need, handed in by bootstrap."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from filmgate.core.meter import Meter
from filmgate.core.trace import NoTraces, Traces
from filmgate.http.static import WebApp

if TYPE_CHECKING:
    from filmgate.accounts import Accounts, Sessions
    from filmgate.catalog.loader import Catalog
    from filmgate.core.json import Json
    from filmgate.core.media import MediaFacts
    from filmgate.core.model import Model
    from filmgate.core.order import MediaKind
    from filmgate.core.ports import ArtifactStore, Capabilities, Readiness, RequestStore
    from filmgate.core.records import QueueState, StoredFile
    from filmgate.http.links import Links
    from filmgate.requests.follow import Follower
    from filmgate.requests.submit import Submitter
    from filmgate.requests.watch import Watcher
    from filmgate.requests.webhooks import Webhooks

MB = 1024 * 1024


class Files(Protocol):
    """What routes ask of the rows of files."""

    async def reserve(self, sha256: str, size_bytes: int) -> str:
        """Name the blob for this content and keep it from being swept; then store it there."""

    async def add(self, file: StoredFile) -> StoredFile:
        """Record a file; the blob must already be stored."""

    async def get(self, file_id: str) -> StoredFile | None:
        """Read one row."""

    async def find(self, owner_id: str, sha256: str) -> StoredFile | None:
        """The owner's own upload with this content, if any."""

    async def page(
        self, owner_id: str, cursor: str | None, limit: int
    ) -> tuple[list[StoredFile], str | None]:
        """One page of an owner's uploads, newest first."""

    async def of_request(self, request_id: str) -> list[StoredFile]:
        """The files of one request."""

    async def keep(self, file_id: str, expires_at: float | None) -> bool:
        """Give an upload a new end; False when it is gone."""

    async def delete(self, file_id: str) -> bool:
        """Delete an upload; the blob goes when nobody counts on it."""


@dataclass(frozen=True, slots=True)
class Site:
    """The settings that concern HTTP."""

    #: what callers see, without a trailing slash; empty: taken from each call
    public_url: str = ""
    #: addresses or networks whose X-Forwarded headers are believed
    trusted_proxies: tuple[str, ...] = ()
    #: host names answered for, besides loopback names and the public URL's
    allow_hosts: tuple[str, ...] = ()
    #: origins whose pages may call the API; empty: none
    cors_origins: tuple[str, ...] = ()
    #: the word of /result for success: "succeeded" or "completed"
    success_word: str = "succeeded"
    max_body_bytes: int = 64 * MB
    max_image_bytes: int = 50 * MB
    max_video_bytes: int = 100 * MB
    #: seconds until an upload that no request uses is removed; None: never
    upload_ttl_s: float | None = 7 * 86_400
    #: uploads are refused while less than this is free
    min_free_bytes: int = 0
    #: serve without keys: everybody is the default owner
    no_auth: bool = False
    #: who reads /metrics: "admin" keys, everybody ("open"), or nobody ("off")
    metrics: str = "admin"


@dataclass(frozen=True, slots=True)
class Services:
    """What the routes use. Everything is shared by all calls and safe to be."""

    catalog: Catalog
    submitter: Submitter
    follower: Follower
    accounts: Accounts
    sessions: Sessions
    requests: RequestStore
    files: Files
    artifacts: ArtifactStore
    links: Links
    #: follows requests as they happen
    watcher: Watcher
    webhooks: Webhooks
    #: measures an upload in the limited child; raises `MediaError`
    probe: Callable[[Path, MediaKind], Awaitable[MediaFacts]]
    #: a folder for uploads that are still arriving
    incoming: Path
    #: the engines and whether each can render now
    engines: Callable[[], Sequence[tuple[Capabilities, Readiness]]]
    #: those among them that serve a model, by preference
    engines_of: Callable[[Model], Sequence[tuple[Capabilities, Readiness]]]
    #: what /readyz asks: "database", "disk", "worker"
    checks: Callable[[], Awaitable[Mapping[str, Readiness]]]
    #: what waits and what runs, over all owners
    queue: Callable[[], Awaitable[QueueState]]
    #: the settings as an operator may see them
    settings: Callable[[], Sequence[Mapping[str, Json]]]
    version: str
    site: Site = field(default_factory=Site)
    web: WebApp = field(default_factory=WebApp)
    #: the numbers of this process, and all of them in Prometheus's text format
    meter: Meter = field(default_factory=Meter)
    metrics: Callable[[], Awaitable[bytes]] | None = None
    traces: Traces = field(default_factory=NoTraces)
