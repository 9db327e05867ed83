"""A small organisation in which filters could single out somebody."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from support.analysis.lakes import write_lake

from scormbuild import vocabulary as word

Json = dict[str, Any]
COURSES = [word.course_iri(name) for name in ("care", "fire")]
STEPS = ("1", "2", "3", "4", "5")
DAYS = (2, 3, 4, 9, 10, 17)  # of November 2026, in three weeks


def teams_of(**sizes: int) -> dict[str, list[str]]:
    """Teams of so many people each."""
    return {team: [f"{team} {number}" for number in range(size)] for team, size in sizes.items()}


def everybody(teams: Mapping[str, Sequence[str]], outside: Sequence[str]) -> list[str]:
    """All people, once each."""
    return sorted({person for members in teams.values() for person in members} | set(outside))


def doings(persons: Sequence[str], seed: int) -> dict[str, list[Json]]:
    """What each person does, without a name in it, so that it can be another's as well."""
    chance = random.Random(seed)
    return {
        person: [
            each
            for course in COURSES
            if chance.random() < 0.85
            for each in course_statements(course, f"{course} {number}", chance)
        ]
        for number, person in enumerate(persons)
    }


def course_statements(course: str, registration: str, chance: random.Random) -> Iterator[Json]:
    """What somebody does in a course, in a few minutes of one of the days."""
    begin = f"2026-11-{chance.choice(DAYS):02}T{chance.randrange(8, 16):02}"
    about = {"course": course, "registration": registration, "profile": word.PROFILE}
    minutes = iter(range(0, 60, chance.randrange(1, 5)))

    def told(verb: str, activity: str, kind: str, **more: Any) -> Json:
        at = f"{begin}:{next(minutes):02}:00Z"
        return {**about, "verb": verb, "activity": activity, "activity_type": kind, "at": at, **more}

    yield told(word.INITIALIZED, course, word.COURSE)
    for page in ("one", "two", "three")[: chance.randrange(1, 4)]:
        yield told(word.EXPERIENCED, word.page_iri(course, page), word.PAGE)
    for form, responses in (("choice", "ab"), ("opinion", STEPS)):
        if chance.random() < 0.8:
            response = chance.choice(responses)
            right = {"success": response == "a"} if form == "choice" else {}
            question = word.interaction_iri(course, form)
            yield told(
                word.ANSWERED, question, word.INTERACTION, form=form, response=response, revision=1, **right
            )
    if chance.random() < 0.6:
        source = chance.choice([{"road": "lms", "own_word": True}, {"road": "package"}])
        yield told(word.COMPLETED, course, word.COURSE, completion=True, **source)


def write_organisation(
    folder: Path, teams: Mapping[str, Sequence[str]], done_by: Mapping[str, Sequence[Json]]
) -> Path:
    """A lake of it: who is in which team, and who did what."""
    statements = [{**each, "actor": person} for person, some in done_by.items() for each in some]
    # In an order that has nothing to do with who did what.
    statements.sort(key=lambda each: (each["registration"], each["at"]))
    members = [{"person": person, "team": team} for team, persons in teams.items() for person in persons]
    return write_lake(folder, statements, teams=members, **outline())


def outline() -> dict[str, list[Json]]:
    """The courses as they are kept: three pages, a choice, which is a quiz of its own, and a scale each."""
    options = {"choice": ("a", "b"), "opinion": STEPS}
    return {
        "courses": [{"course": course, "title": course[-4:].title()} for course in COURSES],
        "pages": [
            {"course": course, "page": word.page_iri(course, page), "title": page, "place": place}
            for course in COURSES
            for place, page in enumerate(("one", "two", "three"), 1)
        ],
        "questions": [
            {
                "course": course,
                "question": word.interaction_iri(course, form),
                "form": form,
                "prompt": form,
                "place": place,
            }
            for course in COURSES
            for place, form in enumerate(options)
        ],
        "options": [
            {
                "course": course,
                "question": word.interaction_iri(course, form),
                "key": key,
                "place": place,
                "label": key,
                "correct": key == "a" if form == "choice" else None,
            }
            for course in COURSES
            for form, keys in options.items()
            for place, key in enumerate(keys)
        ],
        "quizzes": [
            {
                "course": course,
                "quiz": "quiz",
                "question": word.interaction_iri(course, "choice"),
                "draw": 1,
                "pass_mark": 50,
            }
            for course in COURSES
        ],
    }
