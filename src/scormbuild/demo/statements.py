"""Deeds as statements, by the recipe of player and harvester; and by which road each arrives, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import Any, NamedTuple

from scormbuild import vocabulary as word
from scormbuild.demo.learners import Deed
from scormbuild.demo.plan import Plan
from scormbuild.demo.schedule import DAY, HOUR, MINUTE, SECOND, text
from scormbuild.lms import statements
from scormbuild.lms.attestation import vouched
from scormbuild.lms.suspend_data import State

Json = dict[str, Any]
PACKAGE, LMS = "package", "lms"
ROADS = {"both": 0.62, PACKAGE: 0.8, LMS: 1.0}  # of how many learners up to this share
SESSIONS = {
    "initialized": word.INITIALIZED,
    "resumed": word.RESUMED,
    "suspended": word.SUSPENDED,
    "terminated": word.TERMINATED,
}
ENDS = {"completed": word.COMPLETED, "passed": word.PASSED, "failed": word.FAILED}


class Told(NamedTuple):
    """A deed on its way: `stored` is when the receiver gets it, in milliseconds."""

    stored: int
    road: str
    deed: Deed


def road_of(chance: Random) -> str:
    """By which roads the receiver hears of somebody."""
    share = chance.random()
    return next(road for road, most in ROADS.items() if share < most)


def by_roads(deeds: Sequence[Deed], road: str, plan: Plan, chance: Random) -> Iterator[Told]:
    """Each deed as it arrives first: from the browser at once, from the LMS the night after."""
    late = int(HOUR * 30 * chance.random()) if chance.random() < 0.02 else 0  # a browser without a network
    for session in sessions(deeds):
        night = harvest_after(session[-1].at, chance)
        if road != LMS:
            gone = [each.at + late + 1500 + int(2000 * chance.random()) for each in session]
            yield from (Told(at, PACKAGE, each) for at, each in zip(gone, session, strict=True))
        if road != PACKAGE:
            proved = kept(session, plan) if road == LMS else []
            moment = session[-1].at // SECOND * SECOND
            known = [each._replace(at=moment) for each in [*proved, *own_word(session)]]
            yield from (Told(night + place, LMS, each) for place, each in enumerate(known))


def sessions(deeds: Iterable[Deed]) -> list[list[Deed]]:
    """The deeds of each session."""
    found: list[list[Deed]] = []
    for each in deeds:
        if each.verb == "initialized":
            found.append([])
        found[-1].append(each)
    return found


def harvest_after(moment: int, chance: Random) -> int:
    """The next night's harvest."""
    return (moment // DAY + 1) * DAY + HOUR + int(40 * MINUTE * chance.random())


def kept(session: Sequence[Deed], plan: Plan) -> list[Deed]:
    """What an LMS's tracks prove after a session: of an answer the newest, of the progress the furthest."""
    apart = {each.id for page in plan.leaves for each in page.asked if each.question["answers"] == "receiver"}
    newest = {
        (each.verb, each.about): each
        for each in session
        if each.verb not in SESSIONS and each.about not in apart
    }
    return list(newest.values())


def own_word(session: Sequence[Deed]) -> list[Deed]:
    """What the LMS itself says of how it ended."""
    return [each._replace(verb=f"lms {each.verb}") for each in session if each.verb in ENDS]


def statement(plan: Plan, registration: str, actor: Json, deed: Deed) -> Json:
    """A deed as a statement."""
    attempt = statements.attempt_at(plan.outline, registration, actor, text(deed.at))
    kind, number, course = deed.verb, deed.number, attempt.course
    if kind in SESSIONS:
        result: Json | None = {"duration": deed.text} if deed.text else None
        return attempt.statement(f"{kind} {number}", SESSIONS[kind], course, result)
    if kind == "experienced":
        return next(statements.pages(attempt, plan.outline, State(seen=(deed.about,))))
    if kind == "progressed":
        result = {"extensions": {word.PROGRESS: number}}
        return attempt.statement(f"progressed {number}", word.PROGRESSED, course, result)
    if kind in ("answered", "acknowledged"):
        return given(plan, attempt, deed)
    return ended(attempt, kind, number)


def given(plan: Plan, attempt: statements.Attempt, deed: Deed) -> Json:
    """An answer; words that the LMS doesn't get are told by the browser."""
    question = next(each for each in plan.outline["questions"] if each["id"] == deed.about)
    if deed.verb == "acknowledged":
        return statements.acknowledged(attempt, question, deed.number)
    told = {"receiver": question | {"answers": "both"}}.get(question["answers"], question)
    answer = "t" if question["answers"] == "nowhere" and deed.text else deed.text
    return statements.answered(attempt, told, deed.number, answer)


def ended(attempt: statements.Attempt, kind: str, raw: int) -> Json:
    """How it ended, by what was done or in the LMS's own word."""
    own, _, status = kind.rpartition(" ")
    if own:
        return vouched(attempt, status, None if status == "completed" else raw)[-1]
    if status == "completed":
        return attempt.statement("completed", word.COMPLETED, attempt.course, {"completion": True})
    result = {"score": statements.scored(raw), "success": status == "passed", "completion": True}
    return attempt.statement(f"{status} {raw}", ENDS[status], attempt.course, result)
