"""The model API: status, result, cancel, catalog; bodies as they are published."""

import json
import re

import pytest
from tests.api.conftest import ON_BOTH

T2V = "kling/kling-3.0/pro/text-to-video"
BASE = "http://127.0.0.1:8000"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"

pytestmark = [pytest.mark.anyio, ON_BOTH]


def compact(**body):
    """The bytes of a JSON body, keys in this order."""
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


def urls(request_id, *names, base=BASE):
    stem = f"{base}/v1/requests/{request_id}"
    return {f"{name}_url": f"{stem}/{name}" for name in names}


# --- status --------------------------------------------------------------------------------------


async def test_a_queued_request_tells_how_many_are_ahead(world, client, token):
    first, second = await world.submit(token), await world.submit(token)
    answers = [await client.get(f"/v1/requests/{r}/status") for r in (first, second)]

    for position, (request_id, answer) in enumerate(zip((first, second), answers, strict=True)):
        assert answer.status_code == 200
        assert answer.content == compact(
            request_id=request_id,
            status="in_queue",
            queue_position=position,
            **urls(request_id, "status", "result"),
        )


async def test_a_running_request_has_no_position(world, client, token):
    request_id = await world.submit(token)
    await world.start(request_id)
    answer = await client.get(f"/v1/requests/{request_id}/status")

    assert answer.content == compact(
        request_id=request_id, status="in_progress", **urls(request_id, "status", "result")
    )


async def test_succeeded_and_failed_requests_both_read_completed(world, client, token, tmp_path):
    done, broken = await world.submit(token), await world.submit(token)
    await world.succeed(done, tmp_path)
    await world.fail(broken)

    for request_id in (done, broken):
        answer = await client.get(f"/v1/requests/{request_id}/status")
        assert answer.content == compact(
            request_id=request_id, status="completed", **urls(request_id, "status", "result")
        )


async def test_a_cancelled_request_reads_cancelled(world, client, token):
    request_id = await world.submit(token)
    await client.post(f"/v1/requests/{request_id}/cancel")
    answer = await client.get(f"/v1/requests/{request_id}/status")

    assert answer.content == compact(
        request_id=request_id, status="cancelled", **urls(request_id, "status", "result")
    )


async def test_a_request_in_doubt_reads_in_progress(world, client, token):
    request_id = await world.submit(token)
    attempt = await world.start(request_id)
    await world.requests.begin_call(request_id, attempt)
    await world.requests.doubt(request_id, attempt, "the upstream did not answer")
    status = await client.get(f"/v1/requests/{request_id}/status")
    result = await client.get(f"/v1/requests/{request_id}/result")

    assert status.json()["status"] == "in_progress"
    assert result.json()["status"] == "in_progress"


# --- result --------------------------------------------------------------------------------------


async def result(client, request_id, query=""):
    answer = await client.get(f"/v1/requests/{request_id}/result{query}")
    assert answer.status_code == 200
    return answer.json()


async def test_the_result_of_a_request_that_has_not_ended_is_its_state(world, client, token):
    request_id = await world.submit(token)
    queued = await result(client, request_id)
    await world.start(request_id)
    running = await result(client, request_id)

    assert list(queued) == ["request_id", "model_id", "status", "created_at"]
    assert queued["model_id"] == T2V
    assert (queued["status"], running["status"]) == ("in_queue", "in_progress")
    assert re.fullmatch(TIME, queued["created_at"])


async def test_the_result_of_a_success_is_media_urls_and_nothing_else(
    world, client, token, tmp_path
):
    request_id = await world.submit(token)
    file = await world.succeed(request_id, tmp_path)
    body = await result(client, request_id)

    assert list(body) == [
        "request_id",
        "model_id",
        "status",
        "output",
        "created_at",
        "finished_at",
    ]
    assert body["status"] == "succeeded"
    assert list(body["output"]) == ["video"]
    assert re.fullmatch(rf"{BASE}/files/{file.id}\.[\w-]{{22}}/clip\.mp4", body["output"]["video"])
    assert re.fullmatch(TIME, body["finished_at"])


async def test_the_result_of_a_failure_says_why(world, client, token):
    request_id = await world.submit(token)
    await world.fail(request_id, "engine_error", "what went wrong, for the caller")
    body = await result(client, request_id)

    assert list(body) == ["request_id", "model_id", "status", "error", "created_at", "finished_at"]
    assert body["status"] == "failed"
    assert body["error"] == {"code": "engine_error", "message": "what went wrong, for the caller"}


async def test_the_result_of_a_cancelled_request_has_no_output(world, client, token):
    request_id = await world.submit(token)
    await client.post(f"/v1/requests/{request_id}/cancel")
    body = await result(client, request_id)

    assert list(body) == ["request_id", "model_id", "status", "created_at", "finished_at"]
    assert body["status"] == "cancelled"


async def test_the_cost_is_told_on_request(world, client, token, tmp_path):
    request_id = await world.submit(token)
    queued = await result(client, request_id, "?include_cost=true")
    await world.succeed(request_id, tmp_path)
    done = await result(client, request_id, "?include_cost=true")

    assert list(queued)[-1] == list(done)[-1] == "cost"
    assert (queued["cost"], done["cost"]) == (0, 0)


async def test_no_answer_of_success_has_a_top_level_error_code(world, client, token):
    request_id = await world.submit(token)
    await world.fail(request_id)

    assert "error_code" not in await result(client, request_id)


async def test_the_word_for_success_is_a_setting(build, tmp_path):
    world = build(success_word="completed")
    token = await world.key()
    request_id = await world.submit(token)
    await world.succeed(request_id, tmp_path)
    async with world.client(token) as client:
        body = await result(client, request_id)

    assert body["status"] == "completed"
    assert "video" in body["output"]


# --- cancel --------------------------------------------------------------------------------------


async def cancel(client, request_id):
    answer = await client.post(f"/v1/requests/{request_id}/cancel")
    assert answer.status_code == 202
    return answer.content


def outcome(request_id, status, word):
    return compact(request_id=request_id, status=status, outcome=word)


async def test_a_queued_request_is_cancelled(world, client, token):
    request_id = await world.submit(token)

    assert await cancel(client, request_id) == outcome(request_id, "cancelled", "cancelled")


async def test_a_running_request_is_cancelled_and_stays_so(world, client, token):
    request_id = await world.submit(token)
    attempt = await world.start(request_id)

    assert await cancel(client, request_id) == outcome(request_id, "cancelled", "cancelled")
    assert not await world.requests.extend(request_id, attempt, 60.0, None)


async def test_cancelling_again_changes_nothing(world, client, token):
    request_id = await world.submit(token)
    await cancel(client, request_id)

    expected = outcome(request_id, "cancelled", "not_cancellable")
    assert await cancel(client, request_id) == expected


async def test_an_ended_request_cannot_be_cancelled(world, client, token):
    request_id = await world.submit(token)
    await world.fail(request_id)

    expected = outcome(request_id, "completed", "not_cancellable")
    assert await cancel(client, request_id) == expected


# --- catalog -------------------------------------------------------------------------------------


async def test_the_catalog_lists_every_model_without_schemas(client, catalog):
    body = (await client.get("/v1/models")).json()

    assert list(body) == ["models", "total", "limit", "offset"]
    assert body["total"] == len(catalog.models) == len(body["models"])
    assert "input_schema" not in body["models"][0]


async def test_an_entry_has_every_key_clients_read(client):
    entry = (await client.get(f"/v1/models/{T2V}")).json()

    assert list(entry) == [
        "model_id",
        "display_name",
        "categories",
        "kind",
        "base_price_usd",
        "price_unit",
        "pricing_note",
        "description",
        "model_url",
        "inputs",
        "required_inputs",
        "input_schema",
        # ours, after what the hosted catalog says
        "price",
        "engines",
        "example",
        "output_schema",
    ]
    assert entry["model_id"] == T2V
    assert entry["categories"] == ["text-to-video"]
    assert entry["kind"] == "model"
    assert entry["base_price_usd"] == 0.112
    assert entry["price_unit"] == "second"
    assert entry["model_url"] == f"{BASE}/models/{T2V}"
    assert entry["required_inputs"] == ["prompt"]
    assert set(entry["inputs"]) == set(entry["input_schema"]["properties"])


async def test_schemas_are_in_the_list_when_asked_for(client):
    body = (await client.get("/v1/models?include_schema=true&limit=1&offset=2")).json()

    assert len(body["models"]) == 1
    assert (body["limit"], body["offset"], body["total"]) == (1, 2, 5)
    assert body["models"][0]["input_schema"]["type"] == "object"


async def test_the_normalized_schema_is_valid_json_schema(client):
    import jsonschema_rs

    raw = (await client.get(f"/v1/models/{T2V}")).json()["input_schema"]
    normalized = (await client.get(f"/v1/models/{T2V}?schema=normalized")).json()["input_schema"]

    assert raw["properties"]["cfg_scale"]["type"] == "float"
    assert normalized["properties"]["cfg_scale"]["type"] == "number"
    jsonschema_rs.Draft202012Validator(normalized)


async def test_the_catalog_can_be_searched(client):
    by_category = (await client.get("/v1/models?category=reference-to-video")).json()
    by_text = (await client.get("/v1/models?search=o1")).json()
    by_kind = (await client.get("/v1/models?kind=workflow")).json()

    assert [m["categories"] for m in by_category["models"]] == [["reference-to-video"]]
    assert any("o1" in m["model_id"] for m in by_text["models"])
    assert by_kind["models"] == []


async def test_the_categories_are_sorted(client):
    body = (await client.get("/v1/models/categories")).json()

    assert body == {"categories": ["image-to-video", "reference-to-video", "text-to-video"]}


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=501", "limit=x", "offset=-1", "schema=xml", "include_schema=maybe"]
)
async def test_a_wrong_query_names_its_parameter(client, query):
    answer = await client.get(f"/v1/models?{query}")

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", query.partition("=")[0]]


async def test_a_model_id_may_come_with_escaped_slashes(client):
    answer = await client.get(f"/v1/models/{T2V.replace('/', '%2F')}")

    assert answer.json()["model_id"] == T2V
