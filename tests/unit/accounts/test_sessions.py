"""Sessions: how long they last, and that every server with the database knows them."""

import sqlite3
from contextlib import closing

import pytest

from filmgate.accounts import Accounts, Sessions
from filmgate.accounts.sessions import INVITATION_S, SESSION_S
from filmgate.core.account import Scope
from filmgate.core.errors import Unauthenticated
from filmgate.db.accounts import AccountTable
from filmgate.db.sqlite import SqliteDatabase

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def server(tmp_path, clock):
    """Make another server on the same database: its accounts and sessions."""
    database = SqliteDatabase(tmp_path / "test.db", "normal")
    await database.start()
    rows = AccountTable(database)

    def make():
        accounts = Accounts(rows, clock=clock)
        return accounts, Sessions(rows, accounts, clock)

    yield make
    await database.stop()


def stored(tmp_path):
    with closing(sqlite3.connect(tmp_path / "test.db")) as database:
        return database.execute("select * from sessions").fetchall()


async def admin_key(accounts):
    owner = await accounts.default_owner()
    return (await accounts.create_key(owner.id, scopes=list(Scope))).key


async def test_every_server_with_the_database_knows_a_session(server):
    (accounts, here), (_, there) = server(), server()
    key = await admin_key(accounts)
    opened = await here.open(key.id)

    assert (await there.principal(opened.value)).key_id == key.id
    await there.end(opened.value)
    with pytest.raises(Unauthenticated):
        await here.principal(opened.value)


async def test_a_session_expires(server, clock):
    accounts, sessions = server()
    opened = await sessions.open((await admin_key(accounts)).id)
    assert opened.lasts_s == SESSION_S

    clock.now += SESSION_S - 1
    await sessions.principal(opened.value)
    clock.now += 1
    with pytest.raises(Unauthenticated):
        await sessions.principal(opened.value)


async def test_an_invitation_expires_and_works_once_on_any_server(server, clock):
    (accounts, here), (_, there) = server(), server()
    await admin_key(accounts)
    used, late = await here.invite(), await here.invite()

    await there.accept(used)
    with pytest.raises(Unauthenticated):
        await here.accept(used)
    clock.now += INVITATION_S
    with pytest.raises(Unauthenticated):
        await here.accept(late)


async def test_an_invitation_dies_with_its_key(server):
    accounts, sessions = server()
    key = await admin_key(accounts)
    link = await sessions.invite()

    await accounts.revoke(key.id)

    with pytest.raises(Unauthenticated):
        await sessions.accept(link)
    assert await sessions.invite() is None


async def test_the_session_of_an_expired_key_is_over(server, clock):
    accounts, sessions = server()
    owner = await accounts.default_owner()
    key = (await accounts.create_key(owner.id, expires_at=2000.0)).key
    opened = await sessions.open(key.id)

    clock.now = 2000.0

    with pytest.raises(Unauthenticated):
        await sessions.principal(opened.value)


async def test_nothing_that_is_stored_opens_a_session(server, tmp_path):
    accounts, sessions = server()
    opened = await sessions.open((await admin_key(accounts)).id)

    [row] = stored(tmp_path)

    assert opened.value not in row
    for value in row:
        with pytest.raises(Unauthenticated):
            await sessions.principal(str(value))


async def test_expired_sessions_are_removed_when_another_begins(server, clock, tmp_path):
    accounts, sessions = server()
    key = await admin_key(accounts)
    for _ in range(3):
        await sessions.open(key.id)

    clock.now += SESSION_S
    await sessions.open(key.id)

    assert len(stored(tmp_path)) == 1
