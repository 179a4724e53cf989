"""The shared database: PostgreSQL for any number of processes on any number of machines."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast

import psycopg
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout, TooManyRequests

from filmgate.core.errors import StorageFull, Unavailable
from filmgate.db.notices import Notices
from filmgate.db.script import (
    NEWS,
    Listener,
    Repeatable,
    Row,
    Script,
    Signal,
    T,
    Timer,
    Watch,
    parse,
    read_sql,
    statements,
)
from filmgate.db.tables import check_version

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

#: connections of one process, beside those that listen
POOL_SIZE: Final = 10
#: transactions at a time; the other connections read, however long transactions wait for each other
WRITERS: Final = 6
#: seconds for which a database that is away, or restarts, is waited for
PATIENCE_S: Final = 10.0
#: how often a transaction is done again that PostgreSQL broke off in favour of another
TRIES: Final = 8
#: seconds before a transaction is done again; doubled each time
PAUSE_S: Final = 0.01
PAUSE_MAX_S: Final = 0.5
#: topics that other processes hear of; the queue has its own ways
TOLD: Final = frozenset({NEWS})

#: the time of a transaction, the same in all of its statements, in seconds since the epoch
_NOW: Final = "extract(epoch from now())::double precision"
_PARAM: Final = re.compile(r"(?<!:):([a-z][a-z0-9_]*)")
#: classes of errors by their SQLSTATE: connection, operator intervention, too many connections
_AWAY: Final = ("08", "57P", "53300")
#: the same row was inserted by another at this moment: done again, the script finds it
_COLLIDED: Final = (psycopg.errors.UniqueViolation,)
_BROKEN_OFF: Final = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)

Connection: TypeAlias = psycopg.AsyncConnection[DictRow]
#: does something within a transaction that signals a topic, before its commit
Joiner: TypeAlias = Callable[[Connection, Sequence[Signal]], Awaitable[None]]

_log = logging.getLogger("filmgate.db")


class PostgresDatabase:
    """Runs scripts on PostgreSQL.

    Every script is one transaction on one connection of a pool. One that PostgreSQL breaks off
    because another was in its way, or whose connection is lost before the commit, is done again
    from its first step. Signals are told in this process and, by NOTIFY, in all others; a notice
    may be lost, so whoever waits for one looks now and then.

    Parameters
    ----------
    url
        ``postgresql://user:password@host:port/name``, or any libpq URL.
    durability
        "full" waits for the disk at every commit; "normal" may lose the last commits when the
        database's machine fails.
    clock
        Seconds since the epoch, for tests; without one, the database's time is used.
    timer
        Told how long each read and each transaction took.

    Raises
    ------
    ConfigurationError
        When it cannot be reached, or its tables are missing or of another version.
    """

    def __init__(
        self,
        url: str,
        durability: Literal["full", "normal"] | str = "full",
        clock: Callable[[], float] | None = None,
        timer: Timer = lambda _, __: None,
    ) -> None:
        check_version(url)
        self.url = url
        self._timer = timer
        self._watches: list[Watch] = []
        self._is_durable = durability == "full"
        self._clock = clock
        self._listeners: dict[str, list[Listener]] = {}
        self._joiners: dict[str, list[Joiner]] = {}
        self._running: set[asyncio.Task[Any]] = set()
        self._statements = _translate(timed=clock is None)
        self._with_time = _translate(timed=False)
        self._pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=POOL_SIZE,
            open=False,
            timeout=PATIENCE_S,
            kwargs={"autocommit": True, "row_factory": dict_row},
            connection_class=cast("type[Connection]", psycopg.AsyncConnection),
        )
        self._writers = asyncio.Semaphore(WRITERS)
        self._notices = Notices(url, self._tell)

    async def start(self) -> None:
        """Connect, in this event loop."""
        await self._pool.open()
        self._notices.start()

    async def stop(self) -> None:
        """Finish what runs, then disconnect; harmless when it was stopped before."""
        if self._running:
            await asyncio.wait(set(self._running))
        await self._notices.stop()
        await self._pool.close()

    def listen(self, topic: str, listener: Listener) -> None:
        """Have a function called after every commit with signals of a topic, wherever it was."""
        self._listeners.setdefault(topic, []).append(listener)

    def watch(self, watch: Watch) -> None:
        """Have a function called for every change of a request that is committed here."""
        self._watches.append(watch)

    def join(self, topic: str, joiner: Joiner) -> None:
        """Have a coroutine run inside every transaction here that signals a topic."""
        self._joiners.setdefault(topic, []).append(joiner)

    def publish(self, topic: str, ids: Sequence[str]) -> None:
        """Tell something that no transaction stands for, here and in other processes."""
        self._tell(topic, ids, 0)
        self._notices.send(topic, ids)

    async def run(self, script: Script[T], *, durable: bool = True) -> T:
        """Run a script in one transaction; its changes are on the disk when this returns.

        A caller that is cancelled while it waits does not stop the script.

        Raises
        ------
        StorageFull
            When the database's disk is full; nothing was changed.
        Unavailable
            When the database cannot be reached, or was lost during the commit: then nobody
            knows whether it counts.
        """
        began = time.perf_counter()
        task = asyncio.create_task(self._run(script, durable and self._is_durable))
        self._running.add(task)
        task.add_done_callback(self._forget)
        try:
            return await asyncio.shield(task)
        finally:
            self._timer("write", time.perf_counter() - began)

    async def read(self, name: str, /, **params: object) -> list[Row]:
        """Run one reading statement on what is committed. Raises `Unavailable`."""
        began = time.perf_counter()
        until = time.monotonic() + PATIENCE_S
        pause_s = PAUSE_S
        while True:
            try:
                async with self._pool.connection() as connection:
                    rows = await self._execute(connection, name, params)
                    self._timer("read", time.perf_counter() - began)
                    return rows
            except psycopg.Error as error:
                if not _is_away(error) or time.monotonic() > until:
                    raise _told(error) from error
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, PAUSE_MAX_S)

    async def scan(self, name: str, /, **params: object) -> list[Row]:
        """Run a reading statement that may look at many rows."""
        return await self.read(name, **params)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """Open a transaction for statements that are no script's."""
        async with self._pool.connection() as connection:
            await connection.execute("begin")
            yield connection  # the pool commits at the end, or rolls back on an error

    # --- one script ---

    async def _run(self, script: Script[T], durable: bool) -> T:
        retry = _Retry()
        while True:
            try:
                result, signals = await self._transact(script, durable, retry)
            except psycopg.Error as error:
                if retry.is_committing or not retry.may_try_again(error, script):
                    raise _told(error) from error
            else:
                self._tell_all(signals)
                return result
            await retry.pause()
            script = script.again() if isinstance(script, Repeatable) else script

    async def _transact(
        self, script: Script[T], durable: bool, retry: _Retry
    ) -> tuple[T, list[Signal]]:
        signals: list[Signal] = []
        retry.has_begun = False
        async with self._writers, self._pool.connection() as connection:
            await connection.execute(
                "begin" if durable else "begin; set local synchronous_commit = off"
            )
            retry.has_begun = True
            try:
                step = next(script)
                while True:
                    if isinstance(step, Signal):
                        signals.append(step)
                        step = script.send([])
                    else:
                        step = script.send(await self._execute(connection, step.name, step.params))
            except StopIteration as stop:
                result = cast("T", stop.value)
            await self._join(connection, signals)
            retry.is_committing = True
            await connection.execute("commit")
            retry.is_committing = False
        return result, signals

    async def _execute(
        self, connection: Connection, name: str, params: Mapping[str, object]
    ) -> list[Row]:
        values = {key: _storable(value) for key, value in params.items()}
        known = self._statements
        if self._clock is not None:
            values.setdefault("now", self._clock())
        elif "now" in values:
            known = self._with_time
        cursor = await connection.execute(known[name], values)
        return cast("list[Row]", await cursor.fetchall()) if cursor.description else []

    async def _join(self, connection: Connection, signals: Sequence[Signal]) -> None:
        for topic, joiners in self._joiners.items():
            if mine := [signal for signal in signals if signal.topic == topic]:
                for joiner in joiners:
                    await joiner(connection, mine)

    def _tell_all(self, signals: Sequence[Signal]) -> None:
        for signal in signals:
            self._tell(signal.topic, signal.ids, signal.priority)
            if signal.change:
                for watch in self._watches:
                    watch(signal.change)
            if signal.topic in TOLD:
                self._notices.send(signal.topic, signal.ids)

    def _tell(self, topic: str, ids: Sequence[str], priority: int) -> None:
        for listener in self._listeners.get(topic, ()):
            listener(ids, priority)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # a caller that was cancelled does not ask for it


class _Retry:
    """Whether a transaction may be tried again."""

    def __init__(self) -> None:
        self.has_begun = False
        self.is_committing = False
        self._tries = 0
        self._until = time.monotonic() + PATIENCE_S
        self._pause_s = PAUSE_S

    def may_try_again(self, error: psycopg.Error, script: Script[Any]) -> bool:
        """Decide, and count; a script that has begun must be able to begin again."""
        self._tries += 1
        if self.has_begun and not isinstance(script, Repeatable):
            return False
        if _is_away(error):
            return time.monotonic() < self._until
        if isinstance(error, _COLLIDED):
            return self._tries == 1
        return isinstance(error, _BROKEN_OFF) and self._tries < TRIES

    async def pause(self) -> None:
        """Let the other one, or the database, get on."""
        await asyncio.sleep(self._pause_s)
        self._pause_s = min(2 * self._pause_s, PAUSE_MAX_S)


def _translate(*, timed: bool) -> dict[str, bytes]:
    """The statements in PostgreSQL's words; timed: with its own time for ``:now``."""
    return {
        name: _in_our_words(text, timed=timed)
        for name, text in {**statements(), **parse(read_sql("postgres.sql"))}.items()
    }


def _in_our_words(text: str, *, timed: bool) -> bytes:
    text = re.sub(r"/\* (for update.*?) \*/", r"\1", text.replace("%", "%%"))
    return _PARAM.sub(
        lambda found: _NOW if timed and found[1] == "now" else f"%({found[1]})s", text
    ).encode()


def _storable(value: object) -> object:
    """Text of PostgreSQL holds everything but NUL."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) and "\0" in value else value


def _is_away(error: psycopg.Error) -> bool:
    """Whether the database was not reached, or lost; not whether it refused something."""
    if isinstance(error, PoolTimeout | PoolClosed | TooManyRequests):
        return False  # it was waited for long enough, or is not wanted any more
    if not isinstance(error, psycopg.OperationalError):
        return False
    return error.sqlstate is None or error.sqlstate.startswith(_AWAY)


def _told(error: psycopg.Error) -> Exception:
    """The error in words of the core, where it has any."""
    if isinstance(error, psycopg.errors.DiskFull):
        return StorageFull("the disk of the database is full")
    if isinstance(error, PoolTimeout | PoolClosed | TooManyRequests) or _is_away(error):
        return Unavailable("the database cannot be reached; try again in a moment")
    return error
