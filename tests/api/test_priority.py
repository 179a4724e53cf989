"""Who may be served first: as far as a key may say so, and no further."""

import pytest

pytestmark = pytest.mark.anyio
T2V = "kling/kling-3.0/pro/text-to-video"


async def key_with(world, admin, **caps):
    async with world.client(admin) as client:
        answer = await client.post("/v1/keys", json={"caps": caps})
    return answer.raise_for_status().json()["key"]


async def position(client, request_id):
    return (await client.get(f"/v1/requests/{request_id}/status")).json()["queue_position"]


async def test_a_request_of_higher_priority_is_taken_before_those_that_wait(world, admin):
    token = await key_with(world, admin, priority=5, in_flight=100)
    plain = [await world.submit(token) for _ in range(3)]
    urgent = await world.submit(token, filmgate={"priority": 5})
    last = await world.submit(token, filmgate={"priority": -1})

    async with world.client(token) as client:
        places = {id_: await position(client, id_) for id_ in (*plain, urgent, last)}

    assert places[urgent] < min(places[id_] for id_ in plain)
    assert places[last] > max(places[id_] for id_ in plain)
    assert await world.start(urgent) == 1


async def test_a_priority_over_what_the_key_may_ask_for_is_refused_with_its_place(world, admin):
    token = await key_with(world, admin, priority=2)
    async with world.client(token) as client:
        body = {"prompt": "a lake", "filmgate": {"priority": 3}}
        answer = await client.post(f"/v1/models/{T2V}", json=body)

    (problem,) = answer.json()["detail"]
    assert answer.status_code == 422
    assert problem["loc"] == ["body", "filmgate", "priority"]
    assert "2 at most, got 3" in problem["msg"]


async def test_a_key_of_which_nothing_was_said_may_only_step_back(world, client):
    answers = [
        await client.post(
            f"/v1/models/{T2V}", json={"prompt": "a lake", "filmgate": {"priority": priority}}
        )
        for priority in (1, -3)
    ]

    assert [answer.status_code for answer in answers] == [422, 200]
    shown = (await client.get(f"/v1/requests/{answers[1].json()['request_id']}")).json()
    assert shown["options"]["priority"] == -3
