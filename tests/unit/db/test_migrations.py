"""Tables of an older filmgate become those of today, whole or not at all, on both databases."""

import shutil
import sqlite3
from contextlib import closing, contextmanager

import psycopg
import pytest
import sqlalchemy

from filmgate.core.errors import ConfigurationError
from filmgate.db.dialect import in_postgres, split
from filmgate.db.migrations import (
    REVISIONS,
    make,
    revisions,
    upgrade_postgres,
    upgrade_sqlite,
)
from filmgate.db.script import SCHEMA_VERSION, schema

LOCK = 17

ADDS_A_COLUMN = '''
"""A column for tests."""

from alembic import op
import sqlalchemy as sa

revision = "{new}"
down_revision = "{old}"


def upgrade():
    op.add_column("owners", sa.Column("town", sa.Text, nullable=False, server_default="Ulm"))
    {then}
'''


class OnSqlite:
    def __init__(self, folder):
        self.path = folder / "films.db"
        with closing(sqlite3.connect(self.path)) as connection:
            for statement in split(schema()):
                connection.execute(statement)
            connection.commit()

    def upgrade(self, folder):
        return upgrade_sqlite(self.path, folder)

    def rows(self, sql):
        with closing(sqlite3.connect(self.path)) as connection:
            found = connection.execute(sql).fetchall()
            connection.commit()
        return [tuple(row) for row in found]


class OnPostgres:
    def __init__(self, url):
        self.url = url
        with psycopg.connect(url) as connection:
            connection.execute(in_postgres(schema()).encode())

    def upgrade(self, folder):
        return upgrade_postgres(self.url, LOCK, folder)

    def rows(self, sql):
        with psycopg.connect(self.url) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request, tmp_path):
    if request.param == "sqlite":
        return OnSqlite(tmp_path)
    return OnPostgres(request.getfixturevalue("postgres").create())


@pytest.fixture
def folder(tmp_path):
    """Our revisions, to which a test adds its own."""
    return shutil.copytree(REVISIONS, tmp_path / "migrations", ignore=lambda *_: ["__pycache__"])


def add(folder, then="pass"):
    new, old = str(SCHEMA_VERSION + 1), str(SCHEMA_VERSION)
    text = ADDS_A_COLUMN.format(new=new, old=old, then=then)
    (folder / "versions" / f"rev_{new}_town.py").write_text(text)


def test_every_version_has_its_revision_in_order():
    numbers = [int(script.revision) for script in revisions()]

    assert numbers == list(range(1, SCHEMA_VERSION + 1))


def test_tables_of_today_are_left_alone(database):
    assert database.upgrade(REVISIONS) == (SCHEMA_VERSION, SCHEMA_VERSION)


def test_an_older_database_gets_what_it_lacks_and_keeps_its_rows(database, folder):
    database.rows("insert into owners (id, name, created_at) values ('own_1', 'Ann', 1.0)")
    add(folder)

    assert database.upgrade(folder) == (SCHEMA_VERSION, SCHEMA_VERSION + 1)

    assert database.rows("select name, town from owners") == [("Ann", "Ulm")]
    version = database.rows("select value from settings where name = 'schema_version'")
    assert version == [(str(SCHEMA_VERSION + 1),)]


def test_a_revision_that_fails_changes_nothing(database, folder):
    add(folder, then='op.execute("select * from no_such_table")')

    with pytest.raises(ConfigurationError, match="the tables stay as they are"):
        database.upgrade(folder)

    with pytest.raises((sqlite3.OperationalError, psycopg.errors.UndefinedColumn)):
        database.rows("select town from owners")
    version = database.rows("select value from settings where name = 'schema_version'")
    assert version == [(str(SCHEMA_VERSION),)]


# --- revisions and schema.sql say the same -------------------------------------------------------


@contextmanager
def connected(engine):
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_revisions_make_the_same_sqlite_tables_as_the_schema(tmp_path):
    today = OnSqlite(tmp_path).path
    engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    with connected(engine) as connection:
        make(connection)

    assert sqlite_tables(tmp_path / "old.db") == sqlite_tables(today)


def sqlite_tables(path):
    """Columns, keys and indexes of each table, as SQLite sees them; and the rows all begin with."""
    found = {}
    with closing(sqlite3.connect(path)) as connection:

        def ask(name, of):
            return sorted(
                tuple(map(str, row)) for row in connection.execute(f"pragma {name}({of})")
            )

        tables = connection.execute("select name from sqlite_master where type = 'table'")
        for (table,) in tables.fetchall():
            indexes = connection.execute(
                "select sql from sqlite_master where type = 'index' and tbl_name = ?", (table,)
            )
            found[table] = (
                [row[1:] for row in ask("table_info", table)],
                ask("foreign_key_list", table),
                sorted(str(sql) for (sql,) in indexes),
            )
        for table in ("settings", "counters"):
            found[f"rows of {table}"] = connection.execute(f"select * from {table}").fetchall()
    return found


@pytest.mark.postgres
def test_revisions_make_the_same_postgres_tables_as_the_schema(postgres):
    today, old = postgres.create(), postgres.create()
    OnPostgres(today)
    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(old), poolclass=sqlalchemy.NullPool
    )
    with connected(engine) as connection:
        make(connection)

    assert postgres_tables(old) == postgres_tables(today)


def postgres_tables(url):
    """Columns, constraints, indexes and sequences; and the rows all begin with."""
    questions = (
        "select table_name, column_name, data_type, collation_name, is_nullable, column_default"
        " from information_schema.columns where table_schema = 'public'",
        "select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint"
        " where connamespace = 'public'::regnamespace",
        "select indexdef from pg_indexes where schemaname = 'public'",
        "select sequencename from pg_sequences where schemaname = 'public'",
        "select * from settings",
        "select * from counters",
    )
    with psycopg.connect(url) as connection:
        return [sorted(map(str, connection.execute(q).fetchall())) for q in questions]
