"""The web app as the server hands it out: its page, its assets, and what stands in for it."""

import gzip

import pytest

from filmgate.http.app import WEB_PAGES
from filmgate.http.static import WebApp

pytestmark = pytest.mark.anyio
T2V = "kling/kling-3.0/pro/text-to-video"
HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PAGE = b"<!doctype html><title>the app</title>"
SCRIPT = b"console.log('hello');" * 20
CLIP = bytes(range(256)) * 8


@pytest.fixture
def folder(tmp_path):
    """A built web app."""
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_bytes(PAGE)
    (folder / "secret.js").write_text("not an asset")
    (folder / "assets" / "app-1.js").write_bytes(SCRIPT)
    (folder / "assets" / "app-1.js.gz").write_bytes(gzip.compress(SCRIPT))
    (folder / "assets" / "clip-1.mp4").write_bytes(CLIP)
    return folder


@pytest.fixture
async def browser(build, folder):
    async with build(web=WebApp(folder)).client(**HTML) as client:
        yield client


@pytest.mark.parametrize("path", ["/", f"/models/{T2V}", *WEB_PAGES])
async def test_every_address_of_the_app_opens_it_under_a_strict_policy(browser, path):
    answer = await browser.get(path)

    assert (answer.status_code, answer.content) == (200, PAGE)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert not any("unsafe" in value for name, value in policy.items() if name != "style-src-attr")


async def test_a_model_that_is_not_there_is_a_404_that_the_app_explains(browser):
    answer = await browser.get("/models/no/such-model")

    assert (answer.status_code, answer.content) == (404, PAGE)


async def test_an_unknown_page_is_a_404_that_the_app_explains(browser, build, folder):
    page = await browser.get("/no/such/page")
    below_the_api = await browser.get("/v1/nothing")
    wrong_method = await browser.post("/explore")
    async with build(web=WebApp(folder)).client(accept="*/*") as program:
        told = await program.get("/no/such/page")

    assert (page.status_code, page.content) == (404, PAGE)
    assert below_the_api.json()["error_code"] == told.json()["error_code"] == 404001
    assert wrong_method.status_code == 405


async def test_programs_still_get_json_and_a_page_without_scripts(build, folder):
    async with build(web=WebApp(folder)).client(accept="*/*") as program:
        about = await program.get("/")
        model = await program.get(f"/models/{T2V}")

    assert about.json()["name"] == "filmgate"
    assert "curl" in model.text


async def test_media_may_come_from_the_public_address(build, folder):
    world = build(web=WebApp(folder, "http://films.example:9000"))
    async with world.client(**HTML) as browser:
        policy = (await browser.get("/")).headers["content-security-policy"]

    assert "media-src 'self' data: blob: https: http://films.example:9000;" in policy


# --- assets --------------------------------------------------------------------------------------


async def test_an_asset_is_kept_forever_and_sent_packed(browser):
    answer = await browser.get("/assets/app-1.js", headers={"accept-encoding": "br, gzip"})

    assert answer.content == SCRIPT
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(SCRIPT)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("takes", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0, br"])
async def test_an_asset_is_sent_as_it_is_to_those_who_do_not_unpack(browser, takes):
    answer = await browser.get("/assets/app-1.js", headers={"accept-encoding": takes})

    assert answer.content == SCRIPT
    assert "content-encoding" not in answer.headers


async def test_a_clip_is_sent_in_parts_as_players_ask(browser):
    part = await browser.get("/assets/clip-1.mp4", headers={"range": "bytes=256-511"})
    beyond = await browser.get("/assets/clip-1.mp4", headers={"range": "bytes=9999-"})

    assert (part.status_code, part.content) == (206, CLIP[256:512])
    assert part.headers["content-range"] == f"bytes 256-511/{len(CLIP)}"
    assert beyond.status_code == 416


@pytest.mark.parametrize(
    "name",
    [
        "nothing.js",
        "../secret.js",
        "..%2Fsecret.js",
        "%2e%2e/index.html",
        ".hidden.js",
        "app-1.js.gz",
    ],
)
async def test_nothing_but_assets_is_sent(browser, name):
    assert (await browser.get(f"/assets/{name}")).status_code == 404


async def test_a_new_build_is_seen_without_a_restart(browser, folder):
    await browser.get("/")
    (folder / "index.html").write_bytes(b"newer")

    assert (await browser.get("/")).content == b"newer"


# --- before it is built --------------------------------------------------------------------------


async def test_without_the_app_the_front_page_says_how_to_build_it(world):
    async with world.client(**HTML) as browser:
        front = await browser.get("/")
        page = await browser.get("/generations")
        model = await browser.get(f"/models/{T2V}")

    assert front.status_code == 200
    assert "FILMGATE_WEB=require pip install -e ." in front.text
    assert "default-src 'none'" in front.headers["content-security-policy"]
    assert (page.status_code, page.text) == (503, front.text)
    assert "Kling 3.0 Pro Text to Video" in model.text
