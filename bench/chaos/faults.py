"""Faults around the processes: zombies, the database, the store, the disk, the clock."""

from __future__ import annotations

import random
import resource
import subprocess
import time
from collections import Counter
from pathlib import Path

import httpx2
from bench.chaos.judge import Result, status_of
from bench.chaos.kills import SMALL, T2V
from bench.chaos.machines import LEASE_S
from tests.e2e.conftest import NOOP
from tests.waiting import wait_until

#: requests of a round
COUNT = 6
#: bytes a render process may write to one file while the disk is said to be full
TINY_FILE = 2048
_DAY_S = 86_400
#: a server whose wall clock is as far off as a file says
CLOCKED = """
import pathlib, time
_real, _place = time.time, pathlib.Path({place!r})
time.time = lambda: _real() + float(_place.read_text())
from filmgate.cli import main
main()
"""


def submit(http, model_id: str = NOOP, **body: object) -> str:
    """Submit; gives the id."""
    answer = http.post(f"/v1/models/{model_id}", json=body)
    answer.raise_for_status()
    return answer.json()["request_id"]


def submit_some(machines, rng: random.Random, prefix: str, seconds: float = 0.5) -> list[str]:
    """A round's requests; each renders for up to so many seconds."""
    sleeps_s = [round(rng.uniform(0, seconds), 3) for _ in range(COUNT)]
    return [
        submit(machines.http, prompt=f"{prefix} {number}", sleep_s=sleep_s)
        for number, sleep_s in enumerate(sleeps_s)
    ]


def running(machines, request_ids: list[str]) -> str:
    """Wait until one of them is being rendered; gives its id."""

    def look() -> str | None:
        states = {id_: status_of(machines.http, id_) for id_ in request_ids}
        return next((id_ for id_, state in states.items() if state == "in_progress"), None)

    return wait_until(look)


def zombies(machines, rng: random.Random, rounds: int) -> Result:
    """SIGSTOP a worker until its lease has run out and another renders; then SIGCONT."""
    result = Result("SIGSTOP past the lease, then SIGCONT", machines.database)
    machines.start().ready()
    for round_ in range(rounds):
        slow = f"zombie {round_}"
        held = submit(machines.http, prompt=slow, sleep_s=1.5 * LEASE_S)
        ids = [held, *submit_some(machines, rng, f"beside {round_}")]
        wait_until(lambda slow=slow: machines.runs()[f"start {slow}"])
        holder = machines.holder(held)
        holder.pause()
        wait_until(lambda slow=slow: machines.runs()[f"start {slow}"] == 2)
        time.sleep(rng.uniform(0, LEASE_S))
        holder.go_on()
        result.judge(machines, ids)
        result.rounds += 1
    result.notes.append("every paused request was rendered by the other worker")
    return result


def sleeps(machines, rng: random.Random, rounds: int) -> Result:
    """SIGSTOP the one process of a machine for longer than a lease, as a laptop that sleeps."""
    result = Result("SIGSTOP of the server past the lease", machines.database)
    machines.start()
    for round_ in range(rounds):
        ids = submit_some(machines, rng, f"nap {round_}", seconds=LEASE_S)
        running(machines, ids)
        machines.process.pause()
        time.sleep(LEASE_S * rng.uniform(1.1, 1.5))
        machines.process.go_on()
        result.judge(machines, ids)
        result.rounds += 1
    again = sum(max(0, count - 1) for line, count in machines.runs().items() if "start" in line)
    result.notes.append(f"{again} renders done again")
    return result


def database_restarts(machines, rng: random.Random, rounds: int, postgres) -> Result:
    """Stop PostgreSQL in the middle of renders, politely and by a crash in turns; start it."""
    result = Result("restart of PostgreSQL in mid-render", machines.database)
    machines.start().ready()
    seen: Counter[str] = Counter()
    for round_ in range(rounds):
        ids = submit_some(machines, rng, f"restart {round_}", seconds=2)
        running(machines, ids)
        time.sleep(rng.uniform(0, 0.5))
        postgres.stop(now=bool(round_ % 2))
        postgres.start()
        seen[status_of(machines.http, ids[0])] += 1
        result.judge(machines, ids)
        result.rounds += 1
    again = sum(max(0, count - 1) for line, count in machines.runs().items() if "start" in line)
    result.notes.append(f"{again} renders done again")
    return result


def store_outages(machines, rng: random.Random, rounds: int, s3, down_s: float) -> Result:
    """Take the S3 server away while requests deliver: stopped and hanging in turns."""
    result = Result(f"S3 away for {down_s:g} s", machines.database)
    machines.start().ready()
    first = submit(machines.http, prompt="first")
    result.judge(machines, [first])
    url = machines.http.get(f"/v1/requests/{first}/result").json()["output"]["video"]
    seen: Counter[str] = Counter()
    for round_ in range(rounds):
        ids = submit_some(machines, rng, f"store {round_}")
        running(machines, ids)
        end = time.monotonic() + down_s
        (s3.pause if round_ % 2 else s3.stop)()
        while time.monotonic() < end:
            ids.append(submit(machines.http, prompt=f"during {round_}"))
            seen[_download(machines.http, url, min(5.0, down_s / 2))] += 1
        (s3.go_on if round_ % 2 else s3.start)()
        result.judge(machines, ids)
        result.rounds += 1
    told = ", ".join(f"{count} x {what}" for what, count in sorted(seen.items()))
    (attempts,) = machines.rows("select max(attempt) from requests")[0]
    result.notes.append(
        f"submits accepted meanwhile; downloads meanwhile: {told}; at most {attempts} attempts"
    )
    return result  # fmt: skip


def _download(http, url: str, patience_s: float) -> str:
    try:
        return str(http.get(url, timeout=patience_s).status_code)
    except httpx2.TimeoutException:
        return f"no answer in {patience_s:g} s"


def full_disks(machines, rng: random.Random, rounds: int) -> Result:
    """Let render processes write no file of more than 2 KiB while clips are encoded."""
    result = Result("disk full during encode (RLIMIT_FSIZE)", machines.database)
    machines.start()
    for round_ in range(rounds):
        wait_until(lambda: len(machines.process.render_processes()) >= machines.process.slots)
        pids = machines.process.render_processes()
        _limit_files(pids, TINY_FILE)
        ids = [submit(machines.http, T2V, prompt=f"a bay {round_}", **SMALL) for _ in range(2)]
        wait_until(lambda ids=ids: _events(machines, ids, "retry"))
        _limit_files(machines.process.render_processes(), resource.RLIM_INFINITY)
        result.judge(machines, ids)
        result.rounds += 1
    _tell_reasons(machines, result)
    return result


def full_scratch(machines, rng: random.Random, rounds: int) -> Result:
    """Render on a tmpfs of 64 KiB that is made larger afterwards; needs root."""
    result = Result("disk full during encode (tmpfs)", machines.database)
    scratch = machines.process.data / "scratch"
    scratch.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", scratch]
    mounted = subprocess.run(mount, check=False, capture_output=True)
    if mounted.returncode:
        result.notes.append("not run: needs root")
        return result
    try:
        machines.start()
        for round_ in range(rounds):
            subprocess.run(["mount", "-o", "remount,size=64k", scratch], check=False)
            ids = [submit(machines.http, T2V, prompt=f"a bay {round_}", **SMALL) for _ in range(2)]
            wait_until(lambda ids=ids: _events(machines, ids, "retry"))
            subprocess.run(["mount", "-o", "remount,size=64m", scratch], check=True)
            result.judge(machines, ids)
            result.rounds += 1
        _tell_reasons(machines, result)
    finally:
        machines.close()
        subprocess.run(["umount", "-l", scratch], check=True)
    return result


def _limit_files(pids: list[int], size: int) -> None:
    for pid in pids:
        hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))


def _events(machines, request_ids: list[str], type_: str) -> list[tuple]:
    sql = "select data from request_events where request_id = %s and type = %s"
    return [row for id_ in request_ids for row in machines.rows(sql, id_, type_)]


def _tell_reasons(machines, result: Result) -> None:
    sql = "select data from request_events where type = 'retry'"
    told = {"storage_full" in str(data) for (data,) in machines.rows(sql)}
    result.expect(told == {True}, "a full disk was not told as storage_full")
    result.notes.append("each was tried again, told as storage_full")


def _write_whole(place: Path, text: str) -> None:
    """Change a file so that a reader sees all of the old text or all of the new."""
    part = place.with_suffix(".part")
    part.write_text(text)
    part.replace(place)


def clock_jumps(machines, rng: random.Random, rounds: int, place: Path) -> Result:
    """Set the wall clock of the server a day forward or back while requests wait and render."""
    result = Result("wall clock jumps by a day (injected)", machines.database)
    _write_whole(place, "0")
    machines.start()
    offset = 0
    for round_ in range(rounds):
        ids = submit_some(machines, rng, f"clock {round_}")
        ids.append(submit(machines.http, prompt=f"retried {round_}", crash=True))
        wait_until(lambda ids=ids: _events(machines, ids[-1:], "retry"))
        time.sleep(rng.uniform(0, 0.3))
        offset += rng.choice((-_DAY_S, _DAY_S))
        _write_whole(place, str(offset))
        result.judge(machines, ids)
        result.rounds += 1
    again = sum(
        max(0, n - 1) for line, n in machines.runs().items() if line.startswith("start clock")
    )
    result.notes.append(f"{again} renders done again; one request a round kills its process")
    return result
