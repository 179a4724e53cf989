import numpy as np

from filmgate.engines.previz.fx.focus import focused
from filmgate.media.frames import to_planes


def _detail(plane):
    return float(np.abs(np.diff(plane.astype(int), axis=1)).mean())


def test_only_what_lies_at_the_depth_in_focus_stays_sharp(draw_chart):
    planes = to_planes(draw_chart(640, 352))
    near = np.zeros((44, 80), np.float32)
    near[:, 40:] = 0.9

    sharp_near = focused(planes, near, 0.9)

    right, left = slice(360, 640), slice(0, 280)
    assert np.array_equal(sharp_near.y[:, right], planes.y[:, right])
    assert _detail(sharp_near.y[:, left]) < 0.6 * _detail(planes.y[:, left])
