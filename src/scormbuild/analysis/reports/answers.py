"""What people wrote, question by question: for who may read it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from scormbuild.analysis.model import answers, joins
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Rights
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.model.suppression import arrow, listed, moments, ordered, teams_of, withheld
from scormbuild.analysis.model.table import Sheet, columns
from scormbuild.lrs.projection.flat import OPEN_FORMS

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
LISTED = ("course", "question", "prompt", "person", "response", "revision")
ORDER = ("course", "place", "question", "person")


def make(tables: Tables, selection: Selection, rights: Rights, _options: Options) -> Sheet:
    """The newest answer of each person to each open question, of the courses whose open text may be read."""
    if withheld(tables, selection, rights):
        return Sheet("answers", COLUMNS, hidden=1)
    teams = teams_of(tables, selection, rights)
    whole = ordered(written(tables, selection, rights), *ORDER)
    course, question, prompt, person, words, revision = listed(whole.select(LISTED))
    told = moments(whole["at"])
    rows = zip(course, question, prompt, person, map(teams.get, person), words, revision, told, strict=True)
    return Sheet("answers", COLUMNS, list(rows))


def written(tables: Tables, selection: Selection, rights: Rights) -> pa.Table:
    """The answers that hold anything."""
    given = answers.answers(tables, selection, rights, *OPEN_FORMS)
    found = answers.newest(given, "actor", "response", "revision", "at")
    found = answers.named(found.filter(found.response.notnull()), tables)
    if rights.words is not None:
        found = found.filter(found.course.isin(sorted(rights.words)))
    found = joins.with_person(found, tables).mutate(revision=found.revision.nullif(0))
    whole = arrow(found, *LISTED, "place", "at")
    return whole.filter(pc.not_equal(pc.utf8_trim_whitespace(whole["response"]), ""))
