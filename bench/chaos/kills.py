"""Kills at random moments: everything at once, and the worker alone."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx2
from bench.chaos.judge import Result, status_of
from tests.e2e.conftest import NOOP
from tests.waiting import wait_until

T2V = "kling/kling-3.0/pro/text-to-video"
SMALL = {"duration": 3, "filmgate": {"scale": 0.1, "quality": "draft"}}
#: requests in flight in every round
IN_FLIGHT = 12
#: seconds of a round within which it is killed
SPAN_S = 1.6
#: every so many rounds real clips are rendered
REAL = 10


@dataclass
class Wish:
    """One request a caller wants, whatever happens to the server."""

    model_id: str
    body: dict
    key: str
    #: ids the server has acknowledged it under
    acknowledged: set[str]

    def send(self, http) -> bool:
        """Submit; whether there was an answer."""
        try:
            answer = http.post(
                f"/v1/models/{self.model_id}",
                json=self.body,
                headers={"idempotency-key": self.key},
            )
        except httpx2.TransportError:
            return False
        if answer.status_code == 200:
            self.acknowledged.add(answer.json()["request_id"])
        return answer.status_code == 200


def own_client(http: httpx2.Client) -> httpx2.Client:
    """Another client of the same server, which outlives it."""
    return httpx2.Client(base_url=http.base_url, headers=http.headers, timeout=http.timeout)


def wishes(rng: random.Random, round_: int, *, real: bool = False) -> list[Wish]:
    """The requests of one round."""
    found = []
    for number in range(IN_FLIGHT):
        prompt = f"round {round_} clip {number}"
        key = f"{rng.getrandbits(64):x}-{number}"
        body = {"prompt": f"a lighthouse at dusk, {prompt}", **SMALL}
        if not real:
            body = {"prompt": prompt, "sleep_s": round(rng.uniform(0, 0.3), 3)}
        found.append(Wish(T2V if real else NOOP, body, key, set()))
    return found


def kill_rounds(machines, rng: random.Random, rounds: int) -> Result:
    """Kill everything at a random moment of each round, start again, and look what became of it."""
    result = Result("kill -9 of everything", machines.database)
    machines.start()
    acknowledged_before = 0
    for round_ in range(rounds):
        asked = wishes(rng, round_, real=round_ % REAL == REAL - 1)
        after_s = rng.uniform(0, 0.08) if rng.random() < 0.2 else rng.uniform(0, SPAN_S)
        killer = threading.Timer(after_s, machines.kill_everything)
        killer.start()
        with own_client(machines.http) as http, ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda wish, http=http: wish.send(http), asked))
            killer.join()
        acknowledged_before += sum(len(wish.acknowledged) for wish in asked)
        left = machines.watched.left()
        result.expect(not left, f"round {round_}: {left} processes outlived kill -9")
        began = time.monotonic()
        machines.start()
        wait_until(lambda wish=asked[0]: wish.send(machines.http))
        result.restarts_s.append(time.monotonic() - began)
        _settle(machines, result, round_, asked)
        result.rounds += 1
    result.notes.append(f"{acknowledged_before} acknowledged before a kill")
    return result


def _settle(machines, result: Result, round_: int, asked: list[Wish]) -> None:
    """Ask again for what had no answer; then every wish must be one request, and have ended."""
    ids = []
    for wish in asked:
        wait_until(lambda wish=wish: wish.send(machines.http))
        known = sorted(wish.acknowledged)
        result.expect(len(known) == 1, f"round {round_}: one wish became {known}")
        ids += known[:1]
    result.judge(machines, ids)


def lose_worker_rounds(machines, rng: random.Random, rounds: int) -> Result:
    """Kill what renders, and nothing else, while requests run."""
    what = "render process" if machines.database == "SQLite" else "worker"
    result = Result(f"kill -9 of the {what} alone", machines.database)
    machines.start()
    for round_ in range(rounds):
        asked = wishes(rng, round_)
        for wish in asked:
            wish.send(machines.http)
        ids = [next(iter(wish.acknowledged)) for wish in asked]
        wait_until(lambda ids=ids: any(_runs(machines, id_) for id_ in ids))
        time.sleep(rng.uniform(0, 0.5))
        machines.kill_renderer()
        result.judge(machines, ids)
        result.rounds += 1
    machines.kill_everything()
    left = machines.watched.left()
    result.expect(not left, f"{left} processes outlived kill -9")
    return result


def _runs(machines, request_id: str) -> bool:
    return status_of(machines.http, request_id) != "in_queue"
