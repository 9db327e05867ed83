"""Who finished which course, by the rules of lrs/xapi/completion.py."""

from __future__ import annotations

from scormbuild.analysis.model import joins, results
from scormbuild.analysis.model.fetch import (
    column_lists,
    course_titles,
    datetimes,
    fetch_arrow,
    sort_arrow,
)
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable, report_columns, round_score
from scormbuild.analysis.model.teams import teams_by_person

COLUMNS = report_columns(
    person="text",
    team="text",
    course="text",
    title="text",
    version="text",
    status="text",
    score="score",
    when="time",
    verified="yes_no",
    sources="text",
)
ARROW_COLUMNS = ("person", "course", "version", "status", "score", "verified", "sources")


def make_report_table(
    tables: Tables, selection: Selection, rights: Permissions, _options: Options
) -> ReportTable:
    """A row for each person and course of which a result was told in the period."""
    found = results.completions(joins.with_statements(tables, selection.period_statements(tables)))
    # Narrowed only now, as of which course a result is may be said by the mapping alone.
    found = joins.with_person(selection.filter_rows(found, tables, rights), tables)
    status, verified = results.status(found.level), results.is_verified(found.level)
    told = found.mutate(status=status, verified=verified, sources=results.source_names(found))
    teams, names = teams_by_person(tables, selection), course_titles(tables, selection)
    whole = sort_arrow(fetch_arrow(told, *ARROW_COLUMNS, "person_key", "timestamp_us"), "course", "person")
    person, course, version, ends, points, words, sources = column_lists(whole.select(ARROW_COLUMNS))
    rows = zip(
        person,
        map(teams.get, whole["person_key"].to_pylist()),
        course,
        map(names.get, course),
        version,
        ends,
        map(round_score, points),
        datetimes(whole["timestamp_us"]),
        words,
        sources,
        strict=True,
    )
    return ReportTable("completion", COLUMNS, list(rows))
