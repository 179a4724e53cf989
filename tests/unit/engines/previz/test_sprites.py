from dataclasses import replace

import numpy as np
import pytest

from filmgate.engines.previz.blend import blank
from filmgate.engines.previz.camera import Pose, Room
from filmgate.engines.previz.plate import Planes, Sprite
from filmgate.engines.previz.sprites import Cast


def _sprite(**changes):
    grey = np.full((20, 20), 128, np.uint8)
    planes = Planes(np.full((40, 40), 220, np.uint8), grey, grey.copy())
    base = Sprite(planes, np.full((40, 40), 255, np.uint8), 300, 100, 0.8)
    return replace(base, **changes)


def _middle(plate, sprite, pose, time_s=0.0, *, is_followed=False):
    """Draw one sprite over black and return the centre of what it covers, or None."""
    width, height = plate.planes.width, plate.planes.height
    room = Room(width / height / 2, width / height / 2, 0.5)
    cast = Cast(replace(plate, sprites=(sprite,)), room, width, height, is_followed=is_followed)
    target = blank(width, height)
    target.y[:] = 16
    target.u[:] = target.v[:] = 128
    cast.draw(target, pose, time_s)
    rows, columns = np.nonzero(target.y > 120)
    return (columns.mean(), rows.mean(), len(rows)) if len(rows) else None


def test_a_sprite_stands_where_the_plate_has_it(plate):
    x, y, area = _middle(plate, _sprite(), Pose())

    assert (x, y) == pytest.approx((319.5, 119.5), abs=0.6)
    assert area == pytest.approx(1600, rel=0.06)


def test_a_push_enlarges_near_sprites_more_than_far_ones(plate):
    pose = Pose(tz=0.25)

    near = _middle(plate, _sprite(nearness=0.9), pose)[2]
    far = _middle(plate, _sprite(nearness=0.1), pose)[2]

    assert near > 1.4 * far


def test_a_track_moves_near_sprites_further_the_other_way(plate):
    pose = Pose(tx=0.1)

    near = _middle(plate, _sprite(nearness=0.9), pose)[0]
    far = _middle(plate, _sprite(nearness=0.1), pose)[0]

    assert near < far < 320


@pytest.mark.parametrize("motion", ["sway", "bob", "gait", "drift"])
def test_every_motion_moves_its_sprite(plate, motion):
    places = [_middle(plate, _sprite(motion=motion), Pose(), t)[:2] for t in (0.1, 0.6, 1.1)]

    assert len({(round(x, 2), round(y, 2)) for x, y in places}) >= 2


def test_a_sprite_travels_across_the_frame_and_out_of_it(plate):
    walking = _sprite(travel=(0.1, 0.0))

    first, later = (_middle(plate, walking, Pose(), t) for t in (0.0, 2.0))

    assert later[0] - first[0] == pytest.approx(0.2 * plate.planes.height, abs=1)
    assert _middle(plate, walking, Pose(), 60.0) is None


def test_fog_knows_that_a_sprite_stands_before_it(plate):
    width, height = plate.planes.width, plate.planes.height
    room = Room(width / height / 2, width / height / 2, 0.5)
    cast = Cast(replace(plate, sprites=(_sprite(),)), room, width, height)

    near = cast.raise_near(np.zeros_like(plate.nearness), Pose(), 0.0)

    assert near[15, 40] == pytest.approx(0.8, abs=0.1)
    assert near[2, 2] == 0


@pytest.mark.parametrize("motion", ["gait", "ground"])
def test_who_the_camera_goes_along_with_keeps_their_place_in_the_frame(plate, motion):
    walking = _sprite(motion=motion, travel=(0.05, 0.0))

    places = [
        _middle(plate, walking, Pose(tx=shift, px=shift / 4), 0.0, is_followed=True)[0]
        for shift in (-0.1, 0.0, 0.1)
    ]

    assert max(places) - min(places) < 0.5


def test_what_the_camera_passes_does_not_stay_with_it(plate):
    tree = _sprite(x=100, y=40)

    places = [_middle(plate, tree, Pose(tx=tx), is_followed=True)[0] for tx in (-0.1, 0.1)]

    assert abs(places[1] - places[0]) > 20


def test_the_subject_of_a_followed_shot_stays_even_if_it_does_not_walk(plate):
    middle = _sprite(x=300, y=156)

    places = [_middle(plate, middle, Pose(tx=tx), is_followed=True)[0] for tx in (-0.1, 0.1)]

    assert abs(places[1] - places[0]) < 0.5
