"""Who stands behind a pseudonym: a table apart, with rights of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from scormbuild.lrs.privacy.pseudonym import Identity, pseudonym_digest
from scormbuild.lrs.store import audit

# SQLite takes 32,766, PostgreSQL 65,535.
VALUES_PER_QUERY = 5_000  # values bound in one query
SELECT_IDENTITIES = (
    "select pseudonym, person, home_page, name, display from identity where organisation = :organisation"
)
SELECT_BY_PSEUDONYM = text(f"{SELECT_IDENTITIES} and pseudonym in :pseudonyms").bindparams(
    bindparam("pseudonyms", expanding=True)
)
SELECT_BY_PERSON = text(f"{SELECT_IDENTITIES} and person = :person order by home_page, name")
SELECT_BY_ACCOUNT_NAME = text(f"{SELECT_IDENTITIES} and name = :name order by home_page, name")
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
class StoredIdentity:
    """A row: `person` is the pseudonym that statements bear, that of another row once two are joined."""

    pseudonym: str
    person: str
    home_page: str
    name: str
    display: str


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


def list_person_digests(rows: Iterable[StoredIdentity]) -> list[str]:
    """The persons behind these identities, as the audit log has them: by digests that name nobody."""
    return sorted({pseudonym_digest(person) for person in {row.person for row in rows}})


def audit_disclosure(
    connection: Connection, organisation: int, who: str, action: str, digests: Sequence[str]
) -> None:
    """Note in the audit log who was told of which persons.

    Digests, and not rows: who was found is looked up and counted before, by a connection that only reads, as
    all writers wait while this transaction is open.
    """
    if digests:
        audit.insert_audit_entry(connection, organisation, who, action, {"persons": list(digests)})


def find_identities_by_account_name(
    connection: Connection, organisation: int, name: str
) -> list[StoredIdentity]:
    """Everybody with this account name, number or address."""
    return [
        StoredIdentity(*row)
        for row in connection.execute(SELECT_BY_ACCOUNT_NAME, {"organisation": organisation, "name": name})
    ]


def find_identities_by_name(connection: Connection, organisation: int, name: str) -> list[StoredIdentity]:
    """The same with those who are called so: to look at, as a name is no proof of who somebody is."""
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
    """Write down who isn't in `stored` yet, and what is called otherwise by now."""
    # Within one transaction too, a source that tells no name takes none away.
    latest: dict[str, Identity] = {}
    for each in identities:
        if each.display or each.pseudonym not in latest:
            latest[each.pseudonym] = each
    rows = [{"organisation": organisation, **each._asdict()} for each in sorted(latest.values())]
    new = [{**row, "person": row["pseudonym"]} for row in rows if row["pseudonym"] not in stored]
    # Names change, and the newest counts; a source that tells none takes none away.
    renamed = [
        row
        for row in rows
        if (known := stored.get(row["pseudonym"])) and row["display"] not in ("", known.display)
    ]
    # All at once, as a team may have a hundred thousand; sorted, so there is no dead-lock.
    for sql, values in ((INSERT_IDENTITY, new), (UPDATE_DISPLAY, renamed)):
        if values:
            connection.execute(sql, values)


def join_persons(connection: Connection, organisation: int, joined: str, person: str) -> None:
    """Make all of one person another's."""
    connection.execute(UPDATE_PERSON, {"organisation": organisation, "joined": joined, "person": person})
