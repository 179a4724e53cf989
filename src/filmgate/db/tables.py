"""The tables in PostgreSQL: what version they are of, and how they come to be."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

import psycopg
from psycopg.rows import TupleRow

from filmgate.core.errors import ConfigurationError
from filmgate.db.dialect import in_postgres
from filmgate.db.script import SCHEMA_VERSION, schema

#: seconds to wait for a database that does not answer
CONNECT_S: Final = 10
#: lets one process at a time change tables
_LOCK: Final = 7_302_611


def check_version(url: str) -> None:
    """Refuse a database that cannot be reached or whose tables are not the ones we know.

    Raises
    ------
    ConfigurationError
        Says what to do.
    """
    with _connect(url) as connection:
        _check(connection, url)


def _check(connection: psycopg.Connection[TupleRow], url: str) -> None:
    found = version(connection)
    if found is None:
        raise ConfigurationError(
            f"{name(url)} has no tables of filmgate yet: run `filmgate migrate`"
        )
    _refuse_newer(found, url)
    if found < SCHEMA_VERSION:
        raise ConfigurationError(
            f"{name(url)} has tables of version {found}, this filmgate needs {SCHEMA_VERSION}:"
            " run `filmgate migrate`"
        )


def migrate(url: str, others: Mapping[str, str]) -> tuple[int | None, int]:
    """Make the tables, or bring them up to date; any number of processes may try at once.

    Parameters
    ----------
    url
        The database.
    others
        Tables of the queue: the name of one, and what makes all where that one is missing.

    Returns
    -------
    (int or None, int)
        The version before (None: there were no tables), and now.

    Raises
    ------
    ConfigurationError
        When the database cannot be reached, or is of a newer filmgate.
    """
    older = _upgrade_older(url)
    with _connect(url) as connection, connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", (_LOCK,))
        before = version(connection)
        if before is None:
            _execute(connection, postgres_schema())
            connection.execute(
                "insert into settings (name, value) values ('secret', %s)", (secrets.token_hex(32),)
            )
        else:
            _refuse_newer(before, url)
        for table, text in others.items():
            if not _has(connection, table):
                _execute(connection, text)
    return older or before, SCHEMA_VERSION


def _upgrade_older(url: str) -> int | None:
    """Run the revisions that tables of an older filmgate do not have; gives their version."""
    with _connect(url) as connection:
        found = version(connection)
    if found is None or found >= SCHEMA_VERSION:
        return None
    from filmgate.db.migrations import upgrade_postgres

    return upgrade_postgres(url, _LOCK)[0]


def read_secret(url: str) -> bytes:
    """The secret that links are signed with, the same for all processes on one database.

    Raises
    ------
    ConfigurationError
        As `check_version`.
    """
    with _connect(url) as connection:
        _check(connection, url)
        row = connection.execute("select value from settings where name = 'secret'").fetchone()
    if row is None:
        raise ConfigurationError(f"{name(url)} holds no secret: run `filmgate migrate`")
    return bytes.fromhex(row[0])


def postgres_schema() -> str:
    """The statements that make an empty database, in PostgreSQL's words."""
    return in_postgres(schema())


def version(connection: psycopg.Connection[TupleRow]) -> int | None:
    """The version of the tables; None when there are none."""
    if not _has(connection, "settings"):
        return None
    row = connection.execute("select value from settings where name = 'schema_version'").fetchone()
    return int(row[0]) if row else 0


def name(url: str) -> str:
    """What to call a database in messages: its address without the password."""
    parts = urlsplit(url)
    return f"{parts.hostname or 'localhost'}{parts.path}"


def _refuse_newer(found: int, url: str) -> None:
    if found > SCHEMA_VERSION:
        raise ConfigurationError(
            f"{name(url)} was made by a newer filmgate (tables of version {found}, this one knows"
            f" {SCHEMA_VERSION}): upgrade filmgate, or choose another database"
        )


def _connect(url: str) -> psycopg.Connection[TupleRow]:
    try:
        return psycopg.connect(url, connect_timeout=CONNECT_S)
    except psycopg.Error as error:
        why = str(error).strip().splitlines()[-1]
        raise ConfigurationError(f"the database {name(url)} cannot be used: {why}") from error


def _has(connection: psycopg.Connection[TupleRow], table: str) -> bool:
    row = connection.execute("select to_regclass(%s)", (table,)).fetchone()
    return row is not None and row[0] is not None


def _execute(connection: psycopg.Connection[TupleRow], text: str) -> None:
    # written by us, or by the queue's library
    connection.execute(text.encode())
