"""Measuring videos, and refusing what only looks like one."""

from __future__ import annotations

import pytest
from PIL import Image

from filmgate.core.errors import MediaError
from filmgate.media.decode_video import probe

LIMITS = {
    "max_frame_pixels": 1_000_000,
    "max_duration_s": 3.0,
    "max_streams": 8,
    "proxy_side": 128,
    "proxy_s": 2.0,
}


def test_a_video_is_measured(make_video):
    clip = make_video(audio="aac")
    facts = probe(clip, LIMITS)

    assert facts == {
        "format": "mp4",
        "content_type": "video/mp4",
        "width": 96,
        "height": 64,
        "size_bytes": clip.stat().st_size,
        "duration_s": 1.0,
        "fps": 24.0,
        "frames": 24,
        "has_audio": True,
    }


@pytest.mark.parametrize(
    ("name", "codec", "container", "format_"),
    [
        ("a.mov", "libx264", "mov", "mov"),
        ("a.mkv", "libx264", "matroska", "matroska"),
        ("a.webm", "libvpx", "webm", "webm"),
        ("a.mp4", "mpeg4", "mp4", "mp4"),
    ],
)
def test_the_container_is_told_by_content(make_video, name, codec, container, format_):
    facts = probe(make_video(name, codec=codec, container=container), LIMITS)

    assert (facts["format"], facts["frames"], facts["has_audio"]) == (format_, 24, False)
    assert facts["duration_s"] == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("rotation", [90, -90])
def test_a_video_on_its_side_is_measured_upright(make_video, rotation):
    facts = probe(make_video(rotation=rotation), LIMITS)

    assert (facts["width"], facts["height"]) == (64, 96)


def test_the_frame_rate_is_the_files_own(make_video):
    facts = probe(make_video(frames=60, rate=60), LIMITS)

    assert (facts["fps"], facts["frames"], facts["duration_s"]) == (60.0, 60, 1.0)


@pytest.mark.parametrize(
    ("content", "type_", "says"),
    [
        (b"", "empty", "the file is empty"),
        (b"hello", "unsupported_type", "a text file"),
        (b"ffconcat version 1.0\nfile '/etc/passwd'\n", "unsupported_type", "a playlist"),
        (
            b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
            "unsupported_type",
            "playlist",
        ),
        (b"\0\0\0\x18ftypisom\0\0\0\0isomiso2" + bytes(64), "damaged", "damaged or cut off"),
        (b"\x1a\x45\xdf\xa3" + bytes(64), "damaged", "damaged or cut off"),
    ],
)
def test_what_is_no_video_is_refused_with_a_reason(tmp_path, content, type_, says):
    (tmp_path / "a.mp4").write_bytes(content)
    with pytest.raises(MediaError) as caught:
        probe(tmp_path / "a.mp4", LIMITS)

    assert caught.value.type == type_
    assert says in caught.value.message
    assert str(tmp_path) not in caught.value.message


def test_a_picture_under_another_name_is_refused(tmp_path):
    Image.new("RGB", (32, 32)).save(tmp_path / "a.mp4", format="JPEG")

    with pytest.raises(MediaError, match="a JPEG picture, which cannot be used as a video"):
        probe(tmp_path / "a.mp4", LIMITS)


def test_containers_nobody_listed_are_refused(make_video):
    clip = make_video("a.mp4", codec="mpeg4", container="avi")

    with pytest.raises(MediaError, match="an AVI video"):
        probe(clip, LIMITS)


def test_codecs_nobody_listed_are_refused(make_video):
    clip = make_video("a.mkv", codec="ffv1", container="matroska")

    with pytest.raises(MediaError, match="codec is"):
        probe(clip, LIMITS)


@pytest.mark.parametrize(
    ("limit", "type_", "says"),
    [
        ({"max_frame_pixels": 5000}, "too_large", "the video is 96x64"),
        ({"max_streams": 1}, "too_large", "2 streams; 1"),
        ({"max_duration_s": 0.5}, "too_long", "longer than 0.5 s"),
    ],
)
def test_videos_over_a_limit_are_refused(make_video, limit, type_, says):
    with pytest.raises(MediaError) as caught:
        probe(make_video(audio="aac"), LIMITS | limit)

    assert caught.value.type == type_
    assert says in caught.value.message


def test_sound_alone_is_no_video(make_video, tmp_path):
    import av

    clip = make_video(audio="aac")
    with av.open(str(clip)) as source, av.open(str(tmp_path / "a.mp4"), "w") as out:
        copy = out.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(source.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = copy
                out.mux(packet)

    with pytest.raises(MediaError, match="without a picture"):
        probe(tmp_path / "a.mp4", LIMITS)


def test_a_video_that_is_cut_off_is_refused(tmp_path, make_video):
    """Its index is whole and comes first, so only the pictures tell."""
    from filmgate.media.encode import encode_clip

    def draw(index, planes):
        planes.y[:] = (index * 31) % 200 + 20
        planes.y[::2, ::3] = index
        planes.u[:] = planes.v[:] = 128

    encode_clip(tmp_path / "whole.mp4", width=96, height=64, frames=48, draw=draw)
    whole = (tmp_path / "whole.mp4").read_bytes()
    (tmp_path / "half.mp4").write_bytes(whole[: len(whole) * 3 // 5])

    assert probe(tmp_path / "whole.mp4", LIMITS)["frames"] == 48
    with pytest.raises(MediaError, match="cut off"):
        probe(tmp_path / "half.mp4", LIMITS)
