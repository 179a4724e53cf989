"""Submits on PostgreSQL that share a transaction: what breaks it off, and what is in its way."""

import asyncio
from dataclasses import replace

import psycopg
import pytest
from tests.contract.test_request_store import ANN, new

from filmgate.core.errors import Unavailable
from filmgate.core.records import Submitted
from filmgate.db.requests import Requests
from filmgate.db.script import QUEUE

pytestmark = [pytest.mark.anyio, pytest.mark.postgres]

#: a database that falls over while it commits what was written to a table
_FALL = """
create function fall() returns trigger language plpgsql as
    $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
create constraint trigger fall after insert on request_inputs deferrable initially deferred
    for each row execute function fall()
"""
_STAND = "drop trigger if exists fall on request_inputs; drop function if exists fall"


@pytest.fixture
def falling(postgres_url):
    """Commits of new requests fall over until this is called."""

    def do(statements):
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(statements)

    do(_FALL)
    yield lambda: do(_STAND)
    do(_STAND)


async def submit_all(store, items, principal=ANN):
    return await asyncio.gather(
        *(store.submit(item, principal) for item in items), return_exceptions=True
    )


async def test_a_connection_lost_in_the_middle_is_made_up_for(opened, postgres_url):
    database = await opened()
    store, tries = Requests(database), []

    async def join(connection, _):
        tries.append(1)
        if len(tries) == 1:
            pid = connection.info.backend_pid
            with psycopg.connect(postgres_url) as other:
                other.execute("select pg_terminate_backend(%s)", (pid,))
        await connection.execute("select 1")

    database.join(QUEUE, join)
    items = [new() for _ in range(20)]

    answers = await submit_all(store, items)

    assert len(tries) == 2
    assert [answer.request.id for answer in answers] == [item.request.id for item in items]
    assert [answer.is_replay for answer in answers] == [False] * 20
    assert len(await store.owner_events(ANN.owner_id, 0, 100)) == 20


async def test_nobody_is_told_of_success_when_the_commit_is_lost(opened, falling):
    store = Requests(await opened())
    items = [new(idempotency_key=f"k{number}", body_hash="h") for number in range(20)]

    answers = await submit_all(store, items)
    recorded = await store.owner_events(ANN.owner_id, 0, 100)
    falling()
    again = await submit_all(store, items)

    assert {type(answer) for answer in answers} == {Unavailable}
    assert recorded == []
    assert [answer.is_replay for answer in again] == [False] * 20


async def test_processes_record_the_same_keys_at_once_and_keep_every_cap(opened):
    stores = [Requests(await opened(), in_flight=3) for _ in range(2)]
    people = [replace(ANN, key_id=f"key_{number}") for number in range(8)]

    answers = await asyncio.gather(
        *(
            store.submit(new(person), person)
            for _ in range(8)
            for person in people
            for store in stores
        ),
        return_exceptions=True,
    )

    assert {type(answer) for answer in answers} == {Submitted}
    events = await stores[0].owner_events(ANN.owner_id, 0, 1000)
    assert [event.number for event in events] == list(range(1, 129))
    key_of = {answer.request.id: answer.request.key_id for answer in answers}
    admitted = [key_of[id_] for id_, _ in await stores[0].admitted()]
    assert sorted(admitted) == sorted(person.key_id for person in people * 3)
