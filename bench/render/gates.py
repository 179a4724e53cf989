"""What the built-in engine must reach, and what it did."""

from __future__ import annotations

from dataclasses import dataclass

from tools import Row

#: clips beside the push-in: limit of their CPU against it, and how many shots they have
OTHERS = (("start-end", 2.0, 1), ("text-3-shots", 1.5, 3), ("references", 2.0, 2))


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
    found: list[Gate] = []
    for size in ("1080p", "4k"):
        mine = {row["recipe"]: row for row in rows if row["tier"] == size}
        if "photo" in mine:
            found += _photo(size, mine)
    photo = _row(rows, "photo", "1080p")
    for name, most, shots in OTHERS:
        other = _row(rows, name, "1080p")
        if other or photo:
            found += _other(name, other, photo, most, shots)
    return found


def _other(name: str, other: Row, photo: Row, most: float, shots: int) -> list[Gate]:
    """Return the gates of a clip that is no push-in; its own tier may be another size."""
    ratio = _per_pixel(other) / _per_pixel(photo) if other and photo else None
    prepare = other["prepare_s"] / shots if other else None
    limit = 1.5 if name == "start-end" else 2.5
    return [
        Gate(f"{name}: CPU per frame and pixel, ratio to photo", ratio, most, "most"),
        Gate(f"{name}: prepare, for each shot", prepare, limit, "most", " s"),
        Gate(f"{name}: peak RSS", other.get("max_rss_mb"), 500, "most", " MiB"),
    ]


def _row(rows: list[Row], recipe: str, tier: str) -> Row:
    return next((r for r in rows if r["recipe"] == recipe and r["tier"] == tier), {})


def _per_pixel(row: Row) -> float:
    width, height = map(int, row["size"].split("x"))
    return row["cpu_ms_per_frame"] / (width * height)


def _photo(size: str, mine: dict[str, Row]) -> list[Gate]:
    photo = mine["photo"]

    def ratio(other: str) -> float | None:
        if other not in mine:
            return None
        return photo["cpu_ms_per_frame"] / mine[other]["cpu_ms_per_frame"]

    found = [
        Gate(f"{size}: frames/s, ratio to encode-only", photo["encode_ratio"], 0.65, "least"),
        Gate(f"{size}: CPU per frame, ratio to zoompan", ratio("zoompan"), 1.25, "most"),
    ]
    if size == "1080p":
        found.append(Gate("1080p: CPU, ratio to zoompan-8000", ratio("zoompan-8000"), 0.67, "most"))
        jitter = mine.get("jitter", {})
        found += [
            Gate("jitter, RMS", jitter.get("rms_px"), 0.03, "most", " px"),
            Gate("zoom over 5 s", jitter.get("zoom_percent"), 8, "least", " %"),
        ]
        ends = mine.get("start-end", {})
        found.append(Gate("end frame, PSNR-Y", ends.get("end_psnr_y_db"), 38, "least", " dB"))
    found += [
        Gate(f"{size}: first frame, PSNR-Y", photo["psnr_y_db"], 38, "least", " dB"),
        Gate(f"{size}: prepare", photo["prepare_s"], 1.5, "most", " s"),
        Gate(f"{size}: peak RSS", photo["max_rss_mb"], 500 if size == "1080p" else 900, "most",
             " MiB"),
    ]  # fmt: skip
    return found


def table(rows: list[Row]) -> str:
    """Return the Markdown table of the gates."""
    lines = ["| gate | limit | measured | |", "|---|---|---|---|"]
    return "\n".join([*lines, *(gate.line() for gate in gates(rows))])
