"""Camera moves as curves over the frames of a shot: where the camera is, never how to draw it.

A shot is drawn from one picture. For a point at (X, Y) of the frame, in picture heights from its
middle, and the nearness q that the picture has there, the camera reads the picture at ::

    R = centre + rotate((X, Y) - centre, roll) / zoom + (px, py)
    source = home + R - (R - centre) tz q + (tx, ty) q

so `px`, `py`, `zoom` and `roll` move the picture as one piece, and `tx`, `ty`, `tz` move what is
near more than what is far: that is the parallax. All zeros and zoom 1 is the picture itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from filmgate.core.order import FPS
from filmgate.engines.previz.moves import DEPARTURES, departure
from filmgate.engines.previz.storyboard import Move, MoveKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from filmgate.engines.previz.plate import Floats2D

#: the tightest crop a sideways move may need
_CROP_LIMIT: Final = 1.24
#: the most a shot moves in depth, and zooms, whatever was asked for
_DEPTH_LIMIT: Final = 0.44
_ZOOM_LIMIT: Final = 1.62
#: seconds over which unrest and life rise from nothing
RISE_S: Final = 0.8


@dataclass(frozen=True, slots=True)
class Room:
    """What the camera may move over, in picture heights of the frame.

    Attributes
    ----------
    half_width : float
        Half the frame's width; half its height is 0.5.
    plate_x, plate_y : float
        Half the plate's sides: equal to the frame's for a photo plate.
    centre : tuple of float
        The point that pushes and zooms go to, from the middle of the frame.
    subject : float
        Nearness of the subject, which orbits and dolly zooms hold still.
    is_exact : bool
        Frame 0 must be the plate itself, so every move departs from there.
    home : tuple of float
        Where the middle of the frame stands before any move, from the plate's middle.
    """

    half_width: float
    plate_x: float
    plate_y: float
    centre: tuple[float, float] = (0.0, 0.0)
    subject: float = 0.7
    is_exact: bool = True
    home: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Pose:
    """The camera at one frame."""

    zoom: float = 1.0
    tx: float = 0.0
    ty: float = 0.0
    tz: float = 0.0
    px: float = 0.0
    py: float = 0.0
    roll: float = 0.0
    #: 0 focus as in the picture, 1 shifted to the other plane
    focus: float = 0.0
    #: length of the sideways motion blur, in picture heights
    smear: float = 0.0

    @property
    def is_identity(self) -> bool:
        """Whether it shows the picture exactly as it is."""
        return self == Pose()


@dataclass(frozen=True, slots=True)
class Track:
    """The camera over a whole shot."""

    room: Room
    poses: tuple[Pose, ...]
    #: largest shift of anything, in picture heights: what the nearness map must be limited for
    reach: float = 0.0
    #: it draws back, and so may want to see more than there is
    pulls: bool = False

    def at(self, frame: int) -> Pose:
        """Return the pose of a frame; the ends hold beyond the shot (dissolves need that)."""
        return self.poses[min(max(frame, 0), len(self.poses) - 1)]


@dataclass(slots=True)
class _Curves:
    """Sums of what every move adds, one value for each frame."""

    frames: int
    values: dict[str, NDArray[np.float64]] = field(default_factory=dict)

    def add(self, name: str, curve: NDArray[np.float64]) -> None:
        self.values[name] = self[name] + curve

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        return self.values.get(name, np.zeros(self.frames))


def eased(progress: NDArray[np.float64], easing: str) -> NDArray[np.float64]:
    """Turn even progress, 0 to 1, into how far a move has gone."""
    t = np.clip(progress, 0.0, 1.0)
    if easing == "linear":
        return t
    if easing == "ramp_up":
        return t**2.2
    if easing == "ramp_down":
        return 1.0 - (1.0 - t) ** 2.2
    return 0.6 * (3 * t**2 - 2 * t**3) + 0.4 * t


def plan_track(
    moves: Sequence[Move], frames: int, room: Room, *, amplitude: float = 1.0, seed: int = 0
) -> Track:
    """Lay out the camera for a shot.

    Moves add up, so one that begins later goes on from where the earlier ones ended, and moves
    that overlap are combined. Sideways moves bring the crop they need with them, growing from
    nothing, so that the camera never looks beyond the picture.

    Parameters
    ----------
    moves
        Empty, or only static: the camera stands still.
    frames
        Length of the shot, at least 1.
    amplitude
        Scales every move.
    seed
        For unrest of the hand.
    """
    curves = _Curves(frames)
    room = _aimed(moves, room)
    duration = frames / FPS
    stretch = float(np.clip(math.sqrt(duration / 5.0), 0.62, 1.35))
    time = np.arange(frames) / max(frames - 1, 1)
    for move in moves:
        if move.kind is MoveKind.HANDHELD:
            _add_unrest(curves, move, amplitude, seed)
            continue
        span = max(move.end - move.start, 1e-3)
        progress = eased((time - move.start) / span, move.easing)
        size = amplitude * _pace(move.speed) * stretch * math.sqrt(min(span, 1.0))
        for name, gain in departure(move.kind, room.subject, is_exact=room.is_exact).items():
            curves.add(name, progress * gain * (1.0 if name == "focus" else size))
        _add_arc(curves, move, progress, size)
    return _assemble(curves, room)


def _pace(speed: float) -> float:
    """How far a move goes at a speed: slow ones still have to be seen, fast ones fit the plate."""
    return 0.45 + 0.55 * speed if speed < 1.0 else min(speed, 2.2)


def _aimed(moves: Sequence[Move], room: Room) -> Room:
    """Aim less at the subject the more the shot moves sideways, which needs crop on all sides."""
    sums = {"sideways": 1e-6, "depth": 0.0}
    for move in moves:
        for name, gain in departure(move.kind, room.subject, is_exact=room.is_exact).items():
            sums["depth" if name in ("tz", "zoom") else "sideways"] += abs(gain)
    share = sums["depth"] / (sums["depth"] + sums["sideways"])
    aim = float(np.clip(share * 1.4 - 0.2, 0.0, 1.0))
    return replace(room, centre=(room.centre[0] * aim, room.centre[1] * aim))


def _add_arc(curves: _Curves, move: Move, progress: NDArray[np.float64], size: float) -> None:
    """Let orbits sink a little on their way, and whips smear while they are fast."""
    if move.kind in (MoveKind.ORBIT_LEFT, MoveKind.ORBIT_RIGHT):
        curves.add("ty", 0.014 * size * np.sin(math.pi * progress))
    if move.kind in (MoveKind.WHIP_LEFT, MoveKind.WHIP_RIGHT):
        speed = np.abs(np.gradient(progress * DEPARTURES[move.kind]["px"] * size))
        # the first frame may have to be the picture itself
        speed[0] = 0.0
        curves.add("smear", speed * 1.6)


def _add_unrest(curves: _Curves, move: Move, amplitude: float, seed: int) -> None:
    """Shake like a camera on a shoulder: breathing, steps and a tremor that rise from nothing."""
    rng = np.random.default_rng([seed, 31])
    t = np.arange(curves.frames) / FPS
    first, last = move.start * curves.frames / FPS, move.end * curves.frames / FPS
    envelope = np.clip((t - first) / RISE_S, 0, 1) * np.clip((last - t) / RISE_S + 1, 0, 1)
    size = amplitude * min(max(move.speed, 0.5), 2.0) * envelope
    for name, gain in (("px", 0.0042), ("py", 0.0036), ("tx", 0.010), ("ty", 0.007)):
        curves.add(name, gain * size * _wobble(t, rng))
    curves.add("roll", 0.0035 * size * _wobble(t, rng))
    curves.add("slack_x", 0.013 * size)
    curves.add("slack_y", 0.011 * size)


def _wobble(t: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Sum of three slow, unrelated sines that starts at zero and stays within about -1 to 1."""
    total = np.zeros_like(t)
    for rate, weight in ((0.45, 0.55), (1.15, 0.35), (2.4, 0.16)):
        phase = rng.uniform(0, 2 * math.pi)
        turns = 2 * math.pi * rate * rng.uniform(0.85, 1.15)
        total += weight * (np.sin(turns * t + phase) - math.sin(phase))
    return total * 0.75


def _assemble(curves: _Curves, room: Room) -> Track:
    """Limit the sums, centre them where no end is fixed, and add the crop they need."""
    limits = {"tz": _DEPTH_LIMIT, "zoom": math.log(_ZOOM_LIMIT)}
    for name, limit in limits.items():
        largest = float(np.abs(curves[name]).max())
        if largest > limit:
            curves.values[name] = curves[name] * (limit / largest)
    if not room.is_exact:
        for name in ("tx", "ty", "roll"):
            curves.values[name] = curves[name] - (curves[name].max() + curves[name].min()) / 2
        for name in ("tz", "zoom"):
            curves.values[name] = curves[name] - curves[name].min()
        _settle_in(curves, room)
    crop = _crop(curves, room)
    excess = float(crop.max()) / _CROP_LIMIT
    if excess > 1.0:
        shrink = _shrink_for(curves, room)
        for name in ("px", "py", "tx", "ty", "roll", "slack_x", "slack_y"):
            curves.values[name] = curves[name] * shrink
        crop = _crop(curves, room)
    return _track(curves, room, crop)


def _settle_in(curves: _Curves, room: Room) -> None:
    """Shift the sideways path so that it stays on the plate, as near to home as that allows."""
    for flat, deep, home, space in (
        ("px", "tx", room.home[0], room.plate_x - room.half_width),
        ("py", "ty", room.home[1], room.plate_y - 0.5),
    ):
        path = curves[flat]
        middle = (path.max() + path.min()) / 2
        low = float((path + np.minimum(curves[deep], 0.0)).min() - middle)
        high = float((path + np.maximum(curves[deep], 0.0)).max() - middle)
        shift = home
        if high - low > 2 * space:
            shift = -(high + low) / 2
        else:
            shift = min(max(shift, -space - low), space - high)
        curves.values[flat] = path - middle + shift - home


def _shrink_for(curves: _Curves, room: Room) -> float:
    """Find by halving how much of the sideways moves fits within the tightest crop."""
    low, high = 0.0, 1.0
    names = ("px", "py", "tx", "ty", "roll", "slack_x", "slack_y")
    for _ in range(12):
        middle = (low + high) / 2
        trial = replace_curves(curves, {name: curves[name] * middle for name in names})
        if float(_crop(trial, room).max()) > _CROP_LIMIT:
            high = middle
        else:
            low = middle
    return low


def replace_curves(curves: _Curves, values: dict[str, NDArray[np.float64]]) -> _Curves:
    """Copy curves with some of them replaced."""
    return _Curves(curves.frames, {**curves.values, **values})


def _crop(curves: _Curves, room: Room) -> NDArray[np.float64]:
    """Zoom needed beside the moves' own, so that nothing outside the plate is read; only grows."""
    turn = np.abs(curves["roll"])
    half_x = room.half_width * np.cos(turn) + 0.5 * np.sin(turn)
    half_y = 0.5 * np.cos(turn) + room.half_width * np.sin(turn)
    own = np.exp(np.maximum(curves["zoom"], 0.0))
    needed = np.ones(curves.frames)
    for half, plate, flat, deep, slack, centre, home in (
        (half_x, room.plate_x, "px", "tx", "slack_x", room.centre[0], room.home[0]),
        (half_y, room.plate_y, "py", "ty", "slack_y", room.centre[1], room.home[1]),
    ):
        for side in (1.0, -1.0):
            shift = (
                side * (curves[flat] + home) + np.maximum(side * curves[deep], 0.0) + curves[slack]
            )
            space = np.maximum(plate - shift - side * centre, 0.05)
            needed = np.maximum(needed, (half - side * centre) / space)
    extra = np.maximum(needed / own, 1.0)
    return np.maximum.accumulate(extra)


def _track(curves: _Curves, room: Room, crop: NDArray[np.float64]) -> Track:
    zoom = np.exp(curves["zoom"]) * crop
    names = ("tx", "ty", "tz", "px", "py", "roll", "focus", "smear")
    columns = {name: curves[name] for name in names}
    poses = tuple(
        Pose(zoom=float(zoom[n]), **{name: float(column[n]) for name, column in columns.items()})
        for n in range(curves.frames)
    )
    farthest = math.hypot(
        room.half_width + abs(room.centre[0]),
        0.5 + abs(room.centre[1]),
    )
    sideways = np.maximum(np.abs(curves["tx"]), np.abs(curves["ty"]))
    reach = float((sideways + np.abs(curves["tz"]) * farthest).max())
    pulls = min(curves["zoom"].min(), curves["tz"].min()) < -1e-9
    return Track(room, poses, reach, bool(pulls))


def subject_nearness(nearness: Floats2D, place: tuple[float, float]) -> float:
    """Read the nearness around a place, given as fractions of the map."""
    rows, columns = nearness.shape
    x = min(max(int(place[0] * columns), 0), columns - 1)
    y = min(max(int(place[1] * rows), 0), rows - 1)
    part = nearness[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3]
    return float(np.median(part))


def still(track: Track) -> Track:
    """Return the same camera, standing where the shot begins."""
    return replace(track, poses=(track.poses[0],) * len(track.poses), reach=track.reach)
