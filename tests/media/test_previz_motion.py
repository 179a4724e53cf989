"""Every camera move, measured: which way the picture goes between two frames of a shot."""

import itertools
from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.previz_studio import draw_chart

from filmgate.engines.previz.air import Setting, build_air
from filmgate.engines.previz.blend import blank
from filmgate.engines.previz.camera import Room, plan_track
from filmgate.engines.previz.life import Life, LifeSpec
from filmgate.engines.previz.looks import choose_look
from filmgate.engines.previz.plate import Plate
from filmgate.engines.previz.render import PlateShot
from filmgate.engines.previz.storyboard import Move, MoveKind, StoryShot
from filmgate.media.frames import to_planes

WIDTH, HEIGHT = 640, 360

#: what grows or shrinks, in frame pixels: shift right, shift down, enlargement, turn clockwise
EXPECTED = {
    MoveKind.PUSH: ("scale", 1),
    MoveKind.PULL: ("scale", -1),
    MoveKind.ZOOM_IN: ("scale", 1),
    MoveKind.ZOOM_OUT: ("scale", -1),
    MoveKind.FLY_FORWARD: ("scale", 1),
    MoveKind.DOLLY_ZOOM: ("scale", 1),
    MoveKind.TRACK_LEFT: ("x", 1),
    MoveKind.TRACK_RIGHT: ("x", -1),
    MoveKind.PAN_LEFT: ("x", 1),
    MoveKind.PAN_RIGHT: ("x", -1),
    MoveKind.WHIP_LEFT: ("x", 1),
    MoveKind.WHIP_RIGHT: ("x", -1),
    MoveKind.TILT_UP: ("y", 1),
    MoveKind.TILT_DOWN: ("y", -1),
    MoveKind.CRANE_UP: ("y", 1),
    MoveKind.CRANE_DOWN: ("y", -1),
    MoveKind.ROLL_LEFT: ("turn", 1),
    MoveKind.ROLL_RIGHT: ("turn", -1),
    # the distance goes the other way than the camera while the subject stays
    MoveKind.ORBIT_LEFT: ("far_x", -1),
    MoveKind.ORBIT_RIGHT: ("far_x", 1),
}


def _shot(kind, *, is_exact):
    over = 1.0 if is_exact else 1.2
    wide, high = round(WIDTH * over / 16) * 16, round(HEIGHT * over / 8) * 8
    near = np.full((high // 8, wide // 8), 0.15, np.float32)
    rows, columns = near.shape
    near[rows // 3 : rows * 2 // 3, columns * 2 // 5 : columns * 3 // 5] = 0.8
    plate = Plate(to_planes(draw_chart(wide, high)), near)
    half = WIDTH / HEIGHT / 2
    room = Room(
        half,
        half if is_exact else wide / HEIGHT / 2,
        0.5 if is_exact else high / HEIGHT / 2,
        subject=0.8,
        is_exact=is_exact,
    )
    story = StoryShot(0, 121, "", moves=(Move(kind),))
    track = plan_track(story.moves, story.frames, room, seed=3)
    setting = Setting(is_photo=True, is_still=False, has_sky=False)
    air = build_air(story, (WIDTH, HEIGHT), 1, setting, rises=is_exact)
    look = choose_look(story, replace(plate), track, rises=is_exact)
    return PlateShot(plate, track, Life(plate, LifeSpec(), rises=is_exact), look, air)


def _frame(shot, index):
    target = blank(WIDTH, HEIGHT)
    shot.draw(index, target)
    return target.y


def _motion(first, last):
    """Fit shift, enlargement and turn to the dense flow between two frames."""
    flow_of = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    flow = flow_of.calc(first, last, np.zeros((*first.shape, 2), np.float32))
    y, x = np.mgrid[0 : first.shape[0], 0 : first.shape[1]].astype(np.float32)
    x, y = x - first.shape[1] / 2, y - first.shape[0] / 2
    inner = (np.abs(x) < 250) & (np.abs(y) < 140)
    dx, dy, x, y = flow[..., 0][inner], flow[..., 1][inner], x[inner], y[inner]
    square = float((x * x + y * y).mean())
    return {
        "x": float(np.median(dx)),
        "y": float(np.median(dy)),
        "scale": float((dx * x + dy * y).mean()) / square * 100,
        "turn": float((dy * x - dx * y).mean()) / square * 100,
        "far_x": float(np.median(dx[np.abs(x) > 150])),
    }


@pytest.mark.parametrize("is_exact", [True, False], ids=["from_a_picture", "in_a_scene"])
@pytest.mark.parametrize("kind", EXPECTED)
def test_every_move_goes_the_way_it_is_called(kind, is_exact):
    shot = _shot(kind, is_exact=is_exact)

    measured = _motion(_frame(shot, 40), _frame(shot, 56))

    name, sign = EXPECTED[kind]
    assert sign * measured[name] > 0.25


def test_a_handheld_camera_is_never_at_rest():
    shot = _shot(MoveKind.HANDHELD, is_exact=True)
    frames = [_frame(shot, index) for index in range(24, 96, 8)]

    moves = [_motion(a, b) for a, b in itertools.pairwise(frames)]

    assert np.mean([np.hypot(move["x"], move["y"]) for move in moves]) > 0.3


def test_a_static_camera_does_not_move():
    shot = _shot(MoveKind.STATIC, is_exact=True)
    shot.air.overlays.clear()

    measured = _motion(_frame(shot, 30), _frame(shot, 90))

    assert max(map(abs, measured.values())) < 0.05


def test_a_near_subject_keeps_its_shape_while_the_camera_passes():
    shot = _shot(MoveKind.TRACK_RIGHT, is_exact=True)
    x, y = shot.lens.places(shot.track.at(120))
    near = shot.lens.sample(shot.lens.nearness, x, y)

    rigid = near > 0.78
    inner = cv2.erode(rigid.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    steps = np.diff(x, axis=1)[inner[:, 1:] & inner[:, :-1]]

    assert len(steps) > 40
    assert steps.std() / steps.mean() < 0.02
