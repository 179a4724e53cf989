"""Looking into media from strangers, in a process that can do no harm and is not missed.

Every file gets a process of its own (`filmgate.media.decode_child`) with limits on memory, time and
file size, an empty environment and a session of its own. What comes back is a few measured facts,
and files nobody else can have shaped: a raster, or a clip that filmgate encoded.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from filmgate.core.errors import MediaError
from filmgate.core.media import MediaFacts
from filmgate.core.order import MediaKind
from filmgate.core.ports import LocalInput

if TYPE_CHECKING:
    from pathlib import Path

_MODULE: Final = "filmgate.media.decode_child"
#: most bytes an answer may have
_ANSWER_LIMIT: Final = 64 * 1024
#: one arena keeps threads from reserving address space that the memory limit counts
_ENVIRONMENT: Final = {"MALLOC_ARENA_MAX": "1"}


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """What a picture or video may cost; beyond it the file is refused."""

    max_pixels: int = 40_000_000
    max_side: int = 16_384
    #: longest side of a raster, in pixels
    raster_side: int = 4096
    image_memory_mb: int = 640
    image_cpu_s: int = 10
    image_timeout_s: float = 15.0
    #: pixels of one frame: 4096 x 2304
    max_frame_pixels: int = 9_437_184
    max_duration_s: float = 600.0
    max_streams: int = 8
    #: longest side of a proxy, in pixels
    proxy_side: int = 1920
    #: how much of a video is kept, from its start
    proxy_s: float = 16.0
    video_memory_mb: int = 1024
    video_cpu_s: int = 120
    video_timeout_s: float = 180.0
    #: largest file a child may write
    file_mb: int = 160
    #: children at the same time; None: one for each processor
    processes: int | None = None


class Decoder:
    """Starts a limited child for each file; safe to share between tasks of one event loop."""

    def __init__(self, limits: DecodeLimits | None = None) -> None:
        self._limits = limits or DecodeLimits()
        self._free = asyncio.Semaphore(self._limits.processes or os.cpu_count() or 1)

    async def probe(self, path: Path, kind: MediaKind) -> MediaFacts:
        """Measure a file and make sure that it can be decoded.

        Raises
        ------
        MediaError
            Type "unsupported_type", "damaged", "too_large", "too_long", "too_complex" or "empty".
        """
        return MediaFacts(kind=kind, **await self._ask("probe", path, kind))

    async def decode(
        self, path: Path, kind: MediaKind, loc: tuple[str | int, ...], folder: Path
    ) -> LocalInput:
        """Decode a file into `folder`, as engines take it.

        Parameters
        ----------
        path
            The file as it came.
        kind
            What it must be.
        loc
            Its place in the input; names the new files.
        folder
            Where they go; must exist.

        Raises
        ------
        MediaError
            As in `probe`.
        """
        target = folder / re.sub(r"[^A-Za-z0-9_-]", "", "-".join(map(str, loc)))
        return LocalInput(loc=loc, **await self._ask("decode", path, kind, target))

    async def _ask(
        self, action: str, path: Path, kind: MediaKind, target: Path | None = None
    ) -> dict[str, Any]:
        job = {
            "action": action,
            "kind": kind.value,
            "source": str(path),
            "target": str(target),
            "limits": {name: getattr(self._limits, name) for name in _TOLD},
            "process": self._process_limits(kind),
        }
        async with self._free:
            return await self._run(job, self._timeout_s(kind))

    def _process_limits(self, kind: MediaKind) -> dict[str, int]:
        limits = self._limits
        is_image = kind is MediaKind.IMAGE
        memory_mb = limits.image_memory_mb if is_image else limits.video_memory_mb
        return {
            "memory_bytes": memory_mb * 2**20,
            "cpu_s": limits.image_cpu_s if is_image else limits.video_cpu_s,
            "file_bytes": limits.file_mb * 2**20,
            "open_files": 32,
        }

    def _timeout_s(self, kind: MediaKind) -> float:
        limits = self._limits
        return limits.image_timeout_s if kind is MediaKind.IMAGE else limits.video_timeout_s

    async def _run(self, job: dict[str, Any], timeout_s: float) -> dict[str, Any]:
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-I", "-m", _MODULE),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=_ENVIRONMENT,
            start_new_session=True,
            limit=_ANSWER_LIMIT,
        )
        try:
            async with asyncio.timeout(timeout_s):
                said = await _talk(child, json.dumps(job).encode())
        except TimeoutError:
            text = (
                f"the {job['kind']} takes longer than {timeout_s:g} s to decode; send a simpler one"
            )
            raise MediaError(text, "too_complex") from None
        finally:
            await _end(child)
        return _read(said, child.returncode, job["kind"])


_TOLD: Final = (
    "max_pixels",
    "max_side",
    "raster_side",
    "max_frame_pixels",
    "max_duration_s",
    "max_streams",
    "proxy_side",
    "proxy_s",
)


async def _talk(child: asyncio.subprocess.Process, job: bytes) -> bytes:
    """Send the job, read the one line of answer, and wait for the end."""
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("the child was started without pipes")
    with suppress(ConnectionError):  # it died already; its exit code says why
        child.stdin.write(job)
        await child.stdin.drain()
    child.stdin.close()
    try:
        said = await child.stdout.readline()
    except ValueError:  # longer than any honest answer
        return b""
    await child.wait()
    return said


async def _end(child: asyncio.subprocess.Process) -> None:
    """Kill the child, whatever it started, and wait until it is gone."""
    if child.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()


def _read(said: bytes, returncode: int | None, kind: str) -> dict[str, Any]:
    """Understand a child's answer; one that died without an answer met a limit."""
    if returncode == 0 and said.endswith(b"\n"):
        answer = json.loads(said)
        if "done" in answer:
            return dict(answer["done"])
        raise MediaError(answer["error"]["message"], answer["error"]["type"])
    if returncode == -signal.SIGXCPU:
        text = f"the {kind} takes too much processor time to decode; send a simpler one"
        raise MediaError(text, "too_complex")
    text = f"the {kind} cannot be decoded within the limits on memory and size; save it again"
    raise MediaError(text, "damaged")
