"""Goes through the takes of a clip: prepares each when it is due, joins them, lets them go."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import numpy as np

from filmgate.engines.previz.blend import blank, mix
from filmgate.engines.previz.render import smear
from filmgate.engines.previz.slate import Slate
from filmgate.engines.previz.soundtrack import compose_sound

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmgate.core.ports import RunContext
    from filmgate.engines.previz.plate import Planes
    from filmgate.engines.previz.render import Drawer
    from filmgate.engines.previz.staging import Stage
    from filmgate.engines.previz.takes import Take

#: frames over which one take dissolves into the next
_DISSOLVE: Final = 16
#: frames a fade through black takes on either side
_FADE: Final = 10
#: frames in which a clip ends in black
_FADE_OUT: Final = 24
#: frames a whip pan smears on either side of its cut
_WHIP: Final = 6
#: limited-range black
_BLACK_Y: Final = 16
_GREY: Final = 128


class Timeline:
    """The takes of a clip, one after the other."""

    def __init__(self, stage: Stage, ctx: RunContext) -> None:
        self.stage, self.ctx = stage, ctx
        self.takes = stage.layout.takes
        #: seconds spent on preparing, so far
        self.prepared_s = 0.0
        #: processor seconds of that
        self.prepared_cpu_s = 0.0
        self._current = 0
        self._drawer: Drawer | None = None
        self._leaving: tuple[Take, Drawer] | None = None
        self._spare: Planes | None = None
        self._slate: Slate | None = None

    def prepare_first(self) -> None:
        """Prepare the first take, so that faults show before anything is encoded."""
        self._enter(0)

    def compose_sound(self) -> NDArray[np.float32]:
        """Make the sound of the whole clip."""
        began, cpu = time.perf_counter(), time.thread_time()
        self.ctx.progress("sound", 0, 1)
        sound = compose_sound(self.stage)
        self.prepared_s += time.perf_counter() - began
        self.prepared_cpu_s += time.thread_time() - cpu
        return sound

    def draw(self, index: int, target: Planes) -> None:
        """Fill one frame of the clip."""
        while index >= self._end(self._current):
            self._enter(self._current + 1)
        take = self.takes[self._current]
        frame = index - take.start
        if self._drawer is None:
            self._enter(self._current)
        assert self._drawer is not None
        self._drawer.draw(frame, target)
        self._join(take, frame, target)

    def _end(self, number: int) -> int:
        take = self.takes[number]
        return take.start + take.frames

    def _enter(self, number: int) -> None:
        """Prepare a take; keep the one before while it still dissolves."""
        began, cpu = time.perf_counter(), time.thread_time()
        self.ctx.progress("prepare", number, len(self.takes))
        leaving = self._drawer
        take = self.takes[number]
        if leaving is not None and take.story.transition == "dissolve":
            self._leaving = (self.takes[self._current], leaving)
        else:
            self._leaving = None
        self._drawer = None
        del leaving
        shots = {item.shot for item in self.takes[number:]}
        needed = {item.loc for item in self.takes if item.shot in shots}
        self.stage.forget(needed | self._ends())
        self._current = number
        self._drawer = self.stage.prepare(number)
        wanted = self.stage.order.options.burn_in
        if wanted != "none":
            size = (self.stage.layout.width, self.stage.layout.height)
            self._slate = Slate(take.story, take.shot + 1, size, has_clock=wanted == "timecode")
        self.prepared_s += time.perf_counter() - began
        self.prepared_cpu_s += time.thread_time() - cpu

    def _ends(self) -> set[tuple[str | int, ...]]:
        return {end.loc for end in (self.stage.order.start, self.stage.order.end) if end}

    def _join(self, take: Take, frame: int, target: Planes) -> None:
        """Dissolve out of the take before, and fade from or to black."""
        if self._leaving is not None:
            length = min(_DISSOLVE, take.frames // 2)
            if frame < length:
                before, drawer = self._leaving
                if self._spare is None:
                    self._spare = blank(target.width, target.height)
                drawer.draw(before.frames + frame, self._spare)
                share = (frame + 1) / (length + 1)
                mix(target, self._spare, 1.0 - share * share * (3.0 - 2.0 * share))
            else:
                self._leaving = self._spare = None
        smear(target, self._whip(take, frame))
        light = self._fade(take, frame)
        if light < 1.0:
            _darken(target, light)
        if self._slate is not None:
            self._slate.draw(target, frame, take.start + frame, self._legible(take, frame))

    def _legible(self, take: Take, frame: int) -> float:
        """How much of burnt-in text may show: none on frames that must be a given picture."""
        order, clip = self.stage.order, take.start + frame
        share = 1.0
        if order.start is not None:
            share = min(share, clip / _FADE)
        if order.start is not None and order.end is not None:
            share = min(share, (self.stage.layout.frames - 1 - clip) / _FADE)
        return share

    def _whip(self, take: Take, frame: int) -> float:
        """How far the picture is smeared beside a cut that is hidden in a whip pan."""
        near = 0.0
        if take.story.transition == "whip" and self._current > 0:
            near = max(near, 1.0 - frame / _WHIP)
        if self._next_is("whip"):
            near = max(near, 1.0 - (take.frames - 1 - frame) / _WHIP)
        return 0.32 * near * near if near > 0.0 else 0.0

    def _next_is(self, transition: str) -> bool:
        following = self._current + 1
        return following < len(self.takes) and self.takes[following].story.transition == transition

    def _fade(self, take: Take, frame: int) -> float:
        """How much light there is, 0 to 1, at a frame."""
        light = 1.0
        if take.story.transition == "fade" and self._current > 0:
            light = min(light, (frame + 0.5) / _FADE)
        is_last = self._current == len(self.takes) - 1
        left = take.frames - frame - 0.5
        if self._next_is("fade"):
            light = min(light, left / _FADE)
        if is_last and self._may_fade_out(take):
            light = min(light, left / min(_FADE_OUT, take.frames // 2))
        return light

    def _may_fade_out(self, take: Take) -> bool:
        return take.story.ending == "fade" and self.stage.order.end is None


def _darken(target: Planes, light: float) -> None:
    for plane, zero in ((target.y, _BLACK_Y), (target.u, _GREY), (target.v, _GREY)):
        table = np.clip(np.arange(256) * light + zero * (1.0 - light) + 0.5, 0, 255)
        np.copyto(plane, table.astype(np.uint8)[plane])
