"""The chart of each report: where people would rather look than read figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

from scormbuild.analysis.model.table import Sheet
from scormbuild.dashboard.charts import geometry
from scormbuild.dashboard.charts.geometry import Bar, Columns
from scormbuild.dashboard.pages.table import View, worded

MOST: Final = 30  # bars or questions that are drawn; the table has them all
COURSES: Final = 4  # funnels that are drawn
DIVIDES: Final = ((0.3, "well"), (0.1, "some"), (-0.1, "little"))
KNOWN: Final = ((0.9, "easy"), (0.6, "fair"), (0.4, "hard"))
LONGEST: Final = 400  # columns of a chart over time
Rows = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars, or columns over time, under a title; `cut`: how many are drawn where there are more."""

    title: str
    bars: tuple[Bar, ...] = ()
    kind: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    columns: Columns | None = None
    summary: str = ""
    cut: int = 0
    notes: tuple[str, ...] = field(default=())


def pictures(sheet: Sheet, view: View) -> list[Picture]:
    """The charts of a sheet; none of an empty one."""
    draw = DRAWN.get(sheet.report)
    return draw(as_dicts(sheet), view) if draw and sheet.rows else []


def as_dicts(sheet: Sheet) -> list[dict[str, Any]]:
    """The rows by the names of their columns."""
    names = [column.name for column in sheet.columns]
    names = ["day" if name == "week" else name for name in names]
    return [dict(zip(names, row, strict=True)) for row in sheet.rows]


def grouped(
    rows: Iterable[dict[str, Any]], *names: str
) -> list[tuple[tuple[Any, ...], list[dict[str, Any]]]]:
    """The rows by the values of some columns, in the order in which they first come."""

    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        return tuple(row[name] for name in names)

    return [(each, list(some)) for each, some in groupby(rows, key)]


def part(some: float | None, whole: float | None) -> float:
    """A share; nothing of nothing is nothing."""
    return (some or 0) / whole if whole else 0.0


def begun_and_finished(rows: Rows, view: View, title: str, label: Callable[[dict[str, Any]], str]) -> Picture:
    """Who finished, within who began, against the row with most of them."""
    most = max((row["begun"] or 0 for row in rows), default=0)
    ordered = sorted(rows, key=lambda row: -(row["begun"] or 0))
    bars = []
    for row in ordered[:MOST]:
        if row["begun"] is None:
            bars.append(geometry.simple(label(row), 0, view.say("page.fewer", least=view.least)))
            continue
        shares = [("begun", part(row["begun"], most)), ("full", part(row["finished"], most))]
        bars.append(geometry.within(label(row), shares, fraction(row, view)))
    legend = (("full", view.say("overview.part_finished")), ("begun", view.say("overview.part_begun")))
    return Picture(title, tuple(bars), "nested", legend, cut=MOST if len(ordered) > MOST else 0)


def fraction(row: dict[str, Any], view: View) -> str:
    """Such as 30 of 40, in words."""
    finished = row["finished"]
    if finished is None:
        return view.local.number(row["begun"])
    said = view.say(
        "overview.of", finished=view.local.number(finished), begun=view.local.number(row["begun"])
    )
    return f"{said} · {view.local.share(part(finished, row['begun']))}"


def results(rows: Rows, view: View) -> list[Picture]:
    """What came of it, by course: confirmed by the LMS or not, and failed."""
    courses = grouped(sorted(rows, key=lambda row: view.course(row["course"])), "course")
    most = max(len(some) for _, some in courses)
    bars = []
    for (course,), some in courses:
        failed = sum(row["status"] == "failed" for row in some)
        proven = sum(bool(row["verified"]) for row in some)
        done = len(some) - failed
        counts = [("full", proven), ("begun", done - proven), ("failed", failed)]
        said = {"done": done, "proven": proven, "failed": failed}
        text = view.say("completion.bar", **{name: view.local.number(count) for name, count in said.items()})
        bars.append(
            geometry.stacked(view.course(course), [(kind, part(count, most)) for kind, count in counts], text)
        )
    legend = tuple(
        (kind, view.say(f"completion.{word}"))
        for kind, word in (("full", "proven"), ("begun", "unproven"), ("failed", "failed"))
    )
    return [Picture(view.say("completion.chart"), tuple(bars[:MOST]), "states", legend, cut=cut(bars))]


def cut(bars: Sequence[object]) -> int:
    """How many are drawn, where there are more."""
    return MOST if len(bars) > MOST else 0


def funnel(rows: Rows, view: View) -> list[Picture]:
    """Page by page who saw it, and who came no further."""
    legend = (("full", view.say("progress.part_seen")), ("stopped", view.say("progress.part_stopped")))
    found = []
    for (course,), pages in grouped(rows, "course")[:COURSES]:
        begun = max(
            (page["seen"] / page["share"] for page in pages if page["seen"] and page["share"]), default=0
        )
        bars = []
        for page in pages[:MOST]:
            seen, stopped = page["seen"], page["stopped"]
            gone = part(stopped, begun)
            share = page["share"] or 0.0
            shares = [("full", max(share - gone, 0.0)), ("stopped", min(gone, share))]
            text = (
                view.say("page.fewer", least=view.least)
                if seen is None
                else f"{view.local.number(seen)} · {view.local.share(share)}"
            )
            note = view.say("progress.stopped", count=view.local.number(stopped)) if stopped else ""
            bars.append(geometry.stacked(page["title"] or page["page"], shares, text, note))
        title = view.say("progress.chart", course=view.course(course))
        found.append(Picture(title, tuple(bars), "funnel", legend, cut=cut(pages)))
    return found


def times(rows: Rows, view: View) -> list[Picture]:
    """The middle half of the attempts of each course."""
    there = [row for row in rows if row["median"] is not None]
    most = max((row["p75"] for row in there), default=0) * 1.05
    bars = []
    for row in sorted(there, key=lambda row: -row["median"]):
        low, median, high = (row[name] for name in ("p25", "median", "p75"))
        span = view.local.span
        text = view.say("time.range", median=span(median), p25=span(low), p75=span(high))
        note = view.say("time.note", attempts=view.local.number(row["attempts"]))
        bars.append(geometry.spread(view.course(row["course"]), (low, median, high), most, text, note))
    return [Picture(view.say("time.chart"), tuple(bars[:MOST]), "spread", cut=cut(bars))] if bars else []


def choices(rows: Rows, view: View) -> list[Picture]:
    """Each question with its options, the right ones marked, and what it tells apart."""
    questions = grouped(rows, "course", "question")
    found = []
    for (course, _), options in questions[:MOST]:
        bars = tuple(
            geometry.simple(
                str(row["label"] or row["option"]),
                row["share"],
                counted(row, view),
                note=view.say("choices.right") if row["correct"] else "",
                marked=bool(row["correct"]),
            )
            for row in options
        )
        found.append(
            Picture(titled(options[0], course, view), bars, "options", cut=0, notes=verdict(options[0], view))
        )
    return ended(found, len(questions))


def titled(row: dict[str, Any], course: str, view: View) -> str:
    """A question, with its course where there are several."""
    prompt = str(row["prompt"] or row["question"])
    return prompt if view.chosen.course else f"{prompt} ({view.course(course)})"


def counted(row: dict[str, Any], view: View) -> str:
    """How many chose something, and which share."""
    if row["chosen"] is None:
        return view.say("page.fewer", least=view.least)
    share = "" if row["share"] is None else f" · {view.local.share(row['share'])}"
    return view.local.number(row["chosen"]) + share


def verdict(row: dict[str, Any], view: View) -> tuple[str, ...]:
    """How hard a question is and how well it divides, in words."""
    notes = []
    if row["answered"] is not None:
        notes.append(view.say("choices.answered", count=view.local.number(row["answered"])))
    if row["difficulty"] is not None:
        words = view.say(f"choices.{rated(row['difficulty'], KNOWN, 'very_hard')}")
        share = view.local.share(row["difficulty"])
        notes.append(view.say("choices.difficulty", share=share, words=words))
    if row["discrimination"] is not None:
        word = rated(row["discrimination"], DIVIDES, "wrong")
        number = view.local.number(row["discrimination"], 2)
        words = view.say(f"choices.divides_{word}")
        notes.append(view.say("choices.discrimination", words=words, number=number))
    return tuple(notes)


def rated(value: float, steps: Iterable[tuple[float, str]], below: str) -> str:
    """The word of the first step that a value reaches."""
    return next((word for least, word in steps if value >= least), below)


def ended(found: list[Picture], total: int) -> list[Picture]:
    """The pictures, the last of which says that there would be more."""
    if total > len(found) and found:
        last = found[-1]
        found[-1] = Picture(
            last.title, last.bars, last.kind, last.legend, last.columns, last.summary, len(found), last.notes
        )
    return found


def opinions(rows: Rows, view: View) -> list[Picture]:
    """Each scale around its middle, and its steps one by one."""
    questions = grouped(rows, "course", "question")
    found = []
    for (course, _), steps in questions[:MOST]:
        number = len(steps)
        shares = [step["share"] or 0.0 for step in steps]
        bars = [geometry.diverging("", shares, "")]
        bars += [
            Bar(
                str(step["label"] or step["step"]),
                counted(step, view),
                ((geometry.step(place, number), 0.0, 1000.0),),
            )
            for place, step in enumerate(steps)
        ]
        notes = []
        if steps[0]["answered"] is not None:
            notes.append(view.say("opinions.answered", count=view.local.number(steps[0]["answered"])))
        if steps[0]["mean"] is not None:
            mean = view.local.number(steps[0]["mean"], 2)
            notes.append(view.say("opinions.mean", mean=mean, steps=number))
        found.append(Picture(titled(steps[0], course, view), tuple(bars), "opinion", notes=tuple(notes)))
    return ended(found, len(questions))


def activity(rows: Rows, view: View) -> list[Picture]:
    """What was told, and by how many people, over time."""
    shown = spaced(rows)[-LONGEST:]
    labels = [view.local.cell(row["day"], "day") for row in shown]
    found = []
    for name, word in (("statements", "activity.chart"), ("persons", "activity.chart_persons")):
        found.append(over_time([row[name] or 0 for row in shown], labels, view.say(word), view))
    return found


def over_time(values: list[int], labels: list[str], title: str, view: View) -> Picture:
    """Columns over time, with a sentence for who can't see them."""
    most = max(values, default=0)
    summary = view.say(
        "activity.summary",
        what=title,
        first=labels[0],
        last=labels[-1],
        most=view.local.number(most),
        when=labels[values.index(most)],
    )
    said = [f"{label}: {view.local.number(value)}" for label, value in zip(labels, values, strict=True)]
    drawn = geometry.columns(values, said)
    return Picture(
        title,
        columns=geometry.Columns(drawn.columns, drawn.lines, geometry.spaced(labels, 5)),
        summary=summary,
    )


def spaced(rows: Rows) -> list[dict[str, Any]]:
    """The rows, and an empty one for each day or week between them of which nothing is known."""
    by_day = {row["day"]: row for row in rows}
    days = sorted(by_day)
    weekly = isinstance(days[0], str)
    first, last = (monday(day) if weekly else day for day in (days[0], days[-1]))
    steps = (last - first).days // (7 if weekly else 1)
    every = [first + timedelta(days=(7 if weekly else 1) * place) for place in range(steps + 1)]
    names = [week(day) if weekly else day for day in every]
    return [by_day.get(name, {"day": name, "statements": 0, "persons": 0}) for name in names]


def monday(text: str) -> date:
    """The first day of a week such as 2026-W47 (ISO 8601)."""
    year, _, number = text.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def week(day: date) -> str:
    """The week of a day."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def states(rows: Rows, view: View) -> list[Picture]:
    """Attempts by how they ended."""
    counts = Counter(str(row["status"] or "begun") for row in rows)
    total = sum(counts.values())
    bars = tuple(
        geometry.simple(
            worded(view, "status", state) or state,
            part(count, total),
            f"{view.local.number(count)} · {view.local.share(part(count, total))}",
        )
        for state, count in counts.most_common()
    )
    return [Picture(view.say("attempts.chart"), bars, "options")]


DRAWN: Final[dict[str, Callable[[Rows, View], list[Picture]]]] = {
    "completion": results,
    "snapshot": results,
    "progress": funnel,
    "time": times,
    "choices": choices,
    "opinions": opinions,
    "activity": activity,
    "attempts": states,
}
