"""Golden facts about clips that previz rendered, at a small scale."""

from pathlib import Path

import av
import numpy as np
import pytest
from tests.previz_studio import Studio, draw_chart, draw_disc, draw_landscape, order

from filmgate.core.order import Element, Options, ShotOrder, Task, Tier
from filmgate.media.verify import verify

SMALL = Options(scale=0.15)


@pytest.fixture
def studio(tmp_path):
    return Studio(tmp_path)


def _image_to_video(studio):
    start = studio.picture(draw_landscape(), "start_image_url")
    return order(
        Task.IMAGE_TO_VIDEO,
        "Slow push in, then the camera tilts up. Wind in the grass, fog and birds.",
        4,
        tier=Tier.UHD,
        start=start,
        audio=True,
        options=Options(scale=0.08),
    )


def _shots(studio):
    start = studio.picture(draw_disc(), "start_image_url")
    front = studio.picture(draw_landscape(320, 240), "elements", 0, "frontal_image_url")
    return order(
        Task.IMAGE_TO_VIDEO,
        "noir",
        9,
        start=start,
        elements=(Element(frontal=front),),
        shots=(
            ShotOrder("wide shot, static", 3),
            ShotOrder("@Element1, whip pan right", 3),
            ShotOrder("close-up, snow", 3),
        ),
        options=SMALL,
    )


def _two_frames(studio):
    first = draw_chart(640, 360)
    start = studio.picture(first, "start_image_url")
    end = studio.picture(np.roll(first, 20, 1), "end_image_url")
    return order(Task.IMAGE_TO_VIDEO, "rain falls", 5, start=start, end=end, options=SMALL)


def _text(studio):
    text = (
        "Wide shot of a beach at sunset, crane up. Cut to a night street in the rain, track left."
    )
    return order(prompt=text, duration_s=4, ratio="9:16", audio=True, options=SMALL)


def _references(studio):
    return order(
        Task.REFERENCE_TO_VIDEO,
        "The block slides along; then Figure 2 and at last Figure 1",
        6,
        tier=Tier.STANDARD,
        ratio="1:1",
        references=(
            studio.picture(draw_disc(), "images", 0),
            studio.picture(draw_landscape(), "images", 1),
        ),
        reference_video=studio.clip(),
        keep_original_sound=True,
        options=SMALL,
    )


ORDERS = [_image_to_video, _shots, _two_frames, _text, _references]


@pytest.mark.parametrize("make", ORDERS, ids=lambda make: make.__name__)
def test_a_clip_keeps_every_promise_of_its_plan(studio, make):
    wanted = make(studio)

    plan, render = studio.render(wanted)

    checks = verify(Path(render.files[0].path), plan, studio.inputs)
    assert [check for check in checks if not check.passed] == []
    assert render.files[0].content_type == "video/mp4"
    assert not any(fate.condition for fate in render.fates)


@pytest.mark.parametrize("make", ORDERS, ids=lambda make: make.__name__)
def test_no_second_of_a_clip_stands_still(studio, make):
    _, render = studio.render(make(studio))

    frames = _luma(render)
    for second in range(len(frames) // 24):
        first, last = frames[24 * second], frames[24 * second + 23]
        assert np.abs(last - first).mean() > 0.3


def test_the_sound_of_a_reference_video_is_kept_and_padded(studio):
    _, render = studio.render(_references(studio))

    with av.open(render.files[0].path) as container:
        parts = [frame.to_ndarray() for frame in container.decode(audio=0)]
    sound = np.concatenate(parts, 1)[0]
    assert np.abs(sound[:80_000]).max() > 0.05
    assert np.abs(sound[-48_000:]).max() < 0.02


@pytest.mark.parametrize("is_related", [True, False])
def test_a_transition_is_called_what_it_is(studio, is_related):
    first = draw_chart(640, 360)
    last = np.roll(first, 16, 1) if is_related else draw_landscape()
    wanted = order(
        Task.IMAGE_TO_VIDEO,
        "",
        3,
        start=studio.picture(first, "start_image_url"),
        end=studio.picture(last, "end_image_url"),
        options=SMALL,
    )

    _, render = studio.render(wanted)

    told = next(fate for fate in render.fates if fate.field == "end")
    assert ("camera move" in told.why) == is_related
    assert ("dissolve" in told.why) == (not is_related)


def _luma(render):
    with av.open(render.files[0].path) as container:
        return [
            frame.to_ndarray(format="gray").astype(np.float32)
            for frame in container.decode(video=0)
        ]
