"""Copies of the checkout to install from, and how to install and serve them."""

import os
import shutil
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


def copy_checkout(target):
    """What a clone would hold, with what is not committed yet; nothing that was built."""
    told = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, told.stdout.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


def pip(*arguments, env=None, cwd=None):
    """Run pip; gives everything it said."""
    inherited = {name: value for name, value in os.environ.items() if name != "FILMGATE_WEB"}
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, arguments)],
        env={**inherited, **(env or {})},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=600,
    )
    return done.returncode, done.stdout + done.stderr


def install(source, target, env=None):
    """Install a package without what it depends on, which the tests have already."""
    code, said = pip("install", "-v", "--no-deps", "--target", target, source, env=env)
    assert code == 0, said[-4000:]
    return said


@contextmanager
def serving(installed, data_dir):
    """Serve an installed package; gives its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "filmgate", "serve", "--port", "0", "--slots", "0"],
        env={
            **os.environ,
            "PYTHONPATH": str(installed),
            "FILMGATE_DATA_DIR": str(data_dir),
            "COLUMNS": "200",
        },
        cwd=data_dir,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process.stdout.readline().rstrip().rpartition(" ")[2]
    finally:
        process.terminate()
        process.communicate(timeout=30)


def get(url, accept="text/html"):
    """Fetch a page: status, headers, content."""
    request = urllib.request.Request(url, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.status, answer.headers, answer.read()
