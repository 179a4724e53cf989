"""What arrives while others are being recorded shares the next transaction with them."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Final, Generic, TypeAlias, TypeVar

from filmgate.core.errors import FilmgateError

T = TypeVar("T")
R = TypeVar("R")

#: what shares one transaction at most; bounds how long the first of them waits
MOST: Final = 64

#: what is to be done, and who waits for the answer
_Thing: TypeAlias = tuple[T, "asyncio.Future[R]"]


class Gatherer(Generic[T, R]):
    """Lets those who would wait for each other go together.

    Things of one lane are done one transaction after the other, because their order matters, and
    those of different lanes beside each other. A thing that finds its lane free is done at once,
    alone; those that come meanwhile are done together, in the order in which they came.

    Parameters
    ----------
    do
        Does some things of one lane together; gives an answer or an error for each. When it raises,
        none of them was done.
    most
        How many are done together.
    """

    def __init__(
        self, do: Callable[[Sequence[T]], Awaitable[Sequence[R | FilmgateError]]], most: int = MOST
    ) -> None:
        self._do = do
        self._most = most
        self._lanes: dict[Hashable, deque[_Thing[T, R]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def add(self, lane: Hashable, thing: T) -> R:
        """Have a thing done; a caller that is cancelled while it waits does not stop it."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        waiting = self._lanes.get(lane)
        if waiting is not None:
            waiting.append((thing, answer))
        else:
            self._lanes[lane] = deque(((thing, answer),))
            task = asyncio.create_task(self._run(lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await answer

    async def _run(self, lane: Hashable) -> None:
        """Do what waits in a lane until nothing does."""
        waiting = self._lanes[lane]
        together: list[_Thing[T, R]] = []
        try:
            while waiting:
                together = [waiting.popleft() for _ in range(min(len(waiting), self._most))]
                await self._settle(together)
        finally:
            del self._lanes[lane]
            for _, answer in (*together, *waiting):
                answer.cancel()  # without effect, unless this task was cancelled

    async def _settle(self, together: Sequence[_Thing[T, R]]) -> None:
        """Do some things and hand everybody their answer."""
        answers: Sequence[R | Exception]
        try:
            answers = await self._do([thing for thing, _ in together])
        except FilmgateError as error:
            answers = [error] * len(together)
        except Exception as error:  # noqa: BLE001 - everybody who waits must be told
            if len(together) > 1:
                for one in together:  # the fault of one of them must not be that of the others
                    await self._settle((one,))
                return
            answers = [error]
        for (_, answer), found in zip(together, answers, strict=True):
            if answer.done():
                continue  # its caller was cancelled
            if isinstance(found, Exception):
                answer.set_exception(found)
            else:
                answer.set_result(found)
