"""How people answered on each scale."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from scormbuild.analysis.model import answers
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.outline import Question, questions
from scormbuild.analysis.model.permissions import Rights
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.suppression import rows
from scormbuild.analysis.model.table import Row, Sheet, columns, share

COLUMNS = columns(
    course="text",
    question="text",
    prompt="text",
    step="count",
    label="text",
    chosen="count",
    share="share",
    answered="count",
    mean="number",
)


def make(tables: Tables, selection: Selection, rights: Rights, _options: Options) -> Sheet:
    """A row for each step of each scale, by the newest answer of each person."""
    given = answers.answers(tables, selection, rights, "opinion")
    told: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    sizes = answers.named(answers.sizes(given), tables)
    for course, iri, response, persons in rows(sizes, "course", "question", "response", "persons"):
        if (step := step_of(response)) is not None:
            told[course, iri][step] += persons
    asked = questions(tables, selection, rights, "opinion")
    for course, iri in told.keys() - asked.keys():
        asked[course, iri] = Question(course, iri)
    courses = answers.shown(tables, selection, rights)
    lines: list[Row] = []
    hidden = 0
    for question in sorted(asked.values(), key=lambda each: each.order):
        found = told.get((question.course, question.iri), Counter())
        small = 0 < found.total() < rights.least or not (courses is None or question.course in courses)
        hidden += small
        lines += emptied(question) if small else figures(question, found)
    return Sheet("opinions", COLUMNS, lines, hidden)


def step_of(response: str) -> int | None:
    """The step of a scale, from 1; None for what isn't one."""
    return int(response) if response.isascii() and response.isdigit() and len(response) < 4 else None


def figures(question: Question, sizes: Counter[int]) -> Iterator[Row]:
    """The rows of a question."""
    everybody = sizes.total()
    labels = steps(question)
    mean = round(sum(step * size for step, size in sizes.items()) / everybody, 2) if everybody else None
    for step in sorted(labels.keys() | sizes.keys()):
        chosen = sizes[step]
        yield (
            *(question.course, question.iri, question.prompt, step, labels.get(step)),
            *(chosen, share(chosen, everybody), everybody, mean),
        )


def emptied(question: Question) -> Iterator[Row]:
    """The rows of a question that too few persons answered."""
    for step, label in steps(question).items():
        yield question.course, question.iri, question.prompt, step, label, None, None, None, None


def steps(question: Question) -> dict[int, str | None]:
    """The labels of the steps that the outline has."""
    return {step: option.label for option in question.options if (step := step_of(option.key)) is not None}
