"""What lies in a data folder: who serves it, accounts, the secret, the scratch space."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from filmgate.core.errors import ConfigurationError

if TYPE_CHECKING:
    from filmgate.accounts import Accounts
    from filmgate.db.postgres import PostgresDatabase
    from filmgate.db.sqlite import SqliteDatabase
    from filmgate.settings import Settings

    AnyDatabase: TypeAlias = SqliteDatabase | PostgresDatabase


def open_database(
    settings: Settings, timer: Callable[[str, float], None] = lambda _, __: None
) -> AnyDatabase:
    """Open the database that the settings name; start it before it is used.

    `timer` is told how long each read and each transaction takes.

    Raises
    ------
    ConfigurationError
        When it cannot be used; says why, and what to do.
    """
    if settings.is_cluster:
        _require_cluster()
        from filmgate.db.postgres import PostgresDatabase

        return PostgresDatabase(settings.database, settings.durability, timer=timer)
    from filmgate.db.sqlite import SqliteDatabase

    return SqliteDatabase(settings.sqlite_path, settings.durability, timer=timer)


def migrate_database(settings: Settings) -> tuple[int | None, int]:
    """Make the tables or bring them up to date; gives the version before (None: none) and now.

    Raises
    ------
    ConfigurationError
        When the database cannot be used, or is of a newer filmgate.
    """
    if settings.is_cluster:
        _require_cluster()
        from filmgate.db import tables
        from filmgate.queue.procrastinate import TABLE, schema

        return tables.migrate(settings.database, {TABLE: schema()})
    from filmgate.db.script import SCHEMA_VERSION
    from filmgate.db.sqlite import SqliteDatabase, file_version

    before = file_version(settings.sqlite_path)
    if before is not None and before < SCHEMA_VERSION:
        from filmgate.db.migrations import upgrade_sqlite

        upgrade_sqlite(settings.sqlite_path)
    SqliteDatabase(settings.sqlite_path, settings.durability).close()
    return before, SCHEMA_VERSION


def _require_cluster() -> None:
    from importlib.util import find_spec

    if not (find_spec("psycopg_pool") and find_spec("procrastinate")):
        raise ConfigurationError(
            "a PostgreSQL database needs more packages: pip install 'filmgate[cluster]'"
        )


def find_running(settings: Settings) -> str | None:
    """Where the server of this data folder answers; None when none runs."""
    from filmgate.queue.dispatcher import running_server

    running = running_server(settings.data_dir)
    return running.url or None if running else None


@asynccontextmanager
async def open_accounts(settings: Settings) -> AsyncIterator[Accounts]:
    """Open the accounts of a data folder, beside a server that may be running."""
    from filmgate.accounts import Accounts
    from filmgate.db.accounts import AccountTable

    database = open_database(settings)
    await database.start()
    try:
        accounts = Accounts(AccountTable(database), default_caps=settings.default_caps)
        yield accounts
        await accounts.settle()
    finally:
        await database.stop()


def local_url(settings: Settings) -> str:
    """Where commands on this machine reach a server."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def server_secret(settings: Settings) -> bytes:
    """The secret that links are signed with: of a data folder, or of all processes of a cluster."""
    if settings.is_cluster:
        _require_cluster()
        from filmgate.db.tables import read_secret

        return read_secret(settings.database)
    return folder_secret(settings.data_dir)


def folder_secret(data_dir: Path) -> bytes:
    """The secret of a data folder; made at the first start, readable by us alone."""
    path = data_dir / "secret"
    data_dir.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        part = data_dir / f"secret.{os.getpid()}"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was faster; its secret counts
            os.link(part, path)
        part.unlink()
    return path.read_bytes()


def clear_scratch(folder: Path) -> None:
    """Remove what processes that are gone have left; each has a folder named by its number."""
    for left in folder.glob("*"):
        if not left.name.isdecimal() or not _is_alive(int(left.name)):
            shutil.rmtree(left, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
