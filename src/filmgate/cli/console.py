"""What people see: text on the terminal, exit codes, errors in plain English."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, NoReturn

import typer

from filmgate.core import errors

if TYPE_CHECKING:
    from rich.console import Console

#: exit code → what it means; `filmgate --help` shows them
EXIT_CODES = {
    0: "done",
    1: "the request failed, was cancelled, or a clip did not pass its checks",
    2: "the command line is wrong",
    3: "the input is not valid",
    4: "the key is missing, wrong, or may not do this",
    5: "there is no such model, request, file or key",
    6: "the server cannot be reached, or a setting is wrong",
    130: "interrupted",
}


#: columns of tables that go to a file or a pipe
_WIDTH = 120


@cache
def out() -> Console:
    """Return the console for results: standard output."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else _WIDTH
    return Console(highlight=False, soft_wrap=True, width=width)


@cache
def note() -> Console:
    """Return the console for progress, hints and errors: standard error."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def print_json(value: object) -> None:
    """Print a value as JSON for programs, on standard output."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n")


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], empty: str) -> None:
    """Print rows under headings, or a sentence that says what to do when there are none."""
    if not rows:
        out().print(empty)
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, overflow="fold", no_wrap=number == 0)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    out().print(table)


def fail(code: int, message: str, details: Sequence[str] = ()) -> NoReturn:
    """Say what is wrong on standard error and leave with an exit code."""
    from rich.markup import escape

    note().print(f"[bold red]filmgate:[/] {escape(message)}")
    for line in details:
        note().print(f"  - {escape(line)}")
    raise typer.Exit(code)


def exit_code(error: errors.FilmgateError) -> int:
    """Return the exit code of an error: one for each thing a user can do about it."""
    table: list[tuple[type[errors.FilmgateError], int]] = [
        (errors.InvalidInput, 3),
        (errors.MediaError, 3),
        (errors.TooLarge, 3),
        (errors.Unauthenticated, 4),
        (errors.PermissionDenied, 4),
        (errors.NotFound, 5),
        (errors.ConfigurationError, 6),
    ]
    return next((code for kind, code in table if isinstance(error, kind)), 1)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn every error that is meant for people into text and an exit code."""
    try:
        yield
    except errors.InvalidInput as error:
        lines = [f"{_place(p.loc)}: {p.msg}" for p in error.problems]
        fail(exit_code(error), "the input is not valid", lines)
    except errors.FilmgateError as error:
        fail(exit_code(error), error.message)
    except KeyboardInterrupt:
        fail(130, "interrupted")


def _place(loc: Sequence[str | int]) -> str:
    parts = loc[1:] if loc and loc[0] == "body" else loc
    return ".".join(map(str, parts)) or "input"
