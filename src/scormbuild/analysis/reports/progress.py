"""How far people came, page by page, and where they stopped."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from scormbuild.analysis.model import cohorts
from scormbuild.analysis.model.fetch import organisation_rows, row_tuples
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.rounding import ListedRow, Share
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable, Row, report_columns, sort_rows
from scormbuild.vocabulary import EXPERIENCED, PAGE

COLUMNS = report_columns(
    course="text",
    place="ordinal",
    page="text",
    title="text",
    begun="count",
    seen="count",
    share="share",
    stopped="count",
)
Page = tuple[str, str]


def make_report_table(
    tables: Tables, selection: Selection, rights: Permissions, _options: Options
) -> ReportTable:
    """A row for each page: `share` of those who began; `stopped`: unfinished, and saw none after it."""
    people = cohorts.course_starts_with_results(tables, selection, rights)
    begun = cohorts.course_sizes(people)
    pages = numbered_pages(tables, selection)
    views = page_statements(selection.statements(tables, rights), pages).distinct().to_pyarrow()
    known = pages.to_pyarrow()
    seen = viewer_counts(views, known)
    finished = people.filter(pc.equal(people["finished"], 1)).select(cohorts.COURSE_AND_PERSON)
    furthest = furthest_places(views, known)
    # Who finished didn't stop anywhere, whichever page they saw last.
    left = furthest.join(finished, cohorts.COURSE_AND_PERSON, join_type="left anti").group_by(
        ["course", "place"]
    )
    stopped = {
        (course, place): count for course, place, count in row_tuples(left.aggregate([([], "count_all")]))
    }
    kept = {(course, page): (place, title) for course, page, place, title in outline_pages(tables, selection)}
    least = rights.min_cohort_size
    lines = [
        page_row(each, kept, seen, stopped, begun)
        for each in kept.keys() | seen.keys()
        # Of a page that the outline hasn't, only who saw it tells that it is there.
        if each[0] in begun and (each in kept or seen[each] >= least)
    ]
    # All pages of a course that enough people began: where few came is what the report is about.
    listed = [ListedRow(row) if begun[row[0]] >= least else row for row in lines]
    return ReportTable("progress", COLUMNS, sort_rows(listed, 0, 1, 2))


def page_row(
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
    return course, place, page, title, begun[course], count, Share(count, begun[course]), last


def outline_pages(tables: Tables, selection: Selection) -> list[Row]:
    """The pages of the courses as they are kept."""
    return organisation_rows(tables.pages, selection, "course", "page", "place", "title")


def numbered_pages(tables: Tables, selection: Selection) -> ir.Table:
    """The same, each page and course with a number: faster to count by than IRIs."""
    pages = tables.pages.filter(tables.pages.organisation == selection.organisation)
    return pages.select(
        "place",
        number=ibis.row_number().over(ibis.window(order_by=[pages.course, pages.page])),
        group=ibis.dense_rank().over(ibis.window(order_by=pages.course)),
        kept="course",
        iri="page",
    )


def page_statements(statements: ir.Table, pages: ir.Table) -> ir.Table:
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


def viewer_counts(views: pa.Table, pages: pa.Table) -> dict[Page, int]:
    """How many persons saw each page, by course and page."""
    counted = views.group_by(["number", "page", "course"]).aggregate([([], "count_all")])
    found = counted.join(pages, "number").select(["kept", "iri", "course", "page", "count_all"])
    return {(kept or course, iri or page): seen for kept, iri, course, page, seen in row_tuples(found)}


def furthest_places(views: pa.Table, pages: pa.Table) -> pa.Table:
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
