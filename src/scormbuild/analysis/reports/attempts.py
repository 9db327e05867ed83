"""Each go at a course: when, how far, how it ended."""

from __future__ import annotations

import pyarrow as pa

from scormbuild.analysis.model import joins, results
from scormbuild.analysis.model import sessions as visits
from scormbuild.analysis.model.fetch import (
    column_lists,
    datetimes,
    fetch_arrow,
    sort_arrow,
)
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable, report_columns, round_score
from scormbuild.analysis.model.teams import teams_by_person

COLUMNS = report_columns(
    person="text",
    team="text",
    course="text",
    attempt="text",
    begun="time",
    last="time",
    sessions="count",
    progress="number",
    status="text",
    score="score",
    seconds="seconds",
)
ATTEMPT_AND_PERSON = ["attempt", "person_key"]
ARROW_COLUMNS = ("person", "course", "attempt", "sessions", "progress")
FETCHED_COLUMNS = (*ARROW_COLUMNS[:2], *ARROW_COLUMNS[3:], "begun_at", "last_at")


def make_report_table(
    tables: Tables, selection: Selection, rights: Permissions, options: Options
) -> ReportTable:
    """A row for each attempt of which anything was told in the period."""
    found = visits.attempts(selection.statements(tables, rights))
    attempts = fetch_arrow(joins.with_person(found, tables), *ATTEMPT_AND_PERSON, *FETCHED_COLUMNS)
    worked = fetch_arrow(
        visits.attempt_seconds(tables, selection, rights, options.idle), "attempt", "seconds"
    )
    # Three questions to the engine, joined here, where a row is an attempt and not a statement.
    whole = attempts.join(worked, "attempt").join(attempt_results(tables, selection), ATTEMPT_AND_PERSON)
    teams = teams_by_person(tables, selection)
    whole = sort_arrow(whole, "course", "person", "begun_at", "attempt")
    person, course, attempt, sessions, progress, status, points, seconds = column_lists(
        whole.select([*ARROW_COLUMNS, "status", "score", "seconds"])
    )
    rows = zip(
        person,
        map(teams.get, whole["person_key"].to_pylist()),
        course,
        map(format_attempt, attempt),
        datetimes(whole["begun_at"]),
        datetimes(whole["last_at"]),
        sessions,
        map(round_score, progress),
        status,
        map(round_score, points),
        seconds,
        strict=True,
    )
    return ReportTable("attempts", COLUMNS, list(rows))


def format_attempt(number: int) -> str:
    """The number of an attempt as 16 digits, which don't lead back to its registration.

    Who knows a registration could tell something in it, so no file holds one.
    """
    return f"{number % 2**64:016x}"


def attempt_results(tables: Tables, selection: Selection) -> pa.Table:
    """The result of each attempt that has one."""
    told = results.result_statements(joins.with_statements(tables, selection.period_statements(tables)))
    ends = results.best_results(told.filter(told.attempt.notnull()), visits.ATTEMPT_KEY)
    return fetch_arrow(ends.mutate(status=results.status(ends.level)), *ATTEMPT_AND_PERSON, "status", "score")
