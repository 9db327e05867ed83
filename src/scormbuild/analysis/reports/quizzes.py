"""How well people did in each quiz.

No statement tells what a quiz as a whole came to, so it is counted from the answers to its questions.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import ibis
import ibis.expr.types as ir

from scormbuild.analysis.model import answers
from scormbuild.analysis.model.fetch import fetch_rows, organisation_rows
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.rounding import Average, ListedRow, Share
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable, Row, report_columns, sort_rows
from scormbuild.question_kinds import SCORED_FORMS

COLUMNS = report_columns(
    course="text",
    quiz="text",
    page="text",
    asked="ordinal",
    pass_mark="ordinal",  # noqa: S106 (a mark, no password)
    answered="count",
    mean_score="number",
    passed="count",
    share="share",
)
PERCENT = 100
QUIZ = ("course", "quiz")
PERSON_AND_QUIZ = ("person_key", "organisation", *QUIZ)

Scores = Counter[float]  # how many people had which score, in per cent


def make_report_table(
    tables: Tables, selection: Selection, rights: Permissions, _options: Options
) -> ReportTable:
    """A row for each quiz, by the newest answers of each person who answered as many as it asks."""
    scores: dict[tuple[str, str], Scores] = defaultdict(Counter)
    for course, quiz, draw, right, persons in fetch_rows(
        score_counts(tables, selection, rights), *QUIZ, "draw", "right", "persons"
    ):
        scores[course, quiz][PERCENT * right / draw] += persons
    lines: list[Row] = []
    for (course, quiz), (page, draw, pass_mark) in quizzes_in_order(tables, selection, rights).items():
        figures = score_figures(scores[course, quiz], pass_mark)
        lines.append(ListedRow((course, quiz, page, draw, pass_mark or None, *figures)))
    return ReportTable("quizzes", COLUMNS, lines)


def score_figures(scores: Scores, pass_mark: int) -> tuple[int, Average, int | None, Share | None]:
    """How many handed it in, their mean, and who passed where there is a mark to reach."""
    everybody = scores.total()
    total = sum(score * persons for score, persons in scores.items())
    mean = Average(round(total / everybody, 2) if everybody else None, everybody, PERCENT)
    # Rounded as the player does before it compares, halves up.
    passed = sum(persons for score, persons in scores.items() if int(score + 0.5) >= pass_mark)
    return (everybody, mean, passed, Share(passed, everybody)) if pass_mark else (everybody, mean, None, None)


def score_counts(tables: Tables, selection: Selection, rights: Permissions) -> ir.Table:
    """How many persons had how many right of what was drawn for them."""
    given = answers.answers(tables, selection, rights, *SCORED_FORMS)
    # What was never checked isn't handed in.
    found = answers.newest_answers(given.filter(given.success.notnull()), "timestamp_us", "success")
    numbers = answers.question_numbers(tables).select("organisation", "number", "question")
    asked = tables.quizzes.inner_join(numbers, ["organisation", "question"])
    found = found.inner_join(asked.select("number", *QUIZ, "draw"), "number").drop("strange")
    # After another try there may be answers to more questions than were drawn: the last ones are of this try.
    order = [ibis.desc("timestamp_us"), ibis.desc("number")]
    nth = ibis.row_number().over(ibis.window(group_by=PERSON_AND_QUIZ, order_by=order))
    last = found.mutate(nth=nth).filter(ibis._.nth < ibis._.draw)
    results = last.group_by(*PERSON_AND_QUIZ, "draw").agg(
        given=last.count(), right=last.success.cast("int64").sum()
    )
    # With fewer answers it wasn't handed in.
    handed_in = results.filter(results.given == results.draw)
    return handed_in.group_by(*QUIZ, "draw", "right").agg(persons=handed_in.count())


def quizzes_in_order(
    tables: Tables, selection: Selection, rights: Permissions
) -> dict[tuple[str, str], tuple[str | None, int, int]]:
    """The page, the number of questions and the mark of each quiz, in the order of the courses."""
    places = tables.questions.left_join(tables.pages, ["organisation", "course", "page"])
    places = places.select("organisation", "course", "question", "place", "title")
    rows = tables.quizzes.left_join(places, ["organisation", "course", "question"])
    rows = rows.select("organisation", *QUIZ, "place", "title", "draw", "pass_mark")
    found = sort_rows(organisation_rows(rows, selection, *QUIZ, "place", "title", "draw", "pass_mark"), 0, 2)
    return {
        (course, quiz): (title, draw, pass_mark)
        for course, quiz, _, title, draw, pass_mark in found
        if selection.course in (None, course) and rights.may_see_course(course)
    }
