"""Drawn pictures and orders for the tests of previz."""

import numpy as np
import pytest
from tests import previz_studio

from filmgate.core.order import Options
from filmgate.engines.previz.plate import Plate
from filmgate.media.frames import to_planes


@pytest.fixture
def landscape():
    return previz_studio.draw_landscape()


@pytest.fixture
def disc():
    return previz_studio.draw_disc()


@pytest.fixture
def chart():
    return previz_studio.draw_chart()


@pytest.fixture(scope="session")
def draw_chart():
    return previz_studio.draw_chart


@pytest.fixture
def plate(chart):
    """A flat plate of the frame's size, near in its lower half."""
    height, width = chart.shape[:2]
    rows, columns = -(-height // 8), -(-width // 8)
    near = np.repeat(np.linspace(0.1, 0.8, rows, dtype=np.float32)[:, None], columns, 1)
    return Plate(to_planes(chart), near, subject=(0.5, 0.5, 0.3))


@pytest.fixture(scope="session")
def make_order():
    return previz_studio.order


@pytest.fixture(scope="session")
def make_image():
    return previz_studio.image


@pytest.fixture(scope="session")
def make_video():
    return previz_studio.video


@pytest.fixture(scope="session")
def make_context():
    return previz_studio.Context


@pytest.fixture
def studio(tmp_path):
    return previz_studio.Studio(tmp_path)


@pytest.fixture(scope="session")
def small():
    """Options that render a quarter of the size."""
    return Options(scale=0.2)
