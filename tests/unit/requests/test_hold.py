"""A request is held while it is worked on, and let go the moment it is lost."""

import asyncio
from dataclasses import replace

import pytest

from filmgate.core.request import Progress, Request, Status
from filmgate.requests.hold import Hold, Lost

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


ROW = Request("req_1", "o", "k", "m", "e", Status.IN_PROGRESS, 1, 3, 0, 0.0)


class Leases:
    """Answers heartbeats: `answers` are what the next ones get, then True."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.seen = []
        self.beat, self.looked = asyncio.Event(), asyncio.Event()
        self.row = ROW

    async def get(self, request_id):
        self.looked.set()
        return self.row

    async def extend(self, request_id, attempt, lease_s, progress):
        self.seen.append(progress)
        self.beat.set()
        answer = self.answers.pop(0) if self.answers else True
        if isinstance(answer, Exception):
            raise answer
        return answer


def hold(leases, lease_s=0.03, throttle_s=0.01, look_s=1.0):
    return Hold(leases, "req_1", 1, lease_s, throttle_s, look_s=look_s)


async def forever():
    await asyncio.Event().wait()


async def test_the_work_gives_its_result():
    async def work():
        return 42

    assert await hold(Leases()).during(work()) == 42


async def test_an_error_of_the_work_is_its_own():
    async def work():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await hold(Leases()).during(work())


async def test_the_lease_is_extended_while_the_work_goes_on():
    leases = Leases()

    async def work():
        while len(leases.seen) < 3:
            leases.beat.clear()
            await leases.beat.wait()

    await hold(leases).during(work())

    assert leases.seen == [None, None, None]


async def test_lost_work_is_cancelled_before_lost_is_raised():
    ended = []

    async def work():
        try:
            await forever()
        finally:
            ended.append(True)

    with pytest.raises(Lost):
        await hold(Leases(False)).during(work())

    assert ended == [True]


async def test_work_that_fails_while_it_is_stopped_is_lost_all_the_same():
    async def work():
        try:
            await forever()
        finally:
            raise ZeroDivisionError

    with pytest.raises(Lost):
        await hold(Leases(False)).during(work())


async def test_a_nudge_asks_at_once():
    leases = Leases(False)
    held = hold(leases, lease_s=1000.0)
    held.nudge()

    with pytest.raises(Lost):
        await asyncio.wait_for(held.during(forever()), 5)

    assert len(leases.seen) == 1


@pytest.mark.parametrize(
    "row", [None, replace(ROW, status=Status.CANCELLED), replace(ROW, attempt=2)]
)
async def test_what_another_process_did_is_seen_without_a_heartbeat(row):
    leases = Leases()
    held = hold(leases, lease_s=1000.0, look_s=0.001)

    async def work():
        await leases.looked.wait()
        leases.row = row
        await forever()

    with pytest.raises(Lost):
        await asyncio.wait_for(held.during(work()), 5)

    assert leases.seen == []


async def test_progress_is_written_soon_and_the_newest_wins():
    leases = Leases()
    held = hold(leases, lease_s=1000.0)

    async def work():
        held.progress("render", 0.1)
        held.progress("render", 0.2)
        await leases.beat.wait()

    await asyncio.wait_for(held.during(work()), 5)

    assert leases.seen == [Progress("render", 0.2)]


async def test_progress_is_not_written_more_often_than_the_throttle():
    leases = Leases()
    held = hold(leases, lease_s=1000.0, throttle_s=0.05)
    loop = asyncio.get_running_loop()
    began = loop.time()

    async def work():
        while len(leases.seen) < 3:
            held.progress("render", 0.5)
            await asyncio.sleep(0)

    await asyncio.wait_for(held.during(work()), 5)

    assert loop.time() - began >= 0.14


async def test_a_database_that_is_away_for_a_moment_costs_nothing():
    leases = Leases(OSError("away"), OSError("away"))

    async def work():
        while len(leases.seen) < 4:
            leases.beat.clear()
            await leases.beat.wait()
        return "done"

    held = hold(leases, lease_s=10.0, throttle_s=0.0)

    async def nudged():
        while True:
            held.nudge()
            await asyncio.sleep(0)

    nudging = asyncio.create_task(nudged())
    assert await asyncio.wait_for(held.during(work()), 5) == "done"
    nudging.cancel()


async def test_a_database_that_is_away_for_a_lease_ends_the_work():
    leases = Leases(*[OSError("away")] * 100)

    with pytest.raises(Lost):
        await asyncio.wait_for(hold(leases, lease_s=0.3).during(forever()), 5)

    assert len(leases.seen) > 1
