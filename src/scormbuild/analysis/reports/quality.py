"""Statements and people that the other reports can't place."""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from scormbuild.analysis.model import joins, results
from scormbuild.analysis.model.fetch import course_titles, fetch_rows
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.rounding import Doings, ListedRow, round_doings
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable, Row, report_columns
from scormbuild.vocabulary import INTERACTION, PAGE

COLUMNS = report_columns(check="text", what="text", count="count")
MAX_ROWS = 100  # rows of a check: somebody may send a million verbs of their own
# Of each check; the row of the others counts no more than these, and says enough all the same.
MAX_FINDINGS = 10_000

Finding = tuple[str | None, Doings]
Check = Callable[[Tables, Selection, Permissions], ir.Table]


def no_profile(tables: Tables, selection: Selection, rights: Permissions) -> ir.Table:
    """Statements that name none of the profiles that are known here, by verb."""
    found = tables.statements.filter(tables.statements.profile.isnull())
    found = selection.statements(joins.with_statements(tables, found), rights)
    return found.group_by(what=found.verb).agg(**statement_counts(found))


def no_course(tables: Tables, selection: Selection, rights: Permissions) -> ir.Table:
    """Statements of no course, also not by what an LMS's activities are mapped to: by activity."""
    # First by its own column, which is quick; then those that the mapping gives a course go.
    found = tables.statements.filter(tables.statements.course.isnull())
    found = selection.statements(joins.with_statements(tables, found), rights)
    found = found.filter(found.course.isnull())
    return found.group_by(what=ibis.coalesce(found.activity, found.verb)).agg(**statement_counts(found))


def clock_ahead(tables: Tables, selection: Selection, rights: Permissions) -> ir.Table:
    """Statements of what happened more than a day after they were stored, by the source that they came."""
    found = tables.statements.filter(tables.statements.clock_ahead)
    found = selection.statements(joins.with_statements(tables, found), rights)
    return found.group_by(what=found.road).agg(**statement_counts(found))


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
    return found.group_by(what=found.activity).agg(**statement_counts(found))


def conflict(tables: Tables, selection: Selection, rights: Permissions) -> ir.Table:
    """Statements that came under the id of another one and are kept aside, by activity."""
    found = tables.conflicts.filter(tables.conflicts.organisation == selection.organisation)
    first, after = selection.bounds()
    if first is not None:
        found = found.filter(found.received >= first)
    if after is not None:
        found = found.filter(found.received < after)
    if selection.course is not None:
        found = found.filter(found.course == selection.course)
    if rights.courses is not None:
        found = found.filter(found.course.isin(sorted(rights.courses)))
    # Whose they are isn't kept with them: they count as of one person each.
    return found.group_by(what=found.activity).agg(number=found.count(), persons=found.count())


def without_team(tables: Tables, selection: Selection, rights: Permissions) -> ir.Table:
    """Persons who are in no team."""
    if selection.course is None and rights.courses is None:  # then nobody need know of which course it was
        found = joins.with_person_key(distinct_persons(selection.period_statements(tables)), tables)
    else:
        found = selection.for_all_teams().statements(tables, rights)
    people = distinct_persons(found).anti_join(tables.teams, ["organisation", "person_key"])
    return people.group_by(what=ibis.null("string")).agg(number=people.count(), persons=people.count())


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
    check = ibis.literal("only ") + counted.sources
    return counted.select("what", "number", persons=counted.number, check=check)


def statement_counts(found: ir.Table) -> dict[str, ir.IntegerScalar]:
    """How many statements there are, and of how many persons."""
    return {"number": found.count(), "persons": found.person_key.nunique()}


STATEMENT_CHECKS: dict[str, Check] = {
    "no profile": no_profile,
    "no course": no_course,
    "clock ahead": clock_ahead,
    "conflict": conflict,
    "unknown page": unknown_page,
    "unknown question": unknown_question,
}
PERSON_CHECKS = ("without team", "only package", "only lms")


def make_report_table(
    tables: Tables, selection: Selection, rights: Permissions, _options: Options
) -> ReportTable:
    """A row for each thing that is amiss, most frequent first."""
    found = fetch_rows(all_findings(tables, selection, rights), "check", "what", "number", "persons")
    lines: list[Row] = []
    for name in (*STATEMENT_CHECKS, *PERSON_CHECKS):
        of_check = [
            (what, Doings(number, persons)) for check, what, number, persons in found if check == name
        ]
        for what, told in most_frequent_rows(of_check, rights.min_cohort_size):
            if name in PERSON_CHECKS:
                lines.append((name, what, told.persons))
            else:  # that a verb or an activity fits nowhere is to be seen, however few statements have it
                lines.append(ListedRow((name, what, told)))
    return ReportTable("quality", COLUMNS, lines)


def all_findings(tables: Tables, selection: Selection, rights: Permissions) -> ir.Table:
    """What each check finds, in one question to the engine."""
    found = single_source(tables, selection, rights)
    for name, check in {**STATEMENT_CHECKS, "without team": without_team}.items():
        most = check(tables, selection, rights).order_by(ibis.desc("number")).limit(MAX_FINDINGS)
        found = found.union(most.select("what", "number", "persons", check=ibis.literal(name)))
    return found


def most_frequent_rows(found: list[Finding], base: int) -> list[Finding]:
    """The most frequent, and the others as one."""

    def frequency(each: Finding) -> tuple[int, str]:
        # By what is shown: the order of two that look alike would tell which is more.
        what, told = each
        return -((told.amount if base == 1 else round_doings(told, base)) or 0), what or ""

    falling = sorted((each for each in found if each[1].amount), key=frequency)
    if len(falling) <= MAX_ROWS:
        return falling
    others = [told for _, told in falling[MAX_ROWS:]]
    # As many persons as one of them has at least: the same may be behind all.
    rest = Doings(sum(told.amount for told in others), max(told.persons for told in others))
    return [*falling[:MAX_ROWS], (f"{len(others)} others", rest)]
