import numpy as np

from filmgate.engines.previz.blend import blank, blend, mix


def test_blank_planes_have_half_size_chroma():
    planes = blank(64, 48)

    assert planes.y.shape == (48, 64)
    assert planes.u.shape == planes.v.shape == (24, 32)


def test_a_mix_takes_its_share_of_the_other_picture():
    one, other = blank(8, 8), blank(8, 8)
    for plane, value in ((one.y, 100), (one.u, 100), (one.v, 100)):
        plane[:] = value
    for plane in (other.y, other.u, other.v):
        plane[:] = 200

    mix(one, other, 0.25)

    assert one.y[0, 0] == one.u[0, 0] == one.v[0, 0] == 125


def test_a_matte_of_255_replaces_and_of_0_keeps():
    target = np.full((2, 2), 40, np.uint8)
    alpha = np.array([[0, 255], [255, 0]], np.uint8)

    blend(target, np.full((2, 2), 200, np.uint8), alpha)

    assert target.tolist() == [[40, 200], [200, 40]]
