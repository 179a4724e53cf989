"""Followers hear that there is news, each id once, and nothing after they left."""

import asyncio

import pytest

from filmgate.events import Bus

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


async def test_a_follower_of_one_request_hears_only_of_it():
    bus = Bus()
    with bus.subscribe("a") as news:
        await bus.publish("b")
        bus.tell(["a", "b"])

        assert await news.wait(1) == ["a"]


async def test_a_follower_of_everything_hears_of_everything_once():
    bus = Bus()
    with bus.subscribe() as news:
        bus.tell(["a", "b"])
        bus.tell(["a"])

        assert await news.wait(1) == ["a", "b"]


async def test_waiting_without_news_ends_with_nothing():
    with Bus().subscribe("a") as news:
        assert await news.wait(0.01) == []


async def test_news_wake_a_waiting_follower():
    bus = Bus()
    with bus.subscribe("a") as news:
        waiting = asyncio.create_task(news.wait(5))
        await asyncio.sleep(0)
        bus.tell(["a"])

        assert await waiting == ["a"]


async def test_a_follower_can_be_iterated():
    bus = Bus()
    with bus.subscribe() as news:
        bus.tell(["a", "b"])

        assert [await anext(news), await anext(news)] == ["a", "b"]


async def test_nobody_is_kept_after_they_left():
    bus = Bus()
    with bus.subscribe("a", "b"), bus.subscribe("a"), bus.subscribe():
        pass

    assert bus.subscribers == {}
    bus.tell(["a"])
