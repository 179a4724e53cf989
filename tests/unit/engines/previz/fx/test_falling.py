import numpy as np

from filmgate.engines.previz.blend import blank
from filmgate.engines.previz.fx.falling import Grain, Rain


def _grey():
    target = blank(320, 180)
    target.y[:], target.u[:], target.v[:] = 100, 128, 128
    return target


def test_rain_falls():
    rain = Rain(320, 180, 1)
    large = Rain(1280, 720, 1)
    first, later = _grey(), _grey()
    rain.draw(first, 1.0, 1.0)
    rain.draw(later, 1.0 + 1 / 24, 1.0)

    assert (first.y > 100).mean() > 0.005
    assert not np.array_equal(first.y, later.y)
    assert large.layers[2][0].max() > 30


def test_grain_is_fine_and_changes_with_every_frame():
    grain = Grain(320, 180, 1)
    first, later = _grey(), _grey()
    grain.draw(first, 1.0, 1.0)
    grain.draw(later, 1.0 + 1 / 24, 1.0)

    assert 0.5 < first.y.std() < 2.5
    assert abs(first.y.mean() - 100) < 0.4
    assert not np.array_equal(first.y, later.y)
