"""Who stands behind a pseudonym, and the secrets that make them: tables apart, with rights of their own."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, text

from scormbuild.lrs.privacy.pseudonym import Identity, digest
from scormbuild.lrs.store import audit

SECRET_BYTES = 32
PORTION = 5_000  # values bound in one query
SECRET = text("select pseudonym_key, signing_key from secret where organisation = :organisation")
MAKE = text(
    """insert into secret (organisation, pseudonym_key, signing_key)
       values (:organisation, :pseudonym_key, :signing_key) on conflict (organisation) do nothing"""
)
COLUMNS = (
    "select pseudonym, person, home_page, name, display from identity where organisation = :organisation"
)
AMONG = text(f"{COLUMNS} and pseudonym in :pseudonyms").bindparams(bindparam("pseudonyms", expanding=True))
OF_PERSON = text(f"{COLUMNS} and person = :person order by home_page, name")
NAMED = text(f"{COLUMNS} and (name = :name or display = :name) order by home_page, name")
ADD = text(
    """insert into identity (organisation, pseudonym, person, home_page, name, display)
       values (:organisation, :pseudonym, :person, :home_page, :name, :display)
       on conflict (organisation, pseudonym) do nothing"""
)
CALL = text(
    "update identity set display = :display where organisation = :organisation and pseudonym = :pseudonym"
)
JOIN = text("update identity set person = :person where organisation = :organisation and person = :joined")


@dataclass(frozen=True, slots=True)
class Secret:
    """An organisation's secrets: one makes pseudonyms and marks, one signs reports."""

    pseudonym_key: str = field(repr=False)
    signing_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Known:
    """A row: `person` is the pseudonym that statements bear, that of another row once two are joined."""

    pseudonym: str
    person: str
    home_page: str
    name: str
    display: str


def secret(connection: Connection, organisation: int) -> Secret | None:
    """The organisation's secrets, if it has some."""
    row = connection.execute(SECRET, {"organisation": organisation}).first()
    return None if row is None else Secret(*row)


def ensure_secret(connection: Connection, organisation: int) -> Secret:
    """The organisation's secrets, made where there are none; they never change, as pseudonyms would."""
    fresh = {
        "organisation": organisation,
        "pseudonym_key": secrets.token_hex(SECRET_BYTES),
        "signing_key": secrets.token_hex(SECRET_BYTES),
    }
    connection.execute(MAKE, fresh)
    return Secret(*connection.execute(SECRET, {"organisation": organisation}).one())


def among(connection: Connection, organisation: int, pseudonyms: Collection[str]) -> dict[str, Known]:
    """The rows of these pseudonyms."""
    return {
        row.pseudonym: Known(*row)
        for some in portions(sorted(pseudonyms))
        for row in connection.execute(AMONG, {"organisation": organisation, "pseudonyms": some})
    }


def portions(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """The values, as many at a time as a query may bind."""
    for first in range(0, len(values), PORTION):
        yield values[first : first + PORTION]


def of_person(connection: Connection, organisation: int, person: str) -> list[Known]:
    """All identities of one person."""
    return [
        Known(*row) for row in connection.execute(OF_PERSON, {"organisation": organisation, "person": person})
    ]


def behind(connection: Connection, organisation: int, pseudonyms: Collection[str]) -> list[Known]:
    """All identities of the persons that these pseudonyms stand for."""
    persons = sorted({row.person for row in among(connection, organisation, pseudonyms).values()})
    return [row for each in persons for row in of_person(connection, organisation, each)]


def disclose(
    connection: Connection, organisation: int, who: str, action: str, rows: Collection[Known]
) -> None:
    """Note in the audit trail who was told of which persons; they stand there by digests that name nobody."""
    if rows:
        persons = sorted({digest(row.person) for row in rows})
        audit.note(connection, organisation, who, action, {"persons": persons})


def named(connection: Connection, organisation: int, name: str) -> list[Known]:
    """Everybody with this account name, number, address or display name."""
    return [Known(*row) for row in connection.execute(NAMED, {"organisation": organisation, "name": name})]


def person(connection: Connection, organisation: int, pseudonym: str) -> str:
    """The pseudonym that statements about this one bear."""
    row = among(connection, organisation, [pseudonym]).get(pseudonym)
    return row.person if row else pseudonym


def keep(
    connection: Connection, organisation: int, identities: Iterable[Identity], known: dict[str, Known]
) -> None:
    """Write down who isn't in `known` yet, and what is called otherwise by now."""
    latest = {each.pseudonym: each for each in identities}
    for each in sorted(latest.values()):  # sorted: no dead-lock
        row = known.get(each.pseudonym)
        bound = {"organisation": organisation, **each._asdict()}
        if row is None:
            connection.execute(ADD, {**bound, "person": each.pseudonym})
        elif each.display and each.display != row.display:
            connection.execute(CALL, bound)


def join(connection: Connection, organisation: int, joined: str, person: str) -> None:
    """Make all of one person another's."""
    connection.execute(JOIN, {"organisation": organisation, "joined": joined, "person": person})
