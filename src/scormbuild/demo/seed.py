"""A crowd for the demo's LRS: 250 learners in six teams, who did the course in the last twelve weeks.

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

from scormbuild.demo.learners import simulate_attempt
from scormbuild.demo.phrases import read_phrases
from scormbuild.demo.plan import Plan
from scormbuild.demo.replies import draw_habits
from scormbuild.demo.schedule import local_day, visit_moment
from scormbuild.demo.statements import LMS, PACKAGE, action_statement, draw_source, incoming_actions
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.ingest import Ingest
from scormbuild.lrs.people import teams
from scormbuild.lrs.people.teams import ImportLine

Json = dict[str, Any]
Step = Callable[[int, int], None]
LEARNERS, DAYS = 250, 84
HOME_PAGE = "https://lms.example.org"
# One team is too small for the reports, which show no figures of fewer than five.
TEAM_SHARES = (0.26, 0.48, 0.66, 0.83, 0.984, 1.0)  # of how many up to each team: the last has four people
SOURCE = "demo"  # of the note that they were here
STATEMENTS_PER_INGEST = 500


@dataclass(frozen=True)
class SimulatedLearner:
    """A learner, and what is told of them by each source, in that order."""

    name: str
    team: str
    statements: dict[str, list[Json]]


def seed_database(database: str, outline: Json, now: int, zone: ZoneInfo, step: Step) -> bool:
    """Let them all in, who did this course up to now; False where they were in before."""
    iri = outline["course"]["iri"]
    with Ingest.open(database, organisations.DEFAULT, "lms.example.org", LMS) as ingest:
        ingest.keep_outline(outline)
        if ingest.read_checkpoint(SOURCE, iri):
            return False
        crowd = list(simulated_learners(outline, now, zone))
        write_teams(ingest, crowd)
        ingest_statements(database, crowd, step)
        ingest.write_checkpoint(SOURCE, iri, f"{LEARNERS} learners")
    return True


def simulated_learners(outline: Json, now: int, zone: ZoneInfo) -> Iterator[SimulatedLearner]:
    """Everybody, the same each time but for the moments."""
    plan, today = Plan.from_outline(outline), local_day(now, zone)
    names = read_phrases(outline["course"]["language"])["teams"]
    for number in range(LEARNERS):
        chance = Random(f"{outline['course']['iri']} {number}")  # noqa: S311 (nothing secret)
        share = number / LEARNERS
        place = next(place for place, most in enumerate(TEAM_SHARES) if share < most)
        first = today - DAYS + 12 * (len(TEAM_SHARES) - 1 - place) + int(chance.expovariate(1 / 9))
        name = f"learner-{number + 1:03}"
        yield SimulatedLearner(
            name,
            names[place],
            statements_by_source(plan, name, visit_moment(first, chance, zone), now, chance, zone),
        )


def statements_by_source(
    plan: Plan, name: str, begin: int, now: int, chance: Random, zone: ZoneInfo
) -> dict[str, list[Json]]:
    """The statements of one attempt, those of moments to come left out."""
    registration = str(UUID(int=chance.getrandbits(128), version=4))
    actor = {"objectType": "Agent", "account": {"homePage": HOME_PAGE, "name": name}}
    done = simulate_attempt(plan, draw_habits(chance), chance, begin, zone)
    found: dict[str, list[Json]] = {PACKAGE: [], LMS: []}
    for each in incoming_actions(done, draw_source(chance), plan, chance):
        if each.stored <= now:
            found[each.source].append(action_statement(plan, registration, actor, each.action))
    return found


def write_teams(ingest: Ingest, crowd: list[SimulatedLearner]) -> None:
    """Put each into a team."""
    lines = [ImportLine(number, each.name, "", "", (each.team,)) for number, each in enumerate(crowd, 1)]
    with ingest.database.writing() as connection:
        owner = organisations.find_organisation(connection, organisations.DEFAULT)
        teams.import_people(connection, owner, ingest.scheme, lines, HOME_PAGE, replace=False)


def ingest_statements(database: str, crowd: list[SimulatedLearner], step: Step) -> None:
    """Hand all statements over, the browsers' first."""
    total = sum(len(some) for each in crowd for some in each.statements.values())
    done = 0
    for source, home in ((PACKAGE, "demo"), (LMS, "lms.example.org")):
        statements = [one for each in crowd for one in each.statements[source]]
        with Ingest.open(database, organisations.DEFAULT, home, source) as ingest:
            for first in range(0, len(statements), STATEMENTS_PER_INGEST):
                ingest.store_statements(statements[first : first + STATEMENTS_PER_INGEST])
                done += len(statements[first : first + STATEMENTS_PER_INGEST])
                step(done, total)
