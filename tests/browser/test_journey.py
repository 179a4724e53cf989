"""The web app in a real browser: sign in, explore, run every model, keep and throw away."""

import json
import time

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import KEY
from tests.browser.visitor import DESKTOP, PHONE, RENDER_MS, WAIT_MS, Visitor

from filmgate.media import samples

PRO_TEXT = "kling/kling-3.0/pro/text-to-video"
PRO_IMAGE = "kling/kling-3.0/pro/image-to-video"
FOUR_K = "kling/kling-3.0/4k/image-to-video"
O1 = "kling/kling-video-o1/image-to-video"
O3 = "kling/kling-video-o3/standard/reference-to-video"
#: small and quick
QUICK = {"scale": 0.1, "quality": "draft"}
JAVASCRIPT_MAX = 120_000
expect.set_options(timeout=WAIT_MS)


def quick(body):
    body["filmgate"] = QUICK


@pytest.fixture(scope="module")
def state(browser, server, pictures):
    """The cookie of somebody who followed the link that the server printed."""
    base, link = server
    visitor = Visitor(browser, base, pictures, size=DESKTOP)
    visitor.page.goto(link)
    visitor.page.wait_for_url("**/explore")
    assert visitor.console == []
    kept = visitor.context.storage_state()
    assert [(c["httpOnly"], c["sameSite"]) for c in kept["cookies"]] == [(True, "Strict")]
    visitor.context.close()
    return kept


@pytest.fixture
def visit(request, browser, server, pictures, state):
    """Open a window that is signed in; at the end nothing may stand in its console."""
    opened = request.node.visitors = []

    def open_window(size=DESKTOP, *, signed_in=True, **look):
        kept = state if signed_in else None
        visitor = Visitor(browser, server[0], pictures, size=size, state=kept, **look)
        opened.append(visitor)
        return visitor

    yield open_window
    said = [message for visitor in opened for message in visitor.console]
    for visitor in opened:
        visitor.context.close()
    assert said == []


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def size(request):
    """The whole journey is made on a desk and on a phone."""
    return request.param


# --- signing in ----------------------------------------------------------------------------------


def test_a_key_signs_in_and_leads_back_to_the_page_that_was_wanted(visit, size):
    visitor = visit(size, signed_in=False)
    page = visitor.page
    page.goto(f"{visitor.base}/usage")
    visitor.check("login")

    page.get_by_label("API key").fill(KEY)
    page.get_by_role("button", name="Sign in").click()

    page.get_by_role("heading", level=1, name="Usage").wait_for()
    assert page.evaluate("JSON.stringify(localStorage)").find(KEY) == -1
    assert page.evaluate("document.cookie") == ""


# --- the models, one after the other -------------------------------------------------------------


def test_text_to_video_with_shots_errors_and_a_comparison(visit, size):
    visitor = visit(size)
    page = visitor.page
    visitor.open("/explore")
    page.get_by_role("link", name="Kling 3.0 Pro Text to Video").first.click()
    visitor.write_input(quick)

    # an error stands at its field while typing, and the run bar says why it cannot run
    prompt = page.get_by_role("textbox", name="Prompt")
    example = prompt.input_value()
    prompt.fill("")
    page.locator('[data-field="prompt"]').get_by_text("Must not be blank").wait_for()
    expect(visitor.run_button).to_be_disabled()
    expect(visitor.run_button).to_have_accessible_description("1 thing to fix first.")
    visitor.picture("errors")
    prompt.fill(example)
    visitor.plays(visitor.run())
    visitor.check("result")

    # frames one by one
    player = page.get_by_role("group", name="Result")
    player.get_by_role("button", name="Pause").click()
    before = player.locator("video").evaluate("video => video.currentTime")
    player.get_by_role("button", name="One frame on").click()
    after = "([video, before]) => Math.abs(video.currentTime - before) > 0.01"
    page.wait_for_function(after, arg=[player.locator("video").element_handle(), before])

    # shots: their lengths must add up, and can be made to
    page.get_by_role("button", name="Split into shots").click()
    page.get_by_role("button", name="Add shot").click()
    words = page.get_by_role("textbox", name="Prompt of shot")
    expect(words).to_have_count(2)
    expect(words.last).to_be_focused()
    for n in (0, 1):
        words.nth(n).fill("a gull over the harbour, slow pan")
        visitor.next_frame()
    page.get_by_role("spinbutton", name="Length, as a number").fill("12")
    page.locator(".pg-sum .badge.bad").wait_for()
    expect(visitor.run_button).to_be_disabled()
    visitor.picture("shots-do-not-fit")
    page.get_by_role("button", name="Fit").first.click()
    page.locator(".pg-sum .badge.good").wait_for()
    visitor.plays(visitor.run())
    visitor.check("shots")

    # both clips side by side, in step
    page.get_by_role("region", name="Result").get_by_role("button", name="Compare").click()
    page.get_by_role("region", name="Earlier runs").get_by_role("button").last.click()
    both = page.get_by_role("group", name="Two clips, played together")
    both.wait_for()
    expect(both.locator("video")).to_have_count(2)
    both.get_by_role("button", name="Play").click()
    page.wait_for_function(
        """videos => videos.every(video => video.currentTime > 0.3)
            && Math.abs(videos[0].currentTime - videos[1].currentTime) < 0.25""",
        arg=both.locator("video").element_handles(),
    )
    visitor.check("compare")


def test_pictures_are_picked_dropped_and_named(visit, size):
    visitor = visit(size)
    page = visitor.page
    visitor.open(f"/models/{PRO_IMAGE}")
    visitor.write_input(quick)

    # a picked file is sent and measured
    first = page.get_by_role("group", name="First frame")
    first.locator("input[type=file]").set_input_files(samples.path("potters-table.jpg"))
    first.get_by_text("potters-table.jpg").wait_for()
    page.get_by_role("spinbutton", name="Length, as a number").fill("3")

    # an element with a picture of its own, named in the prompt
    page.get_by_role("button", name="Add element").click()
    element = page.get_by_role("listitem", name="Element 1")
    element.locator("input[type=file]").first.set_input_files(samples.path("robot.jpg"))
    element.get_by_text("robot.jpg").wait_for()
    prompt = page.get_by_role("textbox", name="Prompt")
    prompt.fill("@Element1 stands beside the wheel, the camera pushes in")
    visitor.check("elements")

    visitor.plays(visitor.run())


def test_files_that_are_sent_at_the_same_time_all_arrive(visit, size):
    visitor = visit(size)
    page = visitor.page
    visitor.open(f"/models/{PRO_IMAGE}")
    visitor.write_input(lambda body: body.pop("elements", None))
    page.get_by_role("button", name="Add element").click()
    page.get_by_role("button", name="Add element").click()
    first = page.get_by_role("listitem", name="Element 1")
    second = page.get_by_role("listitem", name="Element 2")
    waiting = []
    page.route("**/v1/files?*", lambda route: waiting.append(route))

    # files of two elements are on their way when the first element is removed
    page.get_by_role("button", name="Add element").click()
    picked = {"robot.jpg": (first, 0), "fox.jpg": (second, 1), "potters-table.jpg": (second, 0)}
    for name, (element, place) in picked.items():
        element.locator("input[type=file]").nth(place).set_input_files(samples.path(name))
        element.get_by_text(name).wait_for()
    first.get_by_role("button", name="Remove element 1").click()
    for route in waiting:
        route.continue_()
    second = page.get_by_role("listitem", name="Element 1")
    for name in ("Frontal image", "Reference images"):
        second.get_by_role("button", name=f"Remove {name} of element 1").wait_for()

    page.get_by_role("tab", name="JSON").click()
    body = json.loads(page.get_by_label("Input as JSON").input_value())
    assert [sorted(element) for element in body["elements"]] == [
        ["frontal_image_url", "reference_image_urls"],
        [],
    ]


def test_a_first_and_a_last_frame_are_dropped_in(visit, size):
    visitor = visit(size)
    page = visitor.page
    visitor.open(f"/models/{O1}")
    visitor.write_input(quick)
    names = {"First frame": "potters-table.jpg", "Last frame": "potters-table-later.jpg"}
    for field, name in names.items():
        group = page.get_by_role("group", name=field)
        remove = group.get_by_role("button", name=f"Remove {field}")
        if remove.count():
            remove.click()
        visitor.drop(group.locator(".pg-take"), samples.path(name))
        group.get_by_text(name).wait_for()

    visitor.plays(visitor.run())


def test_references_and_a_video_of_ones_own(visit, size, tmp_path):
    visitor = visit(size)
    page = visitor.page
    visitor.open(f"/models/{O3}")
    visitor.write_input(quick)

    pictures = page.get_by_role("group", name="Reference pictures")
    pictures.locator("input[type=file]").set_input_files(samples.path("potters-table.jpg"))
    pictures.get_by_text("potters-table.jpg").wait_for()
    # the clip of an earlier run is a video like any other
    newest = visitor.context.request.get(f"{visitor.base}/v1/requests?status=succeeded&limit=1")
    clip = tmp_path / "own.mp4"
    output = newest.json()["requests"][0]["output"]["video"]
    clip.write_bytes(visitor.context.request.get(output).body())
    video = page.get_by_role("group", name="Reference video")
    video.locator("input[type=file]").set_input_files(clip)
    video.get_by_text("own.mp4").wait_for()
    visitor.check("references")

    visitor.plays(visitor.run())


def test_a_run_is_watched_and_cancelled(visit, size):
    visitor = visit(size)
    page = visitor.page
    visitor.open(f"/models/{FOUR_K}")
    visitor.press_run()
    page.get_by_role("progressbar", name="Rendering").wait_for(timeout=RENDER_MS)
    visitor.check("running")

    page.get_by_role("region", name="Result").get_by_role(
        "button", name="Cancel", exact=True
    ).click()

    page.get_by_text("This run was cancelled.").wait_for()
    visitor.write_input(quick)
    visitor.plays(visitor.run())


# --- what was made -------------------------------------------------------------------------------


def test_a_clip_is_made_again_deleted_and_brought_back(visit, size):
    visitor = visit(size)
    page = visitor.page
    visitor.open("/generations")
    made = page.get_by_role("list", name="Generations").get_by_role("listitem")
    made.first.wait_for()
    visitor.check("generations")

    def stored(status):
        asked = f"{visitor.base}/v1/requests?status={status}&count=true"
        return visitor.context.request.get(asked).json()["total"]

    def shows(count):
        # a phone shows a few at a time; the number above them counts all
        text = f"{count} generation" + ("" if count == 1 else "s")
        expect(page.get_by_text(text, exact=True)).to_be_visible(timeout=RENDER_MS)

    count = stored("succeeded")
    page.get_by_role("group", name="Status").get_by_role("button", name="Cancelled").click()
    shows(stored("cancelled"))
    page.get_by_role("group", name="Status").get_by_role("button", name="Succeeded").click()
    shows(count)

    made.first.hover()
    made.first.get_by_role("button", name="Delete").click()
    shows(count - 1)
    page.get_by_role("button", name="Undo").click()
    shows(count)

    made.first.hover()
    made.first.get_by_role("button", name="Run again").click()
    shows(count + 1)


def test_a_key_is_made_shown_once_and_revoked(visit, size):
    visitor = visit(size)
    page = visitor.page
    visitor.open("/keys")
    page.get_by_role("button", name="Create key").first.click()
    page.get_by_label("Label").fill("laptop")
    visitor.picture("new-key")
    page.get_by_role("dialog").get_by_role("button", name="Create key").click()
    shown = page.get_by_role("dialog", name="Your new key")
    key = shown.get_by_text("fg_").first.inner_text()
    headers = {"Authorization": f"Bearer {key}"}
    assert visitor.context.request.get(f"{visitor.base}/v1/keys", headers=headers).ok
    shown.get_by_role("button", name="I have kept it").click()
    assert key not in page.content()

    page.get_by_role("button", name="Revoke laptop").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke key").click()

    page.get_by_text("is revoked").wait_for()
    assert visitor.context.request.get(f"{visitor.base}/v1/keys", headers=headers).status == 401


def test_usage_counts_what_was_run(visit, size):
    visitor = visit(size)
    used = visitor.context.request.get(f"{visitor.base}/v1/usage").json()
    visitor.open("/usage")

    count = visitor.page.get_by_text(str(used["total"]["requests"]), exact=True)
    count.first.wait_for()
    visitor.check("usage")


# --- every page ----------------------------------------------------------------------------------

PAGES = {
    "explore": "/explore",
    "models": "/models",
    "playground": f"/models/{PRO_IMAGE}",
    "api": f"/models/{PRO_TEXT}?tab=api",
    "runs": f"/models/{PRO_TEXT}?tab=runs",
    "generations": "/generations",
    "keys": "/keys",
    "usage": "/usage",
    "pricing": "/pricing",
    "queue": "/queue",
    "settings": "/settings",
    "not-found": "/models/no/such-model",
}


@pytest.mark.parametrize("look", ["desktop", "dark", "phone"])
def test_every_page_is_accessible_and_fits_its_window(visit, look):
    visitor = visit(PHONE if look == "phone" else DESKTOP, dark=look == "dark")
    for name, path in PAGES.items():
        visitor.open(path)
        visitor.settle()
        visitor.check(f"page-{name}{'-dark' if look == 'dark' else ''}")
    # the browser itself reports that this page is a 404
    visitor.console[:] = [said for said in visitor.console if "no/such-model" not in said]


def test_the_phone_keeps_what_was_typed_and_moves_nothing_by_itself(visit):
    visitor = visit(PHONE, still=True)
    page = visitor.page
    visitor.open(f"/models/{PRO_TEXT}")
    visitor.write_input(quick)
    page.get_by_role("textbox", name="Prompt").fill("a red kite over a beach, slow push in")
    visitor.settle()
    page.reload()
    expect(page.get_by_role("textbox", name="Prompt")).to_have_value(
        "a red kite over a beach, slow push in"
    )

    video = visitor.run()
    # motion is reduced: nothing moves before it is asked to
    assert video.evaluate("video => video.paused")
    page.get_by_role("group", name="Result").get_by_role("button", name="Play").click()
    visitor.plays(video)
    visitor.check("result")


# --- weight --------------------------------------------------------------------------------------


def test_the_scripts_are_light(visit):
    visitor = visit()
    weights = {}

    def weigh(response):
        if response.url.endswith(".js"):
            weights[response.url] = int(response.headers["content-length"])
            assert response.headers["content-encoding"] == "gzip"

    visitor.page.on("response", weigh)
    begun = time.perf_counter()
    visitor.open(f"/models/{PRO_IMAGE}")
    visitor.page.get_by_role("textbox", name="Prompt").wait_for()
    took = time.perf_counter() - begun
    for path in PAGES.values():
        if "no/such" not in path:
            visitor.open(path)

    print(f"\nform usable after {took:.2f} s; {sum(weights.values()) / 1000:.1f} KB of JavaScript")
    assert sum(weights.values()) <= JAVASCRIPT_MAX
