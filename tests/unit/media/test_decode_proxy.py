"""The trusted clip and samples made from a stranger's video."""

from __future__ import annotations

import av
import numpy as np
import pytest

from filmgate.media.decode_proxy import decode
from filmgate.media.frames import read_clip

LIMITS = {
    "max_frame_pixels": 1_000_000,
    "max_duration_s": 60.0,
    "max_streams": 8,
    "proxy_side": 128,
    "proxy_s": 2.0,
}


def brightness(path) -> list[int]:
    return [round(float(planes.y.mean())) for planes in read_clip(path)]


def test_a_24_fps_video_keeps_every_frame(make_video, tmp_path):
    made = decode(make_video(), tmp_path / "out", LIMITS)
    expected = [40 + 120 * index // 23 + 30 for index in range(24)]

    assert made == {"path": str(tmp_path / "out.mp4"), "width": 96, "height": 64, "frames": 24}
    assert np.allclose(brightness(tmp_path / "out.mp4"), expected, atol=2)


@pytest.mark.parametrize(("rate", "frames"), [(60, 60), (30, 30), (25, 25), (12, 12)])
def test_other_rates_keep_their_speed(make_video, tmp_path, rate, frames):
    made = decode(make_video(frames=frames, rate=rate), tmp_path / "out", LIMITS)
    levels = brightness(tmp_path / "out.mp4")

    assert made["frames"] == 24
    assert levels == sorted(levels)
    assert abs(levels[12] - (40 + 60 + 30)) < 12


def test_the_proxy_is_a_trusted_clip(make_video, tmp_path):
    decode(make_video("a.webm", codec="libvpx", container="webm"), tmp_path / "out", LIMITS)
    with av.open(str(tmp_path / "out.mp4")) as container:
        video = container.streams.video[0]
        codec = video.codec_context
        assert (codec.name, codec.pix_fmt, video.average_rate) == ("h264", "yuv420p", 24)
        tags = (codec.color_primaries, codec.color_trc, codec.colorspace, codec.color_range)
        assert [int(tag) for tag in tags] == [1, 1, 1, 1]
        assert not container.streams.audio


def test_only_the_beginning_of_a_long_video_is_kept(make_video, tmp_path):
    made = decode(make_video(frames=24 * 5, audio="aac"), tmp_path / "out", LIMITS)

    assert made["frames"] == 49
    assert np.load(made["audio_path"]).shape == (98_000, 2)


def test_a_large_video_becomes_a_bounded_one(make_video, tmp_path):
    made = decode(make_video(size=(400, 200)), tmp_path / "out", LIMITS)

    assert (made["width"], made["height"]) == (128, 64)
    assert next(read_clip(tmp_path / "out.mp4")).width == 128


@pytest.mark.parametrize(
    ("rotation", "bright"),
    [(90, np.s_[:40, :]), (-90, np.s_[-40:, :]), (180, np.s_[:, :40])],
)
def test_a_video_on_its_side_is_put_upright(make_video, tmp_path, rotation, bright):
    """Turned counter-clockwise, the bright right half comes to the top."""
    made = decode(make_video(rotation=rotation), tmp_path / "out", LIMITS)
    luma = next(read_clip(tmp_path / "out.mp4")).y

    lies = rotation != 180
    assert (made["width"], made["height"]) == ((64, 96) if lies else (96, 64))
    assert luma[bright].mean() > luma.mean() + 20


@pytest.mark.parametrize(
    ("name", "audio", "container"),
    [("a.mp4", "aac", "mp4"), ("a.mkv", "pcm_s16le", "matroska"), ("a.webm", "libopus", "webm")],
)
def test_sound_becomes_48_khz_stereo_samples(make_video, tmp_path, name, audio, container):
    codec = "libvpx" if container == "webm" else "libx264"
    clip = make_video(name, audio=audio, container=container, codec=codec)
    made = decode(clip, tmp_path / "out", LIMITS)
    samples = np.load(made["audio_path"])

    assert samples.dtype == np.float32
    assert samples.shape[1] == 2
    assert 46_000 <= len(samples) <= 48_000
    middle = samples[12_000:36_000, 0]
    loudest = np.argmax(np.abs(np.fft.rfft(middle))) * 48_000 / middle.size
    assert loudest == pytest.approx(440, abs=3)
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.35, abs=0.05)


def test_pictures_that_are_broken_are_skipped(make_video, tmp_path):
    clip = make_video(frames=48, codec="mpeg4")
    content = bytearray(clip.read_bytes())
    start, end = content.find(b"mdat"), content.find(b"moov")
    for at in range(start + (end - start) // 3, end - 8, 37):
        content[at] ^= 0xFF
    (tmp_path / "b.mp4").write_bytes(content)
    made = decode(tmp_path / "b.mp4", tmp_path / "out", LIMITS)

    assert 8 < made["frames"] <= 48
    assert made["frames"] == sum(1 for _ in read_clip(tmp_path / "out.mp4"))
