import numpy as np
import pytest

from filmgate.core.errors import EngineError
from filmgate.core.ports import LocalInput
from filmgate.engines.previz.blend import blank
from filmgate.engines.previz.footage import FootageShot
from filmgate.media.encode import encode_clip


@pytest.fixture
def clip(tmp_path):
    """48 frames that get brighter by four levels each."""

    def paint(index, planes):
        planes.y[:] = 30 + 4 * index
        planes.u[:] = planes.v[:] = 128

    path = tmp_path / "proxy.mp4"
    encode_clip(path, width=160, height=96, frames=48, draw=paint)
    return LocalInput(("video",), str(path), 160, 96, 48)


def _levels(shot, frames, size=(64, 64)):
    target = blank(*size)
    levels = []
    for frame in frames:
        shot.draw(frame, target)
        levels.append(float(target.y.mean()))
    return levels


def test_footage_runs_frame_by_frame(clip):
    shot = FootageShot(clip, 64, 64, begin=0, frames=48)

    levels = _levels(shot, range(48))

    assert np.abs(np.array(levels) - (30 + 4 * np.arange(48))).max() < 3


def test_a_later_take_goes_on_where_the_clip_would_be(clip):
    shot = FootageShot(clip, 64, 64, begin=20, frames=10)

    assert abs(_levels(shot, [0])[0] - 110) < 3


def test_a_short_clip_starts_again_through_a_dissolve(clip):
    shot = FootageShot(clip, 64, 64, begin=0, frames=90)

    levels = np.array(_levels(shot, range(90)))

    assert np.abs(np.diff(levels)).max() < 25
    assert levels[60] < levels[35]
    assert abs(levels[72] - levels[36]) < 6


def test_a_clip_too_short_to_dissolve_holds_its_last_frame(clip):
    tiny = LocalInput(clip.loc, clip.path, 160, 96, 12)
    shot = FootageShot(tiny, 64, 64, begin=0, frames=30)

    levels = _levels(shot, [11, 12, 29])

    assert levels[0] == levels[1] == levels[2]


def test_footage_of_the_frames_size_is_copied(clip):
    shot = FootageShot(clip, 160, 96, begin=0, frames=10)

    assert abs(_levels(shot, [3], (160, 96))[0] - 42) < 2


def test_a_clip_without_frames_is_an_engine_error(tmp_path, clip, monkeypatch):
    empty = FootageShot(clip, 64, 64, begin=0, frames=4)
    empty._reader = iter(())

    with pytest.raises(EngineError, match="no frames"):
        empty.draw(0, blank(64, 64))
