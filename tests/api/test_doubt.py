"""A request in doubt is settled by its owner, once, in one of three ways."""

import pytest

pytestmark = pytest.mark.anyio


@pytest.fixture
async def doubted(world, token):
    """A request whose worker was lost while it called a paid service."""
    request_id = await world.submit(token)
    attempt = await world.start(request_id)
    await world.requests.begin_call(request_id, attempt)
    assert await world.requests.doubt(request_id, attempt, "the answer is lost")
    return request_id


async def resolve(client, request_id, **wish):
    return await client.post(f"/v1/requests/{request_id}/resolve", json=wish)


async def test_a_request_given_up_has_failed_for_this_reason(client, doubted):
    answer = await resolve(client, doubted, action="fail")

    assert answer.json() == {"request_id": doubted, "status": "failed"}
    result = (await client.get(f"/v1/requests/{doubted}/result")).json()
    assert result["status"] == "failed"
    assert result["error"] == {"code": "in_doubt", "message": "its owner has given it up"}


async def test_a_request_that_is_to_be_tried_again_is_rendered_by_a_new_attempt(
    world, client, doubted
):
    answer = await resolve(client, doubted, action="retry")

    assert answer.json()["status"] == "in_queue"
    assert await world.start(doubted) == 2


async def test_work_that_was_found_upstream_is_waited_for_under_its_name(world, client, doubted):
    answer = await resolve(client, doubted, action="attach", handle="job-7")

    assert answer.json()["status"] == "in_queue"
    await world.requests.reap()
    claim = await world.requests.claim(doubted, "test", 60.0)
    assert claim.handle == "job-7"


async def test_a_request_is_settled_only_once_and_only_in_doubt(world, client, token, doubted):
    await resolve(client, doubted, action="fail")
    waiting = await world.submit(token)

    answers = [await resolve(client, id_, action="retry") for id_ in (doubted, waiting)]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert "in doubt" in answers[0].json()["detail"][0]["msg"]


async def test_everything_that_is_wrong_with_a_wish_is_told_at_once(client, doubted):
    places = {}
    for wish in (
        {"action": "hope", "why": "not"},
        {"action": "attach"},
        {"action": "retry", "handle": "job-7"},
        {"action": "attach", "handle": ""},
        {},
    ):
        answer = await client.post(f"/v1/requests/{doubted}/resolve", json=wish)
        assert answer.status_code == 422
        places[str(wish)] = [problem["loc"][1] for problem in answer.json()["detail"]]

    assert list(places.values()) == [
        ["why", "action"], ["handle"], ["handle"], ["handle"], ["action"],
    ]  # fmt: skip
    assert (await client.get(f"/v1/requests/{doubted}")).json()["status"] == "in_doubt"


async def test_nobody_settles_what_belongs_to_someone_else(world, doubted):
    async with world.client(await world.key("Bob")) as bob:
        assert (await resolve(bob, doubted, action="fail")).status_code == 403
