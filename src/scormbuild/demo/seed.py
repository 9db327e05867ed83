"""A crowd for the demo's receiver: 250 learners in six teams, who did the course in the last twelve weeks.

They come in by the doors that learners come in by, and leave the same traces: what a browser tells, what a
harvest finds in an LMS, teams from a personnel system. Nobody of them is real.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from scormbuild.demo.learners import deeds
from scormbuild.demo.phrases import phrases
from scormbuild.demo.plan import Plan
from scormbuild.demo.replies import habits
from scormbuild.demo.schedule import day_of, visit
from scormbuild.demo.statements import LMS, PACKAGE, by_roads, road_of, statement
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.ingest import Inlet
from scormbuild.lrs.people import teams
from scormbuild.lrs.people.import_file import Line

Json = dict[str, Any]
Step = Callable[[int, int], None]
LEARNERS, DAYS = 250, 84
HOME = "https://lms.example.org"
SIZES = (0.26, 0.48, 0.66, 0.83, 0.984, 1.0)  # of how many up to each team: the last has four people
SOURCE = "demo"  # of the note that they were here
PORTION = 500


@dataclass(frozen=True)
class Guest:
    """A learner, and what is told of them by each road, in that order."""

    name: str
    team: str
    told: dict[str, list[Json]]


def welcome(database: str, outline: Json, now: int, zone: ZoneInfo, step: Step) -> bool:
    """Let them all in, who did this course up to now; False where they were in before."""
    iri = outline["course"]["iri"]
    with Inlet.open(database, organisations.DEFAULT, "lms.example.org", LMS) as inlet:
        inlet.keep(outline)
        if inlet.harvested(SOURCE, iri):
            return False
        crowd = list(guests(outline, now, zone))
        group(inlet, crowd)
        tell(database, crowd, step)
        inlet.harvest(SOURCE, iri, f"{LEARNERS} learners")
    return True


def guests(outline: Json, now: int, zone: ZoneInfo) -> Iterator[Guest]:
    """Everybody, the same each time but for the moments."""
    plan, today = Plan.of(outline), day_of(now, zone)
    names = phrases(outline["course"]["language"])["teams"]
    for number in range(LEARNERS):
        chance = Random(f"{outline['course']['iri']} {number}")  # noqa: S311 (nothing secret)
        share = number / LEARNERS
        place = next(place for place, most in enumerate(SIZES) if share < most)
        first = today - DAYS + 12 * (len(SIZES) - 1 - place) + int(chance.expovariate(1 / 9))
        name = f"learner-{number + 1:03}"
        yield Guest(name, names[place], told(plan, name, visit(first, chance, zone), now, chance, zone))


def told(
    plan: Plan, name: str, begin: int, now: int, chance: Random, zone: ZoneInfo
) -> dict[str, list[Json]]:
    """The statements of one attempt, those of moments to come left out."""
    registration = str(UUID(int=chance.getrandbits(128), version=4))
    actor = {"objectType": "Agent", "account": {"homePage": HOME, "name": name}}
    done = deeds(plan, habits(chance), chance, begin, zone)
    found: dict[str, list[Json]] = {PACKAGE: [], LMS: []}
    for each in by_roads(done, road_of(chance), plan, chance):
        if each.stored <= now:
            found[each.road].append(statement(plan, registration, actor, each.deed))
    return found


def group(inlet: Inlet, crowd: list[Guest]) -> None:
    """Put each into a team."""
    lines = [Line(number, each.name, "", "", (each.team,)) for number, each in enumerate(crowd, 1)]
    with inlet.database.writing() as connection:
        owner = organisations.find(connection, organisations.DEFAULT)
        teams.write(connection, owner, inlet.scheme, lines, HOME, replace=False)


def tell(database: str, crowd: list[Guest], step: Step) -> None:
    """Hand all statements over, the browsers' first."""
    total = sum(len(some) for each in crowd for some in each.told.values())
    done = 0
    for road, source in ((PACKAGE, "demo"), (LMS, "lms.example.org")):
        statements = [one for each in crowd for one in each.told[road]]
        with Inlet.open(database, organisations.DEFAULT, source, road) as inlet:
            for first in range(0, len(statements), PORTION):
                inlet.take(statements[first : first + PORTION])
                done += len(statements[first : first + PORTION])
                step(done, total)
