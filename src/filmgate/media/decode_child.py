"""The process that looks into files from strangers: limited, without an environment, one file each.

Started by `filmgate.media.decode` as ``python -I -m filmgate.media.decode_child``. It reads one job
as JSON from its standard input, gives up everything the job does not need, decodes, and writes one
line of JSON: ``{"done": …}`` or ``{"error": {"type", "message"}}``.
"""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filmgate.core.errors import MediaError

if TYPE_CHECKING:
    Job = dict[str, Any]


def restrict(limits: dict[str, int]) -> None:
    """Give up memory, time, files and core dumps beyond the limits; there is no way back.

    Parameters
    ----------
    limits
        ``memory_bytes``, ``cpu_s``, ``file_bytes`` and ``open_files``.
    """
    cpu_s = limits["cpu_s"]
    wanted = {
        "RLIMIT_AS": (limits["memory_bytes"],) * 2,
        # the signal of the soft limit tells what happened; at the hard one the system just kills
        "RLIMIT_CPU": (cpu_s, cpu_s + 1),
        "RLIMIT_FSIZE": (limits["file_bytes"],) * 2,
        "RLIMIT_NOFILE": (limits["open_files"],) * 2,
        "RLIMIT_CORE": (0, 0),
    }
    for name, pair in wanted.items():
        # refused where a lower limit holds already, and by macOS for RLIMIT_AS, where the limits
        # on pixels still hold
        with suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, name), pair)


def work(job: Job) -> dict[str, Any]:
    """Do one job: ``probe`` or ``decode`` of an ``image`` or a ``video``.

    Raises
    ------
    MediaError
        If the file is not what it should be, is damaged, or is over a limit.
    """
    from filmgate.media import decode_still

    source, target, limits = Path(job["source"]), Path(job["target"]), job["limits"]
    if job["kind"] == "image":
        if job["action"] == "probe":
            return decode_still.probe(source, limits)
        return decode_still.decode(source, target, limits)
    # FFmpeg is loaded only for videos
    from filmgate.media import decode_proxy, decode_video

    if job["action"] == "probe":
        return decode_video.probe(source, limits)
    return decode_proxy.decode(source, target, limits)


def answer(job: Job) -> dict[str, Any]:
    """Do one job and put its outcome into words."""
    try:
        return {"done": work(job)}
    except MediaError as error:
        return {"error": {"type": error.type, "message": error.message}}
    except MemoryError:
        text = "the file needs too much memory to decode; send a smaller one"
        return {"error": {"type": "too_large", "message": text}}


def main() -> None:
    """Read the job, restrict this process, answer."""
    job = json.load(sys.stdin)
    restrict(job["process"])
    sys.stdout.write(json.dumps(answer(job)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
