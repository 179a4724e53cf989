"""Submits of one key that come at once share a transaction, as if one had come after the other."""

import asyncio
from dataclasses import replace

import pytest
from tests.contract.test_request_store import ANN, BOB, new

from filmgate.core.account import Caps
from filmgate.core.errors import InvalidInput, LimitExceeded, NotFound
from filmgate.core.records import StoredFile, Submitted
from filmgate.core.request import RequestDetail
from filmgate.db.files import FileTable
from filmgate.db.requests import Requests

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


class Counted:
    """A database that counts its transactions."""

    def __init__(self, database):
        self._database = database
        self.transactions = 0

    async def run(self, script, *, durable=True):
        self.transactions += 1
        return await self._database.run(script, durable=durable)

    def __getattr__(self, name):
        return getattr(self._database, name)


@pytest.fixture
async def database(open_database):
    return Counted(await open_database())


@pytest.fixture
def store(database):
    return Requests(database, in_flight=2)


async def together(store, principal, items):
    """Submit at one moment; gives each one's answer or error."""
    return await asyncio.gather(
        *(store.submit(item, principal) for item in items), return_exceptions=True
    )


async def in_order(store, principal):
    """Ids of the events of an owner that tell of a queued request, in their order."""
    events = await store.owner_events(principal.owner_id, 0, 1000)
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    return [event.request_id for event in events if event.type == "queued"]


async def test_many_submits_of_one_key_are_recorded_in_few_transactions(store, database):
    items = [new() for _ in range(150)]

    answers = await together(store, ANN, items)

    assert [answer.request.id for answer in answers] == [item.request.id for item in items]
    assert [await store.get(item.request.id) for item in items] == [a.request for a in answers]
    assert database.transactions == 3  # of 64 at most


async def test_many_submits_of_many_keys_are_all_recorded(store):
    people = [replace(ANN, key_id=f"key_{n % 12}", owner_id=f"own_{n % 4}") for n in range(12)]
    items = [(person, new(person)) for _ in range(12) for person in people]

    await asyncio.gather(*(store.submit(item, person) for person, item in items))

    for person in people[:4]:
        own = [item.request.id for who, item in items if who.owner_id == person.owner_id]
        assert sorted(await in_order(store, person)) == sorted(own)


async def test_what_goes_together_is_queued_in_the_order_in_which_it_came(store):
    items = [new() for _ in range(20)]

    await together(store, ANN, items)

    order = [item.request.id for item in items]
    assert await in_order(store, ANN) == order
    assert [await store.position(id_) for id_ in order] == list(range(20))
    assert [id_ for id_, _ in await store.admitted()] == order[:2]


async def test_a_key_gets_no_more_in_flight_than_its_cap_and_those_in_order_of_priority(store):
    capped = replace(ANN, caps=Caps(in_flight=3))
    items = [new(capped, request={"priority": priority}) for priority in (0, 1, 0, 2, 0)]

    await together(store, capped, items)

    admitted = [id_ for id_, _ in await store.admitted()]
    assert admitted == [items[number].request.id for number in (3, 1, 0)]


async def test_exactly_as_many_as_the_queue_of_a_key_holds_are_accepted(store):
    capped = replace(ANN, caps=Caps(queued=5))

    answers = await together(store, capped, [new(capped) for _ in range(9)])

    assert [type(answer) for answer in answers] == [Submitted] * 5 + [LimitExceeded] * 4
    assert "has 5" in str(answers[-1])
    assert len(await in_order(store, capped)) == 5


async def test_exactly_as_many_as_may_be_spent_for_are_accepted(store):
    capped = replace(ANN, caps=Caps(spend_day_micro=1000, spend_month_micro=5000))
    costs = (400, 700, 500, 200, 100)

    answers = await together(store, capped, [new(capped, planned_micro=cost) for cost in costs])

    assert [isinstance(answer, Submitted) for answer in answers] == [True, False, True, False, True]


async def test_an_idempotency_key_twice_at_one_moment_is_one_request(store):
    twice = [new(idempotency_key="k", body_hash="h") for _ in range(2)]
    other = new(idempotency_key="k", body_hash="another")

    was, again, refused = await together(store, ANN, [*twice, other])

    assert (was.request, again.request) == (again.request, await store.get(twice[0].request.id))
    assert (was.is_replay, again.is_replay) == (False, True)
    assert isinstance(refused, InvalidInput)
    assert await store.get(twice[1].request.id) is None
    assert len(await in_order(store, ANN)) == 1


async def test_an_idempotency_key_of_before_is_found_among_many(store):
    was = await store.submit(new(idempotency_key='ä"k', body_hash="h"), ANN)
    items = [new(idempotency_key=key, body_hash="h") for key in ("x", 'ä"k', "y")]

    x, again, y = await together(store, ANN, items)

    assert (again.request.id, again.is_replay) == (was.request.id, True)
    assert [x.is_replay, y.is_replay] == [False, False]


async def test_an_idempotency_key_of_a_refused_submit_may_be_used_by_the_next(store):
    capped = replace(ANN, caps=Caps(spend_day_micro=100))
    dear, cheap = (
        new(capped, idempotency_key="k", body_hash="h", planned_micro=cost) for cost in (200, 50)
    )

    refused, accepted = await together(store, capped, [dear, cheap])

    assert isinstance(refused, LimitExceeded)
    assert (accepted.request.id, accepted.is_replay) == (cheap.request.id, False)


async def test_owners_use_the_same_idempotency_keys_at_once(store):
    items = [(who, new(who, idempotency_key="k", body_hash="h")) for who in (ANN, BOB) * 5]

    answers = await asyncio.gather(*(store.submit(item, who) for who, item in items))

    assert sorted(answer.is_replay for answer in answers) == [False] * 2 + [True] * 8


async def test_keys_of_one_owner_use_the_same_idempotency_key_at_once(store):
    keys = [replace(ANN, key_id=f"key_{number}") for number in range(4)]
    items = [(who, new(who, idempotency_key="k", body_hash="h")) for who in keys * 3]

    answers = await asyncio.gather(*(store.submit(item, who) for who, item in items))

    assert sorted(answer.is_replay for answer in answers) == [False] + [True] * 11


async def test_a_submit_whose_file_is_gone_leaves_nothing_and_harms_no_other(store, database):
    files = FileTable(database)
    blob = await files.reserve("a" * 64, 3)

    def file(number, key):
        return StoredFile(
            f"file_{number}", "own_ann", "input", "a.png", "image/png", 3, "a" * 64, key, 0.0, None
        )

    broken = new(files=(file(1, blob), file(2, "blobs/zz/gone")))
    whole = new(files=(file(3, blob),))

    refused, accepted = await together(store, ANN, [broken, whole])

    assert isinstance(refused, NotFound)
    assert accepted.request.id == whole.request.id
    assert await store.get(broken.request.id) is None
    assert [await files.get(f"file_{number}") for number in (1, 2)] == [None, None]
    assert await files.get("file_3") is not None
    rows = await database.read("blob_get", blob_key=blob)
    assert rows[0]["holders"] == 1


async def test_a_row_that_the_database_refuses_harms_no_other(store):
    known = await store.submit(new(), ANN)
    items = [new(), new(request={"id": known.request.id}), new()]

    before, refused, after = await together(store, ANN, items)

    assert [before.request.id, after.request.id] == [items[0].request.id, items[2].request.id]
    assert isinstance(refused, Exception)
    assert len(await in_order(store, ANN)) == 3


async def test_warnings_and_all_kinds_of_text_come_back_as_they_went_in(store):
    text = "a\"'\\ :now % $.id ü 🎬 \u2028"
    items = [
        replace(
            new(webhook=f"https://example.org/{number}", seconds=0.1 + number),
            detail=RequestDetail({"a": [text, 1]}, {"b": None}, {}, {"r": text}, ({"msg": text},)),
        )
        for number in range(3)
    ]

    await together(store, ANN, items)

    for item in items:
        assert await store.detail(item.request.id) == item.detail
        events = await store.events(item.request.id)
        assert [(event.seq, event.type) for event in events] == [(1, "queued"), (2, "warning")]
        assert events[1].data == {"msg": text}
