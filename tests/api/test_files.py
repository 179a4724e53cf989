"""Uploads, and files by link."""

import hashlib

import pytest

from filmgate.core.ports import StoredFile
from filmgate.http.services import MB

pytestmark = pytest.mark.anyio
PNG = b"\x89PNG\r\n\x1a\n" + b"pixels" * 10
MP4 = b"\0\0\0\x20ftypisom" + b"frames" * 10
CLIP = bytes(range(256)) * 8


async def send(client, content=PNG, name="cat.png", **headers):
    answer = await client.post("/v1/files", params={"name": name}, content=content, headers=headers)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


# --- sending -------------------------------------------------------------------------------------


async def test_a_raw_body_becomes_a_file(client):
    body = await send(client)

    assert body["uri"] == f"filmgate://{body['file_id']}"
    assert body["name"] == "cat.png"
    assert body["content_type"] == "image/png"
    assert body["size_bytes"] == len(PNG)
    assert body["sha256"] == hashlib.sha256(PNG).hexdigest()
    assert (body["width"], body["height"]) == (640, 360)
    assert body["expires_at"] > body["created_at"]


async def test_a_form_becomes_a_file(client):
    answer = await client.post(
        "/v1/files", data={"note": "ignored"}, files={"file": ("My Cat.jpeg", PNG, "image/jpeg")}
    )

    assert answer.status_code == 201
    assert answer.json()["name"] == "My-Cat.png"
    assert answer.json()["sha256"] == hashlib.sha256(PNG).hexdigest()


async def test_a_large_form_in_many_pieces_arrives_whole(client):
    content = PNG + bytes(700_000)
    answer = await client.post("/v1/files", files={"file": ("a.png", content)})

    assert answer.json()["sha256"] == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "upload.png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\pictures\\cat.JPG", "cat.png"),
        ("käse & brot.png", "k-se-brot.png"),
        ("x" * 300, "x" * 70 + ".png"),
        (".hidden", "hidden.png"),
    ],
)
async def test_names_are_made_safe_for_urls(client, name, expected):
    assert (await send(client, name=name))["name"] == expected


async def test_a_name_can_come_with_the_body(client):
    answer = await client.post(
        "/v1/files", content=PNG, headers={"Content-Disposition": 'attachment; filename="dog.png"'}
    )

    assert answer.json()["name"] == "dog.png"


async def test_a_file_sent_twice_is_one_file(client):
    first = await client.post("/v1/files", content=PNG)
    second = await client.post("/v1/files", content=PNG)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["file_id"] == second.json()["file_id"]


async def test_sending_a_file_again_puts_off_its_end(client):
    first = await send(client)
    second = await send(client)

    assert second["expires_at"] > first["expires_at"]


async def test_nobody_learns_that_others_have_a_file(world, client):
    await send(client)
    async with world.client(await world.key("Bob")) as other:
        asked = await other.get(f"/v1/files?sha256={hashlib.sha256(PNG).hexdigest()}")
        sent = await other.post("/v1/files", content=PNG)

    assert asked.status_code == 404
    assert sent.status_code == 201


async def test_an_owner_can_ask_for_a_content_before_sending_it(client):
    digest = hashlib.sha256(PNG).hexdigest()
    before = await client.head(f"/v1/files?sha256={digest}")
    sent = await send(client)
    after = await client.get(f"/v1/files?sha256={digest.upper()}")

    assert before.status_code == 404
    assert [f["file_id"] for f in after.json()["files"]] == [sent["file_id"]]


async def test_a_file_can_be_used_in_any_media_field(client):
    body = await send(client)
    answer = await client.post(
        "/v1/models/kling/kling-3.0/pro/image-to-video",
        json={"prompt": "x", "start_image_url": body["uri"], "duration": 5},
    )

    assert answer.status_code == 200, answer.text


async def test_its_link_can_be_used_too(client):
    body = await send(client)
    answer = await client.post(
        "/v1/models/kling/kling-3.0/pro/image-to-video",
        json={"prompt": "x", "start_image_url": body["url"], "duration": 5},
    )

    assert answer.status_code == 200, answer.text


async def test_someone_elses_file_cannot_be_used(world, client):
    body = await send(client)
    async with world.client(await world.key("Bob")) as other:
        for value in (body["uri"], body["url"]):
            answer = await other.post(
                "/v1/models/kling/kling-3.0/pro/image-to-video",
                json={"prompt": "x", "start_image_url": value},
            )
            assert answer.status_code == 422
            assert answer.json()["detail"][0]["loc"] == ["body", "start_image_url"]


# --- refusing ------------------------------------------------------------------------------------


async def refused(client, **call):
    answer = await client.post("/v1/files", **call)
    return answer.status_code, answer.json()["error_code"]


async def test_a_picture_over_its_limit_is_a_413(client, world, tmp_path):
    assert await refused(client, content=PNG + bytes(MB)) == (413, 413001)
    assert await refused(client, files={"file": ("a.png", PNG + bytes(MB))}) == (413, 413001)
    assert list(world.services.incoming.iterdir()) == []


async def test_a_video_has_a_limit_of_its_own(client):
    assert (await send(client, MP4 + bytes(MB), "a.mp4"))["content_type"] == "video/mp4"
    assert await refused(client, content=MP4 + bytes(2 * MB)) == (413, 413001)


async def test_a_damaged_file_is_a_422(client, world):
    assert await refused(client, content=b"BROKEN!! and more") == (422, 422001)
    assert list(world.services.incoming.iterdir()) == []


async def test_a_full_disk_is_a_507(build):
    world = build(min_free_bytes=10**18)
    async with world.client(await world.key()) as client:
        assert await refused(client, content=PNG) == (507, 507001)


async def test_an_empty_file_is_a_422(client):
    assert await refused(client, content=b"") == (422, 422001)
    assert await refused(client, files={"file": ("a.png", b"")}) == (422, 422001)


async def test_a_form_needs_exactly_one_file(client):
    two = [("file", ("a.png", PNG)), ("file", ("b.png", PNG))]

    assert await refused(client, files=two) == (422, 422001)
    assert await refused(client, files={"file": (None, "text")}) == (422, 422001)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"nothing like a form"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"'),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\ndata\r\n--x--\r\n"),
        ("multipart/form-data; boundary=" + "x" * 71, b"--x--"),
    ],
)
async def test_a_broken_form_is_a_422(client, kind, content):
    answer = await client.post("/v1/files", content=content, headers={"Content-Type": kind})

    assert (answer.status_code, answer.json()["error_code"]) == (422, 422001)


# --- listing, showing, deleting ------------------------------------------------------------------


async def test_uploads_are_listed_newest_first_in_pages(client):
    sent = [(await send(client, PNG + bytes([n])))["file_id"] for n in range(3)]
    first = (await client.get("/v1/files?limit=2")).json()
    second = (await client.get(f"/v1/files?limit=2&cursor={first['next_cursor']}")).json()

    assert [f["file_id"] for f in first["files"]] == sent[:0:-1]
    assert [f["file_id"] for f in second["files"]] == sent[:1]
    assert second["next_cursor"] is None


async def test_a_file_can_be_shown_and_deleted(client):
    body = await send(client)
    path = f"/v1/files/{body['file_id']}"

    assert (await client.get(path)).json() == body
    assert (await client.delete(path)).json() == {"file_id": body["file_id"], "deleted": True}
    assert (await client.get(path)).status_code == 404
    assert (await client.get(body["url"])).status_code == 404


async def test_files_of_a_request_cannot_be_deleted_alone(world, client, token, tmp_path):
    request_id = await world.submit(token)
    file = await world.succeed(request_id, tmp_path)
    answer = await client.delete(f"/v1/files/{file.id}")

    assert (answer.status_code, answer.json()["error_code"]) == (409, 409001)


async def test_a_request_keeps_its_input_when_the_upload_is_deleted(client):
    body = await send(client)
    answer = await client.post(
        "/v1/models/kling/kling-3.0/pro/image-to-video",
        json={"prompt": "x", "start_image_url": body["uri"]},
    )
    await client.delete(f"/v1/files/{body['file_id']}")
    shown = (await client.get(f"/v1/requests/{answer.json()['request_id']}")).json()

    (kept,) = shown["files"]
    assert (await client.get(kept["url"])).content == PNG


@pytest.mark.parametrize("query", ["sha256=xyz", "cursor=a/b", "limit=0"])
async def test_a_wrong_query_names_its_parameter(client, query):
    answer = await client.get(f"/v1/files?{query}")

    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", query.partition("=")[0]]


# --- by link -------------------------------------------------------------------------------------


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


async def stored(world, tmp_path, content, content_type, name) -> StoredFile:
    owner = await world.services.accounts.default_owner()
    return await world.store(owner.id, content, tmp_path, content_type=content_type, name=name)
