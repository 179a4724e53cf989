import itertools
from dataclasses import replace

import cv2
import numpy as np
import pytest

from filmgate.engines.previz.blend import blank
from filmgate.engines.previz.camera import Pose, Room, plan_track
from filmgate.engines.previz.plate import Plate
from filmgate.engines.previz.storyboard import Move, MoveKind
from filmgate.engines.previz.warp import Lens, Strips
from filmgate.media.frames import to_planes


def _draw(plate, pose, track, width, height):
    lens = Lens(plate, width, height, track)
    target = blank(width, height)
    Strips(width, height).remap(plate.planes, lens.maps(*lens.places(pose)), target)
    return target


@pytest.mark.parametrize(("width", "height"), [(640, 360), (1764, 1172), (452, 564), (64, 64)])
def test_the_identity_gives_every_pixel_back(width, height, draw_chart):
    chart = draw_chart(width, height)
    near = np.full((-(-height // 8), -(-width // 8)), 0.4, np.float32)
    plate = Plate(to_planes(chart), near)
    track = plan_track([Move(MoveKind.PUSH)], 24, Room(width / height / 2, width / height / 2, 0.5))

    drawn = _draw(plate, Pose(zoom=1 + 1e-12), track, width, height)

    for got, wanted in ((drawn.y, plate.planes.y), (drawn.u, plate.planes.u)):
        assert np.abs(got.astype(int) - wanted).max() <= 1


def test_a_zoom_enlarges_by_exactly_its_factor(plate):
    width, height = plate.planes.width, plate.planes.height
    flat = replace(plate, nearness=np.zeros_like(plate.nearness))
    track = plan_track([Move(MoveKind.PUSH)], 24, Room(width / height / 2, width / height / 2, 0.5))

    drawn = _draw(flat, Pose(zoom=1.25), track, width, height)

    matrix = cv2.getRotationMatrix2D((width / 2 - 0.5, height / 2 - 0.5), 0, 1.25)
    wanted = cv2.warpAffine(plate.planes.y, matrix, (width, height))
    assert np.abs(drawn.y.astype(int) - wanted).mean() < 0.6


def test_what_is_near_moves_more_than_what_is_far(plate):
    width, height = plate.planes.width, plate.planes.height
    room = Room(width / height / 2, width / height / 2, 0.5)
    track = plan_track([Move(MoveKind.TRACK_RIGHT)], 121, room)
    lens = Lens(plate, width, height, track)
    first, last = lens.places(track.at(0)), lens.places(track.at(120))

    middle = first[0].shape[1] // 2
    shift = (last[0] - first[0])[:, middle]

    assert shift[-4] > shift[4] + 0.03


@pytest.mark.parametrize(
    "beside", [MoveKind.STATIC, MoveKind.TRACK_RIGHT, MoveKind.TILT_UP, MoveKind.ROLL_LEFT]
)
def test_a_pull_shows_no_place_beyond_the_picture(plate, beside):
    width, height = plate.planes.width, plate.planes.height
    room = Room(width / height / 2, width / height / 2, 0.5, centre=(0.3, 0.1))
    track = plan_track([Move(MoveKind.PULL), Move(beside)], 121, room)
    lens = Lens(plate, width, height, track)

    maps = lens.maps(*lens.places(track.at(120)))

    assert maps.x[:, 1:-1].min() > -4
    assert maps.x[:, 1:-1].max() < width + 3
    assert maps.y[1:-1].min() > -4
    assert maps.y[1:-1].max() < height + 3


def test_no_move_folds_the_picture_over(plate):
    width, height = plate.planes.width, plate.planes.height
    near = np.zeros_like(plate.nearness)
    near[15:30, 30:50] = 0.9
    room = Room(width / height / 2, width / height / 2, 0.5)
    for kind in (MoveKind.ORBIT_RIGHT, MoveKind.TRACK_LEFT, MoveKind.PUSH, MoveKind.CRANE_UP):
        track = plan_track([Move(kind, speed=2.0)], 121, room)
        lens = Lens(replace(plate, nearness=near), width, height, track)

        maps = lens.maps(*lens.places(track.at(120)))

        assert np.diff(maps.x, axis=1).min() > 1.0
        assert np.diff(maps.y, axis=0).min() > 1.0


def test_each_strip_is_announced_once_it_is_written(plate):
    width, height = plate.planes.width, plate.planes.height
    track = plan_track([], 24, Room(width / height / 2, width / height / 2, 0.5))
    lens = Lens(plate, width, height, track)
    rows = []

    maps = lens.maps(*lens.places(Pose()))
    Strips(width, height).remap(plate.planes, maps, blank(width, height), rows.append)

    assert rows[0].start == 0
    assert rows[-1].stop == height
    assert all(one.stop == other.start for one, other in itertools.pairwise(rows))
