"""What every store of files promises: one suite for disk, memory and S3."""

from __future__ import annotations

import asyncio
import time
import uuid

import pytest

from filmgate.core.errors import NotFound
from filmgate.storage import Artifacts


@pytest.fixture(params=["disk", "memory", pytest.param("s3", marks=pytest.mark.s3)])
def artifacts(request, tmp_path):
    """A fresh, empty store."""
    if request.param == "disk":
        return Artifacts(tmp_path / "store")
    if request.param == "memory":
        return Artifacts("memory:///")
    return Artifacts(request.getfixturevalue("s3").url(uuid.uuid4().hex))


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(range(256)) * 4096)
    return path


async def collect(stream) -> bytes:
    return b"".join([chunk async for chunk in stream])


def test_a_stored_file_comes_back_whole(artifacts, clip, tmp_path):
    async def story():
        await artifacts.put("blobs/ab/clip", clip, "video/mp4")
        await artifacts.fetch("blobs/ab/clip", tmp_path / "back.mp4")

    asyncio.run(story())

    assert (tmp_path / "back.mp4").read_bytes() == clip.read_bytes()


def test_any_range_can_be_read(artifacts, clip):
    async def story():
        await artifacts.put("clip", clip, "video/mp4")
        whole = await collect(artifacts.stream("clip", 0, clip.stat().st_size))
        part = await collect(artifacts.stream("clip", 1000, 700_001))
        none = await collect(artifacts.stream("clip", 10, 10))
        return whole, part, none

    whole, part, none = asyncio.run(story())
    content = clip.read_bytes()

    assert (whole, part, none) == (content, content[1000:700_001], b"")


def test_storing_a_key_again_is_harmless(artifacts, clip, tmp_path):
    async def story():
        await artifacts.put("clip", clip, "video/mp4")
        await asyncio.gather(*[artifacts.put("clip", clip, "video/mp4") for _ in range(4)])
        return await artifacts.list("")

    assert [key for key, _, _ in asyncio.run(story())] == ["clip"]


def test_listing_tells_keys_sizes_and_times(artifacts, clip):
    async def story():
        await artifacts.put("blobs/b", clip, "video/mp4")
        await artifacts.put("blobs/a/c", clip, "video/mp4")
        await artifacts.put("other/d", clip, "video/mp4")
        return await artifacts.list("blobs"), await artifacts.list("nothing")

    found, nothing = asyncio.run(story())

    assert [(key, size) for key, size, _ in found] == [("blobs/a/c", 2**20), ("blobs/b", 2**20)]
    assert all(abs(modified - time.time()) < 3600 for _, _, modified in found)
    assert nothing == []


def test_deleting_is_final_and_may_be_repeated(artifacts, clip):
    async def story():
        await artifacts.put("clip", clip, "video/mp4")
        await artifacts.delete("clip")
        await artifacts.delete("clip")
        return await artifacts.list("")

    assert asyncio.run(story()) == []


def test_a_missing_file_is_not_found(artifacts, tmp_path):
    with pytest.raises(NotFound, match="blobs/none"):
        asyncio.run(artifacts.fetch("blobs/none", tmp_path / "back"))
    with pytest.raises(NotFound, match="blobs/none"):
        asyncio.run(collect(artifacts.stream("blobs/none", 0, 5)))
    assert list(tmp_path.glob("*back*")) == []


@pytest.mark.parametrize(
    "key",
    ["", "/etc/passwd", "../up", "a/../b", "a//b", "a/", "./a", "a\\b", "a\nb", ".incoming/x"],
)
def test_keys_that_could_leave_the_store_are_refused(artifacts, clip, key):
    for action in (
        lambda: artifacts.put(key, clip, "video/mp4"),
        lambda: artifacts.delete(key),
        lambda: collect(artifacts.stream(key, 0, 1)),
    ):
        with pytest.raises(ValueError, match="not a key"):
            asyncio.run(action())


def test_free_space_is_told_where_it_can_be_known(artifacts, tmp_path):
    free = asyncio.run(artifacts.free_bytes())

    assert free is None or free > 0


def test_a_put_that_is_cancelled_is_over_when_it_returns(artifacts, clip):
    async def cancel_twice():
        putting = asyncio.create_task(artifacts.put("outputs/clip.mp4", clip, "video/mp4"))
        for _ in range(2):
            await asyncio.sleep(0)
            putting.cancel()
        await asyncio.wait((putting,))
        await artifacts.delete("outputs/clip.mp4")
        return putting, await artifacts.list("outputs")

    putting, kept = asyncio.run(cancel_twice())

    assert putting.cancelled()
    assert kept == []
