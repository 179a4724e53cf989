"""Tables of an older filmgate, brought up to date: revisions written for Alembic, run in order.

A fresh database is made from ``schema.sql`` and never comes here. Each change of the tables adds a
revision to ``versions``, named by its number, and raises `SCHEMA_VERSION`; a test holds what the
revisions make against what ``schema.sql`` says. A revision that fails changes nothing.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from filmgate.core.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alembic.script import Script

#: folder that holds ``versions``
REVISIONS: Final = Path(__file__).parent
_LOCK: Final = sqlalchemy.text("select pg_advisory_xact_lock(:key)")
_VERSION: Final = sqlalchemy.text("select value from settings where name = 'schema_version'")
_STAMP: Final = sqlalchemy.text(
    "update settings set value = :version where name = 'schema_version'"
)


def upgrade_sqlite(path: Path, folder: Path = REVISIONS) -> tuple[int, int]:
    """Bring the tables of a SQLite file up to date; gives the version before and now."""
    engine = sqlalchemy.create_engine(f"sqlite:///{path}", poolclass=sqlalchemy.NullPool)
    # the driver would begin transactions by itself, but not before changes of tables
    sqlalchemy.event.listen(engine, "connect", _let_us_begin)
    sqlalchemy.event.listen(engine, "begin", _begin_immediately)
    with engine.begin() as connection:
        return upgrade(connection, folder)


def upgrade_postgres(url: str, lock: int, folder: Path = REVISIONS) -> tuple[int, int]:
    """Bring the tables of a PostgreSQL database up to date, one process at a time.

    Parameters
    ----------
    url
        The database.
    lock
        Key of the advisory lock that everybody takes who changes tables.
    folder
        Where the revisions are.

    Returns
    -------
    (int, int)
        The version before and now.
    """
    import psycopg

    def connect() -> Any:
        return psycopg.connect(url)

    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=connect, poolclass=sqlalchemy.NullPool
    )
    with engine.begin() as connection:
        connection.execute(_LOCK, {"key": lock})
        return upgrade(connection, folder)


def upgrade(connection: sqlalchemy.Connection, folder: Path = REVISIONS) -> tuple[int, int]:
    """Run the revisions that a database does not have yet; the caller's transaction holds them all.

    Raises
    ------
    ConfigurationError
        When a revision cannot be run.
    """
    found = int(connection.execute(_VERSION).scalar_one())
    now = found
    with _operations(connection):
        for script in revisions(folder):
            number = int(script.revision)
            if number <= found:
                continue
            _run(script)
            connection.execute(_STAMP, {"version": str(number)})
            now = number
    return found, now


def make(connection: sqlalchemy.Connection, folder: Path = REVISIONS) -> None:
    """Make the tables of an empty database by running every revision there is."""
    with _operations(connection):
        for script in revisions(folder):
            _run(script)
            connection.execute(_STAMP, {"version": script.revision})


def revisions(folder: Path = REVISIONS) -> list[Script]:
    """Every revision, the first one first."""
    directory = ScriptDirectory(str(folder))
    return list(directory.iterate_revisions("heads", "base"))[::-1]


def _run(script: Script) -> None:
    try:
        script.module.upgrade()
    except sqlalchemy.exc.DatabaseError as error:
        raise ConfigurationError(
            f"the tables stay as they are: revision {script.revision} ({script.doc}) failed with"
            f" {error.orig}; report it with the version of filmgate that you came from"
        ) from error


@contextmanager
def _operations(connection: sqlalchemy.Connection) -> Iterator[None]:
    """What ``alembic.op`` means inside a revision."""
    with Operations.context(MigrationContext.configure(connection)):
        yield


def _let_us_begin(connection: Any, _record: object) -> None:
    connection.isolation_level = None


def _begin_immediately(connection: sqlalchemy.Connection) -> None:
    connection.exec_driver_sql("begin immediate")
