"""What the tests of both databases share."""

import asyncio

import pytest

from filmgate.db.postgres import PostgresDatabase


@pytest.fixture
async def opened(postgres_url):
    """Opens databases on the same rows, each as another process would."""
    made = []

    async def open_():
        made.append(PostgresDatabase(postgres_url))
        await made[-1].start()
        return made[-1]

    yield open_
    await asyncio.gather(*(database.stop() for database in made))
