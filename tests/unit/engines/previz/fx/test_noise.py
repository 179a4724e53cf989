import numpy as np

from filmgate.engines.previz.fx.noise import clouds, scrolled


def test_clouds_stay_between_zero_and_one_and_vary():
    field = clouds(np.random.default_rng(1), 200, 80)

    assert field.shape == (80, 200)
    assert 0 <= field.min() < 0.25
    assert 0.75 < field.max() <= 1


def test_a_field_repeats_from_its_right_edge_to_its_left():
    field = clouds(np.random.default_rng(1), 200, 80)

    inner = np.abs(np.diff(field, axis=1)).max()
    assert np.abs(field[:, 0] - field[:, -1]).max() < 2 * inner + 0.02


def test_scrolling_by_whole_cells_shifts_the_window():
    field = clouds(np.random.default_rng(1), 200, 80)

    assert np.allclose(scrolled(field, 60, 40, 30.0, 10.0), field[10:50, 30:90], atol=1e-5)
