"""Attempts: one person's go at a course, and how long they were at work in it."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from scormbuild.analysis.model.local_time import SECOND_MICROSECONDS
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.vocabulary import INITIALIZED

ATTEMPT_KEY = ("organisation", "attempt", "person_key")


def attempt_statements(statements: ir.Table) -> ir.Table:
    """The statements of somebody's attempt at a course."""
    return statements.filter(
        statements.attempt.notnull(), statements.person_key.notnull(), statements.course.notnull()
    )


def attempts(statements: ir.Table) -> ir.Table:
    """A row for each attempt: who, at which course, begun, last, sessions and how far.

    All its statements have the same registration, and actors that lead to the same pseudonym.
    """
    found = attempt_statements(statements)
    return found.group_by(list(ATTEMPT_KEY)).agg(
        actor=found.actor.max(),
        course=found.course.max(),
        begun_at=found.timestamp_us.min(),
        begun=found.timestamp.min(),
        last_at=found.timestamp_us.max(),
        last=found.timestamp.max(),
        sessions=(found.verb == INITIALIZED).cast("int32").sum().cast("int64"),
        progress=found.progress.max(),
    )


def attempt_courses(tables: Tables, selection: Selection, rights: Permissions) -> ir.Table:
    """The course of each attempt that a report is about."""
    found = attempt_statements(selection.statements(tables, rights))
    return found.group_by("attempt", "person_key").agg(course=found.course.max())


def attempt_seconds(tables: Tables, selection: Selection, rights: Permissions, idle: int) -> ir.Table:
    """The seconds at work in each attempt that a report is about, whatever its statements are about."""
    statements = selection.period_statements(tables)
    if (selection.course, selection.team, rights.courses) != (None, None, None):
        ours = attempt_courses(tables, selection, rights).select("attempt").distinct()
        # All statements of the attempt: what was done between two of the course is time at work too.
        statements = statements.semi_join(ours, "attempt")
    return active_seconds(statements, idle, "attempt")


def active_seconds(statements: ir.Table, idle: int, *one: str) -> ir.Table:
    """The seconds at work in each attempt, or what else is one: the gaps between statements up to `idle`."""
    found = statements.filter(statements.attempt.notnull())
    before = found["timestamp_us"].lag().over(ibis.window(group_by=list(one), order_by=found["timestamp_us"]))
    gaps = found.select(*one, gap=found["timestamp_us"] - before)
    worked = gaps.gap.sum(where=gaps.gap <= idle * SECOND_MICROSECONDS).fill_null(0).cast("int64")
    whole = gaps.group_by(list(one)).agg(worked=worked)
    return whole.select(
        *one,
        seconds=((whole.worked - whole.worked % SECOND_MICROSECONDS) / SECOND_MICROSECONDS).cast("int64"),
    )
