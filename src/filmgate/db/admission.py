"""Fairness: which requests may be claimed, and in which order.

Only *admitted* requests are claimable. Each key has a cap on how many of its requests are
admitted and not ended, so a key that sends a thousand cannot hold up one that sends two. Numbers
drawn from a counter give the order of admission, and requests are claimed in that order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, TypeAlias

from filmgate.db.rows import load
from filmgate.db.script import QUEUE, Row, Script, Signal, query, repeatable

#: queued requests of which positions are known; further ones all read this number
MAX_POSITIONS: Final = 20_000

#: what decides who is first: -priority, the turn of its key, since when it waits, its id
_Turn: TypeAlias = tuple[int, int, float, str]
#: a turn, and the engine that is to render
_Chosen: TypeAlias = tuple[_Turn, str]


def admit_key(key_id: str, cap: int) -> Script[None]:
    """Admit what one key may have in flight."""
    yield query("admission_lock", key_id=key_id)
    yield from admit_more(key_id, cap)


def admit_more(key_id: str, cap: int) -> Script[None]:
    """Admit what one key may have in flight, when its lock is held already."""
    chosen = yield from _next_of(key_id, cap)
    yield from _admit(chosen)


def admit_touched(key_id: str, default_cap: int) -> Script[None]:
    """Admit for a key whose caps are only known to its row."""
    rows = yield query("admission_caps", key_id=key_id)
    yield from admit_key(key_id, _cap(rows[0]["caps"] if rows else None, default_cap))


@repeatable
def admit_all(default_cap: int) -> Script[None]:
    """Admit for every key that waits, taking turns within one priority."""
    keys = yield query("admission_keys")
    chosen: list[_Chosen] = []
    for row in keys:
        yield query("admission_lock", key_id=row["key_id"])
        chosen += yield from _next_of(row["key_id"], _cap(row["caps"], default_cap))
    yield from _admit(chosen)


def _cap(caps: str | None, default: int) -> int:
    own = load(caps).get("in_flight") if caps else None
    return default if own is None else int(own)


def _next_of(key_id: str, cap: int) -> Script[list[_Chosen]]:
    """What a key may send next."""
    rows = yield query("admission_busy", key_id=key_id)
    busy = rows[0]["busy"]
    if busy >= cap:
        return []
    rows = yield query("admission_next", key_id=key_id, limit=cap - busy)
    return [
        ((-row["priority"], busy + turn, row["created_at"], row["id"]), row["engine"])
        for turn, row in enumerate(rows)
    ]


def _admit(chosen: list[_Chosen]) -> Script[None]:
    if not chosen:
        return
    chosen.sort()
    rows = yield query("admission_number", count=len(chosen))
    first = rows[0]["value"] - len(chosen) + 1
    for place, ((_, _, _, request_id), _) in enumerate(chosen):
        yield query("admit", id=request_id, number=first + place)
    for (negative, _, _, request_id), engine in chosen:
        yield Signal(QUEUE, (request_id,), -negative, engine)


def positions(admitted: Sequence[Row], waiting: Sequence[Row]) -> dict[str, int]:
    """How many requests are ahead of each queued one: admitted ones first, then by turns."""
    turns: Counter[str] = Counter()
    order: list[_Turn] = []
    for row in waiting:
        turns[row["key_id"]] += 1
        order.append((-row["priority"], turns[row["key_id"]], row["created_at"], row["id"]))
    order.sort()
    ids = [row["id"] for row in admitted] + [request_id for _, _, _, request_id in order]
    return {request_id: ahead for ahead, request_id in enumerate(ids)}
