"""How long a course takes, without the pauses."""

from __future__ import annotations

from collections import defaultdict

from scormbuild.analysis.model import cohorts, sessions
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Rights
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.suppression import arrow, plain, titles
from scormbuild.analysis.model.table import Row, Sheet, columns, ordered, percentile

COLUMNS = columns(
    course="text",
    title="text",
    attempts="count",
    median="seconds",
    p25="seconds",
    p75="seconds",
    total="seconds",
)
ATTEMPT = ("attempt", *cohorts.ONE)
Histogram = list[tuple[int, int]]


def make(tables: Tables, selection: Selection, rights: Rights, options: Options) -> Sheet:
    """A row for each course: seconds at work in an attempt; `p25`: a quarter of them took no longer."""
    attempts = found = arrow(sessions.courses(tables, selection, rights), *ATTEMPT)
    if selection.team is not None:  # what may be shown of it depends on the others
        found = arrow(sessions.courses(tables, selection.everybody(), rights), *ATTEMPT)
    people = found.group_by(cohorts.ONE).aggregate([])
    begun, hidden = cohorts.large(people, tables, selection, rights)
    worked = arrow(sessions.seconds(tables, selection, rights, options.idle), "attempt", "seconds")
    counted = attempts.join(worked, "attempt", join_type="inner").group_by(["course", "seconds"])
    histograms: dict[str, Histogram] = defaultdict(list)
    for course, seconds, count in sorted(plain(counted.aggregate([([], "count_all")]))):
        histograms[course].append((seconds, count))
    named = titles(tables, selection)
    lines = [line(course, named.get(course), histograms[course]) for course in begun if course in histograms]
    return Sheet("time", COLUMNS, ordered(lines, 0), hidden)


def line(course: str, title: str | None, histogram: Histogram) -> Row:
    """A row of the sheet out of how many attempts took how many seconds."""
    attempts = sum(count for _, count in histogram)
    total = sum(seconds * count for seconds, count in histogram)
    median, lower, upper = (percentile(histogram, part) for part in (0.5, 0.25, 0.75))
    return course, title, attempts, median, lower, upper, total
