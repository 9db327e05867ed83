"""What sixteen learners told of a course: hostile words among theirs, revisions, a small team, a film."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from support.dashboard.harness import DashboardHarness

from scormbuild import vocabulary as word
from scormbuild.analysis.lake.export import export_lake
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import Database
from scormbuild.lrs.ingest import Ingest
from scormbuild.lrs.people import teams
from scormbuild.lrs.store import identities

COURSE = "urn:scormbuild:course:kind"
OTHER = "urn:scormbuild:course:other"
SCRIPT = "<script>alert('answer')</script> & \"quoted\""
HOSTILE = {
    "title": "A <b>kind</b> reply",
    "prompt": "What <i>did</i> you see?",
    "team": "East <u>& West</u>",
}
HOME = "https://lms.example.org"
HOSTILE_NAME = "Roos van der <s>Meer</s>"
ANSWERS = {number: f"Wóórden van cursist {number}, met een Geheim erin." for number in range(16)} | {
    3: SCRIPT
}
START = datetime(2026, 9, 7, 7, 30, tzinfo=UTC)
Json = dict[str, Any]
SampleDashboard = tuple[DashboardHarness, dict[int, str]]  # a dashboard over it, and pseudonyms by number


def outline(iri: str, title: str) -> Json:
    """A course of three pages with a question of each form that reports speak of."""
    steps = [{"key": str(step), "text": f"Step {step}"} for step in range(1, 6)]
    options = [{"key": "a", "text": "Listen"}, {"key": "b", "text": "<em>Shout</em>"}]
    about = {"iri": iri, "id": iri.rpartition(":")[2], "title": title, "description": "", "language": "en"}
    return {
        "course": {**about, "version": "1.2.0", "completion": {}},
        "pages": [{"id": each, "title": f"Page {each}"} for each in ("one", "two", "three")],
        "questions": [
            question("seen", "reflection", HOSTILE["prompt"]),
            {**question("first", "choice", "First?", options, ["a"]), "quiz": "check"},
            {**question("then", "choice", "Then?", options, ["b"]), "quiz": "check"},
            question("sure", "opinion", "Sure?", steps),
        ],
        "quizzes": [{"id": "check", "page": "one", "draw": 0, "tries": 1, "pass": 50, "required": True}],
        "videos": [],
    }


def question(name: str, form: str, prompt: str, options: list[Json] | None = None, keys: Any = ()) -> Json:
    """A question of the first page."""
    kind = "open" if form == "reflection" else form
    told = {"id": name, "page": "one", "kind": kind, "form": form, "prompt": prompt}
    usual: Json = {"minimum": 1, "required": True, "answers": "both"}
    return {**told, **usual, "options": options or [], "keys": list(keys)}


def learner(number: int) -> Json:
    """An agent as an LMS names it."""
    return {
        "objectType": "Agent",
        "name": HOSTILE_NAME if number == 3 else f"Learner Number{number}",
        "account": {"homePage": HOME, "name": f"learner-{number}"},
    }


class StatementBuilder:
    """Tells what one learner does in a course, minute by minute."""

    def __init__(self, number: int, course: str) -> None:
        self.actor, self.course = learner(number), course
        self.registration = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{course} {number}"))
        self.time = START + timedelta(days=number, minutes=number)
        self.statements: list[Json] = []

    def add_statement(self, verb: str, target: Json, result: Json | None = None, category: str = "") -> None:
        """One statement more."""
        self.time += timedelta(minutes=1, seconds=7)
        parent = {"id": self.course, "definition": {"type": word.COURSE}}
        activities: Json = {"parent": [parent]} if target["id"] != self.course else {}
        if category:
            activities["category"] = [
                {"id": word.form_iri(category), "definition": {"type": word.PROFILE_TYPE}}
            ]
        context: Json = {"registration": self.registration, "contextActivities": activities}
        statement = {"actor": self.actor, "verb": {"id": verb}, "object": target, "context": context}
        if result:
            statement["result"] = result
        stamp = self.time.isoformat().replace("+00:00", "Z")
        self.statements.append({"id": str(uuid.uuid4()), "timestamp": stamp, **statement})

    def add_page_view(self, name: str) -> None:
        """See a page."""
        self.add_statement(
            word.EXPERIENCED,
            {"id": word.page_iri(self.course, name), "definition": {"type": word.PAGE}},
        )

    def add_answer(self, question: str, form: str, response: str, revision: int = 1, **more: Any) -> None:
        """Answer a question."""
        kind = {"reflection": "long-fill-in", "choice": "choice", "opinion": "likert"}[form]
        target = {
            "id": word.interaction_iri(self.course, question),
            "definition": {"type": word.INTERACTION, "interactionType": kind},
        }
        extensions = {word.REVISION: revision}
        self.add_statement(
            word.ANSWERED, target, {"response": response, "extensions": extensions, **more}, form
        )

    def add_course_statement(self, verb: str, **result: Any) -> None:
        """What the whole course came to."""
        self.add_statement(verb, {"id": self.course, "definition": {"type": word.COURSE}}, result or None)


def learner_statements(number: int, course: str = COURSE) -> list[Json]:
    """A learner's statements: every third one stops at the second page."""
    who = StatementBuilder(number, course)
    who.add_course_statement(word.INITIALIZED)
    who.add_page_view("one")
    if number == 1:
        who.add_answer("seen", "reflection", "An earlier Geheim.")
    who.add_answer("seen", "reflection", ANSWERS[number], 2 if number == 1 else 1)
    who.add_answer("first", "choice", "ab"[number % 4 == 0], success=number % 4 != 0)
    who.add_answer("then", "choice", "ba"[number % 2], success=number % 2 == 0)
    who.add_answer("sure", "opinion", str(number % 5 + 1))
    who.add_page_view("two")
    if number % 3:
        who.add_page_view("three")
        who.add_course_statement(word.COMPLETED, completion=True)
    who.add_course_statement(word.TERMINATED, duration="PT8M30.00S")
    return who.statements


def fill_dashboard(url: str, lake: Path) -> dict[int, str]:
    """Have all told in the first organisation, and a lake of it; gives pseudonyms by number."""
    database = Database.open(url)
    try:
        with database.writing() as connection:
            owner = organisations.ensure_default(connection)
        store_statements(url, owner.name)
        with database.writing() as connection:
            known = [
                identities.find_identities_by_name(connection, owner.id, f"learner-{number}")
                for number in range(16)
            ]
            people = {number: rows[0].pseudonym for number, rows in enumerate(known) if rows}
            # Tiny is smaller than the five persons that figures ask for.
            named = [HOSTILE["team"]] * 7 + ["West"] * 5 + ["Tiny"] * 3  # the sixteenth is in none
            groups = [(people[number], team) for number, team in enumerate(named) if people]
            teams.add_members(connection, owner.id, owner.home_page, groups)
        export_lake(database, lake)
    finally:
        database.close()
    return people


def store_statements(url: str, organisation: str) -> None:
    """Hand over what everybody did, by both sources."""
    with Ingest.open(url, organisation, "made", "package") as ingest:
        ingest.keep_outline(outline(COURSE, HOSTILE["title"]))
        ingest.keep_outline(outline(OTHER, "Another course"))
        ingest.store_statements([each for number in range(16) for each in learner_statements(number)])
        ingest.store_statements([each for number in range(7) for each in learner_statements(number, OTHER)])
        ingest.store_statements([hostile_statement()])
    with Ingest.open(url, organisation, "lms.example.org", "lms") as ingest:
        passed = StatementBuilder(1, COURSE)
        passed.time += timedelta(hours=2)
        passed.add_course_statement(word.PASSED, success=True, score={"scaled": 0.875})
        ingest.store_statements(passed.statements)


def hostile_statement() -> Json:
    """A statement of a verb that nobody knows, whose words would be script where they aren't escaped."""
    verb = {"id": "https://verbs.example.org/%22%3E", "display": {"en": "<script>alert('verb')</script>"}}
    target = {"id": "https://things.example.org/a", "definition": {"name": {"en": "<img src=x onerror=1>"}}}
    stamp = START.isoformat().replace("+00:00", "Z")
    return {"id": str(uuid.uuid4()), "timestamp": stamp, "actor": learner(5), "verb": verb, "object": target}


def node_text(node: Any) -> str:
    """What somebody reads in a part of a page."""
    return " ".join(" ".join(node.itertext()).split())
