"""The dashboard: statements as flat rows, what changed since, teams, lakes, and who may log in."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# What reports read is ordered by its bytes, as every other engine orders it.
PLAIN = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BIG, INT, TEXT, YES_NO, NUMBER = sa.BigInteger, sa.Integer, sa.Text, sa.Boolean, sa.Double


def column(name: str, kind: Any = TEXT) -> sa.Column[Any]:
    """A column that is never null."""
    return sa.Column(name, kind, nullable=False)


def some(kind: Any, *names: str) -> list[sa.Column[Any]]:
    """Columns that may be null."""
    return [sa.Column(name, kind) for name in names]


def table(name: str, *columns: sa.Column[Any], key: list[str]) -> None:
    """A table led by its organisation."""
    lead = column("organisation", INT)
    op.create_table(name, lead, *columns, sa.PrimaryKeyConstraint("organisation", *key))


def upgrade() -> None:
    """Every key but those of the two tables of logins begins with the organisation."""
    flat()
    table("amended", column("seq", BIG), column("number", BIG), key=["seq"])
    op.create_index("amended_number", "amended", ["organisation", "number"])
    table("lake", column("path"), column("exported", BIG), key=["path"])
    table(
        "team",
        column("person", PLAIN),
        column("team", PLAIN),
        column("person_key", BIG),
        key=["person", "team"],
    )
    logins()


def flat() -> None:
    """A row for each statement that isn't voided (lrs/projection/flat.py); filled once reports want it."""
    table(
        "flat_statement",
        column("seq", BIG),
        column("id", PLAIN),
        column("at", BIG),
        *some(PLAIN, "actor"),
        *some(BIG, "person_key"),
        column("verb", PLAIN),
        *some(PLAIN, "activity", "activity_type", "course", "registration"),
        *some(BIG, "attempt"),
        *some(PLAIN, "form", "response"),
        *some(INT, "revision"),
        *some(YES_NO, "completion", "success"),
        *some(NUMBER, "score", "progress", "duration"),
        column("road", PLAIN),
        column("own_word", YES_NO),
        column("contradicted", YES_NO),
        *some(PLAIN, "version", "language", "profile"),
        key=["seq"],
    )
    # What reports ask for: a period, or a course in a period.
    op.create_index("flat_statement_at", "flat_statement", ["organisation", "at"])
    op.create_index("flat_statement_course", "flat_statement", ["organisation", "course", "at"])
    table("flat_state", column("through", BIG), column("amended", BIG), key=[])
    keys = (column("actor_key", BIG), column("person_key", BIG))
    table("flat_alias", column("actor", PLAIN), column("person", PLAIN), *keys, key=["actor"])


def logins() -> None:
    """Who may see the dashboard: looked up by the name or the cookie alone, so these two aren't spread."""
    op.create_table(
        "login",
        sa.Column("name", TEXT, primary_key=True),
        column("organisation", INT),  # 0: every one
        *some(TEXT, "password"),
        column("roles"),
        *some(TEXT, "courses"),
        column("language"),
        sa.Column("subject", TEXT, unique=True),
        column("created"),
        *some(TEXT, "revoked"),
    )
    op.create_table(
        "admission",
        sa.Column("token", TEXT, primary_key=True),
        column("login"),
        column("organisation", INT),
        column("until", BIG),
    )
