"""Times as text."""

from __future__ import annotations

from datetime import UTC, datetime


def timestamp(seconds: float) -> str:
    """ISO 8601 in UTC with milliseconds and ``Z``: ``2026-11-21T10:00:00.000Z``."""
    # never later than the moment itself; the small part undoes the error of the product
    whole_s, ms = divmod(int(seconds * 1000 + 0.01), 1000)
    return f"{datetime.fromtimestamp(whole_s, UTC):%Y-%m-%dT%H:%M:%S}.{ms:03d}Z"


def optional_timestamp(seconds: float | None) -> str | None:
    """The same, or None."""
    return None if seconds is None else timestamp(seconds)
