"""Cuts a prompt into shots by itself, for orders that leave the cuts to the engine."""

from __future__ import annotations

import itertools
from typing import Final

from filmgate.engines.previz.reading.cuts import Section
from filmgate.engines.previz.reading.passages import sentences

_MAX_SHOTS: Final = 4
_MIN_SECONDS: Final = 2


def cut_by_itself(
    picture: str, sections: tuple[Section, ...], duration_s: int
) -> tuple[Section, ...]:
    """Make two to four shots of at least two seconds, at sentences; stated cuts stay.

    A prompt of one sentence becomes two shots of it, the second closer.
    """
    most = max(1, min(_MAX_SHOTS, duration_s // _MIN_SECONDS))
    if len(sections) > 1 or most < 2:
        return sections
    parts = [part for span in sections[0].spans for part in sentences(picture, *span)]
    if len(parts) < 2:
        only = sections[0]
        return (only, only)
    count = min(most, len(parts))
    edges = [round(index * len(parts) / count) for index in range(count + 1)]
    return tuple(
        Section(parts[low][0], parts[high - 1][1]) for low, high in itertools.pairwise(edges)
    )
