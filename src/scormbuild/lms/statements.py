"""The statements that a learner's state proves: what the player sends, with the same ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scormbuild import vocabulary as word
from scormbuild.lms import completion
from scormbuild.lms.interaction import definition_of, former_response, response_of, unknown_definition
from scormbuild.lms.suspend_data import AttemptState
from scormbuild.question_kinds import QUESTION_KINDS

Json = dict[str, Any]

# Ids out of a state become ends of IRIs, and a learner can write anything into a state.
IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,127}")
ANSWERS_TO_LRS = ("both", "receiver")  # where these answers go, the LRS gets the words


@dataclass(frozen=True)
class Attempt:
    """Whose attempt at what: all that the statements of one attempt have in common."""

    actor: Json
    course: Json  # an activity with its definition
    registration: str
    timestamp: str
    language: str = ""
    version: str = ""  # of the course
    profiles: tuple[str, ...] = (word.SCORM_PROFILE, word.PROFILE)

    def statement(
        self, name: str, verb: str, activity: Json, result: Json | None = None, *, form: str = ""
    ) -> Json:
        """A statement, its id made of `name`."""
        return {
            "id": word.statement_id(self.registration, name),
            "actor": self.actor,
            "verb": {"id": verb, "display": {"en": word.DISPLAYS[verb]}},
            "object": {"objectType": "Activity", **activity},
            **({"result": result} if result else {}),
            "context": self.context(activity["id"], form),
            "timestamp": self.timestamp,
        }

    def context(self, about: str, form: str) -> Json:
        """Parent, grouping and category, as the ADL SCORM profile has them; `revision` is the activity's."""
        course = activity_reference(self.course["id"], word.COURSE)
        attempt = activity_reference(word.attempt_iri(self.course["id"], self.registration), word.ATTEMPT)
        below = about != self.course["id"]
        categories = [*self.profiles, *([word.form_iri(form)] if form else [])]
        return {
            "registration": self.registration,
            **({"revision": self.version} if self.version else {}),
            **({"language": self.language} if self.language else {}),
            "contextActivities": {
                **({"parent": [course]} if below else {}),
                "grouping": [course, attempt] if below else [attempt],
                "category": [activity_reference(profile, word.PROFILE_TYPE) for profile in categories],
            },
        }


def activity_reference(iri: str, kind: str) -> Json:
    """An activity in a context: no more than what it is."""
    return {"id": iri, "definition": {"type": kind}}


def attempt_of_outline(outline: Json, registration: str, actor: Json, timestamp: str) -> Attempt:
    """An attempt at a course that we know."""
    course = outline["course"]
    language = course["language"]
    definition = {
        "type": word.COURSE,
        "name": {language: course["title"]},
        "description": {language: course["description"]},
    }
    activity = {"id": course["iri"], "definition": definition}
    return Attempt(actor, activity, registration, timestamp, language, course.get("version", ""))


def identifiers(outline: Json, interactions: Iterable[str] = ()) -> list[str]:
    """The ids that short keys stand for: the course's own; of questions that it had, the LMS's interactions.

    The course's own come last, so that they count where two have the same key.
    """
    former = filter(IDENTIFIER.fullmatch, interactions)
    own = (*outline["pages"], *outline["questions"], *outline.get("quizzes", []))
    return [*former, *(each["id"] for each in own)]


def proven_statements(
    outline: Json,
    state: AttemptState,
    status: str,
    actor: Json,
    timestamp: str,
    interactions: Mapping[str, str] | None = None,
) -> list[Json]:
    """All that a state proves; `status` is the LMS's, `interactions` the SCORM types of questions by id."""
    attempt = attempt_of_outline(outline, state.registration, actor, timestamp)
    return [
        *page_statements(attempt, outline, state),
        *answer_statements(attempt, outline, state, interactions or {}),
        *progress_statements(attempt, outline, state),
        *ending_statements(attempt, outline, state, completion.lms_status(outline, status)),
    ]


def page_statements(attempt: Attempt, outline: Json, state: AttemptState) -> Iterator[Json]:
    """That pages were seen, in that order; one of an older version has no name any more."""
    titles = {page["id"]: page["title"] for page in outline["pages"]}
    for page in filter(IDENTIFIER.fullmatch, state.seen):
        name = {"name": {attempt.language: titles[page]}} if page in titles else {}
        iri = word.page_iri(attempt.course["id"], page)
        activity = {"id": iri, "definition": {"type": word.PAGE, **name}}
        yield attempt.statement(f"experienced {page}", word.EXPERIENCED, activity)


def answer_statements(
    attempt: Attempt, outline: Json, state: AttemptState, interactions: Mapping[str, str]
) -> Iterator[Json]:
    """That questions were answered; what goes to the LRS only, the LMS can't tell."""
    questions = {question["id"]: question for question in outline["questions"]}
    quizzes = {quiz["id"] for quiz in outline.get("quizzes", [])}
    discreet = any(question["answers"] in ("lms", "nowhere") for question in outline["questions"])
    for name, answer in state.answers.items():
        if name in state.not_saved or name in quizzes or not IDENTIFIER.fullmatch(name):
            continue
        question, revision = questions.get(name), state.revision(name)
        if question is None:
            if answer:
                former = interactions.get(name, "")
                yield former_answer_statement(
                    attempt, name, revision, answer, former, includes_text=not discreet
                )
            continue
        kind = QUESTION_KINDS[question["kind"]]
        if kind.answer_rule == "ticked":
            if answer == "t":
                yield acknowledgement_statement(attempt, question, revision)
        # An empty answer is told where it takes words back that were told; a new try of a quiz takes none.
        elif question["answers"] != "receiver" and (
            response_of(kind, answer) or (revision > 1 and "quiz" not in question)
        ):
            yield answer_statement(attempt, question, revision, answer)


def answer_statement(attempt: Attempt, question: Json, revision: int, answer: str) -> Json:
    """That a question was answered, with the words where they go to the LRS."""
    includes_text = question["answers"] in ANSWERS_TO_LRS
    kind = QUESTION_KINDS[question["kind"]]
    response = response_of(kind, answer) if includes_text else ""
    done = completion.is_answered(question, answer)
    result = {
        **({"response": response} if includes_text else {}),
        "completion": done,
        "extensions": {word.REVISION: revision},
    }
    # What was never checked is neither right nor wrong.
    if completion.is_scored(question) and (done or kind.answer_rule != "checked"):
        result["success"] = completion.is_right(question, answer)
    name = f"answered {question['id']} {revision} {response}"
    return attempt.statement(
        name, word.ANSWERED, interaction_activity(attempt, question), result, form=question["form"]
    )


def acknowledgement_statement(attempt: Attempt, question: Json, revision: int) -> Json:
    """That a learner says to have read something."""
    result = {
        **({"response": "true"} if question["answers"] in ANSWERS_TO_LRS else {}),
        "completion": True,
        "extensions": {word.REVISION: revision},
    }
    name = f"acknowledged {question['id']} {revision}"
    return attempt.statement(
        name, word.ACKNOWLEDGED, interaction_activity(attempt, question), result, form=question["form"]
    )


def former_answer_statement(
    attempt: Attempt, name: str, revision: int, answer: str, kind: str, *, includes_text: bool
) -> Json:
    """That a question of an older version was answered.

    Without the words where this course keeps some from the LRS: nobody knows whether these were such.
    """
    includes_text = includes_text and kind != "true-false"
    response = former_response(kind, answer) if includes_text else ""
    activity = {
        "id": word.interaction_iri(attempt.course["id"], name),
        "definition": unknown_definition(kind),
    }
    result = {**({"response": response} if includes_text else {}), "extensions": {word.REVISION: revision}}
    return attempt.statement(f"answered {name} {revision} {response}", word.ANSWERED, activity, result)


def interaction_activity(attempt: Attempt, question: Json) -> Json:
    """The activity that a question is."""
    iri = word.interaction_iri(attempt.course["id"], question["id"])
    return {"id": iri, "definition": definition_of(question, attempt.language)}


def progress_statements(attempt: Attempt, outline: Json, state: AttemptState) -> Iterator[Json]:
    """How far it came: the current percentage only."""
    percent = completion.progress_percent(outline, state)
    if percent:
        result = {"extensions": {word.PROGRESS: percent}}
        yield attempt.statement(f"progressed {percent}", word.PROGRESSED, attempt.course, result)


def ending_statements(attempt: Attempt, outline: Json, state: AttemptState, before: str) -> Iterator[Json]:
    """That it is done, and how."""
    status, raw = completion.status(outline, state, before), completion.score(outline, state)
    if status in ("completed", "passed"):
        yield attempt.statement("completed", word.COMPLETED, attempt.course, {"completion": True})
    if status in ("passed", "failed") and raw is not None:
        verb = word.PASSED if status == "passed" else word.FAILED
        result = {"score": xapi_score(raw), "success": status == "passed", "completion": True}
        yield attempt.statement(f"{status} {raw}", verb, attempt.course, result)


def xapi_score(raw: float) -> Json:
    """A percentage as a score."""
    return {"scaled": round(raw / 100, 6), "raw": raw, "min": 0, "max": 100}
