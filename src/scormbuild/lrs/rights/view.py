"""What is kept about a person, course by course, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scormbuild.lrs.xapi.language import choose
from scormbuild.vocabulary import ACKNOWLEDGED, ANSWERED, COMPLETED, COURSE, EXPERIENCED, FAILED, PASSED

Json = dict[str, Any]
JOIN = "[,]"
STATE = (COMPLETED, PASSED, FAILED)


@dataclass(slots=True)
class Answer:
    """One version of an answer; `words` are None where they aren't kept here."""

    words: str | None
    time: str
    success: bool | None
    voided: bool


@dataclass(slots=True)
class Course:
    """What a person did in one course."""

    title: str
    pages: dict[str, str] = field(default_factory=dict)  # title to the time when it was first seen
    answers: dict[str, list[Answer]] = field(default_factory=dict)  # question to all versions
    state: dict[str, str] = field(default_factory=dict)  # verb to time
    score: str = ""


@dataclass(slots=True)
class View:
    """The courses, and what belongs to none: verb, what it is about, time, whether it is voided."""

    courses: dict[str, Course] = field(default_factory=dict)
    other: list[tuple[str, str, str, bool]] = field(default_factory=list)


class Titles:
    """What activities are called: by the statement itself, the outline of its course, or other statements."""

    def __init__(self, outlines: Iterable[Json], known: Mapping[str, Json], language: str) -> None:
        self.known, self.language = known, language
        self.named: dict[str, str] = {}
        self.options: dict[str, dict[str, str]] = {}
        for outline in outlines:
            self.take(outline)

    def take(self, outline: Json) -> None:
        """A course, its pages and its questions."""
        iri = outline["course"]["iri"]
        self.named[iri] = outline["course"]["title"]
        for page in outline.get("pages", ()):
            self.named[f"{iri}/pages/{page['id']}"] = page["title"]
        for question in outline.get("questions", ()):
            place = f"{iri}/interactions/{question['id']}"
            self.named[place] = question["prompt"]
            self.options[place] = {each["key"]: each["text"] for each in question.get("options", ())}

    def of(self, activity: Json) -> str:
        """A title: the question's text, the name, and at last the IRI."""
        definition = activity.get("definition", {}) or self.known.get(activity["id"], {})
        for name in ("description", "name") if "interactionType" in definition else ("name", "description"):
            if texts := definition.get(name):
                return str(texts[choose(texts, self.language)])
        return self.named.get(activity["id"], str(activity["id"]))

    def response(self, activity: Json, response: str) -> str:
        """An answer in words: keys of choices become their texts."""
        definition = activity.get("definition", {}) or self.known.get(activity["id"], {})
        texts = dict(self.options.get(activity["id"], {}))
        for part in (*definition.get("choices", ()), *definition.get("scale", ())):
            if described := part.get("description"):
                texts[part["id"]] = described[choose(described, self.language)]
        keys = response.split(JOIN)
        return ", ".join(texts[each] for each in keys) if all(each in texts for each in keys) else response


def view(told: Json, titles: Titles) -> View:
    """An export's statements, sorted out; the newest version of an answer comes last."""
    shown = View()
    for each in sorted(told["statements"], key=lambda one: one["statement"]["timestamp"]):
        statement = each["statement"]
        course = course_of(statement)
        if course is None or not placed(shown, titles, course, statement, each["voided"]):
            line = (
                statement["verb"]["id"],
                subject(statement, titles),
                statement["timestamp"],
                each["voided"],
            )
            shown.other.append(line)
    return shown


def course_of(statement: Json) -> Json | None:
    """The course that a statement is about or below."""
    relations = statement.get("context", {}).get("contextActivities", {})
    near = (relations.get(name, ()) for name in ("parent", "grouping"))
    candidates = [statement["object"], *(each for some in near for each in some)]
    for each in candidates:
        if each.get("definition", {}).get("type") == COURSE:
            return dict(each)
    return None


def placed(shown: View, titles: Titles, course: Json, statement: Json, voided: bool) -> bool:
    """Put a statement where it belongs in its course; False where it is none of the usual."""
    known = shown.courses.setdefault(course["id"], Course(titles.of(course)))
    verb, target, time = statement["verb"]["id"], statement["object"], statement["timestamp"]
    result = statement.get("result", {})
    if verb == EXPERIENCED:
        known.pages.setdefault(titles.of(target), time)
    elif verb in (ANSWERED, ACKNOWLEDGED):
        response = result.get("response")
        words = None if response is None else titles.response(target, response)
        answer = Answer(words, time, result.get("success"), voided)
        known.answers.setdefault(titles.of(target), []).append(answer)
    elif verb in STATE and not voided:
        known.state[verb] = time
        known.score = str(result.get("score", {}).get("raw", known.score))
    else:
        return False
    return True


def subject(statement: Json, titles: Titles) -> str:
    """What a statement is about, in words."""
    target = statement["object"]
    kind = target.get("objectType", "Activity")
    return titles.of(target) if kind == "Activity" else str(target.get("id", kind))
