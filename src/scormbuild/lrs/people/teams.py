"""Who is in which team, by pseudonym: what a personnel system says, never part of a statement."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, text

from scormbuild.errors import SettingsError
from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.people.people_file import ImportLine, parse_people
from scormbuild.lrs.privacy.pseudonym import (
    Scheme,
    account_text,
    is_number,
    normalise_identifier,
    pseudonym_of,
    user_number_text,
)
from scormbuild.lrs.store import change_log, identities
from scormbuild.lrs.store.identities import StoredIdentity
from scormbuild.lrs.xapi.rules.actors import IFIS

__all__ = [
    "ImportCounts",
    "ImportLine",
    "import_people",
    "list_team_counts",
    "lms_home_page",
    "parse_people",
]

INSERT_MEMBER = text(
    """insert into team (organisation, person, team, person_key)
       values (:organisation, :person, :team, :person_key)
       on conflict (organisation, person, team) do nothing"""
)
DELETE_ALL_MEMBERS = text("delete from team where organisation = :organisation")
DELETE_MEMBERS = text(
    "delete from team where organisation = :organisation and person in :persons"
).bindparams(bindparam("persons", expanding=True))
SELECT_TEAMS = text(
    "select distinct team from team where organisation = :organisation and person in :persons order by team"
).bindparams(bindparam("persons", expanding=True))
COUNT_MEMBERS = text(
    """select team, count(*) as persons from team where organisation = :organisation
       group by team order by team"""
)
SELECT_HOME_PAGES = text("select distinct home_page from identity where organisation = :organisation")


class TeamCount(NamedTuple):
    """A team, and how many are in it."""

    team: str
    persons: int


@dataclass(slots=True)
class ImportCounts:
    """What an import did: `unseen` are the lines of those who haven't been heard of yet."""

    persons: int = 0
    known: int = 0
    teams: int = 0
    without_team: int = 0
    unseen: list[int] = field(default_factory=list)


def lms_home_pages(connection: Connection, organisation: int) -> list[str]:
    """The addresses of the LMSs whose users are known."""
    found = connection.scalars(SELECT_HOME_PAGES, {"organisation": organisation})
    return sorted(page for page in found if page not in IFIS)


def lms_home_page(connection: Connection, organisation: int) -> str:
    """The address of the one LMS whose users are known; raises SettingsError where that isn't clear."""
    known = lms_home_pages(connection, organisation)
    if len(known) != 1:
        which = f"users of several LMSs are known: {', '.join(known)}" if known else "no LMS is known yet"
        raise SettingsError(f"{which}\n  hint: say which is meant: --home-page https://moodle.example.org")
    return known[0]


def import_people(
    connection: Connection,
    owner: Organisation,
    scheme: Scheme,
    lines: Iterable[ImportLine],
    home_page: str,
    *,
    replace: bool,
) -> ImportCounts:
    """Put people into teams; `replace`: all who aren't named are in none any more.

    Who has not been heard of yet is there under the pseudonym that their statements will bear.
    """
    lines = list(lines)
    pseudonyms = {line: pseudonyms_of_line(line, scheme, home_page) for line in lines}
    everybody = {each for some in pseudonyms.values() for each in some}
    # One question for the whole list, before anything is written.
    known = identities.find_identities_by_pseudonym(connection, owner.id, everybody)
    # In the transaction of the new rows: nobody reads a moment in which there are no teams.
    if replace:
        connection.execute(DELETE_ALL_MEMBERS, {"organisation": owner.id})
    done = ImportCounts()
    persons: dict[str, bool] = {}
    rows: set[tuple[str, str]] = set()
    for line in lines:
        person, seen = choose_person(pseudonyms[line], known)
        if persons.setdefault(person, seen) is False and not seen:
            done.unseen.append(line.number)
        rows |= {(person, team) for team in line.teams}
        done.without_team += not line.teams
    add_members(connection, owner.id, owner.home_page, rows)
    done.persons, done.known = len(persons), sum(persons.values())
    done.teams = len({team for _, team in rows})
    return done


def add_members(
    connection: Connection, organisation: int, home_page: str, rows: Iterable[tuple[str, str]]
) -> None:
    """Put persons into teams; `home_page` is the organisation's."""
    bound = [
        {
            "organisation": organisation,
            "person": person,
            "team": team,
            "person_key": change_log.person_key(person, home_page),
        }
        for person, team in sorted(rows)
    ]
    if bound:
        connection.execute(INSERT_MEMBER, bound)


def pseudonyms_of_line(line: ImportLine, scheme: Scheme, home_page: str) -> list[str]:
    """The pseudonyms that somebody may have, the likeliest first; a name of digits may be a number."""
    texts = []
    if line.user:
        texts += [account_text(home_page, line.user)]
        texts += [user_number_text(home_page, line.user)] if is_number(line.user) else []
        # An LMS may keep user names in lower case, whatever the sheet has.
        texts += [account_text(home_page, line.user.lower())]
    if line.user_number:
        numbered = [user_number_text(home_page, line.user_number)] if is_number(line.user_number) else []
        texts += [*numbered, account_text(home_page, line.user_number)]
    if line.mail:
        texts += [f"mbox:{normalise_identifier('mbox', f'mailto:{line.mail}')}"]
        texts += [account_text(home_page, each) for each in (line.mail, line.mail.lower())]
    return list(dict.fromkeys(pseudonym_of(scheme.key, each) for each in texts))


def choose_person(pseudonyms: list[str], known: dict[str, StoredIdentity]) -> tuple[str, bool]:
    """The person that statements bear, and whether anything was heard of them."""
    for each in pseudonyms:
        if each in known:
            return known[each].person, True
    # The likeliest spelling, so that the first statement, when it comes, already finds its team.
    return pseudonyms[0], False


def move_teams(connection: Connection, organisation: int, home_page: str, old: str, new: str) -> None:
    """Let the teams of one pseudonym be those of another, once both are one person."""
    add_members(
        connection,
        organisation,
        home_page,
        [(new, team) for team in list_teams(connection, organisation, [old])],
    )
    remove_members(connection, organisation, [old])


def list_teams(connection: Connection, organisation: int, persons: Collection[str]) -> list[str]:
    """The teams of somebody, by all their pseudonyms."""
    bound = {"organisation": organisation, "persons": sorted(persons)}
    return [str(team) for team in connection.scalars(SELECT_TEAMS, bound)]


def remove_members(connection: Connection, organisation: int, persons: Collection[str]) -> int:
    """Take somebody out of every team; gives how many those were."""
    bound = {"organisation": organisation, "persons": sorted(persons)}
    return connection.execute(DELETE_MEMBERS, bound).rowcount


def list_team_counts(connection: Connection, organisation: int) -> list[TeamCount]:
    """Every team, with how many are in it."""
    return [TeamCount(*row) for row in connection.execute(COUNT_MEMBERS, {"organisation": organisation})]
