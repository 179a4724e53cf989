"""Drawing clips: what is in the file, and what happens when something breaks."""

from __future__ import annotations

import os
import sys
import threading
from fractions import Fraction

import av
import numpy as np
import pytest

from filmgate.media.encode import SAMPLE_RATE, encode_clip, encode_still
from filmgate.media.frames import read_clip, to_planes
from filmgate.media.verify import is_faststart, psnr


def tone(frames: int) -> np.ndarray:
    time = np.arange(round(frames / 24 * SAMPLE_RATE)) / SAMPLE_RATE
    return np.repeat(np.sin(2 * np.pi * 440 * time)[:, None] * 0.5, 2, axis=1).astype(np.float32)


def slope(index: int, planes) -> None:
    planes.y[:] = (np.arange(planes.width) + 3 * index)[None, :] % 200 + 20
    planes.u[:] = 100
    planes.v[:] = 150


def make(path, frames=13, **more):
    options = {"width": 128, "height": 72, "draw": slope} | more
    encode_clip(path, frames=frames, **options)
    return path


def test_the_file_is_what_every_player_takes(tmp_path):
    clip = make(tmp_path / "clip.mp4", sound=tone(13), comment="engine=test")

    assert is_faststart(clip)
    with av.open(str(clip)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        codec = video.codec_context
        assert container.metadata["comment"] == "engine=test"
        assert (codec.name, codec.pix_fmt, codec.has_b_frames) == ("h264", "yuv420p", False)
        tags = (codec.color_primaries, codec.color_trc, codec.colorspace, codec.color_range)
        assert [int(tag) for tag in tags] == [1, 1, 1, 1]
        assert (video.frames, video.average_rate) == (13, 24)
        assert (audio.codec_context.name, audio.codec_context.profile) == ("aac", "LC")
        assert (audio.codec_context.sample_rate, audio.codec_context.channels) == (48_000, 2)


def test_picture_and_sound_last_exactly_as_long_as_they_should(tmp_path):
    clip = make(tmp_path / "clip.mp4", frames=25, sound=tone(25))

    with av.open(str(clip)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert video.duration * video.time_base == Fraction(25, 24)
        assert audio.duration == 50_000
        times = [frame.pts * frame.time_base * 24 for frame in container.decode(video)]
    assert times == list(range(25))


def test_the_colour_is_also_told_inside_the_stream(tmp_path):
    clip = make(tmp_path / "clip.mp4")
    with av.open(str(clip)) as container:
        packet = next(container.demux(container.streams.video[0]))
        extradata = container.streams.video[0].codec_context.extradata
    bare = av.CodecContext.create("h264", "r")
    bare.extradata = extradata
    frame = (bare.decode(packet) + bare.decode(None))[0]

    assert (int(frame.colorspace), int(frame.color_range)) == (1, 1)


def test_without_sound_there_is_no_audio_stream(tmp_path):
    with av.open(str(make(tmp_path / "clip.mp4"))) as container:
        assert not container.streams.audio


def test_sound_lies_between_the_pictures_and_not_behind_them(tmp_path):
    clip = make(tmp_path / "clip.mp4", frames=49, sound=tone(49))
    with av.open(str(clip)) as container:
        order = [p.stream.type for p in container.demux() if p.size]

    assert "audio" in order[:4]
    assert order[-4:] != ["audio"] * 4


def test_the_same_input_gives_the_same_bytes(tmp_path):
    first = make(tmp_path / "a.mp4", sound=tone(13), comment="x").read_bytes()
    again = make(tmp_path / "b.mp4", sound=tone(13), comment="x").read_bytes()

    assert first == again


def test_frames_are_drawn_in_order_in_the_callers_thread(tmp_path):
    calls = []

    def draw(index, planes):
        calls.append((index, threading.current_thread()))
        slope(index, planes)

    done: list[int] = []
    make(tmp_path / "clip.mp4", draw=draw, on_frame=done.append)

    assert calls == [(index, threading.current_thread()) for index in range(13)]
    assert done == list(range(13))


@pytest.mark.skipif(sys.platform != "linux", reason="threads have their own niceness on Linux")
def test_the_encoder_gives_way_to_the_thread_that_draws(tmp_path):
    own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    seen = []

    def look(index):
        tasks = {os.getpriority(os.PRIO_PROCESS, int(tid)) for tid in os.listdir("/proc/self/task")}
        seen.append(max(tasks))

    make(tmp_path / "clip.mp4", on_frame=look)

    assert own < seen[-1] <= own + 5
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == own


def test_every_picture_arrives_in_its_place(tmp_path):
    clip = make(tmp_path / "clip.mp4", frames=30)
    drawn = to_planes(np.zeros((72, 128, 3), np.uint8))

    for index, planes in enumerate(read_clip(clip)):
        slope(index, drawn)
        assert psnr(planes.y, drawn.y) > 30


def test_asked_for_keyframes_are_keyframes(tmp_path):
    clip = make(tmp_path / "clip.mp4", frames=20, keyframes=(7, 19))
    with av.open(str(clip)) as container:
        keys = [i for i, p in enumerate(container.demux(video=0)) if p.is_keyframe]

    assert keys == [0, 7, 19]


def test_a_draft_is_a_valid_clip_too(tmp_path):
    clip = make(tmp_path / "clip.mp4", quality="draft")

    assert sum(1 for _ in read_clip(clip)) == 13


@pytest.mark.parametrize("at", [0, 3, 12])
def test_an_error_while_drawing_is_raised_and_leaves_no_file(tmp_path, at):
    def draw(index, planes):
        if index == at:
            raise ArithmeticError("no such light")
        slope(index, planes)

    with pytest.raises(ArithmeticError, match="no such light"):
        make(tmp_path / "clip.mp4", draw=draw)
    assert list(tmp_path.iterdir()) == []
    assert "encoder" not in [thread.name for thread in threading.enumerate()]


def test_raising_in_on_frame_stops_the_clip(tmp_path):
    drawn = []

    def stop(index):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        make(tmp_path / "clip.mp4", draw=lambda i, p: drawn.append(i), on_frame=stop)
    assert drawn == [0]
    assert list(tmp_path.iterdir()) == []


def broken(sound: np.ndarray, part: slice) -> np.ndarray:
    """Sound the AAC encoder refuses: not a number."""
    sound[part] = np.nan
    return sound


def test_an_error_of_the_encoder_ends_the_drawing_and_is_raised(tmp_path):
    drawn = []

    def draw(index, planes):
        drawn.append(index)
        slope(index, planes)

    with pytest.raises(av.FFmpegError):
        make(tmp_path / "clip.mp4", 100, draw=draw, sound=broken(tone(100), slice(None)))
    assert len(drawn) < 20
    assert list(tmp_path.iterdir()) == []


def test_an_error_in_the_last_packet_is_raised_too(tmp_path):
    with pytest.raises(av.FFmpegError):
        make(tmp_path / "clip.mp4", sound=broken(tone(13), slice(-200, None)))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist_is_an_error(tmp_path):
    with pytest.raises(OSError):  # noqa: PT011
        make(tmp_path / "nowhere" / "clip.mp4")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"width": 127}, "even sides, not 127x72"),
        ({"frames": 0}, "at least one frame"),
        ({"sound": np.zeros((5, 1), np.float32)}, r"shape \(samples, 2\)"),
    ],
)
def test_impossible_clips_are_refused(tmp_path, change, message):
    with pytest.raises(ValueError, match=message):
        make(tmp_path / "clip.mp4", **change)


def test_a_still_comes_back_as_the_encoder_sees_it():
    rng = np.random.default_rng(2)
    planes = to_planes(rng.integers(0, 255, (64, 96, 3), np.uint8))
    back = encode_still(planes)

    assert back.y.shape == planes.y.shape
    assert 25 < psnr(back.y, planes.y) < 60
