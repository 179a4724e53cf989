import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filmgate.core.order import Media, MediaKind, Options, ShotOrder, Task, Tier
from filmgate.core.plan import EndFrame
from filmgate.engines.previz.planning import plan_order, seed_of


@pytest.mark.parametrize(
    ("tier", "ratio", "size"),
    [
        (Tier.STANDARD, "16:9", (1280, 720)),
        (Tier.PRO, "1:1", (1440, 1440)),
        (Tier.UHD, "9:16", (2160, 3840)),
    ],
)
def test_without_a_start_image_the_ratio_decides_the_size(make_order, tier, ratio, size):
    plan = plan_order(make_order(tier=tier, ratio=ratio))

    assert (plan.width, plan.height) == size


@pytest.mark.parametrize(
    ("width", "height", "options", "size"),
    [
        (1920, 1080, Options(), (1920, 1080)),
        (3000, 2000, Options(), (1764, 1172)),
        (3000, 2000, Options(fit="exact"), (1920, 1080)),
        (5000, 500, Options(), (2276, 908)),
        (1920, 1080, Options(scale=0.25), (480, 272)),
    ],
)
def test_a_start_image_decides_the_size(make_order, make_image, width, height, options, size):
    plan = plan_order(
        make_order(
            Task.IMAGE_TO_VIDEO, start=make_image(("start",), width, height), options=options
        )
    )

    assert (plan.width, plan.height) == size


def test_the_shots_of_an_order_are_cut_at_their_exact_frames(make_order):
    plan = plan_order(
        make_order(duration_s=9, shots=(ShotOrder("a", 2), ShotOrder("b", 4), ShotOrder("c", 3)))
    )

    assert plan.frames == 217
    assert [(shot.start, shot.frames) for shot in plan.shots] == [(0, 48), (48, 96), (144, 73)]
    assert plan.hard_cuts == (48, 144)


def test_both_given_frames_are_promised(make_order, make_image):
    plan = plan_order(
        make_order(Task.IMAGE_TO_VIDEO, start=make_image(("s",)), end=make_image(("e",)))
    )

    assert plan.end_frames == (EndFrame(0, ("s",)), EndFrame(120, ("e",)))


def test_a_picture_that_is_not_fetched_yet_makes_the_plan_provisional(make_order):
    deferred = Media(("start",), MediaKind.IMAGE, url="https://example.com/a.png")

    plan = plan_order(make_order(Task.IMAGE_TO_VIDEO, start=deferred))

    assert plan.is_provisional
    assert (plan.width, plan.height) == (1920, 1080)


def test_the_seed_depends_on_content_and_not_on_who_uploaded_it(make_order, make_image):
    picture = make_image(("start",))
    order = make_order(Task.IMAGE_TO_VIDEO, start=picture)
    same = replace(order, start=replace(picture, file_id="another"), options=Options(scale=0.5))

    assert seed_of(order) == seed_of(same)
    assert seed_of(order) != seed_of(replace(order, prompt="another lake"))
    assert seed_of(replace(order, options=Options(seed=7))) == 7


def test_sound_comes_from_the_order_or_from_the_reference_video(make_order, make_video):
    clip = {"task": Task.REFERENCE_TO_VIDEO, "keep_original_sound": True}

    assert plan_order(make_order(audio=True)).has_audio
    assert not plan_order(make_order(audio=False)).has_audio
    assert plan_order(make_order(**clip, reference_video=make_video())).has_audio
    silent = make_video(has_audio=False)
    assert not plan_order(make_order(**clip, reference_video=silent)).has_audio


@settings(max_examples=40)
@given(st.text(max_size=300), st.integers(3, 15))
def test_any_prompt_can_be_planned_and_told_as_json(make_order, prompt, seconds):
    plan = plan_order(make_order(prompt=prompt, duration_s=seconds))

    assert plan.frames == 24 * seconds + 1 == sum(shot.frames for shot in plan.shots)
    assert json.loads(json.dumps(plan.storyboard))["takes"]
