"""Rows of requests over any database that runs scripts."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from filmgate.core.account import Principal
from filmgate.core.errors import FilmgateError
from filmgate.core.json import Json
from filmgate.core.records import Claim, NewRequest, Outcome, RequestFilter, StoredFile, Submitted
from filmgate.core.request import Event, Failure, Progress, Request, RequestDetail, Status, Took
from filmgate.db import accept, life
from filmgate.db.accept import Asked
from filmgate.db.admission import MAX_POSITIONS, admit_all, positions
from filmgate.db.files import LAST
from filmgate.db.gather import Gatherer
from filmgate.db.rows import to_detail, to_event, to_request, to_took
from filmgate.db.script import Database, query

#: the newest successes an estimate of time is made from
HISTORY: Final = 200
#: events of a request that are read at once; more than any request has
MANY_EVENTS: Final = 100_000
#: what becomes known of a doubt that nobody settled
UNRESOLVED: Final = "nobody said in time whether the paid service had accepted the request"
#: requests removed by one pass of a sweep
SWEEP: Final = 100
#: seconds a worker has to correct a lease that is too long, after the clock was set back
ODD_S: Final = 60.0
#: a list of positions is used again for this many times as long as it took to make
REUSE: Final = 20.0
#: seconds to make a list of positions that count as no time
QUICK_S: Final = 0.002


class Requests:
    """Every step of a request's life; implements `core.ports.RequestStore`.

    Parameters
    ----------
    database
        Runs the scripts.
    in_flight
        How many requests of one key are admitted at once, where the key has no cap of its own:
        as many as there are slots keeps every slot busy and every other key's wait short.
    doubt_s
        Seconds a request may stay in doubt.
    clock, steady
        Seconds since the epoch; seconds of a clock that never jumps.
    """

    def __init__(
        self,
        database: Database,
        in_flight: int = 4,
        doubt_s: float = 86_400.0,
        clock: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._cap = in_flight
        self._doubt_s = doubt_s
        self._clock = clock
        self._steady = steady
        #: requests this process holds → until when, by the steady clock, they are surely alive
        self._held: dict[str, float] = {}
        #: requests whose lease is too long → since when, by the steady clock, that is known
        self._odd: dict[str, float] = {}
        self._submits = Gatherer[Asked, Submitted](self._submit_all)
        self._positions: dict[str, int] = {}
        self._positions_until = 0.0

    # --- accepting and reading ---

    async def submit(self, new: NewRequest, principal: Principal) -> Submitted:
        """Record a request, hold its files, queue it. Durable when it returns."""
        # Submits of one key wait for each other, so those that wait go together.
        lane = (principal.owner_id, principal.key_id)
        return await self._submits.add(lane, Asked(new, principal, self._clock()))

    async def _submit_all(self, asked: Sequence[Asked]) -> Sequence[Submitted | FilmgateError]:
        return await self._database.run(accept.submit(asked, self._cap))

    async def replay(self, owner_id: str, idempotency_key: str, body_hash: str) -> Submitted | None:
        """Find the request an idempotency key already stands for, before any work is done."""
        rows = await self._database.read(
            "idempotency_get", owner_id=owner_id, idempotency_key=idempotency_key
        )
        if not rows:
            return None
        return await self._database.run(accept.replay(owner_id, idempotency_key, body_hash))

    async def get(self, request_id: str) -> Request | None:
        """Read one request."""
        rows = await self._database.read("request_get", id=request_id)
        return to_request(rows[0]) if rows else None

    async def detail(self, request_id: str) -> RequestDetail | None:
        """Read the large parts of one request."""
        rows = await self._database.read("request_detail", id=request_id)
        return to_detail(rows[0]) if rows else None

    async def events(
        self, request_id: str, after: int = 0, limit: int = MANY_EVENTS
    ) -> list[Event]:
        """Read the history of one request from a sequence number on."""
        rows = await self._database.read(
            "event_list", request_id=request_id, after=after, limit=limit
        )
        return [to_event(request_id, row) for row in rows]

    async def owner_events(self, owner_id: str, after: int, limit: int) -> list[Event]:
        """Read what happened to all requests of an owner, from a number on."""
        rows = await self._database.read(
            "event_of_owner", owner_id=owner_id, after=after, limit=limit
        )
        return [to_event(row["request_id"], row) for row in rows]

    async def last_number(self, owner_id: str) -> int:
        """The number of the owner's newest event; 0 before the first."""
        rows = await self._database.read("event_last", owner_id=owner_id)
        return int(rows[0]["last_number"]) if rows else 0

    async def page(self, owner_id: str, query: RequestFilter) -> tuple[list[Request], str | None]:
        """One page of an owner's requests, newest first, and the cursor of the next."""
        is_filtered = query.text or query.statuses or query.model_id or query.created_before
        # a filter may pass over any number of rows before a page is full
        read = self._database.scan if is_filtered else self._database.read
        rows = await read(
            "request_page",
            cursor=query.cursor or LAST,
            limit=query.limit + 1,
            **_filter(owner_id, query),
        )
        found = [to_request(row) for row in rows[: query.limit]]
        return found, found[-1].id if len(rows) > query.limit else None

    async def count(self, owner_id: str, query: RequestFilter, highest: int) -> int:
        """How many of an owner's requests pass a filter, on all pages; counts up to `highest`."""
        rows = await self._database.scan("request_count", limit=highest, **_filter(owner_id, query))
        return int(rows[0]["found"])

    async def history(self, model_id: str, engine: str) -> list[Took]:
        """What the newest successes of a model on an engine took."""
        rows = await self._database.read("history", model_id=model_id, engine=engine, limit=HISTORY)
        return [to_took(row) for row in rows]

    async def position(self, request_id: str) -> int:
        """How many requests will be taken before this one; 0 is next.

        The list of a long queue is used again for a moment, so that many callers who poll cannot
        make the database count for each of them.
        """
        now = self._steady()
        if now >= self._positions_until:
            admitted = await self._database.read("queue_admitted", limit=MAX_POSITIONS)
            waiting = await self._database.read("queue_waiting", limit=MAX_POSITIONS)
            self._positions = positions(admitted, waiting)
            took_s = self._steady() - now
            self._positions_until = now + (REUSE * took_s if took_s > QUICK_S else 0.0)
        return self._positions.get(request_id, len(self._positions))

    async def admitted(self) -> list[tuple[str, int]]:
        """Ids that may be claimed, with their priority, in the order they are to be taken."""
        rows = await self._database.read("queue_admitted", limit=MAX_POSITIONS)
        return [(row["id"], row["priority"]) for row in rows]

    # --- a held attempt ---

    async def claim(self, request_id: str, worker: str, lease_s: float) -> Claim | None:
        """Take a queued request; None if someone else has, or it was cancelled."""
        # A claim that a power cut undoes was never made: whatever it began is gone with it.
        script = life.claim(request_id, worker, lease_s)
        claim = await self._database.run(script, durable=False)
        if claim:
            self._held[request_id] = self._steady() + lease_s
        return claim

    async def extend(
        self, request_id: str, attempt: int, lease_s: float, progress: Progress | None
    ) -> bool:
        """Extend the lease; False when the attempt no longer holds the request."""
        script = life.extend(request_id, attempt, lease_s, progress)
        if await self._database.run(script, durable=False):
            self._held[request_id] = self._steady() + lease_s
            return True
        self._held.pop(request_id, None)
        return False

    async def record(
        self,
        request_id: str,
        attempt: int,
        type_: str,
        data: Mapping[str, Json],
        files: Sequence[StoredFile] = (),
    ) -> bool:
        """Append an event of a held attempt, and record the files it speaks of."""
        return await self._database.run(
            life.record(request_id, attempt, type_, data, files), durable=False
        )

    async def update_order(self, request_id: str, attempt: int, detail: RequestDetail) -> bool:
        """Replace input, order and plan of a held attempt, once deferred media are known."""
        return await self._database.run(life.update_order(request_id, attempt, detail))

    async def begin_call(self, request_id: str, attempt: int) -> bool:
        """Record, durably, that a paid upstream is about to be called."""
        return await self._database.run(life.mark_called(request_id, attempt, None))

    async def save_handle(self, request_id: str, attempt: int, handle: str) -> bool:
        """Record the upstream's id of the work."""
        return await self._database.run(life.mark_called(request_id, attempt, handle))

    async def finish(self, request_id: str, attempt: int, outcome: Outcome) -> bool:
        """End a held attempt; False when the attempt lost the request."""
        script = life.finish(request_id, attempt, outcome, self._cap)
        return self._let_go(request_id, done=await self._database.run(script))

    async def retry(self, request_id: str, attempt: int, error: Failure, delay_s: float) -> bool:
        """Put a held request back; fails it when its attempts are used up."""
        script = life.retry(request_id, attempt, error, delay_s, self._cap)
        return self._let_go(request_id, done=await self._database.run(script))

    async def release(self, request_id: str, attempt: int) -> bool:
        """Hand a held request back without counting the attempt: this worker is stopping."""
        script = life.release(request_id, attempt)
        return self._let_go(request_id, done=await self._database.run(script))

    async def doubt(self, request_id: str, attempt: int, message: str) -> bool:
        """Stop a held request that a paid upstream may or may not have accepted."""
        script = life.doubt(request_id, attempt, message, self._doubt_s)
        return self._let_go(request_id, done=await self._database.run(script))

    def _let_go(self, request_id: str, *, done: bool) -> bool:
        self._held.pop(request_id, None)
        return done

    # --- from outside ---

    async def cancel(self, request_id: str, *, running: bool = True) -> Status | None:
        """Cancel a queued or running request at once; `running=False` only a queued one."""
        script = life.cancel(request_id, running=running, default_cap=self._cap)
        return await self._database.run(script)

    async def resolve(
        self, request_id: str, *, again: bool, handle: str | None = None, message: str = ""
    ) -> bool:
        """Settle a request in doubt: render again (or wait for `handle`), or fail it."""
        return await self._database.run(
            life.resolve(
                request_id, again=again, handle=handle, message=message, default_cap=self._cap
            )
        )

    async def rehydrate(self) -> list[str]:
        """Take back what a dead dispatcher held; only for the holder of the dispatcher's lock."""
        self._held.clear()
        lost = await self._database.run(life.rehydrate(self._doubt_s, self._cap))
        await self._database.run(admit_all(self._cap))
        return lost

    async def reap(self) -> list[str]:
        """Put back, or fail, requests whose lease has run out; then admit what is waiting."""
        rows = await self._database.read("reap_due")
        if not rows[0]["due"]:
            return []
        lost = [id_ for id_ in await self._overdue() if await self._take_back(id_)]
        for row in await self._database.read("doubt_expired"):
            await self.resolve(row["id"], again=False, message=UNRESOLVED)
        await self._database.run(admit_all(self._cap))
        return lost

    async def _overdue(self) -> list[str]:
        """Requests whose lease has run out; what this process holds may only look like it."""
        now = self._steady()
        rows = await self._database.read("lease_expired")
        odd = {row["id"]: self._odd.get(row["id"], now) for row in rows if not row["is_over"]}
        self._odd = odd
        # The next heartbeat of a worker that lives corrects its lease.
        over = [row["id"] for row in rows if now - odd.get(row["id"], -ODD_S) >= ODD_S]
        return [id_ for id_ in over if self._held.get(id_, now) <= now]

    async def _take_back(self, request_id: str) -> bool:
        return await self._database.run(life.take_back(request_id, self._doubt_s, self._cap))

    async def delete(self, request_id: str) -> bool:
        """Delete a final request softly; its files follow when it is swept."""
        return await self._database.run(life.any_row(query("request_delete", id=request_id)))

    async def restore(self, request_id: str, owner_id: str) -> bool:
        """Undo a soft delete that was not swept yet."""
        statement = query("request_restore", id=request_id, owner_id=owner_id)
        return await self._database.run(life.any_row(statement))

    async def sweep(self, older_than_s: float) -> int:
        """Remove for good what was deleted that long ago; returns how many requests."""
        return await self._database.run(life.sweep(self._clock() - older_than_s, SWEEP))


def _filter(owner_id: str, query: RequestFilter) -> dict[str, object]:
    statuses = ",".join(status.value for status in query.statuses)
    return {
        "owner_id": owner_id,
        "model_id": query.model_id,
        "statuses": f",{statuses}," if statuses else None,
        "created_after": query.created_after,
        "created_before": query.created_before,
        "pattern": _pattern(query.text),
    }


def _pattern(text: str | None) -> str | None:
    if not text:
        return None
    escaped = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
