"""How tight each shot size frames a picture; plain numbers, for planning and for drawing."""

from __future__ import annotations

from typing import Final

from filmgate.engines.previz.storyboard import ShotSize

#: how many times the subject's half height fits into the frame's
_FILL: Final = {
    ShotSize.EXTREME_WIDE: 1.0,
    ShotSize.WIDE: 1.0,
    ShotSize.MEDIUM: 1.45,
    ShotSize.MEDIUM_CLOSE: 1.75,
    ShotSize.CLOSE: 2.1,
    ShotSize.EXTREME_CLOSE: 2.8,
}


def zoom_of(size: ShotSize) -> float:
    """How much tighter than the whole picture a shot of this size is framed."""
    return _FILL[size]
