"""The server's admission rule without a database; a test holds it against the real one."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Admission(Generic[Item]):
    """Each key has at most `cap` requests admitted and not ended; they are taken in that order.

    Parameters
    ----------
    cap
        Of each key, or for every key alike; None admits everything at once, which is first in,
        first out.
    """

    def __init__(self, cap: int | Callable[[Hashable], int] | None) -> None:
        self._cap = cap if callable(cap) else lambda _: math.inf if cap is None else cap
        #: how many wait for others of their key
        self.held_back = 0
        self._ready: deque[Item] = deque()
        self._waiting: dict[Hashable, deque[Item]] = {}
        self._busy: dict[Hashable, int] = {}

    def __len__(self) -> int:
        """How many may be taken now."""
        return len(self._ready)

    def submit(self, key: Hashable, item: Item) -> None:
        """A request arrives."""
        self._waiting.setdefault(key, deque()).append(item)
        self.held_back += 1
        self._admit(key)

    def take(self) -> Item:
        """Hand out the next request; raises `IndexError` when none may be taken."""
        return self._ready.popleft()

    def end(self, key: Hashable) -> None:
        """One of the key's admitted requests has ended: the next of the same key moves up."""
        self._busy[key] -= 1
        self._admit(key)

    def _admit(self, key: Hashable) -> None:
        waiting = self._waiting.get(key)
        while waiting and self._busy.get(key, 0) < self._cap(key):
            self._ready.append(self._let_go(key))

    def _let_go(self, key: Hashable) -> Item:
        """Count one more of the key's requests as admitted."""
        self._busy[key] = self._busy.get(key, 0) + 1
        self.held_back -= 1
        return self._waiting[key].popleft()


class Taking(Admission[Item]):
    """What could come next: idle machines take what is held back, key after key.

    The cap then says who goes first, and no longer who must wait beside an idle machine.
    """

    def __init__(self, cap: int | Callable[[Hashable], int] | None) -> None:
        super().__init__(cap)
        self._turns: deque[Hashable] = deque()
        self._has_turn: set[Hashable] = set()

    def submit(self, key: Hashable, item: Item) -> None:
        """A request arrives; a key that is held back gets a turn."""
        super().submit(key, item)
        if self._waiting[key] and key not in self._has_turn:
            self._has_turn.add(key)
            self._turns.append(key)

    def take(self) -> Item:
        """Hand out what is admitted, else one of the next key that is held back."""
        if self._ready:
            return self._ready.popleft()
        while self._turns:
            key = self._turns.popleft()
            if self._waiting[key]:
                self._turns.append(key)
                return self._let_go(key)
            self._has_turn.discard(key)
        raise IndexError("nothing waits")
