"""The queue of a cluster: Procrastinate carries ids in the requests' own database."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, Protocol

from procrastinate import App, PsycopgConnector
from procrastinate.schema import SchemaManager

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

#: a table of the queue, which shows whether it has been made
TABLE: Final = "procrastinate_jobs"
_TASK: Final = "render"
#: seconds between two looks for jobs nobody told of, and for requests without a job
POLL_S: Final = 2.0
#: seconds between two signs of life, and until a silent worker counts as dead
BEAT_S: Final = 5.0
STALLED_S: Final = 30.0
#: connections of the worker's own
_CONNECTIONS: Final = 3

#: admitted requests that no job stands for
_LOST: Final = """
select r.id, r.priority, r.engine from requests r
where r.status = 'in_queue' and r.admitted is not null and r.id not in (
    select args ->> 'request_id' from procrastinate_jobs where status = 'todo')
order by r.admitted limit 1000
"""
#: jobs of workers that are gone; what became of their requests is in the requests' rows
_CLEAN: Final = """
delete from procrastinate_jobs j
where j.status not in ('todo', 'doing') or (j.status = 'doing' and not exists (
    select 1 from procrastinate_workers w
    where w.id = j.worker_id and w.last_heartbeat > now() - %s * interval '1 second'))
"""
#: whether another process looks for lost jobs, and did so lately
_IS_MENDED: Final = """
select 1 from settings s where s.name = 'queue_mender' and split_part(s.value, ' ', 1) <> %(me)s
and abs(split_part(s.value, ' ', 2)::double precision - extract(epoch from now())) < %(silent_s)s
"""
#: become the one who looks, or say that one still does; no row when another was quicker
_MEND: Final = """
insert into settings as s (name, value)
values ('queue_mender', %(me)s || ' ' || extract(epoch from now()))
on conflict (name) do update set value = excluded.value
where not (split_part(s.value, ' ', 1) <> %(me)s
and abs(split_part(s.value, ' ', 2)::double precision - extract(epoch from now())) < %(silent_s)s)
returning 1
"""
#: looks that another process may miss before this one looks instead
_SILENT: Final = 3

_log = logging.getLogger("filmgate.queue")


class Waiting(Protocol):
    """Requests that became claimable together."""

    @property
    def ids(self) -> Sequence[str]:
        """Which."""

    @property
    def priority(self) -> int:
        """What goes before others."""

    @property
    def engine(self) -> str:
        """Who renders them."""


#: seconds between two looks at a worker that is to stop, and looks until it is asked again
LOOK_S: Final = 0.05
PATIENCE_LOOKS: Final = 40


class ProcrastinateQueue:
    """Hands out claimable ids to the workers of a cluster; implements `Queue`.

    Jobs are written in the transaction that makes a request claimable, one queue for each engine,
    and carry only its id. They hold no truth: a lost or doubled job costs nothing, because the
    rows decide who claims, and requests without a job get a new one.

    Parameters
    ----------
    url
        The database of the requests.
    transaction
        Opens a transaction on that database.
    tell
        Tells all workers to look at the row of an id.
    engines
        Names of the engines this process renders with; empty: all.
    poll_s
        Seconds between two looks for what nobody told of.
    """

    def __init__(
        self,
        url: str,
        transaction: Callable[[], Any],
        tell: Callable[[Sequence[str]], None],
        engines: Sequence[str] = (),
        poll_s: float = POLL_S,
    ) -> None:
        self._transaction = transaction
        self._tell = tell
        # None are all; the library's own signature knows no None
        self._queues: Any = [f"{_TASK}:{engine}" for engine in engines] or None
        self._poll_s = poll_s
        self._handler: Callable[[str], Awaitable[None]] | None = None
        self._handled: dict[asyncio.Future[None], str] = {}
        self._is_stopping = False
        #: what was taken and not done when the queue stopped
        self._held_back: set[str] = set()
        self._missed: frozenset[str] = frozenset()
        self._name = secrets.token_hex(8)
        self._app = App(connector=PsycopgConnector(conninfo=url, min_size=1, max_size=_CONNECTIONS))
        self._job = self._app.task(name=_TASK)(self._deliver)

    async def push(
        self, tx: object, request_ids: Sequence[str], priority: int = 0, engine: str = ""
    ) -> None:
        """Queue ids within the caller's transaction, a connection that is in one."""
        deferrer = self._job.configure(queue=f"{_TASK}:{engine}", priority=priority, connection=tx)
        jobs: list[dict[str, Any]] = [{"request_id": id_} for id_ in request_ids]
        await deferrer.batch_defer_async(*jobs)

    async def join(self, tx: object, signals: Sequence[Waiting]) -> None:
        """Queue what a transaction made claimable; in order, in as few statements as possible."""
        groups: list[tuple[int, str, list[str]]] = []
        for signal in signals:
            kind = (signal.priority, signal.engine)
            if not groups or groups[-1][:2] != kind:
                groups.append((*kind, []))
            groups[-1][2].extend(signal.ids)
        for priority, engine, ids in groups:
            await self.push(tx, ids, priority, engine)

    async def wake(self, request_id: str) -> None:
        """Nudge whoever renders this request, wherever, to read its row."""
        self._tell((request_id,))

    async def run(self, handler: Callable[[str], Awaitable[None]], slots: int) -> None:
        """Deliver ids to the handler, `slots` at a time, until cancelled or disconnected.

        When the database is lost, what is being rendered goes on to its end first.
        """
        self._handler, self._is_stopping, self._held_back = handler, False, set()
        async with self._app.open_async(), self._mending():
            worker = asyncio.create_task(self._app.run_worker_async(
                queues=self._queues,
                concurrency=slots,
                fetch_job_polling_interval=self._poll_s,
                install_signal_handlers=False,
                delete_jobs="successful",
                update_heartbeat_interval=BEAT_S,
                stalled_worker_timeout=STALLED_S,
            ))  # fmt: skip
            try:
                await asyncio.shield(worker)
            except asyncio.CancelledError:
                await self._stop(worker)
                raise

    async def _stop(self, worker: asyncio.Task[None]) -> None:
        """Take no more, break off what is handled, and give back what was not begun."""
        self._is_stopping = True
        patience = PATIENCE_LOOKS
        while not worker.done():
            # again and again: a job may have been on its way here when the first look was taken
            for task, request_id in list(self._handled.items()):
                self._held_back.add(request_id)
                task.cancel()
            if patience == PATIENCE_LOOKS:
                worker.cancel()
            patience = patience - 1 if patience else PATIENCE_LOOKS
            await asyncio.wait((worker,), timeout=LOOK_S)
        with suppress(asyncio.CancelledError):
            await worker
        held = list(self._held_back)
        if held:
            async with self._transaction() as tx:
                await self._push_lost(tx, held)

    async def _deliver(self, request_id: str) -> None:
        """Run the handler in a task of its own, which the end of a connection does not touch."""
        assert self._handler is not None
        if self._is_stopping:
            self._held_back.add(request_id)
            return
        task = asyncio.ensure_future(self._handler(request_id))
        self._handled[task] = request_id
        try:
            await asyncio.wait((task,))
        finally:
            self._handled.pop(task, None)
        if not task.cancelled():
            task.result()

    @asynccontextmanager
    async def _mending(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._mend())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _mend(self) -> None:
        while True:
            await asyncio.sleep(self._poll_s)
            try:
                if await self.is_mender():
                    await self.mend()
            except Exception:  # noqa: BLE001 - the worker's edge: the next look may succeed
                _log.exception("the queue could not be looked through")

    async def is_mender(self) -> bool:
        """Whether it is this process that looks for lost jobs: one does for the whole cluster."""
        about = {"me": self._name, "silent_s": _SILENT * self._poll_s}
        async with self._transaction() as tx:
            if await (await tx.execute(_IS_MENDED, about)).fetchone():
                return False
            return bool(await (await tx.execute(_MEND, about)).fetchone())

    async def mend(self) -> None:
        """Queue admitted requests that have had no job for two looks; remove dead jobs."""
        async with self._transaction() as tx:
            await tx.execute(_CLEAN, (STALLED_S,))
            rows = await (await tx.execute(_LOST)).fetchall()
            found = {row["id"] for row in rows}
            await self._push_rows(tx, [row for row in rows if row["id"] in self._missed])
            self._missed = frozenset(found - self._missed)

    async def _push_lost(self, tx: Any, ids: Sequence[str]) -> None:
        rows = await (await tx.execute(_LOST)).fetchall()
        await self._push_rows(tx, [row for row in rows if row["id"] in ids])

    async def _push_rows(self, tx: object, rows: Sequence[Mapping[str, Any]]) -> None:
        for row in rows:
            await self.push(tx, (row["id"],), row["priority"], row["engine"])


def schema() -> str:
    """The statements that make the tables of an empty queue."""
    text: str = SchemaManager.get_schema()
    return text
