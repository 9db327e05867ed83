"""What people wrote, question by question: for who may read it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from scormbuild.analysis.model import answers, joins
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
from scormbuild.analysis.model.table import ReportTable, report_columns
from scormbuild.analysis.model.teams import teams_by_person
from scormbuild.question_kinds import OPEN_FORMS

COLUMNS = report_columns(
    course="text",
    question="text",
    prompt="text",
    person="text",
    team="text",
    answer="text",
    revision="count",
    when="time",
    source="text",
    confirmed="yes_no",
)
ARROW_COLUMNS = ("course", "question", "prompt", "person", "response", "revision", "road", "confirmed")
SORT_ORDER = ("course", "place", "question", "person")


def make_report_table(
    tables: Tables, selection: Selection, rights: Permissions, _options: Options
) -> ReportTable:
    """The newest answer of each person to each open question, of the courses whose open text may be read."""
    teams = teams_by_person(tables, selection)
    whole = sort_arrow(written_answers(tables, selection, rights), *SORT_ORDER)
    course, question, prompt, person, words, revision, source, confirmed = column_lists(
        whole.select(ARROW_COLUMNS)
    )
    told = datetimes(whole["timestamp_us"])
    who = (person, map(teams.get, whole["person_key"].to_pylist()))
    rows = zip(course, question, prompt, *who, words, revision, told, source, confirmed, strict=True)
    return ReportTable("answers", COLUMNS, list(rows))


def written_answers(tables: Tables, selection: Selection, rights: Permissions) -> pa.Table:
    """The answers that hold anything."""
    given = answers.answers(tables, selection, rights, *OPEN_FORMS)
    found = answers.newest_answers(
        given, "actor", "response", "revision", "timestamp_us", "road", "confirmed"
    )
    found = answers.with_question(found.filter(found.response.notnull()), tables)
    # A second wall behind the page's own: this is where words come out.
    if rights.open_text_courses is not None:
        found = found.filter(found.course.isin(sorted(rights.open_text_courses)))
    found = joins.with_person(found, tables).mutate(revision=found.revision.nullif(0))
    whole = fetch_arrow(found, *ARROW_COLUMNS, "person_key", "place", "timestamp_us")
    # Spaces alone are no answer.
    return whole.filter(pc.not_equal(pc.utf8_trim_whitespace(whole["response"]), ""))
