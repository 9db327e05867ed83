"""Persons behind pseudonyms, courses and what an LMS calls them, harvests, and the rights of the person."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG, TEXT = sa.BigInteger, sa.Text


def column(name: str, kind: Any = TEXT, default: Any = None) -> sa.Column[Any]:
    """A column that is never null."""
    return sa.Column(name, kind, nullable=False, server_default=default)


def table(name: str, *columns: sa.Column[Any], key: list[str]) -> None:
    """A table led by its organisation."""
    op.create_table(
        name,
        column("organisation", sa.Integer),
        *columns,
        sa.PrimaryKeyConstraint("organisation", *key),
    )


def upgrade() -> None:
    """Every key begins with the organisation, as in the tables before."""
    persons()
    courses()
    rights()


def persons() -> None:
    """What makes pseudonyms, and the way back: tables apart, so that they can have rights of their own."""
    op.add_column("organisation", column("pseudonyms", default="roads"))
    table("secret", column("pseudonym_key"), column("signing_key"), key=[])
    table(
        "identity",
        column("pseudonym"),
        column("person"),  # the pseudonym that the statements bear: another one, once two are joined
        column("home_page"),
        column("name"),
        column("display"),
        key=["pseudonym"],
    )
    op.create_index("identity_person", "identity", ["organisation", "person"])


def courses() -> None:
    """What a package asks and shows, what an LMS calls it, and how far each harvest came."""
    table("course", column("iri"), column("outline"), key=["iri"])
    table("mapping", column("iri"), column("course"), key=["iri"])
    table("harvested", column("source"), column("item"), column("mark"), key=["source", "item"])


def rights() -> None:
    """What was erased (as marks that name nobody), what is kept how long, and who read what."""
    table("erased", column("mark"), column("until", BIG), key=["mark"])
    table("hold", column("person"), column("reason"), column("since"), key=["person"])
    table("retention", column("verb"), column("part"), column("days", sa.Integer), key=["verb", "part"])
    table(
        "audit",
        column("id"),
        column("at", BIG),
        column("who"),
        column("action"),
        column("detail"),
        key=["at", "id"],
    )
