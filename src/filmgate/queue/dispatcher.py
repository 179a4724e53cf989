"""One dispatcher for each data folder, and how others find the server that runs it."""

from __future__ import annotations

import fcntl
import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from filmgate.core.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """What ``server.json`` says about the running server."""

    pid: int
    #: where it answers; empty while it only works
    url: str
    started_at: float


class DispatcherLock:
    """The right to hand out the requests of a data folder; ends with the process.

    Parameters
    ----------
    data_dir
        The folder; made when it does not exist.
    """

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir
        self._file: IO[str] | None = None

    def acquire(self, url: str = "") -> None:
        """Take the lock and write ``server.json``.

        Raises
        ------
        ConfigurationError
            When another process has it; names that process.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        file = (self._folder / "dispatcher.lock").open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            raise ConfigurationError(_taken(self._folder)) from error
        self._file = file
        self.announce(url)

    def announce(self, url: str) -> None:
        """Say where the server answers, once that is known."""
        info = ServerInfo(os.getpid(), url, time.time())
        part = self._folder / "server.json.part"
        part.write_text(json.dumps(asdict(info)), encoding="utf-8")
        part.replace(self._folder / "server.json")

    def release(self) -> None:
        """Give the lock back; harmless without it."""
        if self._file is not None:
            (self._folder / "server.json").unlink(missing_ok=True)
            self._file.close()
            self._file = None


def running_server(data_dir: Path) -> ServerInfo | None:
    """Find the server of a data folder; None when none runs, whatever an old file says."""
    try:
        with (data_dir / "dispatcher.lock").open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return None
    except OSError:
        return _read(data_dir)
    return None


def _read(data_dir: Path) -> ServerInfo | None:
    try:
        return ServerInfo(**json.loads((data_dir / "server.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # it is just starting


def _taken(data_dir: Path) -> str:
    info = _read(data_dir)
    who = f"process {info.pid}" if info else "another process"
    where = f" at {info.url}" if info and info.url else ""
    return (
        f"{data_dir} is served by {who}{where}: use that server, stop it,"
        " or choose another folder with --data-dir"
    )
