"""Two identities that turn out to be one person: a user's number and user name in an LMS."""

from __future__ import annotations

from sqlalchemy import Connection, text

from scormbuild.lrs.database import Database
from scormbuild.lrs.people import teams
from scormbuild.lrs.privacy.pseudonym import (
    Identity,
    Scheme,
    account,
    number,
    origin,
    person_mark,
    person_of,
    pseudonym,
    renamed,
)
from scormbuild.lrs.store import identities, incoming, statements
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.statement.references import key

PORTION = 200  # statements rewritten in one transaction
BEARING = text(
    """select distinct seq from reference
       where organisation = :organisation and key in (:agent, :related) order by seq limit :rows"""
)


def join(
    database: Database, organisation: int, scheme: Scheme, page: str, digits: str, name: str, display: str
) -> None:
    """Make them one, in what is stored too; cheap where they are one already."""
    numbered = Identity(pseudonym(scheme.key, number(page, digits)), origin(page), digits, display)
    named = Identity(pseudonym(scheme.key, account(page, name)), origin(page), name, display)
    with database.reading() as connection:
        if done(connection, organisation, scheme, numbered, named):
            return
    with database.writing() as connection:
        database.dialect.lock(connection, organisation)
        person = write(connection, organisation, scheme, numbered, named)
    if person is None:
        return
    left = True
    while left:
        with database.writing() as connection:
            database.dialect.lock(connection, organisation)
            left = rewrite(connection, database, organisation, scheme.home_page, numbered.pseudonym, person)


def done(
    connection: Connection, organisation: int, scheme: Scheme, numbered: Identity, named: Identity
) -> bool:
    """Whether the rows say all of this, and no statement says otherwise."""
    known = identities.among(connection, organisation, [numbered.pseudonym, named.pseudonym])
    if len(known) < 2 or len({row.person for row in known.values()}) > 1:
        return False
    if any(named.display not in ("", row.display) for row in known.values()):
        return False
    return not bearing(connection, organisation, scheme.home_page, numbered.pseudonym, 1)


def write(
    connection: Connection, organisation: int, scheme: Scheme, numbered: Identity, named: Identity
) -> str | None:
    """The rows as they are to be; None for somebody who was erased and has done nothing since."""
    both = [numbered.pseudonym, named.pseudonym]
    known = identities.among(connection, organisation, both)
    marks = [person_mark(scheme.key, each) for each in both]
    if not known and incoming.erased(connection, organisation, marks):
        return None
    identities.keep(connection, organisation, [numbered, named], known)
    person = identities.person(connection, organisation, named.pseudonym)
    if person == numbered.pseudonym:  # joined the other way round: the user name leads
        person = named.pseudonym
    identities.join(connection, organisation, numbered.pseudonym, person)
    teams.move(connection, organisation, scheme.home_page, numbered.pseudonym, person)
    return person


def bearing(connection: Connection, organisation: int, home_page: str, person: str, rows: int) -> list[int]:
    """The places of some statements that bear a pseudonym."""
    identity = ifi({"account": person_of(person, home_page)}) or ""
    keys = {"agent": key("agent", identity), "related": key("related_agent", identity)}
    bound = {"organisation": organisation, **keys, "rows": rows}
    return list(connection.scalars(BEARING, bound))


def rewrite(
    connection: Connection, database: Database, organisation: int, home_page: str, old: str, new: str
) -> bool:
    """Put one pseudonym in the place of another in some statements; False where there are no more."""
    found = statements.at(
        connection, organisation, bearing(connection, organisation, home_page, old, PORTION)
    )
    ours = [each for each in found if old in each.body]  # others only refer to one of these, and follow it
    for each in ours:
        statement = renamed(each.statement, home_page, {old: new})
        statements.replace(connection, database.dialect, organisation, each.seq, statement)
    return bool(ours)
