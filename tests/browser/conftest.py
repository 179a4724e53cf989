"""A real server and a real Chromium. Without a browser the journey is skipped, except in CI."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "src/filmgate/http/static"
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
#: set where a missing browser is a fault: there nothing is skipped
REQUIRED = "FILMGATE_BROWSER_REQUIRED"
KEY = "key-of-the-journey"


def missing(reason):
    if os.environ.get(REQUIRED):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser():
    """A browser for one module: while it is open, its event loop lets no other one run here."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        missing("no Chromium here; on Debian: apt-get install chromium")
    if not (STATIC / "index.html").is_file():
        missing("the web app is not built; run: just web")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        # root has no sandbox; nothing but our own pages is opened
        launched = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A server of its own: its address, and the link that it printed."""
    folder = tmp_path_factory.mktemp("server")
    command = [sys.executable, "-m", "filmgate", "serve", "--port", "0", "--slots", "1"]
    process = subprocess.Popen(
        [*command, "--api-key", KEY],
        env={**os.environ, "FILMGATE_DATA_DIR": str(folder / "data"), "COLUMNS": "200"},
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
    )
    said = ""
    while "/login?token=" not in said:
        line = process.stdout.readline()
        assert line, f"the server ended: {said}"
        said += line
    link = re.search(r"(http://\S+)/login\?token=\S+", said)
    yield link[1], link[0]
    process.terminate()
    process.communicate(timeout=60)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Show what was on the screen when a test failed."""
    report = yield
    if report.failed and report.when == "call":
        for visitor in getattr(item, "visitors", []):
            visitor.picture(f"FAILED-{item.name[:40]}")
            report.sections.append((f"at {visitor.page.url}", "\n".join(visitor.console)))
            report.sections.append(("what it showed", visitor.page.locator("body").inner_text()))
    return report


@pytest.fixture(scope="session")
def pictures():
    """Where screenshots go: build artifacts, for people to look at."""
    folder = ROOT / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
