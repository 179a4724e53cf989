"""What filmgate must reach, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peers import DONE, FAILED
from report import Row, median


@dataclass(frozen=True)
class Gate:
    """One line of the table: a measured value and its limit."""

    name: str
    value: float | None
    limit: float
    #: "least" or "most"
    sense: str
    unit: str = ""

    @property
    def verdict(self) -> str:
        """Return pass, short or not measured."""
        if self.value is None:
            return "not measured"
        is_met = self.value >= self.limit if self.sense == "least" else self.value <= self.limit
        return "pass" if is_met else "SHORT"

    def line(self) -> str:
        """Return the line of the table."""
        value = "-" if self.value is None else f"{self.value:.3g}{self.unit}"
        sign = "≥" if self.sense == "least" else "≤"
        return f"| {self.name} | {sign} {self.limit:g}{self.unit} | {value} | {self.verdict} |"


def gates(rows: list[Row]) -> list[Gate]:
    """Return the gates for the rows of one run."""
    ours = [row for row in rows if row["peer"] == "filmgate"]
    celery = [row for row in rows if row["peer"] == "celery"]
    shared = [row for row in rows if row["peer"] == "filmgate-pg"]
    found = [*_speed(ours, celery), *_footprint(ours), *_crash(ours), *_worker_loss(ours)]
    return [*(found if ours else []), *(_shared(shared, celery) if shared else [])]


def _shared(ours: list[Row], celery: list[Row]) -> list[Gate]:
    """The gates on PostgreSQL: both rates are at least Celery's."""
    found = []
    for word in ("submit", "status"):
        mine = median(ours, "x_bare", f"{word}_per_s")
        theirs = median(celery, "x_bare", f"{word}_per_s")
        ratio = mine / theirs if mine and theirs else None
        found.append(Gate(f"PostgreSQL: {word}/s, ratio to Celery", ratio, 1, "least"))
    left = median(ours, "left_after_sigterm")
    return [*found, Gate("PostgreSQL: processes left after SIGTERM", left, 0, "most")]


def _speed(ours: list[Row], celery: list[Row]) -> list[Gate]:
    found = []
    for word, least in (("submit", 0.2), ("status", 0.4)):
        mine = median(ours, "x_bare", f"{word}_per_s")
        theirs = median(celery, "x_bare", f"{word}_per_s")
        found.append(Gate(f"{word}/s, ratio to bare", mine, least, "least"))
        ratio = mine / theirs if mine and theirs else None
        found.append(Gate(f"{word}/s, ratio to Celery", ratio, 1, "least"))
    waited = median(ours, "job", "waited_p50_ms")
    found.append(Gate("no-op submit to result by long poll, p50", waited, 5, "most", " ms"))
    return found


def _footprint(ours: list[Row]) -> list[Gate]:
    return [
        Gate("idle PSS, API and a warm process", median(ours, "idle_pss_mb"), 160, "most", " MiB"),
        Gate("idle PSS, API alone", median(ours, "api_pss_mb"), 80, "most", " MiB"),
        Gate("start to first accepted submit", median(ours, "start_s"), 1, "most", " s"),
        Gate("processes left after SIGTERM", median(ours, "left_after_sigterm"), 0, "most"),
    ]


def _crash(ours: list[Row]) -> list[Gate]:
    found: dict[str, Any] = next((row["crash"] for row in ours if "crash" in row), {})
    done = found["final"].get(DONE, 0) if found else None
    return [
        Gate("kill -9 of everything: done of 12", done, 12, "least"),
        Gate("kill -9 of everything: finished twice", found.get("finished_twice"), 0, "most"),
        Gate("kill -9 of everything: restart", found.get("restart_s"), 2, "most", " s"),
    ]


def _worker_loss(ours: list[Row]) -> list[Gate]:
    found: dict[str, Any] = next((row["worker_loss"] for row in ours if "worker_loss" in row), {})
    final = found.get("final")
    stuck = None if final is None else sum(n for w, n in final.items() if w not in (DONE, FAILED))
    new = None if final is None else float(found["new_job"] == DONE)
    return [
        Gate("kill -9 of the render process: stuck", stuck, 0, "most"),
        Gate("kill -9 of the render process: new job runs", new, 1, "least"),
    ]


def table(rows: list[Row]) -> str:
    """Return the Markdown table of the gates."""
    lines = ["| gate | limit | measured | |", "|---|---|---|---|"]
    return "\n".join([*lines, *(gate.line() for gate in gates(rows))])
