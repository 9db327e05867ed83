"""The views that analysts see in SQL, made of the tables alike in every engine."""

from __future__ import annotations

from collections.abc import Callable

import ibis.expr.types as ir

from scormbuild.analysis.model import joins as resolved
from scormbuild.analysis.model import results
from scormbuild.analysis.model import sessions as visits
from scormbuild.analysis.model.options import IDLE
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.views import answers as words_views
from scormbuild.vocabulary import EXPERIENCED, PAGE


def completions(tables: Tables) -> ir.Table:
    """Who finished which course: a row for each person and course; `reached` is when, in UTC."""
    found = resolved.with_person(results.completions(tables), tables)
    found = titled(found, tables)
    return found.select(
        "organisation",
        "person",
        "course",
        "title",
        "version",
        "score",
        "reached",
        status=results.status(found.level),
        verified=results.verified(found.level),
        roads=results.roads(found),
    )


def page_views(tables: Tables) -> ir.Table:
    """Each page that somebody saw; `place` is null where the course as it is kept has no such page."""
    seen = tables.statements
    seen = seen.filter(seen.verb == EXPERIENCED, seen.person_key.notnull(), seen.activity.notnull())
    pages = tables.pages.select("organisation", "place", page="page", named="title")
    found = resolved.with_course(seen, tables)
    found = resolved.with_person(found, tables)
    found = found.left_join(
        pages, [found.organisation == pages.organisation, found.activity == pages.page]
    ).drop("organisation_right")
    page = found.page.notnull() | (found.activity_type.fill_null("") == PAGE)
    found = found.filter(page)
    return found.select(
        "organisation",
        "person",
        "course",
        "place",
        "registration",
        "timestamp",
        "road",
        page=found.activity,
        title=found.named,
    )


def attempts(tables: Tables, idle: int = IDLE) -> ir.Table:
    """Each go at a course; `begun` and `last` in UTC, `seconds` without pauses of more than five minutes."""
    statements = resolved.with_person_key(resolved.with_course(tables.statements, tables), tables)
    attempt = ("organisation", "attempt")
    told = results.finishing(tables)
    ends = results.best(told.filter(told.attempt.notnull()), visits.ONE)
    ends = ends.select(*visits.ONE, "score", status=results.status(ends.level))
    found = titled(resolved.with_person(visits.attempts(statements), tables), tables)
    found = found.left_join(visits.at_work(tables.statements, idle, *attempt), attempt)
    found = found.select(*(name for name in found.columns if not name.endswith("_right")))
    found = found.left_join(ends, visits.ONE)
    return found.select(
        "organisation",
        "person",
        "course",
        "title",
        "registration",
        "begun",
        "last",
        "sessions",
        "progress",
        "status",
        "score",
        "seconds",
    )


def titled(rows: ir.Table, tables: Tables) -> ir.Table:
    """Rows with the title of their course, null where it isn't kept."""
    kept = tables.courses.select("organisation", "course", "title")
    found = rows.left_join(kept, ["organisation", "course"])
    return found.select(*rows.columns, "title")


VIEWS: dict[str, Callable[[Tables], ir.Table]] = {
    "completions": completions,
    "page_views": page_views,
    "attempts": attempts,
    **words_views.VIEWS,
}
