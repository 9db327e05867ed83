"""What an LMS asks of a unit's statements, by the numbers of the cmi5 requirements (CATAPULT's list)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scormbuild.preview.xapi.session import Json, Session

ADL = "http://adlnet.gov/expapi/verbs/"
CONTEXT = "https://w3id.org/xapi/cmi5/context/"
CMI5, MOVE_ON = f"{CONTEXT}categories/cmi5", f"{CONTEXT}categories/moveon"
SESSION_ID, MASTERY_SCORE = f"{CONTEXT}extensions/sessionid", f"{CONTEXT}extensions/masteryscore"
INITIALIZED, TERMINATED = f"{ADL}initialized", f"{ADL}terminated"
COMPLETED, PASSED, FAILED = f"{ADL}completed", f"{ADL}passed", f"{ADL}failed"
FINAL = {COMPLETED, PASSED, FAILED}
DEFINED = {INITIALIZED, TERMINATED, *FINAL}
DURATION_RULES = {
    TERMINATED: "9.5.4.1-1",
    COMPLETED: "9.5.4.1-2",
    PASSED: "9.5.4.1-3",
    FAILED: "9.5.4.1-4",
}
UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
# ISO 8601, however fine: an LRS may cut it to a hundredth of a second, not refuse it (xAPI 1.0.3 Data 4.6).
DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?|P\d+W")


def violations(session: Session, statement: Json) -> Iterator[str]:
    """The numbers of the requirements that a statement breaks, the first one first."""
    said = verbs_said(session.statements)
    verb, context = statement["verb"]["id"], statement.get("context", {})
    activities, extensions = context.get("contextActivities", {}), context.get("extensions", {})
    categories = category_ids(statement)
    if not session.preferences_read:
        yield "11.0.0.0-3"
    if "id" not in statement:
        yield "9.1.0.0-1"
    if not UTC.fullmatch(statement.get("timestamp", "")):
        yield "9.7.0.0-2"
    if statement["actor"] != session.registration.actor:
        yield "8.1.3.0-3"
    if not follows_template(session.template, activities, extensions):
        yield "10.2.1.0-6"
    if MOVE_ON in categories and (CMI5 not in categories or verb not in FINAL):
        yield "9.6.2.2-2"
    if context.get("registration") != session.registration.code:
        yield "9.6.1.0-1"
    if SESSION_ID not in extensions:
        yield "9.6.3.1-4"
    if INITIALIZED not in said and verb != INITIALIZED:
        yield "9.3.0.0-4"
    if TERMINATED in said:
        yield "9.3.0.0-5"
    if CMI5 in categories:
        yield from defined_violations(session, statement, categories, said)


def verbs_said(statements: Iterable[Json]) -> list[str]:
    """The verbs that cmi5 defines, as they were said."""
    return [each["verb"]["id"] for each in statements if CMI5 in category_ids(each)]


def category_ids(statement: Json) -> list[str]:
    """What a statement says that it belongs to."""
    activities = statement.get("context", {}).get("contextActivities", {})
    return [each["id"] for each in activities.get("category", [])]


def follows_template(template: Json, activities: Json, extensions: Json) -> bool:
    """Whether the template's activities stand at their places, and its extensions are there."""
    for name, wanted in template["contextActivities"].items():
        given = [each["id"] for each in activities.get(name, [])]
        if given[: len(wanted)] != [each["id"] for each in wanted]:
            return False
    return all(extensions.get(name) == value for name, value in template["extensions"].items())


def defined_violations(
    session: Session, statement: Json, categories: list[str], said: list[str]
) -> Iterator[str]:
    """Of a statement that says that cmi5 defines it."""
    said_before = verbs_said(session.registration.statements)
    verb, result = statement["verb"]["id"], statement.get("result", {})
    if verb not in DEFINED:
        yield "9.3.0.0-1"
    if statement["object"].get("id") != session.activity:
        yield "8.1.5.0-6"
    if verb in FINAL and session.mode != "Normal":
        yield "10.2.2.0-2" if session.mode == "Browse" else "10.2.2.0-3"
    if result.get("completion") is not (True if verb == COMPLETED else None):
        yield "9.5.3.0-1" if verb == COMPLETED else "9.5.3.0-2"
    if result.get("success") is not {PASSED: True, FAILED: False}.get(verb):
        yield {PASSED: "9.5.2.0-1", FAILED: "9.5.2.0-2"}.get(verb, "9.5.2.0-3")
    if verb in FINAL and MOVE_ON not in categories:
        yield "9.6.2.2-1"
    if verb in DURATION_RULES and not DURATION.fullmatch(result.get("duration", "")):
        yield DURATION_RULES[verb]
    yield from score_violations(session, statement)
    if verb in said:
        yield "9.3.0.0-2"
    if verb in {PASSED, FAILED} and {PASSED, FAILED} & set(said):
        yield "9.3.0.0-3"
    if verb == COMPLETED and COMPLETED in said_before:
        yield "9.3.0.0-6"
    if verb in {PASSED, FAILED} and PASSED in said_before:
        yield "9.3.0.0-7" if verb == PASSED else "9.3.0.0-8"


def score_violations(session: Session, statement: Json) -> Iterator[str]:
    """Of the score, and of the one that is to be reached."""
    verb, score = statement["verb"]["id"], statement.get("result", {}).get("score")
    if score is None:
        return
    if verb not in {PASSED, FAILED}:
        yield "9.5.1.0-2"
    if "raw" in score and not {"min", "max"} <= score.keys():
        yield "9.5.1.0-3"
    if session.unit.mastery is None:
        return
    if statement["context"]["extensions"].get(MASTERY_SCORE) != session.unit.mastery:
        yield "9.6.3.2-2"
    if verb == PASSED and score["scaled"] < session.unit.mastery:
        yield "9.3.4.0-2"
    if verb == FAILED and score["scaled"] >= session.unit.mastery:
        yield "9.3.5.0-2"
