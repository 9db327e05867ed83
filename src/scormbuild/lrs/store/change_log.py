"""What a copy of the statements has to follow: new ones in stored order, and the journal of what changed.

A row of `amended` says that the statement at a place isn't what it was: voided, replaced, deleted. It is
written in the transaction of the change itself, and numbered after it, so that a copy which has followed the
journal up to a number knows of everything before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, text

from scormbuild import vocabulary as word
from scormbuild.lrs.privacy.pseudonym import person_of
from scormbuild.lrs.store import courses
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.statement.references import key

NEW = text(
    """select seq, voided, body from statement
       where organisation = :organisation and seq > :after and seq <= :through order by seq limit :rows"""
)
TODAY = text(
    "select seq, body from statement where organisation = :organisation and seq in :seqs and not voided"
).bindparams(bindparam("seqs", expanding=True))
COUNT = text(
    "select count(*) from statement where organisation = :organisation and seq > :after and seq <= :through"
)
NEWEST = text("select max(seq) from statement where organisation = :organisation")
PLACE = text(
    """select seq from statement where organisation = :organisation and seq > :after and seq <= :through
       order by seq limit 1 offset :skipped"""
)
LATEST = text("select max(number) from amended where organisation = :organisation")
AMENDED = text(
    """select seq, number from amended
       where organisation = :organisation and number > :after order by number, seq limit :rows"""
)
NOTE = text(
    """insert into amended (organisation, seq, number) values (:organisation, :seq, :number)
       on conflict (organisation, seq) do update set number = excluded.number"""
)
FLAT = text("delete from flat_statement where organisation = :organisation and seq = :seq")
ORGANISATION = text("select name, home_page from organisation where id = :organisation")
ALIASES = text(
    "select pseudonym, person from identity where organisation = :organisation and person <> pseudonym"
    " order by pseudonym"
)
TEAMS = text(
    "select person, team, person_key from team where organisation = :organisation order by person, team"
)
PORTION = 2_000

Rows = list[tuple[Any, ...]]


class Body(NamedTuple):
    """A statement's text at its place."""

    seq: int
    voided: bool
    body: str


class Amended(NamedTuple):
    """A line of the journal."""

    seq: int
    number: int


def note(connection: Connection, organisation: int, seqs: Collection[int]) -> None:
    """Write in the journal that statements changed; the organisation's lock is held.

    Their flat rows go at once, so that what was erased can't be read there any more; a refresh makes them
    anew of what is left.
    """
    if not seqs:
        return
    number = latest(connection, organisation) + 1
    rows = [{"organisation": organisation, "seq": seq} for seq in sorted(seqs)]
    connection.execute(NOTE, [{**row, "number": number} for row in rows])
    connection.execute(FLAT, rows)


def latest(connection: Connection, organisation: int) -> int:
    """The newest number of the journal, 0 where there is none."""
    return int(connection.scalar(LATEST, {"organisation": organisation}) or 0)


def newest(connection: Connection, organisation: int) -> int:
    """The place of the newest statement, 0 where there is none."""
    return int(connection.scalar(NEWEST, {"organisation": organisation}) or 0)


def count(connection: Connection, organisation: int, after: int, through: int) -> int:
    """How many statements lie in a range."""
    bound = {"organisation": organisation, "after": after, "through": through}
    return int(connection.scalar(COUNT, bound) or 0)


def ranges(
    connection: Connection, organisation: int, after: int, through: int, rows: int
) -> Iterator[tuple[int, int]]:
    """A range of places as ranges of so many statements each: (after, through], one beside the other."""
    while True:
        bound = {"organisation": organisation, "after": after, "through": through, "skipped": rows - 1}
        place = connection.scalar(PLACE, bound)
        if place is None or place == through:
            if after < through:
                yield after, through
            return
        yield after, int(place)
        after = int(place)


def statements(
    connection: Connection, organisation: int, after: int, through: int, rows: int = PORTION
) -> Iterator[list[Body]]:
    """The statements of a range in stored order, so many at a time; also those that are voided by now."""
    while after < through:
        bound = {"organisation": organisation, "after": after, "through": through, "rows": rows}
        found = [Body(*row) for row in connection.execute(NEW, bound)]
        if found:
            yield found
        if len(found) < rows:
            return
        after = found[-1].seq


def amended(connection: Connection, organisation: int, after: int, rows: int = PORTION) -> list[Amended]:
    """The journal after a number, oldest first; a place stands there once, under its latest number.

    All of one number come together, however many they are, so that a copy can stop behind any number.
    """
    bound = {"organisation": organisation, "after": after, "rows": rows}
    found = [Amended(*row) for row in connection.execute(AMENDED, bound)]
    if len(found) < rows:
        return found
    whole = [each for each in found if each.number < found[-1].number]
    return whole or amended(connection, organisation, after, rows * 2)


def today(connection: Connection, organisation: int, seqs: Sequence[int]) -> dict[int, str | None]:
    """What stands at these places now; None where nothing does, or it is voided."""
    found: dict[int, str | None] = dict.fromkeys(seqs)
    for first in range(0, len(seqs), PORTION):
        bound = {"organisation": organisation, "seqs": seqs[first : first + PORTION]}
        found |= {row.seq: row.body for row in connection.execute(TODAY, bound)}
    return found


def small_tables(connection: Connection, organisation: int) -> dict[str, Rows]:
    """The rows of the tables beside the statements, with the columns of SMALL."""
    bound = {"organisation": organisation}
    name, home_page = connection.execute(ORGANISATION, bound).one()
    return {
        "organisations": [(name,)],
        **outlined(courses.outlines(connection, organisation)),
        "mappings": sorted(courses.mapping(connection, organisation).items()),
        "aliases": aliases(connection, organisation, home_page),
        "teams": [tuple(row) for row in connection.execute(TEAMS, bound)],
    }


def aliases(connection: Connection, organisation: int, home_page: str) -> Rows:
    """The pseudonyms of those who have another one, with the numbers of both."""
    found = connection.execute(ALIASES, {"organisation": organisation})
    return [
        (row.pseudonym, row.person, *(person_key(each, home_page) for each in (row.pseudonym, row.person)))
        for row in found
    ]


def person_key(pseudonym: str, home_page: str) -> int:
    """The number under which the statements of a pseudonym are found, and counted."""
    return key("agent", ifi({"account": person_of(pseudonym, home_page)}) or "")


SMALL: dict[str, tuple[tuple[str, str], ...]] = {
    "organisations": (("name", "text"),),
    "courses": (("course", "text"), ("title", "text"), ("language", "text"), ("version", "text")),
    "pages": (("course", "text"), ("page", "text"), ("title", "text"), ("place", "int32")),
    "questions": (
        ("course", "text"),
        ("question", "text"),
        ("page", "text"),
        ("place", "int32"),
        ("form", "text"),
        ("prompt", "text"),
        ("required", "bool"),
    ),
    "options": (
        ("course", "text"),
        ("question", "text"),
        ("key", "text"),
        ("place", "int32"),
        ("label", "text"),
        ("correct", "bool"),
    ),
    "mappings": (("activity", "text"), ("course", "text")),
    "aliases": (("actor", "text"), ("person", "text"), ("actor_key", "int64"), ("person_key", "int64")),
    "teams": (("person", "text"), ("team", "text"), ("person_key", "int64")),
}


def outlined(outlines: Sequence[courses.Json]) -> dict[str, Rows]:
    """Courses, pages, questions and options, places from 1."""
    found: dict[str, Rows] = {name: [] for name in ("courses", "pages", "questions", "options")}
    for outline in outlines:
        about = outline["course"]
        course = about["iri"]
        found["courses"].append((course, about.get("title"), about.get("language"), about.get("version")))
        for place, page in enumerate(outline.get("pages", ()), 1):
            found["pages"].append((course, word.page_iri(course, page["id"]), page.get("title"), place))
        for place, question in enumerate(outline.get("questions", ()), 1):
            iri, on = word.interaction_iri(course, question["id"]), word.page_iri(course, question["page"])
            form, prompt = question.get("form"), question.get("prompt")
            needed = bool(question.get("required", True))
            found["questions"].append((course, iri, on, place, form, prompt, needed))
            correct = set(question.get("keys", ()))
            for number, option in enumerate(question.get("options", ()), 1):
                row = (course, iri, option["key"], number, option.get("text"), option["key"] in correct)
                found["options"].append(row)
    return found
