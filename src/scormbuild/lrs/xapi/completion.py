"""Who finished which course, out of statements, and whether an LMS said so.

A browser's statement says what somebody with a package's key says: anything at all. Only an LMS knows its
users and what they did, so only its own statement verifies; the LRS sets the authority,
and nobody else can.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from scormbuild import vocabulary as word
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.effective_time import statement_time
from scormbuild.lrs.xapi.patterns import format_timestamp
from scormbuild.lrs.xapi.source import LMS, PACKAGE, source_of

Json = dict[str, Any]
# Passed says more than completed; who failed may have completed all the same.
RESULT_RANK = {"failed": 0, "completed": 1, "passed": 2}
STATUS_OF_VERB = {word.FAILED: "failed", word.COMPLETED: "completed", word.PASSED: "passed"}
SCO_SUFFIX = "#sco"  # Moodle's plug-in puts it behind the address of an activity that is launched


@dataclass(frozen=True, slots=True)
class OrganisationContext:
    """What an organisation knows beside its statements."""

    home_page: str
    courses: Collection[str] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)  # what an LMS calls a course -> the course
    aliases: Mapping[str, str] = field(default_factory=dict)  # a pseudonym -> that of the same person


@dataclass(frozen=True, slots=True)
class CourseResult:
    """What one statement says of a person and a course; `verified`: it is an LMS's own word."""

    person: str
    course: str
    status: str
    score: float | None
    at: int
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Completion:
    """A person and a course; the score in per cent, `sources` those by which any of it was told."""

    person: str
    course: str
    status: str
    score: float | None
    when: str
    verified: bool
    sources: list[str]


def completions(statements: Iterable[Json], context: OrganisationContext) -> list[Completion]:
    """A row for each person and course, by course and person."""
    results: dict[tuple[str, str], list[CourseResult]] = defaultdict(list)
    for statement in statements:
        if (found := read_result(statement, context)) is not None:
            results[found.course, found.person].append(found)
    return [combine_results(results[each]) for each in sorted(results)]


def combine_results(results: list[CourseResult]) -> Completion:
    """What counts: an LMS's own word alone, where there is one; else the best that anybody said."""
    counted = [each for each in results if each.verified] or results
    status = max((each.status for each in counted), key=RESULT_RANK.__getitem__)
    counted = [each for each in counted if each.status == status]
    scores = [each.score for each in counted if each.score is not None]
    first = counted[0]
    return Completion(
        first.person,
        first.course,
        status,
        max(scores, default=None),
        format_timestamp(min(each.at for each in counted)),
        first.verified and status != "failed",
        sorted({each.source for each in results}),
    )


def read_result(statement: Json, context: OrganisationContext) -> CourseResult | None:
    """What a statement says; None where it isn't one person's result in a course."""
    status = STATUS_OF_VERB.get(statement["verb"]["id"])
    person, course = person_of(statement["actor"], context), course_of(statement["object"], context)
    result = statement.get("result", {})
    if status is None or person is None or course is None or contradicts(status, result):
        return None
    source = source_of(statement.get("authority", {}), context.home_page)
    # Whoever names somebody without an attempt only tries a name; a package's key may not do so any more.
    if source == PACKAGE and "registration" not in statement.get("context", {}):
        return None
    # What was worked out of a learner's state is what the browser wrote there, whoever brought it.
    vouched = source == LMS and not is_derived(statement)
    at = statement_time(statement)
    return CourseResult(person, course, status, score_of(result.get("score", {})), at, source, vouched)


def contradicts(status: str, result: Json) -> bool:
    """Whether a result takes back what the verb says."""
    if status == "completed":
        return result.get("completion") is False
    return result.get("success") is (status == "failed")


def person_of(actor: Json, context: OrganisationContext) -> str | None:
    """An agent's pseudonym, that of the same person's other identities too; a group is nobody."""
    if actor.get("objectType", "Agent") != "Agent":
        return None
    account = actor.get("account", {})
    if account.get("homePage") == context.home_page:
        return context.aliases.get(account["name"], str(account["name"]))
    return ifi(actor)


def course_of(target: Json, context: OrganisationContext) -> str | None:
    """The course that an object is, by its type, by what is kept or by what an LMS calls it."""
    if target.get("objectType", "Activity") != "Activity":
        return None
    iri = str(target["id"])
    # The mapping goes first: it is what an administrator said, the type only what a sender says.
    for name in (iri, iri.removesuffix(SCO_SUFFIX)):
        if name in context.mapping:
            return context.mapping[name]
    typed = target.get("definition", {}).get("type") == word.COURSE
    return iri if typed or iri in context.courses else None


def is_derived(statement: Json) -> bool:
    """Whether it was worked out of the learner's state: the LMS keeps that, but doesn't say it itself."""
    registration = statement.get("context", {}).get("registration")
    if registration is None:
        return False
    raw = statement.get("result", {}).get("score", {}).get("raw")
    # The ids that player and harvest make alike of a state, so that both come to one statement.
    names = ("completed", f"passed {raw}", f"failed {raw}")
    return statement["id"].lower() in {word.statement_id(registration, name) for name in names}


def score_of(score: Json) -> float | None:
    """A score in per cent; None where it can't be told of how much it is (xAPI 1.0.3 Data 2.4.5.1)."""
    if "scaled" in score:
        return round(float(score["scaled"]) * 100, 2)
    try:
        least, most = float(score.get("min", 0)), float(score.get("max", 0))
        if "raw" not in score or most <= least:
            return None
        share = (float(score["raw"]) - least) / (most - least) * 100
    except OverflowError:  # an integer may have any number of digits
        return None
    return round(share, 2) if isfinite(share) else None
