"""``filmgate migrate``: the tables of the database, made or brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmgate.cli.console import out

if TYPE_CHECKING:
    from filmgate.settings import Settings


def run(settings: Settings) -> None:
    """Migrate, and say what was done.

    Raises
    ------
    ConfigurationError
        If the database cannot be used, or is of a newer filmgate.
    """
    from filmgate import bootstrap

    before, now = bootstrap.migrate_database(settings)
    if before is None:
        out().print(f"tables of version {now} made")
    elif before < now:
        out().print(f"tables brought from version {before} to {now}")
    else:
        out().print(f"tables are of version {now}: nothing to do")
