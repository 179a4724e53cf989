"""Render processes: a warm one for each slot, used again and again, replaced when in doubt."""

from __future__ import annotations

import asyncio
import itertools
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filmgate.core.errors import EngineError, WorkerLost
from filmgate.worker.warm import Limits, WarmProcess
from filmgate.worker.wire import Rendered, Run, Start, Verified, Verify

if TYPE_CHECKING:
    from filmgate.core.json import Json
    from filmgate.core.order import Order
    from filmgate.core.plan import Check, Plan, Render
    from filmgate.core.ports import LocalInput

_MIB = 2**20


class RenderProcesses:
    """Runs local engines in processes that can be killed; implements `core.ports.Renderer`.

    Parameters
    ----------
    command
        What a render process executes; the number of its socket to this process is added.
    slots
        How many work at once.
    settings
        What every process is told at its start.
    scratch
        Folder for their temporary files.
    limits
        What each may use.
    """

    def __init__(
        self,
        command: Sequence[str],
        slots: int,
        settings: Mapping[str, Json],
        scratch: Path,
        limits: Limits | None = None,
    ) -> None:
        self._command = tuple(command)
        self._slots = slots
        self._scratch = scratch
        self._limits = limits or Limits()
        self._setup = Start(
            settings=dict(settings),
            parent=os.getpid(),
            cpu_s=self._limits.cpu_s,
            address_space_bytes=self._limits.address_space_mb * _MIB,
            nice=self._limits.nice,
        )
        self._free = asyncio.Semaphore(slots)
        self._numbers = itertools.count(1)
        #: processes without work, the last used last; some are still starting
        self._idle: list[asyncio.Future[WarmProcess]] = []
        self._busy: set[WarmProcess] = set()
        self._leaving: set[asyncio.Task[None]] = set()
        self._is_stopped = False

    def warm(self) -> None:
        """Begin to start a process for every slot."""
        while len(self._idle) + len(self._busy) < self._slots:
            self._idle.insert(0, self._begin())

    async def stop(self) -> None:
        """End every process, at once."""
        self._is_stopped = True
        idle, self._idle = self._idle, []
        await asyncio.gather(*(_end(task) for task in idle))
        await asyncio.gather(*(process.end() for process in self._busy), *self._leaving)

    def pids(self) -> list[int]:
        """Process ids of those that are warm."""
        idle = [task.result() for task in self._idle if _is_warm(task)]
        return [process.pid for process in (*idle, *self._busy) if process.is_usable]

    async def run(
        self,
        order: Order,
        plan: Plan,
        inputs: Sequence[LocalInput],
        workdir: Path,
        on_progress: Callable[[str, int, int], None],
        on_preview: Callable[[Path], None],
    ) -> Render:
        """Render in a warm process; cancelling the call kills the process.

        Raises
        ------
        EngineError
            What the engine raised, or the limit that was met.
        WorkerLost
            When the process died.
        """
        instruction = Run(order, plan, tuple(inputs), str(workdir))
        async with self._process(plan.residency_key) as process:
            answer = await process.ask(instruction, on_progress, on_preview)
        if not isinstance(answer, Rendered):
            raise WorkerLost(f"the render process answered with {type(answer).__name__}")
        return answer.render

    async def verify(
        self,
        plan: Plan,
        render: Render,
        inputs: Sequence[LocalInput],
        workdir: Path,
        *,
        quality: str = "standard",
    ) -> tuple[Check, ...]:
        """Check the rendered file against its plan, in the process. Raises as `run`.

        Leaves ``poster.jpg`` and ``contact_sheet.png`` in `workdir`, unless the clip is tiny.
        """
        video = next((file.path for file in render.files if file.role == "video"), None)
        if video is None:
            raise EngineError("the engine delivered no video", "verification_failed")
        instruction = Verify(plan, video, tuple(inputs), str(workdir), quality)
        async with self._process(plan.residency_key) as process:
            answer = await process.ask(instruction)
        if not isinstance(answer, Verified):
            raise WorkerLost(f"the render process answered with {type(answer).__name__}")
        return answer.checks

    # --- the processes -------------------------------------------------------------------------

    @asynccontextmanager
    async def _process(self, residency_key: str) -> AsyncIterator[WarmProcess]:
        """Lend a process; afterwards it, or a fresh one, waits for the next."""
        async with self._free:
            process = await self._take(residency_key)
            self._busy.add(process)
            try:
                process.residency_key = residency_key
                yield process
            finally:
                self._busy.discard(process)
                self._give_back(process)

    async def _take(self, residency_key: str) -> WarmProcess:
        while True:
            if self._is_stopped:
                raise WorkerLost("this worker is stopping")
            task = self._choose(residency_key)
            try:
                process = await asyncio.shield(task)
            except asyncio.CancelledError:
                self._idle.append(task)  # the caller left; the process is as good as before
                raise
            if process.is_usable:
                return process

    def _choose(self, residency_key: str) -> asyncio.Future[WarmProcess]:
        """Prefer the process that did the same before, then the one that worked last."""
        for task in reversed(self._idle):
            if residency_key and _is_warm(task) and task.result().residency_key == residency_key:
                self._idle.remove(task)
                return task
        return self._idle.pop() if self._idle else self._begin()

    def _give_back(self, process: WarmProcess) -> None:
        if process.is_usable and not process.is_worn and not self._is_stopped:
            self._idle.append(_ready(process))
            return
        leaving = asyncio.create_task(process.end())
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)
        if not self._is_stopped:
            self._idle.insert(0, self._begin())

    def _begin(self) -> asyncio.Future[WarmProcess]:
        scratch = self._scratch / f"process-{os.getpid()}-{next(self._numbers)}"
        return asyncio.create_task(
            WarmProcess.start(self._command, self._setup, self._limits, scratch)
        )


def _is_warm(task: asyncio.Future[WarmProcess]) -> bool:
    return task.done() and not task.cancelled() and task.exception() is None


def _ready(process: WarmProcess) -> asyncio.Future[WarmProcess]:
    future: asyncio.Future[WarmProcess] = asyncio.get_running_loop().create_future()
    future.set_result(process)
    return future


async def _end(task: asyncio.Future[WarmProcess]) -> None:
    """End a process, even one that is just starting."""
    task.cancel()
    with suppress(asyncio.CancelledError, EngineError):
        await (await task).end()
