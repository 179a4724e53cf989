"""The embedded database shares commits, isolates failures, and is safe beside other processes."""

import asyncio
import re
import sqlite3
import subprocess
import sys
import textwrap
import threading

import pytest
from tests.fakes import FakeClock

from filmgate.core.errors import ConfigurationError, NotFound, StorageFull
from filmgate.db.script import QUEUE, SCHEMA_VERSION, Query, Signal, query, schema, statements
from filmgate.db.sqlite import SqliteDatabase

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def database(tmp_path):
    database = SqliteDatabase(tmp_path / "new" / "test.db")
    yield database
    database.close()


def owner(number):
    return query("owner_add", id=f"own_{number}", name="Ann", created_at=1.0)


def add(number, error=None):
    yield owner(number)
    if error:
        raise error
    return number


async def owners(database):
    return {row["id"] for row in await database.read("owners_all")}


async def test_a_fresh_file_has_all_tables_and_its_version(database):
    rows = database._reader.execute("select value from settings where name = 'schema_version'")

    assert int(rows.fetchone()["value"]) == SCHEMA_VERSION


async def test_what_a_script_did_can_be_read_when_it_returns(database):
    assert await database.run(add(1)) == 1

    assert await owners(database) == {"own_1"}


def synced(connection):
    """Whether its commits wait for the disk."""
    return connection.execute("pragma synchronous").fetchone()[0] == 2


async def test_a_commit_waits_for_the_disk_unless_it_need_not(database):
    statements = {"writer": [], "inline": []}
    database._writer.set_trace_callback(statements["writer"].append)
    database._inline.set_trace_callback(statements["inline"].append)

    await database.run(add(1))
    await database.run(add(2), durable=False)

    assert [said.count("commit") for said in statements.values()] == [1, 1]
    assert synced(database._writer)
    assert not synced(database._inline)
    assert await owners(database) == {"own_1", "own_2"}


async def test_what_need_not_wait_joins_the_others_while_somebody_writes(database):
    gate, is_writing = threading.Event(), threading.Event()

    def slow():
        rows = yield owner(0)
        is_writing.set()
        gate.wait(5)
        return rows

    first = asyncio.ensure_future(database.run(slow()))
    await asyncio.to_thread(is_writing.wait, 5)
    second = asyncio.ensure_future(database.run(add(1), durable=False))
    await asyncio.sleep(0)
    assert not second.done()
    gate.set()

    await asyncio.gather(first, second)
    assert not synced(database._writer)
    assert await owners(database) == {"own_0", "own_1"}


async def test_what_fails_without_waiting_leaves_no_trace_and_the_next_works(database):
    with pytest.raises(NotFound):
        await database.run(add(1, NotFound("no")), durable=False)

    assert await database.run(add(2), durable=False) == 2
    assert await owners(database) == {"own_2"}


async def test_scripts_that_arrive_together_share_one_commit(database):
    gate = threading.Event()

    def slow():
        gate.wait(5)
        return (yield owner(0))

    traced = []
    database._writer.set_trace_callback(traced.append)
    first = asyncio.ensure_future(database.run(slow()))
    rest = [asyncio.ensure_future(database.run(add(n))) for n in range(1, 50)]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(first, *rest)

    assert len(await owners(database)) == 50
    assert traced.count("commit") <= 2


async def test_a_script_that_fails_leaves_no_trace_and_hurts_no_other(database):
    steps = [database.run(add(n, NotFound("no") if n % 3 == 0 else None)) for n in range(30)]

    answers = await asyncio.gather(*steps, return_exceptions=True)

    assert [isinstance(answer, NotFound) for answer in answers] == [n % 3 == 0 for n in range(30)]
    assert await owners(database) == {f"own_{n}" for n in range(30) if n % 3}


async def test_an_error_of_a_statement_is_isolated_too(database):
    answers = await asyncio.gather(
        database.run(add(1)), database.run(add(1)), database.run(add(2)), return_exceptions=True
    )

    assert [type(answer) for answer in answers] == [int, sqlite3.IntegrityError, int]
    assert await owners(database) == {"own_1", "own_2"}


async def test_a_script_that_fails_alone_is_undone(database):
    with pytest.raises(NotFound):
        await database.run(add(1, NotFound("no")))

    assert await owners(database) == set()


async def test_a_script_may_catch_nothing_but_knows_the_time(tmp_path):
    clock = FakeClock(1000.0)
    database = SqliteDatabase(tmp_path / "t.db", clock=clock)

    def script():
        yield query("blob_insert", blob_key="a", sha256="", size_bytes=1)
        yield query("blob_doom", fresh_s=-1.0)
        return (yield query("blob_doomed"))

    assert [row["blob_key"] for row in await database.run(script())] == ["a"]
    database.close()


async def test_signals_are_told_after_the_commit_and_only_then(database):
    told = []
    database.listen(QUEUE, lambda ids, priority: told.append((tuple(ids), priority)))

    def script(number, error=None):
        yield Signal(QUEUE, [f"req_{number}"], 3)
        yield from add(number, error)

    await asyncio.gather(
        database.run(script(1)), database.run(script(2, NotFound("no"))), return_exceptions=True
    )

    assert told == [(("req_1",), 3)]


async def test_a_caller_that_leaves_does_not_stop_the_script(database):
    task = asyncio.create_task(database.run(add(1)))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    await database.run(add(2))
    assert await owners(database) == {"own_1", "own_2"}


async def test_a_full_disk_is_told_and_changes_nothing(tmp_path):
    database = SqliteDatabase(tmp_path / "t.db")
    pages = database._writer.execute("pragma page_count").fetchone()[0]
    database._writer.execute(f"pragma max_page_count = {pages}")

    def large(number):
        yield query("owner_add", id=f"own_{number}", name="x" * 100_000, created_at=1.0)

    steps = [database.run(large(n)) for n in range(3)]
    answers = await asyncio.gather(*steps, return_exceptions=True)

    assert {type(answer) for answer in answers} == {StorageFull}
    database._writer.execute("pragma max_page_count = 100000")
    assert await database.run(add(7)) == 7
    assert await owners(database) == {"own_7"}
    database.close()


async def test_another_process_can_write_beside_this_one(tmp_path):
    path = tmp_path / "t.db"
    database = SqliteDatabase(path)
    code = f"""
        import asyncio
        from pathlib import Path
        from filmgate.db.script import query
        from filmgate.db.sqlite import SqliteDatabase
        def add(n):
            yield query("owner_add", id=f"other_{{n}}", name="Bob", created_at=1.0)
        async def main():
            database = SqliteDatabase(Path({str(path)!r}), "normal")
            for n in range(100):
                await database.run(add(n))
            database.close()
        asyncio.run(main())
    """
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", textwrap.dedent(code))
    number = 0
    while child.returncode is None:
        await database.run(add(number))
        number += 1
        await asyncio.sleep(0)

    assert child.returncode == 0
    assert len(await owners(database)) == number + 100
    database.close()


@pytest.mark.parametrize("moment", range(6))
def test_what_was_answered_survives_a_kill(tmp_path, moment):
    """The child says each number after its commit; then it is killed, and must have kept it."""
    path = tmp_path / "t.db"
    code = f"""
        import asyncio, sys
        from pathlib import Path
        from filmgate.db.script import query
        from filmgate.db.sqlite import SqliteDatabase
        def add(n):
            yield query("owner_add", id=f"own_{{n}}", name="Ann", created_at=1.0)
        async def one(database, n):
            await database.run(add(n))
            sys.stdout.write(f"{{n}}\\n")
            sys.stdout.flush()
        async def main():
            database = SqliteDatabase(Path({str(path)!r}))
            for start in range(0, 100000, 5):
                await asyncio.gather(*(one(database, start + n) for n in range(5)))
        asyncio.run(main())
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True
    ) as child:
        answered = [child.stdout.readline().strip() for _ in range(7 * (moment + 1))]
        child.kill()
        answered += child.stdout.read().split()

    connection = sqlite3.connect(path)
    kept = {row[0] for row in connection.execute("select id from owners")}
    assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    connection.close()
    assert {f"own_{n}" for n in answered} <= kept


async def test_a_long_read_is_made_beside_the_loop(database):
    await database.run(add(1))

    assert [row["id"] for row in await database.scan("owners_all")] == ["own_1"]


async def test_a_closed_database_answers_at_once(tmp_path):
    database = SqliteDatabase(tmp_path / "t.db")
    database.close()
    database.close()

    with pytest.raises(ConfigurationError, match="was closed"):
        await database.run(add(1))


def test_closing_finishes_what_is_queued(tmp_path):
    async def main():
        database = SqliteDatabase(tmp_path / "t.db")
        tasks = [asyncio.ensure_future(database.run(add(n))) for n in range(5)]
        await asyncio.sleep(0)
        await asyncio.to_thread(database.close)
        return await asyncio.gather(*tasks)

    assert asyncio.run(main()) == [0, 1, 2, 3, 4]


def test_a_file_of_a_newer_filmgate_is_refused(tmp_path):
    path = tmp_path / "t.db"
    SqliteDatabase(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("update settings set value = '99' where name = 'schema_version'")
    connection.close()

    with pytest.raises(ConfigurationError, match="newer filmgate"):
        SqliteDatabase(path)


def test_a_file_of_an_older_filmgate_must_be_migrated(tmp_path):
    path = tmp_path / "t.db"
    SqliteDatabase(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("delete from settings where name = 'schema_version'")
    connection.close()

    with pytest.raises(ConfigurationError, match="filmgate migrate"):
        SqliteDatabase(path)


@pytest.mark.parametrize("content", [b"this is no database at all" * 50, None])
def test_a_file_that_is_something_else_is_refused(tmp_path, content):
    path = tmp_path / "t.db"
    if content is None:
        connection = sqlite3.connect(path)
        connection.execute("create table settings (a, b)")
        connection.close()
    else:
        path.write_bytes(content)

    with pytest.raises(ConfigurationError, match=r"t\.db"):
        SqliteDatabase(path)


def test_every_statement_is_understood(tmp_path):
    database = SqliteDatabase(tmp_path / "t.db")

    for name, text in statements().items():
        params = _Anything()
        try:
            database._writer.execute(f"explain {text}", params)
        except sqlite3.Error as error:
            pytest.fail(f"{name}: {error}")
    database.close()


class _Anything(dict):
    def __missing__(self, key):
        return 1


#: statements that are run for every call or every request, and must not read whole tables
HOT = (
    "request_get",
    "request_detail",
    "request_page",
    "event_list",
    "idempotency_get",
    "key_queued",
    "key_spent",
    "admission_busy",
    "admission_next",
    "queue_admitted",
    "request_claim",
    "held_extend",
    "held_progress",
    "held_finish",
    "held_retry",
    "lease_expired",
    "reap_due",
    "history",
    "request_cancel",
    "file_get",
    "file_find",
    "file_page",
    "file_of_request",
    "blob_hold",
    "blob_drop",
    "blob_doom",
    "blob_doomed",
    "sweep_due",
    "doubt_expired",
)


@pytest.mark.parametrize("name", HOT)
def test_a_hot_statement_reads_no_table_as_a_whole(tmp_path, name):
    database = SqliteDatabase(tmp_path / "t.db")

    plan = database._writer.execute(f"explain query plan {statements()[name]}", _Anything())
    steps = [row["detail"] for row in plan.fetchall()]

    tables = re.findall(r"create table (\w+)", schema())
    whole = {f"SCAN {table}" for table in [*tables, "r", "i", "k"]}
    assert not whole & set(steps)
    database.close()


async def test_queries_are_named_with_their_parameters():
    assert query("owner_add", id="x") == Query("owner_add", {"id": "x"})
