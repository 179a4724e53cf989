import os
from contextlib import asynccontextmanager

import httpx2
import pytest
from tests.waiting import exists, is_alive, until, until_gone

from filmgate import bootstrap
from filmgate.core.errors import ConfigurationError
from filmgate.settings import Settings

pytestmark = pytest.mark.anyio

KEY = "a-key-for-tests"


@asynccontextmanager
async def running(folder, api_key=KEY, **settings):
    options = {"slots": 1, "test_models": True, "grace_s": 0.1, **settings}
    server = bootstrap.build(Settings(data_dir=folder, **options), api_key=api_key)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


def client(server, key=KEY):
    headers = {"authorization": f"Bearer {key}"} if key else {}
    transport = httpx2.ASGITransport(server.app)
    return httpx2.AsyncClient(
        transport=transport, base_url="http://127.0.0.1:8000", headers=headers
    )


async def submit(http, **body):
    answer = await http.post("/v1/models/test/noop", json={"prompt": "x", **body})
    assert answer.status_code == 200, answer.text
    return answer.json()["request_id"]


async def finish(server, request_id):
    """Wait until a request is final."""
    with server.events.subscribe(request_id) as news:
        while not (request := await server.requests.get(request_id)).status.is_final:
            await news.wait(0.5)
    return request


async def test_a_request_is_rendered_verified_and_served(tmp_path):
    async with running(tmp_path) as server, client(server) as http:
        request_id = await submit(http)
        request = await finish(server, request_id)
        result = (await http.get(f"/v1/requests/{request_id}/result")).json()
        clip = await http.get(result["output"]["video"])
        detail = await server.requests.detail(request_id)

    assert request.status.value == "succeeded", request.error
    assert clip.headers["content-type"] == "video/mp4"
    assert all(check["passed"] for check in detail.report["checks"])


async def test_a_failed_render_is_a_failed_request_with_its_reason(tmp_path):
    async with running(tmp_path) as server, client(server) as http:
        request = await finish(server, await submit(http, fail_at=0.5))

    assert (request.status.value, request.error.code) == ("failed", "engine_error")


async def test_it_is_ready_once_it_runs(tmp_path):
    async with running(tmp_path) as server, client(server) as http:
        answer = await http.get("/readyz")
        checks = await server.checks()

    assert answer.status_code == 200
    assert {name: check.ready for name, check in checks.items()} == {
        "database": True,
        "disk": True,
        "worker": True,
    }


async def test_a_full_disk_is_not_ready_and_refuses_requests(tmp_path):
    async with running(tmp_path, min_free_mb=2**40) as server, client(server) as http:
        ready = await http.get("/readyz")
        refused = await http.post("/v1/models/test/noop", json={"prompt": "x"})

    assert ready.status_code == 503
    assert refused.status_code == 507


async def test_the_first_start_makes_a_key_and_the_second_does_not(tmp_path):
    async with running(tmp_path, api_key=None) as server, client(server, server.first_key) as http:
        first = server.first_key
        assert (await http.get("/v1/models")).status_code == 200

    async with running(tmp_path, api_key=None) as server, client(server, first) as http:
        assert server.first_key is None
        assert (await http.get("/v1/models")).status_code == 200


async def test_without_auth_no_key_is_made(tmp_path):
    async with running(tmp_path, api_key=None, no_auth=True) as server:
        assert server.first_key is None
        async with client(server, None) as http:
            assert (await http.get("/v1/models")).status_code == 200


async def test_a_folder_has_one_server_that_renders(tmp_path):
    async with running(tmp_path) as server:
        with pytest.raises(ConfigurationError, match=f"process {os.getpid()}"):
            async with running(tmp_path):
                pass
        async with client(server) as http:
            assert (await finish(server, await submit(http))).status.value == "succeeded"


async def test_a_server_without_slots_takes_requests_for_another_one(tmp_path):
    async with running(tmp_path) as renders, running(tmp_path, slots=0) as takes:
        async with client(takes) as http:
            request_id = await submit(http)
        with renders.events.subscribe(request_id) as news:
            while not (request := await takes.requests.get(request_id)).status.is_final:
                await news.wait(0.1)

    assert request.status.value == "succeeded"


async def test_an_operators_key_that_is_no_good_stops_the_start_and_leaves_nothing(tmp_path):
    server = bootstrap.build(Settings(data_dir=tmp_path, slots=1), api_key="short")

    with pytest.raises(ConfigurationError, match="needs"):
        await server.start()

    assert bootstrap.find_running(server.settings) is None
    assert not exists(tmp_path / "server.json")
    assert server.renderer.pids() == []


async def test_stopping_leaves_no_process_and_no_scratch(tmp_path):
    async with running(tmp_path) as server:
        pids = await until(server.renderer.pids)
        assert all(map(is_alive, pids))
        assert exists(server.scratch)

    await until_gone(*pids)
    assert not exists(server.scratch)


async def test_models_of_the_users_folder_are_offered(tmp_path):
    (tmp_path / "models").mkdir()

    async with running(tmp_path, slots=0, models_dir=tmp_path / "models") as server:
        assert "test/noop" in server.catalog.models
        assert server.catalog.problems == ()


async def test_the_app_starts_and_stops_the_server(tmp_path):
    app = bootstrap.app(Settings(data_dir=tmp_path, slots=1, test_models=True))

    async with app.router.lifespan_context(app):
        assert exists(tmp_path / "server.json")

    assert not exists(tmp_path / "server.json")


async def test_a_wrong_list_of_hosts_is_told_at_the_start(tmp_path):
    with pytest.raises(ConfigurationError, match="not a host name"):
        bootstrap.build(Settings(data_dir=tmp_path, media_allow_hosts=("http://x/",)))
