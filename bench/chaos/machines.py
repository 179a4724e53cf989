"""What chaos breaks: one machine with SQLite, or servers and workers on one PostgreSQL."""

from __future__ import annotations

import os
import time
import uuid
from contextlib import suppress
from pathlib import Path

from tests.e2e.cluster import Cluster, Member
from tests.e2e.conftest import KEY, ServerProcess, descendants
from tests.waiting import is_alive, wait_until

#: seconds until others may take a request whose worker gives no sign of life
LEASE_S = 2
#: seconds a killed process may take to be gone
_GONE_S = 1.0


class Watched:
    """Knows every process that was ever started, by what it descends from and by its mark."""

    def __init__(self) -> None:
        self.mark = uuid.uuid4().hex
        self._seen: set[int] = set()

    def look(self, *roots: int) -> None:
        """Remember what runs below these processes."""
        for root in roots:
            self._seen |= {root, *descendants(root)}

    def left(self) -> int:
        """How many processes outlive those that were just killed."""
        end = time.monotonic() + _GONE_S
        while (found := self._alive()) and time.monotonic() < end:
            time.sleep(0.02)
        self._seen = set(found)
        return len(found)

    def _alive(self) -> list[int]:
        marked = {pid for pid in _processes() if self.mark in _environment(pid)}
        return [pid for pid in self._seen | marked if is_alive(pid)]


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _environment(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/environ").read_text(errors="replace")
    except OSError:
        return ""


class OneMachine:
    """``filmgate serve`` with SQLite."""

    database = "SQLite"

    def __init__(self, folder: Path, slots: int = 2, code: str = "", **settings: object) -> None:
        self.watched = Watched()
        values = {f"FILMGATE_{name.upper()}": str(value) for name, value in settings.items()}
        self.process = ServerProcess(folder, slots, CHAOS=self.watched.mark, **values)
        if code:
            self.process.code = code

    def start(self) -> OneMachine:
        """Start it; it answers when this returns."""
        self.process.start()
        return self

    @property
    def http(self):
        """A client of its API."""
        return self.process.http

    def runs(self):
        """How often each prompt began and ended."""
        return self.process.runs()

    def rows(self, sql: str, *values: object) -> list[tuple]:
        """Read rows; values stand where ``%s`` does."""
        return self.process.rows(sql.replace("%s", "?"), *values)

    def kill_everything(self) -> None:
        """``kill -9`` of the server and all below it."""
        self.watched.look(self.process.pid)
        self.process.kill_tree()

    def kill_renderer(self) -> None:
        """``kill -9`` of the processes that render, and of nothing else."""
        for pid in self.process.render_processes():
            with suppress(ProcessLookupError):  # replaced at this very moment
                os.kill(pid, 9)

    def roots(self) -> list[int]:
        """The processes that were started from here."""
        return [self.process.pid]

    def close(self) -> None:
        """End it."""
        self.process.close()


class ManyMachines:
    """Servers and workers as processes, with PostgreSQL."""

    database = "PostgreSQL"

    def __init__(
        self, folder: Path, url: str, servers: int = 1, workers: int = 1, slots: int = 2,
        **settings: object,
    ) -> None:  # fmt: skip
        self.watched = Watched()
        self.cluster = Cluster(folder, url, **{"lease_s": LEASE_S, **settings})
        self.cluster.environment["CHAOS"] = self.watched.mark
        self.runs, self.rows = self.cluster.runs, self.cluster.rows
        self._shape = (servers, workers, slots)
        self.servers: list[Member] = []
        self.workers: list[Member] = []

    def start(self) -> ManyMachines:
        """Start all of them; the servers answer when this returns."""
        servers, workers, slots = self._shape
        self.servers = [self.cluster.serve() for _ in range(servers)]
        self.workers = [self.cluster.work(slots) for _ in range(workers)]
        for server in self.servers:
            server.answers()
        return self

    def ready(self) -> ManyMachines:
        """Wait until the workers take requests too."""
        for worker in self.workers:
            wait_until(lambda worker=worker: worker.said("renders"))
        return self

    @property
    def http(self):
        """A client of the first server."""
        return self.servers[0].http

    def kill_everything(self) -> None:
        """``kill -9`` of every server and worker and all below them."""
        self.watched.look(*self.roots())
        for member in (*self.servers, *self.workers):
            member.kill_tree()
            if member.http is not None:
                member.http.close()

    def kill_renderer(self) -> None:
        """``kill -9`` of the first worker alone, not of what it started; another takes over."""
        worker = self.workers.pop(0)
        self.watched.look(worker.pid)
        os.kill(worker.pid, 9)
        self.workers.append(self.cluster.work(self._shape[2]))

    def holder(self, request_id: str) -> Member:
        """The worker that holds a request."""
        ((name,),) = self.rows("select worker from requests where id = %s", request_id)
        return next(worker for worker in self.workers if name.endswith(f"-{worker.pid}"))

    def roots(self) -> list[int]:
        """The processes that were started from here."""
        return [member.pid for member in (*self.servers, *self.workers)]

    def close(self) -> None:
        """End them."""
        self.cluster.close()


__all__ = ["KEY", "LEASE_S", "ManyMachines", "OneMachine", "Watched"]
