"""A flare finds the light of the picture and stays on it while the camera moves."""

import cv2
import numpy as np
import pytest

from filmgate.engines.previz.air import Setting, build_air
from filmgate.engines.previz.blend import blank
from filmgate.engines.previz.camera import Room, plan_track
from filmgate.engines.previz.fx.flare import LensFlare, find_light
from filmgate.engines.previz.fx.light import View
from filmgate.engines.previz.life import Life, LifeSpec
from filmgate.engines.previz.looks import choose_look
from filmgate.engines.previz.plate import Plate
from filmgate.engines.previz.render import PlateShot
from filmgate.engines.previz.storyboard import Move, MoveKind, StoryShot
from filmgate.media.frames import to_planes

WIDTH, HEIGHT = 640, 360


def plate_with(*lights, ground=70, size=(768, 432)):
    """A dim slope with bright discs at places in plate pixels: (x, y, radius, level)."""
    picture = np.full((size[1], size[0], 3), ground, np.uint8)
    for x, y, radius, level in lights:
        cv2.circle(picture, (x, y), radius, (level,) * 3, -1, cv2.LINE_AA)
    rows, columns = size[1] // 8, size[0] // 8
    near = np.repeat(np.linspace(0.05, 0.9, rows, dtype=np.float32)[:, None], columns, 1)
    return Plate(to_planes(picture), near)


def test_the_brightest_compact_light_is_found():
    plate = plate_with((200, 110, 9, 255), (600, 130, 9, 215))

    x, y = find_light(plate, HEIGHT)

    assert x == pytest.approx((200 - 384) / HEIGHT, abs=0.02)
    assert y == pytest.approx((110 - 216) / HEIGHT, abs=0.02)


@pytest.mark.parametrize(
    "plate",
    [
        plate_with(),
        plate_with((300, 100, 9, 140)),
        plate_with(ground=235),
        plate_with((380, 395, 30, 215)),
    ],
    ids=["dark", "dull", "white_everywhere", "a_white_card"],
)
def test_without_a_light_none_is_made_up(plate):
    assert find_light(plate, HEIGHT) is None


def shot_of(plate, kind):
    half = WIDTH / HEIGHT / 2
    room = Room(half, plate.planes.width / HEIGHT / 2, plate.planes.height / HEIGHT / 2,
                is_exact=False)  # fmt: skip
    story = StoryShot(0, 121, "", atmosphere=("lens_flare",), moves=(Move(kind),))
    track = plan_track(story.moves, 121, room)
    setting = Setting(is_photo=True, is_still=False, has_sky=False, light=find_light(plate, HEIGHT))
    air = build_air(story, (WIDTH, HEIGHT), 1, setting, rises=False)
    look = choose_look(story, plate, track, rises=False)
    return PlateShot(plate, track, Life(plate, LifeSpec(), rises=False), look, air)


@pytest.mark.parametrize("kind", [MoveKind.PAN_RIGHT, MoveKind.PUSH, MoveKind.TILT_UP])
def test_the_flare_goes_where_its_light_goes(kind):
    plate = plate_with((300, 150, 9, 255))
    with_flare = shot_of(plate, kind)
    (flare,) = (e for e in with_flare.air.effects if isinstance(e, LensFlare))
    seen = []
    for frame in (0, 60, 120):
        target = blank(WIDTH, HEIGHT)
        with_flare.draw(frame, target)
        # the lamp itself is what is white even where the flare adds little
        bright = target.y > 225
        rows, columns = np.nonzero(bright)
        pose = with_flare.track.at(frame)
        x, y = with_flare.lens.places(pose)
        view = View(
            frame / 24, 1.0, np.zeros((45, 80), np.float32), {}, (x[1:-1, 1:-1], y[1:-1, 1:-1])
        )
        at_x, at_y, strength = flare.seen(view)
        assert strength == 1.0
        assert abs(at_x * HEIGHT - columns.mean()) < 4
        assert abs(at_y * HEIGHT - rows.mean()) < 4
        seen.append((at_x, at_y))
    assert np.hypot(*np.subtract(seen[0], seen[-1])) > 0.02


def test_a_light_that_leaves_the_frame_takes_its_flare_along():
    flare = LensFlare(45, 80, (0.5, 0.5), is_anamorphic=False, light=(2.2, 0.0))
    y, x = np.mgrid[0:45, 0:80].astype(np.float32)
    places = ((x - 39.5) / 45, (y - 22) / 45)

    view = View(1.0, 1.0, np.zeros((45, 80), np.float32), {}, places)

    assert flare.seen(view)[2] == 0.0


def test_what_stands_before_a_light_hides_most_of_its_flare():
    flare = LensFlare(45, 80, (0.5, 0.5), is_anamorphic=False, light=(0.0, 0.0))
    y, x = np.mgrid[0:45, 0:80].astype(np.float32)
    places = ((x - 39.5) / 45, (y - 22) / 45)

    near = np.zeros((45, 80), np.float32)
    free, covered = (
        flare.seen(View(1.0, 1.0, near, {}, places, np.full_like(near, before)))[2]
        for before in (0.0, 0.5)
    )

    assert covered < 0.2 * free
