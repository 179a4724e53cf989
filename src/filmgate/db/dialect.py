"""One text of statements for two databases: what each of them reads of it."""

from __future__ import annotations

import re
import sqlite3
from typing import Final

#: lines that only PostgreSQL reads
_ONLY_POSTGRES: Final = re.compile(r"^-- postgresql: ", re.MULTILINE)
#: ids are compared byte by byte on every database, whatever its language
_TEXT: Final = re.compile(r"(?<=^    )(\w+) text\b", re.MULTILINE)


def in_postgres(text: str) -> str:
    """The statements in PostgreSQL's words."""
    return _TEXT.sub(r'\1 text collate "C"', _ONLY_POSTGRES.sub("", text))


def split(text: str) -> list[str]:
    """The single statements of a text; running it whole would end the open transaction."""
    statements: list[str] = []
    pending = ""
    for line in text.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    return statements
