"""What every queue keeps: each claimable id reaches a handler, in order, `slots` at a time."""

import asyncio

import pytest

from filmgate.queue.embedded import EmbeddedQueue

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


class Rows:
    """The truth: what may be claimed."""

    def __init__(self, *ids):
        self.ids = [(i, 0) for i in ids]
        self.read = asyncio.Event()

    async def admitted(self):
        self.read.set()
        return self.ids


class Handler:
    """Takes ids; holds each until it is let go."""

    def __init__(self, hold=False):
        self.taken = []
        self.news = asyncio.Event()
        self.open = asyncio.Event()
        self.at_once = self.most = 0
        if not hold:
            self.open.set()

    async def __call__(self, request_id):
        self.taken.append(request_id)
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.news.set()
        await self.open.wait()
        self.at_once -= 1

    async def until(self, number):
        async with asyncio.timeout(5):
            while len(self.taken) < number:
                self.news.clear()
                await self.news.wait()
        return self.taken


async def run(queue, handler, slots=1):
    return asyncio.create_task(queue.run(handler, slots))


async def stop(task):
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_ids_are_handed_out_in_the_order_they_came():
    queue, handler = EmbeddedQueue(Rows().admitted), Handler()
    await queue.push(None, ["a", "b"])
    await queue.push(None, ["c"])

    task = await run(queue, handler)

    assert await handler.until(3) == ["a", "b", "c"]
    await stop(task)


async def test_the_higher_priority_is_first():
    queue, handler = EmbeddedQueue(Rows().admitted), Handler()
    await queue.push(None, ["low"], 0)
    await queue.push(None, ["high"], 5)

    task = await run(queue, handler)

    assert await handler.until(2) == ["high", "low"]
    await stop(task)


async def test_no_more_than_the_slots_work_at_once():
    queue, handler = EmbeddedQueue(Rows().admitted), Handler(hold=True)
    await queue.push(None, [str(n) for n in range(10)])

    task = await run(queue, handler, 3)
    await handler.until(3)
    handler.open.set()
    await handler.until(10)

    assert handler.most == 3
    await stop(task)


async def test_what_was_queued_before_the_start_is_handed_out():
    queue, handler = EmbeddedQueue(Rows("a", "b").admitted), Handler()

    task = await run(queue, handler)

    assert (await handler.until(2))[:2] == ["a", "b"]
    await stop(task)


async def test_what_another_process_queued_is_found():
    rows, handler = Rows(), Handler()
    queue = EmbeddedQueue(rows.admitted, poll_s=0.01)
    task = await run(queue, handler)
    await rows.read.wait()

    rows.ids = [("a", 0)]

    assert (await handler.until(1))[0] == "a"
    await stop(task)


async def test_an_id_told_twice_waits_once():
    queue = EmbeddedQueue(Rows().admitted)
    await queue.push(None, ["a"])
    await queue.push(None, ["a"])

    assert len(queue) == 1


async def test_an_id_can_come_again_after_it_was_handed_out():
    queue, handler = EmbeddedQueue(Rows().admitted), Handler()
    task = await run(queue, handler)
    await queue.push(None, ["a"])
    await handler.until(1)

    await queue.push(None, ["a"])

    assert await handler.until(2) == ["a", "a"]
    await stop(task)


async def test_a_wake_reaches_who_renders():
    woken = []
    queue = EmbeddedQueue(Rows().admitted, on_wake=woken.append)

    await queue.wake("a")

    assert woken == ["a"]


async def test_without_slots_nothing_is_handed_out():
    rows, handler = Rows("a"), Handler()
    queue = EmbeddedQueue(rows.admitted)

    task = await run(queue, handler, 0)
    await rows.read.wait()
    await asyncio.sleep(0)

    assert handler.taken == []
    await stop(task)


async def test_a_fault_of_the_handler_is_not_swallowed():
    async def broken(request_id):
        raise ZeroDivisionError

    queue = EmbeddedQueue(Rows("a").admitted)

    with pytest.raises(ExceptionGroup):
        await queue.run(broken, 1)
