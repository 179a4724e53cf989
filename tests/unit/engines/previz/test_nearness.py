import numpy as np

from filmgate.engines.previz.nearness import analyse


def test_the_ground_comes_nearer_towards_the_camera_and_the_sky_is_far(landscape):
    near = analyse(landscape).nearness

    height = len(near)
    assert near[: height // 4].mean() < 0.1
    assert near[-6:, :40].mean() > near[int(0.6 * height), :40].mean() + 0.15


def test_the_subject_is_nearer_than_what_surrounds_it(disc):
    analysis = analyse(disc)

    x, y, _ = analysis.focus
    assert analysis.has_subject
    assert abs(x - 0.5) < 0.05
    assert abs(y - 0.7) < 0.06
    rows, columns = analysis.nearness.shape
    inside = analysis.nearness[int(0.7 * rows), columns // 2]
    assert inside > analysis.nearness[int(0.3 * rows), columns // 8] + 0.2


def test_the_extent_of_a_subject_holds_it(disc):
    left, top, right, bottom = analyse(disc).extent

    assert left < 0.34
    assert right > 0.66
    assert 0.45 < top < 0.6
    assert 0.8 < bottom < 0.92


def test_the_same_picture_is_always_read_the_same(landscape):
    first, second = analyse(landscape), analyse(landscape)

    assert np.array_equal(first.nearness, second.nearness)


def test_pictures_of_any_shape_and_content_can_be_read():
    rng = np.random.default_rng(0)
    for shape in ((40, 900), (900, 40), (300, 300), (17, 23)):
        for picture in (
            np.zeros((*shape, 3), np.uint8),
            np.full((*shape, 3), 255, np.uint8),
            rng.integers(0, 256, (*shape, 3)).astype(np.uint8),
        ):
            analysis = analyse(picture)

            assert np.isfinite(analysis.nearness).all()
            assert 0 <= analysis.nearness.min() <= analysis.nearness.max() <= 1
