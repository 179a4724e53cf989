"""All seams on one page: what the use cases ask of the edges, and what an engine is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, runtime_checkable

from filmgate.core.account import Principal
from filmgate.core.json import Json
from filmgate.core.order import Order, Task
from filmgate.core.plan import Check, Plan, Render
from filmgate.core.records import Claim, NewRequest, Outcome, RequestFilter, StoredFile, Submitted
from filmgate.core.request import Event, Failure, Progress, Request, RequestDetail, Status, Took

# --- engines -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Capability:
    """What an engine can do for one task."""

    task: Task
    max_duration_s: int
    #: longest side it renders itself, in pixels
    max_side: int
    audio: bool = False
    end_image: bool = False
    #: how many reference images it understands
    references: int = 0
    reference_video: bool = False
    shots: bool = False


@dataclass(frozen=True, slots=True)
class Capabilities:
    """An engine's description of itself; cheap to make, no heavy import."""

    name: str
    version: str
    #: one sentence for people, honest about what it is
    summary: str
    tasks: tuple[Capability, ...]
    #: whether a call costs money upstream: such a call is made once per request
    is_paid: bool = False
    #: whether work in progress can be stopped
    can_cancel: bool = True
    #: "frame", "step", "coarse" or "none"
    progress: str = "frame"
    is_remote: bool = False


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether an engine can render now; if not, why, and what to do about it."""

    ready: bool
    reason: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class LocalInput:
    """A media input made safe for an engine: decoded by the limited child, never the upload.

    Attributes
    ----------
    path
        Images: a ``.npy`` file, uint8, shape (H, W, 3) sRGB, or (H, W, 4) with a matte; longest
        side at most 4096. Videos: a trusted MP4 proxy, H.264 yuv420p at 24 fps.
    audio_path
        Videos with sound: a ``.npy`` file, float32, shape (samples, 2), 48 kHz.
    """

    loc: tuple[str | int, ...]
    path: str
    width: int
    height: int
    frames: int = 0
    audio_path: str | None = None


class RunContext(Protocol):
    """What an engine may use while it renders."""

    @property
    def workdir(self) -> Path:
        """An empty folder of this attempt; everything in it is removed afterwards."""

    @property
    def inputs(self) -> Mapping[tuple[str | int, ...], LocalInput]:
        """The media inputs by their place in the input."""

    def progress(self, stage: str, done: int, total: int) -> None:
        """Report how far a stage is; cheap enough to call for every frame."""

    def preview(self, path: Path) -> None:
        """Offer a small JPEG of the clip so far."""

    def checkpoint(self) -> None:
        """Raise `Cancelled` when the work should stop."""


class RemoteContext(RunContext, Protocol):
    """A run whose work happens elsewhere."""

    async def save_handle(self, handle: str) -> None:
        """Record the upstream's id of the work, durably, before waiting for it."""


@runtime_checkable
class Engine(Protocol):
    """Turns an order into files; the plug-in."""

    def describe(self) -> Capabilities:
        """Say what it can do."""

    def readiness(self) -> Readiness:
        """Say whether it can do it now."""

    def plan(self, order: Order) -> Plan:
        """Say exactly what it will deliver for this order.

        Pure and fast: no I/O. Raises `InvalidInput` when it cannot render the order.
        """


@runtime_checkable
class LocalEngine(Engine, Protocol):
    """An engine that computes here, in a render process."""

    def run(self, order: Order, plan: Plan, ctx: RunContext) -> Render:
        """Render; synchronous. Raises `EngineError` or `Cancelled`."""


@runtime_checkable
class RemoteEngine(Engine, Protocol):
    """An engine that asks another service."""

    async def run(self, order: Order, plan: Plan, ctx: RemoteContext) -> Render:
        """Render; saves the upstream's handle before any wait."""

    async def reattach(self, handle: str, order: Order, plan: Plan, ctx: RemoteContext) -> Render:
        """Wait for work that an earlier attempt started. Raises `UpstreamLost`."""


# --- rows ----------------------------------------------------------------------------------------


class RequestStore(Protocol):
    """Rows of requests. Every method that changes something is one transaction with its events."""

    async def submit(self, new: NewRequest, principal: Principal) -> Submitted:
        """Record a request, hold its files, queue it. Durable when it returns.

        Raises `LimitExceeded` when a cap of the key is reached, `InvalidInput` when the
        idempotency key was used with another body.
        """

    async def get(self, request_id: str) -> Request | None:
        """Read one request."""

    async def detail(self, request_id: str) -> RequestDetail | None:
        """Read the large parts of one request."""

    async def position(self, request_id: str) -> int:
        """How many requests will be taken before this one; 0 is next."""

    async def page(self, owner_id: str, query: RequestFilter) -> tuple[list[Request], str | None]:
        """One page of an owner's requests, newest first, and the cursor of the next."""

    async def count(self, owner_id: str, query: RequestFilter, highest: int) -> int:
        """How many of an owner's requests pass a filter, on all pages; counts up to `highest`."""

    async def claim(self, request_id: str, worker: str, lease_s: float) -> Claim | None:
        """Take a queued request; None if someone else has, or it was cancelled."""

    async def extend(
        self, request_id: str, attempt: int, lease_s: float, progress: Progress | None
    ) -> bool:
        """Extend the lease; False when the attempt no longer holds the request."""

    async def record(
        self,
        request_id: str,
        attempt: int,
        type_: str,
        data: Mapping[str, Json],
        files: Sequence[StoredFile] = (),
    ) -> bool:
        """Append an event of a held attempt, and record the files it speaks of."""

    async def update_order(self, request_id: str, attempt: int, detail: RequestDetail) -> bool:
        """Replace input, order and plan of a held attempt, once deferred media are known."""

    async def begin_call(self, request_id: str, attempt: int) -> bool:
        """Record, durably, that a paid upstream is about to be called."""

    async def save_handle(self, request_id: str, attempt: int, handle: str) -> bool:
        """Record the upstream's id of the work."""

    async def finish(self, request_id: str, attempt: int, outcome: Outcome) -> bool:
        """End a held attempt; False when the attempt lost the request."""

    async def retry(self, request_id: str, attempt: int, error: Failure, delay_s: float) -> bool:
        """Put a held request back; fails it when its attempts are used up."""

    async def release(self, request_id: str, attempt: int) -> bool:
        """Hand a held request back without counting the attempt: this worker is stopping."""

    async def doubt(self, request_id: str, attempt: int, message: str) -> bool:
        """Stop a held request that a paid upstream may or may not have accepted."""

    async def resolve(
        self, request_id: str, *, again: bool, handle: str | None = None, message: str = ""
    ) -> bool:
        """Settle a request in doubt: render again (or wait for `handle`), or fail it."""

    async def cancel(self, request_id: str, *, running: bool = True) -> Status | None:
        """Cancel a queued or running request at once; `running=False` only a queued one.

        Returns the status it had before, or None when there is no such request. The status
        `in_queue` or, unless `running` is False, `in_progress` means that it is cancelled now.
        """

    async def admitted(self) -> list[tuple[str, int]]:
        """Ids that may be claimed, with their priority, in the order they are to be taken."""

    async def rehydrate(self) -> list[str]:
        """Take back what a dead dispatcher held; only for the holder of the dispatcher's lock."""

    async def reap(self) -> list[str]:
        """Put back, or fail, requests whose lease has run out; then admit what is waiting."""

    async def history(self, model_id: str, engine: str) -> list[Took]:
        """What the newest successes of a model on an engine took."""

    async def events(self, request_id: str, after: int = 0, limit: int = ...) -> list[Event]:
        """Read the history of one request from a sequence number on."""

    async def owner_events(self, owner_id: str, after: int, limit: int) -> list[Event]:
        """Read what happened to all requests of an owner, from a number on."""

    async def last_number(self, owner_id: str) -> int:
        """The number of the owner's newest event; 0 before the first."""

    async def delete(self, request_id: str) -> bool:
        """Delete a final request softly; its files follow when it is swept."""

    async def restore(self, request_id: str, owner_id: str) -> bool:
        """Undo a soft delete that was not swept yet."""

    async def sweep(self, older_than_s: float) -> int:
        """Remove for good what was deleted that long ago; returns how many requests."""


class FileRows(Protocol):
    """Rows of files and their reference counts to blobs."""

    async def reserve(self, sha256: str, size_bytes: int) -> str:
        """Name the blob for this content and keep it from being swept; then store it there."""

    async def announce(self, blob_key: str, sha256: str, size_bytes: int) -> None:
        """Record a blob with a key of its own that is about to be stored."""

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

    async def delete(self, file_id: str) -> bool:
        """Delete a row that no request holds; the blob goes when nobody counts on it."""

    async def of_request(self, request_id: str) -> list[StoredFile]:
        """The files of one request."""

    async def unused(self, blob_keys: Sequence[str] | None = None) -> list[str]:
        """Choose blobs for removal: these, or those unused for an hour; none if counted on.

        Nobody can count on a chosen blob again. Remove its bytes, then `forget` it.
        """

    async def forget(self, blob_keys: Sequence[str]) -> None:
        """Drop the rows of blobs whose bytes are gone."""


# --- files, queue, events ------------------------------------------------------------------------


class ArtifactStore(Protocol):
    """Bytes by key, on disk or in S3."""

    async def put(self, key: str, source: Path, content_type: str) -> None:
        """Store a local file under a key, durably; storing the same key again is harmless."""

    async def fetch(self, key: str, target: Path) -> None:
        """Copy a stored file to a local path."""

    def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Read the bytes from `start` up to, not including, `end`."""

    async def delete(self, key: str) -> None:
        """Remove a stored file; a missing one is fine."""

    async def list(self, prefix: str) -> list[tuple[str, int, float]]:
        """Keys under a prefix with their size and time."""

    async def free_bytes(self) -> int | None:
        """Space left, where that can be known."""


class Queue(Protocol):
    """Order of work; the payload is only the request's id."""

    async def push(self, tx: object, request_ids: Sequence[str], priority: int = 0) -> None:
        """Queue ids inside the caller's transaction; the higher priority is taken first."""

    async def run(self, handler: Callable[[str], Awaitable[None]], slots: int) -> None:
        """Deliver ids to the handler, `slots` at a time, until cancelled."""

    async def wake(self, request_id: str) -> None:
        """Nudge whoever renders this request to read its row; best effort."""


class News(Protocol):
    """Ids with news since the last look; a context manager, so that it ends."""

    async def wait(self, timeout_s: float | None = None) -> list[str]:
        """Wait for news; an empty list after `timeout_s` without any, or when the bus closes."""

    def __enter__(self) -> News:
        """Begin to follow."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        """Follow no longer."""


class EventBus(Protocol):
    """Tells that a request or an owner has news; the news themselves are rows."""

    @property
    def is_closed(self) -> bool:
        """Whether the server is stopping, so that nobody should wait any longer."""

    def tell(self, ids: Iterable[str], /) -> None:
        """Say that these changed."""

    def subscribe(self, *ids: str) -> News:
        """Follow these requests or owners, or everything."""


class Renderer(Protocol):
    """Runs local engines in processes that can be killed."""

    async def run(
        self,
        order: Order,
        plan: Plan,
        inputs: Sequence[LocalInput],
        workdir: Path,
        on_progress: Callable[[str, int, int], None],
        on_preview: Callable[[Path], None],
    ) -> Render:
        """Render in a warm process; cancelling the call kills the process."""

    async def verify(
        self,
        plan: Plan,
        render: Render,
        inputs: Sequence[LocalInput],
        workdir: Path,
        *,
        quality: str = "standard",
    ) -> tuple[Check, ...]:
        """Check the rendered file against its plan, in the process.

        On the way it leaves ``poster.jpg`` and ``contact_sheet.png`` in `workdir` (roles "poster"
        and "contact_sheet"), unless the clip is too small to need them. `quality` is the order's.
        """
