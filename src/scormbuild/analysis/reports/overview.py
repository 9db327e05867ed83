"""How many began and finished each course: the first page."""

from __future__ import annotations

from scormbuild.analysis.model import cohorts
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Rights
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.suppression import titles
from scormbuild.analysis.model.table import Row, Sheet, columns, share

COLUMNS = columns(
    course="text",
    title="text",
    team="text",
    begun="count",
    finished="count",
    share="share",
    verified="count",
)


def make(tables: Tables, selection: Selection, rights: Rights, _options: Options) -> Sheet:
    """A row for each course, and one for each course and team."""
    people = cohorts.ended(tables, selection.everybody(), rights)
    found = cohorts.sizes(people, tables, selection, "finished", "verified")
    kept, hidden = cohorts.visible(found, rights)
    if selection.team is not None:
        kept = [row for row in kept if row[1] == selection.team]
        hidden = sum(row[1] == selection.team for row in found) - len(kept)
    named = titles(tables, selection)
    return Sheet("overview", COLUMNS, sorted((line(row, named) for row in kept), key=place), hidden)


def line(row: Row, named: dict[str, str]) -> Row:
    """A row of the sheet out of what was counted; a sum of nothing is None."""
    course, team, begun, finished, verified = row
    return course, named.get(course), team, begun, finished or 0, share(finished, begun), verified or 0


def place(row: Row) -> tuple[str, str, bool, str]:
    """By title, and the course as a whole before its teams."""
    course, title, team, *_ = row
    return title or course, course, team is not None, team or ""
