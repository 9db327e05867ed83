"""How many persons began each course, of all teams and of each."""

from __future__ import annotations

import ibis.expr.types as ir
import pyarrow as pa

from scormbuild.analysis.model import joins, results
from scormbuild.analysis.model.fetch import Row, fetch_arrow, row_tuples
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.teams import team_rows

COURSE_AND_PERSON = ["course", "person_key"]


def course_persons(statements: ir.Table) -> ir.Table:
    """Each person who did anything in a course."""
    found = statements.filter(statements.person_key.notnull(), statements.course.notnull())
    return found.select(*COURSE_AND_PERSON).distinct()


def course_starts(tables: Tables, selection: Selection, rights: Permissions) -> pa.Table:
    """Who began which course: `course` and `person_key`."""
    return fetch_arrow(course_persons(selection.statements(tables, rights)), *COURSE_AND_PERSON)


def course_starts_with_results(tables: Tables, selection: Selection, rights: Permissions) -> pa.Table:
    """The same with 1 or 0 for `finished` and `verified`."""
    found = results.completions(joins.with_statements(tables, selection.period_statements(tables)))
    finished = results.is_finished(found.level).cast("int32")
    verified = results.is_verified(found.level).cast("int32")
    ends = fetch_arrow(
        found.select(*COURSE_AND_PERSON, finished=finished, verified=verified),
        *COURSE_AND_PERSON,
        "finished",
        "verified",
    )
    # Results of everybody: the join narrows them to those who began what is asked about.
    return course_starts(tables, selection, rights).join(ends, COURSE_AND_PERSON)


def rows_by_team(people: pa.Table, tables: Tables, selection: Selection) -> pa.Table:
    """Rows about persons, once for each of their teams."""
    rows = team_rows(tables, selection)
    persons, named = [person for person, _ in rows], [team for _, team in rows]
    teams = pa.table({"person_key": pa.array(persons, pa.int64()), "team": pa.array(named, pa.string())})
    return people.join(teams, "person_key", join_type="inner")


def cohort_sizes(people: pa.Table, tables: Tables, selection: Selection, *counts: str) -> list[Row]:
    """Rows (course, team, persons, and sums of what is to be counted); team None: all together."""
    asked = [("person_key", "count"), *((name, "sum") for name in counts)]
    named = ["course", "person_key_count", *(f"{name}_sum" for name in counts)]
    whole = row_tuples(people.group_by("course").aggregate(asked).select(named))
    teams = rows_by_team(people, tables, selection).group_by(["course", "team"]).aggregate(asked)
    each = row_tuples(teams.select(["course", "team", *named[1:]]))
    return [(course, None, *rest) for course, *rest in whole] + each


def course_sizes(people: pa.Table) -> dict[str, int]:
    """How many persons are behind each course."""
    found = people.group_by("course").aggregate([("person_key", "count")])
    return dict(row_tuples(found.select(["course", "person_key_count"])))
