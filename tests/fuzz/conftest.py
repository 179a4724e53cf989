"""One server for each module of generated calls."""

import pytest
from tests.fuzz import serving


@pytest.fixture(scope="module")
def rig(tmp_path_factory):
    """A server that plans and records, and renders nothing."""
    rig = serving.start(tmp_path_factory.mktemp("data"), slots=0)
    yield rig
    rig.stop()
