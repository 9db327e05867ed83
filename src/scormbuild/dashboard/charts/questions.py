"""The charts of questions: which options were chosen, and which steps of a scale."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from scormbuild.dashboard.charts import geometry
from scormbuild.dashboard.charts.chart import (
    MAX_BARS,
    Chart,
    Rows,
    group_rows,
    truncation,
    with_truncation,
)
from scormbuild.dashboard.charts.geometry import Bar
from scormbuild.dashboard.report_view import ReportView

# Correlations of an item with the rest of its course; clearly below 0, something is wrong with the
# question.
DISCRIMINATION_STEPS: Final = ((0.3, "well"), (0.1, "some"), (-0.1, "little"))
DIFFICULTY_STEPS: Final = ((0.9, "easy"), (0.6, "fair"), (0.4, "hard"))


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


def quiz_charts(rows: Rows, view: ReportView) -> list[Chart]:
    """The mean score of each quiz, and who passed."""
    bars = [
        geometry.simple_bar(
            quiz_title(row, view),
            None if row["mean_score"] is None else row["mean_score"] / 100,
            format_score(row, view),
            note=format_passes(row, view),
        )
        for row in rows
    ]
    return [Chart(view.translate("quizzes.chart"), tuple(bars[:MAX_BARS]), truncated_to=truncation(bars))]


def quiz_title(row: dict[str, Any], view: ReportView) -> str:
    """A quiz by its page, with its course where there are several."""
    page = str(row["page"] or row["quiz"])
    return page if view.filters.course else f"{page} ({view.course_title(row['course'])})"


def format_score(row: dict[str, Any], view: ReportView) -> str:
    """The mean in words, and of how many people it is."""
    people = view.translate("quizzes.answered", count=view.format_count(row["answered"]))
    if row["mean_score"] is None:
        return people
    return f"{view.locale.format_percent(row['mean_score'] / 100)} · {people}"


def format_passes(row: dict[str, Any], view: ReportView) -> str:
    """How many reached the mark; nothing where there is none, or where too few are to be told."""
    if row["share"] is None:
        return ""
    share, mark = (view.locale.format_percent(each) for each in (row["share"], row["pass_mark"] / 100))
    return view.translate("quizzes.passed", count=view.format_count(row["passed"]), share=share, mark=mark)


def question_title(row: dict[str, Any], course: str, view: ReportView) -> str:
    """A question, with its course where there are several."""
    prompt = str(row["prompt"] or row["question"])
    return prompt if view.filters.course else f"{prompt} ({view.course_title(course)})"


def format_choice_count(row: dict[str, Any], view: ReportView) -> str:
    """How many chose something, and which share."""
    share = "" if row["share"] is None else f" · {view.locale.format_percent(row['share'])}"
    return view.format_count(row["chosen"]) + share


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


def opinion_charts(rows: Rows, view: ReportView) -> list[Chart]:
    """Each scale around its middle, and its steps one by one."""
    questions = group_rows(rows, "course", "question")
    found = []
    for (course, _), steps in questions[:MAX_BARS]:
        number = len(steps)
        shares = [step["share"] or 0.0 for step in steps]
        # Rounded parts may come to a little more than the whole, and the bar has no room for more.
        shares = [each / max(sum(shares), 1.0) for each in shares]
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
