"""Waiting for what other processes do: looks again and again, with a deadline."""

import asyncio
import time
from pathlib import Path

_LOOK_S = 0.02


def is_alive(pid):
    """Whether a process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def exists(path):
    """Whether a file is there."""
    return Path(path).exists()


def wait_until(condition, within_s=30.0):
    """Wait until a function gives something true; that is returned."""
    deadline = time.monotonic() + within_s
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within_s:g} s")
        time.sleep(_LOOK_S)
    return found


async def until(condition, within_s=30.0):
    """Wait like `wait_until`, letting the event loop run."""
    async with asyncio.timeout(within_s):
        while not (found := condition()):  # noqa: ASYNC110 - nothing here can set an event
            await asyncio.sleep(_LOOK_S)
    return found


async def until_gone(*pids, within_s=30.0):
    """Wait until none of these processes runs."""
    await until(lambda: not any(map(is_alive, pids)), within_s)
