"""Ten thousand GPUs in front of the admission rule: who waits how long, and what the database does.

``python bench/scaling/simulate.py [--gpus N] [--minutes M] [--load 0.8] [--seed S]``

Arrivals are Poisson with the slope of a day's hours, and bursts: some submits are whole batches.
Keys are heavy-tailed: few send most. Service times are lognormal, one law for each model.
Everything follows from the seed.
"""

from __future__ import annotations

import argparse
import heapq
import math
import random
import sys
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2]))

from bench.scaling.admission import Admission, Taking

#: model → share of the requests, median seconds on a GPU, spread (sigma of the logarithm)
MODELS = {
    "text-to-video, pro": (0.35, 70.0, 0.35),
    "image-to-video, pro": (0.30, 80.0, 0.35),
    "image-to-video, 4k": (0.10, 260.0, 0.40),
    "start to end": (0.15, 60.0, 0.30),
    "reference-to-video": (0.10, 110.0, 0.45),
}
#: share of the submits that are batches, and the requests of a batch
BATCHES, BATCH = 0.002, (50, 800)
#: how heavy the tail of the keys is: the weight of the n-th is 1 / n ** TAIL
TAIL = 1.05
#: difference between the busiest hour and the mean, as a share of the mean
SWING = 0.35
#: keys by rank: the first hundredth sends most
CLASSES = (("largest 1 %", 0.01), ("next 9 %", 0.10), ("the other 90 %", 1.0))
#: writes: a submit, a claim and an end are one transaction each, and there is a heartbeat every
#: ten seconds of a render; an engine that tells every step adds two notes of progress a second.
#: reads: a status call every five seconds of a caller's wait
HEARTBEAT_S, NOTE_S, POLL_S = 10.0, 0.5, 5.0
#: a key with a contract has this many times what it uses on average, and at least the default
HEADROOM, USUAL_CAP = 3.0, 16


@dataclass(frozen=True)
class World:
    """What is simulated."""

    gpus: int = 10_000
    keys: int = 20_000
    minutes: float = 120.0
    #: work that arrives on average, as a share of what the machines can do
    load: float = 0.8
    seed: int = 1


@dataclass(slots=True)
class Job:
    """One request."""

    key: int
    at: float
    takes_s: float
    wait_s: float = 0.0


@dataclass
class Outcome:
    """What became of them."""

    jobs: list[Job]
    busy_s: float
    idle_beside_waiting_s: float
    writes_per_s: float
    notes_per_s: float
    reads_per_s: float
    world: World = field(repr=False)

    @property
    def utilisation(self) -> float:
        """Share of the machines' time that was used while requests arrived."""
        return self.busy_s / (self.world.gpus * self.world.minutes * 60)


def arrivals(world: World) -> Iterator[Job]:
    """Every request, in the order of its arrival."""
    chance = random.Random(world.seed)
    weights = list(accumulate(1 / (n + 1) ** TAIL for n in range(world.keys)))
    laws = list(MODELS.values())
    shares = list(accumulate(share for share, _, _ in laws))
    mean_s = sum(share * median * math.exp(sigma**2 / 2) for share, median, sigma in laws)
    per_submit = 1 + BATCHES * (sum(BATCH) / 2 - 1)
    rate = world.load * world.gpus / mean_s / per_submit
    now, end = 0.0, world.minutes * 60
    while now < end:
        phase = math.sin(2 * math.pi * now / end)
        now += chance.expovariate(rate * (1 + SWING * phase))
        key = _pick(chance, weights)
        many = chance.randint(*BATCH) if chance.random() < BATCHES else 1
        _, median, sigma = laws[_pick(chance, shares)]
        for _ in range(many):
            yield Job(key, now, median * math.exp(chance.gauss(0, sigma)))


def _pick(chance: random.Random, totals: list[float]) -> int:
    wanted, low, high = chance.random() * totals[-1], 0, len(totals) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if totals[middle] < wanted else (low, middle)
    return low


def simulate(world: World, admission: Admission[Job]) -> Outcome:
    """Run every request through the rule and the machines."""
    ends: list[tuple[float, int, Job]] = []
    free, number, busy_s, idle_s, last = world.gpus, 0, 0.0, 0.0, 0.0
    horizon = world.minutes * 60
    done: list[Job] = []

    def start(now: float) -> None:
        nonlocal free, number
        while free:
            try:
                job = admission.take()
            except IndexError:
                return
            job.wait_s = now - job.at
            free -= 1
            number += 1
            heapq.heappush(ends, (now + job.takes_s, number, job))

    def pass_to(now: float) -> None:
        nonlocal busy_s, idle_s, last
        span = min(now, horizon) - min(last, horizon)
        busy_s += (world.gpus - free) * span
        idle_s += min(free, admission.held_back) * span if free and span else 0.0
        last = now

    def end_next() -> None:
        nonlocal free
        now, _, job = heapq.heappop(ends)
        pass_to(now)
        free += 1
        done.append(job)
        admission.end(job.key)
        start(now)

    for job in arrivals(world):
        while ends and ends[0][0] <= job.at:
            end_next()
        pass_to(job.at)
        admission.submit(job.key, job)
        start(job.at)
    while ends:
        end_next()
    length = max(job.at + job.wait_s + job.takes_s for job in done)
    work_s = sum(job.takes_s for job in done)
    writes = (3 * len(done) + work_s / HEARTBEAT_S) / length
    reads = sum(job.wait_s + job.takes_s for job in done) / POLL_S / length
    return Outcome(done, busy_s, idle_s, writes, work_s / NOTE_S / length, reads, world)


def contracts(world: World) -> Callable[[Hashable], int]:
    """The cap of each key when everybody has one that fits what they use."""
    weights = [1 / (n + 1) ** TAIL for n in range(world.keys)]
    scale = HEADROOM * world.load * world.gpus / sum(weights)
    caps = [max(USUAL_CAP, round(scale * weight)) for weight in weights]
    return caps.__getitem__


def jain(shares: list[float]) -> float:
    """Jain's fairness index: 1 when all have the same, 1/n when one has everything."""
    return sum(shares) ** 2 / (len(shares) * sum(share**2 for share in shares))


def progress_of_keys(jobs: list[Job]) -> list[float]:
    """For each key, what share of its requests' time was work and not waiting."""
    work: dict[int, float] = {}
    whole: dict[int, float] = {}
    for job in jobs:
        work[job.key] = work.get(job.key, 0.0) + job.takes_s
        whole[job.key] = whole.get(job.key, 0.0) + job.takes_s + job.wait_s
    return [work[key] / whole[key] for key in work]


def waits(jobs: list[Job], keys: int) -> dict[str, tuple[float, float, float]]:
    """Seconds that half, 95 and 99 of a hundred requests waited at most, by class of key."""
    found = {}
    low = 0.0
    for name, high in CLASSES:
        own = sorted(job.wait_s for job in jobs if low * keys <= job.key < high * keys)
        found[name] = tuple(own[int(share * (len(own) - 1))] for share in (0.5, 0.95, 0.99))
        low = high
    return found


RULES: dict[str, Callable[[World], Admission[Job]]] = {
    "first in, first out (no cap)": lambda _: Admission(None),
    "cap 16 for every key (the default)": lambda _: Admission(USUAL_CAP),
    "cap 256 for every key": lambda _: Admission(256),
    "caps by contract": lambda world: Admission(contracts(world)),
    "cap 16, idle machines take more (not built)": lambda _: Taking(USUAL_CAP),
}


def report(world: World) -> Iterator[str]:
    """One line of a table for each rule."""
    yield (
        "| rule | "
        + " | ".join(f"{name}: wait s p50 / p95 / p99" for name, _ in CLASSES)
        + (" | fairness | used | idle beside waiting | writes/s, notes of progress | reads/s |")
    )
    yield "|---" * (len(CLASSES) + 6) + "|"
    for name, rule in RULES.items():
        outcome = simulate(world, rule(world))
        by_class = waits(outcome.jobs, world.keys).values()
        cells = " | ".join(" / ".join(f"{value:.0f}" for value in three) for three in by_class)
        idle = outcome.idle_beside_waiting_s / (world.gpus * world.minutes * 60)
        yield (
            f"| {name} | {cells} | {jain(progress_of_keys(outcome.jobs)):.3f}"
            f" | {outcome.utilisation:.1%} | {idle:.1%}"
            f" | {outcome.writes_per_s:.0f}, {outcome.notes_per_s:.0f}"
            f" | {outcome.reads_per_s:.0f} |"
        )


def main() -> None:
    """Print the table."""
    usual = World()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gpus", type=int, default=usual.gpus)
    parser.add_argument("--keys", type=int, default=usual.keys)
    parser.add_argument("--minutes", type=float, default=usual.minutes)
    parser.add_argument("--load", type=float, default=usual.load)
    parser.add_argument("--seed", type=int, default=usual.seed)
    world = World(**vars(parser.parse_args()))
    print(f"{world}: {sum(1 for _ in arrivals(world))} requests")
    for line in report(world):
        print(line, flush=True)


if __name__ == "__main__":
    main()
