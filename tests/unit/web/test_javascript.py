"""The logic of the web app is tested in its own language."""

import shutil
import subprocess
from pathlib import Path

import pytest

WEB = Path(__file__).parents[3] / "web"
NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="the web app's tests run in Node")
def test_the_tests_of_the_web_app_pass():
    files = sorted(str(path) for path in (WEB / "tests").glob("*.test.mjs"))
    assert files
    found = subprocess.run([NODE, "--test", *files], capture_output=True, text=True, timeout=120)
    assert found.returncode == 0, found.stdout + found.stderr
