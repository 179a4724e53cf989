"""Small videos, made on the spot."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest


@pytest.fixture
def make_video(tmp_path):
    """Write a video whose frames go from dark to bright, left half darker than the right."""

    def make(
        name: str = "clip.mp4",
        *,
        size: tuple[int, int] = (96, 64),
        frames: int = 24,
        rate: int = 24,
        codec: str = "libx264",
        audio: str = "",
        rotation: int = 0,
        container: str | None = None,
    ) -> Path:
        path = tmp_path / name
        with av.open(str(path), "w", format=container) as out:
            video = out.add_stream(codec, rate=rate)
            video.width, video.height, video.pix_fmt = *size, "yuv420p"
            if rotation:
                video.set_display_rotation(rotation)
            sound = out.add_stream(audio, rate=48_000, layout="stereo") if audio else None
            for index in range(frames):
                out.mux(video.encode(_frame(size, index, frames)))
            out.mux(video.encode(None))
            if sound is not None:
                _tone(out, sound, frames / rate)
        return path

    return make


def _frame(size: tuple[int, int], index: int, frames: int) -> av.VideoFrame:
    luma = np.full(size[::-1], 40 + 120 * index // max(1, frames - 1), np.uint8)
    luma[:, size[0] // 2 :] += 60
    chroma = np.full((size[1] // 2, size[0]), 128, np.uint8)
    frame = av.VideoFrame.from_ndarray(
        np.vstack([luma, chroma.reshape(size[1] // 2, size[0])]), format="yuv420p"
    )
    frame.pts = index
    return frame


def _tone(out, stream, seconds: float) -> None:
    time = np.arange(round(seconds * 48_000)) / 48_000
    wave = np.repeat(np.sin(2 * np.pi * 440 * time)[None] * 0.5, 2, axis=0).astype(np.float32)
    for start in range(0, wave.shape[1] - 1023, 1024):
        part = np.ascontiguousarray(wave[:, start : start + 1024])
        frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = 48_000, start
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))
