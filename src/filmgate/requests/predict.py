"""How long a render will take, judged by those before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from filmgate.core.request import Took

#: fewer renders of the same kind say less than all together
_ENOUGH: Final = 5
#: seconds of video that count as the same length
_SAME_S: Final = 0.5
#: share of the pixels by which frames of one size differ: each photo has its own shape
_SAME_SIZE: Final = 0.2


def eta(history: Sequence[Took], seconds: float, pixels: int) -> tuple[float | None, float | None]:
    """Estimate the seconds a render takes.

    Renders of the same length and size decide where there are enough; else those of the same size,
    whatever their length; else all.

    Parameters
    ----------
    history
        What earlier renders of the model on the engine took.
    seconds, pixels
        Seconds of video of this one, and the pixels of its frames.

    Returns
    -------
    (float or None, float or None)
        Half, and nine in ten, are done by then; None without history.
    """
    if not history:
        return None, None
    same_size = [one for one in history if abs(one.pixels - pixels) <= _SAME_SIZE * pixels]
    same = [one for one in same_size if abs(one.seconds - seconds) <= _SAME_S]
    nearest = next((some for some in (same, same_size) if len(some) >= _ENOUGH), history)
    taken = sorted(one.took_s for one in nearest)
    return _at(taken, 0.5), _at(taken, 0.9)


def _at(taken: Sequence[float], share: float) -> float:
    return round(taken[min(len(taken) - 1, int(share * len(taken)))], 3)
