"""Answers out of statements: which one counts of a person and question, and whether their first was right."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from scormbuild import vocabulary as word
from scormbuild.analysis.model import attestations, joins
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection

# A question of a kept outline goes by a number, which is quick; another by its organisation, course and IRI.
QUESTION_COLUMNS = ("number", "strange")
PERSON_AND_QUESTION = ("person_key", *QUESTION_COLUMNS)
KEY_SEPARATOR = " "  # no IRI has one
ANSWER_COLUMNS = (
    "actor",
    "attempt",
    "timestamp_us",
    "timestamp",
    "seq",
    "form",
    "success",
    "road",
    "confirmed",
)
MOMENT_LIMIT = 10**18  # more than any moment in microseconds, twice


def answers(tables: Tables, selection: Selection, rights: Permissions, *forms: str) -> ir.Table:
    """What the selection's persons answered to questions of these forms, every version."""
    narrowed = joins.with_statements(tables, filter_answers(tables.statements, *forms))
    return with_question_number(selection.statements(narrowed, rights), tables)


def filter_answers(statements: ir.Table, *forms: str) -> ir.Table:
    """The statements that are answers to questions of these forms, or of any."""
    # A tick has a verb of its own.
    verbs = [word.ANSWERED, word.ACKNOWLEDGED] if "acknowledge" in forms else [word.ANSWERED]
    found = statements.filter(statements.verb.isin(verbs), statements.person_key.notnull())
    return found.filter(found.form.isin(forms)) if forms else found.filter(found.form.notnull())


def with_question_number(statements: ir.Table, tables: Tables) -> ir.Table:
    """Answers with the number of their question in the place of its IRI and course."""
    found = attestations.with_confirmed(statements.filter(statements.course.notnull()), tables)
    known = question_numbers(tables).select("organisation", "number", activity="question")
    found = found.left_join(known, ["organisation", "activity"])
    unknown = found.number.isnull()
    strange = (
        found.organisation.cast("string") + KEY_SEPARATOR + found.course + KEY_SEPARATOR + found.activity
    )
    return found.select(
        "organisation",
        "person_key",
        "number",
        *ANSWER_COLUMNS,
        # An answer that was taken away is sent as an empty one: it must not let an older one count again.
        response=found.response.nullif(""),
        revision=found.revision.fill_null(0),
        strange=unknown.ifelse(strange, ibis.null("string")),
    )


def question_numbers(tables: Tables) -> ir.Table:
    """The questions of all outlines, numbered."""
    order = ibis.window(order_by=["organisation", "question"])
    kept = tables.questions.select("organisation", "course", "question", "prompt", "place")
    return kept.mutate(number=ibis.row_number().over(order))


def with_question(rows: ir.Table, tables: Tables) -> ir.Table:
    """Rows with `course`, `question`, `prompt` and `place` in the stead of the question's number."""
    known = question_numbers(tables).select("number", "question", "prompt", "place", kept="course")
    found = rows.left_join(known, "number").select(*rows.columns, "question", "prompt", "place", "kept")
    found = found.mutate(
        course=ibis.coalesce(found.kept, course_of_unknown(found.strange)),
        question=ibis.coalesce(found.question, found.strange.split(KEY_SEPARATOR)[2]),
    )
    return found.drop(*QUESTION_COLUMNS, "kept")


def course_of_unknown(strange: ir.StringColumn) -> ir.StringValue:
    """The course in which a question was asked that no outline has."""
    return strange.split(KEY_SEPARATOR)[1]


def newest_answers(rows: ir.Table, *kept: str) -> ir.Table:
    """A row for each person and question: of their newest attempt the last revision, emptied or not."""
    # Within an attempt the revision counts, as answers may arrive, and be timed, in any order; among
    # attempts time does, but for one that nobody confirms: else whoever reads a package's key could put
    # words into the mouth of anybody, by a registration of their own.
    last = highest_rows(rows, (*PERSON_AND_QUESTION, "attempt"), "revision", "timestamp_us", "seq")
    last = last.mutate(certain=last.confirmed.cast("int32"))
    return highest_rows(last, PERSON_AND_QUESTION, "certain", "timestamp_us", "seq").select(
        "organisation", *PERSON_AND_QUESTION, *kept
    )


def highest_rows(rows: ir.Table, group: tuple[str, ...], *order: str) -> ir.Table:
    """Of each group the row that is highest by these columns."""
    window = ibis.window(group_by=group, order_by=[ibis.desc(name) for name in order])
    # `seq` last in the order, so that no two rows are level and every engine takes the same one.
    placed = rows.mutate(nth=ibis.row_number().over(window))
    return placed.filter(placed.nth == 0).drop("nth")


def first_answers(rows: ir.Table) -> ir.Table:
    """A row for each person and question: 1 where the first answer that could be right was so, 0 where not.

    It is found as the least of twice its moment, plus one where it was right: a whole number, alike on all
    engines; of two at one moment the wrong one counts. Answers that nobody confirms lie behind all others.
    """
    told = rows.filter(rows.success.notnull())
    behind = told.confirmed.ifelse(0, 2 * MOMENT_LIMIT)
    place = told["timestamp_us"] * 2 + told.success.ifelse(1, 0) + behind
    moments = told.group_by(PERSON_AND_QUESTION).agg(least=place.min())
    return moments.mutate(right=moments.least & 1).drop("least")


def response_counts(rows: ir.Table) -> ir.Table:
    """How many persons' newest answer to a question is which; who emptied theirs isn't counted."""
    found = newest_answers(rows, "response")
    found = found.filter(found.response.notnull())
    return found.group_by(*QUESTION_COLUMNS, "response").agg(persons=found.count())
