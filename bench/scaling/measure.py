"""Measure what one PostgreSQL holds: rates of every step of a request's life, sizes, dead rows.

``python -m bench.scaling.measure [--steps 10000 100000 …] [--secs S]``. Starts a PostgreSQL of its
own (from a wheel, with fsync and autovacuum), fills it with copies of a real request and runs the
product's own transactions on it, with the jobs of its queue. See docs/scaling.md. A million stored
requests take about half an hour and 9 GB of disk, all removed at the end.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

import psycopg
from tests.postgres_server import PostgresServer

from filmgate.bootstrap.folder import migrate_database
from filmgate.core.account import Principal
from filmgate.core.records import NewRequest, Outcome, RequestFilter, StoredFile
from filmgate.core.request import Progress, Request, RequestDetail, Status, new_id
from filmgate.db.files import FileTable
from filmgate.db.postgres import PostgresDatabase
from filmgate.db.requests import Requests
from filmgate.db.script import NEWS, QUEUE
from filmgate.queue.procrastinate import ProcrastinateQueue
from filmgate.settings import Settings

#: a database that keeps what it has promised
DURABLE = {
    "fsync": "on",
    "autovacuum": "on",
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
}
TABLES = ("requests", "request_inputs", "request_events", "files", "blobs", "ledger")
#: owners, with a key each; callers at a time, more than one process has transactions
OWNERS, CALLERS = 500, 8
MODEL = "kling/kling-3.0/pro/text-to-video"
LEASE_S = 30.0
#: notes of progress that stay with a request: what compaction leaves, and a few stages
NOTES = 4
#: what a real request of two shots stores beside its columns, about
INPUT = {"prompt": "a boat on a lake at dawn, slow pan right. " * 12, "duration": 5}
ORDER = {"shots": [{"prompt": "a boat on a lake at dawn. " * 8}] * 2, "tier": "1080p"}
PLAN = {"frames": 121, "width": 1920, "height": 1080, "fates": [{"why": "x" * 60}] * 12}


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something was done, how long it took, and what each cost in processor time.

    Unlike the rates, the processor times of the database and of the process that calls it hardly
    depend on what else the machine does.
    """

    name: str
    per_s: float
    p50_ms: float
    p99_ms: float
    done: int
    database_ms: float
    caller_ms: float


def processor_s(folder: Path) -> float:
    """Processor seconds of the database in a folder: its first process and all that it started."""
    first = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        if int(path.parent.name) == first:
            ticks += sum(map(int, words[11:15]))
        elif int(words[1]) == first:
            ticks += sum(map(int, words[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


async def timed(
    folder: Path,
    name: str,
    secs: float,
    act: Callable[[], Awaitable[bool]],
    callers: int = CALLERS,
) -> Rate:
    """Do something again and again, by several callers, until the time is up or it says no."""
    took: list[float] = []
    until = time.perf_counter() + secs

    async def caller() -> None:
        while (began := time.perf_counter()) < until and await act():
            took.append(time.perf_counter() - began)

    began, database, ours = time.perf_counter(), processor_s(folder), time.process_time()
    await asyncio.gather(*(caller() for _ in range(callers)))
    passed, done = time.perf_counter() - began, len(took)
    ours, database = time.process_time() - ours, processor_s(folder) - database
    took.sort()
    p50, p99 = (took[int(done * share)] * 1000 for share in (0.5, 0.99))
    return Rate(name, done / passed, p50, p99, done, database / done * 1000, ours / done * 1000)


def new(principal: Principal) -> NewRequest:
    """A request as the API would record it."""
    row = Request(
        id=new_id("req"),
        owner_id=principal.owner_id,
        key_id=principal.key_id,
        model_id=MODEL,
        engine="previz",
        status=Status.IN_QUEUE,
        attempt=0,
        max_attempts=3,
        priority=0,
        created_at=0.0,
    )
    return NewRequest(row, RequestDetail(INPUT, ORDER, PLAN), seconds=5.0)


def outcome(request_id: str, owner_id: str) -> Outcome:
    """The end of a request with a clip, its poster and its contact sheet."""
    files = tuple(
        StoredFile(
            f"file_{request_id[4:]}{number}", owner_id, kind, f"{kind}.bin", "video/mp4", 3_000_000,
            "0" * 64, f"blob/{request_id}/{kind}", time.time(), request_id,
        )
        for number, kind in enumerate(("output", "poster", "contact_sheet"))
    )  # fmt: skip
    report = {"fates": PLAN["fates"], "checks": ["passed"] * 20}
    return Outcome(Status.SUCCEEDED, {"video": files[0].id}, report=report, files=files)


class Bench:
    """The product's store on a database, and what it is asked to do."""

    def __init__(self, url: str, folder: Path) -> None:
        self.folder = folder
        self.database = PostgresDatabase(url)
        queue = ProcrastinateQueue(url, self.database.transaction, lambda ids: None)
        self.database.join(QUEUE, queue.join)
        self.database.listen(NEWS, lambda ids, priority: None)
        self.files = FileTable(self.database)
        self.store = Requests(self.database, in_flight=1_000_000)
        self._turn = count()
        self.queued: list[tuple[str, str]] = []
        self.held: list[tuple[str, str]] = []

    def principal(self) -> Principal:
        """The next owner, in turns."""
        number = next(self._turn) % OWNERS
        return Principal(f"own_{number:022d}", f"key_{number:022d}")

    async def submit(self) -> bool:
        """Accept a request."""
        principal = self.principal()
        submitted = await self.store.submit(new(principal), principal)
        self.queued.append((submitted.request.id, principal.owner_id))
        return True

    async def claim(self) -> bool:
        """Take a request."""
        if not self.queued:
            return False
        request_id, owner_id = self.queued.pop()
        await self.store.claim(request_id, "bench", LEASE_S)
        self.held.append((request_id, owner_id))
        return True

    async def beat(self, progress: Progress | None = None) -> bool:
        """Extend a lease, perhaps with a note of progress."""
        request_id, _ = self.held[next(self._turn) % len(self.held)]
        return await self.store.extend(request_id, 1, LEASE_S, progress)

    async def progress(self) -> bool:
        """Note progress."""
        return await self.beat(Progress("render", (next(self._turn) % 100) / 100))

    async def finish(self) -> bool:
        """Announce three stored files, each in a transaction, and end a request."""
        if not self.held:
            return False
        request_id, owner_id = self.held.pop()
        ended = outcome(request_id, owner_id)
        for file in ended.files:
            await self.files.announce(file.blob_key, file.sha256, file.size_bytes)
        return await self.store.finish(request_id, 1, ended)

    async def life(self) -> str:
        """One whole request; gives its id."""
        await self.submit()
        await self.claim()
        for _ in range(NOTES):
            await self.progress()
        request_id = self.held[-1][0]
        await self.finish()
        return request_id

    async def rates(self, stored: Sequence[str], secs: float) -> list[Rate]:
        """Every step, with so many requests stored."""
        ids = iter(range(0, 10**9, 7919))

        async def status() -> bool:
            return await self.store.get(stored[next(ids) % len(stored)]) is not None

        async def page() -> bool:
            owner = self.principal().owner_id
            return bool((await self.store.page(owner, RequestFilter(limit=50)))[0])

        found = [await timed(self.folder, "bare commit", secs, self._bare, callers=6)]
        for act in (self.submit, self.claim, self.progress, self.beat, self.finish):
            found.append(await timed(self.folder, act.__name__, secs, act))
        found.append(await timed(self.folder, "status", secs, status))
        found.append(await timed(self.folder, "list of 50", secs, page))
        return found

    async def _bare(self) -> bool:
        """The yardstick: one row, one commit that waits for the disk."""
        async with self.database.transaction() as connection:
            await connection.execute("insert into yardstick values (1)")
        return True


def fill(url: str, sample: str, first: int, last: int) -> None:
    """Copy every row of a request for the numbers first … last - 1, over all owners."""
    with psycopg.connect(url, autocommit=True) as connection:
        for table in TABLES:
            columns = connection.execute(
                "select column_name from information_schema.columns where table_name = %s"
                " and table_schema = 'public' order by ordinal_position",
                (table,),
            ).fetchall()
            names = [name for (name,) in columns]
            values = ", ".join(_copied(table, name) for name in names)
            key = {"requests": "id = %(id)s", "blobs": "blob_key like '%%' || %(id)s || '%%'"}
            connection.execute(
                f"insert into {table} ({', '.join(names)}) select {values} from {table},"
                f" generate_series(%(first)s, %(last)s - 1) n"
                f" where {key.get(table, 'request_id = %(id)s')}".encode(),
                {"id": sample, "first": first, "last": last},
            )
        connection.execute("vacuum analyze")


def _copied(table: str, name: str) -> str:
    """What a column holds in copy n."""
    number = "lpad(n::text, 26, '0')"
    if name == "owner_id" or name == "key_id":
        return f"'{name[:3]}_' || lpad((n %% {OWNERS})::text, 22, '0')"
    if name == "number":
        return f"100 + (n / {OWNERS})::bigint * 32 + number"
    if name == "id" and table == "files":
        return f"'file_' || {number} || right(id, 1)"
    if name in ("created_at", "started_at", "finished_at", "at"):
        return f"{name} + n * 0.001"
    if name in ("id", "request_id", "blob_key", "output"):
        return f"replace(replace({name}, %(id)s, 'req_' || {number}), substr(%(id)s, 5), {number})"
    return name


def sizes(url: str, rows: int) -> dict[str, tuple[float, float]]:
    """Bytes per request of each table: rows with what was put aside, and indexes."""
    with psycopg.connect(url) as connection:
        return {
            table: tuple(
                value / rows
                for value in connection.execute(
                    "select pg_table_size(%s::regclass), pg_indexes_size(%s::regclass)",
                    (table, table),
                ).fetchone()
            )
            for table in TABLES
        }


def dead(url: str) -> list[tuple[str, int, int, int]]:
    """Updates, those that touched no index, and dead rows of each table."""
    with psycopg.connect(url) as connection:
        return connection.execute(
            "select relname, n_tup_upd, n_tup_hot_upd, n_dead_tup from pg_stat_user_tables"
            " where n_tup_upd > 0 order by n_tup_upd desc"
        ).fetchall()


async def measure(
    url: str, folder: Path, steps: Sequence[int], secs: float
) -> list[dict[str, object]]:
    """Fill, measure and print, step by step; gives one row for each."""
    bench = Bench(url, folder)
    await bench.database.start()
    found: list[dict[str, object]] = []
    try:
        sample = await bench.life()
        filled = 0
        for rows in steps:
            began = time.perf_counter()
            await asyncio.to_thread(fill, url, sample, filled, rows)
            filled = rows
            took = time.perf_counter() - began
            load = os.getloadavg()[0]
            print(f"\n{rows} stored, filled in {took:.0f} s, load {load:.1f}", flush=True)
            per_request = sizes(url, rows)
            for table, (heap, index) in per_request.items():
                print(f"  {table}: {heap:.0f} B rows, {index:.0f} B indexes per request")
            rates = await bench.rates([f"req_{n:026d}" for n in range(rows)], secs)
            bare = rates[0].per_s
            for rate in rates:
                print(
                    f"  {rate.name}: {rate.per_s:.0f}/s ({rate.per_s / bare:.2f} x bare),"
                    f" p50 {rate.p50_ms:.1f} ms, p99 {rate.p99_ms:.1f} ms; processor"
                    f" {rate.database_ms:.2f} ms database, {rate.caller_ms:.2f} ms caller",
                    flush=True,
                )
            await asyncio.sleep(2)  # the counters of the database are a second late
            for table, updates, hot, rest in dead(url):
                print(f"  {table}: {updates} updates, {hot} without index, {rest} dead rows")
            found.append(
                {
                    "rows": rows,
                    "fill_s": took,
                    "load": load,
                    "sizes": per_request,
                    "rates": [asdict(rate) for rate in rates],
                }
            )
    finally:
        await bench.database.stop()
    return found


def main() -> None:
    """Start a database, measure, remove it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--secs", type=float, default=4.0, help="length of one measurement")
    parser.add_argument("--out", type=Path, help="append the results to this file, as JSON")
    args = parser.parse_args()
    server = PostgresServer(**DURABLE).start()
    try:
        url = server.create()
        migrate_database(Settings(database=url))
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("create table yardstick (n integer)")
        found = asyncio.run(measure(url, server.folder, args.steps, args.secs))
        if args.out:
            with args.out.open("a") as out:
                out.write(json.dumps(found) + "\n")
    finally:
        server.close()


if __name__ == "__main__":
    main()
