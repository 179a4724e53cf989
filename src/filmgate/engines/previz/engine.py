"""The built-in engine: plans at once, renders in seconds on any processor, needs nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from filmgate.core.errors import EngineError
from filmgate.core.order import Task
from filmgate.core.plan import Render, RenderedFile
from filmgate.core.ports import Capabilities, Capability, Readiness
from filmgate.engines.previz.fates import settle
from filmgate.engines.previz.planning import NAME, VERSION, lay_out_order, plan_order

if TYPE_CHECKING:
    from filmgate.core.order import Order
    from filmgate.core.plan import Plan
    from filmgate.core.ports import RunContext
    from filmgate.engines.previz.plate import Planes

_SUMMARY: Final = (
    "Classical image processing, painted scenes and synthesised sound on the processor: it moves "
    "the camera, the light and the atmosphere; it does not animate people."
)
_TASKS: Final = (
    Capability(Task.TEXT_TO_VIDEO, 15, 3840, audio=True, shots=True),
    Capability(Task.IMAGE_TO_VIDEO, 15, 4556, audio=True, end_image=True, references=3, shots=True),
    Capability(
        Task.REFERENCE_TO_VIDEO,
        15,
        3840,
        audio=True,
        references=7,
        reference_video=True,
        shots=True,
    ),
)


class PrevizEngine:
    """Turns orders into clips without any model weights."""

    def describe(self) -> Capabilities:
        """Say what it can do."""
        return Capabilities(NAME, VERSION, _SUMMARY, _TASKS)

    def readiness(self) -> Readiness:
        """Say that it is ready: it has nothing to load."""
        return Readiness(ready=True)

    def plan(self, order: Order) -> Plan:
        """Say exactly what it will deliver; pure, a few milliseconds."""
        return plan_order(order)

    def run(self, order: Order, plan: Plan, ctx: RunContext) -> Render:
        """Render the clip into ``clip.mp4`` in the working directory.

        Raises
        ------
        EngineError
            If an input is missing, or the order no longer matches its plan.
        Cancelled
            If the context says so, at the next frame.
        """
        # planning happens in the API process, which never loads what only drawing needs
        import cv2

        from filmgate.engines.previz.previews import Previews
        from filmgate.engines.previz.staging import Stage
        from filmgate.engines.previz.timeline import Timeline
        from filmgate.media.encode import encode_clip

        cv2.setNumThreads(1)
        layout = lay_out_order(order)
        if (layout.width, layout.height, layout.frames) != (plan.width, plan.height, plan.frames):
            raise EngineError("the order no longer gives what was planned", "invalid_input")
        began = time.perf_counter()
        stage = Stage(order, layout, ctx.inputs)
        timeline = Timeline(stage, ctx)
        timeline.prepare_first()
        sound = timeline.compose_sound() if plan.has_audio else None
        previews = Previews(ctx)

        def draw(index: int, planes: Planes) -> None:
            ctx.checkpoint()
            timeline.draw(index, planes)
            previews.look(planes)

        def report(index: int) -> None:
            ctx.progress("render", index + 1, plan.frames)

        target = ctx.workdir / "clip.mp4"
        # of all threads, the encoder's included, without what later takes need to be prepared
        idle_cpu = time.process_time() - timeline.prepared_cpu_s
        starts = {0, *(take.start for take in layout.takes)}
        encode_clip(
            target,
            width=plan.width,
            height=plan.height,
            frames=plan.frames,
            draw=draw,
            sound=sound,
            quality=order.options.quality,
            comment=f"engine={NAME} {VERSION} seed={plan.seed}",
            on_frame=report,
            keyframes=starts,
            fine={end.frame for end in plan.end_frames},
        )
        render_cpu = time.process_time() - timeline.prepared_cpu_s - idle_cpu
        total = time.perf_counter() - began
        prepared = timeline.prepared_s
        return Render(
            files=(RenderedFile("video", str(target), "video/mp4"),),
            fates=settle(plan.fates, stage.morph),
            timings_s={
                "prepare": round(prepared, 3),
                "render": round(total - prepared, 3),
                "render_cpu": round(render_cpu, 3),
            },
            seed=plan.seed,
            notes=dict(stage.notes),
        )
