"""The charts of what happened when: activity by day or week, and attempts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from scormbuild.dashboard.charts import geometry
from scormbuild.dashboard.charts.chart import (
    Chart,
    Rows,
    group_rows,
    ratio,
)
from scormbuild.dashboard.report_view import ReportView, translate_id

MAX_COLUMNS: Final = 400  # columns of a chart over time


def activity_charts(rows: Rows, view: ReportView) -> list[Chart]:
    """What was told, and by how many people, over time."""
    # Days of which nothing is told have no row: without gaps, columns would stand closer than the days lie.
    periods = fill_gaps(rows)
    labels = [view.locale.format_cell(row["day"], "day") for row in periods]
    found = []
    for name, word in (("statements", "activity.chart"), ("persons", "activity.chart_persons")):
        found.append(timeline_chart([row[name] for row in periods], labels, view.translate(word), view))
    return found


def timeline_chart(counts: list[int | None], labels: list[str], title: str, view: ReportView) -> Chart:
    """Columns over time, with a sentence for who can't see them; None: of too few people."""
    values = [count or 0 for count in counts]
    most = max(values, default=0)
    summary = view.translate(
        "activity.summary",
        what=title,
        first=labels[0],
        last=labels[-1],
        most=view.locale.format_number(most),
        when=labels[values.index(most)],
    )
    said = [f"{label}: {view.format_count(count)}" for label, count in zip(labels, counts, strict=True)]
    drawn = geometry.column_chart(values, said)
    return Chart(
        title,
        columns=geometry.ColumnChart(drawn.columns, drawn.lines, geometry.axis_labels(labels, 5)),
        summary=summary,
    )


def fill_gaps(rows: Rows) -> list[dict[str, Any]]:
    """The newest rows, and an empty one for each day or week between them on which too few did anything."""
    by_day = {row["day"]: row for row in rows}
    days = sorted(by_day)
    weekly = isinstance(days[0], str)
    first, last = (monday(day) if weekly else day for day in (days[0], days[-1]))
    steps = (last - first).days // (7 if weekly else 1)
    # A clock of long ago makes no column for each day since: only as many as are drawn.
    skipped = max(0, steps + 1 - MAX_COLUMNS)
    every = [first + timedelta(days=(7 if weekly else 1) * place) for place in range(skipped, steps + 1)]
    names = [iso_week(day) if weekly else day for day in every]
    return [by_day.get(name, {"day": name, "statements": None, "persons": None}) for name in names]


def monday(text: str) -> date:
    """The first day of a week such as 2026-W47 (ISO 8601)."""
    year, _, number = text.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def iso_week(day: date) -> str:
    """The week of a day."""
    year, number, _ = day.isocalendar()
    return f"{year:04}-W{number:02}"


def attempt_charts(rows: Rows, view: ReportView) -> list[Chart]:
    """Attempts by how they ended."""
    total = round_attempts(rows, view)
    states = group_rows(sorted(rows, key=attempt_status), "status")
    shown = [(attempt_status(some[0]), round_attempts(some, view)) for _, some in states]
    # Few attempts are rounded in finer steps than all of them, and could come to more.
    shown = [(state, count and min(count, total or 0)) for state, count in shown]
    bars = tuple(
        geometry.simple_bar(
            translate_id(view, "status", state) or state,
            ratio(count, total),
            format_attempts(count, total, view),
        )
        for state, count in sorted(shown, key=lambda each: -(each[1] or 0))
    )
    return [Chart(view.translate("attempts.chart"), bars, "options")]


def format_attempts(count: int | None, total: int | None, view: ReportView) -> str:
    """How many attempts, and which part of all."""
    part = f" · {view.locale.format_percent(ratio(count, total))}" if count else ""
    return view.format_count(count) + part


def attempt_status(row: dict[str, Any]) -> str:
    """How an attempt ended, or that it hasn't."""
    return str(row["status"] or "begun")


def round_attempts(rows: Rows, view: ReportView) -> int | None:
    """How many attempts there are, as may be shown of the persons that they are of."""
    return view.round_doings(len(rows), len({row["person"] for row in rows}))
