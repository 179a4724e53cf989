"""Things that come while others of their lane are done share the next transaction."""

import asyncio

import pytest

from filmgate.core.errors import LimitExceeded, Unavailable
from filmgate.db.gather import Gatherer

pytestmark = pytest.mark.anyio


class Doer:
    """Does things when it is let; remembers what was done together."""

    def __init__(self):
        self.done = []
        self.began, self.may = asyncio.Event(), asyncio.Event()

    async def __call__(self, things):
        self.began.set()
        await self.may.wait()
        self.done.append(list(things))
        for thing in things:
            if isinstance(thing, Exception):
                raise thing
        return [LimitExceeded("full") if thing == "refused" else f"{thing}!" for thing in things]


async def all_of(gatherer, doer, things, lane="a"):
    """Add things at one moment, then let them be done."""
    asked = [asyncio.ensure_future(gatherer.add(lane, thing)) for thing in things]
    await asyncio.sleep(0)
    doer.may.set()
    return await asyncio.gather(*asked, return_exceptions=True)


async def test_the_first_goes_alone_and_those_that_come_meanwhile_go_together_in_order():
    doer = Doer()
    gatherer = Gatherer(doer)
    first = asyncio.ensure_future(gatherer.add("a", 1))
    await doer.began.wait()

    assert await all_of(gatherer, doer, [2, 3, 4]) == ["2!", "3!", "4!"]

    assert await first == "1!"
    assert doer.done == [[1], [2, 3, 4]]


async def test_no_more_than_so_many_go_together():
    doer = Doer()

    await all_of(Gatherer(doer, most=2), doer, range(5))

    assert [thing for things in doer.done for thing in things] == list(range(5))
    assert max(map(len, doer.done)) == 2


async def test_lanes_do_not_wait_for_each_other():
    async def do(things):
        if "slow" in things:
            await asyncio.Event().wait()
        return list(things)

    gatherer = Gatherer(do)
    slow = asyncio.ensure_future(gatherer.add("a", "slow"))
    await asyncio.sleep(0)

    assert await gatherer.add("b", "quick") == "quick"

    assert not slow.done()
    for task in gatherer._tasks:
        task.cancel()
    await asyncio.gather(slow, return_exceptions=True)
    assert slow.cancelled()


async def test_each_gets_its_own_error():
    doer = Doer()

    answers = await all_of(Gatherer(doer), doer, [1, "refused", 2, 3])

    assert [str(answer) for answer in answers] == ["1!", "full", "2!", "3!"]
    assert isinstance(answers[1], LimitExceeded)


async def test_the_fault_of_one_is_not_that_of_the_others():
    doer, fault = Doer(), ValueError("odd")

    answers = await all_of(Gatherer(doer), doer, [1, 2, fault, 3])

    assert answers == ["1!", "2!", fault, "3!"]


async def test_a_database_that_is_away_is_not_asked_once_more_for_each():
    doer, lost = Doer(), Unavailable("away")
    gatherer = Gatherer(doer)

    answers = await all_of(gatherer, doer, [lost, 1, 2])

    assert answers.count(lost) == len(doer.done[0])
    assert sum(map(len, doer.done)) == 3
    assert await gatherer.add("a", 4) == "4!"


async def test_a_caller_that_is_cancelled_neither_stops_its_thing_nor_disturbs_the_others():
    doer = Doer()
    gatherer = Gatherer(doer)
    gone = [asyncio.ensure_future(gatherer.add("a", number)) for number in (1, 2)]
    await asyncio.sleep(0)
    for caller in gone:
        caller.cancel()
    await asyncio.gather(*gone, return_exceptions=True)

    assert await all_of(gatherer, doer, [3]) == ["3!"]

    assert sorted(thing for things in doer.done for thing in things) == [1, 2, 3]


async def test_nothing_is_kept_of_lanes_that_are_empty():
    doer = Doer()
    gatherer = Gatherer(doer)

    await asyncio.gather(*(all_of(gatherer, doer, [1, 2], lane) for lane in range(9)))

    assert not gatherer._lanes
