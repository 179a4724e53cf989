import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from filmgate.engines.previz.filters import (
    grid_shape,
    guided,
    limit_slope,
    normalised,
    smoothstep,
    to_grid,
)


def test_the_grid_covers_a_frame_whose_sides_are_no_multiples_of_eight():
    assert grid_shape(1764, 1172) == (147, 221)


def test_a_ramp_keeps_its_values_on_the_grid():
    ramp = np.repeat(np.linspace(0, 1, 200, dtype=np.float32)[None], 50, 0)

    grid = to_grid(ramp, 1600, 400)

    assert grid.shape == (50, 200)
    assert np.abs(grid[10] - np.linspace(0, 1, 200)).max() < 0.01


def test_a_guided_filter_keeps_the_edge_of_its_guide():
    guide = np.zeros((40, 40), np.float32)
    guide[:, 20:] = 1
    rough = guide + np.random.default_rng(1).normal(0, 0.2, guide.shape).astype(np.float32)

    smooth = guided(guide, rough.astype(np.float32), 6, 1e-3)

    assert smooth[:, :18].std() < 0.08
    assert smooth[20, 22] - smooth[20, 17] > 0.8


@given(st.floats(0.01, 0.2))
def test_no_step_of_a_limited_map_exceeds_the_slope(slope):
    near = np.zeros((60, 100), np.float32)
    near[20:40, 40:60] = 0.9

    limited = limit_slope(near, slope)

    steps = max(np.abs(np.diff(limited, axis=0)).max(), np.abs(np.diff(limited, axis=1)).max())
    assert steps <= slope * 1.25 + 0.01


def test_limiting_a_map_leaves_what_is_near_as_near_as_it_was():
    near = np.zeros((60, 100), np.float32)
    near[20:40, 40:60] = 0.9

    limited = limit_slope(near, 0.05)

    assert limited[24:36, 44:56].min() > 0.87
    assert limited[0, 0] < 0.02


def test_smoothstep_stands_still_at_both_ends():
    assert [float(smoothstep(x)) for x in (-1.0, 0.0, 0.5, 1.0, 2.0)] == [0, 0, 0.5, 1, 1]


def test_normalising_ignores_a_few_stray_values():
    values = np.linspace(0, 1, 1000, dtype=np.float32).reshape(20, 50)
    values[0, 0] = 100

    assert 0.4 < normalised(values)[10, 25] < 0.6
