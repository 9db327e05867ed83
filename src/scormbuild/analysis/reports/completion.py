"""Who finished which course, by the rules of `lrs completions`."""

from __future__ import annotations

from scormbuild.analysis.model import joins, results
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Rights
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.suppression import arrow, listed, moments, ordered, teams_of, titles, withheld
from scormbuild.analysis.model.table import Sheet, columns, score

COLUMNS = columns(
    person="text",
    team="text",
    course="text",
    title="text",
    version="text",
    status="text",
    score="score",
    when="time",
    verified="yes_no",
    roads="text",
)
LISTED = ("person", "course", "version", "status", "score", "verified", "roads")


def make(tables: Tables, selection: Selection, rights: Rights, _options: Options) -> Sheet:
    """A row for each person and course of which a result was told in the period."""
    if withheld(tables, selection, rights):
        return Sheet("completion", COLUMNS, hidden=1)
    found = results.completions(joins.narrowed(tables, selection.period(tables)))
    found = joins.with_person(selection.only(found, tables, rights), tables)
    status, verified = results.status(found.level), results.verified(found.level)
    told = found.mutate(status=status, verified=verified, roads=results.roads(found))
    teams, names = teams_of(tables, selection, rights), titles(tables, selection)
    whole = ordered(arrow(told, *LISTED, "at"), "course", "person")
    person, course, version, ends, points, words, roads = listed(whole.select(LISTED))
    rows = zip(
        person,
        map(teams.get, person),
        course,
        map(names.get, course),
        version,
        ends,
        map(score, points),
        moments(whole["at"]),
        words,
        roads,
        strict=True,
    )
    return Sheet("completion", COLUMNS, list(rows))
