"""Inside a render process: take instructions, run engines, verify, report."""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import select
import signal
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filmgate.core.errors import FULL, EngineError, FilmgateError, InvalidInput, MediaError
from filmgate.core.plan import Render
from filmgate.worker.memory import rss_bytes
from filmgate.worker.wire import (
    Answer,
    Failed,
    Footprint,
    Frames,
    Instruction,
    Previewed,
    Progressed,
    Rendered,
    Report,
    Run,
    Start,
    Verified,
    Verify,
    pack,
    to_instruction,
)

if TYPE_CHECKING:
    from filmgate.core.json import Json
    from filmgate.core.ports import LocalEngine, LocalInput

#: shortest time between two reports of progress within a stage, in seconds
_PROGRESS_S: Final = 0.1
#: memory that may stay with a process before it is asked to give back what it can, in bytes
_TRIM_BYTES: Final = 64 * 2**20
#: clips with no longer side need no poster and no contact sheet, in pixels
_TINY: Final = 64
#: prctl(2)
_PR_SET_PDEATHSIG: Final = 1

#: from the settings: how engines are found by name, and what to import before there is work
Open = Callable[[Mapping[str, "Json"]], tuple[Callable[[str], "LocalEngine"], Callable[[], None]]]


def serve(fd: int, open_engines: Open) -> None:
    """Do what the server says until it hangs up.

    Parameters
    ----------
    fd
        The socket to the server.
    open_engines
        Makes the engines from the settings, in here.
    """
    channel = socket.socket(fileno=fd)
    threading.Thread(target=_watch, args=(channel,), daemon=True).start()
    instructions = _hear(channel)
    start = next(instructions)
    if not isinstance(start, Start):
        raise TypeError(f"the first message is {type(start).__name__}, not Start")
    _settle_in(start)
    find_engine, warm = open_engines(start.settings)
    child = _Child(channel, find_engine, start.cpu_s)
    warm()
    child.work(instructions)


def _hear(channel: socket.socket) -> Iterator[Instruction]:
    """Give what the server says, for as long as it says something."""
    frames = Frames()
    with suppress(OSError):
        while data := channel.recv(2**16):
            yield from map(to_instruction, frames.feed(data))
    os.killpg(0, signal.SIGKILL)


def _watch(channel: socket.socket) -> None:
    """Wait until the server hangs up; this process, and all it started, go with it."""
    line = select.poll()
    line.register(channel, getattr(select, "POLLRDHUP", 0))  # elsewhere than on Linux: POLLHUP
    line.poll()
    os.killpg(0, signal.SIGKILL)


def _settle_in(start: Start) -> None:
    """Die with the server, leave no core dumps, let others go first, keep within the limits."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != start.parent:
        sys.exit("the server is gone")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl+C is the server's to answer
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if start.address_space_bytes:
        limit = start.address_space_bytes
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    os.nice(start.nice)


class _Child:
    """The work of one render process, one instruction at a time."""

    def __init__(
        self, channel: socket.socket, find_engine: Callable[[str], LocalEngine], cpu_s: int
    ) -> None:
        self._channel = channel
        self._find_engine = find_engine
        self._cpu_s = cpu_s

    def work(self, instructions: Iterator[Instruction]) -> None:
        """Answer instructions for ever."""
        known = rss_bytes()
        self.say(Footprint(known))
        for instruction in instructions:
            answer = self._answer(instruction)
            rss = rss_bytes()
            if rss > known + _TRIM_BYTES:
                _trim()
                rss = known = rss_bytes()
            self._send(pack(Footprint(rss)) + answer)

    def say(self, report: Report) -> None:
        """Send a report."""
        self._send(pack(report))

    def _send(self, data: bytes) -> None:
        """Without a server there is nobody to work for."""
        try:
            self._channel.sendall(data)
        except OSError:
            os.killpg(0, signal.SIGKILL)

    def _answer(self, instruction: Instruction) -> bytes:
        """Do one thing; whatever goes wrong with it is an answer too."""
        _limit_cpu(self._cpu_s)
        try:
            return pack(self._do(instruction))
        except Exception as error:  # noqa: BLE001 - the worker's edge: it ends the request
            return pack(_failure(error))

    def _do(self, instruction: Instruction) -> Answer:
        if isinstance(instruction, Run):
            return self._run(instruction)
        if isinstance(instruction, Verify):
            return _verify(instruction)
        return Failed(f"{type(instruction).__name__} makes no sense now", "internal_error")

    def _run(self, instruction: Run) -> Rendered:
        engine = self._find_engine(instruction.plan.engine)
        context = Context(Path(instruction.workdir), _by_place(instruction.inputs), self.say)
        render = engine.run(instruction.order, instruction.plan, context)
        if not isinstance(render, Render):
            raise EngineError(f"the engine delivered {type(render).__name__}, not a Render")
        return Rendered(render)


class Context:
    """Implements `core.ports.RunContext`: reports go to the server.

    Parameters
    ----------
    workdir, inputs
        As the port says.
    say
        Sends a report.
    clock
        Seconds, never jumping.
    """

    def __init__(
        self,
        workdir: Path,
        inputs: Mapping[tuple[str | int, ...], LocalInput],
        say: Callable[[Report], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.workdir = workdir
        self.inputs = inputs
        self._say = say
        self._clock = clock
        self._stage = ""
        self._next = 0.0

    def progress(self, stage: str, done: int, total: int) -> None:
        """Report the beginning and end of a stage, and ten times a second in between."""
        now = self._clock()
        if stage == self._stage and done < total and now < self._next:
            return
        self._stage, self._next = stage, now + _PROGRESS_S
        self._say(Progressed(stage, done, total))

    def preview(self, path: Path) -> None:
        """Offer a small JPEG of the clip so far."""
        self._say(Previewed(str(path)))

    def checkpoint(self) -> None:
        """Do nothing: whoever wants this work to stop ends the process."""


def _by_place(inputs: tuple[LocalInput, ...]) -> dict[tuple[str | int, ...], LocalInput]:
    return {item.loc: item for item in inputs}


def _verify(instruction: Verify) -> Verified:
    from filmgate.media.frames import Sheet, poster
    from filmgate.media.verify import verify

    plan, video = instruction.plan, Path(instruction.video)
    inputs, quality = _by_place(instruction.inputs), instruction.quality
    if max(plan.width, plan.height) <= _TINY:
        return Verified(verify(video, plan, inputs, quality=quality))
    sheet = Sheet(plan.frames)
    checks = verify(video, plan, inputs, quality=quality, watch=sheet.take)
    if all(check.passed for check in checks):
        folder = Path(instruction.workdir)
        sheet.save(folder / "contact_sheet.png")
        poster(video, folder / "poster.jpg")
    return Verified(checks)


def _failure(error: Exception) -> Failed:
    """Say what went wrong in the words of an `EngineError`."""
    if isinstance(error, EngineError):
        return Failed(error.message, error.kind, error.retryable)
    if isinstance(error, MemoryError) or "Insufficient memory" in str(error):
        return Failed("the render needs more memory than it may use", "out_of_memory")
    if getattr(error, "errno", None) in FULL:  # of the system, or of FFmpeg
        text = "no room is left on the disk where requests are rendered; free some space"
        return Failed(text, "storage_full", retryable=True)
    if isinstance(error, MediaError | InvalidInput):
        return Failed(error.message, "invalid_input")
    if isinstance(error, FilmgateError):
        return Failed(error.message, "engine_error")
    text = f"the engine failed: {type(error).__name__}: {error}"
    return Failed(text, "engine_error", trace="".join(traceback.format_exception(error)))


def _limit_cpu(seconds: int) -> None:
    """Allow this many more processor seconds; the system ends a process that takes more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _trim() -> None:
    """Give memory that is not used back to the system."""
    gc.collect()
    with suppress(AttributeError, OSError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)
