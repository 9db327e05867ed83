"""How much was done, by day or week of the local calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date

import ibis.expr.types as ir

from scormbuild.analysis.model import cohorts, joins, local_time, results
from scormbuild.analysis.model.fetch import fetch_rows, visible_groups
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable, report_columns, to_date
from scormbuild.vocabulary import ANSWERED

BY_DAY = report_columns(day="day", statements="count", persons="count", answers="count", completions="count")
BY_WEEK = report_columns(
    week="text", statements="count", persons="count", answers="count", completions="count"
)


def make_report_table(
    tables: Tables, selection: Selection, rights: Permissions, options: Options
) -> ReportTable:
    """A row for each day on which anything was done; a completion counts on the day it was reached."""
    weekly = options.by == "week"
    sheet = BY_WEEK if weekly else BY_DAY
    # A team may be large enough and still not be shown, where another's figures could be worked out of it.
    if selection.team is not None and not cohorts.is_team_visible(tables, selection, rights):
        return ReportTable("activity", sheet, hidden=1)
    period = selection.period_statements(tables)
    months = [number for (number,) in fetch_rows(period.select("month").distinct(), "month")]

    def when(at: ir.IntegerColumn) -> ir.IntegerColumn:
        number = local_time.day_number(at, selection.zone, months)
        return local_time.monday(number) if weekly else number

    found = fetch_rows(
        activity_counts(selection.statements(tables, rights), when),
        "when",
        "statements",
        "persons",
        "answers",
    )
    ends = results.completions(joins.with_statements(tables, period))
    ends = selection.filter_rows(ends.filter(results.is_finished(ends.level)), tables, rights)
    counted = ends.group_by(when=when(ends.at)).agg(ends=ends.count())
    reached: dict[int, int] = dict(fetch_rows(counted, "when", "ends"))
    seen = visible_periods(
        {number: persons for number, _, persons, _ in found}, rights.min_cohort_size, weekly=weekly
    )
    lines = [
        (period_label(number, weekly=weekly), statements, persons, answers, reached.get(number, 0))
        for number, statements, persons, answers in sorted(found)
        if number in seen
    ]
    return ReportTable("activity", sheet, lines, len(found) - len(lines))


def activity_counts(statements: ir.Table, when: Callable[[ir.IntegerColumn], ir.IntegerColumn]) -> ir.Table:
    """Statements, persons and answers of each day or week."""
    answered = (statements.verb == ANSWERED).cast("int32")
    each = statements.group_by("person_key", when=when(statements.at)).agg(
        statements=statements.count(), answers=answered.sum()
    )
    return each.group_by("when").agg(
        statements=each.statements.sum().cast("int64"),
        persons=each.person_key.count(),
        answers=each.answers.sum().cast("int64"),
    )


def visible_periods(sizes: dict[int, int], least: int, *, weekly: bool) -> set[int]:
    """The days or weeks that may be shown: no day, either, that could be worked out of its week."""
    if weekly:
        return {number for number, persons in sizes.items() if persons >= least}
    # The week is a report of its own: its total less six days would be the seventh.
    weeks: dict[int, dict[int, int]] = defaultdict(dict)
    for number, persons in sizes.items():
        weeks[local_time.monday(number)][number] = persons
    return set().union(*(visible_groups(week, least) for week in weeks.values()))


def period_label(number: int, *, weekly: bool) -> date | str | None:
    """A day, or the name of a week (ISO 8601)."""
    found = to_date(number)
    return f"{found:%G-W%V}" if found and weekly else found
