"""Who calls: a key, the owner it stands for, and what it may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a key may do; each word includes the ones before it."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Caps:
    """Limits of one key; None means no limit."""

    in_flight: int | None = None
    queued: int | None = None
    #: submits in a minute
    rate_per_minute: int | None = None
    spend_day_micro: int | None = None
    spend_month_micro: int | None = None
    #: highest priority its requests may ask for
    priority: int | None = 0


@dataclass(frozen=True, slots=True)
class Principal:
    """The owner behind a call, and the key that was used."""

    owner_id: str
    key_id: str
    scopes: frozenset[Scope] = frozenset({Scope.READ, Scope.WRITE})
    #: names of engines this key may use; None: every engine that costs nothing
    engines: frozenset[str] | None = None
    caps: Caps = Caps()
    #: address that is told of the ends of this key's requests, unless they name another
    webhook: str | None = None

    def may(self, scope: Scope) -> bool:
        """Whether the key holds this scope, or a wider one."""
        wider = list(Scope)[list(Scope).index(scope) :]
        return any(held in self.scopes for held in wider)
