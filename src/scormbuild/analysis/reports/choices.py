"""Which options were chosen, how hard each question is, and whether it tells good from weak."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import ibis
import ibis.expr.types as ir

from scormbuild.analysis.model import answers
from scormbuild.analysis.model.correlation import Sums, correlation
from scormbuild.analysis.model.fetch import fetch_rows
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.outline import Option, Question, questions_in_order
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.rounding import Average, ListedRow, Share
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable, Row, report_columns
from scormbuild.question_kinds import CHECKED_FORMS, ORDER_FORMS, SCORED_FORMS, TYPED_FORMS, UNJUDGED_FORMS
from scormbuild.response_options import PAIR_SEPARATOR, RIGHT, SEPARATOR, WRONG

COLUMNS = report_columns(
    course="text",
    question="text",
    prompt="text",
    option="text",
    label="text",
    correct="yes_no",
    chosen="count",
    share="share",
    answered="count",
    difficulty="share",
    discrimination="number",
)
FORMS = (*SCORED_FORMS, *UNJUDGED_FORMS)
CORRELATION_SPAN = 2.0  # from -1 to 1
TOTAL_KEY = ("whole", "person_key")
SUMS = ("x", "y", "xy", "yy")
COUNT_COLUMNS = ("course", "question", "response", "persons", *SUMS)


@dataclass(slots=True)
class AnswerCounts:
    """What is known of the answers to a question; `firsts`: sums of who was right at first."""

    persons_by_response: Counter[str] = field(default_factory=Counter)  # of persons by their newest answer
    first_sums: Sums | None = None


def make_report_table(
    tables: Tables, selection: Selection, rights: Permissions, _options: Options
) -> ReportTable:
    """A row for each option of each choice, and for each choice and end of a story.

    `chosen` is by a person's newest answer, the rest by the first.
    """
    told = count_answers(tables, selection, rights)
    lines: list[Row] = []
    for question, is_known in questions_in_order(tables, selection, rights, FORMS, told):
        found = told.get((question.course, question.iri), AnswerCounts())
        lines += option_rows(question, found, is_known=is_known)
    return ReportTable("choices", COLUMNS, lines)


def count_answers(
    tables: Tables, selection: Selection, rights: Permissions
) -> dict[tuple[str, str], AnswerCounts]:
    """What was answered, by course and question."""
    given = checked_answers(answers.answers(tables, selection, rights, *FORMS))
    both = response_rows(given).union(
        first_answer_rows(given, tables)
    )  # one question to the engine: it reads the answers once
    told: dict[tuple[str, str], AnswerCounts] = defaultdict(AnswerCounts)
    for course, question, response, persons, *sums in fetch_rows(
        answers.with_question(both, tables), *COUNT_COLUMNS
    ):
        if response is None:
            x, y, xy, yy = map(int, sums)
            told[course, question].first_sums = Sums(
                persons, x, y, xy, x, yy
            )  # the square of 0 or 1 is itself
        else:
            told[course, question].persons_by_response[response] += persons
    return told


def checked_answers(given: ir.Table) -> ir.Table:
    """Without what was never checked; of what somebody typed, no more than whether it is right."""
    given = given.filter(given.success.notnull() | ~given.form.isin(CHECKED_FORMS))
    # Words are for the report of answers, and for who may read that.
    judged = given.success.ifelse(RIGHT, WRONG)
    return given.mutate(response=given.form.isin(TYPED_FORMS).ifelse(judged, given.response))


def response_rows(given: ir.Table) -> ir.Table:
    """How many persons' newest answer is which."""
    nothing = {name: ibis.null("int64") for name in SUMS}
    return (
        answers.response_counts(given)
        .mutate(**nothing)
        .select(*answers.QUESTION_COLUMNS, "response", "persons", *SUMS)
    )


def first_answer_rows(given: ir.Table, tables: Tables) -> ir.Table:
    """Of first answers the sums of who was right (x), and how much else of the course they had right (y)."""
    first = answers.first_answers(given)
    kept = answers.question_numbers(tables).select("number", "course")
    first = first.left_join(kept, "number").select(*first.columns, "course")
    first = first.mutate(whole=ibis.coalesce(first.course, answers.course_of_unknown(first.strange)))
    totals = first.group_by(TOTAL_KEY).agg(total=first.right.sum()).view()
    found = first.inner_join(totals, TOTAL_KEY).select(*answers.QUESTION_COLUMNS, "right", "total")
    # Without the question itself: a question always goes together with a total that it is part of.
    found = found.mutate(rest=found.total - found.right)
    sums = found.group_by(answers.QUESTION_COLUMNS).agg(
        persons=found.count(),
        x=found.right.sum().cast("int64"),
        y=found.rest.sum().cast("int64"),
        xy=(found.right * found.rest).sum().cast("int64"),
        yy=(found.rest * found.rest).sum().cast("int64"),
    )
    return sums.select(*answers.QUESTION_COLUMNS, "persons", *SUMS, response=ibis.null("string"))


def option_rows(question: Question, told: AnswerCounts, *, is_known: bool) -> Iterator[Row]:
    """The rows of a question; of one that the outline has, its own options are listed whoever chose them."""
    firsts, everybody = told.first_sums, told.persons_by_response.total()
    difficulty = Share(firsts.x, firsts.count) if firsts else None
    discrimination = Average(correlation(firsts), firsts.count, CORRELATION_SPAN) if firsts else None
    persons: Counter[str] = Counter()
    for response, size in told.persons_by_response.items():
        for key in counted_keys(question, response):
            persons[key] += size
    listed = listed_options(question)
    known = {option.key for option in listed}
    strange = [Option(key, None, None) for key in sorted(persons.keys() - known)]
    for option in (*listed, *strange):
        chosen = persons[option.key]
        # Of pairs there are many, and a wrong one that nobody made tells nothing.
        is_pair = PAIR_SEPARATOR in option.key and not option.correct
        if is_pair and not chosen:
            continue
        row = (
            *(question.course, question.iri, question.prompt, option.key, option.label, option.correct),
            *(chosen, Share(chosen, everybody), everybody, difficulty, discrimination),
        )
        yield ListedRow(row) if is_known and option.key in known and not is_pair else row


def counted_keys(question: Question, response: str) -> set[str]:
    """What a response is counted under; of a way through a story its choices, and its end."""
    if question.form in ORDER_FORMS:
        return {response}
    keys = response.split(SEPARATOR)
    ends = {option.key: option.leads for option in question.options if option.leads in question.ends}
    # A set, as a sender may name an option twice, and a way may pass a scene again.
    return {*keys, ends.get(keys[-1]) or keys[-1]}


def listed_options(question: Question) -> list[Option]:
    """The options of the outline; of a story also its ends, and of a tick itself."""
    if question.form not in UNJUDGED_FORMS:
        return question.options
    if not question.options:
        return [Option(RIGHT, None, None)]
    choices = [Option(option.key, option.label, None) for option in question.options]
    return [*choices, *(Option(scene, f"→ {scene}", None) for scene in question.ends)]
