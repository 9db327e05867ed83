"""Reports of checked questions and of scales: what was chosen, how often right, and nobody's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from support.analysis.lakes import write_lake
from support.course.ask_course import write_ask_course

from scormbuild import vocabulary as word
from scormbuild.analysis.engines import duckdb
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.reports import REPORTS
from scormbuild.analysis.views import VIEWS
from scormbuild.course.build import build_course
from scormbuild.course.outline import course_outline
from scormbuild.lms.completion import is_answered, is_right
from scormbuild.lms.interaction import response_of
from scormbuild.lrs.store.change_log import DIMENSION_COLUMNS, flatten_outlines
from scormbuild.question_kinds import QUESTION_KINDS

Json = dict[str, Any]
NO_WORDS = Permissions(open_text_courses=frozenset(), min_cohort_size=1)
# By question, what each of some people answered last.
GIVEN = {
    "gloves": ["f 1", "t 1", "f 1", "f"],
    "soap": ["water 1", "een%20geheim 1", "een%20geheim"],
    "seconds": ["25 1", "612345678 1"],
    "pairs": ["a.1,b.2,c.2 1", "a.2,b.2,c.2 2", "a.3,b.2"],
    "steps": ["a,b,c 1", "b,a,c 1", "b,a,c 1 a,b,c"],
    "waste": ["a.1,b.1,c.2 1"],
    "how": ["hands,soap 1"],
    "where": ["a.1,b.3 2"],
    "dirty": ["b,c 1", "a,c 1"],
    "sure": ["0", "10", "10"],
    "work-time": ["4"],
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    """What was answered, told as a harvest tells it."""
    folder = tmp_path_factory.mktemp("ask")
    outline = course_outline(build_course(write_ask_course(folder / "course")).course)
    flat = flatten_outlines([outline])
    dimensions = {
        name: [dict(zip((column for column, _ in DIMENSION_COLUMNS[name]), row, strict=True)) for row in rows]
        for name, rows in flat.items()
    }
    questions = {each["id"]: each for each in outline["questions"]}
    told = [
        statement(outline["course"]["iri"], questions[name], f"person {number}", text)
        for name, answers in GIVEN.items()
        for number, text in enumerate(answers)
    ]
    with duckdb.open_tables(write_lake(folder / "lake", told, **dimensions)) as opened:
        yield opened


def statement(course: str, question: Json, who: str, text: str) -> Json:
    kind = QUESTION_KINDS[question["kind"]]
    judged = kind.scored and is_answered(question, text)
    return {
        "actor": who,
        "verb": word.ANSWERED,
        "activity": word.interaction_iri(course, question["id"]),
        "activity_type": word.INTERACTION,
        "course": course,
        "form": question["form"],
        "response": response_of(kind, text),
        "revision": 1,
        "registration": f"of {who}",
        "profile": word.PROFILE,
        "at": "2026-03-02T10:00:00Z",
        "success": is_right(question, text) if judged else None,
    }


def rows(tables: Tables, report: str) -> list[Json]:
    found = REPORTS[report].make_table(
        tables, Selection(1, ZoneInfo("Europe/Amsterdam")), NO_WORDS, Options()
    )
    names = [column.name for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


def chosen(tables: Tables, question: str) -> list[tuple[Any, ...]]:
    return [
        (row["option"], row["label"], row["correct"], row["chosen"], row["answered"])
        for row in rows(tables, "choices")
        if row["question"].endswith(f"/{question}")
    ]


def test_what_was_chosen_stands_in_words_and_what_was_never_checked_does_not_count(tables: Tables) -> None:
    assert chosen(tables, "gloves") == [("true", "True", False, 1, 3), ("false", "Not true", True, 2, 3)]
    assert chosen(tables, "pairs") == [
        ("a[.]1", "Needle → sharps container", True, 1, 2),
        ("a[.]2", "Needle → household waste", False, 1, 2),
        ("b[.]2", "Apron → household waste", True, 2, 2),
        ("c[.]2", "Verpleeghuisindicatiebesluit → household waste", True, 2, 2),
    ]
    assert chosen(tables, "steps") == [
        ("a[,]b[,]c", "Wet your hands → Take soap → Dry your hands", True, 1, 3),
        ("b[,]a[,]c", None, None, 2, 3),
    ]
    assert chosen(tables, "where")[-1] == ("b[.]3", "Wash your … with … → sand", False, 1, 1)
    assert chosen(tables, "dirty")[0] == ("a", "pen", False, 1, 2)


def test_of_what_was_typed_a_report_says_only_how_often_it_was_right(tables: Tables) -> None:
    assert chosen(tables, "soap") == [("true", "water", True, 1, 2), ("false", "…", False, 1, 2)]
    assert chosen(tables, "seconds") == [
        ("true", "20 \N{EN DASH} 30", True, 1, 2),
        ("false", "…", False, 1, 2),
    ]
    assert chosen(tables, "how")[0] == ("true", "hands, soap", True, 1, 1)
    for text in ("geheim", "612345678"):
        assert text not in str(rows(tables, "choices"))
        assert text not in str(VIEWS["choices"](tables).to_pyarrow().to_pylist())


def test_a_scale_and_each_row_of_a_matrix_are_opinions(tables: Tables) -> None:
    found = rows(tables, "opinions")
    sure = [row for row in found if row["question"].endswith("/sure")]
    assert [(row["step"], row["label"], row["chosen"]) for row in (sure[0], sure[5], sure[10])] == [
        (0, "Not at all", 1),
        (5, "5", 0),
        (10, "Completely", 2),
    ]
    assert sure[0]["mean"] == 6.67
    assert {row["question"].rpartition("/")[2] for row in found} == {"sure", "work-time", "work-tools"}


def test_the_views_count_as_the_reports_do(tables: Tables) -> None:
    for name, key in (("choices", "option"), ("opinions", "step")):
        seen = VIEWS[name](tables).to_pyarrow().to_pylist()
        counted = {(row["question"], str(row[key])): (row["chosen"], row["answered"]) for row in seen}
        reported = {
            (row["question"], str(row[key])): (row["chosen"], row["answered"])
            for row in rows(tables, name)
            if row["label"] is not None
        }
        assert reported.items() <= counted.items()
        assert sum(number for number, _ in reported.values())
