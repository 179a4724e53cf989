"""One suite for every database: SQLite and a real PostgreSQL."""

import asyncio

import pytest


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
