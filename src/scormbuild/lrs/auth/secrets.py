"""The secrets of an organisation, for pseudonyms and signatures: a table with rights of its own."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

SECRET_BYTES = 32
SELECT_SECRET = text("select pseudonym_key, signing_key from secret where organisation = :organisation")
INSERT_SECRET = text(
    """insert into secret (organisation, pseudonym_key, signing_key)
       values (:organisation, :pseudonym_key, :signing_key) on conflict (organisation) do nothing"""
)


@dataclass(frozen=True, slots=True)
class Secret:
    """An organisation's secrets: one makes pseudonyms and marks, one signs reports."""

    pseudonym_key: str = field(repr=False)
    signing_key: str = field(repr=False)


def find_secret(connection: Connection, organisation: int) -> Secret | None:
    """The organisation's secrets, if it has some."""
    row = connection.execute(SELECT_SECRET, {"organisation": organisation}).first()
    return None if row is None else Secret(*row)


def ensure_secret(connection: Connection, organisation: int) -> Secret:
    """The organisation's secrets, made where there are none; they never change, as pseudonyms would."""
    fresh = {
        "organisation": organisation,
        "pseudonym_key": secrets.token_hex(SECRET_BYTES),
        "signing_key": secrets.token_hex(SECRET_BYTES),
    }
    # Written, then read back: of two LRSs that start together, both go on with the one that stayed.
    connection.execute(INSERT_SECRET, fresh)
    return Secret(*connection.execute(SELECT_SECRET, {"organisation": organisation}).one())
