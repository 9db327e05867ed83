"""How many persons began each course, of all teams and of each: what decides which figures may be shown."""

from __future__ import annotations

from collections import defaultdict

import ibis.expr.types as ir
import pyarrow as pa

from scormbuild.analysis.model import joins, results
from scormbuild.analysis.model.fetch import Row, fetch_arrow, row_tuples, visible_groups
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection

COURSE_AND_PERSON = ["course", "person_key"]
ALL_COURSES = ""  # in the place of a course where all courses count together


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
    teams = tables.teams.filter(tables.teams.organisation == selection.organisation)
    return people.join(fetch_arrow(teams.distinct(), "person_key", "team"), "person_key", join_type="inner")


def cohort_sizes(people: pa.Table, tables: Tables, selection: Selection, *counts: str) -> list[Row]:
    """Rows (course, team, persons, and sums of what is to be counted); team None: all together."""
    asked = [("person_key", "count"), *((name, "sum") for name in counts)]
    named = ["course", "person_key_count", *(f"{name}_sum" for name in counts)]
    whole = row_tuples(people.group_by("course").aggregate(asked).select(named))
    teams = rows_by_team(people, tables, selection).group_by(["course", "team"]).aggregate(asked)
    each = row_tuples(teams.select(["course", "team", *named[1:]]))
    return [(course, None, *rest) for course, *rest in whole] + each


def visible_cohorts(found: list[Row], rights: Permissions) -> tuple[list[Row], int]:
    """Of rows (course, team, persons, …) those that may be shown, and how many may not."""
    teams: dict[str, dict[str, int]] = defaultdict(dict)
    whole = {course: size for course, team, size, *_ in found if team is None}
    for course, team, size, *_ in found:
        if team is not None:
            teams[course][team] = size
    seen = {
        course: visible_groups(teams[course], rights.min_cohort_size)
        for course in whole
        if whole[course] >= rights.min_cohort_size
    }
    told = [row for row in found if row[0] in seen or row[1] is None]  # no teams of a course that is hidden
    kept = [row for row in told if row[0] in seen and (row[1] is None or row[1] in seen[row[0]])]
    return kept, len(told) - len(kept)


def visible_course_sizes(
    people: pa.Table, tables: Tables, selection: Selection, rights: Permissions
) -> tuple[dict[str, int], int]:
    """How many persons are behind each course whose figures may be shown, of the team asked for or of all.

    And how many courses' figures may not: nor may a team's where another's could be worked out of them.
    `people` are those of all teams.
    """
    found = cohort_sizes(people, tables, selection)
    kept, _ = visible_cohorts(found, rights)
    begun = {course: size for course, team, size in kept if team == selection.team}
    return begun, len({row[0] for row in found if row[1] == selection.team}) - len(begun)


def visible_courses(tables: Tables, selection: Selection, rights: Permissions) -> tuple[dict[str, int], int]:
    """The same of those who began."""
    # All teams are looked at, whichever is asked for: whether one may be shown depends on the others.
    return visible_course_sizes(
        course_starts(tables, selection.for_all_teams(), rights), tables, selection, rights
    )


def is_team_visible(tables: Tables, selection: Selection, rights: Permissions) -> bool:
    """Whether figures of the team that is asked for may be shown, all courses together."""
    people = course_starts(tables, selection.for_all_teams(), rights).group_by("person_key").aggregate([])
    everything = pa.array([ALL_COURSES] * len(people), pa.string())
    seen, _ = visible_course_sizes(people.append_column("course", everything), tables, selection, rights)
    return ALL_COURSES in seen
