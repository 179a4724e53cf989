"""filmgate on PostgreSQL: a server and a worker as processes of their own, files in one folder."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from peers import Filmgate, Setup
from procs import Command

sys.path.append(str(Path(__file__).resolve().parents[2]))

from tests.postgres_server import PostgresServer

#: a database that keeps what it has promised, unlike the one of the tests
DURABLE = {"fsync": "on", "autovacuum": "on", "shared_buffers": "128MB", "max_wal_size": "1GB"}


class FilmgatePostgres(Filmgate):
    """The product with `filmgate serve --slots 0` and `filmgate worker`; PostgreSQL from a wheel.

    PostgreSQL waits for the disk at every commit, and is no part of the memory and the processor
    time, as Redis is none of Celery's.
    """

    name = "filmgate-pg"
    database: PostgresServer | None = None

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.port = setup.ports[self.name]
        self.data_dir = setup.work / "data-filmgate-pg"
        self.url = ""

    def env(self) -> dict[str, str]:
        """Name the database and the folder of files."""
        return super().env() | {
            "FILMGATE_DATABASE": self.url,
            "FILMGATE_STORAGE": str(self.data_dir / "files"),
            "FILMGATE_LEASE_S": "3",
        }

    def before(self) -> None:
        """Start an empty database."""
        from filmgate.bootstrap.folder import migrate_database
        from filmgate.settings import Settings

        shutil.rmtree(self.data_dir, ignore_errors=True)
        self.data_dir.mkdir(parents=True)
        self.database = PostgresServer(**DURABLE).start()
        self.url = self.database.create()
        migrate_database(Settings(database=self.url))

    def after(self) -> None:
        """End the database."""
        if self.database is not None:
            self.database.close()
            self.database = None

    def commands(self) -> list[Command]:
        """Return the server and a worker with one slot."""
        return [self._serve(0), self._work()]

    def api_commands(self) -> list[Command]:
        """Return the server alone."""
        return [self._serve(0)]

    def _work(self) -> Command:
        argv = [str(Path(sys.executable).with_name("filmgate")), "worker", "--slots", "1"]
        argv += ["--data-dir", str(self.data_dir / "worker")]
        return Command(argv, self.setup.work, self.env())
