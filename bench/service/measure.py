"""The measurements: latency, throughput, load, memory, crash and worker loss."""

from __future__ import annotations

import contextlib
import http.client
import json
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from peers import DONE, FAILED, MISSING, OPEN, Peer
from procs import Group

Row = dict[str, Any]
LOADGEN = Path(__file__).resolve().parent / "loadgen.py"
ENDED = {DONE, FAILED, MISSING, "cancelled"}


class BenchError(RuntimeError):
    """The server under test did not do what the benchmark needs."""


class Client:
    """One keep-alive connection to a peer."""

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.connection: http.client.HTTPConnection | None = None

    def call(self, method: str, path: str, body: Row | None = None) -> tuple[int, Row]:
        """Send one request and return status and decoded JSON."""
        headers = dict(self.peer.headers)
        data = None
        if body is not None:
            data = json.dumps(body)
            headers["Content-Type"] = "application/json"
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.peer.port, timeout=20)
        try:
            self.connection.request(method, path, data, headers)
            response = self.connection.getresponse()
            raw = response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise
        try:
            answer = json.loads(raw) if raw else {}
        except ValueError:
            answer = {}
        return response.status, answer if isinstance(answer, dict) else {"value": answer}

    def submit(self, tag: str, sleep_s: float = 0.0) -> Row:
        """Submit one job; a server that is at capacity (409) is asked again."""
        for _ in range(500):
            status, answer = self.call("POST", self.peer.submit_path, self.peer.body(tag, sleep_s))
            if status == 409 and not self.peer.has_jobs:
                time.sleep(0.001)
                continue
            if status >= 300:
                raise BenchError(f"submit answered {status}: {str(answer)[:300]}")
            return answer
        raise BenchError("at capacity for ever")

    def state(self, request_id: str) -> str:
        """Return done, failed, cancelled, open, missing or the name of an error."""
        try:
            word = self.peer.verdict(*self.call("GET", self.peer.status_path(request_id)))
            if word == DONE:
                word = self.peer.true_end(*self.call("GET", self.peer.result_path(request_id)))
            return word
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__

    def wait_done(self, request_id: str, limit_s: float, gap_s: float) -> str:
        """Poll the status until the job has ended; return its last state."""
        end = time.monotonic() + limit_s
        while True:
            word = self.peer.verdict(*self.call("GET", self.peer.status_path(request_id)))
            if word in ENDED or time.monotonic() > end:
                return word
            time.sleep(gap_s)


def wait_ready(peer: Peer, group: Group, begin: float, limit_s: float = 180) -> tuple[float, Row]:
    """Return the seconds from start to the first accepted submit, and its answer."""
    client = Client(peer)
    last: Exception | None = None
    while time.monotonic() - begin < limit_s:
        try:
            answer = client.submit("ready")
            return time.monotonic() - begin, answer
        except (OSError, http.client.HTTPException, BenchError) as error:
            last = error
        if (dead := group.dead_root()) is not None:
            raise BenchError(dead)
        time.sleep(0.02)
    raise BenchError(f"{peer.name} was not ready after {limit_s:.0f} s: {last!r}")


def latency(peer: Peer, group: Group, jobs: int) -> Row:
    """Run jobs one after the other: submit, poll every millisecond, fetch the result.

    The first quarter warms everything up and is not counted. Where a peer's result call can wait,
    as many jobs are fetched with it, without polls.
    """
    client = Client(peer)
    for n in range(jobs // 4):
        _job(client, f"warm-{n}")
    before = group.cpu_s()
    times_ms = sorted(_job(client, f"seq-{n}") for n in range(jobs))
    p99 = times_ms[max(0, int(len(times_ms) * 0.99) - 1)]
    row: Row = {
        "p50_ms": round(times_ms[len(times_ms) // 2], 2),
        "p99_ms": round(p99, 2),
        "cpu_ms": round((group.cpu_s() - before) / jobs * 1e3, 2),
    }
    if peer.wait_path("any"):
        waited_ms = sorted(_waited_job(client, f"wait-{n}") for n in range(jobs))
        row["waited_p50_ms"] = round(waited_ms[len(waited_ms) // 2], 2)
    return row


def _job(client: Client, tag: str) -> float:
    """Run one job from submit to result, asking every millisecond; return its milliseconds."""
    peer = client.peer
    begin = time.perf_counter()
    answer = client.submit(tag)
    if peer.has_jobs:
        request_id = peer.request_id(answer)
        if (word := client.wait_done(request_id, 60, 0.001)) != DONE:
            raise BenchError(f"no-op job ended as {word}")
        client.call("GET", peer.result_path(request_id))
    return (time.perf_counter() - begin) * 1e3


def _waited_job(client: Client, tag: str) -> float:
    """Run one job from submit to result, with calls that wait; return its milliseconds."""
    peer = client.peer
    begin = time.perf_counter()
    path = peer.wait_path(peer.request_id(client.submit(tag)))
    assert path is not None
    while (word := peer.verdict(*(answer := client.call("GET", path)))) not in ENDED:
        if time.perf_counter() > begin + 60:
            raise BenchError("a no-op job does not end")
    if word != DONE or (word := peer.true_end(*answer)) != DONE:
        raise BenchError(f"no-op job ended as {word}")
    return (time.perf_counter() - begin) * 1e3


def throughput(peer: Peer, group: Group, jobs: int, workers: int) -> Row:
    """Run jobs from several threads, each submit to done; return jobs per second."""
    todo = iter(range(jobs))
    lock = threading.Lock()
    bad = 0

    def work() -> None:
        nonlocal bad
        client = Client(peer)
        while True:
            with lock:
                n = next(todo, None)
            if n is None:
                return
            try:
                answer = client.submit(f"par-{n}")
                if peer.has_jobs:
                    word = client.wait_done(peer.request_id(answer), 60, 0.02)
                    if word != DONE:
                        raise BenchError(word)
            except (OSError, http.client.HTTPException, BenchError):
                with lock:
                    bad += 1

    begin, before = time.perf_counter(), group.cpu_s()
    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "per_s": round((jobs - bad) / (time.perf_counter() - begin), 1),
        "cpu_ms": round((group.cpu_s() - before) / jobs * 1e3, 2),
        "not_done": bad,
        "workers": workers,
    }


def load(peer: Peer, group: Group, method: str, path: str, secs: float) -> Row:
    """Run the load generator against one path, and see what processor time it costs the peer."""
    argv = [sys.executable, str(LOADGEN), "--url", f"http://127.0.0.1:{peer.port}{path}"]
    argv += ["--method", method, "--secs", str(secs), "--conns", str(peer.connections)]
    for key, value in peer.headers.items():
        argv += ["--header", f"{key}: {value}"]
    if method == "POST":
        argv += ["--body", json.dumps(peer.body("@" * 10))]
    before = group.cpu_s()
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    used_s = group.cpu_s() - before
    row = json.loads(done.stdout)
    return row | {"cpu_ms": round(used_s / max(1, row["requests"]) * 1e3, 3)}


def _states(peer: Peer, ids: list[str]) -> Counter[str]:
    client = Client(peer)
    return Counter(client.state(request_id) for request_id in ids)


def _run_counts(path: Path, prefix: str) -> Row:
    """Count jobs that were started or finished more than once, from the execution log."""
    if not path.exists():
        return {"log": "none"}
    seen: Counter[tuple[str, str]] = Counter()
    for line in path.read_text().splitlines():
        event, _, tag = line.partition(" ")
        if prefix in tag:
            seen[event, tag] += 1
    return {
        "started_twice": sum(n > 1 for (event, _), n in seen.items() if event == "start"),
        "finished_twice": sum(n > 1 for (event, _), n in seen.items() if event == "end"),
    }


def _submit_slow(peer: Peer, jobs: int, sleep_s: float, prefix: str) -> list[str]:
    """Wait until the worker really works, then queue slow jobs."""
    client = Client(peer)
    first = peer.request_id(client.submit("warm"))
    if (word := client.wait_done(first, 90, 0.05)) != DONE:
        raise BenchError(f"the worker never came up: {word}")
    return [peer.request_id(client.submit(f"{prefix}-{n}", sleep_s)) for n in range(jobs)]


def crash(peer: Peer, group: Group, watch_s: float, kill_after_s: float) -> Row:
    """Queue 12 jobs, kill -9 the whole tree, restart, and watch what becomes of them."""
    jobs, prefix = 12, f"crash{int(time.time())}"
    ids = _submit_slow(peer, jobs, 0.5, prefix)
    time.sleep(kill_after_s)
    before = _states(peer, ids)
    group.kill_all()
    begin = time.monotonic()
    group.start(peer.commands())
    restart_s, _ = wait_ready(peer, group, begin)
    after_restart = now = _states(peer, ids)
    begin = time.monotonic()
    while now[DONE] < jobs and time.monotonic() - begin < watch_s:
        if set(now) <= {DONE, FAILED, MISSING} and time.monotonic() - begin > 3:
            break
        time.sleep(0.5)
        now = _states(peer, ids)
    return {
        "jobs": jobs,
        "before_kill": dict(before),
        "after_restart": dict(after_restart),
        "final": dict(now),
        "watched_s": round(time.monotonic() - begin, 1),
        "restart_s": round(restart_s, 2),
        **_run_counts(peer.setup.runlog, prefix),
    }


def worker_loss(peer: Peer, group: Group, watch_s: float) -> Row:
    """Kill -9 only the worker process, the way the kernel does when memory runs out."""
    jobs, prefix = (6 if peer.has_jobs else 0), f"loss{int(time.time())}"
    ids = _submit_slow(peer, jobs, 1.0, prefix) if jobs else []
    if not jobs:
        threading.Thread(target=_call_in_flight, args=(peer, prefix), daemon=True).start()
    time.sleep(1.3)
    hint = peer.worker_hint
    found = [pid for pid in group.children_first() if hint in group.command_line(pid)]
    if not found:
        return {"skipped": "no separate worker process was found"}
    command = group.command_line(found[0]).strip()[-80:]
    group.kill_one(found[0])
    begin = time.monotonic()
    now = _states(peer, ids)
    while OPEN in now and time.monotonic() - begin < watch_s:
        time.sleep(0.5)
        now = _states(peer, ids)
    if not jobs:
        time.sleep(3)
    watched_s = time.monotonic() - begin
    return {
        "jobs": jobs,
        "killed": command,
        "final": dict(now),
        "watched_s": round(watched_s, 1),
        "new_job": _new_job(peer),
        **_run_counts(peer.setup.runlog, prefix),
    }


def _call_in_flight(peer: Peer, tag: str) -> None:
    """Keep one synchronous call running; it is meant to be cut off."""
    with contextlib.suppress(OSError, http.client.HTTPException, BenchError):
        Client(peer).submit(tag, 5.0)


def _new_job(peer: Peer) -> str:
    """Tell what becomes of a job submitted after the loss, within 10 seconds."""
    try:
        client = Client(peer)
        answer = client.submit("after-loss")
        if not peer.has_jobs:
            return peer.verdict(200, answer)
        return client.wait_done(peer.request_id(answer), 10, 0.05)
    except (OSError, http.client.HTTPException, BenchError) as error:
        return str(error) or type(error).__name__
