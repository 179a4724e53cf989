import itertools

import cv2
import numpy as np
import pytest

from filmgate.engines.previz.blend import blank
from filmgate.engines.previz.matching import correspond
from filmgate.engines.previz.morph import MorphPlan, MorphShot, plan_morph
from filmgate.media.frames import to_planes


@pytest.fixture
def pair(draw_chart):
    first = draw_chart(640, 352)
    matrix = np.float32([[1.15, 0, -40], [0, 1.15, -20]])
    return first, cv2.warpAffine(first, matrix, (640, 352), borderMode=cv2.BORDER_REFLECT)


def _shot(first, last, method, spots=None):
    plan = MorphPlan(method, correspond(first, last), spots)
    return MorphShot(to_planes(first), to_planes(last), plan, 49)


@pytest.mark.parametrize(
    ("method", "spots"),
    [
        ("flow", None),
        ("matched_dissolve", ((0.3, 0.5, 0.2), (0.7, 0.4, 0.3))),
        ("dissolve", None),
    ],
)
def test_the_ends_are_the_two_pictures_exactly(pair, method, spots):
    shot = _shot(*pair, method, spots)
    target = blank(640, 352)

    for frame, picture in ((0, pair[0]), (48, pair[1])):
        shot.draw(frame, target)
        wanted = to_planes(picture)
        assert np.array_equal(target.y, wanted.y)
        assert np.array_equal(target.u, wanted.u)


@pytest.mark.parametrize("method", ["flow", "dissolve", "matched_dissolve"])
def test_a_transition_moves_steadily_without_a_jump(pair, method):
    spots = ((0.4, 0.5, 0.2), (0.6, 0.5, 0.25)) if method == "matched_dissolve" else None
    shot = _shot(*pair, method, spots)
    target, frames = blank(640, 352), []
    for frame in range(49):
        shot.draw(frame, target)
        frames.append(target.y.astype(np.float32).copy())

    steps = [np.abs(b - a).mean() for a, b in itertools.pairwise(frames)]

    assert max(steps) < 6 * np.median(steps) + 2


def test_halfway_through_a_related_pair_the_camera_is_halfway(pair):
    first, last = pair
    plan = plan_morph(first, last)
    assert plan.method == "flow"
    target = blank(640, 352)

    MorphShot(to_planes(first), to_planes(last), plan, 49).draw(24, target)

    half = np.float32([[1.075, 0, -20], [0, 1.075, -10]])
    wanted = cv2.warpAffine(to_planes(first).y, half, (640, 352), borderMode=cv2.BORDER_REFLECT)
    inner = (slice(60, 290), slice(80, 560))
    assert np.abs(target.y[inner].astype(int) - wanted[inner]).mean() < 6


def test_unrelated_pictures_dissolve_and_meet_at_their_subjects_if_both_have_one(pair):
    other = np.full_like(pair[0], 60)
    spot = (0.5, 0.5, 0.2)

    assert plan_morph(pair[0], other).method == "dissolve"
    assert plan_morph(pair[0], other, lambda: (spot, None)).method == "dissolve"
    assert plan_morph(pair[0], other, lambda: (spot, spot)).method == "matched_dissolve"
