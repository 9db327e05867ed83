"""What people wrote, question by question: for who may read it."""

from __future__ import annotations

from scormbuild.analysis import answered, resolved
from scormbuild.analysis.engines.tables import Tables
from scormbuild.analysis.groups import of_organisation, rows, teams_of, withheld
from scormbuild.analysis.options import Options
from scormbuild.analysis.rights import Rights
from scormbuild.analysis.selection import Selection
from scormbuild.analysis.sheet import Row, Sheet, columns, moment
from scormbuild.lrs.flat import OPEN_FORMS

COLUMNS = columns(
    course="text",
    question="text",
    prompt="text",
    person="text",
    team="text",
    answer="text",
    revision="count",
    when="time",
)
ANSWER = ("course", "question", "prompt", "person", "response", "revision", "at")


def make(tables: Tables, selection: Selection, rights: Rights, _options: Options) -> Sheet:
    """The newest answer of each person to each open question, of the courses whose open text may be read."""
    if withheld(tables, selection, rights):
        return Sheet("answers", COLUMNS, hidden=1)
    given = answered.answers(tables, selection, rights, *OPEN_FORMS)
    found = answered.newest(given, "actor", "response", "revision", "at")
    found = found.filter(found.response.notnull())
    found = answered.named(found, tables)
    if rights.words is not None:
        found = found.filter(found.course.isin(sorted(rights.words)))
    found = resolved.with_person(found, tables)
    teams = teams_of(tables, selection, rights)
    kept = of_organisation(tables.questions, selection, "question", "place")
    places: dict[str, int] = dict(kept)
    lines = [line(each, teams) for each in rows(found, *ANSWER) if each[4].strip()]
    return Sheet("answers", COLUMNS, sorted(lines, key=lambda row: order(row, places)))


def line(row: Row, teams: dict[str, str]) -> Row:
    """A row of the sheet out of what the engine gives."""
    course, question, prompt, person, words, revision, at = row
    return course, question, prompt, person, teams.get(person), words, revision or None, moment(at)


def order(row: Row, places: dict[str, int]) -> tuple[str, bool, int, str, str]:
    """By course, then as the questions are asked, then by person."""
    course, question, _, person, *_ = row
    return course, question not in places, places.get(question, 0), question, person
