"""Statements with the course and the person that reports count by: what is mapped or joined is one."""

from __future__ import annotations

from dataclasses import replace

import ibis
import ibis.expr.types as ir

from scormbuild.analysis.model.relations import Tables
from scormbuild.lrs.xapi import SCO_SUFFIX


def courses_of_activities(tables: Tables) -> ir.Table:
    """Which course an activity is: what an LMS calls it, with and without #sco, then its own IRI.

    The same order as in lrs/xapi/completion.py.
    """
    mapped = tables.mappings.select("organisation", "activity", "course")
    launched = mapped.mutate(activity=mapped.activity + SCO_SUFFIX)
    # One row an activity: with two, each of its statements would count twice.
    launched = launched.anti_join(mapped, ["organisation", "activity"])
    named = mapped.union(launched)
    kept = tables.courses.select("organisation", activity="course", course="course")
    return named.union(kept.anti_join(named, ["organisation", "activity"]))


def with_course(statements: ir.Table, tables: Tables) -> ir.Table:
    """Statements whose `course` is that of the mapping, where there is one."""
    named = courses_of_activities(tables).rename(named="course")
    found = statements.left_join(named, ["organisation", "activity"])
    return found.select(
        *(name for name in statements.columns if name != "course"),
        course=ibis.coalesce(found.named, found.course),
    )


def with_person_key(statements: ir.Table, tables: Tables) -> ir.Table:
    """Statements whose `person_key` is the person's, also where another identity of theirs is the actor."""
    joined = tables.aliases.select("organisation", actor_key="actor_key", joined_key="person_key")
    found = statements.left_join(
        joined,
        [statements.organisation == joined.organisation, statements.person_key == joined.actor_key],
    )
    # Two steps, as Ibis refuses to join again by what a join has just worked out.
    found = found.select(*statements.columns, "joined_key")
    return found.mutate(person_key=ibis.coalesce(found.joined_key, found.person_key)).drop("joined_key")


def with_person(rows: ir.Table, tables: Tables) -> ir.Table:
    """Rows with an `actor`, and beside it the `person`: their own pseudonym where identities were joined."""
    joined = tables.aliases.select("organisation", "actor", "person")
    found = rows.left_join(joined, ["organisation", "actor"])
    return found.select(*rows.columns, person=ibis.coalesce(found.person, found.actor))


def statements_of_team(statements: ir.Table, tables: Tables, team: str) -> ir.Table:
    """Statements, with `person_key` of the person, of those who count in a team."""
    members = tables.teams.filter(tables.teams.team == team).select("organisation", "person_key")
    others = tables.regrouping
    if others and (left := others.removed_persons(team)):
        members = members.filter(members.person_key.notin(left))
    found = statements.semi_join(members, ["organisation", "person_key"])
    if others and (joined := others.added_persons(team)):
        found = found.union(statements.filter(statements.person_key.isin(joined)))
    return found


def with_statements(tables: Tables, statements: ir.Table) -> Tables:
    """The tables with some of the statements in the place of all."""
    return replace(tables, statements=statements)
