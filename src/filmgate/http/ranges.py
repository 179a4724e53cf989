"""The Range header: which bytes of a file are asked for.

References
----------
.. [1] RFC 9110, sections 13.1.2 (If-None-Match), 13.1.5 (If-Range) and 14.2 (Range).
"""

from __future__ import annotations

import re
from typing import Final

_SINGLE: Final = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)


class Unsatisfiable(ValueError):
    """The file has no such bytes."""


def read_range(value: str, size: int) -> tuple[int, int] | None:
    """The bytes that a Range header asks for.

    Parameters
    ----------
    value
        The header: ``bytes=0-99``, ``bytes=100-`` or ``bytes=-50`` (the last fifty).
    size
        Size of the file in bytes.

    Returns
    -------
    tuple of int or None
        First byte, and the one after the last; None when the whole file is to be sent: no
        header, another unit, several ranges or nonsense [1]_.

    Raises
    ------
    Unsatisfiable
        If it begins after the end, or asks for the last 0 bytes.
    """
    match = _SINGLE.fullmatch(value)
    if match is None or match[1] == match[2] == "":
        return None
    first, last = match[1], match[2]
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < start:
            return None
    if start >= size:
        raise Unsatisfiable(value)
    return start, end


def matches_etag(header: str, etag: str) -> bool:
    """Whether an If-None-Match header names this ETag, weakly compared [1]_."""
    if header.strip() == "*":
        return True
    tags = (tag.strip().removeprefix("W/") for tag in header.split(","))
    return etag in tags
