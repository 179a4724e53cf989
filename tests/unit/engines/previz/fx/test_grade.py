import numpy as np
import pytest

from filmgate.engines.previz.fx.grade import GRADES, regraded
from filmgate.media.frames import Planes, to_planes, to_rgb


@pytest.fixture
def picture():
    rng = np.random.default_rng(1)
    return to_planes(rng.integers(0, 256, (64, 96, 3)).astype(np.uint8))


@pytest.mark.parametrize("name", GRADES)
def test_every_grade_changes_the_picture_and_stays_in_range(picture, name):
    graded = regraded(picture, [name])

    assert any(
        not np.array_equal(getattr(graded, plane), getattr(picture, plane)) for plane in "yuv"
    )
    assert graded.y.min() >= 16
    assert graded.y.max() <= 235


def test_an_unknown_grade_changes_nothing(picture):
    assert regraded(picture, ["no such look"]) is picture


def test_warm_is_warmer_than_cold():
    grey = to_planes(np.full((32, 32, 3), 120, np.uint8))

    warm, cold = (to_rgb(regraded(grey, [name]))[8, 8].astype(int) for name in ("warm", "cold"))

    assert warm[0] - warm[2] > 8
    assert cold[2] - cold[0] > 4


def test_black_and_white_has_no_colour(picture):
    mono = regraded(picture, ["mono"])

    assert (mono.u == 128).all()
    assert (mono.v == 128).all()


@pytest.mark.parametrize("name", sorted(set(GRADES)))
def test_no_grade_crushes_shadows_or_burns_lights(name):
    ramp = np.repeat(np.arange(16, 236, dtype=np.uint8)[None, :], 8, 0)
    grey = np.full((4, 110), 128, np.uint8)

    graded = regraded(Planes(ramp, grey, grey.copy()), [name]).y[0].astype(int)

    assert (np.diff(graded) >= 0).all()
    assert (graded == graded.min()).mean() < 0.06
    assert (graded == graded.max()).mean() < 0.06
    assert len(set(graded.tolist())) > 120
