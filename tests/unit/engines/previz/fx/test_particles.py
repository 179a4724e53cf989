import numpy as np
import pytest

from filmgate.engines.previz.blend import blank
from filmgate.engines.previz.fx.particles import KINDS, Petals, Specks, add_mark, lay_mark, stamp


def _dark():
    target = blank(320, 180)
    target.y[:], target.u[:], target.v[:] = 60, 128, 128
    return target


@pytest.mark.parametrize("name", KINDS)
def test_specks_move_and_stay_within_the_frame(name):
    specks = Specks(KINDS[name], 320, 180, 2)
    first, later = _dark(), _dark()

    specks.draw(first, 1.0, 1.0)
    specks.draw(later, 1.5, 1.0)

    assert (first.y > 60).sum() > 20
    assert not np.array_equal(first.y, later.y)


def test_embers_are_orange_and_snow_is_white():
    ember, snow = _dark(), _dark()

    Specks(KINDS["embers"], 320, 180, 2).draw(ember, 1.0, 1.0)
    Specks(KINDS["snow"], 320, 180, 2).draw(snow, 1.0, 1.0)

    assert ember.v.max() > 140
    assert ember.u.min() < 120
    assert (snow.u == 128).all()


def test_nothing_is_drawn_before_effects_have_risen():
    target = _dark()

    Specks(KINDS["dust"], 320, 180, 2).draw(target, 0.0, 0.0)

    assert (target.y == 60).all()


def test_a_stamp_stands_at_its_fraction_of_a_pixel():
    mark = stamp(3.0, 0.6, 0.1, 1.5)
    at = np.arange(mark.shape[0]) - mark.shape[0] // 2

    assert (mark.sum(0) * at).sum() / mark.sum() == pytest.approx(0.625, abs=0.05)
    assert (mark.sum(1) * at).sum() / mark.sum() == pytest.approx(0.125, abs=0.05)


def test_marks_are_cut_off_at_the_edges():
    plane = np.zeros((20, 20), np.uint8)
    mark = stamp(3.0, 0.0, 0.0, 1.5)

    assert add_mark(plane, mark, 0, 0, 100)
    assert not add_mark(plane, mark, -30, 5, 100)
    lay_mark(plane, mark, 19, 19, 200.0, 1.0)

    assert plane[0, 0] > 60
    assert plane[19, 19] > 150


def test_petals_have_their_own_colour_and_tumble():
    petals = Petals(320, 180, 3, (200.0, 120.0, 150.0))
    first, later = _dark(), _dark()

    petals.draw(first, 1.0, 1.0)
    petals.draw(later, 1.2, 1.0)

    assert first.y.max() > 140
    assert first.v.max() > 135
    assert not np.array_equal(first.y, later.y)
