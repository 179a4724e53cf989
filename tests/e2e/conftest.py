"""A real server as a process of its own, that tests may kill."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest
from tests.waiting import is_alive, wait_until

KEY = "a-key-for-tests"
FINAL = ("succeeded", "failed", "cancelled")
NOOP = "test/noop"


def _parents():
    """Parent by process, of all that run."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                found[int(entry.name)] = int(
                    (entry / "stat").read_text().rpartition(")")[2].split()[1]
                )
            except (FileNotFoundError, ProcessLookupError):
                continue
    return found


def descendants(pid):
    """Every process below this one."""
    parents, found, grew = _parents(), {pid}, True
    while grew:
        more = {child for child, parent in parents.items() if parent in found} - found
        found |= more
        grew = bool(more)
    return found - {pid}


class ServerProcess:
    """``filmgate serve`` on a data folder; may be killed and started again."""

    def __init__(self, folder, slots=2, **environment):
        self.data = folder / "data"
        self.runlog = folder / "runs.log"
        self.log = folder / "server.log"
        self.slots = slots
        self._environment = environment
        self._process = None
        self.http = None
        self.seen = set()
        #: what it executes
        self.code = "from filmgate.cli import main; main()"

    def start(self):
        options = ["--port", "0", "--data-dir", str(self.data), "--slots", str(self.slots)]
        env = {
            **os.environ,
            "FILMGATE_TEST_MODELS": "1",
            "BENCH_RUNLOG": str(self.runlog),
            **self._environment,
        }
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", self.code, "serve", *options, "--api-key", KEY],
                env=env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        url = wait_until(self._url)
        headers = {"authorization": f"Bearer {KEY}"}
        self.http = httpx2.Client(base_url=url, headers=headers, timeout=30)
        wait_until(self._answers)
        return self

    def _url(self):
        assert self._process.poll() is None, self.log.read_text()
        try:
            info = json.loads((self.data / "server.json").read_text())
        except (OSError, ValueError):
            return None
        return info["url"] if info["pid"] == self.pid else None

    def _answers(self):
        try:
            return self.http.get("/readyz").status_code == 200
        except httpx2.TransportError:
            return False

    @property
    def pid(self):
        return self._process.pid

    def render_processes(self):
        """Those that work or wait for work."""
        found = []
        for pid in descendants(self.pid):
            try:
                line = Path(f"/proc/{pid}/cmdline").read_bytes()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if b"render process" in line and is_alive(pid):
                found.append(pid)
        return found

    def pause(self):
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self._process.send_signal(signal.SIGCONT)

    def kill_tree(self):
        """``kill -9`` of everything, at one moment."""
        everyone = {self.pid, *descendants(self.pid)}
        self.seen |= everyone
        for pid in everyone:
            with suppress(ProcessLookupError):  # those that die with their parent
                os.kill(pid, signal.SIGKILL)
        self._end()

    def terminate(self):
        """SIGTERM, as a service manager sends it; gives the exit code."""
        self.seen |= {self.pid, *descendants(self.pid)}
        self._process.terminate()
        return self._end()

    def _end(self):
        self.http.close()
        return self._process.wait(timeout=60)

    def close(self):
        if self._process is not None and self._process.poll() is None:
            self.kill_tree()

    # --- requests ---

    def submit(self, model_id=NOOP, **body):
        answer = self.http.post(f"/v1/models/{model_id}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["request_id"]

    def show(self, request_id):
        return self.http.get(f"/v1/requests/{request_id}").raise_for_status().json()

    def status(self, request_id):
        return self.show(request_id)["status"]

    def statuses(self, request_ids):
        return Counter(self.status(request_id) for request_id in request_ids)

    def cancel(self, request_id):
        return self.http.post(f"/v1/requests/{request_id}/cancel").json()

    def wait_for(self, request_ids, within_s=120.0):
        """Wait until all are final; gives how many there are of each status."""

        def done():
            found = self.statuses(request_ids)
            return found if set(found) <= set(FINAL) else None

        return wait_until(done, within_s)

    def runs(self):
        """How often each prompt began and ended."""
        lines = self.runlog.read_text().splitlines() if self.runlog.exists() else []
        return Counter(lines)

    def rows(self, sql, *values):
        with sqlite3.connect(f"file:{self.data / 'filmgate.db'}?mode=ro", uri=True) as database:
            found = database.execute(sql, values).fetchall()
        database.close()
        return found


@pytest.fixture
def server(tmp_path):
    """Make server processes; keyword arguments are settings by their FILMGATE_ name."""
    made = []

    def make(slots=2, folder=tmp_path, start=True, **settings):
        environment = {f"FILMGATE_{name.upper()}": str(value) for name, value in settings.items()}
        made.append(ServerProcess(folder, slots, **environment))
        return made[-1].start() if start else made[-1]

    yield make
    for process in made:
        process.close()
