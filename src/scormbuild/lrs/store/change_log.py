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
from scormbuild.lrs.privacy.pseudonym import pseudonym_account
from scormbuild.lrs.store import courses
from scormbuild.lrs.xapi.actor import ifi
from scormbuild.lrs.xapi.statement.references import reference_key
from scormbuild.response_options import report_options

SELECT_STATEMENTS = text(
    """select seq, voided, body from statement
       where organisation = :organisation and seq > :after and seq <= :through order by seq limit :rows"""
)
SELECT_CURRENT_BODIES = text(
    "select seq, body from statement where organisation = :organisation and seq in :seqs and not voided"
).bindparams(bindparam("seqs", expanding=True))
COUNT_STATEMENTS = text(
    "select count(*) from statement where organisation = :organisation and seq > :after and seq <= :through"
)
SELECT_NEWEST_SEQ = text("select max(seq) from statement where organisation = :organisation")
# A place is a moment, so its number doesn't tell how many statements lie before the next one.
SELECT_RANGE_END = text(
    """select seq from statement where organisation = :organisation and seq > :after and seq <= :through
       order by seq limit 1 offset :skipped"""
)
SELECT_LATEST_REVISION = text("select max(number) from amended where organisation = :organisation")
SELECT_CHANGES = text(
    """select seq, number from amended
       where organisation = :organisation and number > :after order by number, seq limit :rows"""
)
UPSERT_CHANGE = text(
    """insert into amended (organisation, seq, number) values (:organisation, :seq, :number)
       on conflict (organisation, seq) do update set number = excluded.number"""
)
DELETE_FLAT_ROW = text("delete from flat_statement where organisation = :organisation and seq = :seq")
SELECT_ORGANISATION = text("select name, home_page from organisation where id = :organisation")
SELECT_ALIASES = text(
    "select pseudonym, person from identity where organisation = :organisation and person <> pseudonym"
    " order by pseudonym"
)
SELECT_TEAMS = text(
    "select person, team, person_key from team where organisation = :organisation order by person, team"
)
SELECT_ATTESTATIONS = text(
    "select attempt, person_key from attestation where organisation = :organisation"
    " order by attempt, person_key"
)
SELECT_CONFLICTS = text(
    "select received, source, course, activity from statement_conflict where organisation = :organisation"
    " order by received, id, digest"
)
STATEMENTS_PER_QUERY = 2_000

Rows = list[tuple[Any, ...]]


class StatementBody(NamedTuple):
    """A statement's text at its place."""

    seq: int
    voided: bool
    body: str


class ChangeLogEntry(NamedTuple):
    """A line of the journal."""

    seq: int
    revision: int


def insert_changes(connection: Connection, organisation: int, seqs: Collection[int]) -> None:
    """Write in the journal that statements changed; the organisation's lock is held.

    Their flat rows go at once, so that what was erased can't be read there any more; a refresh makes them
    anew of what is left.
    """
    if not seqs:
        return
    # Under the lock: so what has a higher number was also committed later, and a copy that follows skips
    # nothing.
    number = latest_revision(connection, organisation) + 1
    rows = [{"organisation": organisation, "seq": seq} for seq in sorted(seqs)]
    connection.execute(UPSERT_CHANGE, [{**row, "number": number} for row in rows])
    connection.execute(DELETE_FLAT_ROW, rows)


def latest_revision(connection: Connection, organisation: int) -> int:
    """The newest number of the journal, 0 where there is none."""
    return int(connection.scalar(SELECT_LATEST_REVISION, {"organisation": organisation}) or 0)


def newest_seq(connection: Connection, organisation: int) -> int:
    """The place of the newest statement, 0 where there is none."""
    return int(connection.scalar(SELECT_NEWEST_SEQ, {"organisation": organisation}) or 0)


def count_statements(connection: Connection, organisation: int, after: int, through: int) -> int:
    """How many statements lie in a range."""
    bound = {"organisation": organisation, "after": after, "through": through}
    return int(connection.scalar(COUNT_STATEMENTS, bound) or 0)


def split_range(
    connection: Connection, organisation: int, after: int, through: int, rows: int
) -> Iterator[tuple[int, int]]:
    """A range of places as ranges of so many statements each: (after, through], one beside the other."""
    while True:
        bound = {"organisation": organisation, "after": after, "through": through, "skipped": rows - 1}
        place = connection.scalar(SELECT_RANGE_END, bound)
        if place is None or place == through:
            if after < through:
                yield after, through
            return
        yield after, int(place)
        after = int(place)


def read_statement_range(
    connection: Connection, organisation: int, after: int, through: int, rows: int = STATEMENTS_PER_QUERY
) -> Iterator[list[StatementBody]]:
    """The statements of a range in stored order, so many at a time; also those that are voided by now."""
    while after < through:
        bound = {"organisation": organisation, "after": after, "through": through, "rows": rows}
        found = [StatementBody(*row) for row in connection.execute(SELECT_STATEMENTS, bound)]
        if found:
            yield found
        if len(found) < rows:
            return
        after = found[-1].seq


def list_changes(
    connection: Connection, organisation: int, after: int, rows: int = STATEMENTS_PER_QUERY
) -> list[ChangeLogEntry]:
    """The journal after a number, oldest first; a place stands there once, under its latest number.

    All of one number come together, however many they are, so that a copy can stop behind any number.
    """
    bound = {"organisation": organisation, "after": after, "rows": rows}
    found = [ChangeLogEntry(*row) for row in connection.execute(SELECT_CHANGES, bound)]
    if len(found) < rows:
        return found
    whole = [each for each in found if each.revision < found[-1].revision]
    return whole or list_changes(connection, organisation, after, rows * 2)


def read_current_bodies(
    connection: Connection, organisation: int, seqs: Sequence[int]
) -> dict[int, str | None]:
    """What stands at these places now; None where nothing does, or it is voided."""
    found: dict[int, str | None] = dict.fromkeys(seqs)
    for first in range(0, len(seqs), STATEMENTS_PER_QUERY):
        bound = {"organisation": organisation, "seqs": seqs[first : first + STATEMENTS_PER_QUERY]}
        found |= {row.seq: row.body for row in connection.execute(SELECT_CURRENT_BODIES, bound)}
    return found


def read_dimension_tables(connection: Connection, organisation: int) -> dict[str, Rows]:
    """The rows of the tables beside the statements, with the columns of SMALL."""
    bound = {"organisation": organisation}
    name, home_page = connection.execute(SELECT_ORGANISATION, bound).one()
    return {
        "organisations": [(name,)],
        **flatten_outlines(courses.list_outlines(connection, organisation)),
        "mappings": sorted(courses.course_mapping(connection, organisation).items()),
        "aliases": list_aliases(connection, organisation, home_page),
        "attestations": [tuple(row) for row in connection.execute(SELECT_ATTESTATIONS, bound)],
        "conflicts": [tuple(row) for row in connection.execute(SELECT_CONFLICTS, bound)],
        "teams": [tuple(row) for row in connection.execute(SELECT_TEAMS, bound)],
    }


def list_aliases(connection: Connection, organisation: int, home_page: str) -> Rows:
    """The pseudonyms of those who have another one, with the numbers of both."""
    found = connection.execute(SELECT_ALIASES, {"organisation": organisation})
    return [
        (row.pseudonym, row.person, *(person_key(each, home_page) for each in (row.pseudonym, row.person)))
        for row in found
    ]


def person_key(pseudonym: str, home_page: str) -> int:
    """The number under which the statements of a pseudonym are found, and counted."""
    return reference_key("agent", ifi({"account": pseudonym_account(pseudonym, home_page)}) or "")


DIMENSION_COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
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
        ("leads", "text"),
    ),
    "quizzes": (
        ("course", "text"),
        ("quiz", "text"),
        ("question", "text"),
        ("draw", "int32"),
        ("pass_mark", "int32"),
    ),
    "mappings": (("activity", "text"), ("course", "text")),
    "aliases": (("actor", "text"), ("person", "text"), ("actor_key", "int64"), ("person_key", "int64")),
    "attestations": (("attempt", "int64"), ("person_key", "int64")),
    "conflicts": (("received", "int64"), ("source", "text"), ("course", "text"), ("activity", "text")),
    "teams": (("person", "text"), ("team", "text"), ("person_key", "int64")),
}


OUTLINE_TABLES = ("courses", "pages", "questions", "options", "quizzes")


def flatten_outlines(outlines: Sequence[courses.Json]) -> dict[str, Rows]:
    """Courses, pages, questions, options and quizzes, places from 1."""
    found: dict[str, Rows] = {name: [] for name in OUTLINE_TABLES}
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
            for number, option in enumerate(report_options(question), 1):
                leads = question.get("leads", {}).get(option.key)
                row = (course, iri, option.key, number, option.text, option.correct, leads)
                found["options"].append(row)
        found["quizzes"] += quiz_rows(outline)
    return found


def quiz_rows(outline: courses.Json) -> Rows:
    """A row for each question of each quiz."""
    course = outline["course"]["iri"]
    found: Rows = []
    for quiz in outline.get("quizzes", ()):
        asked = [each["id"] for each in outline["questions"] if each.get("quiz") == quiz["id"]]
        rules = (quiz.get("draw") or len(asked), quiz.get("pass") or 0)
        found += [(course, quiz["id"], word.interaction_iri(course, each), *rules) for each in asked]
    return found
