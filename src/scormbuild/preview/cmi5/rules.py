"""What an LMS asks of a unit's statements, by the numbers of the cmi5 requirements (CATAPULT's list)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

ADL = "http://adlnet.gov/expapi/verbs/"
CONTEXT = "https://w3id.org/xapi/cmi5/context/"
CMI5, MOVE_ON = f"{CONTEXT}categories/cmi5", f"{CONTEXT}categories/moveon"
SESSION_ID, MASTERY_SCORE = f"{CONTEXT}extensions/sessionid", f"{CONTEXT}extensions/masteryscore"
INITIALIZED, TERMINATED = f"{ADL}initialized", f"{ADL}terminated"
COMPLETED, PASSED, FAILED = f"{ADL}completed", f"{ADL}passed", f"{ADL}failed"
FINAL = {COMPLETED, PASSED, FAILED}
DEFINED = {INITIALIZED, TERMINATED, *FINAL}
UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
DURATION = re.compile(r"PT\d+(\.\d{1,2})?S")


@dataclass
class Registration:
    """One learner's enrolment: what was said in all of its sessions."""

    code: str
    actor: Json
    said: set[str] = field(default_factory=set)


@dataclass
class Session:
    """One launch."""

    number: int
    registration: Registration
    activity: str
    template: Json
    mode: str
    mastery: float | None
    token: str = ""
    preferences_read: bool = False
    said: list[str] = field(default_factory=list)
    abandoned: bool = False

    @property
    def is_over(self) -> bool:
        """Whether its token is good for nothing any more."""
        return self.abandoned or TERMINATED in self.said


def violations(session: Session, statement: Json) -> Iterator[str]:
    """The numbers of the requirements that a statement breaks, the first one first."""
    verb, context = statement["verb"]["id"], statement.get("context", {})
    activities, extensions = context.get("contextActivities", {}), context.get("extensions", {})
    categories = [each["id"] for each in activities.get("category", [])]
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
    if INITIALIZED not in session.said and verb != INITIALIZED:
        yield "9.3.0.0-4"
    if TERMINATED in session.said:
        yield "9.3.0.0-5"
    if CMI5 in categories:
        yield from defined_violations(session, statement, categories)


def follows_template(template: Json, activities: Json, extensions: Json) -> bool:
    """Whether the template's activities stand at their places, and its extensions are there."""
    for name, wanted in template["contextActivities"].items():
        given = [each["id"] for each in activities.get(name, [])]
        if given[: len(wanted)] != [each["id"] for each in wanted]:
            return False
    return all(extensions.get(name) == value for name, value in template["extensions"].items())


def defined_violations(session: Session, statement: Json, categories: list[str]) -> Iterator[str]:
    """Of a statement that says that cmi5 defines it."""
    verb, result = statement["verb"]["id"], statement.get("result", {})
    if verb not in DEFINED:
        yield "9.3.0.0-1"
    if statement["object"].get("id") != session.activity:
        yield "8.1.5.0-6"
    if verb in FINAL and session.mode != "Normal":
        yield "10.2.2.0-2" if session.mode == "Browse" else "10.2.2.0-3"
    if result.get("completion") is not (True if verb == COMPLETED else None):
        yield "9.5.3.0-2"
    if result.get("success") is not {PASSED: True, FAILED: False}.get(verb):
        yield "9.5.2.0-3"
    if verb in FINAL and MOVE_ON not in categories:
        yield "9.6.2.2-1"
    if verb in {*FINAL, TERMINATED} and not DURATION.fullmatch(result.get("duration", "")):
        yield "9.5.4.1-1"
    yield from score_violations(session, statement)
    if verb in session.said:
        yield "9.3.0.0-2"
    if verb in {PASSED, FAILED} and {PASSED, FAILED} & set(session.said):
        yield "9.3.0.0-3"
    if verb == COMPLETED and COMPLETED in session.registration.said:
        yield "9.3.0.0-6"
    if verb in {PASSED, FAILED} and PASSED in session.registration.said:
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
    if session.mastery is None:
        return
    if statement["context"]["extensions"].get(MASTERY_SCORE) != session.mastery:
        yield "9.6.3.2-2"
    if verb == PASSED and score["scaled"] < session.mastery:
        yield "9.3.4.0-2"
    if verb == FAILED and score["scaled"] >= session.mastery:
        yield "9.3.6.0-1"
