"""The statements that say who finished: found by the keys of their verbs, so that no others are read."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from scormbuild.lrs.auth.organisations import Organisation
from scormbuild.lrs.store import courses
from scormbuild.lrs.store.find import search_statements
from scormbuild.lrs.xapi.codec import decode_json
from scormbuild.lrs.xapi.completion import SCO_SUFFIX, STATUS_OF_VERB, Completion, Json, OrganisationContext
from scormbuild.lrs.xapi.completion import completions as rows
from scormbuild.lrs.xapi.query import Query
from scormbuild.lrs.xapi.statement.references import reference_key

STATEMENTS_PER_SEARCH = 1_000  # statements that are in memory at once
SELECT_COURSES = text("select iri from course where organisation = :organisation")
SELECT_ALIASES = text(
    "select pseudonym, person from identity where organisation = :organisation and person <> pseudonym"
)


def list_completions(
    connection: Connection, organisation: Organisation, course: str | None = None
) -> list[Completion]:
    """A row for each person and course of an organisation, or for those of one course."""
    context = read_organisation_context(connection, organisation)
    names = None if course is None else iris_of_course(course, context)
    # The filter is by what the course is called; which course a statement is of, the mapping says.
    all_completions = rows(status_statements(connection, organisation.id, names), context)
    return [row for row in all_completions if course in (None, row.course)]


def read_organisation_context(connection: Connection, organisation: Organisation) -> OrganisationContext:
    """What the organisation's other tables tell."""
    bound = {"organisation": organisation.id}
    return OrganisationContext(
        organisation.home_page,
        frozenset(connection.scalars(SELECT_COURSES, bound)),
        courses.course_mapping(connection, organisation.id),
        {row.pseudonym: row.person for row in connection.execute(SELECT_ALIASES, bound)},
    )


def iris_of_course(course: str, context: OrganisationContext) -> list[str]:
    """All that a course is called: its IRI, and the LMS's activities that are mapped to it."""
    mapped = [iri for iri, target in context.mapping.items() if target == course]
    return [course, *mapped, *(f"{iri}{SCO_SUFFIX}" for iri in mapped)]


def status_statements(
    connection: Connection, organisation: int, activities: list[str] | None
) -> Iterator[Json]:
    """The statements of these activities, or all, that say completed, passed or failed; voided ones don't."""
    filters = [tuple(reference_key("verb", verb) for verb in STATUS_OF_VERB)]
    if activities is not None:
        filters.append(tuple(reference_key("activity", iri) for iri in activities))
    after: int | None = None
    while page := search_statements(
        connection, organisation, Query(ascending=True, after=after), filters, STATEMENTS_PER_SEARCH
    ):
        yield from (decode_json(context.body.encode()) for context in page)
        after = page[-1].seq
