"""Calls code of engines without holding up the event loop for long."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")

#: a call within this time is cheaper in the loop than a thread's help, in seconds
QUICK_S: Final = 0.002


class Quick:
    """Calls what was quick last time right here, and everything else in a thread.

    An engine may import a library when it is first asked, or read a long prompt when it plans;
    others need microseconds. How long a kind of call takes is found out by calling it.
    """

    def __init__(self, steady: Callable[[], float] = time.perf_counter) -> None:
        self._steady = steady
        self._known: set[str] = set()

    async def call(self, kind: str, function: Callable[P, T], *args: P.args, **kw: P.kwargs) -> T:
        """Call a function; what it raises is raised here.

        Parameters
        ----------
        kind
            Calls that take about as long as each other; from a bounded set of words.
        """
        if kind not in self._known:
            began = self._steady()
            result = await asyncio.to_thread(function, *args, **kw)
        else:
            began = self._steady()
            result = function(*args, **kw)
        if self._steady() - began <= QUICK_S:
            self._known.add(kind)
        else:
            self._known.discard(kind)
        return result
