"""The analysts' views of answers: what counts of each person and question, and how often what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ibis.expr.types as ir

from scormbuild.analysis.model import answers as answered
from scormbuild.analysis.model import joins
from scormbuild.analysis.model.relations import Tables
from scormbuild.question_kinds import CHECKED_FORMS, SCALE_FORMS, SCORED_FORMS, TYPED_FORMS
from scormbuild.response_options import RIGHT, SEPARATOR, WRONG

STEP_PATTERN = "^[0-9]{1,3}$"


def answers(tables: Tables) -> ir.Table:
    """The newest answer of each person to each question; what was emptied or told to nobody isn't there."""
    told = answered.filter_answers(tables.statements)
    told = joins.with_person_key(joins.with_course(told, tables), tables)
    found = answered.newest_answers(
        answered.with_question_number(told, tables),
        "actor",
        "form",
        "response",
        "revision",
        "success",
        "timestamp",
        "road",
        "confirmed",
    )
    found = found.filter(found.response.notnull())
    found = joins.with_person(answered.with_question(found, tables), tables)
    return found.select(
        "organisation",
        "person",
        "course",
        "question",
        "prompt",
        "form",
        "success",
        "timestamp",
        "road",
        "confirmed",
        answer=found.response,
        revision=found.revision.nullif(0),
    )


def choices(tables: Tables) -> ir.Table:
    """How many persons chose each option of a choice; `answered`: how many chose anything."""
    return option_counts(tables, SCORED_FORMS).rename(option="key")


def opinions(tables: Tables) -> ir.Table:
    """How many persons chose each step of a scale; `answered`: how many chose any."""
    return option_counts(tables, SCALE_FORMS).drop("correct").rename(step="key")


def option_counts(tables: Tables, forms: Sequence[str]) -> ir.Table:
    """The options of the kept questions of some forms, with how many persons chose them."""
    told = answers(tables)
    told = told.filter(told.form.isin(forms), told.success.notnull() | ~told.form.isin(CHECKED_FORMS))
    told = told.filter(~told.form.isin(SCALE_FORMS) | told.answer.re_search(STEP_PATTERN))
    judged = told.success.ifelse(RIGHT, WRONG)
    told = told.mutate(answer=told.form.isin(TYPED_FORMS).ifelse(judged, told.answer))
    told = told.select("organisation", "question", "answer")
    kept = tables.questions.filter(tables.questions.form.isin(forms))
    kept = kept.select("organisation", "course", "question", "prompt")
    options = tables.options.select("organisation", "question", "key", "place", "label", "correct")
    options = kept.inner_join(options, ["organisation", "question"])
    sizes = told.group_by("organisation", "question", "answer").agg(persons=told.count())
    each = options.left_join(sizes, ["organisation", "question"])
    # With separators on both sides: `a` must not be found in `ab`.
    keys = SEPARATOR + each.answer + SEPARATOR
    hit = keys.contains(SEPARATOR + each.key + SEPARATOR)
    found = each.group_by(
        "organisation", "course", "question", "prompt", "place", "key", "label", "correct"
    ).agg(
        chosen=each.persons.sum(where=hit).fill_null(0).cast("int64"),
        answered=each.persons.sum().fill_null(0).cast("int64"),
    )
    return found.drop("place")


VIEWS: dict[str, Callable[[Tables], ir.Table]] = {
    "answers": answers,
    "choices": choices,
    "opinions": opinions,
}
