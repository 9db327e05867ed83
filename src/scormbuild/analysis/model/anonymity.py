"""Teams as figures may tell them apart: whoever stands in one shares their teams with enough others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

Teams = frozenset[str]
Classes = dict[Teams, set[int]]


@dataclass(frozen=True, slots=True)
class Regrouping:
    """Who is shown in other teams than those they are in, and in which."""

    before: Mapping[int, Teams]
    after: Mapping[int, Teams]

    def joined(self, team: str) -> list[int]:
        """Who is shown in a team without being in it."""
        return sorted(each for each in self.after if team in self.after[each] - self.before[each])

    def left(self, team: str) -> list[int]:
        """Who is in a team without being shown in it."""
        return sorted(each for each in self.after if team in self.before[each] - self.after[each])


def regroup(teams_by_person: Mapping[int, Teams], least: int) -> Regrouping:
    """Who has to be shown otherwise, for figures to tell nobody apart."""
    shown = anonymous_teams(teams_by_person, least)
    moved = {person: teams for person, teams in shown.items() if teams != teams_by_person[person]}
    return Regrouping({person: teams_by_person[person] for person in moved}, moved)


def anonymous_teams(teams_by_person: Mapping[int, Teams], least: int) -> dict[int, Teams]:
    """Each person's teams, so that every combination of them, none too, is that of at least `least` persons.

    This is k-anonymity over the teams: whichever teams are added up or subtracted, what remains is about so
    many people or nobody. A figure of a team is off by a few people at most, less than rounding takes.
    """
    sizes = Counter(team for teams in teams_by_person.values() for team in teams)
    large = frozenset(team for team, size in sizes.items() if size >= least)
    classes: Classes = defaultdict(set)
    for person, teams in teams_by_person.items():
        classes[teams & large].add(person)
    split_rare_combinations(classes, sizes, least)
    merge_small_classes(classes, least)
    return {
        person: teams
        for teams, persons in with_every_team(classes, large, teams_by_person).items()
        for person in persons
    }


def split_rare_combinations(classes: Classes, sizes: Mapping[str, int], least: int) -> None:
    """Who is in several teams together with too few others counts in the smallest of them alone."""
    # The smallest, as it is the one that could fall below the limit without them.
    for teams in [each for each, persons in classes.items() if len(each) > 1 and len(persons) < least]:
        smallest = min(teams, key=lambda team: (sizes[team], team))
        classes[frozenset({smallest})] |= classes.pop(teams)


def merge_small_classes(classes: Classes, least: int) -> None:
    """Too few persons with the same teams join those whose teams are most like theirs."""
    while len(classes) > 1:
        small = min(classes, key=lambda teams: (len(classes[teams]), sorted(teams)))
        if len(classes[small]) >= least:
            return
        persons = classes.pop(small)
        host = min(
            classes,
            key=lambda teams, small=small: (  # type: ignore[misc]
                len(small - teams),
                len(small ^ teams),
                len(classes[teams]),
                sorted(teams),
            ),
        )
        classes[host] |= persons


def with_every_team(classes: Classes, large: Teams, teams_by_person: Mapping[int, Teams]) -> Classes:
    """The classes so that no large team is without: one that was lost is told together with another."""
    found: Classes = defaultdict(set)
    for teams, persons in classes.items():
        found[teams] |= persons
    for team in sorted(large.difference(*found)):
        members = {person for person, teams in teams_by_person.items() if team in teams}
        host = max(found, key=lambda teams, members=members: (len(found[teams] & members), sorted(teams)))  # type: ignore[misc]
        found[host | {team}] |= found.pop(host)
    return found
