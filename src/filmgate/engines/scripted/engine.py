"""Sleeps, fails or dies on request; otherwise delivers a clip that passes every check."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from filmgate.core.errors import EngineError, InvalidInput, Problem
from filmgate.core.order import Task
from filmgate.core.plan import Plan, Render, RenderedFile, Shot
from filmgate.core.ports import Capabilities, Capability, Readiness

if TYPE_CHECKING:
    from collections.abc import Callable

    from filmgate.core.order import Order
    from filmgate.core.ports import RunContext
    from filmgate.media.frames import Planes

NAME: Final = "scripted"
VERSION: Final = "1"
#: folder of the models that only this engine renders
MODELS: Final = Path(__file__).parent / "models"
#: names the file that is told when a render begins and ends
RUNLOG: Final = "BENCH_RUNLOG"
#: sides of the clip, in pixels
SIDE: Final = 64
#: as short as a clip can be: what this engine serves is everything around a render
_FRAMES: Final = 1
#: reports of progress during the sleep
_STEPS: Final = 20
#: what a paid order costs, in micro-dollars
_COST_MICRO: Final = 10_000
_SUMMARY: Final = "For tests: sleeps, fails or dies as it is told, and delivers a tiny clip."


@dataclass(frozen=True, slots=True)
class Script:
    """What the input asks for, beside a clip."""

    sleep_s: float = 0.0
    #: share of the sleep after which it fails; None: it does not
    fail_at: float | None = None
    #: end the render process as the system would
    crash: bool = False
    #: say that the order costs money
    paid: bool = False

    @classmethod
    def of(cls, order: Order) -> Script:
        """Read the fields of an order that only this engine knows."""
        extra: Any = order.extra
        fail_at = extra.get("fail_at")
        return cls(
            sleep_s=float(extra.get("sleep_s", 0.0)),
            fail_at=None if fail_at is None else float(fail_at),
            crash=bool(extra.get("crash", False)),
            paid=bool(extra.get("paid", False)),
        )


def plan_frames(order: Order, name: str, frames: int, cost_micro: int) -> Plan:
    """Plan silent frames, 64 x 64. Raises `InvalidInput` for orders with pictures."""
    if order.task is not Task.TEXT_TO_VIDEO:
        text = f"the engine {name!r} renders {Task.TEXT_TO_VIDEO} only"
        raise InvalidInput([Problem(("body", "filmgate", "engine"), text, "engine")])
    return Plan(
        engine=name,
        engine_version=VERSION,
        width=SIDE,
        height=SIDE,
        frames=frames,
        has_audio=False,
        shots=(Shot(0, frames, order.prompt),),
        seed=order.options.seed or 0,
        cost_micro=cost_micro,
    )


class ScriptedEngine:
    """Implements `core.ports.LocalEngine`.

    Parameters
    ----------
    sleep
        Waits for seconds.
    """

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._sleep = sleep
        #: finished clips by their frames: they are all alike
        self._clips: dict[int, bytes] = {}

    def describe(self) -> Capabilities:
        """Say what it can do."""
        task = Capability(Task.TEXT_TO_VIDEO, max_duration_s=60, max_side=SIDE)
        return Capabilities(NAME, VERSION, _SUMMARY, (task,), progress="coarse")

    def readiness(self) -> Readiness:
        """Say that it is ready."""
        return Readiness(ready=True)

    def plan(self, order: Order) -> Plan:
        """Plan one silent frame, 64 x 64. Raises `InvalidInput` for orders with pictures."""
        cost = _COST_MICRO if Script.of(order).paid else 0
        return plan_frames(order, NAME, _FRAMES, cost)

    def run(self, order: Order, plan: Plan, ctx: RunContext) -> Render:
        """Do as told.

        Raises
        ------
        EngineError
            When it was told to fail.
        """
        script = Script.of(order)
        began = time.perf_counter()
        _note(f"start {order.prompt}")
        self._wait(script, ctx)
        if script.crash:
            os.kill(os.getpid(), signal.SIGKILL)
        target = ctx.workdir / "clip.mp4"
        target.write_bytes(self._clip(plan, ctx.workdir))
        _note(f"end {order.prompt}")
        return Render(
            files=(RenderedFile("video", str(target), "video/mp4"),),
            timings_s={"render": round(time.perf_counter() - began, 3)},
            seed=plan.seed,
        )

    def _wait(self, script: Script, ctx: RunContext) -> None:
        """Sleep in steps, telling how far it is; fail on the way if told to."""
        fails_after = _STEPS if script.fail_at is None else round(script.fail_at * _STEPS)
        for step in range(_STEPS if script.sleep_s else 0):
            if step >= fails_after:
                break
            ctx.checkpoint()
            self._sleep(script.sleep_s / _STEPS)
            ctx.progress("render", step + 1, _STEPS)
        if script.fail_at is not None:
            raise EngineError(f"failed after {script.fail_at:.0%}, as it was told")

    def _clip(self, plan: Plan, folder: Path) -> bytes:
        if plan.frames not in self._clips:
            from filmgate.media.encode import encode_clip

            made = folder / "made.mp4"
            encode_clip(made, width=SIDE, height=SIDE, frames=plan.frames, draw=_draw)
            self._clips[plan.frames] = made.read_bytes()
        return self._clips[plan.frames]


def _draw(index: int, planes: Planes) -> None:
    """A bright bar that moves down, on grey."""
    planes.y[:] = 90
    planes.y[index * 2 % SIDE, :] = 200
    planes.u[:] = 110
    planes.v[:] = 140


def _note(line: str) -> None:
    """Append a line to the log of runs, in one write so that lines of many processes stay whole."""
    path = os.environ.get(RUNLOG)
    if path:
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(file, f"{line}\n".encode())
        finally:
            os.close(file)
