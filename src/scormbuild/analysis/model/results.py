"""Results of courses out of statements, by the rules of lrs/xapi/completion.py."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from scormbuild.analysis.model import joins
from scormbuild.analysis.model.local_time import DAY_MICROSECONDS, EPOCH_SHIFT_DAYS
from scormbuild.analysis.model.relations import Tables
from scormbuild.lrs.xapi import RESULT_RANK, STATUS_OF_VERB
from scormbuild.vocabulary import COURSE

# The levels of the LMS's own word lie above all others: so the highest is what counts, by one `min`.
VERIFIED_LEVEL = len(RESULT_RANK)  # what an LMS says itself outranks all that others say
STATUSES = sorted(RESULT_RANK, key=RESULT_RANK.__getitem__)
SOURCES = ("lms", "lrs", "other", "package")
RESULT_KEY = ("organisation", "course", "person_key")
RESULT_LEVELS = range(2 * VERIFIED_LEVEL)
HIGHEST_LEVEL = RESULT_LEVELS[-1]
MOMENT_LIMIT = 10**18  # more than any moment in microseconds
SEQ_DIGITS = 20  # of a place in stored order


def result_statements(tables: Tables) -> ir.Table:
    """The statements that say completed, passed or failed of a whole course, with its `level`."""
    told = tables.statements
    # A statement that contradicts itself tells nothing (lrs/xapi/completion.py has the same rule).
    told = told.filter(told.verb.isin(list(STATUS_OF_VERB)), ~told.contradicted, told.person_key.notnull())
    named = joins.courses_of_activities(tables).rename(named="course")
    found = told.left_join(named, ["organisation", "activity"])
    own = found.activity_type.fill_null("") == COURSE
    found = found.select(
        *(name for name in told.columns if name != "course"),
        course=ibis.coalesce(found.named, own.ifelse(found.activity, ibis.null("string"))),
    )
    found = joins.with_person_key(found.filter(found.course.notnull()), tables)
    rank = ibis.cases(
        *((found.verb == verb, RESULT_RANK[status]) for verb, status in STATUS_OF_VERB.items()), else_=0
    )
    return found.mutate(level=(rank + found.own_word.ifelse(VERIFIED_LEVEL, 0)).cast("int32"))


def best_results(told: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    """What counts of some results: those of the highest level; and 1 for each source from which any came.

    `timestamp_us` is the first moment of that level, `version` that of the first of them to be stored. One
    whole number holds level and moment, one text level, place and version: so neither sorting nor a second
    look is needed.
    """
    below = HIGHEST_LEVEL - told.level
    # Padded, so that texts are in the order of numbers.
    place = told.seq.cast("string").lpad(SEQ_DIGITS, "0")
    found = told.group_by(list(keys)).agg(
        packed=(
            below.cast("int64") * MOMENT_LIMIT + told.timestamp_us + EPOCH_SHIFT_DAYS * DAY_MICROSECONDS
        ).min(),
        labelled=(below.cast("string") + place + told.version).min(),
        actor=told.actor.max(),  # all that a person acts as lead to the same pseudonym
        **{f"score{level}": told.score.max(where=told.level == level) for level in RESULT_LEVELS},
        **{f"reached{level}": told.timestamp.min(where=told.level == level) for level in RESULT_LEVELS},
        **{source: (told.road == source).cast("int32").max() for source in SOURCES},
    )
    moment = found.packed % MOMENT_LIMIT
    found = found.mutate(
        level=(HIGHEST_LEVEL - (found.packed - moment) / MOMENT_LIMIT).cast("int32"),
        timestamp_us=moment - EPOCH_SHIFT_DAYS * DAY_MICROSECONDS,
    )
    labelled = found.labelled.substr(0, 1) == (HIGHEST_LEVEL - found.level).cast("string")
    return found.select(
        *keys,
        "level",
        "timestamp_us",
        "actor",
        *SOURCES,
        score=ibis.cases(*((found.level == level, found[f"score{level}"]) for level in RESULT_LEVELS)),
        reached=ibis.cases(*((found.level == level, found[f"reached{level}"]) for level in RESULT_LEVELS)),
        version=labelled.ifelse(found.labelled.substr(1 + SEQ_DIGITS), ibis.null("string")),
    )


def completions(tables: Tables) -> ir.Table:
    """A row for each person and course: level, at, reached, score, version, actor, and 1 for each source."""
    return best_results(result_statements(tables), RESULT_KEY)


def status(level: ir.IntegerColumn) -> ir.StringColumn:
    """A level's status."""
    cases = [(level % VERIFIED_LEVEL == rank, name) for name, rank in RESULT_RANK.items()]
    return ibis.cases(*cases, else_=ibis.null("string"))


def is_verified(level: ir.IntegerColumn) -> ir.BooleanColumn:
    """Whether an LMS itself said completed or passed."""
    # Above it: the level itself is the LMS's word that somebody failed, which proves no completion.
    return level > VERIFIED_LEVEL


def is_finished(level: ir.IntegerColumn) -> ir.BooleanColumn:
    """Whether it is done: completed or passed."""
    return level % VERIFIED_LEVEL > 0


def source_names(rows: ir.Table) -> ir.StringColumn:
    """The sources of any of it, as in "lms package"."""
    first, *others = [(rows[source] == 1).ifelse(f"{source} ", "") for source in SOURCES]
    for each in others:
        first = first + each
    return first.rstrip()
