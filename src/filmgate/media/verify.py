"""A rendered file held against its plan: facts of the container, end frames, cuts, sound."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import av
import cv2
import numpy as np

from filmgate.core.plan import Check
from filmgate.media.encode import AAC_FRAME, SAMPLE_RATE, encode_still
from filmgate.media.frames import cover_crop, crop_box, flatten, load_picture, to_planes, view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from av.container import InputContainer
    from numpy.typing import NDArray

    from filmgate.core.plan import EndFrame, Plan
    from filmgate.core.ports import LocalInput
    from filmgate.media.frames import Bytes2D, Picture, Planes

#: frames looked at on each side of a cut
_CUT_REACH: Final = 4
#: longest side of the small luma in which cuts are looked for, in pixels
_CUT_SIDE: Final = 96
#: a change is a cut when it is this many times the usual change around it, plus these levels
_CUT_FACTOR: Final = 3.0
_CUT_LEVELS: Final = 2.0
#: nobody sees more; above it a frame need not follow the still it is compared with, in dB
_PSNR_ENOUGH: Final = 46.0
#: starting threads takes longer than decoding frames with fewer pixels
_THREADS_PIXELS: Final = 320 * 180
#: AAC adds silence up to whole frames, in samples
_SOUND_SLACK: Final = 2 * AAC_FRAME


#: from 8-bit RGB to luma as the clip holds it (BT.709, limited range), its offset aside
_LUMA: Final = np.array([[0.2126, 0.7152, 0.0722]]) * 219 / 255


@dataclass(slots=True)
class _Seen:
    """What one pass over the file found."""

    frames: int = 0
    #: first frame whose time is not exactly its index / 24
    off_beat: int | None = None
    samples: int = 0
    #: luma of frames that must show a picture
    ends: dict[int, Bytes2D] = field(default_factory=dict)
    #: small luma of frames around the cuts
    small: dict[int, NDArray[np.float32]] = field(default_factory=dict)
    damage: str = ""


def verify(
    video: Path,
    plan: Plan,
    pictures: Mapping[tuple[str | int, ...], LocalInput],
    *,
    quality: str = "standard",
    watch: Callable[[int, Planes], None] | None = None,
) -> tuple[Check, ...]:
    """Check a rendered file against its plan; it is decoded completely, once.

    Parameters
    ----------
    video
        The finished file.
    plan
        What was promised.
    pictures
        The decoded inputs by their place, for the end frames.
    quality
        What the file was encoded with: a draft is compared with a draft of the still.
    watch
        Sees every frame on the way, for sheets and posters: ``watch(index, planes)``.

    Returns
    -------
    tuple of Check
        One for each promise, failed ones included.
    """
    try:
        with av.open(str(video)) as container:
            if not container.streams.video:
                return (Check("video_stream", False, "one video stream", "none"),)
            checks = [*_stream_checks(video, container, plan), *_audio_checks(container, plan)]
            seen = _look(container, plan, watch)
    except av.FFmpegError as error:
        return (Check("readable", False, "a readable MP4", str(error)),)
    checks += _timing_checks(seen, plan)
    checks += [_end_check(end, seen, plan, pictures, quality) for end in plan.end_frames]
    checks += [_cut_check(cut, seen) for cut in plan.hard_cuts]
    return tuple(checks)


def is_faststart(video: Path) -> bool:
    """Whether an MP4's index comes before its samples, so that it plays while it loads."""
    with video.open("rb") as file:
        while len(header := file.read(8)) == 8:
            size, kind = int.from_bytes(header[:4]), header[4:]
            if kind in (b"moov", b"mdat"):
                return kind == b"moov"
            if size < 8:
                return False
            file.seek(size - 8, 1)
    return False


def psnr(first: Bytes2D, second: Bytes2D) -> float:
    """Peak signal-to-noise ratio of two planes in dB; infinite when they are equal."""
    error = cv2.norm(first, second, cv2.NORM_L2SQR) / first.size
    return math.inf if error == 0 else 10 * math.log10(255**2 / error)


def _equal(name: str, expected: object, actual: object) -> Check:
    return Check(name, expected == actual, str(expected), str(actual))


def _stream_checks(video: Path, container: InputContainer, plan: Plan) -> Iterator[Check]:
    stream = container.streams.video[0]
    codec = stream.codec_context
    names = set(container.format.name.split(","))
    yield Check("container", "mp4" in names, "mp4", container.format.name)
    yield Check("faststart", is_faststart(video), "index first", "")
    yield _equal("video_streams", 1, len(container.streams.video))
    yield _equal("video_codec", "h264", codec.name)
    yield _equal("pixel_format", "yuv420p", codec.pix_fmt)
    tags = (codec.color_primaries, codec.color_trc, codec.colorspace, codec.color_range)
    told = "bt709 limited" if all(int(tag) == 1 for tag in tags) else f"{tags}"
    yield _equal("colour", "bt709 limited", told)
    yield _equal("size", f"{plan.width}x{plan.height}", f"{stream.width}x{stream.height}")
    yield _equal("frame_rate", f"{plan.fps}", f"{stream.average_rate}")
    length_s = float((stream.duration or 0) * (stream.time_base or 0))
    close = abs(length_s - plan.duration_s) <= 0.5 / plan.fps
    yield Check("duration", close, f"{plan.duration_s:.4f} s", f"{length_s:.4f} s")


def _audio_checks(container: InputContainer, plan: Plan) -> Iterator[Check]:
    streams = container.streams.audio
    yield _equal("audio_streams", int(plan.has_audio), len(streams))
    if streams and plan.has_audio:
        codec = streams[0].codec_context
        told = f"{codec.name} {codec.profile} {codec.sample_rate} Hz {codec.channels} channels"
        yield _equal("audio_codec", f"aac LC {SAMPLE_RATE} Hz 2 channels", told)


def _look(
    container: InputContainer, plan: Plan, watch: Callable[[int, Planes], None] | None
) -> _Seen:
    """Decode everything once and keep what the checks need."""
    seen = _Seen()
    ends = {end.frame for end in plan.end_frames}
    near = {cut + step for cut in plan.hard_cuts for step in range(-_CUT_REACH - 1, _CUT_REACH + 1)}
    video = container.streams.video[0]
    if plan.width * plan.height >= _THREADS_PIXELS:
        video.codec_context.thread_type = "AUTO"
    else:
        video.codec_context.thread_count = 1
    streams = [video, *container.streams.audio[:1]]
    try:
        for frame in container.decode(*streams):
            if isinstance(frame, av.AudioFrame):
                seen.samples += frame.samples
            elif isinstance(frame, av.VideoFrame):
                _look_at(frame, seen, ends, near, plan.fps)
                if watch is not None and frame.format.name == "yuv420p":
                    watch(seen.frames - 1, view(frame))
    except av.FFmpegError as error:
        seen.damage = str(error)
    return seen


def _look_at(frame: av.VideoFrame, seen: _Seen, ends: set[int], near: set[int], fps: int) -> None:
    index = seen.frames
    seen.frames += 1
    if frame.is_corrupt:
        seen.damage = seen.damage or f"frame {index} is damaged"
    exact = frame.pts is not None and frame.pts * (frame.time_base or 0) * fps == index
    if not exact and seen.off_beat is None:
        seen.off_beat = index
    if index not in ends and index not in near:
        return
    luma = view(frame if frame.format.name == "yuv420p" else frame.reformat(format="yuv420p")).y
    if index in ends:
        seen.ends[index] = luma.copy()
    if index in near:
        scale = _CUT_SIDE / max(luma.shape)
        size = (max(1, round(luma.shape[1] * scale)), max(1, round(luma.shape[0] * scale)))
        small = cv2.resize(luma, size, interpolation=cv2.INTER_AREA)
        seen.small[index] = small.astype(np.float32)


def _timing_checks(seen: _Seen, plan: Plan) -> Iterator[Check]:
    yield Check("decodes", not seen.damage, "every frame", seen.damage or "every frame")
    yield _equal("frame_count", plan.frames, seen.frames)
    beat = "every frame" if seen.off_beat is None else f"not frame {seen.off_beat}"
    yield Check("frame_times", seen.off_beat is None, f"exact {plan.fps}ths of a second", beat)
    if plan.has_audio:
        wanted = round(plan.duration_s * SAMPLE_RATE)
        close = abs(seen.samples - wanted) <= _SOUND_SLACK
        yield Check("audio_length", close, f"{wanted} samples", f"{seen.samples} samples")


def _end_check(
    end: EndFrame,
    seen: _Seen,
    plan: Plan,
    pictures: Mapping[tuple[str | int, ...], LocalInput],
    quality: str,
) -> Check:
    """Compare an end frame with its picture, relative to encoding that picture alone."""
    name = f"shows {'.'.join(map(str, end.loc))} at frame {end.frame}"
    source, luma = pictures.get(end.loc), seen.ends.get(end.frame)
    if source is None or luma is None:
        missing = "no such input" if source is None else "no such frame"
        return Check(name, False, "the picture", missing)
    if luma.shape != (plan.height, plan.width):
        return Check(name, False, "the picture", "a frame of another size")
    picture = flatten(load_picture(source.path))
    best = -math.inf
    needed = _PSNR_ENOUGH
    for focus in _focuses(picture, luma):
        planes = to_planes(cover_crop(picture, plan.width, plan.height, focus))
        likeness = psnr(luma, planes.y)
        if likeness <= best:
            continue
        alone = psnr(encode_still(planes, quality).y, planes.y)
        best, needed = likeness, min(alone, _PSNR_ENOUGH) - end.tolerance_db
        if best >= needed:
            break
    return Check(name, best >= needed, f"at least {needed:.1f} dB", f"{best:.1f} dB")


def _focuses(picture: Picture, luma: Bytes2D) -> Iterator[tuple[float, float]]:
    """Where the frame may have been cut from the picture: the middle, then where it fits best."""
    yield 0.5, 0.5
    height, width = picture.shape[:2]
    _, _, box_width, box_height = crop_box((width, height), (luma.shape[1], luma.shape[0]))
    grey = cv2.transform(picture, _LUMA)
    left = _slide(grey.mean(axis=0), luma.mean(axis=0), box_width)
    top = _slide(grey.mean(axis=1), luma.mean(axis=1), box_height)
    # one pixel of a small frame is several of the picture: its place is known only that well
    reach = max(1, round(box_width / luma.shape[1]))
    for step in sorted(range(-reach, reach + 1), key=abs):
        # only one of the two axes is free; along the other the box fills the picture
        yield (left + step + box_width / 2) / width, (top + step + box_height / 2) / height


def _slide(long: NDArray[np.float64], short: NDArray[np.float64], size: int) -> int:
    """Find where `short`, stretched to `size` values, fits best along `long`, its mean aside."""
    places = long.size - size + 1
    if places <= 1:
        return 0
    middles = (np.arange(size) + 0.5) * short.size / size - 0.5
    stretched = np.interp(middles, np.arange(short.size), short)
    windows = np.lib.stride_tricks.sliding_window_view(long, size)
    gap = windows - windows.mean(axis=1, keepdims=True) - (stretched - stretched.mean())
    return int(np.argmin(np.square(gap).mean(axis=1)))


def _cut_check(cut: int, seen: _Seen) -> Check:
    """See that the picture changes at this frame and not beside it.

    Shots may look alike; then no change is seen anywhere, and that is no fault.
    """
    name = f"cut at frame {cut}"
    changes = {
        index: float(np.abs(seen.small[index] - seen.small[index - 1]).mean())
        for index in range(cut - _CUT_REACH, cut + _CUT_REACH + 1)
        if index in seen.small and index - 1 in seen.small
    }
    if cut not in changes:
        return Check(name, False, f"a change at {cut}", "no such frame")
    limit = _CUT_FACTOR * float(np.median(list(changes.values()))) + _CUT_LEVELS
    if changes[cut] >= limit:
        return Check(name, True, f"a change at {cut}", f"a change at {cut}")
    strongest = max(changes, key=lambda index: changes[index])
    if strongest != cut and changes[strongest] >= limit:
        return Check(name, False, f"a change at {cut}", f"a change at {strongest}")
    return Check(name, True, f"a change at {cut}", "shots too alike to tell")
