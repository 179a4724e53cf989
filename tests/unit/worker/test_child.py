import errno
from pathlib import Path

import av
import pytest

from filmgate.worker.child import Context, _failure
from filmgate.worker.wire import Previewed, Progressed


def make(said, now):
    return Context(Path("/work"), {}, said.append, clock=lambda: now[0])


def test_progress_is_told_ten_times_a_second_at_most():
    said, now = [], [0.0]
    context = make(said, now)

    for frame in range(1, 101):
        now[0] = frame / 100
        context.progress("render", frame, 101)

    assert 9 <= len(said) <= 11


def test_every_stage_begins_and_ends_visibly():
    said, now = [], [0.0]
    context = make(said, now)

    for stage in ("prepare", "render"):
        for step in range(4):
            context.progress(stage, step, 3)

    assert said == [
        Progressed("prepare", 0, 3),
        Progressed("prepare", 3, 3),
        Progressed("render", 0, 3),
        Progressed("render", 3, 3),
    ]


def test_previews_are_passed_on():
    said = []

    make(said, [0.0]).preview(Path("/work/p.jpg"))

    assert said == [Previewed("/work/p.jpg")]


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EFBIG, "File too large"),
        av.error.FFmpegError(errno.ENOSPC, "No space left on device"),
    ],
)
def test_a_full_disk_is_a_reason_to_try_again(error):
    told = _failure(error)

    assert (told.kind, told.retryable) == ("storage_full", True)
    assert "free some space" in told.message
