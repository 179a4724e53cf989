"""Events as a list, as a stream, and answers that wait for news."""

import asyncio

import pytest
from tests.api.conftest import ON_BOTH
from tests.streams import streaming
from tests.waiting import until

from filmgate.core.request import Progress

pytestmark = [pytest.mark.anyio, ON_BOTH]
FINAL = ("succeeded", "failed", "cancelled")


async def test_a_stream_tells_a_request_from_the_queue_to_its_clip(world, client, token, tmp_path):
    request_id = await world.submit(token, unknown_field=1)
    async with streaming(world.app, f"/v1/requests/{request_id}/events", token) as stream:
        queued, warning = await stream.next(), await stream.next()
        file = await world.succeed(request_id, tmp_path)
        rest = await stream.rest()
    result = (await client.get(f"/v1/requests/{request_id}/result")).json()

    assert stream.status == 200
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert queued[:2] == (1, "queued")
    assert queued[2]["status"] == "in_queue"
    assert queued[2]["data"] == {"queue_position": 0}
    assert (warning[1], warning[2]["data"]["loc"]) == ("warning", ["body", "unknown_field"])
    assert [(id_, type_) for id_, type_, _ in rest] == [
        (3, "started"),
        (4, "artifact"),
        (5, "succeeded"),
    ]
    assert rest[1][2]["data"]["file_id"] == file.id
    assert rest[1][2]["data"]["url"] == result["output"]["video"]
    assert rest[2][2]["status"] == "succeeded"
    assert rest[2][2]["request"]["output"] == result["output"]


async def test_progress_arrives_while_it_is_made(world, token):
    request_id = await world.submit(token)
    async with streaming(world.app, f"/v1/requests/{request_id}/events", token) as stream:
        await stream.next()
        attempt = await world.start(request_id)
        started = await stream.next()
        await world.progress(request_id, attempt, 0.25)
        stage = await stream.next()
        await world.progress(request_id, attempt, 0.5)
        progress = await stream.next()

    assert started[1:2] == ("started",)
    assert (stage[1], stage[2]["data"]) == ("stage", {"stage": "render", "fraction": 0.25})
    assert (progress[1], progress[2]["data"]["fraction"]) == ("progress", 0.5)
    assert progress[2]["status"] == "in_progress"


@pytest.mark.parametrize("how", ["header", "query"])
async def test_a_broken_stream_goes_on_where_it_was(world, token, tmp_path, how):
    request_id = await world.submit(token)
    await world.succeed(request_id, tmp_path)
    path = f"/v1/requests/{request_id}/events"
    url, headers = (path, {"last_event_id": "2"}) if how == "header" else (path + "?after=2", {})
    async with streaming(world.app, url, token, **headers) as stream:
        rest = await stream.rest()

    assert [id_ for id_, _, _ in rest] == [3, 4]


async def test_a_stream_resumed_after_the_last_event_ends_at_once(world, token):
    request_id = await world.submit(token)
    await world.fail(request_id)
    url = f"/v1/requests/{request_id}/events?after=3"
    async with streaming(world.app, url, token) as stream:
        rest = await stream.rest()

    assert rest == []


async def test_a_silent_stream_gives_signs_of_life(build):
    world = build(heartbeat_s=0.01)
    token = await world.key()
    request_id = await world.submit(token)
    async with streaming(world.app, f"/v1/requests/{request_id}/events", token) as stream:
        await stream.next()
        await stream.heartbeat()


async def test_a_caller_that_left_is_noticed(build):
    world = build(heartbeat_s=0.01)
    token = await world.key()
    request_id = await world.submit(token)
    async with streaming(world.app, f"/v1/requests/{request_id}/events", token) as stream:
        await stream.next()
        stream.leave()
        await stream.rest()

    assert world.services.watcher.streams == 0


async def test_streams_end_when_the_server_stops(world, token):
    request_id = await world.submit(token)
    async with (
        streaming(world.app, f"/v1/requests/{request_id}/events", token) as one,
        streaming(world.app, "/v1/events", token) as all_,
    ):
        await one.next()
        await asyncio.sleep(0)
        world.bus.close()

        assert await one.rest() == []
        assert await all_.rest() == []


async def test_a_stream_of_another_owners_request_is_refused(world, token):
    request_id = await world.submit(await world.key("Bob"))
    async with streaming(world.app, f"/v1/requests/{request_id}/events", token) as stream:
        await stream.rest()

    assert stream.status == 403


async def test_an_owner_follows_all_requests_and_nobody_elses(world, token):
    bob = await world.key("Bob")
    first = await world.submit(token)
    async with streaming(world.app, "/v1/events?after=0", token) as stream:
        begun = await stream.next()
        await world.submit(bob)
        second = await world.submit(token)
        later = await stream.next()
    async with streaming(world.app, "/v1/events", token, last_event_id="1") as stream:
        resumed = await stream.next()

    assert (begun[0], begun[2]["request_id"], begun[2]["number"]) == (1, first, 1)
    assert (later[0], later[2]["request_id"]) == (2, second)
    assert resumed == later


async def test_an_owners_events_can_be_listed(world, client, token):
    first = await world.submit(token)
    await world.fail(first)
    await world.submit(token)
    page = (await client.get("/v1/events?after=0&limit=2")).json()
    rest = (await client.get(f"/v1/events?after={page['last_number']}")).json()

    assert [event["type"] for event in page["events"]] == ["queued", "started"]
    assert [event["type"] for event in rest["events"]] == ["failed", "queued"]
    assert rest["events"][0]["request"]["error"]["code"] == "engine_error"
    assert rest["last_number"] == 4


async def test_an_id_that_is_no_number_is_refused(world, client, token):
    request_id = await world.submit(token)
    url = f"/v1/requests/{request_id}/events"
    answer = await client.get(url, headers={"last-event-id": "x"})

    assert (answer.status_code, answer.json()["detail"][0]["loc"]) == (
        422,
        ["header", "last-event-id"],
    )


async def test_events_of_another_process_are_found(build, world, token):
    request_id = await world.submit(token)
    watcher = world.services.watcher
    async with streaming(world.app, f"/v1/requests/{request_id}/events", token) as stream:
        await stream.next()
        await watcher.poll()
        attempt = await world.start(request_id)
        await stream.next()
        world.services.requests._database._listeners.clear()  # as if another process wrote
        await world.requests.extend(request_id, attempt, 60.0, Progress("render", 0.5))
        await watcher.poll()
        found = await stream.next()

    assert found[1] == "stage"


# --- answers that wait ---------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["status", "result"])
async def test_an_answer_waits_for_the_end(world, client, token, tmp_path, what):
    request_id = await world.submit(token)
    await world.start(request_id)
    url = f"/v1/requests/{request_id}/{what}?wait=30"
    asked = asyncio.create_task(client.get(url))
    await until(lambda: world.services.watcher.streams)
    async with world.client(token) as other:
        await other.post(f"/v1/requests/{request_id}/cancel")
    answer = await asyncio.wait_for(asked, 10)

    assert answer.json()["status"] == "cancelled"


async def test_what_has_ended_or_is_not_what_the_caller_knows_is_answered_at_once(
    world, client, token
):
    failed, running = await world.submit(token), await world.submit(token)
    await world.fail(failed)
    await world.start(running)
    async with asyncio.timeout(10):
        ended = await client.get(f"/v1/requests/{failed}/status?wait=60")
        moved = await client.get(f"/v1/requests/{running}/status?wait=60&known=in_queue")

    assert ended.json()["status"] == "completed"
    assert moved.json()["status"] == "in_progress"


async def test_waiting_ends_when_its_time_is_over_or_the_server_stops(world, client, token):
    request_id = await world.submit(token)
    short = await client.get(f"/v1/requests/{request_id}/status?wait=0")
    world.bus.close()
    stopped = await client.get(f"/v1/requests/{request_id}/status?wait=60")
    wrong = await client.get(f"/v1/requests/{request_id}/status?wait=61")

    assert short.json()["status"] == stopped.json()["status"] == "in_queue"
    assert wrong.status_code == 422
