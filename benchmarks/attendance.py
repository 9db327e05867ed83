"""Who takes which course when: 20,000 people in 150 teams, and courses that are assigned in waves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from courses import outlines

from scormbuild.demo.learners import LearnerAction, simulate_attempt
from scormbuild.demo.plan import Plan
from scormbuild.demo.replies import Habits, draw_habits
from scormbuild.demo.schedule import visit_moment
from scormbuild.demo.statements import IncomingAction, draw_source, incoming_actions

PEOPLE, TEAMS = 20_000, 150
FIRST, LAST = date(2025, 11, 1), date(2026, 10, 31)
EPOCH = date(1970, 1, 1)
DAYS = range((FIRST - EPOCH).days, (LAST - EPOCH).days + 1)
ZONE = ZoneInfo("Europe/Amsterdam")
SAMPLE_ATTEMPTS = 1500  # attempts by which it is estimated how many make so many statements
RETRY_CHANCE, REFRESHER_CHANCE, MOST_ATTEMPTS = 0.6, 0.03, 3


class Start(NamedTuple):
    """The first attempt of somebody at a course."""

    day: int
    course: int
    learner: int


class Attempt(NamedTuple):
    """All that is told of one registration."""

    course: int
    learner: int
    registration: str
    actions: list[IncomingAction]


class Year:
    """The same for the same seed and size."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.plans = [Plan.from_outline(outline, seed) for outline in outlines(seed)]

    def starts(self, statements: int) -> list[Start]:
        """So many first attempts as make about so many statements, by day."""
        chance = Random(f"{self.seed} starts")
        attempts = round(statements / self.statements_per_attempt())
        weights = [0.3 + chance.random() ** 2 for _ in self.plans]
        found = []
        for course, weight in enumerate(weights):
            wanted = min(PEOPLE, round(attempts * weight / sum(weights)))
            waves = [chance.choice(DAYS) for _ in range(chance.randint(1, 4))]
            assigned = chance.random() < 0.75
            for learner in chance.sample(range(PEOPLE), wanted):
                day = (
                    chance.choice(waves) + int(chance.expovariate(1 / 16))
                    if assigned
                    else chance.choice(DAYS)
                )
                found.append(Start(DAYS.start + (day - DAYS.start) % len(DAYS), course, learner))
        return sorted(found)

    def statements_per_attempt(self) -> float:
        """How many statements an attempt makes, with those that follow it."""
        chance = Random(f"{self.seed} length")
        some = [
            Start(chance.choice(DAYS), chance.randrange(len(self.plans)), each)
            for each in range(SAMPLE_ATTEMPTS)
        ]
        return (
            sum(len(attempt.actions) for start in some for attempt in self.attempts(start)) / SAMPLE_ATTEMPTS
        )

    def attempts(self, start: Start) -> Iterator[Attempt]:
        """Somebody's attempts at a course: who failed mostly tries again."""
        chance = Random(f"{self.seed} {start.course} {start.learner}")
        who, source = self.habits(start.learner)
        plan, day = self.plans[start.course], start.day
        for _ in range(MOST_ATTEMPTS):
            done = simulate_attempt(plan, who, chance, visit_moment(day, chance, ZONE), ZONE)
            registration = str(UUID(int=chance.getrandbits(128), version=4))
            yield Attempt(
                start.course, start.learner, registration, list(incoming_actions(done, source, plan, chance))
            )
            if chance.random() > (RETRY_CHANCE if has_failed(done) else REFRESHER_CHANCE):
                return
            day += 3 + int(chance.expovariate(1 / 12))

    def habits(self, learner: int) -> tuple[Habits, str]:
        """What somebody is like, and from which sources they are heard of."""
        chance = Random(f"{self.seed} {learner}")
        return draw_habits(chance), draw_source(chance)


def has_failed(done: list[LearnerAction]) -> bool:
    """Whether an attempt ended badly."""
    ends = [each.verb for each in done if each.verb in ("failed", "passed", "completed")]
    return bool(ends) and ends[-1] == "failed"


def learner_teams(seed: int) -> list[list[str]]:
    """The teams of each learner: one mostly, of uneven size; nobody's now and then."""
    chance = Random(f"{seed} teams")
    sizes = [0.2 + chance.random() ** 2 for _ in range(TEAMS)]
    names = [f"Team {number:03}" for number in range(1, TEAMS + 1)]
    found = []
    for _ in range(PEOPLE):
        many = 0 if chance.random() < 0.01 else 2 if chance.random() < 0.04 else 1
        found.append(list(dict.fromkeys(chance.choices(names, sizes, k=many))))
    return found
