"""The programs that the playground shows do what they say, run as they are."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.e2e.conftest import KEY, NOOP

WEB = Path(__file__).parents[2] / "web"
NODE = shutil.which("node")
#: what breaks serializers: other languages' words, every quote and line end, what shells expand
PROMPT = (
    "true, null and false; None and True\n"
    'it\'s "quoted" \\ `ticked` $HOME $(id) !! {x} %s\r\t\u2028 é 漢 🎬 \x7f'
)
BODY = {
    "prompt": PROMPT,
    "sleep_s": 0,
    "crash": False,
    "paid": True,
    "filmgate": {"engine": "scripted", "seed": 2**53 - 1},
}
#: the same interface under its older name, for programs that import that
HTTPX = "from httpx2 import *\n"

pytestmark = pytest.mark.skipif(NODE is None, reason="the web app's programs are made in Node")


@pytest.fixture
def programs(server):
    """The program of each language, for a real server."""
    running = server()
    wish = {"server": str(running.http.base_url).rstrip("/"), "modelId": NOOP, "body": BODY}
    made = subprocess.run(
        [NODE, str(WEB / "tests" / "print-snippets.mjs")],
        input=json.dumps(wish),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return running, json.loads(made.stdout)


def run(command, folder):
    """Run a program in an empty folder as a reader of the page would; gives what it printed."""
    env = {**os.environ, "FILMGATE_KEY": KEY, "PYTHONPATH": str(folder / "modules")}
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def assert_submitted(server, printed):
    """What was submitted is the input, to the letter."""
    request_id = re.search(r"req_[0-9a-z]+", printed).group()
    shown = server.show(request_id)
    assert shown["input"] == {key: value for key, value in BODY.items() if key != "filmgate"}
    assert shown["options"] == BODY["filmgate"]
    return request_id


def test_the_curl_command_submits_the_input(programs, tmp_path):
    server, made = programs
    printed = run(["bash", "-euc", made["curl"]], tmp_path)
    assert_submitted(server, printed)


def test_the_sdk_program_waits_and_saves_the_clip(programs, tmp_path):
    server, made = programs
    (tmp_path / "clip.py").write_text(made["sdk"], encoding="utf-8")
    printed = run([sys.executable, "clip.py"], tmp_path)
    assert_submitted(server, printed)
    assert (tmp_path / "clip.mp4").read_bytes()[4:8] == b"ftyp"


def test_the_httpx_program_ends_with_the_output(programs, tmp_path):
    server, made = programs
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "httpx.py").write_text(HTTPX, encoding="utf-8")
    (tmp_path / "clip.py").write_text(made["httpx"], encoding="utf-8")
    printed = run([sys.executable, "clip.py"], tmp_path)
    request_id = assert_submitted(server, printed)
    assert server.status(request_id) == "succeeded"
    assert "clip.mp4" in printed


def test_the_javascript_program_ends_with_the_output(programs, tmp_path):
    server, made = programs
    (tmp_path / "clip.mjs").write_text(made["javascript"], encoding="utf-8")
    printed = run([NODE, "clip.mjs"], tmp_path)
    request_id = assert_submitted(server, printed)
    assert server.status(request_id) == "succeeded"
    assert "clip.mp4" in printed
