"""The SDK against the real application."""

import asyncio
import threading

import httpx2
import pytest
import uvicorn

from filmgate import AsyncClient, Client
from filmgate.client import (
    InputRefused,
    NotAllowed,
    NotAuthenticated,
    NotKnown,
    RequestCancelled,
    RequestFailed,
    WaitedTooLong,
)

pytestmark = pytest.mark.anyio
T2V = "kling/kling-3.0/pro/text-to-video"
I2V = "kling/kling-3.0/pro/image-to-video"
PNG = b"\x89PNG\r\n\x1a\n" + b"pixels" * 10
CLIP = bytes(range(256)) * 8


@pytest.fixture
async def sdk(world, token):
    transport = httpx2.ASGITransport(app=world.app)
    async with AsyncClient("http://127.0.0.1:8000", token, transport=transport) as sdk:
        yield sdk


async def test_a_request_is_followed_to_its_clip(world, sdk, tmp_path):
    submitted = await sdk.submit(T2V, {"prompt": "a cat", "image": "x"})
    before = await sdk.status(submitted.request_id)
    await world.succeed(submitted.request_id, tmp_path, CLIP)
    result = await sdk.wait(submitted.request_id)
    path = await sdk.download(result, tmp_path)

    assert (before.status, before.queue_position) == ("in_queue", 0)
    assert submitted.warnings[0].type == "unknown_field"
    assert result.model_id == T2V
    assert path.name == "clip.mp4"
    assert path.read_bytes() == CLIP


async def test_progress_is_told_while_it_runs(world, sdk, tmp_path):
    submitted = await sdk.submit(T2V, {"prompt": "a cat"})
    attempt = await world.start(submitted.request_id)
    await world.progress(submitted.request_id, attempt, 0.5)
    states = sdk.iterate(submitted.request_id)
    state = await anext(states)
    await states.aclose()

    assert (state.status, state.stage, state.fraction) == ("in_progress", "render", 0.5)


async def test_a_failed_and_a_cancelled_request_raise(world, sdk):
    failed = await sdk.submit(T2V, {"prompt": "a cat"})
    await world.fail(failed.request_id)
    cancelled = await sdk.submit(T2V, {"prompt": "a cat"})
    told = await sdk.cancel(cancelled.request_id)

    assert told.is_cancelled
    with pytest.raises(RequestFailed, match="it broke"):
        await sdk.wait(failed.request_id)
    with pytest.raises(RequestCancelled):
        await sdk.wait(cancelled.request_id)


async def test_local_files_are_sent_by_themselves(sdk, tmp_path):
    picture = tmp_path / "cat.png"
    picture.write_bytes(PNG)
    by_path = await sdk.submit(I2V, {"prompt": "x", "start_image_url": picture})
    by_text = await sdk.submit(I2V, {"prompt": "x", "start_image_url": str(picture)})
    files = (await sdk.call("GET", "/v1/files"))["files"]

    assert len(files) == 1
    for submitted in (by_path, by_text):
        shown = await sdk.show(submitted.request_id)
        assert shown["input"]["start_image_url"].startswith("filmgate://")


async def test_a_dry_run_predicts(sdk):
    prediction = await sdk.dry_run(T2V, {"prompt": "a cat", "duration": 10})

    assert prediction.output["frames"] == 241
    assert prediction.cost_usd == {"fake": 0.0, "paid": 0.5}
    assert prediction.hosted_cost_usd == pytest.approx(1.68)


async def test_refusals_have_their_class(sdk, world):
    with pytest.raises(InputRefused) as refused:
        await sdk.submit(T2V, {"duration": 99})
    with pytest.raises(NotKnown):
        await sdk.status("nothing")
    transport = httpx2.ASGITransport(app=world.app)
    async with AsyncClient("http://127.0.0.1:8000", "wrong-key", transport=transport) as other:
        with pytest.raises(NotAuthenticated):
            await other.models()
    with pytest.raises(NotAllowed):
        await sdk.call("GET", "/v1/owners")

    assert {problem.loc for problem in refused.value.problems} == {
        ("body", "prompt"),
        ("body", "duration"),
    }


async def test_the_catalog_is_typed(sdk):
    models = await sdk.models(category="text-to-video", include_schema=True)
    model = await sdk.model(T2V, normalized=True)

    assert [m.id for m in models] == [T2V]
    assert models[0].input_schema["properties"]["cfg_scale"]["type"] == "float"
    assert model.input_schema["properties"]["cfg_scale"]["type"] == "number"


async def test_an_idempotency_key_replays(sdk):
    first = await sdk.submit(T2V, {"prompt": "a cat"}, idempotency_key="k")
    second = await sdk.submit(T2V, {"prompt": "a cat"}, idempotency_key="k")

    assert second.request_id == first.request_id
    assert (first.is_replay, second.is_replay) == (False, True)


class Served(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config):
        super().__init__(config)
        self.listens = threading.Event()

    async def startup(self, sockets=None):
        await super().startup(sockets)
        self.listens.set()


@pytest.fixture
async def port(world):
    """The port of a server on a real socket."""
    config = uvicorn.Config(world.app, port=0, log_level="error", lifespan="off", ws="none")
    server = Served(config)
    serving = asyncio.create_task(server.serve())
    await asyncio.to_thread(server.listens.wait, 10)
    yield server.servers[0].sockets[0].getsockname()[1]
    world.bus.close()
    server.should_exit = True
    await serving


async def test_a_request_is_followed_by_its_events_without_asking_again(
    world, token, port, tmp_path
):
    request_id = await world.submit(token)
    async with AsyncClient(f"http://127.0.0.1:{port}", token) as sdk:
        states = sdk.iterate(request_id)
        queued = await anext(states)
        attempt = await world.start(request_id)
        started = await anext(states)
        await world.progress(request_id, attempt, 0.5)
        moved = await anext(states)
        await sdk.cancel(request_id)
        rest = [state async for state in states]

    assert (queued.status, queued.queue_position) == ("in_queue", 0)
    assert (started.status, moved.stage, moved.fraction) == ("in_progress", "render", 0.5)
    assert [state.status for state in rest] == ["cancelled"]


async def test_the_blocking_client_follows_events_too(world, token, port, tmp_path):
    request_id = await world.submit(token)
    after = await world.services.requests.last_number("nobody")

    def use():
        with Client(f"http://127.0.0.1:{port}", token) as sdk:
            first = next(sdk.follow(after))
            states = sdk.iterate(request_id)
            seen = [next(states)]
            sdk.cancel(request_id)
            with pytest.raises(WaitedTooLong):
                sdk.wait(waiting, timeout_s=0.01)
            return first, seen + list(states)

    waiting = await world.submit(token)
    first, states = await asyncio.to_thread(use)

    assert (first.type, first.request_id, first.number) == ("queued", request_id, 1)
    assert [state.status for state in states] == ["in_queue", "cancelled"]


async def test_the_blocking_client_works_over_a_real_socket(world, token, port, tmp_path):
    picture = tmp_path / "cat.png"
    picture.write_bytes(PNG)

    def use():
        with Client(f"http://127.0.0.1:{port}", token) as sdk:
            submitted = sdk.submit(I2V, {"prompt": "x", "start_image_url": picture})
            file = sdk.upload(picture)
            saved = sdk.download(file.url, tmp_path / "copy.png")
            return submitted, sdk.status(submitted.request_id), saved

    submitted, state, saved = await asyncio.to_thread(use)

    assert submitted.status_url.startswith(f"http://127.0.0.1:{port}/")
    assert state.status == "in_queue"
    assert saved.read_bytes() == PNG
