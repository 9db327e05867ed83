"""Who counts in which team."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from scormbuild.analysis.model import joins
from scormbuild.analysis.model.anonymity import regroup
from scormbuild.analysis.model.fetch import organisation_rows
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection


def with_anonymous_teams(tables: Tables, selection: Selection, least: int) -> Tables:
    """The tables so that no combination of teams, or none, is that of fewer than `least` persons."""
    found = {person: frozenset(teams) for person, teams in members(tables, selection).items()}
    if not found:
        return tables
    # By the whole organisation, whatever is asked about: groups that differ by filter could be subtracted.
    outside = persons_without_team(tables, selection, least)
    return replace(tables, regrouping=regroup(found | dict.fromkeys(outside, frozenset()), least))


def members(tables: Tables, selection: Selection) -> dict[int, set[str]]:
    """The teams of each person who is in any, by `person_key`."""
    found: dict[int, set[str]] = defaultdict(set)
    for person, team in organisation_rows(tables.teams, selection, "person_key", "team"):
        found[person].add(team)
    return found


def persons_without_team(tables: Tables, selection: Selection, most: int) -> list[int]:
    """So many of those who ever did anything and are in no team."""
    statements = tables.statements
    persons = statements.filter(statements.person_key.notnull()).select("organisation", "person_key")
    persons = joins.with_person_key(persons.distinct(), tables)
    outside = persons.anti_join(tables.teams, ["organisation", "person_key"])
    outside = outside.filter(outside.organisation == selection.organisation).distinct().limit(most)
    return [person for (person,) in organisation_rows(outside, selection, "person_key")]


def team_rows(tables: Tables, selection: Selection) -> list[tuple[int, str]]:
    """Each person in each team that they count in."""
    found = members(tables, selection)
    shown = tables.regrouping.after if tables.regrouping else {}
    return [(person, team) for person, teams in {**found, **shown}.items() for team in sorted(teams)]


def teams_by_person(tables: Tables, selection: Selection) -> dict[int, str]:
    """The teams that each person counts in, as in "A; B"."""
    found: dict[int, list[str]] = defaultdict(list)
    for person, team in team_rows(tables, selection):
        found[person].append(team)
    return {person: "; ".join(named) for person, named in found.items()}
