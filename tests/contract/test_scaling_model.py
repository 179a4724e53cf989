"""The simulation's rule of admission is the database's: the same requests in the same order."""

import pytest
from bench.scaling.admission import Admission, Taking
from bench.scaling.simulate import RULES, World, jain, progress_of_keys, simulate, waits
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contract.test_request_store import DONE, new
from tests.fakes import FakeClock

from filmgate.core.account import Principal
from filmgate.db.requests import Requests
from filmgate.db.sqlite import SqliteDatabase

pytestmark = pytest.mark.anyio
CAP = 2
#: a key that submits, or what is done: taken from the queue, ended
STEPS = st.lists(
    st.one_of(st.sampled_from(["ann", "bob", "cid"]), st.sampled_from(["take", "end"])),
    max_size=40,
)


@pytest.fixture
def anyio_backend():
    return "asyncio"


async def by_database(steps, path):
    """The keys and numbers of the requests in the order in which they were taken."""
    clock = FakeClock()
    database = SqliteDatabase(path, clock=clock)
    store = Requests(database, in_flight=CAP, clock=clock)
    names, running, taken = {}, [], []
    for number, step in enumerate(steps):
        clock.pass_(0.001)
        if step == "take":
            admitted = await store.admitted()
            if admitted:
                claim = await store.claim(admitted[0][0], "w", 30.0)
                running.append(claim.request)
                taken.append(names[claim.request.id])
        elif step == "end":
            if running:
                request = running.pop(0)
                await store.finish(request.id, request.attempt, DONE)
        else:
            who = Principal(f"own_{step}", f"key_{step}")
            submitted = await store.submit(new(who), who)
            names[submitted.request.id] = (step, number)
    database.close()
    return taken


def by_rule(steps):
    rule, running, taken = Admission(CAP), [], []
    for number, step in enumerate(steps):
        if step == "take":
            if len(rule):
                running.append(rule.take())
                taken.append(running[-1])
        elif step == "end":
            if running:
                rule.end(running.pop(0)[0])
        else:
            rule.submit(step, (step, number))
    return taken


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
async def test_the_rule_takes_what_the_database_takes(tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("rule") / "films.db"

    assert by_rule(steps) == await by_database(steps, path)


SMALL = World(gpus=300, keys=600, minutes=40, load=0.9, seed=3)


@pytest.fixture(scope="module")
def outcomes():
    return {name: simulate(SMALL, rule(SMALL)) for name, rule in RULES.items()}


def test_every_request_is_served_once_whatever_the_rule(outcomes):
    served = {
        tuple(sorted((job.at, job.key, job.takes_s) for job in one.jobs))
        for one in outcomes.values()
    }

    assert len(served) == 1


def test_the_same_seed_gives_the_same_figures():
    first, second = (simulate(SMALL, Admission(16)) for _ in range(2))

    assert first.jobs == second.jobs


def test_only_a_cap_lets_machines_idle_beside_requests_that_wait(outcomes):
    idle = {name: one.idle_beside_waiting_s for name, one in outcomes.items()}

    assert idle["first in, first out (no cap)"] == 0
    assert idle["cap 16, idle machines take more (not built)"] == 0
    assert idle["cap 16 for every key (the default)"] > 0


def test_a_cap_protects_small_keys_from_large_ones(outcomes):
    free, capped = (
        outcomes["first in, first out (no cap)"],
        outcomes["cap 16 for every key (the default)"],
    )

    assert jain(progress_of_keys(capped.jobs)) > jain(progress_of_keys(free.jobs))
    small = "the other 90 %"
    assert waits(capped.jobs, SMALL.keys)[small][0] <= waits(free.jobs, SMALL.keys)[small][0]


def test_idle_machines_take_from_each_key_in_turn():
    rule = Taking(1)
    for name in ("a1", "a2", "a3", "b1", "b2"):
        rule.submit(name[0], name)

    assert [rule.take() for _ in range(5)] == ["a1", "b1", "a2", "b2", "a3"]


def test_the_index_of_fairness_knows_its_two_ends():
    assert jain([0.5] * 8) == pytest.approx(1)
    assert jain([1.0] + [0.0] * 7) == pytest.approx(1 / 8)
