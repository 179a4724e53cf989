"""Submitting: what is accepted, predicted, replayed and refused."""

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
