"""Statements and people that the other reports can't place."""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from scormbuild.analysis.model import joins, results
from scormbuild.analysis.model.fetch import course_titles, fetch_rows
from scormbuild.analysis.model.local_time import DAY_MICROSECONDS
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable, Row, report_columns
from scormbuild.vocabulary import INTERACTION, PAGE

COLUMNS = report_columns(check="text", what="text", count="count")
MAX_ROWS = 100  # rows of a check: somebody may send a million verbs of their own
# Of each check; the row of the others counts no more than these, and says enough all the same.
MAX_FINDINGS = 10_000

Check = Callable[[Tables, Selection, Permissions], ir.Table]


def no_profile(tables: Tables, selection: Selection, rights: Permissions) -> ir.Table:
    """Statements that name none of the profiles that are known here, by verb."""
    found = tables.statements.filter(tables.statements.profile.isnull())
    found = selection.statements(joins.with_statements(tables, found), rights)
    return found.group_by(what=found.verb).agg(number=found.count())


def no_course(tables: Tables, selection: Selection, rights: Permissions) -> ir.Table:
    """Statements of no course, also not by what an LMS's activities are mapped to: by activity."""
    # First by its own column, which is quick; then those that the mapping gives a course go.
    found = tables.statements.filter(tables.statements.course.isnull())
    found = selection.statements(joins.with_statements(tables, found), rights)
    found = found.filter(found.course.isnull())
    return found.group_by(what=ibis.coalesce(found.activity, found.verb)).agg(number=found.count())


def clock_ahead(tables: Tables, selection: Selection, rights: Permissions) -> ir.Table:
    """Statements of what happened more than a day after they were stored, by the source that they came."""
    statements = tables.statements
    found = statements.filter(statements["at"] > statements.seq + DAY_MICROSECONDS)
    found = selection.statements(joins.with_statements(tables, found), rights)
    return found.group_by(what=found.road).agg(number=found.count())


def unknown_page(tables: Tables, selection: Selection, rights: Permissions) -> ir.Table:
    """Statements about pages that the kept outline of their course hasn't: of another version, mostly."""
    return unknown_activity(
        tables, selection, rights, PAGE, tables.pages.select("organisation", activity="page")
    )


def unknown_question(tables: Tables, selection: Selection, rights: Permissions) -> ir.Table:
    """Statements about questions that the kept outline of their course hasn't."""
    kept = tables.questions.select("organisation", activity="question")
    return unknown_activity(tables, selection, rights, INTERACTION, kept)


def unknown_activity(
    tables: Tables, selection: Selection, rights: Permissions, kind: str, kept: ir.Table
) -> ir.Table:
    """Statements about activities of a type that aren't among those kept, of courses that are."""
    found = tables.statements.filter(tables.statements.activity_type == kind)
    found = found.anti_join(kept, ["organisation", "activity"])
    found = selection.statements(joins.with_statements(tables, found), rights)
    found = found.filter(found.course.isin(sorted(course_titles(tables, selection))))
    return found.group_by(what=found.activity).agg(number=found.count())


def without_team(tables: Tables, selection: Selection, rights: Permissions) -> ir.Table:
    """Persons who are in no team."""
    if selection.course is None and rights.courses is None:  # then nobody need know of which course it was
        found = joins.with_person_key(distinct_persons(selection.period_statements(tables)), tables)
    else:
        found = selection.for_all_teams().statements(tables, rights)
    people = distinct_persons(found).anti_join(tables.teams, ["organisation", "person_key"])
    return people.group_by(what=ibis.null("string")).agg(number=people.count())


def distinct_persons(statements: ir.Table) -> ir.Table:
    """Who did anything."""
    found = statements.filter(statements.person_key.notnull())
    return found.select("organisation", "person_key").distinct()


def single_source(tables: Tables, selection: Selection, rights: Permissions) -> ir.Table:
    """Persons who finished a course as far as one source tells, and no other: by source and course."""
    found = results.completions(joins.with_statements(tables, selection.period_statements(tables)))
    found = selection.filter_rows(found, tables, rights)
    found = found.filter(results.is_finished(found.level))
    found = found.mutate(sources=results.source_names(found))
    found = found.filter(found.sources.isin(["package", "lms"]))
    counted = found.group_by("sources", what=found.course).agg(number=found.count())
    return counted.select("what", "number", check=ibis.literal("only ") + counted.sources)


STATEMENT_CHECKS: dict[str, Check] = {
    "no profile": no_profile,
    "no course": no_course,
    "clock ahead": clock_ahead,
    "unknown page": unknown_page,
    "unknown question": unknown_question,
}
PERSON_CHECKS = ("without team", "only package", "only lms")


def make_report_table(
    tables: Tables, selection: Selection, rights: Permissions, _options: Options
) -> ReportTable:
    """A row for each thing that is amiss, most frequent first; of few persons it isn't told how many."""
    found = fetch_rows(all_findings(tables, selection, rights), "check", "what", "number")
    lines: list[Row] = []
    hidden = 0
    for name in (*STATEMENT_CHECKS, *PERSON_CHECKS):
        for what, number in most_frequent_rows([row[1:] for row in found if row[0] == name]):
            # Counts of statements aren't counts of people, so they are shown however small.
            small = name in PERSON_CHECKS and number < rights.min_cohort_size
            hidden += small
            lines.append((name, what, None if small else number))
    return ReportTable("quality", COLUMNS, lines, hidden)


def all_findings(tables: Tables, selection: Selection, rights: Permissions) -> ir.Table:
    """What each check finds, in one question to the engine."""
    found = single_source(tables, selection, rights)
    for name, check in {**STATEMENT_CHECKS, "without team": without_team}.items():
        most = check(tables, selection, rights).order_by(ibis.desc("number")).limit(MAX_FINDINGS)
        found = found.union(most.select("what", "number", check=ibis.literal(name)))
    return found


def most_frequent_rows(found: list[Row]) -> list[Row]:
    """The most frequent, and the others as one."""
    falling = sorted((row for row in found if row[1]), key=lambda row: (-row[1], row[0] or ""))
    if len(falling) <= MAX_ROWS:
        return falling
    others = falling[MAX_ROWS:]
    return [*falling[:MAX_ROWS], (f"{len(others)} others", sum(number for _, number in others))]
