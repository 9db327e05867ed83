"""Each go at a course: when, how far, how it ended."""

from __future__ import annotations

import pyarrow as pa

from scormbuild.analysis.model import joins, results
from scormbuild.analysis.model import sessions as visits
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Rights
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.suppression import arrow, listed, moments, ordered, teams_of, withheld
from scormbuild.analysis.model.table import Sheet, columns, score

COLUMNS = columns(
    person="text",
    team="text",
    course="text",
    registration="text",
    begun="time",
    last="time",
    sessions="count",
    progress="number",
    status="text",
    score="score",
    seconds="seconds",
)
ATTEMPT = ["attempt", "person_key"]
LISTED = ("person", "course", "registration", "sessions", "progress")
TOLD = (*LISTED, "begun_at", "last_at")


def make(tables: Tables, selection: Selection, rights: Rights, options: Options) -> Sheet:
    """A row for each attempt of which anything was told in the period."""
    if withheld(tables, selection, rights):
        return Sheet("attempts", COLUMNS, hidden=1)
    found = visits.attempts(selection.statements(tables, rights))
    attempts = arrow(joins.with_person(found, tables), *ATTEMPT, *TOLD)
    worked = arrow(visits.seconds(tables, selection, rights, options.idle), "attempt", "seconds")
    whole = attempts.join(worked, "attempt").join(ended(tables, selection), ATTEMPT)
    teams = teams_of(tables, selection, rights)
    whole = ordered(whole, "course", "person", "begun_at", "registration")
    person, course, registration, sessions, progress, status, points, seconds = listed(
        whole.select([*LISTED, "status", "score", "seconds"])
    )
    rows = zip(
        person,
        map(teams.get, person),
        course,
        registration,
        moments(whole["begun_at"]),
        moments(whole["last_at"]),
        sessions,
        map(score, progress),
        status,
        map(score, points),
        seconds,
        strict=True,
    )
    return Sheet("attempts", COLUMNS, list(rows))


def ended(tables: Tables, selection: Selection) -> pa.Table:
    """The result of each attempt that has one."""
    told = results.finishing(joins.narrowed(tables, selection.period(tables)))
    ends = results.best(told.filter(told.attempt.notnull()), visits.ONE)
    return arrow(ends.mutate(status=results.status(ends.level)), *ATTEMPT, "status", "score")
