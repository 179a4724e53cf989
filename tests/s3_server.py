"""A real S3 server for tests: a process of its own that may be stopped, started and paused."""

import signal
import socket
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import obstore
from obstore.store import from_url
from tests.swift_server import ACCOUNT, PARTS, PASSWORD, USER
from tests.waiting import wait_until

_ROOT = Path(__file__).parents[1]
BUCKET = "filmgate"
_PLAIN = {"allow_http": True}


class S3Server:
    """The server and its one bucket."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="fgs3")
        self._port = _free_ports(len(PARTS))
        self._process = None

    @property
    def _options(self):
        return {
            "endpoint": f"http://127.0.0.1:{self._port}",
            "region": "us-east-1",
            "access_key_id": f"{ACCOUNT}:{USER}",
            "secret_access_key": PASSWORD,
            "virtual_hosted_style_request": False,
        }

    def url(self, folder):
        """The storage setting that names a folder of the bucket."""
        return f"s3://{BUCKET}/{folder}?{urlencode({**self._options, **_PLAIN})}"

    def start(self):
        """Start it, again if need be, and wait until the bucket is there."""
        with Path(self._folder.name, "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.swift_server", self._folder.name, str(self._port)],
                cwd=_ROOT,
                stdout=log,
                stderr=log,
            )
        store = from_url(f"s3://{BUCKET}", **self._options, client_options=_PLAIN)
        put = obstore.sign(store, "PUT", "", timedelta(minutes=1))

        def has_bucket():
            assert self._process.poll() is None, self.log()
            try:
                return httpx2.put(put).status_code in (200, 409)  # made, or there already
            except httpx2.TransportError:
                return False

        wait_until(has_bucket)
        return self

    def log(self):
        return Path(self._folder.name, "log").read_text()

    def pause(self):
        """Let it hang: it takes connections, and answers nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self._process.send_signal(signal.SIGCONT)

    def stop(self):
        """End it at once; what it stores stays."""
        self._process.kill()
        self._process.wait(30)

    def close(self):
        self.stop()
        self._folder.cleanup()


def _free_ports(count):
    """The first of some ports in a row that nobody uses."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as found:
            first = found.getsockname()[1]
        try:
            for port in range(first + 1, first + count):
                socket.create_server(("127.0.0.1", port)).close()
        except (OSError, OverflowError):
            continue
        return first
