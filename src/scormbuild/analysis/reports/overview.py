"""How many began and finished each course: the first page."""

from __future__ import annotations

from scormbuild.analysis.model import cohorts
from scormbuild.analysis.model.fetch import course_titles
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.rounding import Share
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable, Row, report_columns

COLUMNS = report_columns(
    course="text",
    title="text",
    team="text",
    begun="count",
    finished="count",
    share="share",
    verified="count",
)


def make_report_table(
    tables: Tables, selection: Selection, rights: Permissions, _options: Options
) -> ReportTable:
    """A row for each course, and one for each course and team."""
    people = cohorts.course_starts_with_results(tables, selection, rights)
    found = cohorts.cohort_sizes(people, tables, selection, "finished", "verified")
    if selection.team is not None:  # of its people, not also the other teams that some of them are in
        found = [row for row in found if row[1] == selection.team]
    named = course_titles(tables, selection)
    return ReportTable("overview", COLUMNS, sorted((overview_row(row, named) for row in found), key=sort_key))


def overview_row(row: Row, named: dict[str, str]) -> Row:
    """A row of the sheet out of what was counted; a sum of nothing is None."""
    course, team, begun, finished, verified = row
    return course, named.get(course), team, begun, finished or 0, Share(finished or 0, begun), verified or 0


def sort_key(row: Row) -> tuple[str, str, bool, str]:
    """By title, and the course as a whole before its teams."""
    course, title, team, *_ = row
    return title or course, course, team is not None, team or ""
