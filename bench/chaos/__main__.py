"""Break everything that can break, again and again, and hold what is left against the promise.

``just chaos [--rounds N] [--only NAME …] [--seed N] [--short]``. See bench/README.md. Talks to
this machine only, ends only processes it started, keeps nothing but the results.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.chaos import faults, kills, storms
from bench.chaos.judge import Result, table
from bench.chaos.machines import LEASE_S, ManyMachines, OneMachine
from tests.postgres_server import PostgresServer
from tests.s3_server import S3Server

from filmgate.bootstrap.folder import migrate_database
from filmgate.settings import Settings

#: seconds the S3 server is away: in the long run, and in the short form
S3_DOWN_S, S3_DOWN_SHORT_S = 20.0, 1.0


class Stage:
    """Where scenarios play: folders, and servers that several of them share."""

    def __init__(
        self,
        rng: random.Random,
        rounds: int,
        *,
        short: bool = False,
        postgres: PostgresServer | None = None,
    ) -> None:
        self.rng = rng
        self.rounds = rounds
        self.short = short
        self._stack = ExitStack()
        self._postgres = postgres

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def few(self, share: int = 10) -> int:
        """Fewer rounds, for what takes long or needs no more."""
        return max(1, self.rounds // share)

    @property
    def postgres(self) -> PostgresServer:
        """A PostgreSQL of this run."""
        if self._postgres is None:
            self._postgres = PostgresServer()
            self._stack.callback(self._postgres.close)
            self._postgres.start()
        return self._postgres

    @contextmanager
    def s3(self) -> Iterator[S3Server]:
        """An S3 server of its own."""
        server = S3Server()
        try:
            yield server.start()
        finally:
            server.close()

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """An empty folder."""
        with tempfile.TemporaryDirectory(prefix="fgchaos") as name:
            yield Path(name)

    @contextmanager
    def one(self, **settings: object) -> Iterator[OneMachine]:
        """One machine with SQLite."""
        with self.folder() as folder:
            machine = OneMachine(folder, **settings)
            try:
                yield machine
            finally:
                machine.close()

    @contextmanager
    def many(self, **settings: object) -> Iterator[ManyMachines]:
        """Many machines on an empty database."""
        url = self.postgres.create()
        migrate_database(Settings(database=url))
        with self.folder() as folder:
            machines = ManyMachines(folder, url, **settings)
            try:
                yield machines
            finally:
                machines.close()


def kill_sqlite(stage: Stage) -> Result:
    with stage.one() as machine:
        return kills.kill_rounds(machine, stage.rng, stage.rounds)


def kill_postgres(stage: Stage) -> Result:
    with stage.many() as machines:
        return kills.kill_rounds(machines, stage.rng, stage.rounds)


def worker_sqlite(stage: Stage) -> Result:
    with stage.one() as machine:
        return kills.lose_worker_rounds(machine, stage.rng, stage.few(5))


def worker_postgres(stage: Stage) -> Result:
    with stage.many(workers=2, slots=1) as machines:
        return kills.lose_worker_rounds(machines, stage.rng, stage.few(5))


def zombie_sqlite(stage: Stage) -> Result:
    with stage.one(lease_s=LEASE_S) as machine:
        return faults.sleeps(machine, stage.rng, stage.few())


def zombie_postgres(stage: Stage) -> Result:
    with stage.many(workers=2, slots=2) as machines:
        return faults.zombies(machines, stage.rng, stage.few())


def database(stage: Stage) -> Result:
    with stage.many() as machines:
        return faults.database_restarts(machines, stage.rng, stage.few(), stage.postgres)


def store(stage: Stage) -> Result:
    down_s = S3_DOWN_SHORT_S if stage.short else S3_DOWN_S
    with stage.s3() as s3, stage.many(storage=s3.url("chaos")) as machines:
        return faults.store_outages(machines, stage.rng, max(1, stage.few(25)), s3, down_s)


def disk(stage: Stage) -> Result:
    with stage.one() as machine:
        return faults.full_disks(machine, stage.rng, stage.few())


def disk_real(stage: Stage) -> Result:
    with stage.one() as machine:
        return faults.full_scratch(machine, stage.rng, stage.few())


def clock(stage: Stage) -> Result:
    with stage.folder() as folder:
        place = folder / "offset"
        with stage.one(code=faults.CLOCKED.format(place=str(place)), max_attempts=2) as machine:
            return faults.clock_jumps(machine, stage.rng, stage.few(5), place)


def cancel_sqlite(stage: Stage) -> Result:
    count, storm_s = (30, 2.0) if stage.short else (500, storms.STORM_S)
    with stage.one(slots=4) as machine:
        return storms.cancel_storm(machine, stage.rng, count, storm_s)


def cancel_postgres(stage: Stage) -> Result:
    count, storm_s = (30, 2.0) if stage.short else (500, storms.STORM_S)
    with stage.many(workers=2, slots=2) as machines:
        return storms.cancel_storm(machines, stage.rng, count, storm_s)


def late(stage: Stage) -> Result:
    with stage.many(slots=1, lease_s=30) as machines:
        return storms.late_finishes(machines, stage.rng, stage.few(5))


def replicas(stage: Stage) -> Result:
    with stage.many(servers=2, workers=3, slots=1) as machines:
        return storms.replicas(machines, stage.rng, stage.few())


SCENARIOS: dict[str, Callable[[Stage], Result]] = {
    "kill-sqlite": kill_sqlite,
    "kill-postgres": kill_postgres,
    "worker-sqlite": worker_sqlite,
    "worker-postgres": worker_postgres,
    "zombie-sqlite": zombie_sqlite,
    "zombie-postgres": zombie_postgres,
    "database": database,
    "store": store,
    "disk": disk,
    "disk-real": disk_real,
    "clock": clock,
    "cancel-sqlite": cancel_sqlite,
    "cancel-postgres": cancel_postgres,
    "late": late,
    "replicas": replicas,
}


def play(
    name: str,
    seed: int,
    rounds: int,
    *,
    short: bool = False,
    postgres: PostgresServer | None = None,
) -> Result:
    """Play one scenario, on a PostgreSQL that is there or on one of its own."""
    began = time.monotonic()
    rng = random.Random(f"{seed}-{name}")
    with Stage(rng, rounds, short=short, postgres=postgres) as stage:
        result = SCENARIOS[name](stage)
    result.seconds = time.monotonic() - began
    return result


def read_back(path: Path) -> list[Result]:
    """The results that were written to a file; of a scenario played twice, the last."""
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    names = Result.__dataclass_fields__
    found = {row["scenario"]: {key: row[key] for key in names} for row in rows}
    return [
        Result(**{**found[name], "ends": Counter(found[name]["ends"])})
        for name in SCENARIOS
        if name in found
    ]


def main() -> int:
    """Play what was asked for; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="just chaos", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=100, help="kills of everything; 100")
    parser.add_argument("--only", nargs="+", choices=SCENARIOS, default=list(SCENARIOS))
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--short", action="store_true", help="short outages and small storms")
    parser.add_argument("--out", type=Path, default=Path(".bench-work/chaos.jsonl"))
    parser.add_argument("--summary", type=Path, metavar="FILE", help="only print the table of FILE")
    args = parser.parse_args()
    if args.summary:
        print(table(read_back(args.summary)))
        return 0
    args.out.parent.mkdir(parents=True, exist_ok=True)
    results = []
    print(f"seed {args.seed}, {args.rounds} rounds", flush=True)
    for name in args.only:
        result = play(name, args.seed, args.rounds, short=args.short)
        results.append(result)
        row = {"scenario": name, "seed": args.seed, "load": os.getloadavg()[0], **vars(result)}
        with args.out.open("a") as out:
            out.write(json.dumps(row) + "\n")
        verdict = "kept" if not result.problems else f"{len(result.problems)} BROKEN"
        print(
            f"{name}: {verdict}, {result.requests} requests in {result.seconds:.0f} s", flush=True
        )
        for problem in result.problems[:20]:
            print(f"  {problem}", file=sys.stderr, flush=True)
    print(table(results))
    return int(any(result.problems for result in results))


if __name__ == "__main__":
    sys.exit(main())
