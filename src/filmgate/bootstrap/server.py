"""One server: everything wired, started and stopped in order."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filmgate.bootstrap.engines import make_engines
from filmgate.bootstrap.fetching import LateFetcher
from filmgate.bootstrap.folder import clear_scratch, open_database
from filmgate.bootstrap.logs import log_change
from filmgate.bootstrap.metrics import Metrics, note_change, note_query
from filmgate.bootstrap.queueing import make_queue
from filmgate.bootstrap.retention import make_sweeper
from filmgate.bootstrap.tracing import make_traces, note_posts, note_stages
from filmgate.bootstrap.webhooks import LatePoster, check_webhook, make_deliverer
from filmgate.core.errors import Unavailable
from filmgate.core.meter import Meter

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from filmgate.accounts import Accounts, Sessions
    from filmgate.bootstrap.folder import AnyDatabase
    from filmgate.catalog.loader import Catalog
    from filmgate.core.ports import Queue, Readiness
    from filmgate.core.trace import Traces
    from filmgate.db.files import FileTable
    from filmgate.db.requests import Requests
    from filmgate.engines.registry import Registry
    from filmgate.events import Bus
    from filmgate.http.links import Links
    from filmgate.media.decode import Decoder
    from filmgate.queue.dispatcher import DispatcherLock
    from filmgate.queue.embedded import EmbeddedQueue
    from filmgate.queue.procrastinate import ProcrastinateQueue
    from filmgate.requests.follow import Follower
    from filmgate.requests.freeze import Freezer
    from filmgate.requests.fulfil import Fulfiller
    from filmgate.requests.retention import Sweeper
    from filmgate.requests.submit import Submitter
    from filmgate.requests.watch import Watcher
    from filmgate.requests.webhooks import Deliverer, Webhooks
    from filmgate.settings import Settings
    from filmgate.storage import Artifacts
    from filmgate.worker.loop import Worker
    from filmgate.worker.process import RenderProcesses

_MIB: Final = 2**20
#: what lists of processes show of a render process
RENDER_PROCESS: Final = "filmgate render process"
_RENDER_CODE: Final = "from filmgate.bootstrap import render_process; render_process()"
#: seconds between two looks for events that other processes wrote
_NEWS_S: Final = 1.0
#: seconds between two looks for lost requests, and between two removals of what is not needed
_REAP_S: Final = 1.0
_SWEEP_S: Final = 60.0


@dataclass
class Server:
    """Everything of one server, wired; `start` it before it is used."""

    settings: Settings
    api_key: str | None
    catalog: Catalog
    engines: Registry
    database: AnyDatabase
    accounts: Accounts
    sessions: Sessions
    requests: Requests
    files: FileTable
    artifacts: Artifacts
    events: Bus
    queue: EmbeddedQueue | ProcrastinateQueue
    submitter: Submitter
    follower: Follower
    watcher: Watcher
    fulfiller: Fulfiller
    renderer: RenderProcesses
    worker: Worker
    lock: DispatcherLock
    fetcher: LateFetcher
    webhooks: Webhooks
    poster: LatePoster
    deliverer: Deliverer
    scratch: Path
    meter: Meter
    metrics: Metrics
    traces: Traces
    app: Starlette = field(init=False)
    #: the token of the key that was made at the very first start; shown once
    first_key: str | None = None
    #: what signs one browser in to the web app as the operator; shown once
    invitation: str | None = None

    async def start(self, url: str = "", *, serves: bool = True) -> None:
        """Begin to work.

        Parameters
        ----------
        url
            Where the API answers, for commands on this machine; empty: only in this process.
        serves
            Whether callers come here: then there is a key for the first of them.

        Raises
        ------
        ConfigurationError
            If another process works on the same data folder, or the operator's key is no good.
        """
        try:
            await self._begin(url, serves=serves)
        except BaseException:
            await self.stop()
            raise

    async def _begin(self, url: str, *, serves: bool) -> None:
        settings = self.settings
        is_alone = settings.slots > 0 and not settings.is_cluster
        if is_alone:
            self.lock.acquire(url)
        if settings.slots:
            await asyncio.to_thread(clear_scratch, settings.scratch_dir)
            self.renderer.warm()
        self.scratch.mkdir(parents=True, exist_ok=True)
        await self.database.start()
        if self.api_key:
            await self.accounts.register_operator_key(self.api_key)
        elif serves and not settings.no_auth:
            self.first_key = await self.accounts.ensure_first_key()
        if serves and not settings.no_auth:
            self.invitation = await self.sessions.invite()
        if is_alone:
            await self.requests.rehydrate()
        self.worker.start()

    async def stop(self) -> None:
        """Finish or hand back what is rendered, and leave nothing running."""
        self.events.close()
        await self.worker.stop(self.settings.grace_s)
        await self.renderer.stop()
        await self.accounts.settle()
        await self.deliverer.stop()
        await self.poster.close()
        await self.fetcher.close()
        await self.database.stop()
        await asyncio.to_thread(shutil.rmtree, self.scratch, ignore_errors=True)
        await asyncio.to_thread(self.traces.stop)
        self.lock.release()

    async def checks(self) -> Mapping[str, Readiness]:
        """Say what works: the database, room on the disk, the worker."""
        from filmgate.core.ports import Readiness

        has_rows = await self._can_read()
        free = await self.artifacts.free_bytes()
        least = self.settings.min_free_mb
        has_room = free is None or free >= least * _MIB
        works = not self.settings.slots or self.worker.is_running
        return {
            "database": Readiness(has_rows, "" if has_rows else "it cannot be read"),
            "disk": Readiness(has_room, "" if has_room else f"less than {least} MiB are free"),
            "worker": Readiness(works, "" if works else "it is stopping"),
        }

    async def _can_read(self) -> bool:
        try:
            await self.database.read("key_any")
        except (sqlite3.Error, Unavailable):
            return False
        return True


def wire(settings: Settings, api_key: str | None, links: Links) -> tuple[Server, Decoder]:
    """Make the parts of a server and put them together; its application is made of them."""
    from filmgate.accounts import Accounts, Sessions
    from filmgate.db.accounts import AccountTable
    from filmgate.db.files import FileTable
    from filmgate.db.overview import Overview
    from filmgate.db.requests import Requests
    from filmgate.db.webhooks import WebhookTable
    from filmgate.events import Bus
    from filmgate.media.decode import Decoder
    from filmgate.queue.dispatcher import DispatcherLock
    from filmgate.requests.follow import Follower
    from filmgate.requests.fulfil import Fulfiller
    from filmgate.requests.prepare import Preparer
    from filmgate.requests.submit import Submitter
    from filmgate.requests.watch import Watcher
    from filmgate.requests.webhooks import Webhooks
    from filmgate.storage import Artifacts

    scratch, meter = settings.scratch_dir / str(os.getpid()), Meter()
    traces = make_traces(settings)
    catalog, engines = _catalog(settings), make_engines(settings)
    decoder, fetcher = Decoder(), LateFetcher(settings)
    artifacts = Artifacts(settings.storage_url)
    database = open_database(settings, note_query(meter))
    database.watch(note_change(meter))
    database.watch(log_change)
    requests, files = Requests(database, settings.in_flight, settings.doubt_s), FileTable(database)
    freezer = _freezer(settings, files, artifacts, fetcher, decoder, links, scratch)
    renderer = _renderer(settings, scratch)
    preparer = Preparer(
        catalog, requests, files, artifacts, freezer, decoder, settings.fetch_deferred_s
    )
    fulfiller = Fulfiller(
        requests,
        files,
        artifacts,
        engines,
        preparer,
        renderer,
        scratch,
        lease_s=settings.lease_s,
        on_stage=note_stages(meter, traces),
    )
    events = Bus()
    queue = make_queue(settings, database, requests, fulfiller, events)
    watcher = Watcher(requests, events, settings.heartbeat_s)
    submitter = Submitter(
        catalog,
        engines,
        requests,
        artifacts,
        freezer,
        max_attempts=settings.max_attempts,
        min_free_mb=settings.min_free_mb,
        fetch_budget_s=settings.fetch_budget_s,
        check_webhook=partial(check_webhook, settings),
    )
    account_rows = AccountTable(database)
    accounts = Accounts(account_rows, default_caps=settings.default_caps)
    messages, poster = WebhookTable(database), LatePoster(settings)
    deliverer = make_deliverer(
        settings, messages, requests, files, links, poster, note_posts(traces, requests)
    )
    server = Server(
        settings=settings,
        api_key=api_key,
        catalog=catalog,
        engines=engines,
        database=database,
        accounts=accounts,
        sessions=Sessions(account_rows, accounts),
        requests=requests,
        files=files,
        artifacts=artifacts,
        events=events,
        queue=queue,
        submitter=submitter,
        follower=Follower(requests, queue, _can_cancel(engines)),
        watcher=watcher,
        fulfiller=fulfiller,
        renderer=renderer,
        webhooks=Webhooks(messages),
        poster=poster,
        deliverer=deliverer,
        worker=_worker(
            settings,
            queue,
            fulfiller,
            watcher,
            deliverer,
            requests,
            make_sweeper(settings, database, artifacts),
        ),
        lock=DispatcherLock(settings.data_dir),
        fetcher=fetcher,
        scratch=scratch,
        meter=meter,
        traces=traces,
        metrics=Metrics(meter, Overview(database).sums),
    )
    return server, decoder


def _catalog(settings: Settings) -> Catalog:
    from filmgate.catalog.loader import Catalog

    folders = []
    if settings.test_models:
        from filmgate.engines.scripted import MODELS

        folders.append(MODELS)
    if settings.models_dir or settings.models_folder.is_dir():
        folders.append(settings.models_folder)
    return Catalog.load(*folders)


def _freezer(
    settings: Settings,
    files: FileTable,
    artifacts: Artifacts,
    fetcher: LateFetcher,
    decoder: Decoder,
    links: Links,
    scratch: Path,
) -> Freezer:
    from filmgate.core.order import MediaKind
    from filmgate.requests.freeze import Freezer

    largest = {
        MediaKind.IMAGE: settings.max_image_mb * _MIB,
        MediaKind.VIDEO: settings.max_video_mb * _MIB,
    }
    return Freezer(files, artifacts, fetcher, decoder, links.verify, scratch, largest)


def _renderer(settings: Settings, scratch: Path) -> RenderProcesses:
    import msgspec

    from filmgate.worker.process import RenderProcesses
    from filmgate.worker.warm import Limits, python_command

    limits = Limits(memory_mb=settings.render_memory_mb, cpu_s=settings.render_cpu_s)
    told = msgspec.to_builtins(settings, enc_hook=str)
    command = python_command(_RENDER_CODE, RENDER_PROCESS)
    return RenderProcesses(command, settings.slots, told, scratch, limits)


def _worker(
    settings: Settings,
    queue: Queue,
    fulfiller: Fulfiller,
    watcher: Watcher,
    deliverer: Deliverer,
    requests: Requests,
    sweeper: Sweeper,
) -> Worker:
    from filmgate.worker.loop import Chore, Worker

    name = f"{os.uname().nodename}-{os.getpid()}"
    chores = (
        Chore("reaper", _REAP_S, requests.reap),
        Chore("news", _NEWS_S, watcher.poll),
        Chore("webhooks", _NEWS_S, deliverer.deliver),
        Chore("sweeper", _SWEEP_S, sweeper.sweep),
    )
    return Worker(queue, lambda id_: fulfiller.fulfil(id_, name), settings.slots, chores)


def _can_cancel(engines: Registry) -> Callable[[str], bool]:
    return lambda name: engines.get(name).describe().can_cancel
