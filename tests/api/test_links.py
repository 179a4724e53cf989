"""Files by link: without a key, in whole or in part."""

import hashlib

import pytest

pytestmark = pytest.mark.anyio
CLIP = bytes(range(256)) * 8


@pytest.fixture
async def link(world, client, token, tmp_path):
    request_id = await world.submit(token)
    await world.succeed(request_id, tmp_path, CLIP)
    result = (await client.get(f"/v1/requests/{request_id}/result")).json()
    return result["output"]["video"]


@pytest.fixture
async def anyone(world):
    async with world.client() as client:
        yield client


async def test_an_output_needs_no_key_and_no_redirect(anyone, link):
    answer = await anyone.get(link)

    assert answer.status_code == 200
    assert answer.content == CLIP
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["content-length"] == str(len(CLIP))
    assert answer.headers["content-disposition"] == 'inline; filename="clip.mp4"'
    assert answer.headers["etag"] == f'"{hashlib.sha256(CLIP).hexdigest()}"'
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "immutable" in answer.headers["cache-control"]
    assert link.endswith("/clip.mp4")


async def test_head_gives_the_headers_alone(anyone, link):
    answer = await anyone.head(link)

    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["content-length"] == str(len(CLIP))


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-", 0, 2048),
        ("bytes=100-199", 100, 200),
        ("bytes=2000-", 2000, 2048),
        ("bytes=2000-9999", 2000, 2048),
        ("bytes=-48", 2000, 2048),
        ("bytes=-9999", 0, 2048),
    ],
)
async def test_one_range_is_answered_with_206(anyone, link, asked, start, end):
    answer = await anyone.get(link, headers={"Range": asked})
    head = await anyone.head(link, headers={"Range": asked})

    assert answer.status_code == head.status_code == 206
    assert answer.content == CLIP[start:end]
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/2048"
    assert answer.headers["content-length"] == str(end - start)
    assert head.headers["content-range"] == answer.headers["content-range"]


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "items=0-1", "bytes=5-2", "nonsense"])
async def test_other_ranges_are_answered_with_the_whole_file(anyone, link, asked):
    answer = await anyone.get(link, headers={"Range": asked})

    assert answer.status_code == 200
    assert answer.content == CLIP


@pytest.mark.parametrize("asked", ["bytes=2048-", "bytes=9999-10000", "bytes=-0"])
async def test_a_range_beyond_the_end_is_a_416(anyone, link, asked):
    answer = await anyone.get(link, headers={"Range": asked})

    assert (answer.status_code, answer.json()["error_code"]) == (416, 416001)
    assert answer.headers["content-range"] == "bytes */2048"


async def test_a_known_file_is_a_304(anyone, link):
    etag = (await anyone.head(link)).headers["etag"]
    answer = await anyone.get(link, headers={"If-None-Match": f'"other", W/{etag}'})

    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["etag"] == etag


async def test_a_range_of_another_version_is_the_whole_file(anyone, link):
    etag = (await anyone.head(link)).headers["etag"]
    same = await anyone.get(link, headers={"Range": "bytes=0-9", "If-Range": etag})
    other = await anyone.get(link, headers={"Range": "bytes=0-9", "If-Range": '"other"'})

    assert (same.status_code, other.status_code) == (206, 200)


async def test_a_file_can_be_offered_for_saving(anyone, link):
    answer = await anyone.get(f"{link}?download=1")

    assert answer.headers["content-disposition"].startswith("attachment")


async def test_a_changed_link_is_a_404(anyone, link):
    signature = link.rpartition(".")[0].rpartition(".")[2].partition("/")[0]
    other_letter = "A" if signature[0] != "A" else "B"
    for changed in (
        link.replace(signature, other_letter + signature[1:]),
        link.replace("clip.mp4", "clip.mov"),
        link.replace("/files/file_", "/files/file_0"),
    ):
        assert (await anyone.get(changed)).status_code == 404


async def test_a_link_ends_with_its_request(client, anyone, link, world):
    file_id = link.split("/files/")[1].split(".")[0]
    request_id = (await world.services.files.get(file_id)).request_id
    await client.delete(f"/v1/requests/{request_id}")
    gone = await anyone.get(link)
    await client.post(f"/v1/requests/{request_id}/undelete")
    back = await anyone.get(link)

    assert (gone.status_code, back.status_code) == (404, 200)


async def test_a_file_whose_bytes_are_gone_is_a_404(world, anyone, link):
    file_id = link.split("/files/")[1].split(".")[0]
    file = await world.services.files.get(file_id)
    await world.services.artifacts.delete(file.blob_key)

    assert (await anyone.get(link)).status_code == 404


async def test_an_empty_file_is_served(world, anyone, token, tmp_path):
    file = await stored(world, tmp_path, b"", "application/json", "empty.json")
    answer = await anyone.get(world.services.links.file_path(file))

    assert (answer.status_code, answer.content) == (200, b"")


async def test_a_type_that_a_browser_could_run_is_only_offered_for_saving(world, anyone, tmp_path):
    file = await stored(world, tmp_path, b"<script>", "text/html", "a.html")
    answer = await anyone.get(world.services.links.file_path(file))

    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


async def stored(world, tmp_path, content, content_type, name):
    owner = await world.services.accounts.default_owner()
    return await world.store(owner.id, content, tmp_path, content_type=content_type, name=name)
