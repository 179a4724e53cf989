"""What operators see of calls: numbers, ids, lines of the log; and what stays out of them."""

import asyncio
import logging

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.waiting import until

pytestmark = pytest.mark.anyio


async def numbers(client):
    """Samples of /metrics by name and labels."""
    answer = await client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def calls(samples, path, status="200", method="GET"):
    labels = (("method", method), ("path", path), ("status", status))
    return samples.get(("filmgate_http_seconds_count", *labels), 0)


@pytest.fixture
async def operator(world, admin):
    async with world.client(admin) as client:
        yield client


# --- numbers -------------------------------------------------------------------------------------


async def test_calls_are_counted_by_route_and_answer(world, client, token, operator):
    request_id = await world.submit(token)
    for _ in range(3):
        await client.get(f"/v1/requests/{request_id}/status")
    await client.get("/v1/requests/req_unknown/status")
    await client.get("/no/such/path")

    found = await numbers(operator)

    status = "/v1/requests/{request_id}/status"
    assert calls(found, status) == 3
    assert calls(found, status, "404") == 1
    assert calls(found, "/v1/models/{model_id}", method="POST") == 1
    assert calls(found, "unknown", "404") == 1
    assert found[("filmgate_queue_admitted",)] == 1
    assert found[("filmgate_request_changes_total", ("type", "queued"))] == 1


async def test_ids_paths_and_methods_of_callers_make_no_series_of_their_own(world, operator):
    async with world.client() as anybody:
        for number in range(5):
            await anybody.get(f"/{number}")
            await anybody.request(f"M{number}", f"/v1/requests/{number}/status")

    series = [key for key in await numbers(operator) if key[0] == "filmgate_http_seconds_count"]

    assert len(series) == 2


async def test_open_streams_are_counted_while_they_are_open(world, client, token, operator):
    request_id = await world.submit(token)
    attempt_over = asyncio.create_task(
        client.get(f"/v1/requests/{request_id}/events", headers={"accept": "text/event-stream"})
    )
    await until(lambda: world.bus.subscribers)

    during = await numbers(operator)
    await client.post(f"/v1/requests/{request_id}/cancel")
    await attempt_over

    assert during[("filmgate_event_streams",)] == 1
    assert (await numbers(operator))[("filmgate_event_streams",)] == 0


@pytest.mark.parametrize(
    ("setting", "nobody", "reader", "operator_"),
    [("admin", 401, 403, 200), ("open", 200, 200, 200), ("off", 404, 404, 404)],
)
async def test_who_reads_them_is_a_setting(build, setting, nobody, reader, operator_):
    world = build(metrics=setting)
    tokens = (None, await world.key(), await world.key(scopes=["read", "admin"]))
    found = []
    for token in tokens:
        async with world.client(token) as client:
            found.append((await client.get("/metrics")).status_code)

    assert found == [nobody, reader, operator_]


# --- ids -----------------------------------------------------------------------------------------


async def test_every_answer_names_its_call(client):
    answers = [await client.get(path) for path in ("/v1/models", "/healthz", "/nothing", "/v1/x")]

    names = [answer.headers["x-request-id"] for answer in answers]
    assert len(set(names)) == len(names)


async def test_a_name_the_caller_gives_comes_back(client):
    answer = await client.get("/v1/models", headers={"x-request-id": "order-66/b"})

    assert answer.headers["x-request-id"] == "order-66/b"


@pytest.mark.parametrize("name", ["two words", "x" * 200, 'quote"', "é"])
async def test_a_name_that_could_disturb_a_log_is_replaced(client, name):
    answer = await client.get("/v1/models", headers={"x-request-id": name.encode()})

    assert answer.headers["x-request-id"] != name
    assert answer.status_code == 200


# --- the log -------------------------------------------------------------------------------------


async def test_a_call_that_changes_something_is_one_line(world, token, caplog):
    principal = await world.services.accounts.authenticate(token)
    with caplog.at_level(logging.INFO, "filmgate"):
        request_id = await world.submit(token)

    [call] = [line.fields for line in caplog.records if line.name == "filmgate.http"]
    [change] = [line.fields for line in caplog.records if line.name == "filmgate.request"]
    assert (call["method"], call["path"]) == ("POST", "/v1/models/{model_id}")
    assert (call["status"], call["key_id"]) == (200, principal.key_id)
    assert call["ms"] > 0
    assert call["call_id"]
    assert (change["change"], change["request_id"]) == ("queued", request_id)


async def test_those_who_poll_fill_no_log_unless_it_is_asked_for(world, client, token, caplog):
    request_id = await world.submit(token)
    with caplog.at_level(logging.INFO, "filmgate"):
        await client.get(f"/v1/requests/{request_id}/status")
    with caplog.at_level(logging.DEBUG, "filmgate.http"):
        await client.get(f"/v1/requests/{request_id}/status")

    [line] = [line.fields for line in caplog.records if line.name == "filmgate.http"]
    assert line["request_id"] == request_id


async def test_neither_keys_nor_links_nor_inputs_are_written_down(
    world, client, token, caplog, tmp_path
):
    with caplog.at_level(logging.DEBUG):
        request_id = await world.submit(token, prompt="a secret plan")
        await world.succeed(request_id, tmp_path)
        url = (await client.get(f"/v1/requests/{request_id}/result")).json()["output"]["video"]
        await client.get(url)
        await client.get("/v1/requests?text=a+secret+plan")
        async with world.client("fg_wrong_key_that_is_no_key") as stranger:
            await stranger.get("/v1/models")

    told = "\n".join(
        f"{line.getMessage()} {getattr(line, 'fields', '')}"
        for line in caplog.records
        if line.name.startswith("filmgate")  # the test's own client says more
    )
    assert "/files/{link}/{name}" in told
    for secret in (token, url.split("/files/")[1], "secret plan", "fg_wrong_key"):
        assert secret not in told
