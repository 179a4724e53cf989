"""The use cases over real rows and files; engines, decoder and network are fakes."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.fakes import (
    BrokenArtifacts,
    FakeClock,
    FakeDecode,
    FakeEngine,
    FakeEngines,
    FakeFetch,
    FakeRemoteEngine,
    FakeRenderer,
)

from filmgate.catalog.loader import Catalog
from filmgate.core.account import Principal
from filmgate.core.order import MediaKind
from filmgate.db.files import FileTable
from filmgate.db.requests import Requests
from filmgate.db.script import NEWS, QUEUE
from filmgate.events import Bus
from filmgate.queue.embedded import EmbeddedQueue
from filmgate.requests.follow import Follower
from filmgate.requests.freeze import Freezer
from filmgate.requests.fulfil import Fulfiller
from filmgate.requests.prepare import Preparer
from filmgate.requests.submit import Submitter
from filmgate.storage.artifacts import Artifacts

T2V = "kling/kling-3.0/pro/text-to-video"
I2V = "kling/kling-3.0/pro/image-to-video"
O3 = "kling/kling-video-o3/standard/reference-to-video"
CATALOG = Catalog.load()
ANN = Principal("own_ann", "key_ann")
PAID = Principal("own_ann", "key_paid", engines=frozenset({"fake", "remote"}))


@pytest.fixture
def anyio_backend():
    return "asyncio"


@dataclass
class World:
    """A server without HTTP and without processes."""

    folder: Path
    database: object
    clock: FakeClock
    engine: FakeEngine = field(default_factory=FakeEngine)
    remote: FakeRemoteEngine = field(default_factory=FakeRemoteEngine)
    renderer: FakeRenderer = field(default_factory=FakeRenderer)
    fetch: FakeFetch = field(default_factory=FakeFetch)
    decode: FakeDecode = field(default_factory=FakeDecode)
    own: dict = field(default_factory=dict)
    #: stages of attempts that ended, with the class of the error that ended them
    stages: list = field(default_factory=list)

    def __post_init__(self):
        self.catalog = CATALOG
        self.engines = FakeEngines(self.engine, self.remote)
        self.bus = Bus()
        self.database.listen(NEWS, self.bus.tell)
        self.artifacts = BrokenArtifacts(Artifacts(self.folder / "files"))
        self.files = FileTable(self.database)
        self.scratch = self.folder / "scratch"
        self.start()

    def start(self, store=Requests):
        """Everything a process holds; called again, it is as after a restart."""
        self.store = store(self.database, in_flight=4, clock=self.clock)
        freezer = Freezer(
            self.files,
            self.artifacts,
            self.fetch,
            self.decode,
            self.own.get,
            self.scratch,
            {MediaKind.IMAGE: 10_000, MediaKind.VIDEO: 20_000},
        )
        self.submitter = Submitter(
            self.catalog, self.engines, self.store, self.artifacts, freezer, min_free_mb=0
        )
        preparer = Preparer(
            self.catalog, self.store, self.files, self.artifacts, freezer, self.decode
        )
        self.fulfiller = Fulfiller(
            self.store,
            self.files,
            self.artifacts,
            self.engines,
            preparer,
            self.renderer,
            self.scratch,
            lease_s=60.0,
            throttle_s=0.0,
            patience_s=(0.0, 0.0),
            on_stage=lambda claim, stage, seconds, error: self.stages.append((stage, error)),
        )
        self.queue = EmbeddedQueue(self.store.admitted, on_wake=self.fulfiller.nudge)
        self.database.listen(QUEUE, self.queue.put)
        self.follower = Follower(
            self.store, self.queue, lambda name: self.engines.get(name).about.can_cancel
        )

    async def submit(self, model_id=T2V, principal=ANN, options=None, **body):
        body = {"prompt": "a cat in the rain", **body}
        if options:
            body["filmgate"] = options
        return (await self.submitter.submit(principal, model_id, body)).request.id

    async def fulfil(self, request_id):
        await self.fulfiller.fulfil(request_id, "w")
        return await self.store.get(request_id)

    def begin(self, request_id):
        return asyncio.create_task(self.fulfiller.fulfil(request_id, "w"))

    async def types(self, request_id):
        """What happened, without the notes of progress and the files."""
        events = await self.store.events(request_id)
        quiet = ("stage", "progress", "artifact")
        return [event.type for event in events if event.type not in quiet]

    async def kept(self):
        """Keys of everything that is stored."""
        return [key for key, _, _ in await self.artifacts.list("")]

    def leftovers(self):
        return sorted(self.scratch.rglob("*")) if self.scratch.exists() else []


@pytest.fixture
async def world(tmp_path, new_database):
    clock = FakeClock()
    database = new_database(clock)
    await database.start()
    yield World(tmp_path, database, clock)
    await database.stop()
