"""The engine that pretends to cost money, against a service on this machine."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from aiohttp import web

from filmgate.core.errors import EngineError, InvalidInput, UpstreamLost
from filmgate.core.order import Order, Task, Tier
from filmgate.core.ports import RemoteEngine
from filmgate.engines.scripted import ScriptedPaidEngine

pytestmark = pytest.mark.anyio
ORDER = Order("test/noop", Task.TEXT_TO_VIDEO, Tier.STANDARD, "a bar", 1)


@pytest.fixture
async def upstream():
    """A service that is done at the second question, and what it was asked."""
    asked = []

    async def order(request):
        asked.append((await request.json())["prompt"])
        return web.json_response({"id": "job-1"}, status=402 if "refuse" in asked[-1] else 200)

    async def ask(request):
        asked.append(request.match_info["job"])
        if asked[-1] != "job-1":
            return web.json_response({}, status=404)
        return web.json_response({"is_done": asked.count("job-1") > 1, "clip": b"clip".hex()})

    app = web.Application()
    app.router.add_post("/jobs", order)
    app.router.add_get("/jobs/{job}", ask)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield SimpleNamespace(engine=ScriptedPaidEngine({"BENCH_UPSTREAM": url}), asked=asked)
    await runner.cleanup()


class Context:
    def __init__(self, workdir, asked):
        self.workdir = workdir
        self._asked = asked

    async def save_handle(self, handle):
        self._asked.append(f"saved {handle}")


async def test_the_id_of_the_work_is_kept_before_it_is_waited_for(upstream, tmp_path):
    engine, asked = upstream.engine, upstream.asked

    render = await engine.run(ORDER, engine.plan(ORDER), Context(tmp_path, asked))

    assert asked == ["a bar", "saved job-1", "job-1", "job-1"]
    assert [file.role for file in render.files] == ["video"]
    assert (tmp_path / "clip.mp4").read_bytes() == b"clip"


async def test_work_that_was_ordered_is_not_ordered_again(upstream, tmp_path):
    engine, asked = upstream.engine, upstream.asked

    await engine.reattach("job-1", ORDER, engine.plan(ORDER), Context(tmp_path, asked))

    assert set(asked) == {"job-1"}


async def test_work_that_the_service_forgot_is_lost(upstream, tmp_path):
    engine = upstream.engine

    with pytest.raises(UpstreamLost, match="job-9"):
        await engine.reattach("job-9", ORDER, engine.plan(ORDER), Context(tmp_path, []))


async def test_a_refusal_is_an_error_that_does_not_count(upstream, tmp_path):
    engine, order = upstream.engine, replace(ORDER, prompt="refuse")

    with pytest.raises(EngineError, match="402"):
        await engine.run(order, engine.plan(order), Context(tmp_path, upstream.asked))

    assert upstream.asked == ["refuse"]


def test_it_costs_money_and_is_ready_where_its_service_has_an_address():
    engine = ScriptedPaidEngine({})

    assert isinstance(engine, RemoteEngine)
    assert engine.describe().is_paid
    assert engine.plan(ORDER).cost_micro > 0
    assert not engine.readiness().ready
    assert ScriptedPaidEngine({"BENCH_UPSTREAM": "http://127.0.0.1:1"}).readiness().ready


def test_orders_with_pictures_are_refused():
    order = replace(ORDER, task=Task.IMAGE_TO_VIDEO)

    with pytest.raises(InvalidInput, match="text-to-video"):
        ScriptedPaidEngine({}).plan(order)
