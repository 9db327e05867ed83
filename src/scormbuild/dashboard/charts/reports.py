"""The chart of each report: where people would rather look than read figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from scormbuild.analysis.model.table import ReportTable
from scormbuild.dashboard.charts import geometry
from scormbuild.dashboard.charts.chart import (
    MAX_BARS,
    Chart,
    Rows,
    as_dicts,
    group_rows,
    ratio,
    truncation,
)
from scormbuild.dashboard.charts.over_time import activity_charts, attempt_charts
from scormbuild.dashboard.charts.questions import choice_charts, opinion_charts, quiz_charts
from scormbuild.dashboard.report_view import ReportView

MAX_FUNNELS: Final = 4  # funnels that are drawn


def report_charts(table: ReportTable, view: ReportView) -> list[Chart]:
    """The charts of a sheet; none of an empty one."""
    draw = CHARTS_BY_REPORT.get(table.report)
    return draw(as_dicts(table), view) if draw and table.rows else []


def finish_rate_chart(
    rows: Rows, view: ReportView, title: str, label: Callable[[dict[str, Any]], str]
) -> Chart:
    """Who finished, within who began, against the row with most of them."""
    # Rows of fewer people than have a figure aren't there at all.
    most = max((row["begun"] for row in rows), default=0)
    ordered = sorted(rows, key=lambda row: -row["begun"])
    bars = []
    for row in ordered[:MAX_BARS]:
        shares = [("begun", ratio(row["begun"], most)), ("full", ratio(row["finished"], most))]
        bars.append(geometry.nested_bar(label(row), shares, format_fraction(row, view)))
    legend = (
        ("full", view.translate("overview.part_finished")),
        ("begun", view.translate("overview.part_begun")),
    )
    return Chart(
        title, tuple(bars), "nested", legend, truncated_to=MAX_BARS if len(ordered) > MAX_BARS else 0
    )


def format_fraction(row: dict[str, Any], view: ReportView) -> str:
    """Such as 30 of 40, in words."""
    finished, begun = row["finished"], row["begun"]
    said = view.translate("overview.of", finished=view.format_count(finished), begun=view.format_count(begun))
    return said if row["share"] is None else f"{said} · {view.locale.format_percent(row['share'])}"


def completion_charts(rows: Rows, view: ReportView) -> list[Chart]:
    """What came of it, by course: confirmed by the LMS or not, and failed."""
    courses = group_rows(sorted(rows, key=lambda row: view.course_title(row["course"])), "course")
    counted = {course: result_counts(some, view) for (course,), some in courses}
    most = max((each["done"] or 0) + (each["failed"] or 0) for each in counted.values())
    bars = []
    for course, said in counted.items():
        done, proven, failed = (said[name] or 0 for name in ("done", "proven", "failed"))
        counts = [("full", proven), ("begun", done - proven), ("failed", failed)]
        text = view.translate(
            "completion.bar", **{name: view.format_count(count) for name, count in said.items()}
        )
        bars.append(
            geometry.stacked_bar(
                view.course_title(course), [(kind, ratio(count, most)) for kind, count in counts], text
            )
        )
    legend = tuple(
        (kind, view.translate(f"completion.{word}"))
        for kind, word in (("full", "proven"), ("begun", "unproven"), ("failed", "failed"))
    )
    return [
        Chart(
            view.translate("completion.chart"),
            tuple(bars[:MAX_BARS]),
            "states",
            legend,
            truncated_to=truncation(bars),
        )
    ]


def result_counts(rows: Rows, view: ReportView) -> dict[str, int | None]:
    """How many finished a course, of how many of them the LMS says so, and how many failed."""
    failed = sum(row["status"] == "failed" for row in rows)
    proven = sum(bool(row["verified"]) for row in rows)
    said = {"done": len(rows) - failed, "proven": proven, "failed": failed}
    return {name: view.round_persons(count) for name, count in said.items()}


def progress_charts(rows: Rows, view: ReportView) -> list[Chart]:
    """Page by page who saw it, and who came no further."""
    legend = (
        ("full", view.translate("progress.part_seen")),
        ("stopped", view.translate("progress.part_stopped")),
    )
    found = []
    for (course,), pages in group_rows(rows, "course")[:MAX_FUNNELS]:
        bars = []
        for page in pages[:MAX_BARS]:
            seen, stopped = page["seen"], page["stopped"]
            gone = ratio(stopped, page["begun"])
            share = page["share"] or 0.0
            shares = [("full", max(share - gone, 0.0)), ("stopped", min(gone, share))]
            text = view.format_count(seen)
            text += "" if seen is None else f" · {view.locale.format_percent(share)}"
            note = (
                view.translate("progress.stopped", count=view.locale.format_number(stopped))
                if stopped
                else ""
            )
            bars.append(geometry.stacked_bar(page["title"] or page["page"], shares, text, note))
        title = view.translate("progress.chart", course=view.course_title(course))
        found.append(Chart(title, tuple(bars), "funnel", legend, truncated_to=truncation(pages)))
    return found


def time_charts(rows: Rows, view: ReportView) -> list[Chart]:
    """The middle half of the attempts of each course."""
    there = [row for row in rows if row["median"] is not None]
    # A little room, so that the longest bar doesn't end at the edge.
    most = max((row["p75"] for row in there), default=0) * 1.05
    bars = []
    for row in sorted(there, key=lambda row: -row["median"]):
        low, median, high = (row[name] for name in ("p25", "median", "p75"))
        span = view.locale.format_duration
        text = view.translate("time.range", median=span(median), p25=span(low), p75=span(high))
        note = view.translate("time.note", attempts=view.locale.format_number(row["attempts"]))
        bars.append(
            geometry.range_bar(view.course_title(row["course"]), (low, median, high), most, text, note)
        )
    return (
        [Chart(view.translate("time.chart"), tuple(bars[:MAX_BARS]), "spread", truncated_to=truncation(bars))]
        if bars
        else []
    )


CHARTS_BY_REPORT: Final[dict[str, Callable[[Rows, ReportView], list[Chart]]]] = {
    "completion": completion_charts,
    "snapshot": completion_charts,
    "progress": progress_charts,
    "time": time_charts,
    "choices": choice_charts,
    "opinions": opinion_charts,
    "quizzes": quiz_charts,
    "activity": activity_charts,
    "attempts": attempt_charts,
}
