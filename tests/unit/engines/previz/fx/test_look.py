import numpy as np

from filmgate.engines.previz.blend import blank
from filmgate.engines.previz.fx.look import Look


def _flat(value):
    planes = blank(16, 16)
    for plane in (planes.y, planes.u, planes.v):
        plane[:] = value
    return planes


def test_whole_stages_are_the_versions_themselves_and_parts_are_mixtures():
    first, second = _flat(40), _flat(80)
    look = Look([first, second], [0.0, 0.25, 1.0])

    assert look.at(0) is first
    assert look.at(2) is second
    assert np.all(look.at(1).y == 50)
    assert look.at(9) is second
