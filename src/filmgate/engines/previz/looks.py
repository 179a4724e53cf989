"""Chooses the versions of a plate that a shot shows: grades, depth of field, shifts of focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from filmgate.core.order import FPS
from filmgate.engines.previz.camera import RISE_S
from filmgate.engines.previz.filters import smoothstep
from filmgate.engines.previz.fx.focus import focused
from filmgate.engines.previz.fx.grade import GRADES, regraded
from filmgate.engines.previz.fx.look import Look

if TYPE_CHECKING:
    from filmgate.engines.previz.camera import Track
    from filmgate.engines.previz.plate import Plate
    from filmgate.engines.previz.storyboard import StoryShot

#: lens words that blur the background, and how much
_SHALLOW: Final = {"shallow": 1.0, "bokeh": 1.1, "macro": 1.0, "telephoto": 0.7, "tilt_shift": 0.9}


def choose_look(story: StoryShot, plate: Plate, track: Track, *, rises: bool) -> Look:
    """Build the versions of a plate, in the order in which the shot goes through them.

    With `rises` the first version is the plate itself, which gives way to the graded and focused
    one in the first second.
    """
    treated = regraded(plate.planes, [name for name in story.grade if name in GRADES])
    depth = track.room.subject
    blur = max((_SHALLOW[name] for name in story.lens if name in _SHALLOW), default=0.0)
    shift = np.array([pose.focus for pose in track.poses])
    is_racked = bool(shift.max() > 0.0)
    near = treated
    if blur or is_racked:
        near = focused(treated, plate.nearness, depth, strength=blur or 0.9)
    versions = [near]
    if is_racked:
        far = float(np.percentile(plate.nearness, 12))
        versions.append(focused(treated, plate.nearness, far, strength=1.1))
    stage = shift * (len(versions) - 1)
    if rises and near is not plate.planes:
        versions.insert(0, plate.planes)
        risen = smoothstep(np.arange(len(shift), dtype=np.float32) / np.float32(RISE_S * FPS))
        stage = np.where(stage > 0, np.maximum(1.0 + stage, risen), risen)
    return Look(versions, [float(value) for value in stage])
