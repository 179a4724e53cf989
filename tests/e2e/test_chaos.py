"""The promise in chaos, in its short form; `just chaos` is the long one."""

import pytest
from bench.chaos.__main__ import SCENARIOS, play

#: what only root can give
ROOT = {"disk-real"}
SEED = 20


@pytest.mark.postgres
@pytest.mark.s3
@pytest.mark.parametrize("name", sorted(set(SCENARIOS) - ROOT))
def test_every_request_ends_once_with_one_verified_output(name, postgres):
    result = play(name, SEED, rounds=1, short=True, postgres=postgres)

    assert result.problems == []
    assert result.requests
