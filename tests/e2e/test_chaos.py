"""The promise in chaos, in its short form; `just chaos` is the long one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from bench.chaos.__main__ import SCENARIOS, play

#: what only root can give
ROOT = {"disk-real"}
#: what stops the database, so needs one that nobody else uses
ALONE = {"database"}
SEED = 20
#: scenarios at a time: each spends most of its time waiting for leases to run out
AT_ONCE = 2


@pytest.fixture(scope="module")
def results(request, postgres):
    """What each of the scenarios that were asked for found, as it comes."""
    mine = [item for item in request.session.items if item.path == request.path]
    names = [item.callspec.params["name"] for item in mine]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {
            name: pool.submit(
                play, name, SEED, rounds=1, short=True,
                postgres=None if name in ALONE else postgres,
            )
            for name in names
        }  # fmt: skip
        pool.shutdown(cancel_futures=True)


@pytest.mark.postgres
@pytest.mark.s3
@pytest.mark.parametrize("name", sorted(set(SCENARIOS) - ROOT))
def test_every_request_ends_once_with_one_verified_output(name, results):
    result = results[name].result()

    assert result.problems == []
    assert result.requests
