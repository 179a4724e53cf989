import numpy as np
import pytest

from filmgate.engines.previz.framing import zoom_of
from filmgate.engines.previz.nearness import analyse
from filmgate.engines.previz.photo import (
    frame_box,
    photo_plate,
    reframed,
    surroundings,
)
from filmgate.engines.previz.storyboard import ShotSize
from filmgate.media.frames import cover_crop, to_planes


def test_the_plate_of_the_first_frame_is_the_cropped_picture_exactly(landscape):
    analysis = analyse(landscape)
    box = frame_box((640, 360), (320, 180), lambda: analysis)

    plate = photo_plate(landscape, 320, 180, analysis, box)

    assert np.array_equal(plate.planes.y, to_planes(cover_crop(landscape, 320, 180)).y)
    assert plate.nearness.shape == (23, 40)


def test_a_crop_that_loses_much_follows_the_subject(disc):
    analysis = analyse(disc)

    box = frame_box((480, 640), (640, 360), lambda: analysis)

    assert box.top < 0.7 * 640 - 96
    assert box.top + box.height > 0.7 * 640 + 90


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("is_beside", [True, False])
def test_a_reframing_is_tighter_and_inside_the_picture(landscape, turn, is_beside):
    analysis = analyse(landscape)
    whole = frame_box((640, 360), (640, 360), lambda: analysis)

    box = reframed(whole, analysis, (640, 360), 1.6, turn, is_beside=is_beside)

    assert box.width == pytest.approx(whole.width / 1.6)
    assert box.left >= 0
    assert box.top >= 0
    assert box.left + box.width <= 640
    assert box.top + box.height <= 360


def test_a_reframing_on_the_subject_holds_its_middle(disc):
    analysis = analyse(disc)
    whole = frame_box((480, 640), (480, 640), lambda: analysis)

    box = reframed(whole, analysis, (480, 640), 2.0, 1)

    assert box.left < 240 < box.left + box.width
    assert box.top < 448 < box.top + box.height


def test_a_plate_with_surroundings_is_larger_than_the_frame_and_knows_its_home(disc):
    analysis = analyse(disc)
    box = frame_box((480, 640), (320, 180), lambda: analysis)
    outer = surroundings(box, (480, 640))

    plate = photo_plate(disc, 320, 180, analysis, box, outer=outer)

    assert plate.planes.width == 320
    assert plate.planes.height > 220
    assert plate.planes.height % 2 == 0
    top = plate.planes.height / 2 + plate.home[1] * 180 - 90
    frame = plate.planes.y[round(top) : round(top) + 180]
    wanted = photo_plate(disc, 320, 180, analysis, box).planes.y
    assert np.abs(frame.astype(int) - wanted).mean() < 3


def test_closer_sizes_are_framed_tighter():
    order = [ShotSize.WIDE, ShotSize.MEDIUM, ShotSize.CLOSE, ShotSize.EXTREME_CLOSE]
    zooms = [zoom_of(size) for size in order]

    assert zooms == sorted(zooms)
    assert zooms[0] == 1.0
