import itertools

import numpy as np
import pytest

from filmgate.core.order import Options, Task
from filmgate.engines.previz.blend import blank
from filmgate.engines.previz.planning import lay_out_order
from filmgate.engines.previz.staging import Stage
from filmgate.engines.previz.timeline import Timeline


@pytest.fixture
def play(studio, make_order, make_context, landscape, tmp_path):
    """Draw the luma of every frame of two shots, the second beginning in a given way."""

    def run(second, burn_in="none"):
        order = make_order(
            Task.IMAGE_TO_VIDEO,
            f"Wide shot of a house, static camera. {second} of the house.",
            6,
            start=studio.picture(landscape, "start"),
            options=Options(scale=0.1, burn_in=burn_in),
        )
        layout = lay_out_order(order)
        timeline = Timeline(
            Stage(order, layout, studio.inputs), make_context(tmp_path, studio.inputs)
        )
        target, frames = blank(layout.width, layout.height), []
        for index in range(layout.frames):
            timeline.draw(index, target)
            frames.append(target.y.astype(np.float32).copy())
        return layout, frames

    return run


def _steps(frames):
    return [np.abs(b - a).mean() for a, b in itertools.pairwise(frames)]


def test_a_cut_falls_on_its_exact_frame(play):
    layout, frames = play("Cut to a close-up")

    steps, cut = _steps(frames), layout.takes[1].start
    assert int(np.argmax(steps)) == cut - 1
    assert steps[cut - 1] > 4 * steps[cut - 2]


def test_a_dissolve_has_no_cut(play):
    layout, frames = play("Dissolve to a close-up")
    assert layout.takes[1].story.transition == "dissolve"

    steps = _steps(frames)
    cut = layout.takes[1].start
    assert max(steps[cut - 4 : cut + 20]) < 12


def test_a_fade_goes_through_black(play):
    layout, frames = play("Fades into a close-up")
    assert layout.takes[1].story.transition == "fade"

    cut = layout.takes[1].start
    assert min(frame.mean() for frame in frames[cut - 4 : cut + 4]) < 40
    assert frames[40].mean() > 80


def test_a_clip_that_ends_in_black_gets_there_evenly(play):
    _, frames = play("Fade to black.")

    means = [frame.mean() for frame in frames]
    assert means[-1] < 22
    assert means[-40] > 80
    assert max(np.diff(means[-20:])) < 0


def test_burnt_in_text_leaves_the_first_frame_alone(play):
    _, plain = play("Cut to a close-up")
    _, burnt = play("Cut to a close-up", burn_in="timecode")

    assert np.array_equal(plain[0], burnt[0])
    assert not np.array_equal(plain[30], burnt[30])
