"""Servers and workers as processes on one PostgreSQL, any of which tests may kill."""

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from contextlib import suppress

import httpx2
import psycopg
from tests.e2e.conftest import FINAL, KEY, NOOP, descendants
from tests.waiting import is_alive, wait_until

#: a lease this short lets a test see it run out
LEASE_S = 2


class Member:
    """One process of a cluster."""

    def __init__(self, cluster, name, *command):
        self.log = cluster.folder / f"{name}.log"
        code = "from filmgate.cli import main; main()"
        options = ["--data-dir", str(cluster.folder / name)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", code, *command, *options],
                env={**os.environ, **cluster.environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.http = None

    @property
    def pid(self):
        return self._process.pid

    def said(self, pattern):
        assert self._process.poll() is None, self.log.read_text()
        return re.search(pattern, self.log.read_text())

    def answers(self):
        """Wait until the API answers; gives a client of it."""
        url = wait_until(lambda: self.said(r"at (http://[\d.:]+)"))[1]
        headers = {"authorization": f"Bearer {KEY}"}
        self.http = httpx2.Client(base_url=url, headers=headers, timeout=30)
        return self.http

    def kill_tree(self):
        """``kill -9`` of the process and what it started."""
        for pid in {self.pid, *descendants(self.pid)}:
            with suppress(ProcessLookupError):  # those that die with their parent
                os.kill(pid, signal.SIGKILL)
        self._process.wait(60)

    def pause(self):
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self._process.send_signal(signal.SIGCONT)

    def terminate(self):
        """SIGTERM; gives the exit code and whether anything is left."""
        everyone = {self.pid, *descendants(self.pid)}
        self._process.terminate()
        return self._process.wait(60), any(map(is_alive, everyone))

    def close(self):
        if self.http is not None:
            self.http.close()
        if self._process.poll() is None:
            self.kill_tree()


class Cluster:
    """Processes that share a database and a folder of files, and nothing else."""

    def __init__(self, folder, url, **settings):
        self.folder = folder
        self.url = url
        self.runlog = folder / "runs.log"
        self.members = []
        values = {
            "database": url,
            "storage": folder / "files",
            "test_models": 1,
            "lease_s": LEASE_S,
            **settings,
        }
        self.environment = {
            "BENCH_RUNLOG": str(self.runlog),
            **{f"FILMGATE_{name.upper()}": str(value) for name, value in values.items()},
        }

    def _add(self, name, *command):
        member = Member(self, f"{name}{len(self.members)}", *command)
        self.members.append(member)
        return member

    def serve(self):
        options = ("--port", "0", "--slots", "0", "--api-key", KEY)
        return self._add("server", "serve", *options)

    def work(self, slots=1, *options):
        return self._add("worker", "worker", "--slots", str(slots), *options)

    def close(self):
        for member in self.members:
            member.close()

    # --- requests, through any server ---

    def submit(self, http, model_id=NOOP, **body):
        answer = http.post(f"/v1/models/{model_id}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["request_id"]

    def status(self, http, request_id):
        return http.get(f"/v1/requests/{request_id}").raise_for_status().json()["status"]

    def wait_for(self, http, request_ids, within_s=60.0):
        """Wait until all are final; gives how many there are of each status."""

        def done():
            found = Counter(self.status(http, request_id) for request_id in request_ids)
            return found if set(found) <= set(FINAL) else None

        return wait_until(done, within_s)

    def runs(self):
        """How often each prompt began and ended."""
        return Counter(self.runlog.read_text().splitlines() if self.runlog.exists() else [])

    def rows(self, sql, *values):
        with psycopg.connect(self.url) as connection:
            return connection.execute(sql, values).fetchall()

    def delivered_once(self, http, request_id):
        """Whether a request has one output, one end in its history, and a clip behind its URL."""
        ((outputs,),) = self.rows(
            "select count(*) from files where request_id = %s and kind = 'output'", request_id
        )
        ((ends,),) = self.rows(
            "select count(*) from request_events where request_id = %s and type = 'succeeded'",
            request_id,
        )
        result = http.get(f"/v1/requests/{request_id}/result").json()
        clip = http.get(result["output"]["video"])
        return (outputs, ends, clip.status_code, clip.content[4:8]) == (1, 1, 200, b"ftyp")
