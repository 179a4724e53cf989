"""What every table of files keeps: names of owners over blobs that somebody counts."""

from dataclasses import replace

import pytest
from tests.fakes import FakeClock

from filmgate.core.errors import NotFound
from filmgate.core.records import StoredFile
from filmgate.db.files import FileTable

pytestmark = pytest.mark.anyio

FILE = StoredFile(
    id="file_1",
    owner_id="own_ann",
    kind="upload",
    name="cat.png",
    content_type="image/png",
    size_bytes=3,
    sha256="ab" * 32,
    blob_key="",
    created_at=0.0,
    facts={"width": 640},
)


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
async def files(open_database, clock):
    return FileTable(await open_database(clock))


async def add(files, **changes):
    file = replace(FILE, **changes)
    key = await files.reserve(file.sha256, file.size_bytes)
    return await files.add(replace(file, blob_key=key))


async def test_an_upload_can_be_read_and_found_by_its_owner_only(files, clock):
    file = await add(files)

    assert file.created_at == clock.now
    assert await files.get("file_1") == file
    assert await files.find("own_ann", FILE.sha256) == file
    assert await files.find("own_bob", FILE.sha256) is None
    assert await files.get("file_2") is None


async def test_a_file_needs_its_blob(files):
    with pytest.raises(NotFound):
        await files.add(replace(FILE, blob_key="blobs/nowhere"))

    assert await files.get("file_1") is None


async def test_pages_hold_uploads_newest_first(files):
    for number in range(5):
        await add(files, id=f"file_{number}")
    await add(files, id="file_7", kind="input", request_id="req_1")

    first, cursor = await files.page("own_ann", None, 3)
    rest, end = await files.page("own_ann", cursor, 3)

    assert [file.id for file in first + rest] == [f"file_{n}" for n in (4, 3, 2, 1, 0)]
    assert end is None


async def test_a_blob_goes_when_nobody_counts_on_it(files, clock):
    ann, bob = await add(files), await add(files, id="file_2", owner_id="own_bob")
    assert ann.blob_key == bob.blob_key
    await files.delete("file_1")
    clock.pass_(7200)
    assert await files.unused() == []

    assert await files.delete("file_2")

    assert await files.unused() == []  # not at once: somebody may be about to use it
    clock.pass_(3601)
    assert await files.unused() == [ann.blob_key]
    await files.forget([ann.blob_key])
    assert await files.unused() == []


async def test_only_uploads_can_be_deleted_alone(files):
    await add(files, kind="input", request_id="req_1")

    assert not await files.delete("file_1")
    assert not await files.delete("file_0")


async def test_a_blob_in_use_is_never_chosen_for_removal(files):
    file = await add(files)

    assert await files.unused([file.blob_key]) == []


async def test_nobody_can_count_on_a_blob_that_is_being_removed(files):
    key = await files.reserve(FILE.sha256, 3)
    assert await files.unused([key]) == [key]

    with pytest.raises(NotFound):
        await files.add(replace(FILE, blob_key=key))
    assert (await add(files)).blob_key != key


async def test_uploads_past_their_time_go(files, clock):
    await add(files, expires_at=clock.now + 10)
    await add(files, id="file_2", expires_at=clock.now + 100)
    await add(files, id="file_3")
    clock.pass_(11)

    assert await files.expire() == 1

    assert await files.get("file_1") is None


async def test_an_upload_that_is_used_again_is_kept_longer(files, clock):
    await add(files, expires_at=clock.now + 10)

    assert await files.keep("file_1", clock.now + 100)

    clock.pass_(11)
    assert await files.expire() == 0
    assert not await files.keep("file_9", None)


async def test_announced_blobs_have_keys_of_their_own(files):
    await files.announce("outputs/req_1/1/clip.mp4", FILE.sha256, 3)

    file = await files.add(
        replace(FILE, blob_key="outputs/req_1/1/clip.mp4", kind="output", request_id="req_1")
    )

    assert await files.of_request("req_1") == [file]
