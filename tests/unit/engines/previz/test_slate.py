import numpy as np
import pytest

from filmgate.engines.previz.blend import blank
from filmgate.engines.previz.slate import Slate, timecode, title_of
from filmgate.engines.previz.storyboard import Move, MoveKind, ShotSize, StoryShot

STORY = StoryShot(
    0,
    97,
    "text",
    size=ShotSize.CLOSE,
    moves=(Move(MoveKind.PUSH),),
    caption="A vase on a table",
    dialogue=("Wait for me.",),
)


def _drawn(frame, clip_frame, share=1.0, **kwargs):
    target = blank(640, 360)
    target.y[:], target.u[:], target.v[:] = 100, 90, 160
    Slate(STORY, 2, (640, 360), **kwargs).draw(target, frame, clip_frame, share)
    return target


def test_a_title_names_shot_size_move_and_caption():
    assert title_of(STORY, 2) == "SHOT 2 · close · push\nA vase on a table"


def test_a_timecode_counts_frames():
    assert timecode(24 * 60 + 5) == "00:01:00:05"


def test_titles_go_after_two_seconds_and_spoken_lines_stay():
    early, late = _drawn(20, 20, has_clock=False), _drawn(90, 90, has_clock=False)

    assert (early.y[300:, :300] != 100).any()
    assert not (late.y[330:, :200] != 100).any()
    assert (late.y[240:340, 220:420] > 200).any()


def test_a_clock_changes_with_every_frame():
    first, second = (_drawn(50, clip, has_clock=True) for clip in (50, 51))

    assert (first.y[:60, 400:] > 200).any()
    assert not np.array_equal(first.y[:60], second.y[:60])


def test_nothing_is_burnt_into_a_frame_that_must_be_a_given_picture():
    target = _drawn(0, 0, share=0.0, has_clock=True)

    assert (target.y == 100).all()
    assert (target.u == 90).all()


def test_a_long_caption_stays_inside_a_narrow_frame():
    story = StoryShot(0, 48, "", caption="word " * 60)
    target = blank(120, 200)
    target.y[:], target.u[:], target.v[:] = 100, 128, 128

    Slate(story, 1, (120, 200), has_clock=True).draw(target, 10, 10, 1.0)

    assert (target.y != 100).any()


@pytest.mark.parametrize("size", [(64, 64), (64, 92), (88, 64), (68, 108)])
def test_text_larger_than_a_tiny_draft_is_cut_at_its_edges(size):
    lines = ("WWWW WWWW WWWW " * 9,)
    story = StoryShot(0, 48, "", moves=STORY.moves, caption="WWWWWWWW", dialogue=lines)
    target = blank(*size)
    target.y[:], target.u[:], target.v[:] = 100, 128, 128

    Slate(story, 12, size, has_clock=True).draw(target, 10, 10, 1.0)

    assert (target.y > 150).any()
