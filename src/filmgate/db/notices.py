"""Signals to and from other processes by NOTIFY; a convenience: what they tell of is in rows."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final

import psycopg

#: what all processes on one database listen to
CHANNEL: Final = "filmgate"
#: longest text of one notice in characters; PostgreSQL takes less than 8000 bytes
LONGEST: Final = 7000
#: seconds before the connection is made again after it was lost; doubled while it fails
PAUSE_S: Final = 0.2
PAUSE_MAX_S: Final = 5.0
#: longest wait for the last notices of a process that stops, in seconds
LAST_S: Final = 1.0
#: seconds a notice may wait for others to go with
GATHER_S: Final = 0.005

_log = logging.getLogger("filmgate.db")


class Notices:
    """Two connections of one process: one listens, one tells.

    Notices are sent after the commit they tell of, many at once: a NOTIFY inside a transaction
    would make all commits of the database wait for each other.

    Parameters
    ----------
    url
        The database.
    deliver
        Called with the topic, the ids and 0 for each notice of another process.
    """

    def __init__(self, url: str, deliver: Callable[[str, Sequence[str], int], None]) -> None:
        self._url = url
        self._deliver = deliver
        #: tells our own notices from those of others
        self._name = secrets.token_hex(4)
        self._outgoing: dict[str, dict[str, None]] = {}
        self._has_outgoing = asyncio.Event()
        self._is_idle = asyncio.Event()
        self._is_idle.set()
        #: set while it hears what others tell
        self.hears = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to listen and to send."""
        works = (self._listen, self._send)
        self._tasks = [asyncio.create_task(_keep(work)) for work in works]

    async def stop(self) -> None:
        """Send what waits, if that is possible at once; then disconnect."""
        if self._tasks:
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_S):
                    await self._is_idle.wait()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    def send(self, topic: str, ids: Sequence[str]) -> None:
        """Tell others of these ids, soon."""
        self._outgoing.setdefault(topic, {}).update(dict.fromkeys(ids))
        self._has_outgoing.set()
        self._is_idle.clear()

    async def _send(self) -> None:
        async with await _connect(self._url) as connection:
            await connection.execute("set synchronous_commit = off")
            while True:
                await self._has_outgoing.wait()
                await asyncio.sleep(GATHER_S)
                self._has_outgoing.clear()
                outgoing, self._outgoing = self._outgoing, {}
                for text in texts(self._name, outgoing):
                    await connection.execute("select pg_notify(%s, %s)", (CHANNEL, text))
                if not self._outgoing:
                    self._is_idle.set()

    async def _listen(self) -> None:
        try:
            async with await _connect(self._url) as connection:
                await connection.execute(f"listen {CHANNEL}".encode())
                self.hears.set()
                async for notice in connection.notifies():
                    self._take(notice.payload)
        finally:
            self.hears.clear()

    def _take(self, text: str) -> None:
        name, _, rest = text.partition("|")
        topic, _, ids = rest.partition("|")
        if name != self._name and ids:
            self._deliver(topic, ids.split(","), 0)


async def _keep(work: Callable[[], Awaitable[None]]) -> None:
    """Begin again whenever the connection is lost."""
    pause_s = PAUSE_S
    while True:
        try:
            await work()
        except (psycopg.Error, OSError) as error:
            _log.warning("notices of the database: %s; trying again in %.1f s", error, pause_s)
        await asyncio.sleep(pause_s)
        pause_s = min(2 * pause_s, PAUSE_MAX_S)


async def _connect(url: str) -> psycopg.AsyncConnection[tuple[object, ...]]:
    return await psycopg.AsyncConnection.connect(
        url, autocommit=True, keepalives_idle=10, keepalives_interval=5, keepalives_count=3
    )


def texts(name: str, outgoing: Mapping[str, Mapping[str, None]]) -> Iterator[str]:
    """The notices that tell of these ids, none of them too long."""
    for topic, ids in outgoing.items():
        head = f"{name}|{topic}|"
        text = head
        for id_ in ids:
            if len(text) + len(id_) > LONGEST:
                yield text.rstrip(",")
                text = head
            text += f"{id_},"
        yield text.rstrip(",")
