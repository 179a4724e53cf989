"""Uploads."""

import hashlib

import pytest

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
