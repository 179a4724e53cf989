import itertools

import numpy as np
import pytest

from filmgate.engines.previz.air import lay
from filmgate.engines.previz.blend import blank
from filmgate.engines.previz.fx.light import Light, enlarged


def _lit(change):
    light = Light(23, 40)
    change(light, np.ones((23, 40), np.float32))
    target = blank(320, 184)
    target.y[:], target.u[:], target.v[:] = 100, 100, 160
    lay(light.settle(), target)
    return target


def test_light_that_changes_nothing_leaves_the_frame():
    target = _lit(lambda light, whole: None)

    assert (target.y == 100).all()
    assert (target.u == 100).all()


def test_dimming_multiplies_and_adding_raises():
    assert _lit(lambda light, whole: light.dim(whole * 0.5)).y[50, 50] == pytest.approx(50, abs=1)
    assert _lit(lambda light, whole: light.add(whole * 30)).y[50, 50] == 130


def test_a_veil_pulls_towards_its_own_luma_and_grey():
    target = _lit(lambda light, whole: light.veil(whole * 0.5, 200.0))

    assert target.y[90, 90] == pytest.approx(150, abs=1)
    assert target.u[50, 50] == pytest.approx(114, abs=1)
    assert target.v[50, 50] == pytest.approx(144, abs=1)


def test_coloured_light_shifts_chroma_both_ways():
    target = _lit(lambda light, whole: light.add(whole * 40, -0.5, 0.25))

    assert target.u[50, 50] == 80
    assert target.v[50, 50] == 170


def test_strips_of_an_enlarged_field_join_without_a_seam():
    field = np.random.default_rng(1).integers(0, 255, (23, 40)).astype(np.uint8)

    whole = enlarged(field, slice(0, 184), 320)
    bounds = (0, 60, 64, 124, 184)
    parts = np.vstack([enlarged(field, slice(*rows), 320) for rows in itertools.pairwise(bounds)])

    assert np.array_equal(whole, parts)
