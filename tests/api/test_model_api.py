"""The model API: submit, status, result, cancel, catalog; bodies as they are published."""

import json
import re

import pytest

T2V = "kling/kling-3.0/pro/text-to-video"
BASE = "http://127.0.0.1:8000"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"

pytestmark = pytest.mark.anyio


def compact(**body):
    """The bytes of a JSON body, keys in this order."""
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


def urls(request_id, *names, base=BASE):
    stem = f"{base}/v1/requests/{request_id}"
    return {f"{name}_url": f"{stem}/{name}" for name in names}


# --- submit --------------------------------------------------------------------------------------


async def test_a_submit_is_answered_with_where_to_follow_it(client):
    answer = await client.post(f"/v1/models/{T2V}", json={"prompt": "a cat"})

    request_id = answer.json()["request_id"]
    assert answer.status_code == 200
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,128}", request_id)
    assert answer.headers["content-type"] == "application/json"
    assert answer.content == compact(
        request_id=request_id, **urls(request_id, "status", "result", "cancel")
    )


async def test_an_unknown_field_is_a_warning_that_says_what_was_meant(client):
    answer = await client.post(
        f"/v1/models/{T2V}", json={"prompt": "a cat", "negative_promt": "dogs"}
    )

    body = answer.json()
    assert answer.status_code == 200
    assert list(body) == ["request_id", "status_url", "result_url", "cancel_url", "warnings"]
    (warning,) = body["warnings"]
    assert list(warning) == ["loc", "msg", "type"]
    assert warning["loc"] == ["body", "negative_promt"]
    assert warning["type"] == "unknown_field"
    assert "negative_prompt" in warning["msg"]


@pytest.mark.parametrize(
    "prefer", ["handling=strict", "respond-async, handling=strict", 'Handling="strict"; x=1']
)
async def test_strictness_turns_warnings_into_a_422(client, prefer):
    answer = await client.post(
        f"/v1/models/{T2V}",
        json={"prompt": "a cat", "image": "x", "output_format": "mp4"},
        headers={"Prefer": prefer},
    )

    assert answer.status_code == 422
    assert [p["loc"] for p in answer.json()["detail"]] == [
        ["body", "image"],
        ["body", "output_format"],
    ]


@pytest.mark.parametrize("prefer", ["handling=lenient", "nothandling=strict", "handling=strictly"])
async def test_other_preferences_are_not_strictness(client, prefer):
    answer = await client.post(
        f"/v1/models/{T2V}", json={"prompt": "a cat", "image": "x"}, headers={"Prefer": prefer}
    )

    assert answer.status_code == 200


async def test_every_problem_of_a_body_is_told_at_once(client):
    answer = await client.post(
        f"/v1/models/{T2V}", json={"duration": 20, "aspect_ratio": "4:3", "cfg_scale": "x"}
    )

    body = answer.json()
    assert answer.status_code == 422
    assert list(body)[:4] == ["error_code", "error_message", "message", "detail"]
    assert (body["error_code"], body["error_message"]) == (422001, "Validation Error")
    assert body["message"] == "Validation Error"
    places = [problem["loc"] for problem in body["detail"]]
    for name in ("prompt", "duration", "aspect_ratio", "cfg_scale"):
        assert ["body", name] in places
    assert all(set(problem) == {"loc", "msg", "type"} for problem in body["detail"])


async def test_a_refused_body_leaves_no_trace(world, client):
    await client.post(f"/v1/models/{T2V}", json={"duration": 20})

    listed = await client.get("/v1/requests")
    assert listed.json()["requests"] == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"3", b'"x"', b"null", b"\xff", b"[" * 9999])
async def test_a_body_that_is_not_a_json_object_is_a_422(client, content):
    answer = await client.post(
        f"/v1/models/{T2V}", content=content, headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 422
    assert answer.json()["error_code"] == 422001
    assert answer.json()["detail"][0]["loc"] == ["body"]


async def test_a_body_not_declared_as_json_is_a_415(client):
    answer = await client.post(f"/v1/models/{T2V}", content=b'{"prompt": "x"}')

    assert (answer.status_code, answer.json()["error_code"]) == (415, 415001)


async def test_a_body_over_the_limit_is_a_413(build):
    world = build(max_body_bytes=100)
    async with world.client(await world.key()) as client:
        answer = await client.post(f"/v1/models/{T2V}", json={"prompt": "x" * 200})

    assert (answer.status_code, answer.json()["error_code"]) == (413, 413001)


async def test_an_unknown_model_is_a_404_that_suggests_one(client):
    answer = await client.post("/v1/models/kling/kling-3.0/pro/text-to-vide", json={"prompt": "x"})

    body = answer.json()
    assert answer.status_code == 404
    assert (body["error_code"], body["error_message"]) == (404001, "ResourceNotFound")
    assert T2V in body["detail"][0]["msg"]


@pytest.mark.parametrize(
    "model_id", ["categories", "", "kling", "KLING/kling-3.0/pro/text-to-video"]
)
async def test_what_is_no_model_cannot_be_submitted_to(client, model_id):
    answer = await client.post(f"/v1/models/{model_id}", json={"prompt": "x"})

    assert (answer.status_code, answer.json()["error_code"]) == (404, 404001)


async def test_a_full_disk_is_a_507_with_a_clear_text(build):
    world = build(min_free_mb=10**9)
    async with world.client(await world.key()) as client:
        answer = await client.post(f"/v1/models/{T2V}", json={"prompt": "x"})

    body = answer.json()
    assert (answer.status_code, body["error_code"]) == (507, 507001)
    assert "free" in body["detail"][0]["msg"]


async def test_unreachable_media_names_its_field(client):
    answer = await client.post(
        "/v1/models/kling/kling-3.0/pro/image-to-video",
        json={"prompt": "x", "start_image_url": "https://nowhere.example/a.png"},
    )

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "start_image_url"]


async def test_an_engine_the_key_may_not_use_is_a_403_that_names_it(client):
    answer = await client.post(
        f"/v1/models/{T2V}", json={"prompt": "x", "filmgate": {"engine": "paid"}}
    )

    assert (answer.status_code, answer.json()["error_code"]) == (403, 403001)
    assert "paid" in answer.json()["detail"][0]["msg"]


async def test_a_key_that_lists_a_paid_engine_may_use_it(world):
    token = await world.key(engines=["paid"])
    async with world.client(token) as client:
        answer = await client.post(
            f"/v1/models/{T2V}", json={"prompt": "x", "filmgate": {"engine": "paid"}}
        )

    assert answer.status_code == 200


# --- idempotency, dry run, limits ----------------------------------------------------------------


async def test_the_same_idempotency_key_replays_the_first_answer(client):
    headers = {"Idempotency-Key": "order-1"}
    body = {"prompt": "a cat", "unknown": 1}
    first = await client.post(f"/v1/models/{T2V}", json=body, headers=headers)
    second = await client.post(f"/v1/models/{T2V}", json=body, headers=headers)

    assert second.content == first.content
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert len((await client.get("/v1/requests")).json()["requests"]) == 1


async def test_the_same_key_with_another_body_is_a_422(client):
    headers = {"Idempotency-Key": "order-1"}
    await client.post(f"/v1/models/{T2V}", json={"prompt": "a cat"}, headers=headers)
    answer = await client.post(f"/v1/models/{T2V}", json={"prompt": "a dog"}, headers=headers)

    assert (answer.status_code, answer.json()["error_code"]) == (422, 422001)


async def test_owners_do_not_share_idempotency_keys(world, client):
    headers = {"Idempotency-Key": "order-1"}
    first = await client.post(f"/v1/models/{T2V}", json={"prompt": "a cat"}, headers=headers)
    async with world.client(await world.key("Bob")) as other:
        second = await other.post(f"/v1/models/{T2V}", json={"prompt": "a cat"}, headers=headers)

    assert second.json()["request_id"] != first.json()["request_id"]


@pytest.mark.parametrize("value", ["with space", "x" * 256, "é".encode("latin-1")])
async def test_an_idempotency_key_must_be_plain_text(client, value):
    answer = await client.post(
        f"/v1/models/{T2V}", json={"prompt": "x"}, headers={"Idempotency-Key": value}
    )

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["header", "idempotency-key"]


async def test_a_dry_run_predicts_and_records_nothing(client):
    answer = await client.post(
        f"/v1/models/{T2V}?dry_run=true", json={"prompt": "a cat", "duration": 10, "cfg_scale": 0.1}
    )

    body = answer.json()
    assert answer.status_code == 200
    assert body["valid"] is True
    assert body["output"] == {
        "width": 1920,
        "height": 1080,
        "frames": 241,
        "fps": 24,
        "duration_s": round(241 / 24, 6),
        "has_audio": True,
    }
    assert body["input"]["aspect_ratio"] == "16:9"
    assert body["engine"] == "fake"
    assert body["cost"]["by_engine_usd"] == {"fake": 0.0, "paid": 0.5}
    assert body["cost"]["hosted_usd"] == pytest.approx(1.68)
    assert body["eta_s"] == {"p50": None, "p90": None}
    assert body["warnings"][0]["loc"] == ["body", "cfg_scale"]
    assert (await client.get("/v1/requests")).json()["requests"] == []


@pytest.mark.parametrize("query", ["dry_run", "dry_run=1", "dry_run=True"])
async def test_a_dry_run_can_be_asked_for_in_other_ways(client, query):
    answer = await client.post(f"/v1/models/{T2V}?{query}", json={"prompt": "a cat"})

    assert answer.json()["valid"] is True


async def test_a_dry_run_that_is_not_clearly_asked_for_is_not_a_submit(client):
    answer = await client.post(f"/v1/models/{T2V}?dry_run=perhaps", json={"prompt": "a cat"})

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", "dry_run"]


async def test_a_dry_run_refuses_what_a_submit_refuses(client):
    dry = await client.post(f"/v1/models/{T2V}?dry_run=true", json={"duration": 99})
    real = await client.post(f"/v1/models/{T2V}", json={"duration": 99})

    assert dry.status_code == 422
    assert dry.content == real.content


async def test_a_key_over_its_rate_waits_on_submit_only(world):
    from filmgate.core.account import Caps

    token = await world.key(caps=Caps(rate_per_minute=2))
    async with world.client(token) as client:
        answers = [await client.post(f"/v1/models/{T2V}", json={"prompt": "x"}) for _ in range(3)]
        request_id = answers[0].json()["request_id"]
        follow = [await client.get(f"/v1/requests/{request_id}/status") for _ in range(50)]

    assert [a.status_code for a in answers] == [200, 200, 429]
    assert answers[2].json()["error_code"] == 429001
    assert 1 <= int(answers[2].headers["retry-after"]) <= 30
    assert {a.status_code for a in follow} == {200}


async def test_a_full_queue_of_a_key_is_a_429(world):
    from filmgate.core.account import Caps

    token = await world.key(caps=Caps(queued=1))
    async with world.client(token) as client:
        await client.post(f"/v1/models/{T2V}", json={"prompt": "x"})
        answer = await client.post(f"/v1/models/{T2V}", json={"prompt": "x"})

    assert (answer.status_code, answer.json()["error_code"]) == (429, 429001)
    assert int(answer.headers["retry-after"]) >= 1


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
