"""Statements have names and a purpose, and are one text for both databases."""

import re
from pathlib import Path

import pytest

from filmgate.db import script
from filmgate.db.script import parse, schema, statements


def test_statements_are_found_by_name():
    text = """
-- A file.

-- name: first
-- Reads one thing.
select 1
from a;

-- name: second
-- Reads another.
select 2;
"""

    assert parse(text) == {"first": "select 1\nfrom a", "second": "select 2"}


@pytest.mark.parametrize(
    "text",
    [
        "-- name: a\nselect 1;",
        "-- name: a\n-- One.\nselect 1;\n-- name: a\n-- Two.\nselect 2;",
    ],
)
def test_a_statement_without_a_purpose_or_with_a_taken_name_is_refused(text):
    with pytest.raises(ValueError, match="'a'"):
        parse(text)


def test_every_statement_is_one_statement():
    for name, text in statements().items():
        assert ";" not in text, name


def test_no_statement_uses_what_only_one_database_knows():
    own = re.compile(
        r"\b(strftime|julianday|datetime|ifnull|group_concat|rowid|autoincrement|iif|printf"
        r"|insert or|glob|total\()",
        re.IGNORECASE,
    )

    for name, text in {**statements(), "schema": schema()}.items():
        assert not own.search(text), name


def test_every_table_has_a_comment_that_says_what_it_is():
    tables = re.findall(r"(-- [^\n]+\n)?create table (\w+)", schema())

    assert len(tables) == 15
    assert all(comment for comment, _ in tables)


def test_every_statement_is_used():
    folder = Path(script.__file__).parent
    code = "".join(path.read_text() for path in folder.glob("*.py"))

    unused = {name for name in statements() if f'"{name}"' not in code}

    assert {name for name in unused if not name.startswith("usage_by_")} == set()
