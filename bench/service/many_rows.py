#!/usr/bin/env python3
"""Does a status call stay fast when a million requests are stored?

Two servers start with one finished request each. Its rows (request, events, file, ledger; the
large input apart) are copied inside the database until one holds few and the other many. Then
both answer status, result and list calls for requests picked at random, in turns, so that what
else the machine does meets both alike. See ../README.md.

    many_rows.py                          # 1 000 against 1 000 000: several minutes, about 2 GB
    many_rows.py --many 100000            # a first look
    many_rows.py --database postgres      # the same on PostgreSQL
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path

from measure import LOADGEN, Client, wait_ready
from peers import Filmgate, Setup
from postgres import FilmgatePostgres
from procs import Group

COPIED = ("requests", "request_inputs", "request_events", "files", "ledger")
GATE = 1.2


class Store:
    """A server whose database is filled behind its back, while it is down."""

    def __init__(self, work: Path, name: str, port: int, rows: int, database: str) -> None:
        self.name, self.rows = name, rows
        kind = Filmgate if database == "sqlite" else FilmgatePostgres
        self.peer = kind(Setup(work, {kind.name: port}))
        self.peer.data_dir = work / f"data-{name}"
        self.group = Group(work / f"{name}.log")
        self.paths = work / f"{name}-paths.txt"

    def fill(self) -> None:
        """Make the database: one real request, and copies of it."""
        self.peer.before()
        self.group.start(self.peer.commands())
        _, answer = wait_ready(self.peer, self.group, time.monotonic())
        sample = self.peer.request_id(answer)
        Client(self.peer).wait_done(sample, 30, 0.02)
        self.group.terminate()
        begin = time.monotonic()
        if isinstance(self.peer, FilmgatePostgres):
            copy_shared_rows(self.peer.url, sample, self.rows)
        else:
            copy_rows(self.peer.data_dir / "filmgate.db", sample, self.rows)
        print(f"{self.name}: {self.rows} requests in {time.monotonic() - begin:.0f} s", flush=True)

    def start(self) -> None:
        """Start the API without a worker."""
        self.group.start(self.peer.api_commands())
        wait_ready(self.peer, self.group, time.monotonic())

    def call(self, kind: str, secs: float) -> float:
        """Return the p50 of calls on one connection, in milliseconds."""
        ids = [copied_id(random.randrange(self.rows)) for _ in range(5000)]
        if kind == "list":
            paths = ["/v1/requests?limit=50"]
        else:
            paths = [f"/v1/requests/{request_id}/{kind}" for request_id in ids]
        self.paths.write_text("\n".join(paths))
        argv = [sys.executable, str(LOADGEN), "--url", f"http://127.0.0.1:{self.peer.port}"]
        argv += ["--paths", str(self.paths), "--conns", "1", "--secs", str(secs)]
        for key, value in self.peer.headers.items():
            argv += ["--header", f"{key}: {value}"]
        done = subprocess.run(argv, capture_output=True, text=True, check=True)
        row = json.loads(done.stdout)
        if row["not_2xx"] or row["broken"]:
            raise SystemExit(f"{self.name}: {kind} answered {row}")
        return row["p50_ms"]


def copied_id(number: int) -> str:
    """Return the id of a copy; like real ids they grow with time."""
    return f"req_{number:026d}"


def copy_rows(path: Path, sample: str, rows: int) -> None:
    """Copy every row of a request until there are `rows` more of it."""
    database = sqlite3.connect(path)
    database.execute("pragma synchronous = off")
    for table in COPIED:
        database.execute(copying(database, table, sample), {"sample": sample, "rows": rows})
        database.commit()
    database.execute("analyze")
    database.commit()
    database.execute("pragma wal_checkpoint(truncate)")
    database.close()


def copying(database: sqlite3.Connection, table: str, sample: str) -> str:
    """Return the statement that copies a table's rows with new ids in every text."""
    key = "id" if table == "requests" else "request_id"
    names, values = [], []
    for _, name, kind, *_ in database.execute(f"pragma table_info({table})"):
        names.append(name)
        if name == "number":  # one sequence for all rows of the table
            values.append("number + (n + 1) * 1000")
        elif name == "id" and table == "files":
            values.append("substr(id, 1, 10) || printf('%021d', n)")
        elif kind.lower() == "text":
            values.append(f"replace({name}, :sample, printf('req_%026d', n))")
        else:
            values.append(name)
    return (
        "with recursive numbers(n) as (select 0 union all select n + 1 from numbers"
        f" where n + 1 < :rows) insert into {table} ({', '.join(names)})"
        f" select {', '.join(values)} from {table}, numbers where {key} = :sample"
    )


def copy_shared_rows(url: str, sample: str, rows: int) -> None:
    """Copy every row of a request in PostgreSQL until there are `rows` more of it."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for table in COPIED:
            columns = connection.execute(
                "select column_name, data_type from information_schema.columns"
                " where table_name = %s and table_schema = 'public' order by ordinal_position",
                (table,),
            ).fetchall()
            values = [_shared_value(table, name, kind) for name, kind in columns]
            key = "id" if table == "requests" else "request_id"
            names = ", ".join(name for name, _ in columns)
            connection.execute(
                f"insert into {table} ({names}) select {', '.join(values)} from {table},"
                f" generate_series(0, %(rows)s - 1) n where {key} = %(sample)s".encode(),
                {"sample": sample, "rows": rows},
            )
        connection.execute("vacuum analyze")
        connection.execute("checkpoint")


def _shared_value(table: str, name: str, kind: str) -> str:
    if name == "number":
        return "number + (n + 1)::bigint * 1000"
    if name == "id" and table == "files":
        return "substr(id, 1, 10) || lpad(n::text, 21, '0')"
    if kind == "text":
        return f"replace({name}, %(sample)s, 'req_' || lpad(n::text, 26, '0'))"
    return name


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--few", type=int, default=1_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--secs", type=float, default=1.0, help="length of one measurement")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--work", type=Path, default=Path(".bench-work"))
    args = parser.parse_args()
    work = args.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    few = Store(work, "few", 7852, args.few, args.database)
    many = Store(work, "many", 7853, args.many, args.database)
    stores = (few, many)
    try:
        for store in stores:
            store.fill()
        for store in stores:
            store.start()
        print("| call | stored | p50 ms | ratio | limit | |\n|---|---|---|---|---|---|")
        for kind in ("status", "result", "list"):
            found: dict[str, list[float]] = {store.name: [] for store in stores}
            for _ in range(args.rounds):
                for store in stores:
                    found[store.name].append(store.call(kind, args.secs))
            p50 = {name: statistics.median(values) for name, values in found.items()}
            ratio = p50["many"] / p50["few"]
            verdict = ("pass" if ratio <= GATE else "SHORT") if kind == "status" else ""
            limit = f"≤ {GATE}" if kind == "status" else ""
            print(f"| {kind} | {few.rows} | {p50['few']:.3g} | 1 | | |")
            row = f"| {kind} | {many.rows} | {p50['many']:.3g} | {ratio:.2f} | {limit} |"
            print(f"{row} {verdict} |", flush=True)
    finally:
        for store in stores:
            store.group.terminate()
            store.peer.after()
            shutil.rmtree(store.peer.data_dir, ignore_errors=True)


if __name__ == "__main__":
    main()
