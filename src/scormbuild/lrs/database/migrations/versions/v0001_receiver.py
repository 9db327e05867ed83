"""Organisations, keys, statements and what finds them, documents."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG, TEXT = sa.BigInteger, sa.Text
UUID = sa.Text().with_variant(sa.Uuid(as_uuid=False), "postgresql")


def column(name: str, kind: Any, default: Any = None) -> sa.Column[Any]:
    """A column that is never null."""
    return sa.Column(name, kind, nullable=False, server_default=default)


def table(name: str, *columns: sa.Column[Any], key: list[str], clustered: bool = False) -> None:
    """A table led by its organisation; `clustered` keeps the rows in the order of the key (SQLite)."""
    op.create_table(
        name,
        column("organisation", sa.Integer),
        *columns,
        sa.PrimaryKeyConstraint("organisation", *key),
        sqlite_with_rowid=not clustered,
    )


def upgrade() -> None:
    """Every unique key but those of the two small tables begins with the organisation, as Citus asks."""
    access()
    statements()
    table("activity", column("key", BIG), column("iri", TEXT), column("definition", TEXT), key=["key"])
    # Clustered, as `reference` is: the key is nearly the whole row, and an index beside it would double it.
    table("person", column("key", BIG), column("name", TEXT), key=["key", "name"], clustered=True)
    table("attachment", column("sha2", TEXT), column("content", sa.LargeBinary), key=["sha2"])
    documents()


def access() -> None:
    """Who may call: looked up by the key alone, so these two aren't spread."""
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("name", TEXT, nullable=False, unique=True),
        column("home_page", TEXT),
        column("created", TEXT),
    )
    op.create_table(
        "credential",
        sa.Column("key", TEXT, primary_key=True),
        column("organisation", sa.Integer),
        *(column(name, TEXT) for name in ("secret_hash", "name", "scopes", "limits", "created")),
        sa.Column("revoked", TEXT),
    )


def statements() -> None:
    """`seq` is `stored` in microseconds since 1970, unique within an organisation and always rising."""
    table(
        "statement",
        column("seq", BIG),
        column("id", UUID),
        column("voided", sa.Boolean, default=sa.false()),
        column("version", sa.SmallInteger),
        column("body", TEXT),
        key=["seq"],
    )
    # Retries are found by their id, and of two that come at once one has to lose (Communication 2.1.1).
    op.create_index("statement_id", "statement", ["organisation", "id"], unique=True)
    table("reference", column("key", BIG), column("seq", BIG), key=["key", "seq"], clustered=True)
    table("awaited", column("id", UUID), column("seq", BIG), column("voids", sa.Boolean), key=["id", "seq"])


def documents() -> None:
    """State, activity profiles and agent profiles; `owner` is a hash, since IRIs outgrow an index."""
    table(
        "document",
        *(
            column(name, TEXT)
            for name in (
                "owner",
                "registration",
                "id",
                "resource",
                "activity",
                "agent",
                "content_type",
                "etag",
            )
        ),
        column("content", sa.LargeBinary),
        column("updated", BIG),
        key=["owner", "registration", "id"],
    )
