"""The statements that say who finished: found by the keys of their verbs, so that no others are read."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.store import courses
from scormbuild.lrs.store.find import search
from scormbuild.lrs.xapi.codec import decode
from scormbuild.lrs.xapi.completion import PAGE_OF_SCO, STATUS, Completion, Json, Known
from scormbuild.lrs.xapi.completion import completions as rows
from scormbuild.lrs.xapi.query import Query
from scormbuild.lrs.xapi.statement.references import key

PORTION = 1_000  # statements that are in memory at once
COURSES = text("select iri from course where organisation = :organisation")
JOINED = text(
    "select pseudonym, person from identity where organisation = :organisation and person <> pseudonym"
)


def completions(
    connection: Connection, organisation: Organisation, course: str | None = None
) -> list[Completion]:
    """A row for each person and course of an organisation, or for those of one course."""
    found = known(connection, organisation)
    names = None if course is None else called(course, found)
    told = rows(statements(connection, organisation.id, names), found)
    return [row for row in told if course in (None, row.course)]


def known(connection: Connection, organisation: Organisation) -> Known:
    """What the organisation's other tables tell."""
    bound = {"organisation": organisation.id}
    return Known(
        organisation.home_page,
        frozenset(connection.scalars(COURSES, bound)),
        courses.mapping(connection, organisation.id),
        {row.pseudonym: row.person for row in connection.execute(JOINED, bound)},
    )


def called(course: str, found: Known) -> list[str]:
    """All that a course is called: its IRI, and the LMS's activities that are mapped to it."""
    mapped = [iri for iri, target in found.mapped.items() if target == course]
    return [course, *mapped, *(f"{iri}{PAGE_OF_SCO}" for iri in mapped)]


def statements(connection: Connection, organisation: int, activities: list[str] | None) -> Iterator[Json]:
    """The statements of these activities, or all, that say completed, passed or failed; voided ones don't."""
    filters = [tuple(key("verb", verb) for verb in STATUS)]
    if activities is not None:
        filters.append(tuple(key("activity", iri) for iri in activities))
    after: int | None = None
    while page := search(connection, organisation, Query(ascending=True, after=after), filters, PORTION):
        yield from (decode(found.body.encode()) for found in page)
        after = page[-1].seq
