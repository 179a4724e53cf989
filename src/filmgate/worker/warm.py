"""One render process, seen from the server: start it, ask it, end it."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from filmgate.core.errors import EngineError, WorkerLost
from filmgate.worker.memory import rss_bytes
from filmgate.worker.wire import (
    Failed,
    Footprint,
    Frames,
    Instruction,
    Previewed,
    Progressed,
    Rendered,
    Report,
    Start,
    Verified,
    pack,
    to_report,
)

#: bytes of a process's own output that are kept, for when it dies
_LOG_BYTES: Final = 8192
#: lines of it that the error shows
_LOG_LINES: Final = 8
#: between two looks at the memory of a process that works, in seconds
_WATCH_S: Final = 0.25
#: how long the end of a dead process's output is waited for, in seconds
_LAST_WORDS_S: Final = 1.0
_MIB: Final = 2**20

_log = logging.getLogger("filmgate.worker")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one render process may use."""

    #: resident memory, looked at four times a second; 0: not limited
    memory_mb: int = 0
    #: address space, enforced by the system; 0: not limited
    address_space_mb: int = 0
    #: processor seconds of one instruction
    cpu_s: int = 3600
    #: how much others go first, 0 to 19
    nice: int = 2
    #: memory at which a process that has nothing to do is replaced
    recycle_mb: int = 768
    #: answers after which it is replaced in any case
    recycle_after: int = 1000


@dataclass(slots=True)
class _Question:
    """An instruction that waits for its answer."""

    answer: asyncio.Future[Rendered | Verified]
    on_progress: Callable[[str, int, int], None]
    on_preview: Callable[[Path], None]


class WarmProcess(asyncio.Protocol):
    """A process that has imported what it needs and does one thing after the other.

    It leads a session of its own, so that ending it ends whatever it has started.
    """

    def __init__(self, limits: Limits, scratch: Path) -> None:
        self.limits = limits
        #: what it was last used for
        self.residency_key = ""
        self.answers = 0
        self._scratch = scratch
        self._frames = Frames()
        self._transport: asyncio.WriteTransport | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._question: _Question | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._rss = 0
        self._log = b""
        self._log_task: asyncio.Task[None] | None = None
        self._verdict: EngineError | None = None
        self._ending: asyncio.Task[None] | None = None

    @classmethod
    async def start(
        cls, command: Sequence[str], setup: Start, limits: Limits, scratch: Path
    ) -> WarmProcess:
        """Start a process and wait until it is warm.

        Parameters
        ----------
        command
            What to execute; the number of its socket to the server is added.
        setup
            The first message.
        limits
            What it may use.
        scratch
            Its folder for temporary files; made here, removed when it ends.

        Raises
        ------
        WorkerLost
            When it ends before it is warm.
        """
        process = cls(limits, scratch)
        try:
            await process._start(command, setup)
            await process._ready
        except BaseException:
            await process.end()
            raise
        return process

    async def _start(self, command: Sequence[str], setup: Start) -> None:
        self._scratch.mkdir(parents=True, exist_ok=True)
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = await asyncio.create_subprocess_exec(
                    *command,
                    str(theirs.fileno()),
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=asyncio.subprocess.STDOUT,
                    pass_fds=(theirs.fileno(),),
                    env=os.environ | {"TMPDIR": str(self._scratch), "OPENBLAS_NUM_THREADS": "1"},
                    start_new_session=True,
                )
            except BaseException:
                ours.close()
                raise
        self._log_task = asyncio.create_task(self._read_log(self._process))
        loop = asyncio.get_running_loop()
        await loop.create_unix_connection(lambda: self, sock=ours)
        self._send(setup)

    @property
    def pid(self) -> int:
        """Its process id, which is also that of its group; 0 before it runs."""
        return self._process.pid if self._process else 0

    @property
    def is_usable(self) -> bool:
        """Whether it can be asked."""
        return self._ending is None and self._transport is not None

    @property
    def is_worn(self) -> bool:
        """Whether a fresh process should take its place."""
        limits = self.limits
        return self.answers >= limits.recycle_after or self._rss > limits.recycle_mb * _MIB

    # --- asking ----------------------------------------------------------------------------------

    async def ask(
        self,
        instruction: Instruction,
        on_progress: Callable[[str, int, int], None] = lambda *_: None,
        on_preview: Callable[[Path], None] = lambda _: None,
    ) -> Rendered | Verified:
        """Have one thing done. A caller that is cancelled ends the process.

        Raises
        ------
        EngineError
            As the process says, or "out_of_memory" or "timeout" when it met a limit.
        WorkerLost
            When it died.
        """
        loop = asyncio.get_running_loop()
        question = _Question(loop.create_future(), on_progress, on_preview)
        self._question = question
        self._timer = loop.call_later(_WATCH_S, self._watch)
        try:
            self._send(instruction)
            return await question.answer
        except asyncio.CancelledError:
            await self.end()
            raise
        finally:
            self._timer.cancel()
            self._question = None
            self.answers += 1
            if question.answer.done() and not question.answer.cancelled():
                question.answer.exception()  # the caller may have left at this very moment

    def _watch(self) -> None:
        """End a process that takes too much memory; Linux only."""
        limit = self.limits.memory_mb * _MIB
        if limit and rss_bytes(self.pid) > limit:
            text = f"the render needs more than the {self.limits.memory_mb} MiB it may use"
            self._verdict = EngineError(text, "out_of_memory")
            self.kill()
            return
        self._timer = asyncio.get_running_loop().call_later(_WATCH_S, self._watch)

    # --- the connection ----------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the socket over."""
        self._transport = cast("asyncio.WriteTransport", transport)  # uvloop's is none by class

    def data_received(self, data: bytes) -> None:
        """Take what the process says."""
        try:
            for body in self._frames.feed(data):
                self._heard(to_report(body))
        except Exception as error:  # noqa: BLE001 - the worker's edge: it ends this render
            # what it says makes no sense, or whoever listens to it failed: it cannot go on
            _log.exception("render process %s said something that cannot be used", self.pid)
            self._verdict = EngineError(f"a report of the engine cannot be used: {error}")
            self.kill()

    def _heard(self, report: Report) -> None:
        question = self._question
        if isinstance(report, Footprint):
            self._rss = report.rss_bytes
            if not self._ready.done():
                self._ready.set_result(None)
        elif question is None or question.answer.done():
            return  # an answer that nobody waits for any more
        elif isinstance(report, Progressed):
            question.on_progress(report.stage, report.done, report.total)
        elif isinstance(report, Previewed):
            question.on_preview(Path(report.path))
        elif isinstance(report, Failed):
            if report.trace:
                _log.error("render process %s: %s", self.pid, report.trace)
            error = EngineError(report.message, report.kind, retryable=report.retryable)
            question.answer.set_exception(error)
        else:
            question.answer.set_result(report)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Learn that the process is gone."""
        self._transport = None
        self._begin_end()

    def _send(self, message: Instruction) -> None:
        if self._transport is not None:
            self._transport.write(pack(message))
        else:
            self._begin_end()

    # --- the end -------------------------------------------------------------------------------

    def kill(self) -> None:
        """End the process and all it has started, at once."""
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    async def end(self) -> None:
        """End the process, and wait until it is gone."""
        self.kill()
        await asyncio.shield(self._begin_end())

    def _begin_end(self) -> asyncio.Task[None]:
        if self._ending is None:
            self._ending = asyncio.create_task(self._bury())
        return self._ending

    async def _bury(self) -> None:
        """Reap the process, tell who waits for it why it died, and tidy up."""
        self.kill()  # a process that only closed its socket, or left others behind
        code = None
        if self._process is not None:
            code = await self._process.wait()
        if self._log_task is not None:
            # what it left behind in a session of its own may keep the pipe open
            await asyncio.wait((self._log_task,), timeout=_LAST_WORDS_S)
            self._log_task.cancel()
        if self._transport is not None:
            self._transport.close()
        error = self._verdict or _cause(code, self._log)
        question = self._question
        for waiting in (self._ready, question.answer if question else None):
            if waiting is not None and not waiting.done():
                _log.warning("render process %s: %s", self.pid, error.message)
                waiting.set_exception(error)
        if not self._ready.cancelled():
            self._ready.exception()  # told, or nobody asked
        await asyncio.to_thread(shutil.rmtree, self._scratch, ignore_errors=True)

    async def _read_log(self, process: asyncio.subprocess.Process) -> None:
        """Keep the end of what the process prints."""
        assert process.stdout is not None
        while data := await process.stdout.read(4096):
            self._log = (self._log + data)[-_LOG_BYTES:]


def _cause(code: int | None, log: bytes) -> EngineError:
    """Say why a process died, as far as its exit code and its last words tell."""
    if code == -signal.SIGXCPU:
        return EngineError("the render takes more processor time than it may use", "timeout")
    if code is None:
        how = "could not be started"
    elif code == -signal.SIGKILL:
        how = "was killed; perhaps the machine ran out of memory"
    elif code < 0:
        how = f"was ended by {signal.Signals(-code).name}"
    else:
        how = f"ended with code {code}"
    lines = log.decode(errors="replace").strip().splitlines()[-_LOG_LINES:]
    said = "; it said last: " + "\n".join(lines) if lines else ""
    return WorkerLost(f"the render process {how}{said}")


def python_command(code: str, name: str) -> tuple[str, ...]:
    """A command that executes Python code, with a name that lists of processes show."""
    return (sys.executable, "-P", "-c", code, name)
