"""The rate of a key: GCRA, one number per key, in memory.

Each server process counts for itself: with N replicas behind a balancer a key gets up to N times
its rate. Hard limits (queued, in flight, spend) are counted in the database instead.

References
----------
.. [1] ITU-T I.371, annex A: the generic cell rate algorithm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class RateLimit:
    """Lets each name pass so many times a minute, all at once or spread out."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        #: the theoretical arrival time of [1]_: when the name's allowance is whole again
        self._due: dict[str, float] = {}

    def take(self, name: str, per_minute: int) -> float:
        """Take one turn; 0.0 if it was free, else the seconds until one is (nothing is taken).

        Parameters
        ----------
        name
            Whose turn.
        per_minute
            Turns in a minute, at least 1; as many may follow each other at once after a pause.
        """
        interval_s = 60.0 / per_minute
        now = self._clock()
        due = max(self._due.get(name, 0.0), now) + interval_s
        # a microsecond of grace: sums of intervals do not come to exactly a minute
        wait_s = due - 60.0 - now
        if wait_s > 1e-6:
            return wait_s
        self._due[name] = due
        return 0.0

    def forget(self, name: str) -> None:
        """Drop what is remembered of a name."""
        self._due.pop(name, None)
