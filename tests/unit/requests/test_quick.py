"""Only what is known to be quick is called in the event loop."""

import threading

import pytest
from tests.fakes import FakeClock

from filmgate.requests.quick import Quick

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def clock():
    return FakeClock(0.0)


def taking(clock, seconds):
    def work():
        clock.pass_(seconds)
        return threading.current_thread() is threading.main_thread()

    return work


async def test_the_first_call_of_a_kind_is_made_in_a_thread(clock):
    quick = Quick(clock)

    assert not await quick.call("a", taking(clock, 0.0))
    assert await quick.call("a", taking(clock, 0.0))
    assert not await quick.call("b", taking(clock, 0.0))


async def test_what_took_long_is_made_in_a_thread_again(clock):
    quick = Quick(clock)
    await quick.call("a", taking(clock, 0.0))

    assert await quick.call("a", taking(clock, 1.0))
    assert not await quick.call("a", taking(clock, 1.0))
    assert not await quick.call("a", taking(clock, 0.0))
    assert await quick.call("a", taking(clock, 0.0))


async def test_what_a_call_raises_is_raised(clock):
    def fail(text):
        raise KeyError(text)

    with pytest.raises(KeyError, match="why"):
        await Quick(clock).call("a", fail, "why")
