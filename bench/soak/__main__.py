"""Let a server run for a while: thousands of idle streams, then minutes of mixed load.

``just soak [--minutes N] [--streams N] [--database sqlite|postgres]``. See bench/README.md. Talks
to this machine only, for a bounded time, and ends only processes it started.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import resource
import statistics
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
from bench.chaos.__main__ import Stage
from bench.chaos.faults import submit
from bench.chaos.judge import status_of
from bench.chaos.kills import SMALL, T2V, own_client
from tests.e2e.conftest import FINAL, NOOP
from tests.waiting import wait_until

from filmgate.worker.memory import rss_bytes

_MIB = 2**20
#: what a login shell usually allows
USUAL_FILES = 1024
#: seconds between two looks at the memory
LOOK_S = 5.0
#: callers of the mixed load, and their pause between two things they do, in seconds
CALLERS, PAUSE_S = 6, 0.2
#: memory may grow by this share in ten minutes and still be called flat
FLAT = 0.05
#: share of the time that is left out at the beginning, while caches fill
WARM_UP = 0.3


@dataclass
class Memory:
    """Resident memory of a process over time."""

    pid: int
    samples: list[tuple[float, float]] = field(default_factory=list)

    def look(self) -> None:
        """Take one sample."""
        self.samples.append((time.monotonic(), rss_bytes(self.pid) / _MIB))

    def slope(self) -> tuple[float, float]:
        """MiB it grows in ten minutes, by a straight line through the samples; and their mean."""
        kept = self.samples[int(len(self.samples) * WARM_UP) :]
        times, sizes = zip(*kept, strict=True)
        line = statistics.linear_regression(times, sizes)
        return line.slope * 600, statistics.fmean(sizes)


# --- idle streams --------------------------------------------------------------------------------


async def hold_streams(url: str, token: str, count: int, work) -> tuple[int, int]:
    """Open streams of an owner's events, do something in a thread, and count who heard of it.

    Returns how many streams were open, and how many told of an event.
    """
    place = urlsplit(url)
    head = (
        f"GET /v1/events HTTP/1.1\r\nhost: {place.netloc}\r\naccept: text/event-stream\r\n"
        f"authorization: Bearer {token}\r\n\r\n"
    ).encode()
    heard = asyncio.Semaphore(0)
    opened: list[asyncio.StreamWriter] = []

    async def follow(reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            if line.startswith(b"event:"):
                heard.release()
                return

    tasks = []
    for _ in range(count):
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        writer.write(head)
        if b" 200 " not in await reader.readline():
            break
        opened.append(writer)
        tasks.append(asyncio.create_task(follow(reader)))
    await asyncio.to_thread(work)
    done, _ = await asyncio.wait(tasks, timeout=30)
    for task in tasks:
        task.cancel()
    for writer in opened:
        writer.close()
    await asyncio.gather(*(writer.wait_closed() for writer in opened), return_exceptions=True)
    return len(opened), len(done)


def idle_streams(machine, count: int) -> tuple[dict, list[str]]:
    """Hold many streams; the server must answer beside them, and tell all of them what happens."""
    with own_client(machine.http) as http:
        return _idle_streams(http, machine.roots()[0], count)


def _idle_streams(http: httpx2.Client, pid: int, count: int) -> tuple[dict, list[str]]:
    first = submit(http, prompt="first")
    wait_until(lambda: status_of(http, first) == "succeeded")
    before = rss_bytes(pid)
    found: dict = {"alone_p50_ms": _status_p50_ms(http, first)}

    def work() -> None:
        found["rss_mib"] = rss_bytes(pid) / _MIB
        found["kib_per_stream"] = (rss_bytes(pid) - before) / 1024 / count
        found["status_p50_ms"] = _status_p50_ms(http, first)
        submit(http, prompt="news")

    token = http.headers["authorization"].removeprefix("Bearer ")
    found["open"], found["heard"] = asyncio.run(
        hold_streams(str(http.base_url), token, count, work)
    )
    problems = []
    if found["open"] != count or found["heard"] != count:
        problems.append(
            f"{found['open']} of {count} streams opened, {found['heard']} heard the news"
        )
    return found, problems


def _status_p50_ms(http, request_id: str) -> float:
    times = []
    for _ in range(200):
        began = time.perf_counter()
        http.get(f"/v1/requests/{request_id}/status").raise_for_status()
        times.append(time.perf_counter() - began)
    return statistics.median(times) * 1e3


# --- mixed load ----------------------------------------------------------------------------------


class Callers:
    """Callers who submit, ask, list, follow, fetch and cancel until they are told to stop."""

    def __init__(self, http: httpx2.Client, seed: int) -> None:
        self._http = http
        self._seed = seed
        self._stop = threading.Event()
        self.did: Counter[str] = Counter()
        self.problems: Counter[str] = Counter()
        self.ids: list[str] = []

    def run(self, seconds: float) -> None:
        """Run them for a while."""
        with ThreadPoolExecutor(CALLERS) as pool:
            calling = [pool.submit(self._call, number) for number in range(CALLERS)]
            self._stop.wait(seconds)
            self._stop.set()
            for call in calling:
                call.result()

    def _call(self, number: int) -> None:
        rng = random.Random(f"{self._seed}-{number}")
        ways = (self._render, self._cancel, self._list, self._follow, self._refuse, self._film)
        with own_client(self._http) as http:
            while not self._stop.wait(rng.uniform(0, 2 * PAUSE_S)):
                (way,) = rng.choices(ways, (40, 15, 20, 15, 9, 1))
                try:
                    way(http, rng)
                except (httpx2.HTTPError, AssertionError) as error:
                    self.problems[f"{way.__name__}: {error!r}"[:160]] += 1
                self.did[way.__name__.strip("_")] += 1

    def _new(self, http, **body: object) -> str:
        request_id = submit(http, **body)
        self.ids.append(request_id)
        return request_id

    def _render(self, http, rng) -> None:
        id_ = self._new(http, prompt=f"load {rng.random()}", sleep_s=round(rng.uniform(0, 0.1), 3))
        wait_until(lambda: status_of(http, id_) in FINAL, 120)
        url = http.get(f"/v1/requests/{id_}/result").json()["output"]["video"]
        http.get(url).raise_for_status()

    def _film(self, http, rng) -> None:
        self._new(http, model_id=T2V, prompt=f"a harbour at dusk {rng.random()}", **SMALL)

    def _cancel(self, http, rng) -> None:
        id_ = self._new(http, prompt=f"cancel {rng.random()}", sleep_s=30)
        self._stop.wait(rng.uniform(0, 0.5))
        http.post(f"/v1/requests/{id_}/cancel").raise_for_status()

    def _list(self, http, rng) -> None:
        http.get("/v1/requests?limit=50").raise_for_status()
        http.get("/v1/models").raise_for_status()

    def _follow(self, http, rng) -> None:
        id_ = self._new(http, prompt=f"follow {rng.random()}")
        accept = {"accept": "text/event-stream"}
        with http.stream("GET", f"/v1/requests/{id_}/events", headers=accept) as stream:
            text = stream.read().decode()
        assert "event: succeeded" in text, text[-200:]

    def _refuse(self, http, rng) -> None:
        answer = http.post(f"/v1/models/{NOOP}", json={"sleep_s": -1})
        assert answer.status_code == 422, answer.text


def mixed_load(machine, minutes: float, seed: int) -> tuple[dict, list[str]]:
    """Load a server for minutes and watch the memory of its first process."""
    callers, memory = Callers(machine.http, seed), Memory(machine.roots()[0])
    loading = threading.Thread(target=callers.run, args=(minutes * 60,))
    loading.start()
    while loading.is_alive():
        memory.look()
        loading.join(LOOK_S)
    grows, mean = memory.slope()
    http = machine.http
    open_ = [id_ for id_ in callers.ids if status_of(http, id_) not in FINAL]
    wait_until(lambda: all(status_of(http, id_) in FINAL for id_ in open_), 120)
    problems = [f"{count} x {text}" for text, count in callers.problems.items()]
    if grows > FLAT * mean:
        problems.append(f"memory grows by {grows:.1f} MiB in ten minutes, at {mean:.0f} MiB")
    found = {
        "minutes": minutes,
        "requests": len(callers.ids),
        "calls": dict(callers.did),
        "rss_mib": mean,
        "grows_mib_per_10_min": grows,
    }
    return found, problems


def main() -> int:
    """Do both on one or both databases; 1 when something was not as it should be."""
    parser = argparse.ArgumentParser(prog="just soak", description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--streams", type=int, default=2000)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--out", type=Path, default=Path(".bench-work/soak.jsonl"))
    args = parser.parse_args()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    databases = ("sqlite", "postgres") if args.database == "both" else (args.database,)
    is_bad = False
    for database in databases:
        for what, problems in soak(database, args):
            is_bad |= bool(problems)
            row = {"database": database, "seed": args.seed, **what, "problems": problems}
            print(json.dumps(row), flush=True)
            with args.out.open("a") as out:
                out.write(json.dumps(row) + "\n")
    return int(is_bad)


def soak(database: str, args: argparse.Namespace):
    """Idle streams, then mixed load, on one database; the server starts with a shell's limits."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with ExitStack() as stack:
        stage = stack.enter_context(Stage(random.Random(args.seed), 1))
        kind: AbstractContextManager = stage.one() if database == "sqlite" else stage.many()
        machine = stack.enter_context(kind)
        resource.setrlimit(resource.RLIMIT_NOFILE, (USUAL_FILES, most))
        machine.start()
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        if args.streams:
            yield idle_streams(machine, args.streams)
        if args.minutes:
            yield mixed_load(machine, args.minutes, args.seed)


if __name__ == "__main__":
    sys.exit(main())
