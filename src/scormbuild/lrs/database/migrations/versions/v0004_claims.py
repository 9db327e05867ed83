"""What a package claims: whether an LMS attests it, what clashed under one id, whose clock runs ahead."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG, INT, TEXT = sa.BigInteger, sa.Integer, sa.Text
UUID = sa.Text().with_variant(sa.Uuid(as_uuid=False), "postgresql")


def column(name: str, kind: Any = TEXT) -> sa.Column[Any]:
    """A column that is never null."""
    return sa.Column(name, kind, nullable=False)


def table(name: str, *columns: sa.Column[Any], key: list[str]) -> None:
    """A table led by its organisation."""
    lead = column("organisation", INT)
    op.create_table(name, lead, *columns, sa.PrimaryKeyConstraint("organisation", *key))


def upgrade() -> None:
    """Flat rows go and are made anew: which course and moment a statement counts for has changed."""
    # Numbers as in flat_statement: the registration and the person are hashed there as well.
    table("attestation", column("attempt", BIG), column("person_key", BIG), key=["attempt", "person_key"])
    table(
        "statement_conflict",
        column("id", UUID),
        column("digest"),
        column("received", BIG),
        column("source"),
        sa.Column("course", PLAIN),
        column("activity", PLAIN),
        column("body"),
        key=["id", "digest"],
    )
    op.execute("delete from flat_statement")
    # The row stays: it says that reports want flat rows, and at 0 the next refresh begins anew.
    op.execute("update flat_state set through = 0, amended = 0")
    ahead = sa.Column("clock_ahead", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("flat_statement", ahead)
