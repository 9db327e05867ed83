"""Legal holds: what is known of a person is neither erased nor outlived while one is set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from scormbuild.errors import SettingsError
from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.database.clock import now_text
from scormbuild.lrs.rights.person import Person, person_of_pseudonym, scheme_of

# `since` stays as it was: a new reason must not make the hold look younger.
UPSERT_HOLD = text(
    """insert into hold (organisation, person, reason, since) values (:organisation, :person, :reason, :since)
       on conflict (organisation, person) do update set reason = excluded.reason"""
)
DELETE_HOLD = text("delete from hold where organisation = :organisation and person in :persons").bindparams(
    bindparam("persons", expanding=True)
)
SELECT_HOLD = text(
    "select person, reason, since from hold where organisation = :organisation and person in :persons"
).bindparams(bindparam("persons", expanding=True))
SELECT_HOLDS = text(
    "select person, reason, since from hold where organisation = :organisation order by since, person"
)


@dataclass(frozen=True, slots=True)
class Hold:
    """A row; `person` is a pseudonym."""

    person: str
    reason: str
    since: str


def set_hold(connection: Connection, person: Person, reason: str) -> Hold:
    """Hold what is known of a person; again changes the reason only."""
    if not reason.strip():
        raise SettingsError(
            "a hold needs a reason\n  hint: such as --reason 'complaint 14, until it is closed'"
        )
    since = now_text()
    row = {"organisation": person.organisation.id, "person": person.pseudonym, "reason": reason.strip()}
    # By another pseudonym of the same person it would be a second row, and lifting one would leave the
    # other.
    for earlier in find_holds(connection, person):
        row |= {"person": earlier.person}
    connection.execute(UPSERT_HOLD, {**row, "since": since})
    return find_holds(connection, person)[0]


def lift_hold(connection: Connection, person: Person) -> int:
    """Take the hold away; gives whether there was one."""
    bound = {"organisation": person.organisation.id, "persons": list(person.pseudonyms)}
    return connection.execute(DELETE_HOLD, bound).rowcount


def find_holds(connection: Connection, person: Person) -> list[Hold]:
    """The hold on a person, by whichever of their pseudonyms it was set."""
    bound = {"organisation": person.organisation.id, "persons": list(person.pseudonyms)}
    return [Hold(*row) for row in connection.execute(SELECT_HOLD, bound)]


def list_holds(connection: Connection, organisation: int) -> list[Hold]:
    """All holds of an organisation, oldest first."""
    return [Hold(*row) for row in connection.execute(SELECT_HOLDS, {"organisation": organisation})]


def list_held_persons(connection: Connection, organisation: Organisation) -> Iterator[Person]:
    """All persons who are held."""
    scheme = scheme_of(connection, organisation)
    for row in list_holds(connection, organisation.id):
        yield person_of_pseudonym(connection, organisation, scheme, row.person)


def require_no_hold(connection: Connection, person: Person) -> None:
    """Raise SettingsError where a hold forbids to erase."""
    for hold in find_holds(connection, person):
        raise SettingsError(
            f"{hold.person} is under a legal hold since {hold.since}: {hold.reason}\n"
            "  hint: scormbuild lrs hold lift takes it away, once the reason is gone"
        )
