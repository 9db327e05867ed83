"""How people answered on each scale."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from scormbuild.analysis.model import answers
from scormbuild.analysis.model.fetch import fetch_rows
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.outline import Question, questions_in_order
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.rounding import Average, ListedRow, Share
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable, Row, report_columns
from scormbuild.question_kinds import SCALE_FORMS

COLUMNS = report_columns(
    course="text",
    question="text",
    prompt="text",
    step="ordinal",
    label="text",
    chosen="count",
    share="share",
    answered="count",
    mean="number",
)


def make_report_table(
    tables: Tables, selection: Selection, rights: Permissions, _options: Options
) -> ReportTable:
    """A row for each step of each scale, by the newest answer of each person."""
    given = answers.answers(tables, selection, rights, *SCALE_FORMS)
    told: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    sizes = answers.with_question(answers.response_counts(given), tables)
    for course, iri, response, persons in fetch_rows(sizes, "course", "question", "response", "persons"):
        # A response comes from anybody: what is no step would else become one of the scale.
        if (step := parse_step(response)) is not None:
            told[course, iri][step] += persons
    lines: list[Row] = []
    for question, is_known in questions_in_order(tables, selection, rights, SCALE_FORMS, told):
        found = told.get((question.course, question.iri), Counter())
        lines += step_rows(question, found, is_known=is_known)
    return ReportTable("opinions", COLUMNS, lines)


def parse_step(response: str) -> int | None:
    """The step of a scale, from 1; None for what isn't one."""
    return int(response) if response.isascii() and response.isdigit() and len(response) < 4 else None


def step_rows(question: Question, sizes: Counter[int], *, is_known: bool) -> Iterator[Row]:
    """The rows of a question; of one that the outline has, its own steps are listed whoever chose them."""
    everybody = sizes.total()
    labels = step_labels(question)
    mean = round(sum(step * size for step, size in sizes.items()) / everybody, 2) if everybody else None
    steps = sorted(labels.keys() | sizes.keys())
    for step in steps:
        chosen = sizes[step]
        row = (
            *(question.course, question.iri, question.prompt, step, labels.get(step)),
            *(chosen, Share(chosen, everybody), everybody, Average(mean, everybody, steps[-1] - steps[0])),
        )
        yield ListedRow(row) if is_known and step in labels else row


def step_labels(question: Question) -> dict[int, str | None]:
    """The labels of the steps that the outline has."""
    return {step: option.label for option in question.options if (step := parse_step(option.key)) is not None}
