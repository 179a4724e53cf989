"""The real application over real rows and files; only engine, decoder and worker are fakes."""

import asyncio
import shutil
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from filmgate.accounts import Accounts, Sessions
from filmgate.bootstrap.logs import log_change
from filmgate.bootstrap.metrics import Metrics, note_change
from filmgate.bootstrap.site import told
from filmgate.catalog.loader import Catalog
from filmgate.core.account import Scope
from filmgate.core.errors import MediaError, NotFound
from filmgate.core.media import MediaFacts
from filmgate.core.meter import Meter
from filmgate.core.order import MediaKind, Task
from filmgate.core.plan import Fate, FateKind, Plan, Shot
from filmgate.core.ports import Capabilities, Capability, Readiness
from filmgate.core.records import Outcome, StoredFile
from filmgate.core.request import Failure, Progress, Status, new_id
from filmgate.core.size import frame_count, preset_size
from filmgate.db.accounts import AccountTable
from filmgate.db.files import FileTable
from filmgate.db.overview import Overview
from filmgate.db.postgres import PostgresDatabase
from filmgate.db.requests import Requests
from filmgate.db.script import NEWS
from filmgate.db.sqlite import SqliteDatabase
from filmgate.db.webhooks import WebhookTable
from filmgate.events import Bus
from filmgate.http.app import create_app
from filmgate.http.links import Links
from filmgate.http.services import MB, Services, Site
from filmgate.http.static import WebApp
from filmgate.requests.follow import Follower
from filmgate.requests.freeze import Freezer
from filmgate.requests.submit import Submitter
from filmgate.requests.watch import Watcher
from filmgate.requests.webhooks import Webhooks
from filmgate.settings import Settings
from filmgate.storage.artifacts import Artifacts

T2V = "kling/kling-3.0/pro/text-to-video"
I2V = "kling/kling-3.0/pro/image-to-video"
BASE = "http://127.0.0.1:8000"
#: for `pytestmark`, of files whose tests show what rows tell
ON_BOTH = pytest.mark.parametrize(
    "database_kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
CLIP = bytes(range(256)) * 8
PNG = b"\x89PNG\r\n\x1a\n" + b"pixels" * 10


class FakeEngine:
    """Plans as it should, renders nothing: tests end requests themselves."""

    def __init__(self, name="fake", *, is_paid=False):
        self._about = Capabilities(
            name=name,
            version="1",
            summary="for tests",
            tasks=tuple(Capability(task, 15, 3840) for task in Task),
            is_paid=is_paid,
        )

    def describe(self):
        return self._about

    def readiness(self):
        return Readiness(True)

    def plan(self, order):
        width, height = preset_size(order.tier, order.ratio or "16:9")
        frames = frame_count(order.duration_s)
        return Plan(
            engine=self._about.name,
            engine_version="1",
            width=width,
            height=height,
            frames=frames,
            has_audio=order.audio,
            shots=(Shot(0, frames),),
            seed=7,
            fates=(Fate("guidance", FateKind.IGNORED, "it has no such dial"),),
            cost_micro=500_000 if self._about.is_paid else 0,
        )


class FakeEngines:
    def __init__(self, *engines):
        self._engines = {engine.describe().name: engine for engine in engines}

    def get(self, name):
        if name not in self._engines:
            raise NotFound(f"there is no engine {name!r}")
        return self._engines[name]

    def all(self):
        return list(self._engines.values())

    def route(self, model, options, principal):
        return self.get(options.engine or "fake")


def measure(path, kind):
    content = path.read_bytes()
    if content.startswith(b"BROKEN!!"):
        raise MediaError("the file is damaged; send another", "damaged")
    if kind is MediaKind.VIDEO:
        return MediaFacts(kind, "mp4", "video/mp4", 640, 360, len(content), 2.0, 24.0, 48)
    return MediaFacts(kind, "png", "image/png", 640, 360, len(content))


class FakeDecode:
    """Takes everything for a PNG, but what says it is broken."""

    async def probe(self, path: Path, kind: MediaKind) -> MediaFacts:
        return measure(path, kind)


class NoFetch:
    """There is no network."""

    async def fetch(self, url, target, *, max_bytes, timeout_s):
        raise MediaError(f"{url} cannot be reached", "unreachable")


class NoQueue:
    """Nobody renders, so nobody needs waking."""

    async def wake(self, request_id):
        pass


@dataclass(repr=False)
class World:
    """A server with its parts at hand."""

    app: object
    services: Services
    requests: Requests
    bus: Bus

    async def key(self, owner="Ann", **options):
        """A token of an owner, who is made if need be."""
        owners = {o.name: o for o in await self.services.accounts.owners()}
        known = owners.get(owner) or await self.services.accounts.create_owner(owner)
        return (await self.services.accounts.create_key(known.id, **options)).token

    def client(self, token=None, base=BASE, **headers):
        if token:
            headers["authorization"] = f"Bearer {token}"
        transport = httpx2.ASGITransport(app=self.app, raise_app_exceptions=False)
        return httpx2.AsyncClient(transport=transport, base_url=base, headers=headers)

    async def submit(self, token, model_id=T2V, **body):
        async with self.client(token) as client:
            answer = await client.post(f"/v1/models/{model_id}", json={"prompt": "a cat", **body})
        assert answer.status_code == 200, answer.text
        return answer.json()["request_id"]

    async def start(self, request_id):
        """Claim a request, as a worker would."""
        await self.requests.reap()
        claim = await self.requests.claim(request_id, "test", 60.0)
        assert claim is not None
        return claim.request.attempt

    async def progress(self, request_id, attempt, fraction, stage="render"):
        await self.requests.extend(request_id, attempt, 60.0, Progress(stage, fraction))

    async def succeed(self, request_id, tmp_path, content=CLIP):
        """Render a request, as a worker would; gives the file it made."""
        attempt = await self.start(request_id)
        request = await self.requests.get(request_id)
        file = await self.store(
            request.owner_id, content, tmp_path, kind="output", request_id=request_id, add=False
        )
        outcome = Outcome(
            Status.SUCCEEDED,
            output={"video": file.id},
            report={"fates": [], "seed": 7},
            files=(file,),
        )
        assert await self.requests.finish(request_id, attempt, outcome)
        return file

    async def fail(self, request_id, code="engine_error", message="it broke"):
        attempt = await self.start(request_id)
        outcome = Outcome(Status.FAILED, error=Failure(code, message))
        assert await self.requests.finish(request_id, attempt, outcome)

    async def store(
        self,
        owner_id,
        content,
        tmp_path,
        *,
        kind="upload",
        name="clip.mp4",
        content_type="video/mp4",
        request_id=None,
        add=True,
    ):
        import hashlib

        sha256 = hashlib.sha256(content).hexdigest()
        key = await self.services.files.reserve(sha256, len(content))
        source = tmp_path / "content"
        source.write_bytes(content)
        await self.services.artifacts.put(key, source, content_type)
        file = StoredFile(
            id=new_id("file"),
            owner_id=owner_id,
            kind=kind,
            name=name,
            content_type=content_type,
            size_bytes=len(content),
            sha256=sha256,
            blob_key=key,
            created_at=0.0,
            request_id=request_id,
        )
        return await self.services.files.add(file) if add else file


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="session")
def catalog():
    return Catalog.load()


@pytest.fixture
def database_kind():
    """The database of a test's servers; a file with `ON_BOTH` has its tests run on two."""
    return "sqlite"


@pytest.fixture
async def shared_databases(postgres_url):
    """Connections of two servers to the same rows."""
    made = [PostgresDatabase(postgres_url, "normal") for _ in range(2)]
    await asyncio.gather(*(database.start() for database in made))
    yield iter(made)
    await asyncio.gather(*(database.stop() for database in made))


@pytest.fixture
def databases(tmp_path, database_kind, request):
    """Databases for the servers of a test."""
    if database_kind == "postgres":
        yield request.getfixturevalue("shared_databases")
        return
    made = [SqliteDatabase(tmp_path / f"db{number}" / "test.db", "normal") for number in range(2)]
    yield iter(made)
    for database in made:
        database.close()


@pytest.fixture
def build(tmp_path, catalog, databases):
    """Make a server; keyword arguments are settings of its `Site`."""

    def make(*, checks=None, min_free_mb=0, heartbeat_s=15.0, web=None, **site):
        database = next(databases)
        requests, files = Requests(database), FileTable(database)
        bus = Bus()
        database.listen(NEWS, bus.tell)
        meter = Meter()
        database.watch(note_change(meter))
        database.watch(log_change)
        artifacts = Artifacts(tmp_path / "files")
        rows = AccountTable(database)
        accounts = Accounts(rows)
        engines = FakeEngines(FakeEngine(), FakeEngine("paid", is_paid=True))
        links = Links(site.get("public_url", ""), b"secret")
        limits = {MediaKind.IMAGE: MB, MediaKind.VIDEO: 2 * MB}
        freezer = Freezer(
            files, artifacts, NoFetch(), FakeDecode(), links.verify, tmp_path / "scratch", limits
        )
        submitter = Submitter(
            catalog, engines, requests, artifacts, freezer, min_free_mb=min_free_mb
        )
        ready = checks if checks is not None else {"database": Readiness(True)}

        async def check():
            return ready

        services = Services(
            catalog=catalog,
            submitter=submitter,
            follower=Follower(requests, NoQueue()),
            accounts=accounts,
            sessions=Sessions(rows, accounts),
            requests=requests,
            files=files,
            artifacts=artifacts,
            links=links,
            watcher=Watcher(requests, bus, heartbeat_s),
            webhooks=Webhooks(WebhookTable(database)),
            probe=FakeDecode().probe,
            incoming=tmp_path / "incoming",
            engines=lambda: [(e.describe(), e.readiness()) for e in engines.all()],
            engines_of=lambda _: [(e.describe(), e.readiness()) for e in engines.all()],
            checks=check,
            queue=Overview(database).queue,
            settings=lambda: told(Settings(database="postgresql://ann:secret@db/films")),
            version="0.1.0",
            site=Site(
                **{"max_image_bytes": MB, "max_video_bytes": 2 * MB, **site},
            ),
            web=web or WebApp(tmp_path / "not-built"),
            meter=meter,
            metrics=Metrics(meter, Overview(database).sums).text,
        )
        return World(create_app(services), services, requests, bus)

    yield make
    shutil.rmtree(tmp_path / "files", ignore_errors=True)


@pytest.fixture
def world(build):
    return build()


@pytest.fixture
async def token(world):
    return await world.key()


@pytest.fixture
async def client(world, token):
    async with world.client(token) as client:
        yield client


@pytest.fixture
async def admin(world):
    return await world.key(scopes=list(Scope))
