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

    def added_persons(self, team: str) -> list[int]:
        """Who is shown in a team without being in it."""
        return sorted(each for each in self.after if team in self.after[each] - self.before[each])

    def removed_persons(self, team: str) -> list[int]:
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
    many people or nobody. It moves the figures of a team by a few people.
    """
    sizes = Counter(team for teams in teams_by_person.values() for team in teams)
    large = frozenset(team for team, size in sizes.items() if size >= least)
    classes: Classes = defaultdict(set)
    for person, teams in teams_by_person.items():
        classes[teams & large].add(person)
    split_rare_combinations(classes, sizes, least)
    merge_small_classes(classes, least)
    for team in sorted(large.difference(*classes)):
        tell_with_another(team, classes, {who for who, teams in teams_by_person.items() if team in teams})
    return {person: teams for teams, persons in classes.items() for person in persons}


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
        classes[nearest_class(small, classes)] |= persons


def nearest_class(teams: Teams, classes: Classes) -> Teams:
    """The class that lacks fewest of these teams, then that has fewest others, then the smallest."""
    return min(
        classes,
        key=lambda each: (len(teams - each), len(teams ^ each), len(classes[each]), sorted(each)),
    )


def tell_with_another(team: str, classes: Classes, members: set[int]) -> None:
    """A large team whose members all count elsewhere has the figures of the class where most of them are."""
    host = max(classes, key=lambda teams: (len(classes[teams] & members), sorted(teams)))
    classes[host | {team}] |= classes.pop(host)
