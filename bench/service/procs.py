"""Start process groups, look at them through /proc, and end only what was started here.

Linux only. A tree is everything that descends from the started commands, plus what
left the tree by re-parenting but still carries the session id of a started command.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Command:
    """One command line of a peer."""

    argv: list[str]
    cwd: Path
    env: dict[str, str] = field(default_factory=dict)


def _stat(pid: int) -> tuple[str, int, int, str] | None:
    """Return state, parent pid, session id and start time of a process, or None."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    return fields[0], int(fields[1]), int(fields[3]), fields[19]


def _alive(pid: int, started: str) -> bool:
    """Tell whether this very process (same start time) still runs and is no zombie."""
    stat = _stat(pid)
    return stat is not None and stat[3] == started and stat[0] != "Z"


class Group:
    """All processes of one peer."""

    def __init__(self, log_path: Path) -> None:
        self.log_path = log_path
        self.roots: list[subprocess.Popen[bytes]] = []
        self.seen: dict[int, str] = {}

    def start(self, commands: list[Command]) -> None:
        """Start the commands, each in its own session."""
        self.roots, self.seen = [], {}
        with self.log_path.open("ab") as log:
            for command in commands:
                self.roots.append(
                    subprocess.Popen(
                        command.argv,
                        cwd=command.cwd,
                        env={**os.environ, **command.env},
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                    )
                )

    def pids(self) -> list[int]:
        """Return the living processes of the group; remembers every one it has ever seen."""
        sessions = {root.pid for root in self.roots}
        table = {}
        for name in os.listdir("/proc"):
            if name.isdigit() and (stat := _stat(int(name))) is not None:
                table[int(name)] = stat
        mine = {pid for pid in sessions if pid in table}
        mine |= {pid for pid, stat in table.items() if stat[2] in sessions}
        grew = True
        while grew:
            more = {pid for pid, stat in table.items() if stat[1] in mine} - mine
            mine |= more
            grew = bool(more)
        for pid in mine:
            self.seen.setdefault(pid, table[pid][3])
        return sorted(pid for pid, started in self.seen.items() if _alive(pid, started))

    def command_line(self, pid: int) -> str:
        """Return the command line of a process."""
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            return ""

    def children_first(self) -> list[int]:
        """Return the living pids without the roots, deepest (newest) first."""
        roots = {root.pid for root in self.roots}
        rest = [pid for pid in self.pids() if pid not in roots]
        return sorted(rest, key=lambda pid: int(self.seen[pid]), reverse=True)

    def memory_mb(self) -> tuple[int, int]:
        """Return (RSS, PSS) of the group in MiB."""
        rss = pss = 0
        for pid in self.pids():
            try:
                for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                    if line.startswith("Rss:"):
                        rss += int(line.split()[1])
                    elif line.startswith("Pss:"):
                        pss += int(line.split()[1])
            except OSError:
                continue
        return round(rss / 1024), round(pss / 1024)

    def cpu_s(self) -> float:
        """Return the processor seconds that the living processes of the group have used."""
        ticks = 0
        for pid in self.pids():
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def kill_all(self) -> None:
        """Kill -9 every process of the group at once."""
        pids = self.pids()
        for pid in pids:
            self._signal(pid, signal.SIGKILL)
        for root in self.roots:
            root.wait()
        end = time.monotonic() + 5
        while time.monotonic() < end and any(_alive(p, self.seen[p]) for p in pids):
            time.sleep(0.02)

    def kill_one(self, pid: int) -> None:
        """Kill -9 one process of the group."""
        if pid not in self.pids():
            raise ValueError(f"{pid} does not belong to this group")
        self._signal(pid, signal.SIGKILL)

    def terminate(self, grace_s: float = 8.0) -> int:
        """Send SIGTERM to the started commands; return how many processes outlived them."""
        self.pids()
        for root in self.roots:
            if root.poll() is None:
                root.terminate()
        end = time.monotonic() + grace_s
        while time.monotonic() < end and any(root.poll() is None for root in self.roots):
            time.sleep(0.05)
        time.sleep(0.3)
        orphans = len(self.pids())
        self.kill_all()
        return orphans

    def dead_root(self) -> str | None:
        """Return the command of a root that has already ended, if there is one."""
        for root in self.roots:
            if root.poll() is not None:
                return f"{root.args!r} ended with code {root.returncode}, see {self.log_path}"
        return None

    @staticmethod
    def _signal(pid: int, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
