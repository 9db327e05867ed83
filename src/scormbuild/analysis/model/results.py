"""Results of courses out of statements, by the rules of lrs/xapi/completion.py."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from scormbuild.analysis.model import joins
from scormbuild.analysis.model.local_time import DAY, LONG_AGO
from scormbuild.analysis.model.relations import Tables
from scormbuild.lrs.xapi.completion import RANK, STATUS
from scormbuild.vocabulary import COURSE

OWN_WORD = len(RANK)  # what an LMS says itself outranks all that others say
STATUSES = sorted(RANK, key=RANK.__getitem__)
ROADS = ("lms", "lrs", "other", "package")
ONE = ("organisation", "course", "person_key")
LEVELS = range(2 * OWN_WORD)
HIGHEST = LEVELS[-1]
ABOVE = 10**18  # more than any moment in microseconds
DIGITS = 20  # of a place in stored order


def finishing(tables: Tables) -> ir.Table:
    """The statements that say completed, passed or failed of a whole course, with its `level`."""
    told = tables.statements
    told = told.filter(told.verb.isin(list(STATUS)), ~told.contradicted, told.person_key.notnull())
    named = joins.courses_of_activities(tables).rename(named="course")
    found = told.left_join(named, ["organisation", "activity"])
    own = found.activity_type.fill_null("") == COURSE
    found = found.select(
        *(name for name in told.columns if name != "course"),
        course=ibis.coalesce(found.named, own.ifelse(found.activity, ibis.null("string"))),
    )
    found = joins.with_person_key(found.filter(found.course.notnull()), tables)
    rank = ibis.cases(*((found.verb == verb, RANK[status]) for verb, status in STATUS.items()), else_=0)
    return found.mutate(level=(rank + found.own_word.ifelse(OWN_WORD, 0)).cast("int32"))


def best(told: ir.Table, keys: tuple[str, ...]) -> ir.Table:
    """What counts of some results: those of the highest level; and 1 for each road by which any came.

    `at` is the first moment of that level, `version` that of the first of them to be stored. One whole number
    holds level and moment, one text level, place and version: so neither sorting nor a second look is needed.
    """
    below = HIGHEST - told.level
    place = told.seq.cast("string").lpad(DIGITS, "0")
    found = told.group_by(list(keys)).agg(
        packed=(below.cast("int64") * ABOVE + told.at + LONG_AGO * DAY).min(),
        labelled=(below.cast("string") + place + told.version).min(),
        actor=told.actor.max(),  # all that a person acts as lead to the same pseudonym
        **{f"score{level}": told.score.max(where=told.level == level) for level in LEVELS},
        **{f"reached{level}": told.timestamp.min(where=told.level == level) for level in LEVELS},
        **{road: (told.road == road).cast("int32").max() for road in ROADS},
    )
    moment = found.packed % ABOVE
    found = found.mutate(
        level=(HIGHEST - (found.packed - moment) / ABOVE).cast("int32"), at=moment - LONG_AGO * DAY
    )
    labelled = found.labelled.substr(0, 1) == (HIGHEST - found.level).cast("string")
    return found.select(
        *keys,
        "level",
        "at",
        "actor",
        *ROADS,
        score=ibis.cases(*((found.level == level, found[f"score{level}"]) for level in LEVELS)),
        reached=ibis.cases(*((found.level == level, found[f"reached{level}"]) for level in LEVELS)),
        version=labelled.ifelse(found.labelled.substr(1 + DIGITS), ibis.null("string")),
    )


def completions(tables: Tables) -> ir.Table:
    """A row for each person and course: level, at, reached, score, version, actor, and 1 for each road."""
    return best(finishing(tables), ONE)


def status(level: ir.IntegerColumn) -> ir.StringColumn:
    """A level's status."""
    cases = [(level % OWN_WORD == rank, name) for name, rank in RANK.items()]
    return ibis.cases(*cases, else_=ibis.null("string"))


def verified(level: ir.IntegerColumn) -> ir.BooleanColumn:
    """Whether an LMS itself said completed or passed."""
    return level > OWN_WORD


def finished(level: ir.IntegerColumn) -> ir.BooleanColumn:
    """Whether it is done: completed or passed."""
    return level % OWN_WORD > 0


def roads(rows: ir.Table) -> ir.StringColumn:
    """The roads by which any of it was told, as in "lms package"."""
    first, *others = [(rows[road] == 1).ifelse(f"{road} ", "") for road in ROADS]
    for each in others:
        first = first + each
    return first.rstrip()
