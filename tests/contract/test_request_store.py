"""What every store of requests keeps: the state machine, step by step."""

import asyncio
from dataclasses import dataclass, replace

import pytest
from tests.fakes import FakeClock

from filmgate.accounts import Key, Owner
from filmgate.core.account import Caps, Principal
from filmgate.core.errors import InvalidInput, LimitExceeded, NotFound
from filmgate.core.records import NewRequest, Outcome, RequestFilter, StoredFile
from filmgate.core.request import Failure, Progress, Request, RequestDetail, Status, Took, new_id
from filmgate.db.accounts import AccountTable
from filmgate.db.files import FileTable
from filmgate.db.requests import Requests
from filmgate.db.script import NEWS, QUEUE, Database

pytestmark = pytest.mark.anyio

ANN = Principal("own_ann", "key_ann")
BOB = Principal("own_bob", "key_bob")
DONE = Outcome(Status.SUCCEEDED, output={"video": "file_1"})
ERROR = Failure("engine_error", "it broke")


@pytest.fixture
def anyio_backend():
    return "asyncio"


@dataclass
class Bench:
    """A store with its clocks and what it told others."""

    database: Database
    store: Requests
    files: FileTable
    clock: FakeClock
    steady: FakeClock
    queued: list
    news: list

    def pass_(self, seconds):
        self.clock.pass_(seconds)
        self.steady.pass_(seconds)

    async def submit(self, principal=ANN, **changes):
        self.clock.pass_(0.001)
        return (await self.store.submit(new(principal, **changes), principal)).request.id

    async def start(self, principal=ANN, **changes):
        request_id = await self.submit(principal, **changes)
        claim = await self.store.claim(request_id, "w1", 30.0)
        assert claim is not None
        return request_id

    async def status(self, request_id):
        return (await self.store.get(request_id)).status

    async def types(self, request_id):
        events = await self.store.events(request_id)
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        return [event.type for event in events]


def new(principal=ANN, *, request=None, **changes):
    row = Request(
        id=new_id("req"),
        owner_id=principal.owner_id,
        key_id=principal.key_id,
        model_id="m/a",
        engine="fake",
        status=Status.IN_QUEUE,
        attempt=0,
        max_attempts=3,
        priority=0,
        created_at=0.0,
    )
    detail = RequestDetail({"prompt": "A red Kite"}, {"o": 1}, {"p": 2})
    return NewRequest(replace(row, **(request or {})), detail, **changes)


@pytest.fixture
async def bench(open_database):
    clock, steady = FakeClock(), FakeClock(50.0)
    database = await open_database(clock)
    queued, news = [], []
    database.listen(QUEUE, lambda ids, priority: queued.extend(ids))
    database.listen(NEWS, lambda ids, priority: news.extend(ids))
    store = Requests(database, in_flight=2, doubt_s=100.0, clock=clock, steady=steady)
    return Bench(database, store, FileTable(database), clock, steady, queued, news)


# --- accepting -----------------------------------------------------------------------------------


async def test_a_submitted_request_can_be_read_and_is_queued(bench):
    submitted = await bench.store.submit(new(), ANN)

    request = submitted.request
    assert await bench.store.get(request.id) == request
    assert (request.status, request.created_at) == (Status.IN_QUEUE, bench.clock.now)
    assert bench.queued == [request.id]
    assert bench.news == [request.id, ANN.owner_id]
    assert await bench.types(request.id) == ["queued"]


async def test_the_large_parts_come_back_as_they_went_in(bench):
    item = replace(
        new(), detail=RequestDetail({"a": [1, "ü"]}, {"b": None}, {}, {}, ({"msg": "w"},))
    )

    await bench.store.submit(item, ANN)

    assert await bench.store.detail(item.request.id) == item.detail


async def test_an_unknown_id_is_none(bench):
    assert await bench.store.get("req_x") is None
    assert await bench.store.detail("req_x") is None
    assert await bench.store.cancel("req_x") is None


async def test_a_full_queue_of_a_key_refuses(bench):
    capped = replace(ANN, caps=Caps(queued=2, in_flight=1))
    await bench.submit(capped)
    await bench.submit(capped)

    with pytest.raises(LimitExceeded, match="2 requests in the queue"):
        await bench.submit(capped)

    await bench.submit(BOB)


async def test_a_request_over_the_spend_cap_is_refused_until_the_period_ends(bench):
    capped = replace(ANN, caps=Caps(spend_day_micro=1_000_000))
    first = await bench.submit(capped, planned_micro=600_000)

    with pytest.raises(LimitExceeded, match="are spent or promised") as told:
        await bench.submit(capped, planned_micro=600_000)

    assert 0 < told.value.retry_after_s <= 86_400
    await bench.submit(capped)  # what costs nothing is not concerned
    await bench.store.claim(first, "w", 30.0)
    await bench.store.finish(first, 1, replace(DONE, cost_micro=600_000))
    with pytest.raises(LimitExceeded):
        await bench.submit(capped, planned_micro=600_000)
    bench.pass_(told.value.retry_after_s + 1)
    await bench.submit(capped, planned_micro=600_000)


async def test_a_cancelled_request_frees_what_it_was_promised(bench):
    capped = replace(ANN, caps=Caps(spend_month_micro=1_000_000))
    first = await bench.submit(capped, planned_micro=600_000)
    await bench.store.cancel(first)

    await bench.submit(capped, planned_micro=1_000_000)


# --- idempotency ---------------------------------------------------------------------------------


async def test_the_same_idempotency_key_and_body_is_the_same_request(bench):
    first = await bench.store.submit(new(idempotency_key="k", body_hash="h"), ANN)

    again = await bench.store.submit(new(idempotency_key="k", body_hash="h"), ANN)

    assert again.is_replay
    assert again.request == first.request
    assert (await bench.store.replay("own_ann", "k", "h")).request == first.request


async def test_the_same_idempotency_key_with_another_body_is_refused(bench):
    await bench.submit(idempotency_key="k", body_hash="h")

    with pytest.raises(InvalidInput, match="already used with another body"):
        await bench.submit(idempotency_key="k", body_hash="other")
    with pytest.raises(InvalidInput):
        await bench.store.replay("own_ann", "k", "other")


async def test_idempotency_keys_of_owners_are_apart(bench):
    ann = await bench.submit(ANN, idempotency_key="k", body_hash="h")

    assert await bench.submit(BOB, idempotency_key="k", body_hash="x") != ann
    assert await bench.store.replay("own_eve", "k", "h") is None


async def test_concurrent_duplicates_are_one_request(bench):
    items = [new(idempotency_key="k", body_hash="h") for _ in range(20)]

    answers = await asyncio.gather(*(bench.store.submit(item, ANN) for item in items))

    assert len({answer.request.id for answer in answers}) == 1
    assert [answer.is_replay for answer in answers].count(False) == 1
    assert (await bench.store.page("own_ann", RequestFilter()))[0] == [answers[0].request]


async def test_a_replay_is_answered_over_the_limit(bench):
    capped = replace(ANN, caps=Caps(queued=1))
    first = await bench.submit(capped, idempotency_key="k", body_hash="h")

    assert await bench.submit(capped, idempotency_key="k", body_hash="h") == first


# --- a held attempt ------------------------------------------------------------------------------


async def test_a_request_lives_from_the_queue_to_its_success(bench):
    request_id = await bench.submit(seconds=5.0)
    claim = await bench.store.claim(request_id, "w1", 30.0)
    assert (claim.request.attempt, claim.detail.input) == (1, {"prompt": "A red Kite"})
    bench.pass_(4)
    assert await bench.store.extend(request_id, 1, 30.0, Progress("render", 0.5))
    assert (await bench.store.get(request_id)).progress == Progress("render", 0.5)

    assert await bench.store.finish(request_id, 1, replace(DONE, report={"seed": 3}))

    request = await bench.store.get(request_id)
    assert (request.status, request.output) == (Status.SUCCEEDED, {"video": "file_1"})
    assert (request.started_at, request.finished_at) == (bench.clock.now - 4, bench.clock.now)
    assert (await bench.store.detail(request_id)).report == {"seed": 3}
    assert await bench.types(request_id) == ["queued", "started", "stage", "succeeded"]
    assert await bench.store.history("m/a", "fake") == [Took(4.0, 5.0, 0)]


async def test_only_one_worker_gets_a_request(bench):
    request_id = await bench.submit()

    claims = await asyncio.gather(*(bench.store.claim(request_id, f"w{n}", 30) for n in range(8)))

    assert sum(claim is not None for claim in claims) == 1


async def test_progress_of_an_attempt_never_falls(bench):
    request_id = await bench.start()
    await bench.store.extend(request_id, 1, 30.0, Progress("render", 0.6))

    await bench.store.extend(request_id, 1, 30.0, Progress("render", 0.4))

    assert (await bench.store.get(request_id)).progress == Progress("render", 0.6)
    assert await bench.types(request_id) == ["queued", "started", "stage", "progress"]


async def test_nothing_of_a_lost_attempt_is_written(bench):
    request_id = await bench.start()
    bench.pass_(31)
    assert await bench.store.reap() == [request_id]
    assert (await bench.store.claim(request_id, "w2", 30.0)).request.attempt == 2
    store = bench.store
    before = await store.get(request_id), await store.events(request_id)

    assert not await store.extend(request_id, 1, 30.0, Progress("x", 0.9))
    assert not await store.record(request_id, 1, "preview", {})
    assert not await store.begin_call(request_id, 1)
    assert not await store.save_handle(request_id, 1, "h")
    assert not await store.update_order(request_id, 1, RequestDetail({}, {}, {}))
    assert not await store.retry(request_id, 1, ERROR, 0.0)
    assert not await store.release(request_id, 1)
    assert not await store.doubt(request_id, 1, "?")
    assert not await store.finish(request_id, 1, DONE)
    assert (await store.get(request_id), await store.events(request_id)) == before


async def test_a_failed_attempt_waits_before_the_next(bench):
    request_id = await bench.start()

    assert await bench.store.retry(request_id, 1, ERROR, 10.0)

    assert await bench.status(request_id) is Status.IN_QUEUE
    assert await bench.store.claim(request_id, "w", 30.0) is None
    await bench.store.reap()
    assert await bench.store.claim(request_id, "w", 30.0) is None
    bench.pass_(11)
    await bench.store.reap()
    assert (await bench.store.claim(request_id, "w", 30.0)).request.attempt == 2
    assert (await bench.types(request_id))[2:] == ["retry", "started"]


async def test_the_last_attempt_fails_with_its_error(bench):
    request_id = await bench.start(request={"max_attempts": 1})

    assert await bench.store.retry(request_id, 1, ERROR, 10.0)

    request = await bench.store.get(request_id)
    assert (request.status, request.error) == (Status.FAILED, ERROR)
    events = await bench.store.events(request_id)
    assert events[-1].data["error"] == {"code": "engine_error", "message": "it broke"}


async def test_a_released_request_is_next_and_its_attempt_does_not_count(bench):
    first, _ = await bench.start(request={"max_attempts": 1}), await bench.submit()

    assert await bench.store.release(first, 1)

    assert (await bench.store.admitted())[0][0] == first
    assert await bench.store.position(first) == 0
    assert (await bench.store.claim(first, "w", 30.0)).request.attempt == 2
    assert await bench.store.retry(first, 2, ERROR, 0.0)
    assert await bench.status(first) is Status.FAILED


async def test_completed_deferred_files_change_the_order(bench):
    request_id = await bench.start()
    detail = RequestDetail({"image": "filmgate://f"}, {"o": 2}, {"p": 3})

    assert await bench.store.update_order(request_id, 1, detail)

    assert await bench.store.detail(request_id) == detail


# --- cancelling ----------------------------------------------------------------------------------


async def test_a_cancelled_queued_request_is_never_claimed(bench):
    request_id = await bench.submit()

    assert await bench.store.cancel(request_id) is Status.IN_QUEUE

    assert await bench.store.claim(request_id, "w", 30.0) is None
    assert await bench.types(request_id) == ["queued", "cancelled"]


async def test_a_finish_after_a_cancel_changes_nothing(bench):
    request_id = await bench.start()

    assert await bench.store.cancel(request_id) is Status.IN_PROGRESS
    assert not await bench.store.finish(request_id, 1, DONE)

    request = await bench.store.get(request_id)
    assert (request.status, request.output) == (Status.CANCELLED, None)
    assert await bench.types(request_id) == ["queued", "started", "cancelled"]


async def test_a_cancel_after_a_finish_changes_nothing(bench):
    request_id = await bench.start()
    await bench.store.finish(request_id, 1, DONE)

    assert await bench.store.cancel(request_id) is Status.SUCCEEDED

    assert await bench.status(request_id) is Status.SUCCEEDED


async def test_cancel_and_finish_at_once_have_one_winner(bench):
    ids = [await bench.start(replace(ANN, key_id=f"k{n}")) for n in range(30)]

    answers = await asyncio.gather(
        *(
            step
            for n, request_id in enumerate(ids)
            for step in _either_first(bench.store, request_id, cancel_first=n % 2 == 0)
        )
    )

    finals = [await bench.types(request_id) for request_id in ids]
    assert {types[-1] for types in finals} == {"cancelled", "succeeded"}
    assert all(len(types) == 3 for types in finals)
    assert answers


def _either_first(store, request_id, *, cancel_first):
    steps = [store.cancel(request_id), store.finish(request_id, 1, DONE)]
    return steps if cancel_first else steps[::-1]


async def test_a_running_request_that_cannot_be_stopped_stays(bench):
    running, waiting = await bench.start(), await bench.submit()

    assert await bench.store.cancel(running, running=False) is Status.IN_PROGRESS
    assert await bench.store.cancel(waiting, running=False) is Status.IN_QUEUE

    assert await bench.status(running) is Status.IN_PROGRESS
    assert await bench.status(waiting) is Status.CANCELLED


# --- lost workers --------------------------------------------------------------------------------


async def test_a_lost_worker_puts_the_request_back_until_its_attempts_are_used(bench):
    request_id = await bench.start()
    for attempt in (2, 3):
        bench.pass_(31)
        bench.queued.clear()
        assert await bench.store.reap() == [request_id]
        assert bench.queued == [request_id]
        assert (await bench.store.claim(request_id, "w", 30.0)).request.attempt == attempt
    bench.pass_(31)

    assert await bench.store.reap() == [request_id]

    request = await bench.store.get(request_id)
    assert request.status is Status.FAILED
    assert request.error.code == "worker_lost"
    assert "worker lost" in request.error.message


async def test_a_heartbeat_keeps_the_request(bench):
    request_id = await bench.start()
    for _ in range(5):
        bench.pass_(20)
        assert await bench.store.extend(request_id, 1, 30.0, None)
        assert await bench.store.reap() == []


async def test_a_jump_of_the_clock_takes_nothing_from_a_worker_that_lives(bench):
    request_id = await bench.start()
    bench.clock.pass_(3600)  # the machine slept; the steady clock knows

    assert await bench.store.reap() == []

    assert await bench.store.extend(request_id, 1, 30.0, None)
    bench.pass_(31)
    assert await bench.store.reap() == [request_id]


async def test_a_clock_set_back_takes_nothing_from_a_worker_that_lives(bench):
    request_id = await bench.start()
    other = Requests(bench.database, clock=bench.clock, steady=bench.steady)
    bench.clock.pass_(-86_400)

    assert await other.reap() == []
    assert await bench.store.extend(request_id, 1, 30.0, None)
    bench.pass_(29)
    assert await other.reap() == []
    bench.pass_(2)
    assert await other.reap() == [request_id]


async def test_a_clock_set_back_does_not_keep_the_request_of_a_lost_worker(bench):
    request_id = await bench.start()
    other = Requests(bench.database, clock=bench.clock, steady=bench.steady)
    bench.clock.pass_(-86_400)

    assert await other.reap() == []
    bench.pass_(61)
    assert await other.reap() == [request_id]


async def test_a_clock_set_back_does_not_lengthen_the_wait_for_another_attempt(bench):
    request_id = await bench.start()
    assert await bench.store.retry(request_id, 1, Failure("engine_error", "again"), 60.0)
    assert await bench.store.claim(request_id, "w", 30.0) is None
    bench.clock.pass_(-86_400)

    await bench.store.reap()

    assert (await bench.store.claim(request_id, "w", 30.0)).request.attempt == 2


async def test_another_process_reaps_by_the_lease_alone(bench):
    request_id = await bench.start()
    other = Requests(bench.database, clock=bench.clock, steady=bench.steady)
    bench.clock.pass_(31)

    assert await other.reap() == [request_id]


async def test_a_restart_takes_back_what_ran_at_once_and_in_order(bench):
    running = [await bench.start(), await bench.start()]
    waiting = await bench.submit()
    store = Requests(bench.database, in_flight=2, clock=bench.clock, steady=bench.steady)

    assert sorted(await store.rehydrate()) == sorted(running)

    assert [item for item, _ in await store.admitted()] == running
    assert await store.position(waiting) == 2
    assert (await store.claim(running[0], "w", 30.0)).request.attempt == 2


async def test_a_request_that_kills_every_worker_fails(bench):
    request_id = await bench.start(request={"max_attempts": 2})
    await bench.store.rehydrate()
    await bench.store.claim(request_id, "w", 30.0)

    await bench.store.rehydrate()

    request = await bench.store.get(request_id)
    assert (request.status, request.error.code) == (Status.FAILED, "worker_lost")


# --- doubt ---------------------------------------------------------------------------------------


async def test_a_worker_lost_in_a_paid_call_leaves_a_doubt(bench):
    request_id = await bench.start()
    await bench.store.begin_call(request_id, 1)
    bench.pass_(31)

    await bench.store.reap()

    assert await bench.status(request_id) is Status.IN_DOUBT
    assert await bench.store.cancel(request_id) is Status.IN_DOUBT
    assert await bench.store.claim(request_id, "w", 30.0) is None
    assert (await bench.types(request_id))[-1] == "in_doubt"


async def test_a_worker_lost_after_the_handle_was_saved_leaves_none(bench):
    request_id = await bench.start()
    await bench.store.begin_call(request_id, 1)
    await bench.store.save_handle(request_id, 1, "up-1")
    bench.pass_(31)

    await bench.store.reap()

    claim = await bench.store.claim(request_id, "w", 30.0)
    assert (claim.handle, claim.was_called) == ("up-1", True)


async def test_a_doubt_is_settled_by_a_call(bench):
    again, given_up = await bench.start(), await bench.start()
    for request_id in (again, given_up):
        await bench.store.doubt(request_id, 1, "nobody knows")

    assert await bench.store.resolve(again, again=True, handle="up-9")
    assert await bench.store.resolve(given_up, again=False, message="it was not accepted")

    claim = await bench.store.claim(again, "w", 30.0)
    assert (claim.handle, claim.was_called) == ("up-9", False)
    request = await bench.store.get(given_up)
    assert request.error == Failure("in_doubt", "it was not accepted")
    assert not await bench.store.resolve(given_up, again=True)


async def test_a_doubt_that_lasts_too_long_fails(bench):
    request_id = await bench.start()
    await bench.store.doubt(request_id, 1, "nobody knows")
    bench.pass_(101)

    await bench.store.reap()

    assert await bench.status(request_id) is Status.FAILED


# --- files ---------------------------------------------------------------------------------------


async def stored(bench, request_id, content="aa", **changes):
    key = await bench.files.reserve(content * 32, 3)
    file = StoredFile(
        id=new_id("file"),
        owner_id="own_ann",
        kind="input",
        name="a.png",
        content_type="image/png",
        size_bytes=3,
        sha256=content * 32,
        blob_key=key,
        created_at=0.0,
        request_id=request_id,
    )
    return replace(file, **changes)


async def test_files_are_recorded_with_the_request(bench):
    item = new()
    file = await stored(bench, item.request.id)

    await bench.store.submit(replace(item, files=(file,)), ANN)

    found = await bench.files.of_request(item.request.id)
    assert found == [replace(file, created_at=bench.clock.now)]
    assert await bench.files.unused([file.blob_key]) == []


async def test_files_of_a_refused_request_are_not_recorded(bench):
    capped = replace(ANN, caps=Caps(queued=0))
    item = new()
    file = await stored(bench, item.request.id)

    with pytest.raises(LimitExceeded):
        await bench.store.submit(replace(item, files=(file,)), capped)

    assert await bench.files.get(file.id) is None
    assert await bench.files.unused([file.blob_key]) == [file.blob_key]


async def test_a_file_whose_content_is_gone_refuses_the_request(bench):
    item = new()
    file = replace(await stored(bench, item.request.id), blob_key="blobs/zz/other")

    with pytest.raises(NotFound, match="send it again"):
        await bench.store.submit(replace(item, files=(file,)), ANN)

    assert await bench.store.get(item.request.id) is None


async def test_files_of_a_late_finish_are_not_recorded(bench):
    request_id = await bench.start()
    file = await stored(bench, request_id)
    await bench.store.cancel(request_id)

    assert not await bench.store.finish(request_id, 1, replace(DONE, files=(file,)))

    assert await bench.files.of_request(request_id) == []


# --- admission and order -------------------------------------------------------------------------


async def test_one_key_cannot_hold_up_another(bench):
    many = [await bench.submit(ANN) for _ in range(6)]
    few = [await bench.submit(BOB) for _ in range(2)]
    taken = []

    while waiting := await bench.store.admitted():
        request_id = waiting[0][0]
        claim = await bench.store.claim(request_id, "w", 30.0)
        taken.append(request_id)
        await bench.store.finish(request_id, claim.request.attempt, DONE)

    assert taken[:4] == [many[0], many[1], few[0], few[1]]
    assert taken[4:] == many[2:]


async def test_a_key_has_no_more_in_flight_than_its_cap(bench):
    capped = replace(ANN, caps=Caps(in_flight=1))
    first, second = await bench.submit(capped), await bench.submit(capped)

    assert await bench.store.claim(second, "w", 30.0) is None
    assert await bench.store.claim(first, "w", 30.0) is not None
    assert await bench.store.claim(second, "w", 30.0) is None


async def test_what_ends_makes_room_for_the_next_of_its_key(bench):
    ids = [await bench.submit() for _ in range(3)]
    await bench.store.claim(ids[0], "w", 30.0)
    assert await bench.store.claim(ids[2], "w", 30.0) is None

    await bench.store.finish(ids[0], 1, DONE)

    assert bench.queued[-1] == ids[2]
    assert await bench.store.claim(ids[2], "w", 30.0) is not None


async def test_a_higher_priority_is_admitted_first(bench):
    ids = [await bench.submit(request={"priority": p}) for p in (0, 0, 0, 5)]

    await bench.store.cancel(ids[0])

    assert await bench.store.admitted() == [(ids[3], 5), (ids[1], 0)]


async def test_positions_are_those_in_which_requests_are_taken(bench):
    ann = [await bench.submit(ANN) for _ in range(4)]
    bob = [await bench.submit(BOB) for _ in range(3)]

    order = [ann[0], ann[1], bob[0], bob[1], ann[2], bob[2], ann[3]]
    assert [await bench.store.position(item) for item in order] == list(range(7))


async def test_a_changed_cap_of_a_key_holds_from_the_next_admission(bench):
    accounts = AccountTable(bench.database)
    await accounts.add_owner(Owner("own_ann", "Ann", 0.0))
    key = Key("key_ann", "own_ann", "", "", frozenset(), None, Caps(in_flight=4), 0.0)
    await accounts.add_key(key)
    ids = [await bench.submit() for _ in range(6)]
    assert len(await bench.store.admitted()) == 2

    await bench.store.reap()
    assert [item for item, _ in await bench.store.admitted()] == ids[:4]

    await accounts.change_key(replace(key, caps=Caps(in_flight=1)))
    for request_id in ids[:3]:
        await bench.store.cancel(request_id)
    assert [item for item, _ in await bench.store.admitted()] == ids[3:4]
    await bench.store.cancel(ids[3])
    assert [item for item, _ in await bench.store.admitted()] == ids[4:5]


# --- listing, deleting ---------------------------------------------------------------------------


async def test_pages_hold_an_owners_requests_newest_first(bench):
    ids = [await bench.submit() for _ in range(5)]
    await bench.submit(BOB)

    first, cursor = await bench.store.page("own_ann", RequestFilter(limit=3))
    rest, end = await bench.store.page("own_ann", RequestFilter(limit=3, cursor=cursor))

    assert [r.id for r in first + rest] == sorted(ids, reverse=True)
    assert end is None


async def test_filters_narrow_a_page(bench):
    old = await bench.submit()
    bench.pass_(100)
    young = await bench.submit(request={"model_id": "m/b"})
    await bench.store.cancel(young)

    async def found(**filters):
        page, _ = await bench.store.page("own_ann", RequestFilter(**filters))
        return [request.id for request in page]

    now = bench.clock.now
    assert await found(model_id="m/a") == [old]
    assert await found(statuses=(Status.CANCELLED,)) == [young]
    assert await found(statuses=(Status.CANCELLED, Status.IN_QUEUE)) == [young, old]
    assert await found(text="M/B") == [young]
    assert await found(text=old[-8:]) == [old]
    assert await found(created_after=now - 50) == [young]
    assert await found(created_before=now - 50) == [old]
    assert await found(text="red kite") == [young, old]
    assert await found(text="100%_") == []


async def test_only_an_ended_request_can_be_deleted_and_the_deletion_undone(bench):
    request_id = await bench.start()
    assert not await bench.store.delete(request_id)
    await bench.store.cancel(request_id)

    assert await bench.store.delete(request_id)

    assert await bench.store.get(request_id) is None
    assert await bench.store.page("own_ann", RequestFilter()) == ([], None)
    assert not await bench.store.delete(request_id)
    assert not await bench.store.restore(request_id, "own_bob")
    assert await bench.store.restore(request_id, "own_ann")
    assert await bench.status(request_id) is Status.CANCELLED


async def test_a_sweep_removes_what_was_deleted_long_ago_with_its_files(bench):
    item = new(idempotency_key="k", body_hash="h")
    file = await stored(bench, item.request.id)
    await bench.store.submit(replace(item, files=(file,)), ANN)
    await bench.store.cancel(item.request.id)
    await bench.store.delete(item.request.id)
    bench.pass_(50)
    assert await bench.store.sweep(100.0) == 0
    bench.pass_(51)

    assert await bench.store.sweep(100.0) == 1

    assert not await bench.store.restore(item.request.id, "own_ann")
    assert await bench.store.detail(item.request.id) is None
    assert await bench.store.events(item.request.id) == []
    assert await bench.files.get(file.id) is None
    assert await bench.files.unused() == []
    bench.pass_(3601)
    assert await bench.files.unused() == [file.blob_key]
    assert not (await bench.store.submit(replace(new(), idempotency_key="k"), ANN)).is_replay
