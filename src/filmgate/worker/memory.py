"""How much memory a process has, as the system counts it."""

from __future__ import annotations

import os
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


def rss_bytes(pid: int | None = None) -> int:
    """Resident memory of a process, this one by default; 0 where that cannot be known."""
    try:
        fields = Path(f"/proc/{pid or 'self'}/statm").read_bytes().split()
        return int(fields[1]) * _PAGE
    except (OSError, IndexError, ValueError):
        return 0  # gone, or not Linux
