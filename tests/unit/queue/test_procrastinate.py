"""The queue of a cluster, on a real PostgreSQL: jobs come and go with the rows they stand for."""

import asyncio
from contextlib import asynccontextmanager

import psycopg
import pytest
from tests.waiting import until

from filmgate.core.account import Principal
from filmgate.core.records import NewRequest, Outcome
from filmgate.core.request import Request, RequestDetail, Status, new_id
from filmgate.db.postgres import PostgresDatabase
from filmgate.db.requests import Requests
from filmgate.db.script import QUEUE, WAKE
from filmgate.queue.procrastinate import ProcrastinateQueue

pytestmark = [pytest.mark.anyio, pytest.mark.postgres]
DONE = Outcome(Status.SUCCEEDED, output={"video": "file_1"})


class Cluster:
    """Requests in a database, and the workers of one process."""

    def __init__(self, url):
        self.url = url
        self.database = PostgresDatabase(url, "normal")
        self.store = Requests(self.database, in_flight=100)
        self.taken, self.woken, self.at_once, self.most = [], [], 0, 0
        self.open = asyncio.Event()
        self.open.set()
        self.queue = self.new_queue()
        self.database.join(QUEUE, self.queue.join)
        self.database.listen(WAKE, lambda ids, _: self.woken.extend(ids))

    def new_queue(self, *engines):
        tell = lambda ids: self.database.publish(WAKE, ids)  # noqa: E731
        return ProcrastinateQueue(self.url, self.database.transaction, tell, engines, poll_s=0.05)

    async def submit(self, engine="fake", priority=0):
        row = Request(new_id("req"), "o", "k", "m", engine, Status.IN_QUEUE, 0, 3, priority, 0.0)
        item = NewRequest(row, RequestDetail({}, {}, {}))
        return (await self.store.submit(item, Principal("o", "k"))).request.id

    async def handle(self, request_id):
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            if claim := await self.store.claim(request_id, "w", 30.0):
                self.taken.append(request_id)
                await self.open.wait()
                await self.store.finish(request_id, claim.request.attempt, DONE)
        finally:
            self.at_once -= 1

    @asynccontextmanager
    async def running(self, slots=1, queue=None, handler=None):
        task = asyncio.create_task((queue or self.queue).run(handler or self.handle, slots))
        try:
            yield task
        finally:
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    def jobs(self):
        with psycopg.connect(self.url) as connection:
            return connection.execute(
                "select args ->> 'request_id', status::text from procrastinate_jobs order by id"
            ).fetchall()

    def change(self, statement):
        with psycopg.connect(self.url) as connection:
            connection.execute(statement)


@pytest.fixture
async def cluster(postgres_url):
    cluster = Cluster(postgres_url)
    await cluster.database.start()
    yield cluster
    await cluster.database.stop()


async def test_a_job_is_written_with_the_request_and_gone_when_it_ended(cluster):
    ids = [await cluster.submit() for _ in range(3)]
    assert cluster.jobs() == [(id_, "todo") for id_ in ids]

    async with cluster.running():
        await until(lambda: not cluster.jobs())

    assert cluster.taken == ids
    assert (await cluster.store.get(ids[0])).status is Status.SUCCEEDED


async def test_the_higher_priority_is_first(cluster):
    low, high = await cluster.submit(priority=0), await cluster.submit(priority=5)

    async with cluster.running():
        await until(lambda: len(cluster.taken) == 2)

    assert cluster.taken == [high, low]


async def test_what_is_submitted_later_is_taken_at_once(cluster):
    async with cluster.running():
        request_id = await cluster.submit()
        await until(lambda: cluster.taken == [request_id])


async def test_no_more_than_the_slots_work_at_once(cluster):
    cluster.open.clear()
    for _ in range(6):
        await cluster.submit()

    async with cluster.running(slots=3):
        await until(lambda: len(cluster.taken) == 3)
        cluster.open.set()
        await until(lambda: len(cluster.taken) == 6)

    assert cluster.most == 3


async def test_a_job_is_not_written_when_its_transaction_fails(cluster):
    async def failing(connection, signals):
        raise ZeroDivisionError

    cluster.database.join(QUEUE, failing)

    with pytest.raises(ZeroDivisionError):
        await cluster.submit()

    assert cluster.jobs() == []
    assert await cluster.store.admitted() == []


async def test_a_worker_takes_only_what_its_engines_render(cluster):
    mine, other = await cluster.submit("paint"), await cluster.submit("draw")

    async with cluster.running(queue=cluster.new_queue("paint", "print")):
        await until(lambda: cluster.taken == [mine])
        more = await cluster.submit("print")
        await until(lambda: cluster.taken == [mine, more])

    assert cluster.jobs() == [(other, "todo")]


async def test_one_process_looks_for_lost_jobs_and_another_when_it_has_gone(cluster):
    first, second = (
        ProcrastinateQueue(cluster.url, cluster.database.transaction, list, poll_s=20.0)
        for _ in range(2)
    )

    assert [await queue.is_mender() for queue in (first, second, first)] == [True, False, True]

    # silent for too long, or heard of before the clock was set back
    for at, later in ((0, second), (10**12, first)):
        cluster.change(
            f"update settings set value = split_part(value, ' ', 1) || ' {at}'"
            " where name = 'queue_mender'"
        )
        others = [queue for queue in (first, second) if queue is not later]
        assert await later.is_mender()
        assert not await others[0].is_mender()


async def test_only_one_of_many_begins_to_look(cluster):
    queues = [
        ProcrastinateQueue(cluster.url, cluster.database.transaction, list, poll_s=20.0)
        for _ in range(8)
    ]

    looks = await asyncio.gather(*(queue.is_mender() for queue in queues))

    assert looks.count(True) == 1


async def test_a_request_without_a_job_gets_one(cluster):
    request_id = await cluster.submit()
    cluster.change("delete from procrastinate_jobs")

    async with cluster.running():
        await until(lambda: cluster.taken == [request_id])


async def test_a_job_of_a_dead_worker_makes_room_for_a_new_one(cluster):
    request_id = await cluster.submit()
    cluster.change("update procrastinate_jobs set status = 'doing'")

    async with cluster.running():
        await until(lambda: cluster.taken == [request_id])
        await until(lambda: not cluster.jobs())


async def test_a_job_that_two_looks_find_is_left_alone(cluster):
    request_id = await cluster.submit()

    for _ in range(3):
        await cluster.queue.mend()

    assert cluster.jobs() == [(request_id, "todo")]


async def test_a_stop_breaks_off_what_is_handled_and_gives_the_rest_back(cluster):
    request_id, ended = await cluster.submit(), []

    async def hold(id_):
        cluster.taken.append(id_)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(id_)

    async with cluster.running(handler=hold):
        await until(lambda: cluster.taken)

    assert ended == [request_id]
    assert (request_id, "todo") in cluster.jobs()


async def test_lost_connections_cost_neither_what_is_handled_nor_what_comes(cluster):
    async def supervised():
        while True:
            await asyncio.gather(cluster.queue.run(cluster.handle, 1), return_exceptions=True)

    cluster.open.clear()
    first = await cluster.submit()
    task = asyncio.create_task(supervised())
    await until(lambda: cluster.taken)

    cluster.change(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()"
    )
    cluster.open.set()
    second = await cluster.submit()
    await until(lambda: cluster.taken == [first, second])
    await until(lambda: not cluster.at_once)

    assert (await cluster.store.get(first)).status is Status.SUCCEEDED
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_wake_reaches_who_renders(cluster):
    await cluster.queue.wake("a")

    assert cluster.woken == ["a"]
