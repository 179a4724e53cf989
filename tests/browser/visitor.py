"""Somebody at a browser: what they see, what they press, and what the console says."""

import json
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
#: what axe counts as worth stopping a release for
SERIOUS = ("serious", "critical")
#: patience on a machine that has other work; nothing waits this long when all is well
WAIT_MS = 60_000
RENDER_MS = 240_000


class Visitor:
    """One browser window, with everything that its console said."""

    def __init__(self, browser, base, pictures, *, size, state=None, dark=False, still=False):
        self.base = base
        self._pictures = pictures
        self.name = "phone" if size is PHONE else "desktop"
        self.context = browser.new_context(
            viewport=size,
            storage_state=state,
            color_scheme="dark" if dark else "light",
            has_touch=size is PHONE,
            reduced_motion="reduce" if still else "no-preference",
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(WAIT_MS)
        #: every message and error of the page; there must be none
        self.console = []
        self.page.on(
            "console", lambda message: self.console.append(f"{self.page.url}: {message.text}")
        )
        self.page.on("pageerror", lambda error: self.console.append(f"{self.page.url}: {error}"))

    def open(self, path, heading=None):
        """Open an address of the app and wait until its page is there."""
        self.page.goto(self.base + path)
        self.page.get_by_role("heading", level=1, name=heading).wait_for()

    def settle(self):
        """Wait until nothing is loading any more; the stream of events stays open."""
        self.page.wait_for_function(
            "() => !document.querySelector('[aria-busy=true], .bone')"
            "&& [...document.images].every(image => image.complete || image.loading === 'lazy')"
        )

    def next_frame(self):
        """Wait until what was typed is painted: nobody types in two fields within one frame."""
        self.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def picture(self, name):
        """Save a screenshot."""
        self.page.screenshot(path=self._pictures / f"{self.name}-{name}.png")

    def check(self, name):
        """What holds on every page: nothing serious for axe, nothing wider than the window."""
        self.picture(name)
        found = Axe().run(self.page).response["violations"]
        faults = [
            (v["id"], v["impact"], [node["html"][:160] for node in v["nodes"][:4]])
            for v in found
            if v["impact"] in SERIOUS
        ]
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert not faults, f"{name}: {json.dumps(faults, indent=1)}"
        assert wide <= 0, f"{name}: {wide} px wider than the window"

    # --- the playground --------------------------------------------------------------------------

    def write_input(self, change):
        """Change the input as JSON, then show it as a form."""
        self.page.get_by_role("tab", name="JSON").click()
        editor = self.page.get_by_label("Input as JSON")
        body = json.loads(editor.input_value())
        change(body)
        editor.fill(json.dumps(body))
        self.page.get_by_role("tab", name="Form").click()

    def run(self):
        """Press Run and wait for the clip; gives the video element."""
        self.press_run()
        video = self.page.get_by_role("group", name="Result").locator("video")
        video.wait_for(timeout=RENDER_MS)
        return video

    def press_run(self):
        button = self.run_button
        self.until("button => button.ariaDisabled !== 'true' && !button.disabled", button)
        button.click()

    @property
    def run_button(self):
        return self.page.get_by_role("button", name="Run", exact=True)

    def until(self, condition, locator, timeout=WAIT_MS):
        """Wait until a condition holds of an element."""
        self.page.wait_for_function(condition, arg=locator.element_handle(), timeout=timeout)

    def plays(self, video):
        """Wait until a clip plays by itself: its time advances."""
        self.until("video => video.readyState >= 3 && video.currentTime > 0.2", video)

    def drop(self, target, path):
        """Drop a file on an element, as from a file manager."""
        content = list(path.read_bytes())
        transfer = self.page.evaluate_handle(
            """([content, name]) => {
                const transfer = new DataTransfer();
                transfer.items.add(new File([new Uint8Array(content)], name, {type: "image/jpeg"}));
                return transfer;
            }""",
            [content, path.name],
        )
        for event in ("dragenter", "dragover", "drop"):
            target.dispatch_event(event, {"dataTransfer": transfer})

    @contextmanager
    def quiet(self):
        """Whatever is done inside leaves nothing in the console."""
        yield self
        assert self.console == []
