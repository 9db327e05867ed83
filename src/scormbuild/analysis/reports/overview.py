"""How many began and finished each course: the first page."""

from __future__ import annotations

from scormbuild.analysis.model import cohorts
from scormbuild.analysis.model.fetch import course_titles
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable, Row, report_columns, share

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
    # Of all teams, also where one is asked for: which may be shown can only be told from all.
    people = cohorts.course_starts_with_results(tables, selection.for_all_teams(), rights)
    found = cohorts.cohort_sizes(people, tables, selection, "finished", "verified")
    kept, hidden = cohorts.visible_cohorts(found, rights)
    if selection.team is not None:
        kept = [row for row in kept if row[1] == selection.team]
        hidden = sum(row[1] == selection.team for row in found) - len(kept)
    named = course_titles(tables, selection)
    return ReportTable(
        "overview", COLUMNS, sorted((overview_row(row, named) for row in kept), key=sort_key), hidden
    )


def overview_row(row: Row, named: dict[str, str]) -> Row:
    """A row of the sheet out of what was counted; a sum of nothing is None."""
    course, team, begun, finished, verified = row
    return course, named.get(course), team, begun, finished or 0, share(finished, begun), verified or 0


def sort_key(row: Row) -> tuple[str, str, bool, str]:
    """By title, and the course as a whole before its teams."""
    course, title, team, *_ = row
    return title or course, course, team is not None, team or ""
