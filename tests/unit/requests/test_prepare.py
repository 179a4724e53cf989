"""Inputs that are gone, and requests that are lost while they are prepared."""

import pytest
from tests.unit.requests.conftest import I2V

from filmgate.core.errors import InvalidInput, Problem
from filmgate.core.request import Status
from filmgate.db.script import query

pytestmark = pytest.mark.anyio

URL = "https://x.test/a.png"


async def with_picture(world, page=b"pixels"):
    world.fetch.pages[URL] = page
    return await world.submit(I2V, start_image_url=URL)


async def test_an_input_whose_bytes_are_gone_fails_with_its_place(world):
    request_id = await with_picture(world)
    (file,) = await world.files.of_request(request_id)
    await world.artifacts.delete(file.blob_key)

    request = await world.fulfil(request_id)

    assert (request.status, request.error.code) == (Status.FAILED, "media_error")
    assert request.error.message.startswith("start_image_url: ")


async def test_an_input_whose_row_is_gone_fails(world):
    request_id = await with_picture(world)

    def remove():
        yield query("file_delete_of_request", request_id=request_id)

    await world.database.run(remove())

    assert (await world.fulfil(request_id)).error.code == "media_error"


async def test_a_deferred_picture_the_engine_cannot_use_fails(world):
    request_id = await with_picture(world, None)
    world.fetch.pages[URL] = b"pixels"
    world.engine.refusal = InvalidInput([Problem(("body", "start_image_url"), "too flat", "x")])

    request = await world.fulfil(request_id)

    assert request.error.code == "invalid_input"
    assert "too flat" in request.error.message


async def test_a_request_cancelled_while_its_file_is_fetched_stays_cancelled(world):
    request_id = await with_picture(world, None)
    world.fetch.pages[URL] = b"pixels"
    world.fetch.before = lambda: world.store.cancel(request_id)

    request = await world.fulfil(request_id)

    assert (request.status, world.renderer.runs) == (Status.CANCELLED, 0)
    assert await world.files.of_request(request_id) == []
