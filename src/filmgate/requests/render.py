"""The render itself: in a process of ours, or at a service that may want money for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from filmgate.core.errors import EngineError, WorkerLost
from filmgate.core.plan import Check, Render
from filmgate.core.ports import Engine, RemoteEngine, Renderer, RequestStore
from filmgate.core.records import Claim
from filmgate.requests.hold import Hold, Lost
from filmgate.requests.prepare import Prepared
from filmgate.requests.remote import RemoteRun

#: share of the whole that each stage begins and ends at; an engine's own stages lie in between
_BANDS: Final = {"prepare": (0.05, 0.15), "verify": (0.92, 0.97), "store": (0.97, 1.0)}
_RENDER: Final = (0.15, 0.92)


class InDoubt(Exception):
    """A paid upstream may have accepted the work, and nobody knows."""


@dataclass(slots=True)
class Attempt:
    """One attempt of a request, on its way."""

    claim: Claim
    hold: Hold
    workdir: Path
    steady: Callable[[], float] = time.monotonic
    #: seconds by stage
    timings_s: dict[str, float] = field(default_factory=dict)
    #: micro-dollars that the render has cost, whatever becomes of it now
    spent_micro: int = 0
    #: money was spent on something that cannot be asked for again
    is_unrepeatable: bool = False
    #: told of every stage that ended, with its seconds and the class of the error that ended it
    on_stage: Callable[[Claim, str, float, str], None] = lambda *_: None
    _stage: str = ""
    _began: float = 0.0

    def begin(self, stage: str) -> None:
        """Enter a stage: it is timed until `end`, and callers see it."""
        self._began, self._stage = self.steady(), stage
        self.progress(stage, 0, 1)

    def end(self, stage: str) -> None:
        """Leave a stage."""
        seconds = self.steady() - self._began
        self.timings_s[stage] = round(seconds, 4)
        self.on_stage(self.claim, stage, seconds, "")
        self._stage = ""

    def fail(self, code: str) -> None:
        """Leave a stage because of an error of this class."""
        if self._stage:
            self.on_stage(self.claim, self._stage, self.steady() - self._began, code)

    def progress(self, stage: str, done: int, total: int) -> None:
        """Tell how far a stage is, as a share of the whole request."""
        low, high = _BANDS.get(stage, _RENDER)
        share = min(1.0, max(0.0, done / total)) if total > 0 else 0.0
        self.hold.progress(stage, low + share * (high - low))


class Rendering:
    """Has engines render.

    Parameters
    ----------
    store
        Rows of requests.
    renderer
        Runs local engines, and checks what any engine made.
    """

    def __init__(self, store: RequestStore, renderer: Renderer) -> None:
        self._store = store
        self._renderer = renderer

    async def render(
        self,
        attempt: Attempt,
        engine: Engine,
        prepared: Prepared,
        on_preview: Callable[[Path], None],
    ) -> Render:
        """Render once, and never call a paid upstream a second time.

        Raises
        ------
        InDoubt
            When an earlier attempt may have called a paid upstream, or this one did and failed in
            a way that does not tell.
        EngineError
            When the engine cannot.
        """
        claim = attempt.claim
        if claim.was_called and claim.handle is None:
            raise InDoubt
        context = RemoteRun(
            self._store,
            attempt.hold,
            attempt.workdir,
            prepared.inputs,
            attempt.progress,
            on_preview,
            claim.handle,
        )
        is_paid = engine.describe().is_paid or prepared.plan.cost_micro > 0
        if is_paid and claim.handle is None and not await self._begin_call(claim):
            raise Lost
        try:
            render = await self._run(engine, prepared, context)
        except Exception as error:
            # Only an engine that says how it failed can know that the call did not count.
            knows = isinstance(error, EngineError | Lost) and not isinstance(error, WorkerLost)
            if is_paid and context.handle is None and not knows:
                raise InDoubt from error
            raise
        attempt.spent_micro = prepared.plan.cost_micro
        attempt.is_unrepeatable = is_paid and context.handle is None
        return render

    async def _run(self, engine: Engine, prepared: Prepared, context: RemoteRun) -> Render:
        order, plan = prepared.order, prepared.plan
        if not engine.describe().is_remote or not isinstance(engine, RemoteEngine):
            return await self._renderer.run(
                order, plan, prepared.inputs, context.workdir, context.progress, context.preview
            )
        if context.handle is not None:
            return await engine.reattach(context.handle, order, plan, context)
        return await engine.run(order, plan, context)

    async def _begin_call(self, claim: Claim) -> bool:
        # Before the call, durably: a crash between this line and save_handle() leaves a mark that
        # the call may have counted, so no later attempt pays again.
        return await self._store.begin_call(claim.request.id, claim.request.attempt)

    async def verify(
        self, attempt: Attempt, prepared: Prepared, render: Render
    ) -> tuple[Check, ...]:
        """Hold the file against its plan.

        Raises
        ------
        EngineError
            With kind "verification_failed" and every fact that is wrong.
        """
        checks = await self._renderer.verify(
            prepared.plan,
            render,
            prepared.inputs,
            attempt.workdir,
            quality=prepared.order.options.quality,
        )
        wrong = [check for check in checks if not check.passed]
        if wrong:
            text = "; ".join(f"{c.name}: expected {c.expected}, got {c.actual}" for c in wrong)
            raise EngineError(f"the clip is not what was ordered: {text}", "verification_failed")
        return checks
