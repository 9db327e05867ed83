"""How long a course takes, without the pauses."""

from __future__ import annotations

from collections import defaultdict

from scormbuild.analysis.model import cohorts, sessions
from scormbuild.analysis.model.fetch import course_titles, fetch_arrow, row_tuples
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.rounding import Average, Doings
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.table import ReportTable, Row, percentile, report_columns, sort_rows

COLUMNS = report_columns(
    course="text",
    title="text",
    attempts="count",
    median="seconds",
    p25="seconds",
    p75="seconds",
    total="seconds",
)
ATTEMPT_COLUMNS = ("attempt", *cohorts.COURSE_AND_PERSON)
Histogram = list[tuple[int, int]]


def make_report_table(
    tables: Tables, selection: Selection, rights: Permissions, options: Options
) -> ReportTable:
    """A row for each course: seconds at work in an attempt; `p25`: a quarter of them took no longer."""
    attempts = fetch_arrow(sessions.attempt_courses(tables, selection, rights), *ATTEMPT_COLUMNS)
    # Persons and not attempts decide what is shown: five attempts may be one person's.
    persons = cohorts.course_sizes(attempts.group_by(cohorts.COURSE_AND_PERSON).aggregate([]))
    worked = fetch_arrow(
        sessions.attempt_seconds(tables, selection, rights, options.idle), "attempt", "seconds"
    )
    counted = attempts.join(worked, "attempt", join_type="inner").group_by(["course", "seconds"])
    histograms: dict[str, Histogram] = defaultdict(list)
    for course, seconds, count in sorted(row_tuples(counted.aggregate([([], "count_all")]))):
        histograms[course].append((seconds, count))
    named = course_titles(tables, selection)
    lines = [
        course_row(course, named.get(course), histogram, persons[course])
        for course, histogram in histograms.items()
    ]
    return ReportTable("time", COLUMNS, sort_rows(lines, 0))


def course_row(course: str, title: str | None, histogram: Histogram, persons: int) -> Row:
    """A row of the sheet out of how many attempts took how many seconds."""
    attempts = sum(count for _, count in histogram)
    total = sum(seconds * count for seconds, count in histogram)
    median, lower, upper = (Average(percentile(histogram, part), persons) for part in (0.5, 0.25, 0.75))
    return course, title, Doings(attempts, persons), median, lower, upper, Doings(total, persons)
