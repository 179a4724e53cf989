import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filmgate.engines.previz.camera import (
    Pose,
    Room,
    eased,
    plan_track,
    subject_nearness,
)
from filmgate.engines.previz.storyboard import Move, MoveKind

EXACT = Room(16 / 18, 16 / 18, 0.5, centre=(0.2, -0.1))
WIDE = Room(16 / 18, 16 / 18 * 1.22, 0.57, is_exact=False)

kinds = st.sampled_from(list(MoveKind))
moves = st.lists(
    st.builds(
        Move,
        kinds,
        speed=st.floats(0.4, 3.0),
        start=st.floats(0, 0.5),
        end=st.floats(0.6, 1.0),
        easing=st.sampled_from(["ease", "linear", "ramp_up", "ramp_down"]),
    ),
    max_size=3,
)


@settings(max_examples=40)
@given(moves, st.integers(24, 361))
def test_an_exact_shot_begins_with_the_picture_itself(chosen, frames):
    track = plan_track(chosen, frames, EXACT, seed=5)

    assert track.at(0).is_identity


@settings(max_examples=40)
@given(moves, st.integers(24, 200), st.sampled_from([EXACT, WIDE]))
def test_the_camera_never_looks_beyond_the_plate(chosen, frames, room):
    track = plan_track(chosen, frames, room, seed=5)

    if track.pulls:
        return  # the lens compresses what such a shot would see beyond the picture
    for pose in track.poses[:: max(1, frames // 12)]:
        for near in (0.0, 1.0):
            x, y = _seen(pose, track.room, near)
            assert np.abs(x).max() <= room.plate_x + 0.006
            assert np.abs(y).max() <= room.plate_y + 0.006


def _seen(pose, room, near):
    """Where the corners of the frame look, by the formula of the module."""
    corners = np.array([(sx * room.half_width, sy * 0.5) for sx in (-1, 1) for sy in (-1, 1)])
    turn = np.array(
        [[np.cos(pose.roll), -np.sin(pose.roll)], [np.sin(pose.roll), np.cos(pose.roll)]]
    )
    away = (corners - room.centre) @ turn.T / pose.zoom + (pose.px, pose.py)
    seen = away * (1 - pose.tz * near) + np.array((pose.tx, pose.ty)) * near
    return (seen + room.centre + room.home).T


def test_a_second_move_goes_on_where_the_first_ended():
    first = plan_track([Move(MoveKind.PUSH, end=0.5)], 97, EXACT)
    both = plan_track([Move(MoveKind.PUSH, end=0.5), Move(MoveKind.TILT_UP, start=0.5)], 97, EXACT)

    assert both.at(48).tz == pytest.approx(first.at(48).tz)
    assert both.at(96).tz == pytest.approx(both.at(48).tz)
    assert both.at(48).py == pytest.approx(0, abs=1e-6)
    assert both.at(96).py < -0.02


def test_a_camera_without_moves_stands_still():
    track = plan_track([Move(MoveKind.STATIC)], 49, EXACT)

    assert set(track.poses) == {Pose()}


def test_a_slow_push_still_enlarges_the_picture_by_a_tenth_over_five_seconds():
    last = plan_track([Move(MoveKind.PUSH, speed=0.6)], 121, EXACT).at(120)

    assert last.zoom / (1 - last.tz * 0.3) > 1.1


def test_the_faster_move_goes_further():
    slow, fast = (
        plan_track([Move(MoveKind.PUSH, speed=speed)], 121, EXACT).at(120).tz
        for speed in (0.6, 1.5)
    )

    assert fast > 1.4 * slow


def test_a_hand_shakes_differently_for_another_seed_and_the_same_for_the_same():
    def shake(seed):
        return plan_track([Move(MoveKind.HANDHELD)], 73, EXACT, seed=seed).poses

    assert shake(1) == shake(1)
    assert shake(1) != shake(2)


def test_the_crop_of_a_shot_only_grows():
    track = plan_track(
        [Move(MoveKind.PAN_RIGHT, end=0.5), Move(MoveKind.PAN_LEFT, start=0.5)], 121, EXACT
    )

    zooms = [pose.zoom for pose in track.poses]
    assert zooms == sorted(zooms)


@pytest.mark.parametrize("easing", ["ease", "linear", "ramp_up", "ramp_down"])
def test_every_easing_runs_from_nothing_to_all(easing):
    curve = eased(np.linspace(-0.2, 1.2, 60), easing)

    assert curve[0] == 0
    assert curve[-1] == 1
    assert (np.diff(curve) >= 0).all()


def test_the_ends_of_a_track_hold_beyond_the_shot():
    track = plan_track([Move(MoveKind.PUSH)], 24, EXACT)

    assert track.at(40) == track.at(23)


def test_the_nearness_of_a_subject_is_read_where_it_stands():
    near = np.zeros((40, 60), np.float32)
    near[10:20, 30:40] = 0.8

    assert subject_nearness(near, (0.58, 0.37)) == pytest.approx(0.8)
