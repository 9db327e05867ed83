"""How many persons began each course, of all teams and of each: what decides which figures may be shown."""

from __future__ import annotations

from collections import defaultdict

import ibis.expr.types as ir
import pyarrow as pa

from scormbuild.analysis.model import joins, results
from scormbuild.analysis.model.permissions import Rights
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.suppression import Row, arrow, plain, shown

ONE = ["course", "person_key"]
EVERYTHING = ""  # in the place of a course where all courses count together


def persons(statements: ir.Table) -> ir.Table:
    """Each person who did anything in a course."""
    found = statements.filter(statements.person_key.notnull(), statements.course.notnull())
    return found.select(*ONE).distinct()


def begun(tables: Tables, selection: Selection, rights: Rights) -> pa.Table:
    """Who began which course: `course` and `person_key`."""
    return arrow(persons(selection.statements(tables, rights)), *ONE)


def ended(tables: Tables, selection: Selection, rights: Rights) -> pa.Table:
    """The same with 1 or 0 for `finished` and `verified`."""
    found = results.completions(joins.narrowed(tables, selection.period(tables)))
    finished = results.finished(found.level).cast("int32")
    verified = results.verified(found.level).cast("int32")
    ends = arrow(found.select(*ONE, finished=finished, verified=verified), *ONE, "finished", "verified")
    return begun(tables, selection, rights).join(ends, ONE)


def by_team(people: pa.Table, tables: Tables, selection: Selection) -> pa.Table:
    """Rows about persons, once for each of their teams."""
    teams = tables.teams.filter(tables.teams.organisation == selection.organisation)
    return people.join(arrow(teams.distinct(), "person_key", "team"), "person_key", join_type="inner")


def sizes(people: pa.Table, tables: Tables, selection: Selection, *counts: str) -> list[Row]:
    """Rows (course, team, persons, and sums of what is to be counted); team None: all together."""
    asked = [("person_key", "count"), *((name, "sum") for name in counts)]
    named = ["course", "person_key_count", *(f"{name}_sum" for name in counts)]
    whole = plain(people.group_by("course").aggregate(asked).select(named))
    teams = by_team(people, tables, selection).group_by(["course", "team"]).aggregate(asked)
    each = plain(teams.select(["course", "team", *named[1:]]))
    return [(course, None, *rest) for course, *rest in whole] + each


def visible(found: list[Row], rights: Rights) -> tuple[list[Row], int]:
    """Of rows (course, team, persons, …) those that may be shown, and how many may not."""
    teams: dict[str, dict[str, int]] = defaultdict(dict)
    whole = {course: size for course, team, size, *_ in found if team is None}
    for course, team, size, *_ in found:
        if team is not None:
            teams[course][team] = size
    seen = {course: shown(teams[course], rights.least) for course in whole if whole[course] >= rights.least}
    told = [row for row in found if row[0] in seen or row[1] is None]  # no teams of a course that is hidden
    kept = [row for row in told if row[0] in seen and (row[1] is None or row[1] in seen[row[0]])]
    return kept, len(told) - len(kept)


def large(
    people: pa.Table, tables: Tables, selection: Selection, rights: Rights
) -> tuple[dict[str, int], int]:
    """How many persons are behind each course whose figures may be shown, of the team asked for or of all.

    And how many courses' figures may not: nor may a team's where another's could be worked out of them.
    `people` are those of all teams.
    """
    found = sizes(people, tables, selection)
    kept, _ = visible(found, rights)
    begun = {course: size for course, team, size in kept if team == selection.team}
    return begun, len({row[0] for row in found if row[1] == selection.team}) - len(begun)


def courses(tables: Tables, selection: Selection, rights: Rights) -> tuple[dict[str, int], int]:
    """The same of those who began."""
    return large(begun(tables, selection.everybody(), rights), tables, selection, rights)


def shows_team(tables: Tables, selection: Selection, rights: Rights) -> bool:
    """Whether figures of the team that is asked for may be shown, all courses together."""
    people = begun(tables, selection.everybody(), rights).group_by("person_key").aggregate([])
    everything = pa.array([EVERYTHING] * len(people), pa.string())
    seen, _ = large(people.append_column("course", everything), tables, selection, rights)
    return EVERYTHING in seen
