"""A small course of which every figure is known by hand, told through the front door.

Who did what stands in TOLD, line by line: who, the attempt (- for none), when, by which road, what.
In the team noord are anna, bas, cor, dina, eva and finn; in zuid eva and finn too, with gijs, hugo and
ilse; in west joke, kees, lena and mees; nina is in none. kees is also user 4711 of the LMS. olga was erased.
"""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from support.lrs.completion_lrs import LMS, open_client_on
from support.lrs.person_data import command_output

from scormbuild import vocabulary as v
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import Database
from scormbuild.lrs.ingest import Ingest
from scormbuild.lrs.people import teams
from scormbuild.lrs.store import courses, identities

Json = dict[str, Any]
WEBCARE, BRAND = v.course_iri("webcare"), v.course_iri("brand")
MAPPED_IRI = f"{LMS}/mod/scorm/view.php?id=7"
TEAMS = {
    "noord": ("anna", "bas", "cor", "dina", "eva", "finn"),
    "zuid": ("eva", "finn", "gijs", "hugo", "ilse"),
    "west": ("joke", "kees", "lena", "mees"),
}
NAMES = (*dict.fromkeys(name for team in TEAMS.values() for name in team), "nina", "olga", "4711")

# Over the two nights of 2026 in which the clocks change: bas has a day of 23 hours, anna an hour twice.
STATEMENT_LINES = """
bas   1 2026-03-28T23:59:00+01:00 package start
bas   1 2026-03-29T00:00:30+01:00 package page welkom
bas   1 2026-03-29T23:59:30+02:00 package page toon
bas   1 2026-03-30T00:00:10+02:00 package answer kies 1 b
bas   1 2026-03-30T00:00:30+02:00 package answer kies2 1 b
bas   1 2026-03-30T00:00:50+02:00 package answer zeker 1 2
bas   1 2026-03-30T00:01:00+02:00 package page brief
bas   1 2026-03-30T00:01:00+02:00 package done
anna  1 2026-10-25T02:29:00+02:00 package start
anna  1 2026-10-25T02:30:00+02:00 package page welkom
anna  1 2026-10-25T02:30:00+01:00 package page toon
anna  1 2026-10-25T02:31:30+01:00 package answer waarom 1 Eerst
anna  1 2026-10-25T02:32:00+01:00 package answer kies 1 a
anna  1 2026-10-25T02:32:30+01:00 package answer kies2 1 b
anna  1 2026-10-25T02:33:00+01:00 package answer zeker 1 4
anna  1 2026-10-25T02:34:00+01:00 package answer waarom 2 Later beter
anna  1 2026-10-25T02:35:00+01:00 package page brief
anna  1 2026-10-25T02:36:00+01:00 package passed 90
anna  1 2026-10-25T02:36:10+01:00 package end
anna  - 2026-10-26T09:00:00+01:00 lms     passed 85
cor   1 2026-11-02T09:00:00+01:00 package start
cor   1 2026-11-02T09:01:00+01:00 package page welkom
cor   1 2026-11-02T09:02:00+01:00 package page toon
cor   1 2026-11-02T09:03:00+01:00 package answer waarom 1 Oud
cor   1 2026-11-02T09:04:00+01:00 package answer kies 1 b
cor   1 2026-11-02T09:05:00+01:00 package answer kies2 1 a
cor   1 2026-11-02T09:06:00+01:00 package answer zeker 1 1
cor   1 2026-11-02T09:10:00+01:00 package page brief
cor   1 2026-11-02T09:15:00+01:00 package end
cor   1 2026-11-02T09:15:00+01:00 lms     failed 40
dina  1 2026-11-02T10:00:00+01:00 package start
dina  1 2026-11-02T10:00:30+01:00 package page welkom
dina  1 2026-11-02T10:02:30+01:00 package page toon
dina  1 2026-11-02T10:02:30+01:00 package progress 40
dina  1 2026-11-02T10:03:00+01:00 package undone
eva   1 2026-11-02T10:00:00+01:00 package start
eva   1 2026-11-02T10:01:00+01:00 package page welkom
eva   1 2026-11-02T10:30:00+01:00 package end
eva   1 2026-11-02T11:00:00+01:00 package start
eva   1 2026-11-02T11:00:30+01:00 package end
finn  1 2026-11-02T11:00:00+01:00 package start
finn  1 2026-11-02T11:01:00+01:00 package page welkom
finn  1 2026-11-02T11:02:00+01:00 package page toon
finn  1 2026-11-02T11:03:00+01:00 package answer waarom 1 -
finn  1 2026-11-02T11:04:00+01:00 package answer kies 1 a
finn  1 2026-11-02T11:05:00+01:00 package answer kies2 1 b
finn  1 2026-11-02T11:06:00+01:00 package answer zeker 1 4
finn  1 2026-11-02T11:07:00+01:00 package page brief
finn  1 2026-11-02T11:08:00+01:00 package passed 100
finn  - 2026-11-02T12:00:00+01:00 lms     done
gijs  1 2026-11-02T13:00:00+01:00 package start
gijs  1 2026-11-02T13:01:00+01:00 package page welkom
gijs  1 2026-11-02T13:02:00+01:00 package page toon
gijs  1 2026-11-02T13:03:00+01:00 package answer waarom 1 Weg
gijs  1 2026-11-02T13:04:00+01:00 package answer waarom 2
gijs  1 2026-11-02T13:05:00+01:00 package answer kies 1 a
gijs  1 2026-11-02T13:06:00+01:00 package answer kies2 1 a
gijs  1 2026-11-02T13:07:00+01:00 package answer zeker 1 3
gijs  1 2026-11-02T13:08:00+01:00 package page brief
gijs  1 2026-11-02T13:09:00+01:00 package passed 60
hugo  1 2026-11-02T14:00:00+01:00 package start
hugo  1 2026-11-02T14:00:10+01:00 package page welkom
hugo  1 2026-11-02T14:00:20+01:00 package answer kies 1 c
hugo  1 2026-11-02T14:00:30+01:00 package answer kies2 1 a
hugo  1 2026-11-02T14:00:40+01:00 package answer zeker 1 1
hugo  1 2026-11-02T14:00:50+01:00 lms     failed 30
ilse  1 2026-11-02T15:00:00+01:00 package start
ilse  1 2026-11-02T15:01:00+01:00 package page welkom
ilse  1 2026-11-02T15:02:00+01:00 package page toon
ilse  1 2026-11-02T15:03:00+01:00 package page brief
ilse  1 2026-11-02T15:04:00+01:00 package done voided
joke  1 2026-11-02T16:00:00+01:00 package start
joke  1 2026-11-02T16:00:20+01:00 package page welkom
joke  1 2026-11-02T16:00:40+01:00 package page toon
joke  1 2026-11-02T16:01:00+01:00 package page brief
joke  1 2026-11-02T16:01:20+01:00 package done
kees  1 2026-11-02T16:00:00+01:00 package start
kees  1 2026-11-02T16:00:20+01:00 package page welkom
kees  1 2026-11-02T16:00:40+01:00 package page toon
kees  1 2026-11-02T16:01:00+01:00 package page brief
lena  1 2026-11-02T17:00:00+01:00 package start
mees  1 2026-11-02T17:00:00+01:00 package start
mees  1 2026-11-02T17:02:00+01:00 package page brief
nina  1 2026-11-02T18:00:00+01:00 package start
nina  1 2026-11-02T18:01:00+01:00 package page welkom
olga  1 2026-11-02T19:00:00+01:00 package start
olga  1 2026-11-02T19:01:00+01:00 package page welkom
olga  1 2026-11-02T19:02:00+01:00 package answer waarom 1 Geheim
olga  1 2026-11-02T19:03:00+01:00 lms     passed 99
cor   2 2026-11-03T09:00:00+01:00 package start
cor   2 2026-11-03T09:05:01+01:00 package page brief
cor   2 2026-11-03T09:06:01+01:00 package answer waarom 1 Nieuw
cor   2 2026-11-03T09:06:31+01:00 package answer kies 1 a
cor   2 2026-11-03T09:07:01+01:00 package answer zeker 1 5
cor   2 2026-11-03T09:07:01+01:00 package progress 100
cor   2 2026-11-03T09:08:01+01:00 lms     passed 70
4711  - 2026-11-03T12:00:00+01:00 lms     done
cor   2 2026-11-04T08:00:00+01:00 lms     passed 95
dina  b 2026-11-10T10:00:00+01:00 package start brand
dina  b 2026-11-10T10:02:00+01:00 package page vluchtweg brand
dina  b 2026-11-10T10:03:00+01:00 package page oud brand
eva   b 2026-11-10T10:00:00+01:00 package start brand
eva   b 2026-11-10T10:04:00+01:00 package page vluchtweg brand
anna  - 2026-11-10T12:00:00+01:00 lms     done mapped
bas   - 2026-11-10T12:30:00+01:00 lms     done mapped#sco
cor   - 2026-11-10T12:45:00+01:00 lms     looked mapped
gijs  - 2026-11-11T09:00:00+01:00 lms     passed 100 brand
"""

FORMS = {"waarom": "reflection", "kies": "choice", "kies2": "choice", "zeker": "opinion"}
CORRECT_KEYS = {"kies": "a", "kies2": "b"}


def outlines() -> list[Json]:
    """The two courses as they are kept."""
    steps = ("Helemaal niet", "Een beetje", "Redelijk", "Best", "Helemaal")
    questions = [
        outline_question("waarom", "toon", "Waarom is dat zo?"),
        outline_question("kies", "toon", "Wat eerst?", {"a": "Danken", "b": "Ontkennen", "c": "Vragen"}),
        outline_question("kies2", "brief", "Wat dan?", {"a": "Wachten", "b": "Schrijven"}),
        outline_question("zeker", "brief", "Ik kan het.", dict(zip("12345", steps, strict=True))),
    ]
    pages = {"welkom": "Welkom", "toon": "De toon", "brief": "De brief"}
    return [
        outline(WEBCARE, "Webcare", pages, questions),
        outline(BRAND, "Brand", {"vluchtweg": "De vluchtweg"}, []),
    ]


def outline(iri: str, title: str, pages: dict[str, str], questions: list[Json]) -> Json:
    """A course as it is kept."""
    course = {"iri": iri, "id": iri.rpartition(":")[2], "title": title, "language": "nl", "version": "1.1"}
    shown = [{"id": page, "title": name} for page, name in pages.items()]
    return {"course": course, "pages": shown, "questions": questions, "videos": []}


def outline_question(name: str, page: str, prompt: str, options: dict[str, str] | None = None) -> Json:
    """A question of an outline."""
    kind = {"reflection": "open"}.get(FORMS[name], FORMS[name])
    shown = [{"key": key, "text": text} for key, text in (options or {}).items()]
    keys = [CORRECT_KEYS[name]] if name in CORRECT_KEYS else []
    return {
        "id": name,
        "page": page,
        "kind": kind,
        "form": FORMS[name],
        "prompt": prompt,
        "required": True,
        "options": shown,
        "keys": keys,
    }


def registration(who: str, attempt: str) -> str:
    """Which attempt of somebody's it is."""
    return str(uuid5(NAMESPACE_URL, f"{who} {attempt}"))


def statements() -> list[tuple[str, Json, bool]]:
    """Each line as a road, a statement, and whether it is voided afterwards."""
    return [parse_statement_line(*line.split(maxsplit=4)) for line in STATEMENT_LINES.split("\n") if line]


def parse_statement_line(
    who: str, attempt: str, moment: str, source: str, what: str
) -> tuple[str, Json, bool]:
    """One line."""
    word, *rest = what.split(" ")
    voided, rest = "voided" in rest, [each for each in rest if each != "voided"]
    course = BRAND if "brand" in rest else WEBCARE
    around = {"id": course, "definition": {"type": v.COURSE}}
    told: Json = {
        "id": str(uuid4()),
        "actor": {"objectType": "Agent", "account": {"homePage": LMS, "name": who}},
        "object": {"objectType": "Activity", **around},
        "timestamp": moment,
        **verb_parts(word, rest, course),
    }
    if attempt != "-":
        category = [{"id": v.PROFILE}, *([{"id": v.form_iri(FORMS[rest[0]])}] if word == "answer" else [])]
        told["context"] = {
            "registration": registration(who, attempt),
            "revision": "1.1" if attempt == "2" else "1.0",
            "contextActivities": {"grouping": [around], "category": category},
        }
    if rest and rest[-1].startswith("mapped"):
        told["object"] = {"id": MAPPED_IRI + rest[-1].removeprefix("mapped")}
    return source, told, voided


ANY_COURSE = "urn:scormbuild:"


def verb_parts(word: str, rest: list[str], course: str) -> Json:
    """The verb, and what belongs to it."""
    if word == "page":
        page = {"id": v.page_iri(course, rest[0]), "definition": {"type": v.PAGE}}
        return {"verb": {"id": v.EXPERIENCED}, "object": page}
    if word == "answer":
        return answer_parts(course, *rest[:2], " ".join(rest[2:]))
    if word == "progress":
        return {"verb": {"id": v.PROGRESSED}, "result": {"extensions": {v.PROGRESS: int(rest[0])}}}
    if word in ("passed", "failed"):
        result = {"success": word == "passed", "completion": True, "score": {"scaled": int(rest[0]) / 100}}
        return {"verb": {"id": v.PASSED if word == "passed" else v.FAILED}, "result": result}
    if word in ("done", "undone"):
        return {"verb": {"id": v.COMPLETED}, "result": {"completion": word == "done"}}
    return {"verb": {"id": {"start": v.INITIALIZED, "end": v.TERMINATED, "looked": v.EXPERIENCED}[word]}}


def answer_parts(course: str, question: str, revision: str, response: str) -> Json:
    """An answer; "-" for one whose words go nowhere, nothing for one that was taken away again."""
    result: Json = {"completion": True, "extensions": {v.REVISION: int(revision)}}
    if response != "-":
        result["response"] = response
    if question in CORRECT_KEYS:
        result["success"] = response == CORRECT_KEYS[question]
    activity = {"id": v.interaction_iri(course, question), "definition": {"type": v.INTERACTION}}
    return {"verb": {"id": v.ANSWERED}, "object": activity, "result": result}


def store_known_course(url: str) -> dict[str, str]:
    """Tell it all to an LRS on this database; gives everybody's pseudonym by name."""
    with open_client_on(url) as client:
        keys = {
            "package": client.new_key("statements/write", source="package", activity_prefix=ANY_COURSE),
            "lms": client.new_key("statements/write", source="lms"),
        }
        for source, told, voided in statements():
            client.store(told, key=keys[source])
            if voided:
                client.store(voiding_statement(told["id"]))
        with Ingest.open(url, organisations.DEFAULT, "lms.example.org", "lms") as ingest:
            persons = {name: ingest.find_pseudonym(LMS, name) for name in NAMES}
        write_known_tables(client.lrs.database, persons)
    command_output(url, "subject", "erase", persons["olga"])
    return persons


def voiding_statement(statement: str) -> Json:
    """That a statement doesn't count any more."""
    return {
        "actor": {"mbox": "mailto:beheer@example.org"},
        "verb": {"id": v.VOIDED},
        "object": {"objectType": "StatementRef", "id": statement},
        "timestamp": "2026-11-05T12:00:00+01:00",
    }


def write_known_tables(database: Database, persons: dict[str, str]) -> None:
    """What isn't told by statements: outlines, a mapping, teams, and that 4711 is kees."""
    with database.writing() as connection:
        owner = organisations.find_organisation(connection, organisations.DEFAULT)
        for each in outlines():
            courses.write_outline(connection, owner.id, each)
        courses.map_iri(connection, owner.id, MAPPED_IRI, BRAND)
        identities.join_persons(connection, owner.id, persons["4711"], persons["kees"])
        rows = [(persons[name], team) for team, names in TEAMS.items() for name in names]
        teams.add_members(connection, owner.id, owner.home_page, rows)
