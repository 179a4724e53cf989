"""One suite for every database: SQLite and a real PostgreSQL."""

import asyncio

import pytest

from filmgate.db.postgres import PostgresDatabase
from filmgate.db.sqlite import SqliteDatabase


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def new_database(request, tmp_path):
    """Makes databases that are not started; all of one test hold the same rows."""
    if request.param == "sqlite":
        return lambda clock=None: SqliteDatabase(
            tmp_path / "test.db", "normal", *([clock] if clock else [])
        )
    url = request.getfixturevalue("postgres_url")
    return lambda clock=None: PostgresDatabase(url, "normal", clock)


@pytest.fixture
async def open_database(new_database):
    """Opens databases, which end with the test."""
    made = []

    async def open_(clock=None):
        database = new_database(clock)
        made.append(database)
        await database.start()
        return database

    yield open_
    await asyncio.gather(*(database.stop() for database in made))
