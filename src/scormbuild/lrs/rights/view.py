"""What is kept about a person, course by course, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scormbuild.lrs.xapi.effective_time import statement_time
from scormbuild.lrs.xapi.language import choose_language
from scormbuild.lrs.xapi.statement.course import course_of_statement
from scormbuild.response_options import response_options
from scormbuild.vocabulary import ACKNOWLEDGED, ANSWERED, COMPLETED, EXPERIENCED, FAILED, PASSED

Json = dict[str, Any]
# Data 2.4.4.1, response patterns.
RESPONSE_SEPARATOR = "[,]"
STATUS_VERBS = (COMPLETED, PASSED, FAILED)


@dataclass(slots=True)
class AnswerView:
    """One version of an answer; `words` are None where they aren't kept here."""

    text: str | None
    time: str
    success: bool | None
    voided: bool


@dataclass(slots=True)
class CourseView:
    """What a person did in one course."""

    title: str
    pages: dict[str, str] = field(default_factory=dict)  # title to the time when it was first seen
    answers: dict[str, list[AnswerView]] = field(default_factory=dict)  # question to all versions
    status_times: dict[str, str] = field(default_factory=dict)  # verb to time
    score: str = ""


@dataclass(slots=True)
class PersonView:
    """The courses, and what belongs to none: verb, what it is about, time, whether it is voided."""

    courses: dict[str, CourseView] = field(default_factory=dict)
    other: list[tuple[str, str, str, bool]] = field(default_factory=list)


class Titles:
    """What activities are called: by the statement itself, the outline of its course, or other statements."""

    def __init__(self, outlines: Iterable[Json], known: Mapping[str, Json], language: str) -> None:
        self.definitions, self.language = known, language
        self.names: dict[str, str] = {}
        self.options: dict[str, dict[str, str]] = {}
        for outline in outlines:
            self.add_outline(outline)

    def add_outline(self, outline: Json) -> None:
        """A course, its pages and its questions."""
        iri = outline["course"]["iri"]
        self.names[iri] = outline["course"]["title"]
        for page in outline.get("pages", ()):
            self.names[f"{iri}/pages/{page['id']}"] = page["title"]
        for question in outline.get("questions", ()):
            place = f"{iri}/interactions/{question['id']}"
            self.names[place] = question["prompt"]
            texts = {each["key"]: each["text"] for each in question.get("options", ())}
            self.options[place] = texts | {each.key: f"{each.text}" for each in response_options(question)}

    def title_of(self, activity: Json) -> str:
        """A title: the question's text, the name, and at last the IRI."""
        # Its own may say no more than its type.
        for definition in (activity.get("definition", {}), self.definitions.get(activity["id"], {})):
            # A question's text stands in `description`; its `name` is a short title.
            for name in (
                ("description", "name") if "interactionType" in definition else ("name", "description")
            ):
                if texts := definition.get(name):
                    return str(texts[choose_language(texts, self.language)])
        return self.names.get(activity["id"], str(activity["id"]))

    def response_text(self, activity: Json, response: str) -> str:
        """An answer in words: keys of choices become their texts."""
        definition = activity.get("definition", {}) or self.definitions.get(activity["id"], {})
        texts = dict(self.options.get(activity["id"], {}))
        for part in (*definition.get("choices", ()), *definition.get("scale", ())):
            if described := part.get("description"):
                texts[part["id"]] = described[choose_language(described, self.language)]
        keys = response.split(RESPONSE_SEPARATOR)
        return ", ".join(texts[each] for each in keys) if all(each in texts for each in keys) else response


def build_person_view(data: Json, titles: Titles) -> PersonView:
    """An export's statements, sorted out; the newest version of an answer comes last."""
    person_view = PersonView()
    for each in sorted(data["statements"], key=lambda one: statement_time(one["statement"])):
        statement = each["statement"]
        course = course_of_statement(statement)
        if course is None or not add_to_course(person_view, titles, course, statement, each["voided"]):
            line = (
                statement["verb"]["id"],
                object_title(statement, titles),
                statement["timestamp"],
                each["voided"],
            )
            person_view.other.append(line)
    return person_view


def add_to_course(
    person_view: PersonView, titles: Titles, course: Json, statement: Json, voided: bool
) -> bool:
    """Put a statement where it belongs in its course; False where it is none of the usual."""
    known = person_view.courses.setdefault(course["id"], CourseView(titles.title_of(course)))
    verb, target, time = statement["verb"]["id"], statement["object"], statement["timestamp"]
    result = statement.get("result", {})
    if verb == EXPERIENCED:
        known.pages.setdefault(titles.title_of(target), time)
    elif verb in (ANSWERED, ACKNOWLEDGED):
        response = result.get("response")
        words = None if response is None else titles.response_text(target, response)
        answer = AnswerView(words, time, result.get("success"), voided)
        known.answers.setdefault(titles.title_of(target), []).append(answer)
    # A status that was taken back is told under the other lines, as voided.
    elif verb in STATUS_VERBS and not voided:
        known.status_times[verb] = time
        known.score = str(result.get("score", {}).get("raw", known.score))
    else:
        return False
    return True


def object_title(statement: Json, titles: Titles) -> str:
    """What a statement is about, in words."""
    target = statement["object"]
    kind = target.get("objectType", "Activity")
    return titles.title_of(target) if kind == "Activity" else str(target.get("id", kind))
