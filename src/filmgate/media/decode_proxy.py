"""Turning videos from strangers into trusted proxies; runs in the limited child only.

The proxy is what previews and engines read: H.264 at 24 frames a second, square pixels, upright,
BT.709, a bounded size and length. Its sound becomes a plain array of samples.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import av
from av.video.reformatter import ColorRange, Colorspace

from filmgate.core.errors import MediaError
from filmgate.core.order import FPS
from filmgate.media.decode_still import array_header
from filmgate.media.decode_video import (
    DAMAGE,
    damaged,
    first_sound,
    open_video,
    pixel_ratio,
    shown_size,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.video.stream import VideoStream

SAMPLE_RATE: Final = 48_000
#: bytes of one stereo sample
_SAMPLE_BYTES: Final = 8
#: how far, in beats, a picture may begin after its beat and still be shown at it
_EARLY: Final = 0.02
#: H.264's word for a colour description that is not given
_UNSPECIFIED: Final = 2
#: from this many lines on, a file that names no matrix means BT.709
_HD_LINES: Final = 720
#: broken packets that are skipped before a file counts as damaged
_MAX_BROKEN: Final = 500
#: a sound that begins later than this is taken to begin at once, in seconds
_MAX_GAP_S: Final = 20.0


def decode(source: Path, target: Path, limits: dict[str, Any]) -> dict[str, Any]:
    """Write ``target.mp4``, the proxy, and ``target.npy``, its sound, if it has any."""
    with open_video(source, limits) as container:
        try:
            return _Proxy(container, target, limits).write()
        except DAMAGE as error:
            raise damaged(error) from error


class _Proxy:
    """Writes the proxy of one video: first its pictures, then its sound."""

    def __init__(self, container: InputContainer, target: Path, limits: dict[str, Any]) -> None:
        self.container = container
        self.video = container.streams.video[0]
        self.target = target
        self.side = limits["proxy_side"]
        #: one frame more than the seconds hold, like every clip
        self.total = int(limits["proxy_s"] * FPS) + 1

    def write(self) -> dict[str, Any]:
        """Write both files and tell where they are."""
        clip = self.target.with_suffix(".mp4")
        width, height, frames = self._write_pictures(clip)
        facts = {"path": str(clip), "width": width, "height": height, "frames": frames}
        audio = first_sound(self.container)
        if audio is not None:
            self.container.seek(0)
            samples = self.target.with_suffix(".npy")
            if _write_sound(self.container, audio, samples, round(frames / FPS * SAMPLE_RATE)):
                facts["audio_path"] = str(samples)
        return facts

    def _write_pictures(self, clip: Path) -> tuple[int, int, int]:
        with av.open(str(clip), "w", format="mp4") as out:
            stream = out.add_stream("libx264", rate=FPS)
            size: tuple[int, int] | None = None
            count = 0
            for frame in self._on_the_beat():
                if size is None:
                    size = self._proxy_size(frame)
                    _configure(stream, size)
                shown = self._upright(frame, size)
                shown.pts, shown.time_base = count, Fraction(1, FPS)
                out.mux(stream.encode(shown))
                count += 1
            if size is None:
                raise MediaError("the video holds no picture; export it again", "damaged")
            out.mux(stream.encode(None))
        return (*size, count)

    def _proxy_size(self, frame: av.VideoFrame) -> tuple[int, int]:
        width, height = shown_size(frame, pixel_ratio(self.video))
        scale = min(1.0, self.side / max(width, height))
        return max(2, 2 * round(width * scale / 2)), max(2, 2 * round(height * scale / 2))

    def _on_the_beat(self) -> Iterator[av.VideoFrame]:
        """Pick the picture to show at each 24th of a second: the latest that has begun by then."""
        shown: av.VideoFrame | None = None
        start, due = 0.0, 0
        for frame in _decoded(self.container, self.video):
            if shown is None:
                start = frame.time or 0.0
            time = (frame.time or 0.0) - start
            while shown is not None and due < self.total and time > (due + _EARLY) / FPS:
                yield shown
                due += 1
            if due >= self.total:
                return
            shown = frame
        if shown is not None:
            yield from [shown] * max(1 - due, self._held(shown, start) - due, 0)

    def _held(self, last: av.VideoFrame, start: float) -> int:
        """How many beats have passed when the last picture ends."""
        length = 1 / max(1.0, float(self.video.average_rate or FPS))
        end = (last.time or 0.0) - start + length
        return min(self.total, round(end * FPS))

    def _upright(self, frame: av.VideoFrame, size: tuple[int, int]) -> av.VideoFrame:
        """Scale to the proxy's size in BT.709, and turn as the file asks for."""
        lies = frame.rotation % 180 != 0
        width, height = size[::-1] if lies else size
        plain = frame.reformat(
            width=width,
            height=height,
            format="yuv420p",
            src_colorspace=_matrix(frame),
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            interpolation="AREA" if frame.width > width else "BICUBIC",
        )
        return _turned(plain, frame.rotation) if frame.rotation else plain


def _matrix(frame: av.VideoFrame) -> int:
    if int(frame.colorspace) == _UNSPECIFIED:
        hd = max(frame.height, frame.width) >= _HD_LINES
        return int(Colorspace.ITU709 if hd else Colorspace.ITU601)
    return int(frame.colorspace)


def _decoded(container: InputContainer, stream: VideoStream | AudioStream) -> Iterator[Any]:
    """Decode one stream in order; broken packets are skipped, and an early end is an end."""
    broken = 0
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
            if packet is None:
                return
            frames = packet.decode()
        except av.FFmpegError as error:
            broken += 1
            if broken > _MAX_BROKEN:
                raise damaged(error) from error
            continue
        yield from frames


def _configure(stream: VideoStream, size: tuple[int, int]) -> None:
    codec = stream.codec_context
    codec.width, codec.height = size
    codec.pix_fmt = "yuv420p"
    codec.thread_count = 2
    codec.color_primaries = codec.color_trc = codec.colorspace = codec.color_range = 1
    # near-lossless for what it is used for; the rate is bounded so that the file is
    codec.options = {
        "preset": "superfast",
        "crf": "16",
        "maxrate": "40M",
        "bufsize": "40M",
        "x264-params": "bframes=0:keyint=48",
    }


def _turned(frame: av.VideoFrame, rotation: int) -> av.VideoFrame:
    """Turn a yuv420p frame counter-clockwise by a multiple of 90 degrees."""
    import numpy as np  # only files that lie on their side need it

    turns = round(rotation / 90) % 4
    lies = turns % 2 == 1
    size = (frame.height, frame.width) if lies else (frame.width, frame.height)
    turned = av.VideoFrame(*size, "yuv420p")
    for source, target in zip(frame.planes, turned.planes, strict=True):
        rows = np.frombuffer(memoryview(source), np.uint8).reshape(-1, source.line_size)
        into = np.frombuffer(memoryview(target), np.uint8).reshape(-1, target.line_size)
        part = np.rot90(rows[: source.height, : source.width], turns)
        into[: target.height, : target.width] = part
    return turned


def _write_sound(container: InputContainer, audio: AudioStream, target: Path, samples: int) -> bool:
    """Write up to this many stereo samples as float32; False when none can be decoded."""
    limit = samples * _SAMPLE_BYTES
    with target.open("wb") as file:
        file.write(array_header((samples, 2), "<f4"))
        written = 0
        for piece in _sound_pieces(container, audio):
            part = piece[: limit - written]
            file.write(part)
            written += len(part)
            if written >= limit:
                break
        count = written // _SAMPLE_BYTES
        file.seek(0)
        file.write(array_header((count, 2), "<f4"))
        file.truncate(len(array_header((count, 2), "<f4")) + count * _SAMPLE_BYTES)
    if not count:
        target.unlink()
    return count > 0


def _sound_pieces(container: InputContainer, audio: AudioStream) -> Iterator[bytes]:
    """Decode and resample; silence stands in for what is missing before the first sample."""
    resampler = av.AudioResampler(format="flt", layout="stereo", rate=SAMPLE_RATE)
    is_first = True
    for frame in _decoded(container, audio):
        if is_first and frame.time is not None and 0 < frame.time < _MAX_GAP_S:
            yield bytes(round(frame.time * SAMPLE_RATE) * _SAMPLE_BYTES)
        is_first = False
        frame.pts = None
        for plain in resampler.resample(frame):
            yield bytes(plain.planes[0])[: plain.samples * _SAMPLE_BYTES]
