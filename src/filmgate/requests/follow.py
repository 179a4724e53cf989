"""What callers do with a request they made: look, cancel, list, delete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from filmgate.core.account import Principal
from filmgate.core.errors import NotFound, PermissionDenied
from filmgate.core.ports import Queue, RequestStore
from filmgate.core.records import RequestFilter
from filmgate.core.request import Event, Request, RequestDetail, Status


@dataclass(frozen=True, slots=True)
class Followed:
    """Where a request stands."""

    request: Request
    #: requests ahead of it, 0 is next; None when it does not wait
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything about a request."""

    request: Request
    detail: RequestDetail
    events: list[Event]


class Follower:
    """Reads requests for their owners.

    Parameters
    ----------
    store
        Rows of requests.
    queue
        Told about a cancellation, so that the render ends at once.
    can_cancel
        Whether the engine of this name can be stopped while it renders.
    """

    def __init__(
        self, store: RequestStore, queue: Queue, can_cancel: Callable[[str], bool] = lambda _: True
    ) -> None:
        self._store = store
        self._queue = queue
        self._can_cancel = can_cancel

    async def status(self, principal: Principal, request_id: str) -> Followed:
        """Say where a request stands: one read by primary key, and the position if it waits.

        Raises
        ------
        NotFound
            Nothing has this id.
        PermissionDenied
            It belongs to someone else.
        """
        request = await self._own(principal, request_id)
        if request.status is not Status.IN_QUEUE:
            return Followed(request)
        return Followed(request, await self._store.position(request_id))

    async def result(self, principal: Principal, request_id: str) -> Request:
        """Give the request with its output or error, whatever its state. Raises as `status`."""
        return await self._own(principal, request_id)

    async def show(self, principal: Principal, request_id: str) -> Shown:
        """Give everything about a request. Raises as `status`."""
        request = await self._own(principal, request_id)
        detail = await self.detail(request)
        return Shown(request, detail, await self._store.events(request_id))

    async def page(
        self, principal: Principal, query: RequestFilter
    ) -> tuple[list[Request], str | None]:
        """One page of the owner's requests, newest first, and the cursor of the next."""
        return await self._store.page(principal.owner_id, query)

    async def count(self, principal: Principal, query: RequestFilter, highest: int) -> int:
        """How many of the owner's requests pass a filter; counts up to `highest`."""
        return await self._store.count(principal.owner_id, query, highest)

    async def detail(self, request: Request) -> RequestDetail:
        """Give the large parts of a request of the owner's. Raises `NotFound` when it is gone."""
        detail = await self._store.detail(request.id)
        if detail is None:
            raise NotFound(_unknown(request.id))
        return detail

    async def cancel(self, principal: Principal, request_id: str) -> tuple[Status, bool]:
        """Cancel a request that waits, or is rendered by something that can be stopped.

        It is final when this returns, so nothing that the render still does can change it.

        Returns
        -------
        (Status, bool)
            The status it has now, and whether this call cancelled it.
        """
        request = await self._own(principal, request_id)
        stoppable = (Status.IN_QUEUE, Status.IN_PROGRESS)
        running = self._is_stoppable(request.engine)
        before = await self._store.cancel(request_id, running=running)
        if before is None:
            raise NotFound(_unknown(request_id))
        if before not in (stoppable if running else stoppable[:1]):
            return before, False
        if before is Status.IN_PROGRESS:
            await self._queue.wake(request_id)
        return Status.CANCELLED, True

    async def delete(self, principal: Principal, request_id: str) -> bool:
        """Delete an ended request; False while it has not ended. Raises as `status`."""
        await self._own(principal, request_id)
        return await self._store.delete(request_id)

    async def restore(self, principal: Principal, request_id: str) -> None:
        """Undo a deletion. Raises `NotFound` when there is nothing to undo, or no longer."""
        if not await self._store.restore(request_id, principal.owner_id):
            raise NotFound(f"no deleted request {request_id!r} can be restored")

    async def resolve(
        self, principal: Principal, request_id: str, *, again: bool, handle: str | None = None
    ) -> bool:
        """Settle a request in doubt; False when it is not in doubt. Raises as `status`.

        Parameters
        ----------
        again
            Render it again, or, with a `handle`, wait for the work that the paid service has
            under this name. False: it has failed.
        """
        await self._own(principal, request_id)
        message = "" if again else "its owner has given it up"
        return await self._store.resolve(request_id, again=again, handle=handle, message=message)

    def _is_stoppable(self, engine: str) -> bool:
        try:
            return self._can_cancel(engine)
        except NotFound:
            return True  # it was uninstalled, so it renders nothing

    async def _own(self, principal: Principal, request_id: str) -> Request:
        request = await self._store.get(request_id)
        if request is None:
            raise NotFound(_unknown(request_id))
        if request.owner_id != principal.owner_id:
            raise PermissionDenied(f"request {request_id!r} belongs to someone else")
        return request


def _unknown(request_id: str) -> str:
    return f"no request {request_id!r}: it never existed, or was deleted"
