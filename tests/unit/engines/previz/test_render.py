import itertools

import numpy as np

from filmgate.engines.previz.air import Setting, build_air
from filmgate.engines.previz.blend import blank
from filmgate.engines.previz.camera import Room, plan_track
from filmgate.engines.previz.life import Life, LifeSpec
from filmgate.engines.previz.looks import choose_look
from filmgate.engines.previz.render import PlateShot, UnderAir, smear
from filmgate.engines.previz.storyboard import Move, MoveKind, StoryShot

SETTING = Setting(is_photo=True, is_still=False, has_sky=False)


def _shot(plate, story, *, rises=True):
    width, height = plate.planes.width, plate.planes.height
    room = Room(width / height / 2, width / height / 2, 0.5, is_exact=rises)
    track = plan_track(story.moves, story.frames, room)
    air = build_air(story, (width, height), 1, SETTING, rises=rises)
    life = Life(plate, LifeSpec(sway=0.003, drift=0.003), rises=rises)
    return PlateShot(plate, track, life, choose_look(story, plate, track, rises=rises), air)


def test_the_first_frame_is_the_plate_whatever_happens_later(plate):
    story = StoryShot(
        0,
        73,
        "",
        moves=(Move(MoveKind.WHIP_RIGHT), Move(MoveKind.HANDHELD)),
        weather=("fog", "rain", "snow"),
        atmosphere=("god_rays", "dust", "candles"),
        grade=("mono",),
        lens=("shallow",),
    )
    target = blank(plate.planes.width, plate.planes.height)

    _shot(plate, story).draw(0, target)

    assert np.array_equal(target.y, plate.planes.y)
    assert np.array_equal(target.v, plate.planes.v)


def test_effects_come_without_a_jump(plate):
    story = StoryShot(
        0,
        73,
        "",
        moves=(Move(MoveKind.PUSH),),
        weather=("fog",),
        grade=("teal",),
        lens=("shallow",),
    )
    shot, target = _shot(plate, story), blank(plate.planes.width, plate.planes.height)
    frames = []
    for frame in range(30):
        shot.draw(frame, target)
        frames.append(target.y.astype(np.float32).copy())

    steps = [np.abs(b - a).mean() for a, b in itertools.pairwise(frames)]

    assert steps[0] < 6
    assert max(steps) < 10


def test_a_smear_blurs_sideways_only(plate):
    target = blank(plate.planes.width, plate.planes.height)
    target.assign(plate.planes)

    smear(target, 0.1)

    before, after = plate.planes.y.astype(int), target.y.astype(int)
    assert np.abs(np.diff(after, axis=1)).mean() < 0.3 * np.abs(np.diff(before, axis=1)).mean()
    assert np.abs(after.mean(1) - before.mean(1)).max() < 6


def test_light_lies_over_any_drawer(plate):
    class Plain:
        def draw(self, frame, target):
            target.assign(plate.planes)

    story = StoryShot(0, 48, "", weather=("fog",))
    size = (plate.planes.width, plate.planes.height)
    shot = UnderAir(Plain(), build_air(story, size, 1, SETTING, rises=True, falls=True))
    target = blank(*size)

    shot.draw(24, target)
    assert np.abs(target.y.astype(int) - plate.planes.y).mean() > 5
    shot.draw(47, target)
    assert np.array_equal(target.y, plate.planes.y)
