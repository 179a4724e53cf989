import pytest

from filmgate.engines.previz.moves import departure, follows
from filmgate.engines.previz.storyboard import Move, MoveKind, StoryShot, Subject

OPPOSITES = [
    (MoveKind.TRACK_LEFT, MoveKind.TRACK_RIGHT, "tx"),
    (MoveKind.PAN_LEFT, MoveKind.PAN_RIGHT, "px"),
    (MoveKind.TILT_UP, MoveKind.TILT_DOWN, "py"),
    (MoveKind.CRANE_UP, MoveKind.CRANE_DOWN, "ty"),
    (MoveKind.ORBIT_LEFT, MoveKind.ORBIT_RIGHT, "tx"),
    (MoveKind.ROLL_LEFT, MoveKind.ROLL_RIGHT, "roll"),
    (MoveKind.PUSH, MoveKind.PULL, "tz"),
]


@pytest.mark.parametrize(("one", "other", "name"), OPPOSITES)
@pytest.mark.parametrize("is_exact", [True, False])
def test_opposite_moves_go_opposite_ways(one, other, name, is_exact):
    first = departure(one, 0.7, is_exact=is_exact)[name]
    second = departure(other, 0.7, is_exact=is_exact)[name]

    assert first * second < 0


@pytest.mark.parametrize("kind", [kind for kind in MoveKind if kind is not MoveKind.HANDHELD])
def test_every_move_but_the_static_one_goes_somewhere(kind):
    assert bool(departure(kind, 0.7, is_exact=True)) == (kind is not MoveKind.STATIC)


def test_an_orbit_holds_the_subject_still():
    move = departure(MoveKind.ORBIT_RIGHT, 0.8, is_exact=True)

    assert move["px"] + 0.8 * move["tx"] == pytest.approx(0)


@pytest.mark.parametrize(
    ("kind", "subject", "goes_along"),
    [
        (MoveKind.TRACK_LEFT, Subject("person", pose="walking"), True),
        (MoveKind.TRACK_RIGHT, Subject("car"), True),
        (MoveKind.TRACK_RIGHT, Subject("person", pose="standing"), False),
        (MoveKind.PAN_LEFT, Subject("person", pose="walking"), False),
    ],
)
def test_the_camera_goes_along_with_who_moves(kind, subject, goes_along):
    assert follows(StoryShot(0, 121, "", moves=(Move(kind),), subjects=(subject,))) is goes_along
