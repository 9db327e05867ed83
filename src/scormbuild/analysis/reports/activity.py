"""How much was done, by day or week of the local calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import ibis.expr.types as ir

from scormbuild.analysis.model import joins, local_time, results
from scormbuild.analysis.model.fetch import fetch_rows
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.rounding import Doings
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
        "answerers",
    )
    ends = results.completions(joins.with_statements(tables, period))
    ends = selection.filter_rows(ends.filter(results.is_finished(ends.level)), tables, rights)
    counted = ends.group_by(when=when(ends.timestamp_us)).agg(
        ends=ends.count(), persons=ends.person_key.nunique()
    )
    reached = {number: Doings(*row) for number, *row in fetch_rows(counted, "when", "ends", "persons")}
    lines = [
        (
            period_label(number, weekly=weekly),
            Doings(statements, persons),
            persons,
            Doings(answers, answerers),
            reached.get(number, Doings(0, 0)),
        )
        for number, statements, persons, answers, answerers in sorted(found)
    ]
    return ReportTable("activity", sheet, lines)


def activity_counts(statements: ir.Table, when: Callable[[ir.IntegerColumn], ir.IntegerColumn]) -> ir.Table:
    """Statements and answers of each day or week, and how many persons each of both is of."""
    answered = (statements.verb == ANSWERED).cast("int32")
    each = statements.group_by("person_key", when=when(statements.timestamp_us)).agg(
        statements=statements.count(), answers=answered.sum()
    )
    return each.group_by("when").agg(
        statements=each.statements.sum().cast("int64"),
        persons=each.person_key.count(),
        answers=each.answers.sum().cast("int64"),
        answerers=each.person_key.count(where=each.answers > 0),
    )


def period_label(number: int, *, weekly: bool) -> date | str | None:
    """A day, or the name of a week (ISO 8601)."""
    found = to_date(number)
    if found is None or not weekly:
        return found
    # Four digits, which strftime doesn't give each year: weeks are in order as texts are.
    year, week, _ = found.isocalendar()
    return f"{year:04}-W{week:02}"
