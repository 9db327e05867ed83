"""How far people came, page by page, and where they stopped."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from scormbuild.analysis.model import cohorts
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Rights
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.suppression import of_organisation, plain
from scormbuild.analysis.model.table import Row, Sheet, columns, ordered, share
from scormbuild.vocabulary import EXPERIENCED, PAGE

COLUMNS = columns(
    course="text",
    place="count",
    page="text",
    title="text",
    seen="count",
    share="share",
    stopped="count",
)
Page = tuple[str, str]


def make(tables: Tables, selection: Selection, rights: Rights, _options: Options) -> Sheet:
    """A row for each page: `share` of those who began; `stopped`: unfinished, and saw none after it."""
    people = cohorts.ended(tables, selection.everybody(), rights)
    begun, hidden = cohorts.large(people, tables, selection, rights)
    pages = numbered(tables, selection)
    views = of_pages(selection.statements(tables, rights), pages).distinct().to_pyarrow()
    known = pages.to_pyarrow()
    seen = seen_by(views, known)
    finished = people.filter(pc.equal(people["finished"], 1)).select(cohorts.ONE)
    furthest = last_places(views, known)
    left = furthest.join(finished, cohorts.ONE, join_type="left anti").group_by(["course", "place"])
    stopped = {(course, place): count for course, place, count in plain(left.aggregate([([], "count_all")]))}
    kept = {(course, page): (place, title) for course, page, place, title in named(tables, selection)}
    lines = (line(each, kept, seen, stopped, begun) for each in kept.keys() | seen.keys() if each[0] in begun)
    return Sheet("progress", COLUMNS, ordered(lines, 0, 1, 2), hidden)


def line(
    each: Page,
    kept: Mapping[Page, Row],
    seen: Mapping[Page, int],
    stopped: Mapping[tuple[str, int], int],
    begun: Mapping[str, int],
) -> Row:
    """The row of a page; one that the course as it is kept hasn't has no place."""
    course, page = each
    place, title = kept.get(each, (None, None))
    count = seen.get(each, 0)
    last = None if place is None else stopped.get((course, place), 0)
    return course, place, page, title, count, share(count, begun[course]), last


def named(tables: Tables, selection: Selection) -> list[Row]:
    """The pages of the courses as they are kept."""
    return of_organisation(tables.pages, selection, "course", "page", "place", "title")


def numbered(tables: Tables, selection: Selection) -> ir.Table:
    """The same, each page and course with a number: faster to count by than IRIs."""
    pages = tables.pages.filter(tables.pages.organisation == selection.organisation)
    return pages.select(
        "place",
        number=ibis.row_number().over(ibis.window(order_by=[pages.course, pages.page])),
        group=ibis.dense_rank().over(ibis.window(order_by=pages.course)),
        kept="course",
        iri="page",
    )


def of_pages(statements: ir.Table, pages: ir.Table) -> ir.Table:
    """The statements that say who saw which page: its number, or for a strange one its IRI and course."""
    seen = statements.filter(
        statements.verb == EXPERIENCED, statements.person_key.notnull(), statements.course.notnull()
    )
    found = seen.left_join(pages.select("number", "iri"), seen.activity == pages.iri)
    found = found.filter(found.number.notnull() | (found.activity_type.fill_null("") == PAGE))
    unknown = found.number.isnull()
    return found.select(
        "person_key",
        "number",
        page=unknown.ifelse(found.activity, ibis.null("string")),
        course=unknown.ifelse(found.course, ibis.null("string")),
    )


def seen_by(views: pa.Table, pages: pa.Table) -> dict[Page, int]:
    """How many persons saw each page, by course and page."""
    counted = views.group_by(["number", "page", "course"]).aggregate([([], "count_all")])
    found = counted.join(pages, "number").select(["kept", "iri", "course", "page", "count_all"])
    return {(kept or course, iri or page): seen for kept, iri, course, page, seen in plain(found)}


def last_places(views: pa.Table, pages: pa.Table) -> pa.Table:
    """The furthest page of each person in each course, by its place."""
    numbered, number = pages.sort_by("number"), views["number"]
    seen = pa.table(
        {
            "person_key": views["person_key"],
            **{each: numbered[each].take(number) for each in ("group", "place")},
        }
    )
    last = seen.group_by(["person_key", "group"]).aggregate([("place", "max")])
    groups = pages.group_by(["group", "kept"]).aggregate([])
    found = last.join(groups, "group", join_type="inner")
    return found.select(["person_key", "place_max", "kept"]).rename_columns(["person_key", "place", "course"])
