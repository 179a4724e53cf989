"""Files held against plans: right ones pass, and each kind of fault is named."""

from __future__ import annotations

import numpy as np
import pytest

from filmgate.core.plan import EndFrame, Plan, Shot
from filmgate.core.ports import LocalInput
from filmgate.media.encode import SAMPLE_RATE, encode_clip
from filmgate.media.frames import cover_crop, to_planes
from filmgate.media.verify import is_faststart, psnr, verify

WIDTH, HEIGHT, FRAMES = 160, 96, 49
START = ("start_image_url",)


def picture(seed: int, width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    """A smooth random picture with some detail."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 255, (height // 8 + 1, width // 8 + 1, 3), np.uint8)
    return cover_crop(coarse, width, height)


def plan(**changes) -> Plan:
    facts = {
        "engine": "test",
        "engine_version": "1",
        "width": WIDTH,
        "height": HEIGHT,
        "frames": FRAMES,
        "has_audio": False,
        "shots": (Shot(0, 24), Shot(24, 25)),
        "seed": 1,
    }
    return Plan(**facts | changes)


def render(path, *pictures, frames=FRAMES, cut=24, **more):
    """Show the pictures one after the other, the second from `cut` on, moving slightly."""
    shown = [to_planes(p) for p in pictures]

    def draw(index, planes):
        planes.assign(shown[min(index >= cut, len(shown) - 1)])

    size = {"width": WIDTH, "height": HEIGHT} | more
    encode_clip(path, frames=frames, draw=draw, **size)
    return path


def keep(folder, array, loc=START):
    np.save(folder / "picture.npy", array)
    size = (array.shape[1], array.shape[0])
    return {loc: LocalInput(loc, str(folder / "picture.npy"), *size)}


def failed(checks) -> dict[str, str]:
    return {check.name: check.actual for check in checks if not check.passed}


def silence(frames: int) -> np.ndarray:
    return np.zeros((round(frames / 24 * SAMPLE_RATE), 2), np.float32)


def test_a_clip_as_planned_passes_every_check(tmp_path):
    clip = render(tmp_path / "clip.mp4", picture(1), picture(2), sound=silence(FRAMES))
    wanted = plan(has_audio=True, hard_cuts=(24,), end_frames=(EndFrame(0, START),))
    checks = verify(clip, wanted, keep(tmp_path, picture(1)))

    assert failed(checks) == {}
    assert {"container", "size", "frame_count", "audio_length", "cut at frame 24"} <= {
        check.name for check in checks
    }


@pytest.mark.parametrize(
    ("promise", "fault"),
    [
        ({"width": 164}, "size"),
        ({"frames": 50}, "frame_count"),
        ({"has_audio": True}, "audio_streams"),
        ({"fps": 25}, "frame_rate"),
    ],
)
def test_each_broken_promise_is_named(tmp_path, promise, fault):
    clip = render(tmp_path / "clip.mp4", picture(1))

    assert fault in failed(verify(clip, plan(**promise), {}))


def test_sound_that_was_not_asked_for_is_a_fault(tmp_path):
    clip = render(tmp_path / "clip.mp4", picture(1), sound=silence(FRAMES))

    assert failed(verify(clip, plan(), {})) == {"audio_streams": "1"}


def test_sound_that_is_too_short_is_a_fault(tmp_path):
    clip = render(tmp_path / "clip.mp4", picture(1), sound=silence(24))

    assert set(failed(verify(clip, plan(has_audio=True), {}))) == {"audio_length"}


def test_another_picture_in_the_end_frame_is_a_fault(tmp_path):
    clip = render(tmp_path / "clip.mp4", picture(1), picture(2))
    last = plan(end_frames=(EndFrame(FRAMES - 1, START),))

    assert failed(verify(clip, last, keep(tmp_path, picture(2)))) == {}
    assert list(failed(verify(clip, last, keep(tmp_path, picture(1))))) == [
        f"shows start_image_url at frame {FRAMES - 1}"
    ]


@pytest.mark.parametrize("focus", [(0.1, 0.5), (0.37, 0.5), (0.9, 0.5)])
def test_a_picture_may_be_cropped_anywhere(tmp_path, focus):
    wide = picture(3, 400, 150)
    clip = render(tmp_path / "clip.mp4", cover_crop(wide, WIDTH, HEIGHT, focus))
    first = plan(end_frames=(EndFrame(0, START),))

    assert failed(verify(clip, first, keep(tmp_path, wide))) == {}


@pytest.mark.parametrize("focus", [0.4, 0.49, 0.496, 0.503, 0.51, 0.6])
def test_a_large_red_slope_in_a_small_frame_may_be_cropped_anywhere(tmp_path, focus):
    y, x = np.mgrid[:480, :310]
    slope = np.stack([x * 200 // 310, y * 200 // 480, x * 0 + 90], axis=-1).astype(np.uint8)
    slope[(x - 155) ** 2 + (y - 240) ** 2 < 62**2] = 230
    size = {"width": 68, "height": 108}
    clip = render(tmp_path / "clip.mp4", cover_crop(slope, 68, 108, (focus, 0.5)), **size)
    first = plan(**size, end_frames=(EndFrame(0, START),))

    assert failed(verify(clip, first, keep(tmp_path, slope))) == {}


def test_a_matte_is_shown_over_grey(tmp_path):
    rgba = np.dstack([picture(4), np.full((HEIGHT, WIDTH), 255, np.uint8)])
    rgba[:, :40, 3] = 0
    flat = picture(4)
    flat[:, :40] = 128
    clip = render(tmp_path / "clip.mp4", flat)
    first = plan(end_frames=(EndFrame(0, START),))

    assert failed(verify(clip, first, keep(tmp_path, rgba))) == {}


def test_an_end_frame_without_its_input_is_a_fault(tmp_path):
    clip = render(tmp_path / "clip.mp4", picture(1))
    checks = verify(clip, plan(end_frames=(EndFrame(0, START),)), {})

    assert failed(checks) == {"shows start_image_url at frame 0": "no such input"}


@pytest.mark.parametrize(("cut", "actual"), [(23, "a change at 23"), (26, "a change at 26")])
def test_a_cut_at_another_frame_is_a_fault(tmp_path, cut, actual):
    clip = render(tmp_path / "clip.mp4", picture(1), picture(2), cut=cut)

    assert failed(verify(clip, plan(hard_cuts=(24,)), {})) == {"cut at frame 24": actual}


def test_shots_that_look_alike_are_no_fault(tmp_path):
    clip = render(tmp_path / "clip.mp4", picture(1))

    assert failed(verify(clip, plan(hard_cuts=(24,)), {})) == {}


def test_a_damaged_file_is_a_fault(tmp_path):
    clip = render(tmp_path / "clip.mp4", picture(1), picture(2))
    whole = clip.read_bytes()
    (tmp_path / "half.mp4").write_bytes(whole[: len(whole) * 2 // 3])
    (tmp_path / "text.mp4").write_text("this is no film")

    assert {"frame_count", "decodes"} & set(failed(verify(tmp_path / "half.mp4", plan(), {})))
    assert list(failed(verify(tmp_path / "text.mp4", plan(), {}))) == ["readable"]


def test_whoever_watches_sees_every_frame(tmp_path):
    clip = render(tmp_path / "clip.mp4", picture(1))
    seen = []
    verify(clip, plan(), {}, watch=lambda index, planes: seen.append((index, planes.width)))

    assert seen == [(index, WIDTH) for index in range(FRAMES)]


def test_an_index_behind_the_samples_is_found(tmp_path):
    (tmp_path / "late.mp4").write_bytes(b"\0\0\0\x08free\0\0\0\x10mdat12345678")
    (tmp_path / "bad.mp4").write_bytes(b"\0\0\0\x02free")

    assert not is_faststart(tmp_path / "late.mp4")
    assert not is_faststart(tmp_path / "bad.mp4")


def test_equal_planes_have_no_noise():
    plane = np.full((4, 4), 7, np.uint8)

    assert psnr(plane, plane) == float("inf")
    assert psnr(plane, plane + 255) == pytest.approx(48.13, abs=0.01)
