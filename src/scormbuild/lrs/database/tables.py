"""The tables of the database: a row for each, which all read that have to know them.

A migration that adds a table adds its row here. Migrations themselves never read this: they tell what was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Table:
    """What must be known of a table besides its columns."""

    name: str
    # What tells the rows of an organisation apart: `organisation` where there is one. None in a table that
    # is read before it is known whose request it is: such a one is small, and not led by its organisation.
    key: str | None = None
    counted_as: str = ""  # what an administrator calls its rows, where they are counted
    by_organisation: bool = False  # they are counted for each organisation too
    erasable: bool = False  # rows go from it with a person who is erased
    types: str = ""  # of the columns after the organisation, where rows are inserted as arrays (PostgreSQL)
    holds_json: bool = False  # its texts are JSON or none, and nothing in it is null


# In this order they are distributed, counted and emptied: `statement` before all that Citus puts beside it.
TABLES: Final = {
    table.name: table
    for table in (
        Table("organisation", counted_as="organisations"),
        Table("credential", counted_as="keys"),
        Table("login"),
        Table("admission"),
        Table("statement", "seq", "statements", by_organisation=True, erasable=True, holds_json=True),
        Table("reference", "key, seq", erasable=True, types="bigint, bigint", holds_json=True),
        Table("awaited", "id, seq", erasable=True, types="uuid, bigint, boolean"),
        Table("document", "owner, registration, id", "documents", by_organisation=True, erasable=True),
        Table("attachment", "sha2", "attachments", by_organisation=True, erasable=True, types="text, bytea"),
        Table("activity", "key", "activities", erasable=True),
        Table("person", "key, name", erasable=True, types="bigint, text"),
        Table("secret", "organisation"),
        Table("identity", "pseudonym", erasable=True),
        Table("course", "iri"),
        Table("mapping", "iri"),
        Table("harvested", "source, item"),
        Table("erased", "mark"),
        Table("hold", "person"),
        Table("retention", "verb, part"),
        Table("audit", "at, id"),
        Table("amended", "seq"),
        Table("flat_statement", "seq", erasable=True),
        Table("flat_state", "organisation"),
        Table("flat_alias", "actor", erasable=True),
        Table("attestation", "attempt, person_key", erasable=True, types="bigint, bigint"),
        Table("statement_conflict", "id, digest", erasable=True),
        Table("lake", "path"),
        Table("team", "person, team", erasable=True),
    )
}

# What is known without an organisation; of these, who may come in: keys, and logins with their sessions.
REFERENCE_TABLES: Final = tuple(name for name, table in TABLES.items() if table.key is None)
ACCESS_TABLES: Final = tuple(name for name in REFERENCE_TABLES if name != "organisation")
# What an organisation holds, with the key of each row.
ORGANISATION_KEYS: Final = {name: table.key for name, table in TABLES.items() if table.key is not None}
ERASABLE_TABLES: Final = tuple(name for name, table in TABLES.items() if table.erasable)
