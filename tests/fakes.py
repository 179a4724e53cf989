# ruff: noqa: ASYNC240 - fakes read small files at once
"""Fakes of what stands around the use cases: they keep the promises of the ports, cheaply."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from filmgate.core.errors import MediaError, NotFound
from filmgate.core.media import MediaFacts
from filmgate.core.order import MediaKind, Order, Task
from filmgate.core.plan import Check, Fate, Plan, Render, RenderedFile, Shot
from filmgate.core.ports import Capabilities, Capability, LocalInput, Readiness
from filmgate.core.size import frame_count, preset_size, scaled


class FakeClock:
    """A time that only moves when it is told to."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += seconds


class FakeEngine:
    """Plans like an engine; its rendering is the renderer's business."""

    def __init__(
        self,
        name: str = "fake",
        *,
        is_paid: bool = False,
        is_remote: bool = False,
        can_cancel: bool = True,
        version: str = "1",
        cost_micro: int = 0,
        fates: tuple[Fate, ...] = (),
    ) -> None:
        self.about = Capabilities(
            name,
            version,
            "a fake for tests",
            tuple(Capability(task, 15, 3840, audio=True) for task in Task),
            is_paid=is_paid,
            can_cancel=can_cancel,
            is_remote=is_remote,
        )
        self.cost_micro = cost_micro
        self.fates = fates
        #: raised by `plan`
        self.refusal: Exception | None = None
        self.planned: list[Order] = []

    def describe(self) -> Capabilities:
        return self.about

    def readiness(self) -> Readiness:
        return Readiness(True)

    def plan(self, order: Order) -> Plan:
        if self.refusal:
            raise self.refusal
        self.planned.append(order)
        width, height = scaled(preset_size(order.tier, order.ratio or "16:9"), order.options.scale)
        frames = frame_count(order.duration_s)
        return Plan(
            self.about.name,
            self.about.version,
            width,
            height,
            frames,
            order.audio,
            (Shot(0, frames),),
            order.options.seed or 7,
            self.fates,
            cost_micro=self.cost_micro,
            is_provisional=order.is_deferred,
        )


class FakeRemoteEngine(FakeEngine):
    """A paid service: `calls` counts what it would bill."""

    def __init__(self, name: str = "remote", **options) -> None:
        super().__init__(name, is_paid=True, is_remote=True, cost_micro=840_000, **options)
        self.calls = 0
        self.reattached: list[str] = []
        #: raised instead of giving a handle
        self.before_handle: BaseException | None = None
        #: raised after the handle was saved
        self.after_handle: BaseException | None = None

    async def run(self, order, plan, ctx) -> Render:
        self.calls += 1
        if self.before_handle:
            raise self.before_handle
        await ctx.save_handle(f"upstream-{self.calls}")
        if self.after_handle:
            raise self.after_handle
        return fake_render(ctx.workdir)

    async def reattach(self, handle, order, plan, ctx) -> Render:
        self.reattached.append(handle)
        return fake_render(ctx.workdir)


class FakeEngines:
    """A registry of fakes; the first is the default."""

    def __init__(self, *engines: FakeEngine) -> None:
        self._engines = {engine.about.name: engine for engine in engines}

    def get(self, name):
        if name not in self._engines:
            raise NotFound(f"there is no engine {name!r}")
        return self._engines[name]

    def all(self):
        return list(self._engines.values())

    def route(self, model, options, principal):
        return self.get(options.engine or next(iter(self._engines)))


def fake_render(workdir: Path, content: bytes = b"a clip") -> Render:
    """Files as an engine leaves them in its folder."""
    clip = workdir / "clip.mp4"
    clip.write_bytes(content)
    return Render(
        (RenderedFile("video", str(clip), "video/mp4"),), timings_s={"render": 0.1}, seed=7
    )


@dataclass
class FakeRenderer:
    """A render process: `acts` are what the next runs do; without any, they succeed."""

    acts: list[Callable] = field(default_factory=list)
    runs: int = 0
    #: runs whose call was cancelled: the process would be dead
    killed: int = 0
    checks: tuple[Check, ...] = (Check("frames", True, "121", "121"),)
    began: asyncio.Event = field(default_factory=asyncio.Event)
    seen: list[tuple] = field(default_factory=list)

    async def run(self, order, plan, inputs, workdir, on_progress, on_preview) -> Render:
        self.runs += 1
        self.seen.append((order, plan, tuple(inputs)))
        self.began.set()
        try:
            if self.acts:
                result = self.acts.pop(0)(workdir, on_progress, on_preview)
                if asyncio.iscoroutine(result):
                    result = await result
                if result is not None:
                    return result
            return fake_render(workdir)
        except asyncio.CancelledError:
            self.killed += 1
            raise

    async def verify(
        self, plan, render, inputs, workdir, *, quality="standard"
    ) -> tuple[Check, ...]:
        (workdir / "poster.jpg").write_bytes(b"a poster")
        return self.checks


class FakeFetch:
    """The network: URLs and what they hold; an exception is raised, `None` never answers."""

    def __init__(self, **pages) -> None:
        self.pages: dict[str, bytes | MediaError | None] = pages
        self.asked: list[str] = []
        #: awaited before the next answers
        self.before: Callable | None = None

    async def fetch(self, url, target, *, max_bytes, timeout_s):
        self.asked.append(url)
        if self.before:
            await self.before()
        page = self.pages.get(url, MediaError(f"{url} cannot be reached", "unreachable"))
        if page is None:
            raise MediaError("not within the time", "timeout")
        if isinstance(page, MediaError):
            raise page
        target.write_bytes(page)
        return FakeFetched(target, len(page), hashlib.sha256(page).hexdigest())


@dataclass(frozen=True)
class FakeFetched:
    path: Path
    size_bytes: int
    sha256: str
    content_type: str = "image/png"


class FakeDecode:
    """Takes everything for a picture of the same size, but what begins with BROKEN."""

    def __init__(self, width: int = 640, height: int = 360) -> None:
        self.size = width, height
        self.decoded: list[Path] = []

    async def probe(self, path: Path, kind: MediaKind) -> MediaFacts:
        content = path.read_bytes()
        if content.startswith(b"BROKEN"):
            raise MediaError("the file is damaged; send another", "damaged")
        if kind is MediaKind.VIDEO:
            return MediaFacts(kind, "mp4", "video/mp4", *self.size, len(content), 5.0, 24.0, 120)
        return MediaFacts(kind, "png", "image/png", *self.size, len(content))

    async def decode(self, path, kind, loc, folder) -> LocalInput:
        await self.probe(path, kind)
        self.decoded.append(path)
        return LocalInput(loc, str(folder / "picture.npy"), *self.size)


@dataclass
class BrokenArtifacts:
    """An artifact store that fails a number of times, in front of a real one."""

    inner: object
    failures: int = 0
    #: nothing can be removed
    keeps: bool = False

    async def put(self, key, source, content_type):
        if self.failures > 0:
            self.failures -= 1
            raise OSError("the store is away")
        await self.inner.put(key, source, content_type)

    async def fetch(self, key, target):
        await self.inner.fetch(key, target)

    async def delete(self, key):
        if self.keeps:
            raise OSError("the store is away")
        await self.inner.delete(key)

    async def list(self, prefix):
        return await self.inner.list(prefix)

    async def free_bytes(self):
        return await self.inner.free_bytes()


def without(items, **changes):
    """Copies of dataclasses with some fields changed, to compare the rest."""
    return [replace(item, **changes) for item in items]
