import itertools

import numpy as np
import pytest

from filmgate.engines.previz.air import Setting, build_air
from filmgate.engines.previz.blend import blank
from filmgate.engines.previz.storyboard import StoryShot

PHOTO = Setting(is_photo=True, is_still=False, has_sky=False)
SIZE = (320, 184)

WORDS = [
    {"weather": (name,)} for name in ("fog", "haze", "rain", "snow", "sandstorm")
] + [
    {"atmosphere": (name,)}
    for name in (
        "dust", "embers", "fireflies", "bubbles", "petals", "leaves", "smoke", "steam", "god_rays",
        "lens_flare", "rim_light", "candles", "fire", "lanterns", "neon", "flicker", "lightning",
    )
]  # fmt: skip


def _grey():
    target = blank(*SIZE)
    target.y[:], target.u[:], target.v[:] = 100, 128, 128
    return target


@pytest.mark.parametrize("words", WORDS, ids=lambda words: next(iter(words.values()))[0])
def test_every_atmosphere_changes_the_picture_over_time(words):
    air = build_air(StoryShot(0, 121, "", **words), SIZE, 3, PHOTO, rises=False)
    frames = []
    for frame in range(24, 110, 5):
        target = _grey()
        air.light_flat(target, frame)
        frames.append(target.y.astype(int))

    assert max(np.abs(frame - 100).max() for frame in frames) >= 3
    assert max(np.abs(b - a).max() for a, b in itertools.pairwise(frames)) >= 2


@pytest.mark.parametrize("words", WORDS, ids=lambda words: next(iter(words.values()))[0])
def test_every_atmosphere_leaves_exact_end_frames_alone(words):
    air = build_air(StoryShot(0, 121, "", **words), SIZE, 3, PHOTO, rises=True, falls=True)

    for frame in (0, 120):
        target = _grey()
        air.light_flat(target, frame)
        assert (target.y == 100).all()
        assert (target.u == 128).all()


def test_a_still_camera_without_weather_gets_moving_light():
    still = Setting(is_photo=True, is_still=True, has_sky=True)

    assert build_air(StoryShot(0, 121, ""), SIZE, 1, PHOTO, rises=True).is_clear
    assert not build_air(StoryShot(0, 121, ""), SIZE, 1, still, rises=True).is_clear


def test_haze_is_a_light_veil_and_fog_a_thick_one():
    lifted = {}
    for name in ("haze", "fog"):
        target = _grey()
        story = StoryShot(0, 121, "", weather=(name,))
        build_air(story, SIZE, 3, PHOTO, rises=False).light_flat(target, 60)
        lifted[name] = float(target.y.mean()) - 100

    assert 3 < lifted["haze"] < 0.6 * lifted["fog"]


def test_a_freeze_frame_has_no_air():
    story = StoryShot(0, 121, "", weather=("snow",), lens=("freeze",))

    assert build_air(story, SIZE, 1, PHOTO, rises=True).is_clear


def test_another_seed_gives_other_snow_and_the_same_the_same():
    def snow(seed):
        story = StoryShot(0, 121, "", weather=("snow",))
        target = _grey()
        build_air(story, SIZE, seed, PHOTO, rises=False).light_flat(target, 60)
        return target.y

    assert np.array_equal(snow(1), snow(1))
    assert not np.array_equal(snow(1), snow(2))
