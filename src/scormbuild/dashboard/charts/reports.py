"""The chart of each report: where people would rather look than read figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

from scormbuild.analysis.model.table import ReportTable
from scormbuild.dashboard.charts import geometry
from scormbuild.dashboard.charts.geometry import Bar, ColumnChart
from scormbuild.dashboard.report_view import ReportView, translate_id

MAX_BARS: Final = 30  # bars or questions that are drawn; the table has them all
MAX_FUNNELS: Final = 4  # funnels that are drawn
DISCRIMINATION_STEPS: Final = ((0.3, "well"), (0.1, "some"), (-0.1, "little"))
DIFFICULTY_STEPS: Final = ((0.9, "easy"), (0.6, "fair"), (0.4, "hard"))
MAX_COLUMNS: Final = 400  # columns of a chart over time
Rows = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, or columns over time, under a title; `cut`: how many are drawn where there are more."""

    title: str
    bars: tuple[Bar, ...] = ()
    kind: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    columns: ColumnChart | None = None
    summary: str = ""
    truncated_to: int = 0
    notes: tuple[str, ...] = field(default=())


def report_charts(table: ReportTable, view: ReportView) -> list[Chart]:
    """The charts of a sheet; none of an empty one."""
    draw = CHARTS_BY_REPORT.get(table.report)
    return draw(as_dicts(table), view) if draw and table.rows else []


def as_dicts(table: ReportTable) -> list[dict[str, Any]]:
    """The rows by the names of their columns."""
    names = [column.name for column in table.columns]
    names = ["day" if name == "week" else name for name in names]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def group_rows(
    rows: Iterable[dict[str, Any]], *names: str
) -> list[tuple[tuple[Any, ...], list[dict[str, Any]]]]:
    """The rows by the values of some columns, in the order in which they first come."""

    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(row[name] for name in names)

    return [(each, list(some)) for each, some in groupby(rows, key)]


def ratio(some: float | None, whole: float | None) -> float:
    """A share; nothing of nothing is nothing."""
    return (some or 0) / whole if whole else 0.0


def finish_rate_chart(
    rows: Rows, view: ReportView, title: str, label: Callable[[dict[str, Any]], str]
) -> Chart:
    """Who finished, within who began, against the row with most of them."""
    most = max((row["begun"] or 0 for row in rows), default=0)
    ordered = sorted(rows, key=lambda row: -(row["begun"] or 0))
    bars = []
    for row in ordered[:MAX_BARS]:
        if row["begun"] is None:
            bars.append(
                geometry.simple_bar(label(row), 0, view.translate("page.fewer", least=view.min_cohort_size))
            )
            continue
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
    finished = row["finished"]
    if finished is None:
        return view.locale.format_number(row["begun"])
    said = view.translate(
        "overview.of",
        finished=view.locale.format_number(finished),
        begun=view.locale.format_number(row["begun"]),
    )
    return f"{said} · {view.locale.format_percent(ratio(finished, row['begun']))}"


def completion_charts(rows: Rows, view: ReportView) -> list[Chart]:
    """What came of it, by course: confirmed by the LMS or not, and failed."""
    courses = group_rows(sorted(rows, key=lambda row: view.course_title(row["course"])), "course")
    most = max(len(some) for _, some in courses)
    bars = []
    for (course,), some in courses:
        failed = sum(row["status"] == "failed" for row in some)
        proven = sum(bool(row["verified"]) for row in some)
        done = len(some) - failed
        counts = [("full", proven), ("begun", done - proven), ("failed", failed)]
        said = {"done": done, "proven": proven, "failed": failed}
        text = view.translate(
            "completion.bar", **{name: view.locale.format_number(count) for name, count in said.items()}
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


def truncation(bars: Sequence[object]) -> int:
    """How many are drawn, where there are more."""
    return MAX_BARS if len(bars) > MAX_BARS else 0


def progress_charts(rows: Rows, view: ReportView) -> list[Chart]:
    """Page by page who saw it, and who came no further."""
    legend = (
        ("full", view.translate("progress.part_seen")),
        ("stopped", view.translate("progress.part_stopped")),
    )
    found = []
    for (course,), pages in group_rows(rows, "course")[:MAX_FUNNELS]:
        begun = max(
            (page["seen"] / page["share"] for page in pages if page["seen"] and page["share"]), default=0
        )
        bars = []
        for page in pages[:MAX_BARS]:
            seen, stopped = page["seen"], page["stopped"]
            gone = ratio(stopped, begun)
            share = page["share"] or 0.0
            shares = [("full", max(share - gone, 0.0)), ("stopped", min(gone, share))]
            text = (
                view.translate("page.fewer", least=view.min_cohort_size)
                if seen is None
                else f"{view.locale.format_number(seen)} · {view.locale.format_percent(share)}"
            )
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


def choice_charts(rows: Rows, view: ReportView) -> list[Chart]:
    """Each question with its options, the right ones marked, and what it tells apart."""
    questions = group_rows(rows, "course", "question")
    found = []
    for (course, _), options in questions[:MAX_BARS]:
        bars = tuple(
            geometry.simple_bar(
                str(row["label"] or row["option"]),
                row["share"],
                format_choice_count(row, view),
                note=view.translate("choices.right") if row["correct"] else "",
                marked=bool(row["correct"]),
            )
            for row in options
        )
        found.append(
            Chart(
                question_title(options[0], course, view),
                bars,
                "options",
                truncated_to=0,
                notes=format_item_analysis(options[0], view),
            )
        )
    return with_truncation(found, len(questions))


def question_title(row: dict[str, Any], course: str, view: ReportView) -> str:
    """A question, with its course where there are several."""
    prompt = str(row["prompt"] or row["question"])
    return prompt if view.filters.course else f"{prompt} ({view.course_title(course)})"


def format_choice_count(row: dict[str, Any], view: ReportView) -> str:
    """How many chose something, and which share."""
    if row["chosen"] is None:
        return view.translate("page.fewer", least=view.min_cohort_size)
    share = "" if row["share"] is None else f" · {view.locale.format_percent(row['share'])}"
    return view.locale.format_number(row["chosen"]) + share


def format_item_analysis(row: dict[str, Any], view: ReportView) -> tuple[str, ...]:
    """How hard a question is and how well it divides, in words."""
    notes = []
    if row["answered"] is not None:
        notes.append(view.translate("choices.answered", count=view.locale.format_number(row["answered"])))
    if row["difficulty"] is not None:
        words = view.translate(f"choices.{rating(row['difficulty'], DIFFICULTY_STEPS, 'very_hard')}")
        share = view.locale.format_percent(row["difficulty"])
        notes.append(view.translate("choices.difficulty", share=share, words=words))
    if row["discrimination"] is not None:
        word = rating(row["discrimination"], DISCRIMINATION_STEPS, "wrong")
        number = view.locale.format_number(row["discrimination"], 2)
        words = view.translate(f"choices.divides_{word}")
        notes.append(view.translate("choices.discrimination", words=words, number=number))
    return tuple(notes)


def rating(value: float, steps: Iterable[tuple[float, str]], below: str) -> str:
    """The word of the first step that a value reaches."""
    return next((word for least, word in steps if value >= least), below)


def with_truncation(found: list[Chart], total: int) -> list[Chart]:
    """The pictures, the last of which says that there would be more."""
    if total > len(found) and found:
        last = found[-1]
        found[-1] = Chart(
            last.title, last.bars, last.kind, last.legend, last.columns, last.summary, len(found), last.notes
        )
    return found


def opinion_charts(rows: Rows, view: ReportView) -> list[Chart]:
    """Each scale around its middle, and its steps one by one."""
    questions = group_rows(rows, "course", "question")
    found = []
    for (course, _), steps in questions[:MAX_BARS]:
        number = len(steps)
        shares = [step["share"] or 0.0 for step in steps]
        bars = [geometry.diverging_bar("", shares, "")]
        bars += [
            Bar(
                str(step["label"] or step["step"]),
                format_choice_count(step, view),
                ((geometry.step_class(place, number), 0.0, 1000.0),),
            )
            for place, step in enumerate(steps)
        ]
        notes = []
        if steps[0]["answered"] is not None:
            notes.append(
                view.translate("opinions.answered", count=view.locale.format_number(steps[0]["answered"]))
            )
        if steps[0]["mean"] is not None:
            mean = view.locale.format_number(steps[0]["mean"], 2)
            notes.append(view.translate("opinions.mean", mean=mean, steps=number))
        found.append(
            Chart(question_title(steps[0], course, view), tuple(bars), "opinion", notes=tuple(notes))
        )
    return with_truncation(found, len(questions))


def activity_charts(rows: Rows, view: ReportView) -> list[Chart]:
    """What was told, and by how many people, over time."""
    periods = fill_gaps(rows)[-MAX_COLUMNS:]
    labels = [view.locale.format_cell(row["day"], "day") for row in periods]
    found = []
    for name, word in (("statements", "activity.chart"), ("persons", "activity.chart_persons")):
        found.append(timeline_chart([row[name] or 0 for row in periods], labels, view.translate(word), view))
    return found


def timeline_chart(values: list[int], labels: list[str], title: str, view: ReportView) -> Chart:
    """Columns over time, with a sentence for who can't see them."""
    most = max(values, default=0)
    summary = view.translate(
        "activity.summary",
        what=title,
        first=labels[0],
        last=labels[-1],
        most=view.locale.format_number(most),
        when=labels[values.index(most)],
    )
    said = [
        f"{label}: {view.locale.format_number(value)}" for label, value in zip(labels, values, strict=True)
    ]
    drawn = geometry.column_chart(values, said)
    return Chart(
        title,
        columns=geometry.ColumnChart(drawn.columns, drawn.lines, geometry.axis_labels(labels, 5)),
        summary=summary,
    )


def fill_gaps(rows: Rows) -> list[dict[str, Any]]:
    """The rows, and an empty one for each day or week between them of which nothing is known."""
    by_day = {row["day"]: row for row in rows}
    days = sorted(by_day)
    weekly = isinstance(days[0], str)
    first, last = (monday(day) if weekly else day for day in (days[0], days[-1]))
    steps = (last - first).days // (7 if weekly else 1)
    every = [first + timedelta(days=(7 if weekly else 1) * place) for place in range(steps + 1)]
    names = [iso_week(day) if weekly else day for day in every]
    return [by_day.get(name, {"day": name, "statements": 0, "persons": 0}) for name in names]


def monday(text: str) -> date:
    """The first day of a week such as 2026-W47 (ISO 8601)."""
    year, _, number = text.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def iso_week(day: date) -> str:
    """The week of a day."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def attempt_charts(rows: Rows, view: ReportView) -> list[Chart]:
    """Attempts by how they ended."""
    counts = Counter(str(row["status"] or "begun") for row in rows)
    total = sum(counts.values())
    bars = tuple(
        geometry.simple_bar(
            translate_id(view, "status", state) or state,
            ratio(count, total),
            f"{view.locale.format_number(count)} · {view.locale.format_percent(ratio(count, total))}",
        )
        for state, count in counts.most_common()
    )
    return [Chart(view.translate("attempts.chart"), bars, "options")]


CHARTS_BY_REPORT: Final[dict[str, Callable[[Rows, ReportView], list[Chart]]]] = {
    "completion": completion_charts,
    "snapshot": completion_charts,
    "progress": progress_charts,
    "time": time_charts,
    "choices": choice_charts,
    "opinions": opinion_charts,
    "activity": activity_charts,
    "attempts": attempt_charts,
}
