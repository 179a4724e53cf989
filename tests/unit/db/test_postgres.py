"""PostgreSQL as the database of many processes: what it breaks off is done again, once."""

import asyncio

import psycopg
import pytest
from tests.waiting import until

from filmgate.core.errors import ConfigurationError, NotFound, Unavailable
from filmgate.db import tables
from filmgate.db.notices import texts
from filmgate.db.postgres import PostgresDatabase
from filmgate.db.script import NEWS, QUEUE, WAKE, Signal, query, repeatable

pytestmark = [pytest.mark.anyio, pytest.mark.postgres]


@repeatable
def add(number, error=None):
    yield query("owner_add", id=f"own_{number}", name="Ann", created_at=1.0)
    if error:
        raise error
    yield Signal(NEWS, (f"own_{number}",))
    return number


async def owners(database):
    return {row["id"] for row in await database.read("owners_all")}


async def test_what_a_script_did_can_be_read_when_it_returns(opened):
    database = await opened()

    assert await database.run(add(1)) == 1

    assert await owners(database) == {"own_1"}


async def test_a_script_that_fails_leaves_no_trace_and_tells_nothing(opened):
    database = await opened()
    told = []
    database.listen(NEWS, lambda ids, priority: told.append(ids))

    with pytest.raises(NotFound):
        await database.run(add(1, NotFound("no")))

    assert await owners(database) == set()
    assert told == []


async def test_a_caller_that_is_cancelled_does_not_stop_the_script(opened):
    database = await opened()
    asked = asyncio.ensure_future(database.run(add(1)))
    await asyncio.sleep(0)

    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    await database.stop()

    assert await owners(await opened()) == {"own_1"}


async def test_the_same_row_twice_is_an_error_after_one_more_try(opened):
    database, tries = await opened(), []

    @repeatable
    def script():
        tries.append(1)
        yield from add(1)

    await database.run(add(1))
    with pytest.raises(psycopg.errors.UniqueViolation):
        await database.run(script())

    assert len(tries) == 2


async def test_two_scripts_in_each_others_way_both_succeed(opened):
    database = await opened()
    await database.run(add(1))
    await database.run(add(2))
    begun = []

    @repeatable
    def script(first, second):
        yield query("owner_lock", id=first)
        begun.append(first)
        if len(begun) <= 2:  # each holds one row before it asks for the other's
            yield query("nap")
        yield query("owner_lock", id=second)
        return first

    database._statements["owner_lock"] = b"update owners set name = name where id = %(id)s"
    database._statements["nap"] = b"select pg_sleep(0.2)"

    done = await asyncio.gather(
        database.run(script("own_1", "own_2")), database.run(script("own_2", "own_1"))
    )

    assert done == ["own_1", "own_2"]
    assert len(begun) == 3


async def test_a_lost_connection_before_the_commit_is_made_up_for(opened, postgres_url):
    database, tries = await opened(), []

    @repeatable
    def script():
        tries.append(1)
        rows = yield query("backend")
        if len(tries) == 1:
            with psycopg.connect(postgres_url) as other:
                other.execute("select pg_terminate_backend(%s)", (rows[0]["pid"],))
        yield from add(1)

    database._statements["backend"] = b"select pg_backend_pid() as pid"

    await database.run(script())

    assert len(tries) == 2
    assert await owners(database) == {"own_1"}


async def test_a_script_that_cannot_begin_again_is_not_repeated(opened, postgres_url):
    database = await opened()

    def script():
        rows = yield query("backend")
        with psycopg.connect(postgres_url) as other:
            other.execute("select pg_terminate_backend(%s)", (rows[0]["pid"],))
        yield query("owners_all")

    database._statements["backend"] = b"select pg_backend_pid() as pid"

    with pytest.raises(Unavailable):
        await database.run(script())


async def test_reads_outlive_lost_connections(opened, postgres_url):
    database = await opened()
    await database.run(add(1))

    with psycopg.connect(postgres_url) as other:
        other.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )

    assert await owners(database) == {"own_1"}


async def test_signals_reach_every_process_once(opened):
    here, there = await opened(), await opened()
    told = asyncio.Queue()
    for name, database in (("here", here), ("there", there)):
        database.listen(NEWS, lambda ids, _, name=name: told.put_nowait((name, *ids)))
        await asyncio.wait_for(database._notices.hears.wait(), 10)

    await here.run(add(1))
    here.publish(WAKE, ("nobody",))
    await there.run(add(2))

    async with asyncio.timeout(10):
        found = [await told.get() for _ in range(4)]
    assert sorted(found) == sorted((name, f"own_{n}") for name in ("here", "there") for n in (1, 2))
    assert told.empty()


async def test_notices_come_again_after_the_connection_was_lost(opened, postgres_url):
    here, there = await opened(), await opened()
    told = asyncio.Queue()
    there.listen(NEWS, lambda ids, _: told.put_nowait(ids))
    for database in (here, there):
        await asyncio.wait_for(database._notices.hears.wait(), 10)

    with psycopg.connect(postgres_url) as other:
        other.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )

    def tell():
        here.publish(NEWS, ("own_1",))
        return not told.empty()

    await until(tell)
    assert await told.get() == ["own_1"]


async def test_what_joins_a_transaction_lives_and_dies_with_it(opened):
    database, seen = await opened(), []

    async def join(connection, signals):
        seen.extend(signal.ids for signal in signals)
        await connection.execute(
            "insert into owners (id, name, created_at) values ('own_9', 'Eve', 1)"
        )
        if len(seen) == 1:
            raise NotFound("no")

    @repeatable
    def script():
        yield Signal(QUEUE, ("a",), 0, "previz")
        yield Signal(NEWS, ("b",))

    database.join(QUEUE, join)

    with pytest.raises(NotFound):
        await database.run(script())
    assert await owners(database) == set()

    await database.run(script())
    assert seen == [("a",), ("a",)]
    assert await owners(database) == {"own_9"}


async def test_text_may_hold_everything(opened):
    database = await opened()

    await database.run(_named("a\0b ü 100% :now"))

    assert [row["name"] for row in await database.read("owners_all")] == ["a\ufffdb ü 100% :now"]


def _named(name):
    yield query("owner_add", id="own_1", name=name, created_at=1.0)


async def test_a_database_without_tables_says_what_to_do(postgres):
    with pytest.raises(ConfigurationError, match="run `filmgate migrate`"):
        PostgresDatabase(postgres.create())


async def test_a_database_that_is_not_there_is_named_without_its_password(postgres):
    url = "postgresql://ann:secret@127.0.0.1:9/films"

    with pytest.raises(ConfigurationError, match=r"127\.0\.0\.1/films") as told:
        PostgresDatabase(url)

    assert "secret" not in str(told.value)


async def test_tables_are_made_once_and_those_of_a_newer_filmgate_are_left_alone(postgres):
    url = postgres.create()

    assert tables.migrate(url, {}) == (None, tables.SCHEMA_VERSION)
    assert tables.migrate(url, {}) == (tables.SCHEMA_VERSION, tables.SCHEMA_VERSION)
    secret = tables.read_secret(url)
    assert len(secret) == 32
    assert tables.read_secret(url) == secret

    with psycopg.connect(url) as connection:
        connection.execute("update settings set value = '99' where name = 'schema_version'")
    for attempt in (lambda: tables.migrate(url, {}), lambda: PostgresDatabase(url)):
        with pytest.raises(ConfigurationError, match="newer filmgate"):
            attempt()


async def test_processes_that_migrate_at_once_do_not_disturb_each_other(postgres):
    url = postgres.create()

    found = await asyncio.gather(*(asyncio.to_thread(tables.migrate, url, {}) for _ in range(4)))

    assert sorted(before is None for before, _ in found) == [False, False, False, True]


async def test_the_words_of_older_tables_ask_for_a_migration(postgres):
    url = postgres.create()
    tables.migrate(url, {})
    with psycopg.connect(url) as connection:
        connection.execute("update settings set value = '0' where name = 'schema_version'")

    with pytest.raises(ConfigurationError, match="run `filmgate migrate`"):
        PostgresDatabase(url)


async def test_notices_are_never_too_long():
    ids = dict.fromkeys(f"req_{number:040}" for number in range(1000))

    found = list(texts("me", {"news": ids}))

    assert all(len(text) <= 8000 for text in found)
    assert [id_ for text in found for id_ in text.split("|")[2].split(",")] == list(ids)
