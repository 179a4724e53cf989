"""Opening and measuring videos from strangers; runs in the limited child only."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import av

from filmgate.core.errors import MediaError
from filmgate.media.sniff import EMPTY, describe

if TYPE_CHECKING:
    from pathlib import Path

    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.video.stream import VideoStream

_ALLOWED: Final = "MP4, MOV, WebM and Matroska are allowed"
_CONTAINERS: Final = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm"
_VIDEO_CODECS: Final = "h264,hevc,av1,libdav1d,libaom-av1,vp8,vp9,mpeg4,mjpeg,prores,dnxhd"
_AUDIO_CODECS: Final = (
    "aac,mp3,mp3float,ac3,opus,libopus,vorbis,flac,alac,"
    "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_f32le,pcm_u8"
)
#: more than any camera makes, in frames a second
_MAX_RATE: Final = 240
#: share of the promised packets that must really be there
_WHOLE: Final = 0.98
#: what FFmpeg raises, and what broken time stamps lead to
DAMAGE: Final = (av.FFmpegError, ValueError, OverflowError, ZeroDivisionError)


def probe(source: Path, limits: dict[str, Any]) -> dict[str, Any]:
    """Measure a video: its index is read completely, its first picture and sound are decoded."""
    with open_video(source, limits) as container:
        try:
            return _measure(source, container, limits)
        except DAMAGE as error:
            raise damaged(error) from error


def open_video(source: Path, limits: dict[str, Any]) -> InputContainer:
    """Open a file without following anything it points to, and check it against the limits."""
    with source.open("rb") as file:
        head = file.read(64)
    options = {
        "protocol_whitelist": "file",
        "format_whitelist": _CONTAINERS,
        "codec_whitelist": f"{_VIDEO_CODECS},{_AUDIO_CODECS}",
        "max_streams": "32",
        "max_pixels": str(limits["max_frame_pixels"]),
        "threads": "1",
    }
    try:
        container = av.open(str(source), options=options, metadata_errors="ignore")
    except DAMAGE as error:
        raise _unusable(head, error) from error
    try:
        _check_streams(container, head, limits)
    except BaseException:
        container.close()
        raise
    return container


def _check_streams(container: InputContainer, head: bytes, limits: dict[str, Any]) -> None:
    if not container.streams.video:
        text = f"the file is {describe(head)} without a picture; {_ALLOWED}"
        raise MediaError(text, "unsupported_type")
    if len(container.streams) > limits["max_streams"]:
        text = (
            f"the video has {len(container.streams)} streams; {limits['max_streams']} are allowed"
        )
        raise MediaError(text, "too_large")
    stream = container.streams.video[0]
    # None where FFmpeg knows no decoder, whatever the type says
    codec = getattr(stream, "codec_context", None)
    if codec is None or codec.name not in _VIDEO_CODECS.split(","):
        name = "unknown" if codec is None else codec.name
        text = (
            f"the video codec is {name}; H.264, HEVC, AV1, VP9, VP8, ProRes and MPEG-4 are allowed"
        )
        raise MediaError(text, "unsupported_type")
    if codec.width * codec.height > limits["max_frame_pixels"]:
        most = limits["max_frame_pixels"] / 1e6
        text = f"the video is {codec.width}x{codec.height}; {most:.1f} million pixels are allowed"
        raise MediaError(text, "too_large")
    codec.thread_count = 1
    codec.options = {"max_pixels": str(limits["max_frame_pixels"])}


def _measure(source: Path, container: InputContainer, limits: dict[str, Any]) -> dict[str, Any]:
    video = container.streams.video[0]
    frame = _first(container, video)
    audio = first_sound(container)
    has_audio = audio is not None and _has_sound(container, audio)
    duration_s, packets = _walk(container, video, limits)
    width, height = shown_size(frame, pixel_ratio(video))
    rate = float(video.average_rate or video.guessed_rate or packets / max(duration_s, 0.001))
    return _container_words(source, container) | {
        "width": width,
        "height": height,
        "size_bytes": source.stat().st_size,
        "duration_s": duration_s,
        "fps": round(min(rate, _MAX_RATE), 3),
        "frames": video.frames or packets,
        "has_audio": has_audio,
    }


def _container_words(source: Path, container: InputContainer) -> dict[str, str]:
    if "matroska" in container.format.name:
        with source.open("rb") as file:
            name = "webm" if b"webm" in file.read(64) else "matroska"
        return {
            "format": name,
            "content_type": f"video/{'webm' if name == 'webm' else 'x-matroska'}",
        }
    if container.metadata.get("major_brand", "").strip() == "qt":
        return {"format": "mov", "content_type": "video/quicktime"}
    return {"format": "mp4", "content_type": "video/mp4"}


def _first(container: InputContainer, video: VideoStream) -> av.VideoFrame:
    for frame in container.decode(video):
        return frame
    raise MediaError("the video holds no picture; export it again", "damaged")


def first_sound(container: InputContainer) -> AudioStream | None:
    """The first sound stream that may be decoded."""
    for stream in container.streams.audio:
        codec = getattr(stream, "codec_context", None)
        if codec is not None and codec.name in _AUDIO_CODECS.split(","):
            codec.thread_count = 1
            return stream
    return None


def _has_sound(container: InputContainer, audio: AudioStream) -> bool:
    container.seek(0)
    with suppress(av.FFmpegError):
        return next(container.decode(audio), None) is not None
    return False


def _walk(
    container: InputContainer, video: VideoStream, limits: dict[str, Any]
) -> tuple[float, int]:
    """Read every packet of the picture without decoding it: the real length, and that all is there.

    Returns
    -------
    tuple
        Seconds, and the number of packets.
    """
    container.seek(0)
    most = int(limits["max_duration_s"] * _MAX_RATE)
    packets, first, end = 0, None, 0
    for packet in container.demux(video):
        if packet.size == 0:
            continue
        packets += 1
        time = packet.pts if packet.pts is not None else packet.dts
        if time is not None:
            first = time if first is None else min(first, time)
            end = max(end, time + (packet.duration or 0))
        if packets > most:
            raise _too_long(limits)
    if packets < _WHOLE * video.frames:
        text = (
            f"the video is cut off: {packets} of {video.frames} pictures are there; upload it again"
        )
        raise MediaError(text, "damaged")
    seconds = float((end - (first or 0)) * (video.time_base or 0))
    if seconds > limits["max_duration_s"]:
        raise _too_long(limits)
    return round(seconds, 4), packets


def shown_size(frame: av.VideoFrame, ratio: Fraction) -> tuple[int, int]:
    """Width and height after rotation, with square pixels."""
    width, height = max(1, round(frame.width * ratio)), frame.height
    return (height, width) if frame.rotation % 180 else (width, height)


def pixel_ratio(video: VideoStream) -> Fraction:
    """Width of a pixel over its height; 1 where it is not told or cannot be meant."""
    ratio = video.sample_aspect_ratio
    return ratio if ratio and Fraction(1, 4) <= ratio <= 4 else Fraction(1)


def _too_long(limits: dict[str, Any]) -> MediaError:
    text = f"the video is longer than {limits['max_duration_s']:g} s; send the part that is needed"
    return MediaError(text, "too_long")


def _unusable(head: bytes, error: Exception) -> MediaError:
    """Tell a broken video from something that is none."""
    name = describe(head)
    if name == EMPTY:
        return MediaError("the file is empty", "empty")
    if name in ("an MP4 file", "a QuickTime video", "a Matroska or WebM video"):
        return damaged(error)
    text = f"the file is {name}, which cannot be used as a video; {_ALLOWED}"
    return MediaError(text, "unsupported_type")


def damaged(error: Exception) -> MediaError:
    """Say that a video is broken, and how FFmpeg puts it."""
    # the text alone: FFmpeg's errors also hold the path
    why = getattr(error, "strerror", None) or str(error)
    return MediaError(f"the video is damaged or cut off ({why}); export it again", "damaged")
