"""Our own views of requests: list, show, events, delete and restore."""

import pytest
from tests.api.conftest import ON_BOTH

T2V = "kling/kling-3.0/pro/text-to-video"
pytestmark = [pytest.mark.anyio, ON_BOTH]


async def listed(client, query=""):
    answer = await client.get(f"/v1/requests{query}")
    assert answer.status_code == 200, answer.text
    return [entry["request_id"] for entry in answer.json()["requests"]]


async def test_requests_are_listed_newest_first_in_pages(world, client, token):
    made = [await world.submit(token) for _ in range(3)]
    first = (await client.get("/v1/requests?limit=2")).json()
    second = (await client.get(f"/v1/requests?limit=2&cursor={first['next_cursor']}")).json()

    assert [r["request_id"] for r in first["requests"]] == made[:0:-1]
    assert [r["request_id"] for r in second["requests"]] == made[:1]
    assert second["next_cursor"] is None


async def test_requests_are_filtered(world, client, token, tmp_path):
    cat = await world.submit(token, prompt="a cat on a boat")
    dog = await world.submit(token, prompt="a dog in a field")
    await world.succeed(cat, tmp_path)
    created = (await client.get(f"/v1/requests/{cat}/result")).json()["created_at"]

    assert await listed(client, "?status=succeeded") == [cat]
    assert await listed(client, "?status=in_queue") == [dog]
    assert await listed(client, f"?model={T2V}") == [dog, cat]
    assert await listed(client, "?model=other") == []
    assert await listed(client, "?text=FIELD") == [dog]
    assert await listed(client, f"?created_before={created}") == []
    assert await listed(client, "?created_after=2020-01-01T00:00:00Z") == [dog, cat]


async def test_a_list_shows_only_the_owners_requests(world, token):
    await world.submit(token)
    async with world.client(await world.key("Bob")) as other:
        assert await listed(other) == []


async def test_a_summary_speaks_our_own_words(world, client, token, tmp_path):
    request_id = await world.submit(token)
    await world.fail(request_id)
    (entry,) = (await client.get("/v1/requests")).json()["requests"]

    assert entry["status"] == "failed"
    assert entry["error"] == {"code": "engine_error", "message": "it broke"}
    assert entry["engine"] == "fake"
    assert entry["hosted_cost_usd"] == pytest.approx(0.84)


async def test_progress_is_shown(world, client, token):
    request_id = await world.submit(token)
    attempt = await world.start(request_id)
    await world.progress(request_id, attempt, 0.25)
    shown = (await client.get(f"/v1/requests/{request_id}")).json()

    assert shown["progress"] == {"stage": "render", "fraction": 0.25}


async def test_everything_about_a_request_is_shown(world, client, token, tmp_path):
    request_id = await world.submit(token, duration=5, cfg_scale=0.2)
    file = await world.succeed(request_id, tmp_path)
    shown = (await client.get(f"/v1/requests/{request_id}")).json()

    assert shown["input"]["prompt"] == "a cat"
    assert shown["plan"]["width"] == 1920
    assert shown["fates"][0]["field"] == "guidance"
    assert shown["report"]["seed"] == 7
    assert shown["warnings"][0]["loc"] == ["body", "cfg_scale"]
    assert shown["attempt"] == 1
    assert [f["file_id"] for f in shown["files"]] == [file.id]
    assert [e["type"] for e in shown["events"]][-1] == "succeeded"


async def test_events_are_read_from_a_number_on(world, client, token, tmp_path):
    request_id = await world.submit(token)
    before = (await client.get(f"/v1/requests/{request_id}/events")).json()["events"]
    await world.succeed(request_id, tmp_path)
    last = before[-1]["seq"]
    after = (await client.get(f"/v1/requests/{request_id}/events?after={last}")).json()["events"]

    assert [e["type"] for e in after] == ["started", "artifact", "succeeded"]
    assert [e["seq"] for e in after] == [last + 1, last + 2, last + 3]


async def test_a_request_that_has_not_ended_cannot_be_deleted(world, client, token):
    request_id = await world.submit(token)
    answer = await client.delete(f"/v1/requests/{request_id}")

    assert (answer.status_code, answer.json()["error_code"]) == (409, 409001)


async def test_a_deleted_request_is_unknown_until_it_is_restored(world, client, token):
    request_id = await world.submit(token)
    await world.fail(request_id)
    deleted = await client.delete(f"/v1/requests/{request_id}")
    gone = await client.get(f"/v1/requests/{request_id}/status")
    restored = await client.post(f"/v1/requests/{request_id}/undelete")
    back = await client.get(f"/v1/requests/{request_id}/status")

    assert deleted.json() == {"request_id": request_id, "deleted": True}
    assert gone.status_code == 404
    assert restored.json() == {"request_id": request_id, "deleted": False}
    assert back.status_code == 200


async def test_restoring_what_is_not_deleted_changes_nothing(world, client, token):
    request_id = await world.submit(token)

    assert (await client.post(f"/v1/requests/{request_id}/undelete")).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "status=completed",
        "created_after=yesterday",
        "created_before=1e99",
        "limit=0",
        "cursor=%00",
        "text=%00",
        "model=%00",
    ],
)
async def test_a_wrong_query_names_its_parameter(client, query):
    answer = await client.get(f"/v1/requests?{query}")

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", query.partition("=")[0]]
