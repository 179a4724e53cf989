"""Server-sent events [1]_ out of the bytes of an answer, without any I/O.

References
----------
.. [1] HTML Living Standard, 9.2.6 Interpreting an event stream.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from filmgate.client import answers
from filmgate.client.answers import HappenedEvent

MEDIA_TYPE: Final = "text/event-stream"
#: longest text without an end of line that is waited for, in bytes
_LIMIT: Final = 1 << 20


class Events:
    """Takes bytes as they come and gives the events that are complete."""

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[bytes] = []

    def feed(self, chunk: bytes) -> Iterator[HappenedEvent]:
        """Give what `chunk` completes; events that are not filmgate's are left out."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        if len(self._rest) > _LIMIT:
            self._rest = b""
        for line in lines:
            text = line.rstrip(b"\r")
            if text.startswith(b"data:"):
                self._data.append(text[5:].removeprefix(b" "))
            elif not text and self._data:
                event = _read(b"\n".join(self._data))
                self._data.clear()
                if event:
                    yield event


def _read(data: bytes) -> HappenedEvent | None:
    try:
        raw = answers.body(msgspec.json.decode(data))
    except msgspec.DecodeError:
        return None
    return answers.read_event(raw) if "seq" in raw else None
