"""The life of a request from the queue to its end: one attempt, told in order.

A process may be killed between any two lines. What then holds is written where it matters; the
rest follows from the row: it changes in single transactions, every one of them names the attempt,
and whoever finds a lease run out begins the next attempt.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from filmgate.core.errors import (
    FULL,
    Cancelled,
    EngineError,
    FilmgateError,
    MediaError,
    StorageFull,
    Unavailable,
)
from filmgate.core.json import Json
from filmgate.core.plan import Check, Plan, Render, RenderedFile
from filmgate.core.ports import ArtifactStore, FileRows, Renderer, RequestStore
from filmgate.core.records import Claim, Outcome, StoredFile
from filmgate.core.request import Failure, Status
from filmgate.requests.deliver import PATIENCE_S, Delivery, Previews
from filmgate.requests.hold import THROTTLE_S, Hold, Lost
from filmgate.requests.ports import Engines
from filmgate.requests.prepare import Preparer
from filmgate.requests.quick import Quick
from filmgate.requests.render import Attempt, InDoubt, Rendering

#: longest wait before another attempt, in seconds
MAX_BACKOFF_S: Final = 60.0
#: pictures that the check of a clip leaves beside it
_STILLS: Final = {
    "poster": ("poster.jpg", "image/jpeg"),
    "contact_sheet": ("contact_sheet.png", "image/png"),
}

_log = logging.getLogger("filmgate.fulfil")


class Fulfiller:
    """Brings claimed requests to their end.

    Parameters
    ----------
    store, files, artifacts
        Rows and bytes.
    engines, preparer, renderer
        Who renders, and with what.
    scratch
        Folder for the work of attempts; each leaves nothing behind.
    lease_s
        Seconds without a sign of life until others may take a request.
    backoff_s
        Seconds before the second attempt; doubled for each further one.
    throttle_s
        Shortest time between two notes of progress, in seconds.
    patience_s
        Pauses between tries to store a finished file, in seconds.
    on_stage
        Told of every stage that ended, with its seconds and the class of an error that ended it;
        the first stage, "claim", is the wait for this worker.
    """

    def __init__(
        self,
        store: RequestStore,
        files: FileRows,
        artifacts: ArtifactStore,
        engines: Engines,
        preparer: Preparer,
        renderer: Renderer,
        scratch: Path,
        *,
        lease_s: float = 30.0,
        backoff_s: float = 2.0,
        throttle_s: float = THROTTLE_S,
        patience_s: Sequence[float] = PATIENCE_S,
        on_stage: Callable[[Claim, str, float, str], None] = lambda *_: None,
    ) -> None:
        self._on_stage = on_stage
        self._store = store
        self._files = files
        self._artifacts = artifacts
        self._engines = engines
        self._quick = Quick()
        self._preparer = preparer
        self._rendering = Rendering(store, renderer)
        self._scratch = scratch
        self._lease_s = lease_s
        self._backoff_s = backoff_s
        self._throttle_s = throttle_s
        self._patience_s = patience_s
        self._holds: dict[str, Hold] = {}

    def nudge(self, request_id: str) -> None:
        """Look at the row of this request now, if it is being rendered here."""
        if hold := self._holds.get(request_id):
            hold.nudge()

    async def fulfil(self, request_id: str, worker: str) -> None:
        """Claim a request, render it, and end it; never raises for what goes wrong with it."""
        claim = await self._store.claim(request_id, worker, self._lease_s)
        if claim is None:
            return  # cancelled while it waited, or somebody was faster
        delivery = Delivery(claim, self._files, self._artifacts, self._patience_s)
        hold = Hold(self._store, request_id, claim.request.attempt, self._lease_s, self._throttle_s)
        self._holds[request_id] = hold
        workdir = self._scratch / f"{request_id}-{claim.request.attempt}"
        is_delivered = False
        try:
            is_delivered = await self._conclude(claim, hold, delivery, workdir)
        except asyncio.CancelledError:
            # The worker stops. Killed right here, the lease runs out instead: only slower.
            await asyncio.shield(self._store.release(request_id, claim.request.attempt))
            raise
        except Exception:  # noqa: BLE001 - the worker's edge: one request must not end it
            # The row could not be written: the lease will run out, and the next attempt begins.
            _log.exception("request %s: attempt %d is left", request_id, claim.request.attempt)
        finally:
            del self._holds[request_id]
            if not is_delivered:
                await asyncio.shield(self._clean(delivery))
            await asyncio.to_thread(shutil.rmtree, workdir, ignore_errors=True)

    async def _conclude(self, claim: Claim, hold: Hold, delivery: Delivery, workdir: Path) -> bool:
        """Do the work under the lease and write how it ended; whether its files are now owed."""
        request = claim.request
        attempt = Attempt(claim, hold, workdir, on_stage=self._on_stage)
        if request.started_at is not None and request.attempt == 1:
            self._on_stage(claim, "claim", max(0.0, request.started_at - request.created_at), "")
        try:
            outcome = await hold.during(self._produce(attempt, delivery))
        except (Lost, Cancelled):
            return False  # whoever took the request has already written what became of it
        except InDoubt:
            message = (
                "a paid service was called and may have accepted the work, but its answer is"
                " lost; it is not called again"
            )
            await self._store.doubt(request.id, request.attempt, message)
            return False
        except Exception as error:  # noqa: BLE001 - the worker's edge: it ends the request
            await self._fail(attempt, error)
            return False
        # Files first, then this one transaction: before it, they are bytes nobody counts on; after
        # it, the request has its output. A cancellation that was faster makes it change nothing.
        return await self._store.finish(request.id, request.attempt, outcome)

    async def _produce(self, attempt: Attempt, delivery: Delivery) -> Outcome:
        """Prepare, render, verify, store."""
        claim, workdir = attempt.claim, attempt.workdir
        name = claim.request.engine
        engine = await self._quick.call(f"get {name}", self._engines.get, name)
        _make_empty(workdir)
        attempt.begin("prepare")
        prepared = await self._preparer.prepare(claim, engine, workdir)
        attempt.end("prepare")
        previews = Previews(claim, self._store, delivery, prepared.plan)
        try:
            attempt.begin("render")
            render = await self._rendering.render(attempt, engine, prepared, previews.offer)
            attempt.end("render")
        finally:
            await previews.close()
        # The clip is on its way to the store while it is verified; a clip that fails is taken away.
        storing = [
            asyncio.create_task(delivery.store(file, prepared.plan)) for file in render.files
        ]
        try:
            attempt.begin("verify")
            checks = await self._rendering.verify(attempt, prepared, render)
            attempt.end("verify")
            attempt.begin("store")
            stills = [delivery.store(file, prepared.plan) for file in _stills(render, workdir)]
            files = await asyncio.gather(*storing, *stills)
            attempt.end("store")
        finally:
            await _end(storing)
        return _outcome(attempt, prepared.plan, render, checks, files)

    async def _fail(self, attempt: Attempt, error: Exception) -> None:
        """End a failed attempt: the request waits for the next one, or has failed."""
        request = attempt.claim.request
        failure, is_retryable = explain(error)
        attempt.fail(failure.code)
        if failure.code == "internal_error":
            _log.error("request %s: attempt %d", request.id, request.attempt, exc_info=error)
        if is_retryable and not attempt.is_unrepeatable:
            delay_s = min(MAX_BACKOFF_S, self._backoff_s * 2 ** (request.attempt - 1))
            await self._store.retry(request.id, request.attempt, failure, delay_s)
        else:
            outcome = Outcome(Status.FAILED, error=failure, cost_micro=attempt.spent_micro)
            await self._store.finish(request.id, request.attempt, outcome)

    async def _clean(self, delivery: Delivery) -> None:
        try:
            await delivery.discard()
        except Exception:  # noqa: BLE001 - the worker's edge: a sweep will do it
            _log.exception("files of a lost attempt stay until the next sweep")


def _make_empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def explain(error: Exception) -> tuple[Failure, bool]:
    """What the caller is told of an error, and whether the same request may succeed later."""
    if isinstance(error, EngineError):
        return Failure(error.kind, error.message), error.retryable
    if isinstance(error, StorageFull):
        return Failure("storage_full", error.message), True
    if isinstance(error, Unavailable):
        return Failure("unavailable", error.message), True
    if isinstance(error, OSError) and error.errno in FULL:
        text = "no room is left on the disk where requests are rendered; free some space"
        return Failure("storage_full", text), True
    if isinstance(error, MediaError):
        return Failure("media_error", error.message), False
    if isinstance(error, FilmgateError):
        return Failure("engine_error", error.message), False
    return Failure("internal_error", "something unexpected went wrong in the server"), False


async def _end(tasks: Sequence[asyncio.Task[StoredFile]]) -> None:
    """Wait until none of these runs any more; those that still do are cancelled."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _stills(render: Render, workdir: Path) -> list[RenderedFile]:
    """The pictures that verification left, unless the engine has made its own."""
    roles = {file.role for file in render.files}
    return [
        RenderedFile(role, str(workdir / name), kind)
        for role, (name, kind) in _STILLS.items()
        if role not in roles and (workdir / name).is_file()
    ]


def _outcome(
    attempt: Attempt,
    plan: Plan,
    render: Render,
    checks: Sequence[Check],
    files: Sequence[StoredFile],
) -> Outcome:
    by_kind: dict[str, list[str]] = {}
    for file in files:
        by_kind.setdefault(file.kind, []).append(file.id)
    report: dict[str, Json] = {
        "engine": plan.engine,
        "engine_version": plan.engine_version,
        "seed": render.seed or plan.seed,
        "attempt": attempt.claim.request.attempt,
        "fates": msgspec.to_builtins(render.fates or plan.fates),
        "checks": msgspec.to_builtins(checks),
        "timings_s": {**attempt.timings_s, "engine": dict(render.timings_s)},
        "files": by_kind,
        "notes": dict(render.notes),
    }
    if trace := attempt.claim.detail.report.get("trace"):
        report["trace"] = trace
    return Outcome(
        Status.SUCCEEDED,
        output={"video": by_kind["output"][0]},
        report=report,
        cost_micro=attempt.spent_micro,
        files=tuple(files),
    )
