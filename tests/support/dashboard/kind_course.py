"""What sixteen learners told of a course: hostile words among theirs, revisions, a small team, a film."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from support.dashboard.desk_room import Room

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
NAME = "Roos van der <s>Meer</s>"
ANSWERS = {number: f"Wóórden van cursist {number}, met een Geheim erin." for number in range(16)} | {
    3: SCRIPT
}
START = datetime(2026, 9, 7, 7, 30, tzinfo=UTC)
Json = dict[str, Any]
Site = tuple[Room, dict[int, str]]  # a desk over it, and pseudonyms by number


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
            question("first", "choice", "First?", options, ["a"]),
            question("then", "choice", "Then?", options, ["b"]),
            question("sure", "opinion", "Sure?", steps),
        ],
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
        "name": NAME if number == 3 else f"Learner Number{number}",
        "account": {"homePage": HOME, "name": f"learner-{number}"},
    }


class Teller:
    """Tells what one learner does in a course, minute by minute."""

    def __init__(self, number: int, course: str) -> None:
        self.actor, self.course = learner(number), course
        self.registration = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{course} {number}"))
        self.at = START + timedelta(days=number, minutes=number)
        self.told: list[Json] = []

    def tell(self, verb: str, target: Json, result: Json | None = None, category: str = "") -> None:
        """One statement more."""
        self.at += timedelta(minutes=1, seconds=7)
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
        stamp = self.at.isoformat().replace("+00:00", "Z")
        self.told.append({"id": str(uuid.uuid4()), "timestamp": stamp, **statement})

    def page(self, name: str) -> None:
        """See a page."""
        self.tell(
            word.EXPERIENCED,
            {"id": word.page_iri(self.course, name), "definition": {"type": word.PAGE}},
        )

    def answer(self, question: str, form: str, response: str, revision: int = 1, **more: Any) -> None:
        """Answer a question."""
        kind = {"reflection": "long-fill-in", "choice": "choice", "opinion": "likert"}[form]
        target = {
            "id": word.interaction_iri(self.course, question),
            "definition": {"type": word.INTERACTION, "interactionType": kind},
        }
        extensions = {word.REVISION: revision}
        self.tell(word.ANSWERED, target, {"response": response, "extensions": extensions, **more}, form)

    def state(self, verb: str, **result: Any) -> None:
        """What the whole course came to."""
        self.tell(verb, {"id": self.course, "definition": {"type": word.COURSE}}, result or None)


def of_one(number: int, course: str = COURSE) -> list[Json]:
    """A learner's statements: every third one stops at the second page."""
    who = Teller(number, course)
    who.state(word.INITIALIZED)
    who.page("one")
    if number == 1:
        who.answer("seen", "reflection", "An earlier Geheim.")
    who.answer("seen", "reflection", ANSWERS[number], 2 if number == 1 else 1)
    who.answer("first", "choice", "ab"[number % 4 == 0], success=number % 4 != 0)
    who.answer("then", "choice", "ba"[number % 2], success=number % 2 == 0)
    who.answer("sure", "opinion", str(number % 5 + 1))
    who.page("two")
    if number % 3:
        who.page("three")
        who.state(word.COMPLETED, completion=True)
    who.state(word.TERMINATED, duration="PT8M30.00S")
    return who.told


def fill(url: str, lake: Path) -> dict[int, str]:
    """Have all told in the first organisation, and a lake of it; gives pseudonyms by number."""
    database = Database.open(url)
    try:
        with database.writing() as connection:
            owner = organisations.ensure_default(connection)
        tell(url, owner.name)
        with database.writing() as connection:
            known = [
                identities.find_identities_by_name(connection, owner.id, f"learner-{number}")
                for number in range(16)
            ]
            people = {number: rows[0].pseudonym for number, rows in enumerate(known) if rows}
            named = [HOSTILE["team"]] * 7 + ["West"] * 5 + ["Tiny"] * 3  # the sixteenth is in none
            groups = [(people[number], team) for number, team in enumerate(named) if people]
            teams.add_members(connection, owner.id, owner.home_page, groups)
        export_lake(database, lake)
    finally:
        database.close()
    return people


def tell(url: str, organisation: str) -> None:
    """Hand over what everybody did, by both roads."""
    with Ingest.open(url, organisation, "made", "package") as inlet:
        inlet.keep_outline(outline(COURSE, HOSTILE["title"]))
        inlet.keep_outline(outline(OTHER, "Another course"))
        inlet.store_statements([each for number in range(16) for each in of_one(number)])
        inlet.store_statements([each for number in range(7) for each in of_one(number, OTHER)])
        inlet.store_statements([odd()])
    with Ingest.open(url, organisation, "lms.example.org", "lms") as inlet:
        passed = Teller(1, COURSE)
        passed.at += timedelta(hours=2)
        passed.state(word.PASSED, success=True, score={"scaled": 0.875})
        inlet.store_statements(passed.told)


def odd() -> Json:
    """A statement of a verb that nobody knows, whose words would be script where they aren't escaped."""
    verb = {"id": "https://verbs.example.org/%22%3E", "display": {"en": "<script>alert('verb')</script>"}}
    target = {"id": "https://things.example.org/a", "definition": {"name": {"en": "<img src=x onerror=1>"}}}
    stamp = START.isoformat().replace("+00:00", "Z")
    return {"id": str(uuid.uuid4()), "timestamp": stamp, "actor": learner(5), "verb": verb, "object": target}


def text(node: Any) -> str:
    """What somebody reads in a part of a page."""
    return " ".join(" ".join(node.itertext()).split())
