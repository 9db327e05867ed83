"""Who stands behind a pseudonym, and the secrets that make them: tables apart, with rights of their own."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, text

from scormbuild.lrs.privacy.pseudonym import Identity, pseudonym_digest
from scormbuild.lrs.store import audit

SECRET_BYTES = 32
VALUES_PER_QUERY = 5_000  # values bound in one query
SELECT_SECRET = text("select pseudonym_key, signing_key from secret where organisation = :organisation")
INSERT_SECRET = text(
    """insert into secret (organisation, pseudonym_key, signing_key)
       values (:organisation, :pseudonym_key, :signing_key) on conflict (organisation) do nothing"""
)
SELECT_IDENTITIES = (
    "select pseudonym, person, home_page, name, display from identity where organisation = :organisation"
)
SELECT_BY_PSEUDONYM = text(f"{SELECT_IDENTITIES} and pseudonym in :pseudonyms").bindparams(
    bindparam("pseudonyms", expanding=True)
)
SELECT_BY_PERSON = text(f"{SELECT_IDENTITIES} and person = :person order by home_page, name")
SELECT_BY_NAME = text(f"{SELECT_IDENTITIES} and (name = :name or display = :name) order by home_page, name")
INSERT_IDENTITY = text(
    """insert into identity (organisation, pseudonym, person, home_page, name, display)
       values (:organisation, :pseudonym, :person, :home_page, :name, :display)
       on conflict (organisation, pseudonym) do nothing"""
)
UPDATE_DISPLAY = text(
    "update identity set display = :display where organisation = :organisation and pseudonym = :pseudonym"
)
UPDATE_PERSON = text(
    "update identity set person = :person where organisation = :organisation and person = :joined"
)


@dataclass(frozen=True, slots=True)
class Secret:
    """An organisation's secrets: one makes pseudonyms and marks, one signs reports."""

    pseudonym_key: str = field(repr=False)
    signing_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StoredIdentity:
    """A row: `person` is the pseudonym that statements bear, that of another row once two are joined."""

    pseudonym: str
    person: str
    home_page: str
    name: str
    display: str


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
    connection.execute(INSERT_SECRET, fresh)
    return Secret(*connection.execute(SELECT_SECRET, {"organisation": organisation}).one())


def find_identities_by_pseudonym(
    connection: Connection, organisation: int, pseudonyms: Collection[str]
) -> dict[str, StoredIdentity]:
    """The rows of these pseudonyms."""
    return {
        row.pseudonym: StoredIdentity(*row)
        for some in portions(sorted(pseudonyms))
        for row in connection.execute(SELECT_BY_PSEUDONYM, {"organisation": organisation, "pseudonyms": some})
    }


def portions(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """The values, as many at a time as a query may bind."""
    for first in range(0, len(values), VALUES_PER_QUERY):
        yield values[first : first + VALUES_PER_QUERY]


def find_identities_by_person(connection: Connection, organisation: int, person: str) -> list[StoredIdentity]:
    """All identities of one person."""
    return [
        StoredIdentity(*row)
        for row in connection.execute(SELECT_BY_PERSON, {"organisation": organisation, "person": person})
    ]


def find_identities_behind(
    connection: Connection, organisation: int, pseudonyms: Collection[str]
) -> list[StoredIdentity]:
    """All identities of the persons that these pseudonyms stand for."""
    persons = sorted(
        {row.person for row in find_identities_by_pseudonym(connection, organisation, pseudonyms).values()}
    )
    return [row for each in persons for row in find_identities_by_person(connection, organisation, each)]


def audit_disclosure(
    connection: Connection, organisation: int, who: str, action: str, rows: Collection[StoredIdentity]
) -> None:
    """Note in the audit trail who was told of which persons; they stand there by digests that name nobody."""
    if rows:
        persons = sorted({pseudonym_digest(row.person) for row in rows})
        audit.insert_audit_entry(connection, organisation, who, action, {"persons": persons})


def find_identities_by_name(connection: Connection, organisation: int, name: str) -> list[StoredIdentity]:
    """Everybody with this account name, number, address or display name."""
    return [
        StoredIdentity(*row)
        for row in connection.execute(SELECT_BY_NAME, {"organisation": organisation, "name": name})
    ]


def person_pseudonym(connection: Connection, organisation: int, pseudonym: str) -> str:
    """The pseudonym that statements about this one bear."""
    row = find_identities_by_pseudonym(connection, organisation, [pseudonym]).get(pseudonym)
    return row.person if row else pseudonym


def write_identities(
    connection: Connection,
    organisation: int,
    identities: Iterable[Identity],
    stored: dict[str, StoredIdentity],
) -> None:
    """Write down who isn't in `known` yet, and what is called otherwise by now."""
    latest = {each.pseudonym: each for each in identities}
    for each in sorted(latest.values()):  # sorted: no dead-lock
        row = stored.get(each.pseudonym)
        bound = {"organisation": organisation, **each._asdict()}
        if row is None:
            connection.execute(INSERT_IDENTITY, {**bound, "person": each.pseudonym})
        elif each.display and each.display != row.display:
            connection.execute(UPDATE_DISPLAY, bound)


def join_persons(connection: Connection, organisation: int, joined: str, person: str) -> None:
    """Make all of one person another's."""
    connection.execute(UPDATE_PERSON, {"organisation": organisation, "joined": joined, "person": person})
