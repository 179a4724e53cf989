"""The commands of a server that is more than one process: worker, migrate."""

from __future__ import annotations

from typing import Annotated

import typer

from filmgate.cli.console import plain_errors
from filmgate.cli.options import Config, DataDir
from filmgate.settings import Settings


def worker(
    slots: Annotated[int | None, typer.Option(help="Renders at once.")] = None,
    engines: Annotated[str | None, typer.Option(help="Only these, with commas.")] = None,
    data_dir: DataDir = None,
    config: Config = None,
) -> None:
    """Render what servers with the same database accept; without an API of its own.

    With PostgreSQL any number of these may run, on any machines.

    `FILMGATE_DATABASE=postgresql://… filmgate worker --slots 2`
    """
    from filmgate.cli import worker as command

    with plain_errors():
        names = None if engines is None else [part for part in engines.split(",") if part]
        command.run(Settings.load(config, slots=slots, engines=names, data_dir=data_dir))


def migrate(
    data_dir: DataDir = None,
    config: Config = None,
) -> None:
    """Make the tables of the database, or bring them up to date; safe to repeat.

    A PostgreSQL database needs it before the first start and after an upgrade.
    """
    from filmgate.cli import migrate as command

    with plain_errors():
        command.run(Settings.load(config, data_dir=data_dir))
