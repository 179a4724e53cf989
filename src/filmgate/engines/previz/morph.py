"""From the start image to the end image: one camera move if they are related, else a dissolve."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from filmgate.engines.previz.blend import blank, blend
from filmgate.engines.previz.filters import blurred, grid_shape
from filmgate.engines.previz.matching import CONFIDENT, Correspondence, correspond
from filmgate.engines.previz.plate import GRID
from filmgate.engines.previz.warp import Maps, Strips

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from filmgate.engines.previz.plate import Bytes2D, Floats2D, Planes

#: how much larger one subject may be drawn to meet the other
_SCALE_LIMITS: Final = (0.55, 1.8)
#: stretch of the way in which a matched and a plain dissolve happen
_MATCHED_FADE: Final = (0.28, 0.44)
_PLAIN_FADE: Final = (0.30, 0.40)

#: centre x, centre y and half height of a subject, as fractions of the frame
Spot = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class MorphPlan:
    """How two pictures become one shot.

    Attributes
    ----------
    method : str
        "flow", "matched_dissolve" or "dissolve".
    pair : Correspondence
        Used by "flow".
    spots : tuple of Spot, optional
        The two subjects, used by "matched_dissolve".
    """

    method: str
    pair: Correspondence
    spots: tuple[Spot, Spot] | None = None


def plan_morph(
    first: NDArray[np.uint8],
    last: NDArray[np.uint8],
    find_spots: Callable[[], tuple[Spot | None, Spot | None]] | None = None,
) -> MorphPlan:
    """Choose the method for two sRGB pictures of the frame's size.

    `find_spots` looks for their subjects; it is only called when they are not related.
    """
    pair = correspond(first, last)
    if pair.confidence > CONFIDENT:
        return MorphPlan("flow", pair)
    a, b = (None, None) if find_spots is None else find_spots()
    if a is not None and b is not None:
        return MorphPlan("matched_dissolve", pair, (a, b))
    return MorphPlan("dissolve", pair)


class MorphShot:
    """Draws a transition; its first frame is the first picture and its last the last, exactly."""

    def __init__(self, first: Planes, last: Planes, plan: MorphPlan, frames: int) -> None:
        self.first, self.last, self.plan, self.frames = first, last, plan, frames
        self.width, self.height = first.width, first.height
        rows, columns = grid_shape(self.width, self.height)
        at_x = np.arange(-1, columns + 1, dtype=np.float32) * GRID + (GRID - 1) / 2
        at_y = np.arange(-1, rows + 1, dtype=np.float32) * GRID + (GRID - 1) / 2
        x, y = np.meshgrid(at_x, at_y)
        self.x, self.y = x.astype(np.float32), y.astype(np.float32)
        self._other = blank(self.width, self.height)
        self._strips = Strips(self.width, self.height)
        if plan.method == "flow":
            self._forward = self._to_grid(plan.pair.forward)
            self._backward = self._to_grid(plan.pair.backward)
        else:
            self._bright = _brightness(last)

    def draw(self, frame: int, target: Planes) -> None:
        """Fill a frame."""
        if frame <= 0:
            target.assign(self.first)
            return
        if frame >= self.frames - 1:
            target.assign(self.last)
            return
        t = frame / (self.frames - 1)
        t = t * t * (3.0 - 2.0 * t)
        if self.plan.method == "flow":
            self._draw_flow(t, target)
        else:
            self._draw_dissolve(t, target)

    def _to_grid(self, flow: tuple[Floats2D, Floats2D]) -> tuple[Floats2D, Floats2D]:
        """Bring a flow to the frame's grid with its margin, in frame pixels."""
        rows, columns = flow[0].shape
        scale_x, scale_y = self.width / columns, self.height / rows
        at_x = (self.x + 0.5) / np.float32(scale_x) - 0.5
        at_y = (self.y + 0.5) / np.float32(scale_y) - 0.5
        sigma = max(0.6, 0.4 * GRID / scale_x)
        found = []
        for values, scale in zip(flow, (scale_x, scale_y), strict=True):
            smooth = blurred(values, sigma)
            read = cv2.remap(smooth, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            found.append(blurred(cast("Floats2D", read) * np.float32(scale), 1.0))
        return found[0], found[1]

    def _back(self, flow: tuple[Floats2D, Floats2D], share: float) -> Maps:
        """Where to read a picture whose places have gone a share of their way.

        Solves ``p = x - share flow(p)`` by four fixed-point steps.
        """
        x, y = self.x, self.y
        step = np.float32(share)
        method, border = cv2.INTER_LINEAR, cv2.BORDER_REPLICATE
        for _ in range(4):
            at_x = (x + np.float32(0.5)) / GRID + np.float32(0.5)
            at_y = (y + np.float32(0.5)) / GRID + np.float32(0.5)
            x = self.x - step * cv2.remap(flow[0], at_x, at_y, method, borderMode=border)
            y = self.y - step * cv2.remap(flow[1], at_x, at_y, method, borderMode=border)
        return Maps(np.asarray(x, np.float32), np.asarray(y, np.float32))

    def _draw_flow(self, t: float, target: Planes) -> None:
        a, b = self._back(self._forward, t), self._back(self._backward, 1.0 - t)
        weight_a = (1.0 - t) * (self._inside(a) + 1e-3)
        weight_b = t * (self._inside(b) + 1e-3)
        share = weight_b / (weight_a + weight_b)
        self._strips.remap(self.first, a, target)
        self._strips.remap(self.last, b, self._other)
        self._blend(target, share.astype(np.float32))

    def _inside(self, maps: Maps) -> Floats2D:
        inside = (maps.x > 0) & (maps.x < self.width - 1)
        inside &= (maps.y > 0) & (maps.y < self.height - 1)
        kept = cv2.erode(inside.astype(np.float32), np.ones((3, 3), np.uint8))
        return blurred(cast("Floats2D", kept), 1.2)

    def _blend(self, target: Planes, share: Floats2D) -> None:
        """Mix the other picture in by a share given on the grid with its margin."""
        inner = np.clip(share[1:-1, 1:-1] * 255.0 + 0.5, 0, 255).astype(np.uint8)
        wide, high = inner.shape[1] * GRID, inner.shape[0] * GRID
        full = cv2.resize(inner, (wide, high))[: self.height, : self.width]
        half = cv2.resize(inner, (wide // 2, high // 2))[: self.height // 2, : self.width // 2]
        blend(target.y, self._other.y, cast("Bytes2D", full))
        blend(target.u, self._other.u, cast("Bytes2D", half))
        blend(target.v, self._other.v, cast("Bytes2D", half))

    def _draw_dissolve(self, t: float, target: Planes) -> None:
        a, b, fade = self._dissolve_maps(t)
        alpha = float(np.clip((t - fade[0]) / fade[1], 0.0, 1.0))
        alpha = alpha * alpha * (3.0 - 2.0 * alpha)
        if alpha <= 0.0:
            self._strips.remap(self.first, a, target)
        elif alpha >= 1.0:
            self._strips.remap(self.last, b, target)
        else:
            self._strips.remap(self.first, a, target)
            self._strips.remap(self.last, b, self._other)
            lead = 0.5 * (self._bright - 0.5) * (1.0 - abs(2.0 * alpha - 1.0))
            share = np.clip(1.5 * alpha - 0.25 + lead, 0.0, 1.0)
            # as light mixes: half of black and white is lighter than the middle of their codes
            self._blend(target, np.asarray(share, np.float32))

    def _dissolve_maps(self, t: float) -> tuple[Maps, Maps, tuple[float, float]]:
        if self.plan.spots is None:
            middle = (0.5, 0.5)
            a = self._placed(middle, middle, 1.0 + 0.10 * t)
            return a, self._placed(middle, middle, 1.10 - 0.10 * t), _PLAIN_FADE
        (xa, ya, size_a), (xb, yb, size_b) = self.plan.spots
        ratio = min(max(size_b / size_a, _SCALE_LIMITS[0]), _SCALE_LIMITS[1])
        grown = math.exp(t * math.log(ratio))
        meet = (xa + (xb - xa) * t, ya + (yb - ya) * t)
        a = self._placed((xa, ya), meet, grown)
        return a, self._placed((xb, yb), meet, grown / ratio), _MATCHED_FADE

    def _placed(self, spot: tuple[float, float], meet: tuple[float, float], scale: float) -> Maps:
        """Draw a picture so that its spot comes to `meet`, and at least so large that it covers."""
        for place, wanted in zip(spot, meet, strict=True):
            if place > 0:
                scale = max(scale, wanted / place)
            if place < 1:
                scale = max(scale, (1 - wanted) / (1 - place))
        step = np.float32(1.0 / scale)
        x = (self.x - np.float32(meet[0] * self.width)) * step + np.float32(spot[0] * self.width)
        y = (self.y - np.float32(meet[1] * self.height)) * step + np.float32(spot[1] * self.height)
        return Maps(x, y)


def _brightness(planes: Planes) -> Floats2D:
    """Smooth brightness of a picture, 0 to 1, on its grid with a margin of one cell."""
    rows, columns = grid_shape(planes.width, planes.height)
    small = cv2.resize(planes.y, (columns, rows), interpolation=cv2.INTER_AREA)
    smooth = blurred(small.astype(np.float32) / 255.0, max(1.0, 0.01 * columns))
    return np.pad(smooth, 1, mode="edge")
