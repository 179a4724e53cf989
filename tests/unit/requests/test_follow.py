"""Callers see their own requests, truly, and nobody else's."""

import pytest
from tests.unit.requests.conftest import ANN, PAID

from filmgate.core.account import Principal
from filmgate.core.errors import NotFound, PermissionDenied
from filmgate.core.records import RequestFilter
from filmgate.core.request import Status

pytestmark = pytest.mark.anyio

BOB = Principal("own_bob", "key_bob")


async def test_a_waiting_request_has_a_position(world):
    first, second = await world.submit(), await world.submit()

    assert (await world.follower.status(ANN, first)).position == 0
    assert (await world.follower.status(ANN, second)).position == 1


async def test_a_running_request_has_none(world):
    request_id = await world.submit()
    await world.store.claim(request_id, "w", 60.0)

    followed = await world.follower.status(ANN, request_id)

    assert (followed.request.status, followed.position) == (Status.IN_PROGRESS, None)


async def test_a_result_is_given_in_every_state(world):
    request_id = await world.submit()
    assert (await world.follower.result(ANN, request_id)).output is None

    await world.fulfil(request_id)

    assert (await world.follower.result(ANN, request_id)).output is not None


@pytest.mark.parametrize("verb", ["status", "result", "show", "cancel", "delete"])
async def test_another_owners_request_is_not_shown(world, verb):
    request_id = await world.submit()

    with pytest.raises(PermissionDenied):
        await getattr(world.follower, verb)(BOB, request_id)
    with pytest.raises(NotFound):
        await getattr(world.follower, verb)(BOB, "req_unknown")


async def test_show_has_the_input_the_plan_and_the_history(world):
    request_id = await world.submit()

    shown = await world.follower.show(ANN, request_id)

    assert shown.detail.input["prompt"] == "a cat in the rain"
    assert shown.detail.plan["engine"] == "fake"
    assert [event.type for event in shown.events] == ["queued"]


async def test_a_queued_request_is_cancelled_once(world):
    request_id = await world.submit()

    assert await world.follower.cancel(ANN, request_id) == (Status.CANCELLED, True)
    assert await world.follower.cancel(ANN, request_id) == (Status.CANCELLED, False)


async def test_an_ended_request_cannot_be_cancelled(world):
    request_id = await world.submit()
    await world.fulfil(request_id)

    assert await world.follower.cancel(ANN, request_id) == (Status.SUCCEEDED, False)


async def test_what_an_engine_cannot_stop_is_not_cancelled(world):
    world.remote.about = world.remote.about.__class__(
        "remote", "1", "", world.remote.about.tasks, is_paid=True, can_cancel=False, is_remote=True
    )
    running = await world.submit(principal=PAID, options={"engine": "remote"})
    waiting = await world.submit(principal=PAID, options={"engine": "remote"})
    await world.store.claim(running, "w", 60.0)

    assert await world.follower.cancel(ANN, running) == (Status.IN_PROGRESS, False)
    assert await world.follower.cancel(ANN, waiting) == (Status.CANCELLED, True)


async def test_a_request_of_an_engine_that_is_gone_can_be_cancelled(world):
    request_id = await world.submit()
    world.engines._engines.clear()

    assert await world.follower.cancel(ANN, request_id) == (Status.CANCELLED, True)


async def test_an_owner_pages_through_its_own_requests(world):
    request_id = await world.submit()

    page, cursor = await world.follower.page(ANN, RequestFilter())
    assert ([request.id for request in page], cursor) == ([request_id], None)
    assert await world.follower.page(BOB, RequestFilter()) == ([], None)


async def test_a_deletion_can_be_undone_by_its_owner(world):
    request_id = await world.submit()
    assert not await world.follower.delete(ANN, request_id)
    await world.follower.cancel(ANN, request_id)
    assert await world.follower.delete(ANN, request_id)

    with pytest.raises(NotFound):
        await world.follower.status(ANN, request_id)
    with pytest.raises(NotFound):
        await world.follower.restore(BOB, request_id)
    await world.follower.restore(ANN, request_id)
    assert (await world.follower.status(ANN, request_id)).request.status is Status.CANCELLED
