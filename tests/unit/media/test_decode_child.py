"""The limited process itself: what it gives up and how it answers."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest
from PIL import Image

PROCESS = {"memory_bytes": 640 * 2**20, "cpu_s": 10, "file_bytes": 2**20, "open_files": 32}
LIMITS = {"max_pixels": 40_000_000, "max_side": 16_384, "raster_side": 4096}


def ask(job: dict, code: str = "from filmgate.media.decode_child import main; main()"):
    """Run the child on one job; returns its exit code and its answer."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", code],
        input=json.dumps(job).encode(),
        capture_output=True,
        env={},
        check=False,
        timeout=60,
    )
    return done.returncode, json.loads(done.stdout) if done.stdout else None


@pytest.fixture
def job(tmp_path):
    Image.new("RGB", (900, 700), (1, 2, 3)).save(tmp_path / "a.png")
    return {
        "action": "decode",
        "kind": "image",
        "source": str(tmp_path / "a.png"),
        "target": str(tmp_path / "out"),
        "limits": LIMITS,
        "process": PROCESS,
    }


def test_an_answer_is_one_line_of_json(job, tmp_path):
    job["process"] = PROCESS | {"file_bytes": 8 * 2**20}
    code, answer = ask(job)

    assert code == 0
    assert answer == {"done": {"path": str(tmp_path / "out.npy"), "width": 900, "height": 700}}


def test_a_file_larger_than_allowed_is_never_written(job, tmp_path):
    code, answer = ask(job)

    assert code != 0 or "error" in answer
    assert (tmp_path / "out.npy").stat().st_size <= 2**20


def test_a_picture_that_needs_too_much_memory_is_refused(job, tmp_path):
    Image.new("P", (6000, 6000)).save(tmp_path / "a.gif")
    job |= {"source": str(tmp_path / "a.gif"), "process": PROCESS | {"memory_bytes": 200 * 2**20}}
    code, answer = ask(job)

    assert code == 0
    assert answer["error"]["type"] == "too_large"


def test_the_limits_hold_before_the_file_is_opened(job):
    probe = """
import json, resource, sys
from filmgate.media import decode_child
decode_child.restrict(json.load(sys.stdin)["process"])
names = ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_CORE")
print(json.dumps([resource.getrlimit(getattr(resource, name)) for name in names]))
"""
    _, limits = ask(job, probe)

    memory = [PROCESS["memory_bytes"]] * 2
    assert limits == [memory, [10, 11], [2**20] * 2, [32, 32], [0, 0]]


def test_a_picture_does_not_load_ffmpeg_numpy_or_opencv(job):
    probe = """
import json, sys
from filmgate.media.decode_child import answer
answer(json.load(sys.stdin))
print(json.dumps([name for name in ("av", "numpy", "cv2", "asyncio") if name in sys.modules]))
"""

    assert ask(job, probe) == (0, [])


def test_a_child_that_computes_for_too_long_is_stopped_by_its_own_limit(job):
    spin = """
import json, sys
from filmgate.media import decode_child
decode_child.restrict(json.load(sys.stdin)["process"])
while True:
    pass
"""
    job["process"] = PROCESS | {"cpu_s": 1}

    assert ask(job, spin) == (-signal.SIGXCPU, None)
