"""What nobody needs goes, in an order that loses nothing."""

import pytest
from tests.unit.requests.conftest import ANN, I2V

from filmgate.requests.retention import Sweeper, Swept

pytestmark = pytest.mark.anyio

DATA = "data:image/png;base64,cGl4ZWxz"


async def test_a_sweep_takes_deleted_requests_and_their_bytes(world):
    request_id = await world.submit(I2V, start_image_url=DATA)
    await world.fulfil(request_id)
    sweeper = Sweeper(world.store, world.files, world.artifacts, undo_s=100.0)
    await world.follower.delete(ANN, request_id)
    world.clock.pass_(101)

    assert await sweeper.sweep() == Swept(1, 0, 0)
    world.clock.pass_(3601)
    assert await sweeper.sweep() == Swept(0, 0, 3)
    assert await world.kept() == []


async def test_a_blob_that_another_request_uses_stays(world):
    first = await world.submit(I2V, start_image_url=DATA)
    second = await world.submit(I2V, start_image_url=DATA)
    sweeper = Sweeper(world.store, world.files, world.artifacts, undo_s=0.0)
    await world.follower.cancel(ANN, first)
    await world.follower.delete(ANN, first)
    world.clock.pass_(7200)
    await sweeper.sweep()
    world.clock.pass_(7200)

    assert (await sweeper.sweep()).blobs == 0

    (file,) = await world.files.of_request(second)
    assert await world.kept() == [file.blob_key]


async def test_bytes_of_a_submit_that_was_never_recorded_go_after_a_while(world, tmp_path):
    (tmp_path / "x").write_bytes(b"x")
    key = await world.files.reserve("ab" * 32, 1)
    await world.artifacts.put(key, tmp_path / "x", "image/png")
    sweeper = Sweeper(world.store, world.files, world.artifacts)
    assert (await sweeper.sweep()).blobs == 0
    world.clock.pass_(3601)

    assert (await sweeper.sweep()).blobs == 1

    assert await world.kept() == []


async def test_a_sweep_killed_half_way_goes_on_next_time(world, tmp_path):
    key = await world.files.reserve("ab" * 32, 1)
    world.clock.pass_(3601)
    assert await world.files.unused() == [key]

    # killed here; meanwhile the same content arrives again and must not be taken away
    other = await world.files.reserve("ab" * 32, 1)
    assert other != key
    swept = await Sweeper(world.store, world.files, world.artifacts).sweep()

    assert swept.blobs == 1
    assert await world.files.reserve("ab" * 32, 1) == key
