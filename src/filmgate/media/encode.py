"""Drawing a clip into an MP4: one thread draws, another encodes, and five frames go round.

The planes that `draw` fills are the memory of the frames the encoder reads, so a picture is never
copied on its way. The encoder copies a frame when it takes it, which is why a frame may go back to
the pool as soon as `encode` has returned.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import av
import numpy as np
from av.video.frame import PictureType

from filmgate.core.order import FPS
from filmgate.media.frames import Planes, view

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from av.packet import Packet
    from av.video.codeccontext import VideoCodecContext
    from numpy.typing import NDArray

#: samples of sound in a second
SAMPLE_RATE: Final = 48_000
#: bits of sound in a second
AUDIO_BITRATE: Final = 160_000
#: samples in one AAC frame
AAC_FRAME: Final = 1024

#: frames in memory: one drawn, three waiting, one being encoded
_POOL: Final = 5
_WAITING: Final = 3
#: fixed on every machine, because x264's output depends on it
_THREADS: Final = 4
#: how much nicer the encoder's threads are than the one that draws. They are many: with equal
#: shares drawing falls behind on few cores, and then every encoder thread waits for one frame
_NICER: Final = 3
#: H.264 table E-3 to E-5: BT.709 primaries, transfer and matrix are all 1; range 1 is limited
_BT709: Final = 1
_LIMITED: Final = 1

#: a movie clock in samples states both lengths exactly; the default, milliseconds, rounds them
_MUXER: Final = {"movflags": "+faststart", "movie_timescale": str(SAMPLE_RATE)}

#: how many times the usual bits a fine frame gets
_FINE_BITS: Final = 1.7

PRESETS: Final = {"standard": "superfast", "draft": "ultrafast"}
CRF: Final = 20


def configure(
    codec: VideoCodecContext, width: int, height: int, quality: str, fine: Collection[int] = ()
) -> None:
    """Set the encoder up the one way every clip is encoded; `fine` frames get more bits."""
    if width % 2 or height % 2 or width < 2 or height < 2:
        raise ValueError(f"a clip has even sides, not {width}x{height}")
    codec.width, codec.height = width, height
    codec.pix_fmt = "yuv420p"
    codec.framerate = Fraction(FPS)
    codec.time_base = Fraction(1, FPS)
    codec.thread_count = _THREADS
    # slices of one frame in parallel: up to 8 % less processor time at 4K than whole frames in
    # parallel, which push each other out of the cache, for files that are half a percent larger
    codec.thread_type = "SLICE"
    codec.color_primaries = codec.color_trc = codec.colorspace = _BT709
    codec.color_range = _LIMITED
    codec.options = {
        "preset": PRESETS[quality],
        "crf": str(CRF),
        # less adaptive quantisation: edges keep their place from frame to frame, so slow zooms
        # tremble less (0.034 to 0.020 px), and frames get smaller and cheaper
        "x264-params": "bframes=0:aq-strength=0.4" + _zones(fine),
        "forced-idr": "1",
    }


def _zones(fine: Collection[int]) -> str:
    """Spell out x264's zones in which single frames get more bits than their turn."""
    zones = "/".join(f"{index},{index},b={_FINE_BITS}" for index in sorted(fine))
    return f":zones={zones}" if zones else ""


def encode_clip(
    target: Path,
    *,
    width: int,
    height: int,
    frames: int,
    draw: Callable[[int, Planes], None],
    sound: NDArray[np.float32] | None = None,
    quality: str = "standard",
    comment: str = "",
    on_frame: Callable[[int], None] | None = None,
    keyframes: Collection[int] = (),
    fine: Collection[int] = (),
) -> None:
    """Draw, encode and write a clip at 24 frames a second.

    The file appears under its name only when it is complete. The same pictures and sound give the
    same bytes: nothing in the file depends on the clock or on the number of processors.

    Parameters
    ----------
    target
        Where the MP4 goes; its folder must exist.
    width, height
        Frame size in pixels, both even.
    frames
        How many frames to draw.
    draw
        Called in the caller's thread as ``draw(index, planes)``, in order. The planes hold an
        older picture and every pixel must be written.
    sound : ndarray of float32, shape (samples, 2), optional
        48 kHz stereo, -1.0 to 1.0. None writes no audio stream at all.
    quality
        "standard" or "draft" (twice as fast, larger files).
    comment
        The container's comment tag: ``engine=previz``.
    on_frame
        Called in the caller's thread after each drawn frame; may raise to stop.
    keyframes
        Frames that start a new group of pictures: the first of each shot.
    fine
        Frames that must show a given picture, so restless ones before them cost them nothing.

    Raises
    ------
    ValueError
        If a side is odd, no frame is asked for, or the sound has another shape.
    Exception
        Whatever `draw`, `on_frame` or the encoder raises; no file is left behind.
    """
    if frames < 1:
        raise ValueError(f"a clip has at least one frame, not {frames}")
    partial = target.with_name(f".{target.name}.part")
    try:
        writer = _Writer(partial, (width, height), sound, quality, comment, fine)
        _draw_all(writer, frames, draw, on_frame, frozenset(keyframes))
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def encode_still(planes: Planes, quality: str = "standard") -> Planes:
    """Encode one picture alone and decode it again: the best this encoder can do for it."""
    encoder = av.CodecContext.create("libx264", "w")
    configure(encoder, planes.width, planes.height, quality)
    frame, memory = _blank(planes.width, planes.height)
    memory.assign(planes)
    frame.pts = 0
    packets = [*encoder.encode(frame), *encoder.encode(None)]
    decoder = av.CodecContext.create("h264", "r")
    decoded = [shown for packet in [*packets, None] for shown in decoder.decode(packet)]
    return view(decoded[0])


def _draw_all(
    writer: _Writer,
    frames: int,
    draw: Callable[[int, Planes], None],
    on_frame: Callable[[int], None] | None,
    keyframes: frozenset[int],
) -> None:
    thread = threading.Thread(target=writer.run, name="encoder", daemon=True)
    thread.start()
    try:
        for index in range(frames):
            frame, planes = writer.free.get()
            if writer.error is not None:
                break
            draw(index, planes)
            frame.pts = index
            frame.pict_type = PictureType.I if index in keyframes else PictureType.NONE
            writer.filled.put((frame, planes))
            if on_frame is not None:
                on_frame(index)
    except BaseException:
        writer.is_stopped = True
        raise
    finally:
        writer.filled.put(None)
        thread.join()
    if writer.error is not None:
        raise writer.error


class _Writer:
    """The encoder's side: takes filled frames, writes them with their share of the sound."""

    def __init__(
        self,
        path: Path,
        size: tuple[int, int],
        sound: NDArray[np.float32] | None,
        quality: str,
        comment: str,
        fine: Collection[int] = (),
    ) -> None:
        self.error: BaseException | None = None
        self.is_stopped = False
        self.filled: queue.Queue[tuple[av.VideoFrame, Planes] | None] = queue.Queue(_WAITING)
        self.free: queue.Queue[tuple[av.VideoFrame, Planes]] = queue.Queue()
        if sound is not None and (sound.ndim != 2 or sound.shape[1] != 2):
            raise ValueError(f"sound has the shape (samples, 2), not {sound.shape}")
        for _ in range(_POOL):
            self.free.put(_blank(*size))
        self.container = av.open(str(path), "w", format="mp4", options=_MUXER)
        if comment:
            self.container.metadata["comment"] = comment
        self.video = self.container.add_stream("libx264", rate=FPS)
        configure(self.video.codec_context, *size, quality, fine)
        self.sound = None if sound is None else _Sound(self.container, sound)

    def run(self) -> None:
        """Encode what comes until the end; an error waits in `error` for the drawing thread."""
        _let_drawing_go_first()
        count = 0
        while (item := self.filled.get()) is not None:
            # after an error or a stop, frames only go back, so that nobody waits for one
            if self.error is None and not self.is_stopped:
                self._keep_error(self._encode, item[0], count)
                count += 1
            self.free.put(item)
        if self.error is None and not self.is_stopped:
            self._keep_error(self._flush)
        with suppress(av.FFmpegError):
            self.container.close()

    def _keep_error(self, step: Callable[..., None], *args: object) -> None:
        try:
            step(*args)
        except BaseException as error:  # noqa: BLE001 — raised again in the drawing thread
            self.error = error

    def _encode(self, frame: av.VideoFrame, index: int) -> None:
        self.container.mux(self.video.encode(frame))
        if self.sound is not None:
            self.container.mux(self.sound.until((index + 1) / FPS))

    def _flush(self) -> None:
        self.container.mux(self.video.encode(None))
        if self.sound is not None:
            self.container.mux(self.sound.rest())
        self.container.close()


class _Sound:
    """The sound, encoded in step with the picture so that the muxer never has to hold it."""

    def __init__(self, container: OutputContainer, samples: NDArray[np.float32]) -> None:
        self.samples = np.ascontiguousarray(samples.T, dtype=np.float32)
        self.done = 0
        self.stream = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
        self.stream.codec_context.bit_rate = AUDIO_BITRATE
        self.stream.codec_context.thread_count = 1

    def until(self, time_s: float) -> list[Packet[AudioStream]]:
        """Encode whole AAC frames that begin before this time."""
        packets = []
        while self.done < time_s * SAMPLE_RATE and self.done + AAC_FRAME <= self.samples.shape[1]:
            packets += self._next(AAC_FRAME)
        return packets

    def rest(self) -> list[Packet[AudioStream]]:
        """Encode what is left, the last frame as short as it is, and end the stream."""
        packets = []
        while (left := self.samples.shape[1] - self.done) > 0:
            packets += self._next(min(left, AAC_FRAME))
        return packets + self.stream.encode(None)

    def _next(self, count: int) -> list[Packet[AudioStream]]:
        part = np.ascontiguousarray(self.samples[:, self.done : self.done + count])
        frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
        frame.sample_rate = SAMPLE_RATE
        frame.time_base = Fraction(1, SAMPLE_RATE)
        frame.pts = self.done
        self.done += count
        return self.stream.encode(frame)


def _let_drawing_go_first() -> None:
    """Make this thread nicer; x264's threads, which it starts later, take after it."""
    if sys.platform == "linux":  # elsewhere niceness belongs to the whole process
        thread = threading.get_native_id()
        with suppress(OSError):
            mine = os.getpriority(os.PRIO_PROCESS, thread)
            os.setpriority(os.PRIO_PROCESS, thread, mine + _NICER)


def _blank(width: int, height: int) -> tuple[av.VideoFrame, Planes]:
    frame = av.VideoFrame(width, height, "yuv420p")
    frame.colorspace = frame.color_primaries = frame.color_trc = _BT709
    frame.color_range = _LIMITED
    return frame, view(frame, writable=True)
