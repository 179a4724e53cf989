import numpy as np
import pytest

from filmgate.engines.previz.camera import Room, plan_track
from filmgate.engines.previz.looks import choose_look
from filmgate.engines.previz.storyboard import Move, MoveKind, StoryShot


def _look(plate, story, *, rises=True, moves=()):
    width, height = plate.planes.width, plate.planes.height
    track = plan_track(list(moves), story.frames, Room(width / height / 2, 1, 0.5))
    return choose_look(story, plate, track, rises=rises)


def test_a_plain_shot_shows_the_plate_itself(plate):
    look = _look(plate, StoryShot(0, 49, ""))

    assert look.at(0) is plate.planes
    assert look.at(48) is plate.planes


@pytest.mark.parametrize("words", [{"grade": ("mono",)}, {"lens": ("shallow",)}])
def test_a_treated_shot_starts_with_the_plate_and_changes_within_a_second(plate, words):
    look = _look(plate, StoryShot(0, 49, "", **words))

    assert look.at(0) is plate.planes
    changed = look.at(30)
    differs = [
        not np.array_equal(getattr(changed, name), getattr(plate.planes, name)) for name in "yuv"
    ]
    assert any(differs)


def test_a_shot_that_owes_nothing_to_a_picture_is_graded_from_the_start(plate):
    look = _look(plate, StoryShot(0, 49, "", grade=("mono",)), rises=False)

    assert (look.at(0).u == 128).all()


def test_a_rack_of_focus_sharpens_the_distance_and_blurs_what_is_near(plate):
    story = StoryShot(0, 97, "")
    look = _look(plate, story, rises=False, moves=[Move(MoveKind.RACK_FOCUS)])

    def detail(planes, rows):
        return float(np.abs(np.diff(planes.y[rows].astype(int), axis=1)).mean())

    first, last = look.at(0), look.at(96)
    far, near = slice(0, 60), slice(290, 352)
    assert detail(last, far) > 1.1 * detail(first, far)
    assert detail(last, near) < 0.9 * detail(first, near)
