"""Two identities that turn out to be one person: a user's number and user name in an LMS."""

from __future__ import annotations

from sqlalchemy import Connection, text

from scormbuild.lrs.database import Database
from scormbuild.lrs.people import teams
from scormbuild.lrs.privacy.pseudonym import (
    Identity,
    Scheme,
    account_text,
    origin,
    person_mark,
    pseudonym_account,
    pseudonym_of,
    replace_pseudonyms,
    user_number_text,
)
from scormbuild.lrs.store import identities, incoming, statements
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.statement.references import reference_key

STATEMENTS_PER_JOIN = 200  # statements rewritten in one transaction
SELECT_SEQS = text(
    """select distinct seq from reference
       where organisation = :organisation and key in (:agent, :related) order by seq limit :rows"""
)


def join_identities(
    database: Database,
    organisation: int,
    scheme: Scheme,
    page: str,
    user_number: str,
    name: str,
    display: str,
) -> None:
    """Make them one, in what is stored too; cheap where they are one already."""
    # A plug-in may send a user's number where SCORM gives the course the user name; a harvest knows both.
    numbered = Identity(
        pseudonym_of(scheme.key, user_number_text(page, user_number)), origin(page), user_number, display
    )
    named = Identity(pseudonym_of(scheme.key, account_text(page, name)), origin(page), name, display)
    with database.reading() as connection:
        if is_joined(connection, organisation, scheme, numbered, named):
            return
    with database.writing() as connection:
        database.dialect.lock_organisation(connection, organisation)
        # The rows first: what comes in from now on is stored as the joined person's, so the loop below
        # comes to an end.
        person = write_joined_identities(connection, organisation, scheme, numbered, named)
    if person is None:
        return
    left = True
    # Some at a time, the lock let go in between, so that an LRS beside us goes on.
    while left:
        with database.writing() as connection:
            database.dialect.lock_organisation(connection, organisation)
            left = rewrite_pseudonym(
                connection, database, organisation, scheme.home_page, numbered.pseudonym, person
            )


def is_joined(
    connection: Connection, organisation: int, scheme: Scheme, numbered: Identity, named: Identity
) -> bool:
    """Whether the rows say all of this, and no statement says otherwise."""
    known = identities.find_identities_by_pseudonym(
        connection, organisation, [numbered.pseudonym, named.pseudonym]
    )
    if len(known) < 2 or len({row.person for row in known.values()}) > 1:
        return False
    if any(named.display not in ("", row.display) for row in known.values()):
        return False
    return not seqs_of_pseudonym(connection, organisation, scheme.home_page, numbered.pseudonym, 1)


def write_joined_identities(
    connection: Connection, organisation: int, scheme: Scheme, numbered: Identity, named: Identity
) -> str | None:
    """The rows as they are to be; None for somebody who was erased and has done nothing since."""
    both = [numbered.pseudonym, named.pseudonym]
    known = identities.find_identities_by_pseudonym(connection, organisation, both)
    marks = [person_mark(scheme.key, each) for each in both]
    # A harvest would otherwise bring back, row for row, who was erased.
    if not known and incoming.find_erasure_marks(connection, organisation, marks):
        return None
    identities.write_identities(connection, organisation, [numbered, named], known)
    person = identities.person_pseudonym(connection, organisation, named.pseudonym)
    if person == numbered.pseudonym:  # joined the other way round: the user name leads
        # The name leads, as packages send it: the number's statements are the ones that are rewritten.
        person = named.pseudonym
    identities.join_persons(connection, organisation, numbered.pseudonym, person)
    teams.move_teams(connection, organisation, scheme.home_page, numbered.pseudonym, person)
    return person


def seqs_of_pseudonym(
    connection: Connection, organisation: int, home_page: str, person: str, rows: int
) -> list[int]:
    """The places of some statements that bear a pseudonym."""
    identity = ifi({"account": pseudonym_account(person, home_page)}) or ""
    keys = {"agent": reference_key("agent", identity), "related": reference_key("related_agent", identity)}
    bound = {"organisation": organisation, **keys, "rows": rows}
    return list(connection.scalars(SELECT_SEQS, bound))


def rewrite_pseudonym(
    connection: Connection, database: Database, organisation: int, home_page: str, old: str, new: str
) -> bool:
    """Put one pseudonym in the place of another in some statements; False where there are no more."""
    found = statements.statements_at(
        connection,
        organisation,
        seqs_of_pseudonym(connection, organisation, home_page, old, STATEMENTS_PER_JOIN),
    )
    ours = [each for each in found if old in each.body]  # others only refer to one of these, and follow it
    for each in ours:
        statement = replace_pseudonyms(each.statement, home_page, {old: new})
        statements.replace_statement(connection, database.dialect, organisation, each.seq, statement)
    return bool(ours)
