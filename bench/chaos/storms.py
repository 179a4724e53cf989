"""Callers that cancel, follow and fetch as they like, at any moment and through any server."""

from __future__ import annotations

import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from bench.chaos.faults import submit
from bench.chaos.judge import Result, status_of, wait_for_ends
from tests.e2e.conftest import descendants
from tests.waiting import is_alive, wait_until

#: seconds a cancelled render's process may live on
GONE_S = 1.0
#: seconds within which the requests of a storm are cancelled
STORM_S = 20.0
_LOOK_S = 0.01


class Deaths:
    """When processes below some others ended."""

    def __init__(self, roots) -> None:
        self._roots = roots
        self._alive: set[int] = set()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._is_over = threading.Event()
        self.times: list[float] = []

    def __enter__(self) -> Deaths:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._is_over.wait(_LOOK_S):
            now = {pid for root in self._roots for pid in descendants(root) if is_alive(pid)}
            self.times += [time.monotonic()] * len(self._alive - now)
            self._alive = now


def cancel_storm(machines, rng: random.Random, count: int, storm_s: float = STORM_S) -> Result:
    """Submit requests that end only by their cancellation, and cancel each at a random moment."""
    result = Result(f"{count} cancels at random moments", machines.database, rounds=1)
    machines.start()
    wait_for_ends(machines, machines.http, [submit(machines.http, prompt="warm")], result.problems)
    told: dict[str, tuple[str, float]] = {}

    def cancel_later(request_id: str, at: float) -> None:
        time.sleep(max(0.0, at - time.monotonic()))
        outcome = machines.http.post(f"/v1/requests/{request_id}/cancel").json()["outcome"]
        told[request_id] = (outcome, time.monotonic())

    began = time.monotonic()
    prompts = {
        submit(machines.http, prompt=f"storm {number}", sleep_s=600): f"storm {number}"
        for number in range(count)
    }
    moments = {id_: time.monotonic() + rng.uniform(0, storm_s) for id_ in prompts}
    with Deaths(machines.roots()) as deaths, ThreadPoolExecutor(16) as pool:
        for id_ in sorted(moments, key=moments.__getitem__):
            pool.submit(cancel_later, id_, moments[id_])
        pool.shutdown()
        time.sleep(2 * GONE_S)
    outcomes = {outcome for outcome, _ in told.values()}
    result.expect(outcomes == {"cancelled"}, f"cancels were answered with {outcomes}")
    result.expect(len(told) == count, f"only {len(told)} cancels were answered")
    result.judge(machines, list(prompts))
    result.expect(set(result.ends) == {"cancelled"}, f"ends after the storm: {result.ends}")
    _judge_deaths(machines, result, prompts, told, deaths)
    result.notes.append(f"{count / (time.monotonic() - began):.0f} a second")
    return result


def _judge_deaths(machines, result, prompts, told, deaths) -> None:
    """Every render that had begun was killed: the k-th cancel is followed by a k-th death."""
    runs = machines.runs()
    ended = [prompt for prompt in prompts.values() if runs[f"end {prompt}"]]
    result.expect(not ended, f"{len(ended)} renders ended after their cancel")
    cancels = sorted(at for id_, (_, at) in told.items() if runs[f"start {prompts[id_]}"])
    result.expect(len(deaths.times) >= len(cancels), "a process outlived its cancelled request")
    # processes also die that had no render yet: leave out as many of the earliest deaths
    spare = len(deaths.times) - len(cancels)
    waits = [
        max(0.0, min(died - at for died in deaths.times[place : place + spare + 1]))
        for place, at in enumerate(cancels)
        if place < len(deaths.times)
    ]
    worst = max(waits, default=0.0)
    result.expect(worst <= GONE_S, f"a render process lived for {worst:.2f} s after a cancel")
    result.notes.append(
        f"{len(cancels)} were rendering, the last process was gone {worst:.2f} s after"
    )


def replicas(machines, rng: random.Random, rounds: int) -> Result:
    """Submit through one server; follow, cancel and fetch through the other."""
    result = Result("2 servers, 3 workers: everything through the other server", machines.database)
    machines.start().ready()
    for round_ in range(rounds):
        one, other = rng.sample([server.http for server in machines.servers], 2)
        ids = [
            submit(one, prompt=f"clip {round_} {number}", sleep_s=round(rng.uniform(0, 0.3), 3))
            for number in range(6)
        ]
        slow = submit(one, prompt=f"slow {round_}", sleep_s=600)
        with ThreadPoolExecutor(6) as pool:
            streams = list(pool.map(lambda id_, http=other: _types(http, id_), ids))
        wait_until(lambda slow=slow, http=other: status_of(http, slow) == "in_progress")
        outcome = other.post(f"/v1/requests/{slow}/cancel").json()["outcome"]
        result.expect(outcome == "cancelled", f"the other server answered {outcome}")
        seen = status_of(one, slow)
        result.expect(seen == "cancelled", f"a cancelled request is {seen} at the first server")
        for types in streams:
            is_whole = types[0] == "queued" and types[-1] == "succeeded" and "started" in types
            result.expect(is_whole, f"a stream told {types}")
        result.judge(machines, [*ids, slow], other)
        result.rounds += 1
    (busy,) = machines.rows("select count(distinct worker) from requests")[0]
    result.notes.append(f"{busy} workers rendered")
    return result


def _types(http, request_id: str) -> list[str]:
    """What a stream tells, to its end."""
    found = []
    headers = {"accept": "text/event-stream"}
    with http.stream("GET", f"/v1/requests/{request_id}/events", headers=headers) as stream:
        for line in stream.iter_lines():
            if line.startswith("data:") and (data := json.loads(line[5:])):
                found.append(data["type"])
    return found


def late_finishes(machines, rng: random.Random, rounds: int) -> Result:
    """Cancel a request whose render is done while its worker cannot say so; then let it."""
    result = Result("cancel acknowledged, then the late finish", machines.database)
    machines.start().ready()
    files = machines.cluster.folder / "files"
    for round_ in range(rounds):
        prompt = f"late {round_}"
        id_ = submit(machines.http, prompt=prompt, sleep_s=round(rng.uniform(0.2, 0.6), 3))
        wait_until(lambda prompt=prompt: machines.runs()[f"start {prompt}"])
        worker = machines.holder(id_)
        worker.pause()
        wait_until(lambda prompt=prompt: machines.runs()[f"end {prompt}"])
        outcome = machines.http.post(f"/v1/requests/{id_}/cancel").json()["outcome"]
        result.expect(outcome == "cancelled", f"the cancel was answered with {outcome}")
        worker.go_on()
        after = submit(machines.http, prompt=f"after {round_}")
        result.judge(machines, [id_, after])
        left = [path.name for path in files.rglob(f"{id_}*")]
        result.expect(not left, f"files of a cancelled request stay: {left}")
        result.rounds += 1
    result.expect(set(result.ends.values()) == {rounds}, f"ends: {result.ends}")
    return result
