"""Decoding through the limited child, and children that do not come back."""

from __future__ import annotations

import asyncio
import os
import signal

import numpy as np
import pytest
from PIL import Image

from filmgate.core.errors import MediaError
from filmgate.core.media import MediaFacts
from filmgate.core.order import MediaKind
from filmgate.media.decode import DecodeLimits, Decoder
from filmgate.media.frames import read_clip


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "a.png"
    Image.new("RGB", (40, 30), (200, 100, 50)).save(path)
    return path


def probe(path, kind=MediaKind.IMAGE, limits=None) -> MediaFacts:
    async def story():
        return await Decoder(limits).probe(path, kind)

    return asyncio.run(story())


def test_a_picture_is_measured(picture):
    assert probe(picture) == MediaFacts(
        kind=MediaKind.IMAGE,
        format="png",
        content_type="image/png",
        width=40,
        height=30,
        size_bytes=picture.stat().st_size,
    )


def test_a_picture_becomes_a_raster(picture, tmp_path):
    loc = ("elements", 0, "frontal_image_url")
    made = asyncio.run(Decoder().decode(picture, MediaKind.IMAGE, loc, tmp_path))

    assert (made.loc, made.width, made.height) == (loc, 40, 30)
    assert made.path == str(tmp_path / "elements-0-frontal_image_url.npy")
    assert np.load(made.path)[5, 5].tolist() == [200, 100, 50]


def test_a_place_in_the_input_cannot_lead_out_of_the_folder(picture, tmp_path):
    made = asyncio.run(Decoder().decode(picture, MediaKind.IMAGE, ("../up", "/etc"), tmp_path))

    assert made.path == str(tmp_path / "up-etc.npy")


def test_a_video_becomes_a_clip_and_samples(make_video, tmp_path):
    clip = make_video(audio="aac")

    async def story():
        decoder = Decoder()
        facts = await decoder.probe(clip, MediaKind.VIDEO)
        return facts, await decoder.decode(clip, MediaKind.VIDEO, ("video",), tmp_path)

    facts, made = asyncio.run(story())

    assert (facts.kind, facts.format, facts.has_audio) == (MediaKind.VIDEO, "mp4", True)
    assert made.frames == sum(1 for _ in read_clip(made.path)) == 24
    assert np.load(made.audio_path).shape[1] == 2


def test_an_error_of_the_child_is_raised_as_it_is_told(tmp_path):
    (tmp_path / "a.png").write_text("no picture")

    with pytest.raises(MediaError, match="a text file") as caught:
        probe(tmp_path / "a.png")
    assert caught.value.type == "unsupported_type"


def test_a_video_where_a_picture_belongs_is_refused(make_video):
    with pytest.raises(MediaError, match="an MP4 file, which cannot be used as a picture"):
        probe(make_video())


@pytest.fixture
def endless(tmp_path):
    """A file whose first byte never comes: whoever reads it waits."""
    os.mkfifo(tmp_path / "endless.png")
    return tmp_path / "endless.png"


def test_a_child_that_takes_too_long_is_killed(endless):
    with pytest.raises(MediaError, match=r"longer than 0\.3 s") as caught:
        probe(endless, limits=DecodeLimits(image_timeout_s=0.3))
    assert caught.value.type == "too_complex"
    assert children() == []


def test_a_cancelled_call_kills_its_child(endless):
    async def story():
        task = asyncio.create_task(Decoder().probe(endless, MediaKind.IMAGE))
        # opening the other end returns when the child has opened its own
        writer = await asyncio.to_thread(open, endless, "wb")
        task.cancel()
        with writer, pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(story())

    assert children() == []


def test_a_child_that_dies_is_a_damaged_file(endless):
    async def story():
        task = asyncio.create_task(Decoder().probe(endless, MediaKind.IMAGE))
        # opening the other end returns when the child has opened its own
        writer = await asyncio.to_thread(open, endless, "wb")
        with writer:
            for child in children():
                os.kill(child, signal.SIGKILL)
            await task

    with pytest.raises(MediaError, match="within the limits") as caught:
        asyncio.run(story())
    assert caught.value.type == "damaged"


def test_a_child_without_memory_cannot_decode(picture):
    # it dies, or has just enough left to say why
    with pytest.raises(MediaError, match="memory"):
        probe(picture, limits=DecodeLimits(image_memory_mb=1))
    assert children() == []


def test_many_files_share_the_processors(picture):
    async def story():
        decoder = Decoder(DecodeLimits(processes=2))
        return await asyncio.gather(*[decoder.probe(picture, MediaKind.IMAGE) for _ in range(5)])

    assert {facts.width for facts in asyncio.run(story())} == {40}


def children() -> list[int]:
    """Decoding processes that we started and that still run."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    fields = file.read().rpartition(")")[2].split()
                with open(f"/proc/{name}/cmdline") as file:
                    command = file.read()
            except OSError:
                continue
            is_ours = int(fields[1]) == os.getpid() and fields[0] != "Z"
            if is_ours and "decode_child" in command:
                found.append(int(name))
    return found
