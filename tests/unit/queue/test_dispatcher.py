"""One dispatcher for each data folder, and others find the server."""

import json
import subprocess
import sys

import pytest

from filmgate.core.errors import ConfigurationError
from filmgate.queue.dispatcher import DispatcherLock, running_server


def test_the_second_dispatcher_is_refused_and_told_where_the_first_is(tmp_path):
    lock = DispatcherLock(tmp_path / "data")
    lock.acquire("http://127.0.0.1:8000")

    with pytest.raises(
        ConfigurationError, match=r"process \d+ at http://127.0.0.1:8000.*--data-dir"
    ):
        DispatcherLock(tmp_path / "data").acquire()
    lock.release()


def test_the_running_server_is_found(tmp_path):
    assert running_server(tmp_path) is None
    lock = DispatcherLock(tmp_path)
    lock.acquire()
    lock.announce("http://127.0.0.1:9")

    assert running_server(tmp_path).url == "http://127.0.0.1:9"

    lock.release()
    assert running_server(tmp_path) is None
    assert not (tmp_path / "server.json").exists()
    lock.release()


def test_a_lock_can_be_taken_again(tmp_path):
    for _ in range(2):
        lock = DispatcherLock(tmp_path)
        lock.acquire()
        lock.release()


def test_a_server_that_was_killed_is_not_found_and_holds_nothing(tmp_path):
    code = (
        "import os, sys; from pathlib import Path\n"
        "from filmgate.queue.dispatcher import DispatcherLock\n"
        "lock = DispatcherLock(Path(sys.argv[1])); lock.acquire('http://x'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert json.loads((tmp_path / "server.json").read_text())["url"] == "http://x"

    assert running_server(tmp_path) is None
    lock = DispatcherLock(tmp_path)
    lock.acquire()
    lock.release()


def test_a_server_that_is_just_starting_is_refused_without_its_name(tmp_path):
    lock = DispatcherLock(tmp_path)
    lock.acquire()
    (tmp_path / "server.json").write_text("{")

    assert running_server(tmp_path) is None
    with pytest.raises(ConfigurationError, match="another process"):
        DispatcherLock(tmp_path).acquire()
    lock.release()
