"""How long a render will take, judged by those before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

#: fewer renders of the same length say less than all lengths together
_ENOUGH: Final = 5
#: seconds of video that count as the same length
_SAME_S: Final = 0.5


def eta(
    history: Sequence[tuple[float, float]], seconds: float
) -> tuple[float | None, float | None]:
    """Estimate the seconds a render takes.

    Parameters
    ----------
    history
        Seconds that earlier renders took, with their seconds of video.
    seconds
        Seconds of video of this one. Renders of the same length decide where there are enough.

    Returns
    -------
    (float or None, float or None)
        Half, and nine in ten, are done by then; None without history.
    """
    if not history:
        return None, None
    same = [took for took, length in history if abs(length - seconds) <= _SAME_S]
    taken = sorted(same if len(same) >= _ENOUGH else [took for took, _ in history])
    return _at(taken, 0.5), _at(taken, 0.9)


def _at(taken: Sequence[float], share: float) -> float:
    return round(taken[min(len(taken) - 1, int(share * len(taken)))], 3)
