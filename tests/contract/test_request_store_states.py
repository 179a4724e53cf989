"""No order of steps, by living or dead workers, breaks the promises of the store."""

import asyncio
from collections import Counter
from itertools import count, pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.fakes import FakeClock
from tests.postgres_server import empty

from filmgate.core.account import Principal
from filmgate.core.records import NewRequest, Outcome, RequestFilter
from filmgate.core.request import (
    MAY_FOLLOW,
    Failure,
    Progress,
    Request,
    RequestDetail,
    Status,
    new_id,
)
from filmgate.db.postgres import PostgresDatabase
from filmgate.db.requests import Requests
from filmgate.db.sqlite import SqliteDatabase

CAP, LEASE_S, MAX_ATTEMPTS, DOUBT_S = 2, 30.0, 2, 50.0
#: states that events with other names begin
STATES = {
    "queued": Status.IN_QUEUE,
    "retry": Status.IN_QUEUE,
    "released": Status.IN_QUEUE,
    "started": Status.IN_PROGRESS,
}
NOTES = ("progress", "stage")
FINAL = {Status.SUCCEEDED, Status.FAILED, Status.CANCELLED}
ENDS = (
    Outcome(Status.SUCCEEDED, output={"video": "file"}),
    Outcome(Status.FAILED, error=Failure("engine_error", "it broke")),
)


class States(RuleBasedStateMachine):
    """Two keys, any number of workers: some hold a request, some only believe so."""

    ids = Bundle("ids")
    tokens = Bundle("tokens")

    def __init__(self, new_database):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.clock, self.steady = FakeClock(), FakeClock(0.0)
        self.database = new_database(self.clock)
        self.do(self.database.start())
        self.restart()
        #: id → the status it was last seen in
        self.seen = {}
        #: id → the attempt that holds it, if any
        self.holder = {}

    def restart(self):
        self.store = Requests(
            self.database, in_flight=CAP, doubt_s=DOUBT_S, clock=self.clock, steady=self.steady
        )

    def teardown(self):
        self.do(self.database.stop())
        self.loop.close()

    def do(self, step):
        return self.loop.run_until_complete(step)

    def expect(self, token, answer):
        """A write counts exactly when its attempt holds the request."""
        request_id, attempt = token
        assert answer == (self.holder.get(request_id) == attempt)

    # --- callers ---

    @rule(target=ids, key=st.sampled_from(["k1", "k2"]))
    def submit(self, key):
        self.clock.pass_(0.01)
        request_id = new_id("req")
        row = Request(request_id, "o", key, "m", "e", Status.IN_QUEUE, 0, MAX_ATTEMPTS, 0, 0.0)
        item = NewRequest(row, RequestDetail({}, {}, {}))
        self.do(self.store.submit(item, Principal("o", key)))
        return request_id

    @rule(request_id=ids, running=st.booleans())
    def cancel(self, request_id, running):
        before = self.do(self.store.cancel(request_id, running=running))
        assert before is self.seen[request_id]
        if before is Status.IN_QUEUE or (running and before is Status.IN_PROGRESS):
            self.holder.pop(request_id, None)
            assert self.do(self.store.get(request_id)).status is Status.CANCELLED

    @rule(request_id=ids, again=st.booleans())
    def resolve(self, request_id, again):
        done = self.do(self.store.resolve(request_id, again=again, message="told"))
        assert done == (self.seen[request_id] is Status.IN_DOUBT)

    # --- workers ---

    @rule(target=tokens, request_id=ids)
    def claim(self, request_id):
        claim = self.do(self.store.claim(request_id, "w", LEASE_S))
        if claim is None:
            return (request_id, -1)
        assert self.seen[request_id] is Status.IN_QUEUE
        self.holder[request_id] = claim.request.attempt
        return (request_id, claim.request.attempt)

    @rule(token=tokens, fraction=st.floats(0, 1))
    def extend(self, token, fraction):
        self.expect(token, self.do(self.store.extend(*token, LEASE_S, Progress("r", fraction))))

    @rule(token=tokens)
    def call(self, token):
        self.expect(token, self.do(self.store.begin_call(*token)))

    @rule(token=tokens)
    def save_handle(self, token):
        self.expect(token, self.do(self.store.save_handle(*token, "up")))

    @rule(token=tokens, outcome=st.sampled_from(ENDS))
    def finish(self, token, outcome):
        self.expect(token, self.do(self.store.finish(*token, outcome)))
        self.let_go(token)

    @rule(token=tokens, delay_s=st.sampled_from([0.0, 10.0]))
    def retry(self, token, delay_s):
        error = Failure("engine_error", "again")
        self.expect(token, self.do(self.store.retry(*token, error, delay_s)))
        self.let_go(token)

    @rule(token=tokens)
    def release(self, token):
        self.expect(token, self.do(self.store.release(*token)))
        self.let_go(token)

    @rule(token=tokens)
    def doubt(self, token):
        self.expect(token, self.do(self.store.doubt(*token, "who knows")))
        self.let_go(token)

    def let_go(self, token):
        if self.holder.get(token[0]) == token[1]:
            del self.holder[token[0]]

    # --- time and death ---

    @rule(seconds=st.sampled_from([1.0, 20.0, 60.0]))
    def pass_(self, seconds):
        self.clock.pass_(seconds)
        self.steady.pass_(seconds)

    @rule()
    def reap(self):
        for request_id in self.do(self.store.reap()):
            self.holder.pop(request_id)

    @rule()
    def die_and_start_again(self):
        self.restart()
        assert set(self.do(self.store.rehydrate())) == set(self.holder)
        self.holder.clear()

    # --- what always holds ---

    @invariant()
    def promises(self):
        page, _ = self.do(self.store.page("o", RequestFilter(limit=1000)))
        for request in page:
            before = self.seen.get(request.id)
            self.seen[request.id] = request.status
            assert before not in FINAL or request.status is before
            self.check_history(request)
        running = {request.id for request in page if request.status is Status.IN_PROGRESS}
        assert running == set(self.holder)
        admitted = {request_id for request_id, _ in self.do(self.store.admitted())}
        in_flight = Counter(r.key_id for r in page if r.id in admitted | running)
        assert all(number <= CAP for number in in_flight.values())

    def check_history(self, request):
        """Numbered without a gap, each state after one it may follow, and at most one end."""
        events = self.do(self.store.events(request.id))
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        told = [STATES.get(e.type) or Status(e.type) for e in events if e.type not in NOTES]
        assert all(after in MAY_FOLLOW[before] for before, after in pairwise(told))
        assert told[-1] is request.status
        assert sum(status in FINAL for status in told) == (request.status in FINAL)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_no_order_of_steps_breaks_a_promise(kind, request, tmp_path):
    numbers = count()

    def on_sqlite(clock):
        return SqliteDatabase(tmp_path / f"{next(numbers)}.db", "normal", clock)

    def on_postgres(clock):
        empty(url)
        return PostgresDatabase(url, "normal", clock)

    url = request.getfixturevalue("postgres_url") if kind == "postgres" else ""
    make = on_postgres if url else on_sqlite
    run_state_machine_as_test(
        lambda: States(make),
        settings=settings(
            max_examples=30,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
