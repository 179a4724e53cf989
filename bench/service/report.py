"""Rows into ratios, and ratios into tables."""

from __future__ import annotations

import statistics
from typing import Any

Row = dict[str, Any]


def compare(row: Row, bare: Row) -> Row:
    """Return the ratios of a row to the yardstick of the same minute."""
    ratios: Row = {}
    for key, field, digits in (
        ("submit", "per_s", 3),
        ("status", "per_s", 3),
        ("jobs_parallel", "per_s", 3),
        ("submit", "cpu_ms", 2),
        ("status", "cpu_ms", 2),
        ("job", "p50_ms", 2),
        ("job", "cpu_ms", 2),
    ):
        mine, other = row.get(key, {}).get(field), bare.get(key, {}).get(field)
        if mine and other:
            ratios[f"{key}_{field}"] = round(mine / other, digits)
    for key in ("start_s", "idle_pss_mb"):
        if row.get(key) and bare.get(key):
            ratios[key] = round(row[key] / bare[key], 2)
    return ratios


def median(rows: list[Row], *path: str) -> float | None:
    """Return the median of a number that lies at `path` in some of the rows."""
    values = []
    for row in rows:
        value: Any = row
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, (int, float)):
            values.append(value)
    return statistics.median(values) if values else None


COLUMNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("start s", ("start_s",)),
    ("PSS MiB idle", ("idle_pss_mb",)),
    ("processes", ("processes",)),
    ("job p50 ms", ("job", "p50_ms")),
    ("p99 ms", ("job", "p99_ms")),
    ("p50 ms, long poll", ("job", "waited_p50_ms")),
    ("CPU ms", ("job", "cpu_ms")),
    ("jobs/s", ("jobs_parallel", "per_s")),
    ("submit/s", ("submit", "per_s")),
    ("x bare", ("x_bare", "submit_per_s")),
    ("CPU ms", ("submit", "cpu_ms")),
    ("status/s", ("status", "per_s")),
    ("x bare", ("x_bare", "status_per_s")),
    ("CPU ms", ("status", "cpu_ms")),
    ("left after SIGTERM", ("left_after_sigterm",)),
)


def summary(rows: list[Row]) -> str:
    """Return a Markdown table with medians per peer, and what became of the jobs in the crashes."""
    lines = ["| peer | runs | " + " | ".join(name for name, _ in COLUMNS) + " |"]
    lines.append("|" + "---|" * (len(COLUMNS) + 2))
    for name in dict.fromkeys(row["peer"] for row in rows):
        mine = [row for row in rows if row["peer"] == name]
        cells = [name, str(len(mine))]
        for _, path in COLUMNS:
            value = median(mine, *path)
            cells.append("-" if value is None else f"{value:.4g}")
        lines.append("| " + " | ".join(cells) + " |")
    lines.append("")
    for row in rows:
        lines += [_loss(row, key) for key in ("crash", "worker_loss") if key in row]
        if error := row.get("error"):
            lines.append(f"- {row['peer']} ERROR: {error}")
    loads = [row["load_average"] for row in rows]
    lines.append(f"\nload average of the machine, before each start: {min(loads)} to {max(loads)}")
    return "\n".join(lines)


def _loss(row: Row, key: str) -> str:
    found = row[key]
    text = found.get("skipped") or (
        f"{found.get('before_kill', '')} -> {found['final']} of {found['jobs']}, "
        f"watched {found['watched_s']} s, restart {found.get('restart_s', '-')} s, "
        f"finished twice {found.get('finished_twice', '?')}"
        + (f", new job: {found['new_job']}" if "new_job" in found else "")
    )
    return f"- {row['peer']} {key}: {text}"
