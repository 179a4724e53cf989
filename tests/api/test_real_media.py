"""Media of every kind at the wiring users get: real fetching, real decoding, real rows."""

import asyncio
import base64
import io
import logging
import threading
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2
import numpy as np
import pytest
from PIL import Image

from filmgate.bootstrap import build
from filmgate.settings import Settings

pytestmark = pytest.mark.anyio
I2V = "kling/kling-3.0/pro/image-to-video"
O1 = "kling/kling-video-o1/image-to-video"
O3 = "kling/kling-video-o3/standard/reference-to-video"
BASE = "http://127.0.0.1:8000"
KEY = "key-of-these-media-tests"


def picture(width=400, height=320, kind="PNG") -> bytes:
    out = io.BytesIO()
    pixels = np.random.default_rng(width).integers(0, 255, (height // 8, width // 8, 3), np.uint8)
    Image.fromarray(pixels).resize((width, height)).save(out, kind)
    return out.getvalue()


def data_uri(content, kind="image/png"):
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


class Pages(BaseHTTPRequestHandler):
    """A site with good and bad pictures."""

    slow = threading.Event()
    hits: list[str] = []  # noqa: RUF012

    def do_GET(self):
        self.hits.append(self.path)
        pages = {
            "/good.png": (200, picture()),
            "/text.png": (200, b"just a text that says it is a picture\n" * 20),
            "/gone.png": (404, b"gone"),
            "/broken.png": (200, picture()[:-400]),
            "/slow.png": (200, picture()),
        }
        if self.path == "/slow.png":
            self.slow.wait(30)
            return
        code, content = pages.get(self.path, (302, b""))
        self.send_response(code)
        if code == 302:
            self.send_header("Location", "http://169.254.169.254/latest/meta-data")
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    Pages.slow.clear()
    Pages.hits.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    Pages.slow.set()
    server.shutdown()
    server.server_close()


@asynccontextmanager
async def serving(folder, **settings):
    """A server that renders nothing, and a client with its admin key."""
    server = build(
        Settings(data_dir=folder, slots=0, durability="normal", min_free_mb=0, **settings), KEY
    )
    await server.start()
    transport = httpx2.ASGITransport(app=server.app)
    headers = {"authorization": f"Bearer {KEY}"}
    try:
        async with httpx2.AsyncClient(
            transport=transport, base_url=BASE, headers=headers
        ) as client:
            yield client
    finally:
        await server.stop()


@pytest.fixture
async def client(tmp_path, site):
    host = "127.0.0.1"
    settings = {"allow_http_media": True, "media_allow_hosts": (host,), "fetch_budget_s": 2.0}
    async with serving(tmp_path / "data", **settings) as client:
        yield client


async def submit(client, model_id=I2V, query="", **body):
    return await client.post(f"/v1/models/{model_id}{query}", json={"prompt": "a slow pan", **body})


async def problem_of(answer):
    assert (answer.status_code, answer.json()["error_code"]) == (422, 422001), answer.text
    (problem,) = answer.json()["detail"]
    return problem


async def recorded(client):
    return len((await client.get("/v1/requests")).json()["requests"])


async def test_a_picture_can_come_in_every_way(client, site):
    uploaded = (await client.post("/v1/files", content=picture())).json()
    ways = [
        f"{site}/good.png",
        data_uri(picture()),
        uploaded["uri"],
        uploaded["url"],
        "filmgate://samples/fox.jpg",
    ]
    for way in ways:
        answer = await submit(client, start_image_url=way)
        assert answer.status_code == 200, answer.text

    shown = (await client.get("/v1/requests")).json()["requests"]
    inputs = [
        (await client.get(f"/v1/requests/{r['request_id']}")).json()["input"]["start_image_url"]
        for r in shown
    ]
    assert all(value.startswith("filmgate://file_") for value in inputs)
    assert len(set(inputs)) == len(ways)


@pytest.mark.parametrize(
    ("page", "type_", "says"),
    [
        ("/text.png", "unsupported_type", "text file"),
        ("/gone.png", "unreachable", "404"),
        ("/broken.png", "damaged", ""),
        ("/redirects-inside", "blocked_address", ""),
    ],
)
async def test_what_a_site_sends_is_judged_by_its_content(client, site, page, type_, says):
    problem = await problem_of(await submit(client, start_image_url=site + page))

    assert problem["loc"] == ["body", "start_image_url"]
    assert problem["type"] == type_
    assert says in problem["msg"]
    assert await recorded(client) == 0


async def test_every_bad_medium_of_a_body_is_told_with_all_else_that_is_wrong(client, site):
    answer = await submit(
        client,
        O1,
        start_image_url=f"{site}/text.png",
        end_image_url=data_uri(picture(200, 160)),
        duration=7,
    )

    locs = [problem["loc"] for problem in answer.json()["detail"]]
    assert locs.count(["body", "start_image_url"]) == 1
    assert ["body", "duration"] in locs
    (msg,) = [p["msg"] for p in answer.json()["detail"] if p["loc"] == ["body", "end_image_url"]]
    assert "200" in msg
    assert "160" in msg


async def test_a_type_the_model_does_not_take_is_refused_whatever_its_name(client):
    problem = await problem_of(
        await submit(client, start_image_url=data_uri(picture(kind="GIF"), "image/png"))
    )

    assert problem["loc"] == ["body", "start_image_url"]
    assert "gif" in problem["msg"].lower()


async def test_a_slow_picture_is_deferred_and_strictness_refuses_that(tmp_path, site):
    host = "127.0.0.1"
    settings = {"allow_http_media": True, "media_allow_hosts": (host,), "fetch_budget_s": 0.2}
    async with serving(tmp_path / "data", **settings) as client:
        answer = await submit(client, start_image_url=f"{site}/slow.png")
        strict = await client.post(
            f"/v1/models/{I2V}",
            json={"prompt": "a slow pan", "start_image_url": f"{site}/slow.png"},
            headers={"Prefer": "handling=strict"},
        )

    told = {problem["type"]: problem["loc"] for problem in answer.json()["warnings"]}
    assert told["deferred"] == ["body", "start_image_url"]
    assert strict.status_code == 422
    assert "deferred" in {problem["type"] for problem in strict.json()["detail"]}


async def test_inside_addresses_are_refused_and_never_called(tmp_path, site):
    async with serving(tmp_path / "data", allow_http_media=True) as client:
        port = site.rpartition(":")[2]
        for host in ("127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433"):
            url = f"http://{host}:{port}/good.png"
            problem = await problem_of(await submit(client, start_image_url=url))
            assert problem["loc"] == ["body", "start_image_url"]

    assert Pages.hits == []


async def test_a_name_without_a_picture_behind_it_is_a_warning(client):
    pictures = [data_uri(picture()), data_uri(picture(320, 400))]
    answer = await submit(client, O3, prompt="Figure 3 follows Figure 1", images=pictures)

    (warning,) = [w for w in answer.json()["warnings"] if w["type"] == "unknown_reference"]
    assert warning["loc"] == ["body", "prompt"]
    assert "Figure 3" in warning["msg"]
    assert "2" in warning["msg"]


async def test_calls_that_arrive_at_once_with_one_key_are_one_request(client):
    body = {"prompt": "a slow pan", "start_image_url": data_uri(picture())}
    answers = await asyncio.gather(
        *(
            client.post(f"/v1/models/{I2V}", json=body, headers={"Idempotency-Key": "one"})
            for _ in range(12)
        )
    )

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["request_id"] for answer in answers}) == 1
    replayed = [a for a in answers if a.headers.get("idempotency-replayed") == "true"]
    assert len(replayed) == len(answers) - 1
    assert await recorded(client) == 1


async def test_a_file_of_someone_else_is_refused_as_one_that_nobody_has(client):
    mine = (await client.post("/v1/files", content=picture())).json()
    owner = (await client.post("/v1/owners", json={"name": "Bob"})).json()["owner_id"]
    token = (await client.post("/v1/keys", json={"owner_id": owner})).json()["key"]
    headers = {"authorization": f"Bearer {token}"}

    async def asked(value):
        body = {"prompt": "x", "start_image_url": value}
        answer = await client.post(f"/v1/models/{I2V}", json=body, headers=headers)
        return await problem_of(answer)

    unknown = mine["file_id"][:-4] + "zzzz"
    told = [await asked(value) for value in (mine["uri"], mine["url"], f"filmgate://{unknown}")]

    words = {
        problem["msg"].replace(mine["file_id"], "ID").replace(unknown, "ID") for problem in told
    }
    assert len(words) == 1
    assert {problem["type"] for problem in told} == {"unknown_file"}


async def test_keys_and_the_content_of_data_uris_never_reach_the_logs(client, caplog):
    caplog.set_level(logging.DEBUG)
    good, bad = data_uri(picture()), data_uri(b"no picture at all, says nobody" * 9)
    issued = (await client.post("/v1/keys", json={})).json()["key"]
    for value in (good, bad):
        await submit(client, start_image_url=value)
        await submit(client, query="?dry_run=true", start_image_url=value)
        await submit(client, start_image_url=[value])
    headers = {"authorization": f"Bearer {issued}x"}
    assert (await client.get("/v1/requests", headers=headers)).status_code == 401

    for secret in (KEY, issued, good[30:90], bad[30:90], "base64,"):
        assert secret not in caplog.text


async def test_answers_repeat_no_content_of_a_data_uri(client):
    good, bad = data_uri(picture()), data_uri(b"no picture at all, says nobody" * 9)
    for value in (good, bad, good.replace("data:", "date:")):
        for place in (
            {"start_image_url": value},
            {"start_image_url": [value]},
            {"duration": value},
        ):
            assert value[100:160] not in (await submit(client, **place)).text


async def test_without_keys_foreign_names_and_pages_are_refused_everywhere(tmp_path):
    async with serving(tmp_path / "data", no_auth=True) as client:
        calls = [
            ("GET", "/v1/requests", None),
            ("POST", f"/v1/models/{I2V}", {"prompt": "x"}),
            ("POST", "/v1/keys", {}),
            ("DELETE", "/v1/requests/req_x", None),
        ]
        for method, path, body in calls:
            by_name = await client.request(
                method, path, json=body, headers={"Host": "evil.example:8000"}
            )
            by_page = await client.request(
                method, path, json=body, headers={"Origin": "https://evil.example"}
            )
            assert (by_name.status_code, by_name.json()["error_code"]) == (400, 400001)
            assert (by_page.status_code, by_page.json()["error_code"]) == (403, 403001)
        assert (await client.get("/v1/requests")).status_code == 200
