"""The views that analysts see in SQL, made of the tables alike in every engine."""

from __future__ import annotations

from collections.abc import Callable

import ibis.expr.types as ir

from scormbuild.analysis.model import joins, results, sessions
from scormbuild.analysis.model.options import IDLE
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.views import answers
from scormbuild.vocabulary import EXPERIENCED, PAGE


def completions(tables: Tables) -> ir.Table:
    """Who finished which course: a row for each person and course; `reached` is when, in UTC."""
    found = joins.with_person(results.completions(tables), tables)
    found = with_title(found, tables)
    return found.select(
        "organisation",
        "person",
        "course",
        "title",
        "version",
        "score",
        "reached",
        status=results.status(found.level),
        verified=results.is_verified(found.level),
        sources=results.source_names(found),
    )


def page_views(tables: Tables) -> ir.Table:
    """Each page that somebody saw; `place` is null where the course as it is kept has no such page."""
    seen = tables.statements
    seen = seen.filter(seen.verb == EXPERIENCED, seen.person_key.notnull(), seen.activity.notnull())
    pages = tables.pages.select("organisation", "place", page="page", named="title")
    found = joins.with_course(seen, tables)
    found = joins.with_person(found, tables)
    found = found.left_join(
        pages, [found.organisation == pages.organisation, found.activity == pages.page]
    ).drop("organisation_right")
    page = found.page.notnull() | (found.activity_type.fill_null("") == PAGE)
    # Of a page that no outline has, only its own type tells that it is one.
    found = found.filter(page)
    return found.select(
        "organisation",
        "person",
        "course",
        "place",
        "attempt",
        "timestamp",
        "road",
        page=found.activity,
        title=found.named,
    )


def attempts(tables: Tables, idle: int = IDLE) -> ir.Table:
    """Each go at a course; `begun` and `last` in UTC, `seconds` without pauses of more than five minutes."""
    statements = joins.with_person_key(joins.with_course(tables.statements, tables), tables)
    attempt = ("organisation", "attempt")
    told = results.result_statements(tables)
    ends = results.best_results(told.filter(told.attempt.notnull()), sessions.ATTEMPT_KEY)
    ends = ends.select(*sessions.ATTEMPT_KEY, "score", status=results.status(ends.level))
    found = with_title(joins.with_person(sessions.attempts(statements), tables), tables)
    found = found.left_join(sessions.active_seconds(tables.statements, idle, *attempt), attempt)
    # Ibis keeps the right side's key beside the left one's, and would refuse the next join over it.
    found = found.select(*(name for name in found.columns if not name.endswith("_right")))
    found = found.left_join(ends, sessions.ATTEMPT_KEY)
    return found.select(
        "organisation",
        "person",
        "course",
        "title",
        "attempt",
        "begun",
        "last",
        "sessions",
        "progress",
        "status",
        "score",
        "seconds",
    )


def with_title(rows: ir.Table, tables: Tables) -> ir.Table:
    """Rows with the title of their course, null where it isn't kept."""
    kept = tables.courses.select("organisation", "course", "title")
    found = rows.left_join(kept, ["organisation", "course"])
    return found.select(*rows.columns, "title")


VIEWS: dict[str, Callable[[Tables], ir.Table]] = {
    "completions": completions,
    "page_views": page_views,
    "attempts": attempts,
    **answers.VIEWS,
}
