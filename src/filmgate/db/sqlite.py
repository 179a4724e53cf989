"""The embedded database: one SQLite file, a writer thread that shares commits, inline reads."""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, Literal, cast

from filmgate.core.errors import ConfigurationError, StorageFull
from filmgate.db.dialect import split
from filmgate.db.script import (
    SCHEMA_VERSION,
    Listener,
    Query,
    Row,
    Script,
    Signal,
    T,
    Timer,
    Watch,
    schema,
    statements,
)

#: scripts that share one commit; bounds how long the first of them waits
BATCH: Final = 256
#: milliseconds to wait for another process that is writing
BUSY_MS: Final = 15_000


@dataclass(slots=True)
class _Job(Generic[T]):
    """A script on its way through the writer thread."""

    script: Script[T]
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[T]
    signals: list[Signal]
    durable: bool
    result: T | None = None
    error: BaseException | None = None

    def settle(self) -> None:
        """Hand the result to the caller; runs in the caller's loop."""
        if self.answer.done():
            return
        if self.error is not None:
            self.answer.set_exception(self.error)
        else:
            self.answer.set_result(cast("T", self.result))


class SqliteDatabase:
    """Runs scripts on a SQLite file.

    Scripts that arrive while a commit is being written to the disk share the next one: each runs
    in its own savepoint, so one that fails leaves no trace and does not disturb the others, and
    every caller is answered only after the shared commit. A script that need not wait for the disk
    runs in the caller's thread when nobody else writes: that takes less time than waking another
    thread. Other processes may use the file at the same time.

    Parameters
    ----------
    path
        The file; it is made, with its folder, when it does not exist.
    durability
        "full" waits for the disk at every commit; "normal" may lose the last commits when the
        machine (not the process) fails.
    clock
        Seconds since the epoch; what ``:now`` means.
    timer
        Told how long each read and each transaction took.
    """

    def __init__(
        self,
        path: Path,
        durability: Literal["full", "normal"] | str = "full",
        clock: Callable[[], float] = time.time,
        timer: Timer = lambda _, __: None,
    ) -> None:
        self.path = path
        self._timer = timer
        self._watches: list[Watch] = []
        self._clock = clock
        self._durability = self._synchronous = durability
        self._is_closed = False
        self._listeners: dict[str, list[Listener]] = {}
        self._jobs: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._statements = statements()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = self._connect()
        try:
            _prepare(self._writer, path)
            self._reader = self._connect()
            self._inline = self._connect()
            # it never waits: neither for another writer, nor for the log to move into the file
            for pragma in ("busy_timeout = 0", "synchronous = normal", "wal_autocheckpoint = 0"):
                self._inline.execute(f"pragma {pragma}")
        except BaseException:
            self._writer.close()
            raise
        self._inline_lock = threading.Lock()
        self._thread = threading.Thread(target=self._write, name="filmgate-db", daemon=True)
        self._thread.start()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path,
            timeout=BUSY_MS / 1000,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        connection.row_factory = sqlite3.Row
        try:
            for pragma in (
                "journal_mode = wal",
                f"synchronous = {self._durability}",
                "foreign_keys = on",
                "temp_store = memory",
                "mmap_size = 268435456",
            ):
                connection.execute(f"pragma {pragma}")
        except sqlite3.DatabaseError as error:
            connection.close()
            raise ConfigurationError(f"{self.path} cannot be used: {error}") from error
        return connection

    def listen(self, topic: str, listener: Listener) -> None:
        """Have a function called in the caller's event loop, after the commit."""
        self._listeners.setdefault(topic, []).append(listener)

    def watch(self, watch: Watch) -> None:
        """Have a function called for every change of a request, after the commit."""
        self._watches.append(watch)

    async def run(self, script: Script[T], *, durable: bool = True) -> T:
        """Run a script in one transaction; its changes are on the disk when this returns.

        A caller that is cancelled while it waits does not stop the script.

        Parameters
        ----------
        script
            What to do.
        durable
            False leaves out the wait for the disk, for changes that a power cut may undo as if
            they had never happened; a crash of the process does not undo them.

        Raises
        ------
        StorageFull
            When the disk is full; nothing was changed.
        """
        if self._is_closed:
            raise ConfigurationError(f"{self.path} was closed")
        loop, began = asyncio.get_running_loop(), time.perf_counter()
        job: _Job[T] = _Job(script, loop, loop.create_future(), [], durable)
        try:
            if durable or not self._run_inline(job):
                self._jobs.put(job)
            return await job.answer
        finally:
            self._timer("write", time.perf_counter() - began)

    def _run_inline(self, job: _Job[T]) -> bool:
        """Run a script here and now; False when somebody else writes, and nothing was done."""
        if not self._jobs.empty() or not self._inline_lock.acquire(blocking=False):
            return False
        try:
            self._inline.execute("begin immediate")
            try:
                job.result = self._drive(self._inline, job)
                self._inline.execute("commit")
            except BaseException as error:  # noqa: BLE001 - the caller is told
                with suppress(sqlite3.Error):
                    self._inline.execute("rollback")
                job.error = _translate(error, self.path)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            return False
        finally:
            self._inline_lock.release()
        self._settle([job])
        return True

    async def read(self, name: str, /, **params: object) -> list[Row]:
        """Run one reading statement, here and now, on what is committed."""
        began = time.perf_counter()
        params.setdefault("now", self._clock())
        rows = self._reader.execute(self._statements[name], params).fetchall()
        self._timer("read", time.perf_counter() - began)
        return cast("list[Row]", rows)

    async def scan(self, name: str, /, **params: object) -> list[Row]:
        """Run a reading statement in a thread, over a connection of its own."""
        params.setdefault("now", self._clock())
        return await asyncio.to_thread(self._scan, self._statements[name], params)

    def _scan(self, statement: str, params: Mapping[str, object]) -> list[Row]:
        connection = self._connect()
        try:
            return cast("list[Row]", connection.execute(statement, params).fetchall())
        finally:
            connection.close()

    async def start(self) -> None:
        """Do nothing: the file was opened when this was made."""

    async def stop(self) -> None:
        """Finish what is queued, then close the file; harmless when it was closed before."""
        await asyncio.to_thread(self.close)

    def close(self) -> None:
        """Finish what is queued, then close the file; harmless when it was closed before."""
        if self._is_closed:
            return
        self._is_closed = True
        self._jobs.put(None)
        self._thread.join()
        for connection in (self._reader, self._inline, self._writer):
            connection.close()

    # --- the writer thread ---

    def _write(self) -> None:
        while True:
            first = self._jobs.get()
            if first is None:
                return
            batch = [first]
            is_last = False
            with suppress(queue.Empty):
                while len(batch) < BATCH:
                    job = self._jobs.get_nowait()
                    if job is None:
                        is_last = True
                        break
                    batch.append(job)
            self._commit(batch)
            self._answer(batch)
            if is_last:
                return

    def _commit(self, batch: list[_Job[Any]]) -> None:
        try:
            self._set_durable(any(job.durable for job in batch))
            self._writer.execute("begin immediate")
            for job in batch:
                self._attempt(job, alone=len(batch) == 1)
            if self._writer.in_transaction:
                self._writer.execute("commit")
        except BaseException as error:  # noqa: BLE001 - every caller of the batch must be told
            # SQLite may have rolled back by itself (disk full, I/O error)
            with suppress(sqlite3.Error):
                self._writer.execute("rollback")
            for job in batch:
                job.error = job.error or _translate(error, self.path)

    def _set_durable(self, durable: bool) -> None:
        """Switch the wait for the disk; the log is written in order, so a later wait covers all."""
        wanted = self._durability if durable else "normal"
        if wanted != self._synchronous:
            self._writer.execute(f"pragma synchronous = {wanted}")
            self._synchronous = wanted

    def _attempt(self, job: _Job[Any], *, alone: bool) -> None:
        """Run one script in a savepoint; alone, the transaction itself is the savepoint."""
        if not alone:
            self._writer.execute("savepoint script")
        try:
            job.result = self._drive(self._writer, job)
        except Exception as error:
            if not self._writer.in_transaction:
                raise  # SQLite gave up the whole transaction, and with it the work of the batch
            job.error = _translate(error, self.path)
            self._writer.execute("rollback" if alone else "rollback to script")
        if not alone:
            self._writer.execute("release script")

    def _drive(self, connection: sqlite3.Connection, job: _Job[T]) -> T:
        now = self._clock()
        try:
            step = next(job.script)
            while True:
                step = job.script.send(self._step(connection, job, step, now))
        except StopIteration as stop:
            return cast("T", stop.value)

    def _step(
        self, connection: sqlite3.Connection, job: _Job[Any], step: Query | Signal, now: float
    ) -> list[Row]:
        if isinstance(step, Signal):
            job.signals.append(step)
            return []
        params: Mapping[str, object] = {"now": now, **step.params}
        cursor = connection.execute(self._statements[step.name], params)
        return cast("list[Row]", cursor.fetchall())

    def _answer(self, batch: list[_Job[Any]]) -> None:
        by_loop: dict[asyncio.AbstractEventLoop, list[_Job[Any]]] = {}
        for job in batch:
            by_loop.setdefault(job.loop, []).append(job)
        for loop, jobs in by_loop.items():
            with suppress(RuntimeError):  # that loop is closed: nobody waits
                loop.call_soon_threadsafe(self._settle, jobs)

    def _settle(self, jobs: list[_Job[Any]]) -> None:
        for job in jobs:
            job.settle()
            if job.error is None:
                self._tell(job.signals)

    def _tell(self, signals: list[Signal]) -> None:
        for signal in signals:
            for listener in self._listeners.get(signal.topic, ()):
                listener(signal.ids, signal.priority)
            if signal.change:
                for watch in self._watches:
                    watch(signal.change)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables of an empty file; refuse a file of a newer filmgate."""
    connection.execute("begin immediate")  # two processes may open a new file at once
    try:
        known = connection.execute("select name from sqlite_master where name = 'settings'")
        if known.fetchone() is None:
            for statement in split(schema()):
                connection.execute(statement)
        row = connection.execute(
            "select value from settings where name = 'schema_version'"
        ).fetchone()
        connection.execute("commit")
    except sqlite3.DatabaseError as error:
        with suppress(sqlite3.Error):
            connection.execute("rollback")
        raise ConfigurationError(f"{path} is not a filmgate database: {error}") from error
    found = int(row["value"]) if row else 0
    if found > SCHEMA_VERSION:
        raise ConfigurationError(
            f"{path} was made by a newer filmgate (tables of version {found}, this one knows"
            f" {SCHEMA_VERSION}): upgrade filmgate, or choose another data folder"
        )
    if found < SCHEMA_VERSION:
        raise ConfigurationError(
            f"{path} has tables of version {found}, this filmgate needs {SCHEMA_VERSION}:"
            " run `filmgate migrate`"
        )


def file_version(path: Path) -> int | None:
    """The version of the tables in a file; None where there are none.

    Raises
    ------
    ConfigurationError
        When the file is no database.
    """
    if not path.exists():
        return None
    with closing(sqlite3.connect(path, timeout=BUSY_MS / 1000)) as connection:
        try:
            known = connection.execute("select 1 from sqlite_master where name = 'settings'")
            if known.fetchone() is None:
                return None
            found = connection.execute(
                "select value from settings where name = 'schema_version'"
            ).fetchone()
        except sqlite3.DatabaseError as error:
            raise ConfigurationError(f"{path} is not a filmgate database: {error}") from error
    return int(found[0]) if found else 0


def _translate(error: BaseException, path: Path) -> BaseException:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return StorageFull(f"the disk that holds {path} is full")
    return error
