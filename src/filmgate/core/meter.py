"""What happened in this process, as numbers; cheap enough to count every call."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

#: upper ends of the classes that short times are counted in, in seconds
SHORT_S: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
#: the same for waits and renders
LONG_S: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 900.0, 3600.0)


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """Something that is measured: its name, what it means, and the names of its labels."""

    name: str
    meaning: str
    labels: tuple[str, ...] = ()
    #: of a time: the upper ends of its classes; empty: a count
    bounds: tuple[float, ...] = ()


HTTP: Final = Measure(
    "filmgate_http_seconds",
    "Seconds until a call was answered.",
    ("method", "path", "status"),
    SHORT_S,
)
DATABASE: Final = Measure(
    "filmgate_database_seconds", "Seconds a read or a transaction took.", ("kind",), SHORT_S
)
CLAIM: Final = Measure(
    "filmgate_claim_wait_seconds",
    "Seconds from a submit to its first claim by a worker.",
    ("engine",),
    LONG_S,
)
STAGE: Final = Measure(
    "filmgate_stage_seconds", "Seconds of a stage of a render.", ("engine", "stage"), LONG_S
)
REQUEST: Final = Measure(
    "filmgate_request_seconds",
    "Seconds from a submit to its end.",
    ("engine", "status"),
    LONG_S,
)
CHANGES: Final = Measure(
    "filmgate_request_changes", "Changes of requests that this process made.", ("type",)
)
FAILURES: Final = Measure(
    "filmgate_attempt_failures", "Attempts that failed, by class of error.", ("engine", "code")
)
#: a level, not a count: it goes up and down
STREAMS: Final = Measure("filmgate_event_streams", "Open streams of events.")

#: everything that is measured in a process
MEASURES: Final = (HTTP, DATABASE, CLAIM, STAGE, REQUEST, CHANGES, FAILURES, STREAMS)
LEVELS: Final = frozenset({STREAMS})


@dataclass(slots=True)
class Spread:
    """Times, counted in classes."""

    bounds: tuple[float, ...]
    total_s: float = 0.0
    counts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing; the last class has no upper end."""
        self.counts = [0] * (len(self.bounds) + 1)

    def add(self, seconds: float) -> None:
        """Count one time."""
        self.counts[bisect_left(self.bounds, seconds)] += 1
        self.total_s += seconds


class Meter:
    """The numbers of one process; used from its event loop alone."""

    def __init__(self) -> None:
        self._times: dict[Measure, dict[tuple[str, ...], Spread]] = {}
        self._sums: dict[Measure, dict[tuple[str, ...], float]] = {}

    def time(self, measure: Measure, seconds: float, *labels: str) -> None:
        """Count one time under its labels, which are in the measure's order."""
        spreads = self._times.get(measure)
        if spreads is None:
            spreads = self._times[measure] = {}
        spread = spreads.get(labels)
        if spread is None:
            spread = spreads[labels] = Spread(measure.bounds)
        spread.add(seconds)

    def count(self, measure: Measure, *labels: str, by: float = 1) -> None:
        """Count something that happened, or move a level."""
        sums = self._sums.setdefault(measure, {})
        sums[labels] = sums.get(labels, 0) + by

    def times(self, measure: Measure) -> Iterator[tuple[tuple[str, ...], Spread]]:
        """What was timed, by labels."""
        yield from self._times.get(measure, {}).items()

    def sums(self, measure: Measure) -> Iterator[tuple[tuple[str, ...], float]]:
        """What was counted, by labels."""
        yield from self._sums.get(measure, {}).items()
