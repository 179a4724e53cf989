"""How far each named camera move goes: what it adds to the camera when it has ended.

Values are for a plain move over five seconds. Lengths are in picture heights, `zoom` is a natural
logarithm, `roll` in radians. A photo plate is no larger than the frame, a painted one is, so that
painted scenes may move further sideways and pull back for real.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from filmgate.engines.previz.storyboard import MoveKind

if TYPE_CHECKING:
    from filmgate.engines.previz.storyboard import StoryShot

_PUSH: Final = {"zoom": math.log(1.085), "tz": 0.25, "ty": -0.01}
_TRACK: Final = {"tx": 0.135, "px": 0.018, "tz": 0.03}
_PAN: Final = {"px": 0.135, "tx": 0.012}
_TILT: Final = {"py": 0.085, "ty": 0.008}
_CRANE: Final = {"ty": 0.105, "py": 0.016}
_ROLL: Final = {"roll": 0.075}


def _negated(move: dict[str, float], *names: str) -> dict[str, float]:
    """Turn a sideways move round; depth and zoom stay."""
    return {name: -value if name in names else value for name, value in move.items()}


_SIDEWAYS = ("tx", "px")
_UPRIGHT = ("ty", "py")

#: moves that depart from a picture that fills the frame exactly
DEPARTURES: Final[dict[MoveKind, dict[str, float]]] = {
    MoveKind.STATIC: {},
    MoveKind.PUSH: _PUSH,
    MoveKind.PULL: {"zoom": -math.log(1.075), "tz": -0.17},
    MoveKind.ZOOM_IN: {"zoom": math.log(1.30), "tz": 0.03},
    MoveKind.ZOOM_OUT: {"zoom": -math.log(1.13), "tz": -0.05},
    MoveKind.TRACK_RIGHT: _TRACK,
    MoveKind.TRACK_LEFT: _negated(_TRACK, *_SIDEWAYS),
    MoveKind.PAN_RIGHT: _PAN,
    MoveKind.PAN_LEFT: _negated(_PAN, *_SIDEWAYS),
    MoveKind.TILT_DOWN: _TILT,
    MoveKind.TILT_UP: _negated(_TILT, *_UPRIGHT),
    MoveKind.CRANE_DOWN: {**_CRANE, "tz": 0.03},
    MoveKind.CRANE_UP: {**_negated(_CRANE, *_UPRIGHT), "tz": 0.03},
    MoveKind.ROLL_RIGHT: _ROLL,
    MoveKind.ROLL_LEFT: _negated(_ROLL, "roll"),
    MoveKind.FLY_FORWARD: {"zoom": math.log(1.10), "tz": 0.36, "py": -0.012},
    MoveKind.WHIP_RIGHT: {"px": 0.17},
    MoveKind.WHIP_LEFT: {"px": -0.17},
    MoveKind.RACK_FOCUS: {"focus": 1.0, "zoom": math.log(1.03), "tz": 0.05},
}

#: what differs on a plate that is larger than the frame
PAINTED: Final[dict[MoveKind, dict[str, float]]] = {
    MoveKind.PUSH: {"zoom": math.log(1.08), "tz": 0.26},
    MoveKind.PULL: {"zoom": -math.log(1.10), "tz": -0.26, "ty": -0.02},
    MoveKind.TRACK_RIGHT: {"tx": 0.27, "px": 0.05, "tz": 0.02},
    MoveKind.TRACK_LEFT: {"tx": -0.27, "px": -0.05, "tz": 0.02},
    MoveKind.PAN_RIGHT: {"px": 0.27},
    MoveKind.PAN_LEFT: {"px": -0.27},
    MoveKind.TILT_UP: {"py": -0.16},
    MoveKind.TILT_DOWN: {"py": 0.16},
    MoveKind.CRANE_UP: {"ty": -0.14, "py": -0.01, "tz": 0.04},
    MoveKind.CRANE_DOWN: {"ty": 0.14, "py": 0.01, "tz": 0.04},
    MoveKind.FLY_FORWARD: {"zoom": math.log(1.08), "tz": 0.32, "py": -0.01},
}


#: moves beside a subject, and subjects that go somewhere
_TRACKS: Final = (MoveKind.TRACK_LEFT, MoveKind.TRACK_RIGHT)
_GOING: Final = ("walking", "running", "riding", "sailing")
_VEHICLES: Final = ("car", "cyclist", "motorcycle", "train", "rider", "boat")


def follows(story: StoryShot) -> bool:
    """Whether the camera goes along beside somebody or something that moves."""
    tracks = any(move.kind in _TRACKS for move in story.moves)
    return tracks and any(
        subject.pose in _GOING or subject.kind in _VEHICLES for subject in story.subjects
    )


def departure(kind: MoveKind, subject: float, *, is_exact: bool) -> dict[str, float]:
    """Say what a move adds to the camera by its end.

    Parameters
    ----------
    subject
        Nearness of the subject: orbits turn about it, a dolly zoom keeps its size.
    is_exact
        Whether the shot departs from the plate as it is.
    """
    if kind in (MoveKind.ORBIT_LEFT, MoveKind.ORBIT_RIGHT):
        # about a distant subject little else can move, so the camera swings wider
        wide = 0.21 * min(max(0.6 / subject, 1.0), 1.8)
        swing = wide if kind is MoveKind.ORBIT_RIGHT else -wide
        return {"tx": swing, "px": -swing * subject, "tz": 0.05, "zoom": math.log(1.02)}
    if kind is MoveKind.DOLLY_ZOOM:
        depth = 0.30
        return {"tz": -depth, "zoom": math.log(1.0 + depth * subject)}
    if not is_exact and kind in PAINTED:
        return PAINTED[kind]
    return DEPARTURES.get(kind, {})
