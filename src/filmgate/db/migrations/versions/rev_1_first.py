"""The first tables."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from filmgate.db.dialect import in_postgres, split

revision = "1"
down_revision = None


def upgrade() -> None:
    """Make every table of version 1."""
    text = Path(__file__).with_name("first.sql").read_text(encoding="utf-8")
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        text = in_postgres(text)
    for statement in split(text):
        connection.exec_driver_sql(statement)
