import asyncio

import pytest

from filmgate.worker.loop import Chore, Worker

pytestmark = pytest.mark.anyio


class FakeQueue:
    """Hands out what is put in; breaks when told to."""

    def __init__(self, faults=()):
        self.ids = asyncio.Queue()
        self.faults = list(faults)

    async def run(self, handler, slots):
        if self.faults:
            raise self.faults.pop(0)
        async with asyncio.TaskGroup() as group:
            for _ in range(slots):
                group.create_task(self._serve(handler))

    async def _serve(self, handler):
        while True:
            await handler(await self.ids.get())


class Rendering:
    """Renders until it is let go; keeps account."""

    def __init__(self):
        self.begun = asyncio.Queue()
        self.go = asyncio.Event()
        self.done = []
        self.handed_back = []

    async def __call__(self, request_id):
        self.begun.put_nowait(request_id)
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.handed_back.append(request_id)
            raise
        if request_id == "bad":
            raise RuntimeError("not its business")
        self.done.append(request_id)


async def no_pause(seconds):
    await asyncio.sleep(0)


def make(queue, rendering, slots=2, chores=()):
    worker = Worker(queue, rendering, slots, chores, pause=no_pause)
    worker.start()
    return worker


async def test_requests_are_rendered_as_many_at_once_as_there_are_slots():
    queue, rendering = FakeQueue(), Rendering()
    worker = make(queue, rendering)
    for request_id in ("a", "b", "c"):
        queue.ids.put_nowait(request_id)
    await rendering.begun.get()
    await rendering.begun.get()

    assert worker.taken == 2
    rendering.go.set()
    assert await rendering.begun.get() == "c"
    await worker.stop(10)
    assert sorted(rendering.done) == ["a", "b", "c"]


async def test_stopping_lets_what_is_rendered_end_and_takes_nothing_new():
    queue, rendering = FakeQueue(), Rendering()
    worker = make(queue, rendering, slots=1)
    queue.ids.put_nowait("a")
    await rendering.begun.get()

    stopping = asyncio.create_task(worker.stop(10))
    queue.ids.put_nowait("b")
    await asyncio.sleep(0)
    assert not worker.is_running
    rendering.go.set()
    await stopping

    assert rendering.done == ["a"]
    assert rendering.handed_back == []
    assert rendering.begun.empty()


async def test_what_outlives_the_grace_is_handed_back():
    queue, rendering = FakeQueue(), Rendering()
    worker = make(queue, rendering)
    queue.ids.put_nowait("a")
    await rendering.begun.get()

    await worker.stop(0.01)

    assert rendering.handed_back == ["a"]
    assert worker.taken == 0


async def test_a_fault_with_one_request_does_not_end_the_worker():
    queue, rendering = FakeQueue(), Rendering()
    rendering.go.set()
    worker = make(queue, rendering, slots=1)
    for request_id in ("bad", "good"):
        queue.ids.put_nowait(request_id)
    await rendering.begun.get()
    await rendering.begun.get()

    await worker.stop(10)

    assert rendering.done == ["good"]


async def test_a_queue_that_breaks_is_taken_up_again():
    queue, rendering = FakeQueue([ConnectionError("gone"), ConnectionError("gone")]), Rendering()
    rendering.go.set()
    worker = make(queue, rendering)
    queue.ids.put_nowait("a")

    async with asyncio.timeout(5):
        assert await rendering.begun.get() == "a"
    await worker.stop(10)


async def test_a_chore_that_fails_is_done_again():
    calls = asyncio.Queue()

    async def do():
        calls.put_nowait(None)
        raise OSError("the database is away")

    worker = make(FakeQueue(), Rendering(), chores=(Chore("reaper", 0, do),))

    async with asyncio.timeout(5):
        for _ in range(3):
            await calls.get()
    await worker.stop(10)


async def test_without_slots_only_chores_are_done():
    calls = asyncio.Queue()

    async def do():
        calls.put_nowait(None)

    queue = FakeQueue()
    worker = make(queue, Rendering(), slots=0, chores=(Chore("reaper", 0, do),))
    queue.ids.put_nowait("a")
    async with asyncio.timeout(5):
        await calls.get()
        await calls.get()

    await worker.stop(10)

    assert queue.ids.qsize() == 1
