"""For every test: no network beyond this machine, and asyncio for the asynchronous ones."""

import ipaddress
import sys

import pytest
from tests.postgres_server import PostgresServer, empty
from tests.s3_server import S3Server


def _is_here(address) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = address[0]
    try:
        return host in ("", "localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_the_world(event, args):
    if event in ("socket.connect", "socket.sendto") and not _is_here(args[1]):
        raise RuntimeError(f"a test wants to reach {args[1]}; tests reach this machine only")


sys.addaudithook(_refuse_the_world)


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server of this test run."""
    server = PostgresServer()
    yield server.start()
    server.close()


@pytest.fixture(scope="session")
def postgres_tables(postgres):
    """The URL of a database with filmgate's tables, shared by all tests."""
    from filmgate.bootstrap.folder import migrate_database
    from filmgate.settings import Settings

    url = postgres.create()
    migrate_database(Settings(database=url))
    return url


@pytest.fixture
def postgres_url(postgres_tables):
    """The URL of a database with filmgate's tables and no rows."""
    empty(postgres_tables)
    return postgres_tables


@pytest.fixture(scope="session")
def s3():
    """An S3 server of this test run, with one bucket."""
    server = S3Server()
    yield server.start()
    server.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def new_database(request, tmp_path):
    """Makes databases that are not started; all of one test hold the same rows."""
    if request.param == "sqlite":
        from filmgate.db.sqlite import SqliteDatabase

        return lambda clock=None: SqliteDatabase(
            tmp_path / "test.db", "normal", *([clock] if clock else [])
        )
    from filmgate.db.postgres import PostgresDatabase

    url = request.getfixturevalue("postgres_url")
    return lambda clock=None: PostgresDatabase(url, "normal", clock)
