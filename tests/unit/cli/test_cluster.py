"""The commands of a server that is more than one process say what they did, or what is wrong."""

import pytest
from tests.postgres_server import empty
from typer.testing import CliRunner

from filmgate.cli.app import app


@pytest.fixture
def command(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    def run(*words, **settings):
        environment = {f"FILMGATE_{name.upper()}": value for name, value in settings.items()}
        return CliRunner().invoke(app, [*words, "--data-dir", str(tmp_path)], env=environment)

    return run


def test_migrate_makes_the_tables_of_an_embedded_database_once(command):
    first, second = command("migrate"), command("migrate")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "tables of version 1 made" in first.output
    assert "nothing to do" in second.output


@pytest.mark.postgres
def test_migrate_makes_the_tables_of_a_shared_database_once(command, postgres):
    url = postgres.create()

    first, second = (command("migrate", database=url) for _ in range(2))

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "tables of version 1 made" in first.output
    assert "nothing to do" in second.output
    empty(url)  # the tables are there, those of the queue too


@pytest.mark.postgres
def test_a_worker_on_a_database_without_tables_says_what_to_do(command, postgres):
    ended = command("worker", database=postgres.create())

    assert ended.exit_code != 0
    assert "filmgate migrate" in ended.output


def test_a_worker_needs_a_slot(command):
    ended = command("worker", "--slots", "0")

    assert ended.exit_code != 0
    assert "at least one slot" in ended.output


@pytest.mark.postgres
def test_a_worker_refuses_engines_that_do_not_exist(command, postgres_url):
    ended = command("worker", "--engines", "previs", database=postgres_url)

    assert ended.exit_code != 0
    assert "previs" in ended.output


def test_a_worker_with_sqlite_renders_everything(command):
    ended = command("worker", "--engines", "previz")

    assert ended.exit_code != 0
    assert "one process renders everything" in ended.output


def test_a_database_that_does_not_answer_is_named(command):
    ended = command("migrate", database="postgresql://ann:secret@127.0.0.1:9/films")

    assert ended.exit_code != 0
    assert "127.0.0.1/films" in ended.output
    assert "secret" not in ended.output
