"""Actions as statements, as player and harvest make them; and from which source each comes, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import Any, NamedTuple

from scormbuild import vocabulary as word
from scormbuild.demo.learners import LearnerAction
from scormbuild.demo.plan import Plan
from scormbuild.demo.schedule import (
    DAY_MILLISECONDS,
    HOUR_MILLISECONDS,
    MINUTE_MILLISECONDS,
    SECOND_MILLISECONDS,
    format_timestamp,
)
from scormbuild.lms import statements
from scormbuild.lms.attestation import attested_statements
from scormbuild.lms.suspend_data import AttemptState

Json = dict[str, Any]
PACKAGE, LMS = "package", "lms"
SOURCE_SHARES = {"both": 0.62, PACKAGE: 0.8, LMS: 1.0}  # of how many learners up to this share
SESSION_VERBS = {
    "initialized": word.INITIALIZED,
    "resumed": word.RESUMED,
    "suspended": word.SUSPENDED,
    "terminated": word.TERMINATED,
}
RESULT_VERBS = {"completed": word.COMPLETED, "passed": word.PASSED, "failed": word.FAILED}


class IncomingAction(NamedTuple):
    """A action on its way: `stored` is when the LRS gets it, in milliseconds."""

    stored: int
    source: str
    action: LearnerAction


def draw_source(chance: Random) -> str:
    """From which sources the LRS hears of somebody."""
    share = chance.random()
    return next(source for source, most in SOURCE_SHARES.items() if share < most)


def incoming_actions(
    actions: Sequence[LearnerAction], source: str, plan: Plan, chance: Random
) -> Iterator[IncomingAction]:
    """Each action as it comes in first: from the browser at once, from the LMS the night after."""
    late = (
        int(HOUR_MILLISECONDS * 30 * chance.random()) if chance.random() < 0.02 else 0
    )  # a browser without a network
    for session in split_sessions(actions):
        night = next_harvest(session[-1].at, chance)
        if source != LMS:
            gone = [each.at + late + 1500 + int(2000 * chance.random()) for each in session]
            yield from (IncomingAction(at, PACKAGE, each) for at, each in zip(gone, session, strict=True))
        if source != PACKAGE:
            proved = tracked_actions(session, plan) if source == LMS else []
            # An LMS knows whole seconds: Moodle's timemodified.
            moment = session[-1].at // SECOND_MILLISECONDS * SECOND_MILLISECONDS
            known = [each._replace(at=moment) for each in [*proved, *attested_actions(session)]]
            yield from (IncomingAction(night + place, LMS, each) for place, each in enumerate(known))


def split_sessions(actions: Iterable[LearnerAction]) -> list[list[LearnerAction]]:
    """The actions of each session."""
    found: list[list[LearnerAction]] = []
    for each in actions:
        if each.verb == "initialized":
            found.append([])
        found[-1].append(each)
    return found


def next_harvest(moment: int, chance: Random) -> int:
    """The next night's harvest."""
    return (
        (moment // DAY_MILLISECONDS + 1) * DAY_MILLISECONDS
        + HOUR_MILLISECONDS
        + int(40 * MINUTE_MILLISECONDS * chance.random())
    )


def tracked_actions(session: Sequence[LearnerAction], plan: Plan) -> list[LearnerAction]:
    """What an LMS's tracks prove after a session: of an answer the newest, of the progress the furthest."""
    apart = {
        each.id for page in plan.pages for each in page.questions if each.question["answers"] == "receiver"
    }
    newest = {
        (each.verb, each.about): each
        for each in session
        if each.verb not in SESSION_VERBS and each.about not in apart
    }
    return list(newest.values())


def attested_actions(session: Sequence[LearnerAction]) -> list[LearnerAction]:
    """What the LMS itself says of how it ended."""
    return [each._replace(verb=f"lms {each.verb}") for each in session if each.verb in RESULT_VERBS]


def action_statement(plan: Plan, registration: str, actor: Json, action: LearnerAction) -> Json:
    """A action as a statement."""
    attempt = statements.attempt_of_outline(plan.outline, registration, actor, format_timestamp(action.at))
    kind, number, course = action.verb, action.number, attempt.course
    if kind in SESSION_VERBS:
        result: Json | None = {"duration": action.text} if action.text else None
        return attempt.statement(f"{kind} {number}", SESSION_VERBS[kind], course, result)
    if kind == "experienced":
        return next(statements.page_statements(attempt, plan.outline, AttemptState(seen=(action.about,))))
    if kind == "progressed":
        result = {"extensions": {word.PROGRESS: number}}
        return attempt.statement(f"progressed {number}", word.PROGRESSED, course, result)
    if kind in ("answered", "acknowledged"):
        return answer_statement(plan, attempt, action)
    return result_statement(attempt, kind, number)


def answer_statement(plan: Plan, attempt: statements.Attempt, action: LearnerAction) -> Json:
    """An answer; words that the LMS doesn't get are told by the browser."""
    question = next(each for each in plan.outline["questions"] if each["id"] == action.about)
    if action.verb == "acknowledged":
        return statements.acknowledgement_statement(attempt, question, action.number)
    sent = {"receiver": question | {"answers": "both"}}.get(question["answers"], question)
    answer = "t" if question["answers"] == "nowhere" and action.text else action.text
    return statements.answer_statement(attempt, sent, action.number, answer)


def result_statement(attempt: statements.Attempt, kind: str, raw: int) -> Json:
    """How it ended, by what was done or in the LMS's own word."""
    own, _, status = kind.rpartition(" ")
    if own:
        return attested_statements(attempt, status, None if status == "completed" else raw)[-1]
    if status == "completed":
        return attempt.statement("completed", word.COMPLETED, attempt.course, {"completion": True})
    result = {"score": statements.xapi_score(raw), "success": status == "passed", "completion": True}
    return attempt.statement(f"{status} {raw}", RESULT_VERBS[status], attempt.course, result)
