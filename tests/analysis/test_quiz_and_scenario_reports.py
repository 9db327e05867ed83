"""What people came to in a quiz, and which way they went in a scenario, out of the answers that are told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from support.analysis.lakes import write_lake
from support.course.ask_course import SETTINGS

from scormbuild import vocabulary as word
from scormbuild.analysis.engines import duckdb
from scormbuild.analysis.model.options import Options
from scormbuild.analysis.model.permissions import Permissions
from scormbuild.analysis.model.relations import Tables
from scormbuild.analysis.model.selection import Selection
from scormbuild.analysis.reports import REPORTS
from scormbuild.course.build import build_course
from scormbuild.course.outline import course_outline
from scormbuild.lms.completion import is_answered, is_right
from scormbuild.lms.interaction import response_of
from scormbuild.lrs.store.change_log import DIMENSION_COLUMNS, flatten_outlines
from scormbuild.question_kinds import QUESTION_KINDS

Json = dict[str, Any]
QUESTION = """\
:::{{true-false}} {name}
:answer: true

Is {name} so?
:::
"""
PAGE = f"""\
---
title: The test
---
:::::{{quiz}} exam
:draw: 2
:tries: 3
:pass: 60

{QUESTION.format(name="one")}
{QUESTION.format(name="two")}
{QUESTION.format(name="three")}
:::::

::::{{quiz}} warm-up
{QUESTION.format(name="four")}
::::

:::::{{scenario}} door
What do you do at the door?

::::{{scene}} start
You hear a bell.

- I go in. -> bed
- I wait. -> late
::::

::::{{scene}} bed
Somebody asks for water.

- I clean my hands. -> calm
- I look at the clock. -> start
::::

::::{{scene}} calm
:end: good

All is well.
::::

::::{{scene}} late
:end: bad

It took too long.
::::
:::::

:::{{acknowledge}} policy
Read it.
:::

:::{{checklist}} ready
Before you begin:

- Rings off
- Sleeves up
:::

:::{{role}} work
What do you do?

- nurse: I nurse
- cook: I cook
:::
"""
# Who answered what, in this order.
TOLD = [
    ("ann", "one", "t 1"),
    ("ann", "two", "f 1"),
    ("ann", "three", "t 1"),  # another try, with two others drawn
    ("ann", "two", "t 2"),
    ("bob", "one", "t 1"),
    ("bob", "two", "f 1"),
    ("cor", "one", "t 1"),  # never handed in
    ("cor", "two", "f"),  # nor checked
    ("bob", "four", "f 1"),
    ("ann", "door", "start-a,bed-a 1"),
    ("bob", "door", "start-a,bed-b,start-a,bed-a 1"),
    ("cor", "door", "start-b 2 start-a"),
    ("dot", "door", "start-a"),
    ("ann", "policy", "t"),
    ("ann", "ready", "a"),
    ("bob", "ready", "a,b"),
    ("ann", "work", "cook"),
]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    """What was answered, told as a harvest tells it."""
    folder = tmp_path_factory.mktemp("quiz")
    (folder / "pages").mkdir()
    (folder / "pages/test.md").write_text(PAGE, encoding="utf-8")
    (folder / "course.yaml").write_text(f"{SETTINGS}pages:\n  - test\n", encoding="utf-8")
    outline = course_outline(build_course(folder).course)
    dimensions = {
        name: [dict(zip((column for column, _ in DIMENSION_COLUMNS[name]), row, strict=True)) for row in rows]
        for name, rows in flatten_outlines([outline]).items()
    }
    questions = {each["id"]: each for each in outline["questions"]}
    told = [
        statement(outline["course"]["iri"], questions[name], who, text, minute)
        for minute, (who, name, text) in enumerate(TOLD)
    ]
    with duckdb.open_tables(write_lake(folder / "lake", told, **dimensions)) as opened:
        yield opened


def statement(course: str, question: Json, who: str, text: str, minute: int) -> Json:
    kind = QUESTION_KINDS[question["kind"]]
    return {
        "actor": who,
        "verb": word.ACKNOWLEDGED if kind.answer_rule == "ticked" else word.ANSWERED,
        "activity": word.interaction_iri(course, question["id"]),
        "activity_type": word.INTERACTION,
        "course": course,
        "form": question["form"],
        "response": "true" if kind.answer_rule == "ticked" else response_of(kind, text),
        "revision": minute,
        "registration": f"of {who}",
        "profile": word.PROFILE,
        "at": f"2026-03-02T10:{minute:02}:00Z",
        "success": is_right(question, text) if kind.scored and is_answered(question, text) else None,
    }


def rows(tables: Tables, report: str, least: int = 1) -> list[tuple[Any, ...]]:
    rights = Permissions(open_text_courses=frozenset(), min_cohort_size=least)
    about = Selection(1, ZoneInfo("Europe/Amsterdam"))
    return REPORTS[report].make_table(tables, about, rights, Options()).rows


def test_a_quiz_has_the_mean_score_of_who_handed_it_in_and_who_reached_the_mark(tables: Tables) -> None:
    assert [row[1:] for row in rows(tables, "quizzes")] == [
        ("exam", "The test", 2, 60, 2, 75.0, 1, 0.5),
        ("warm-up", "The test", 1, None, 1, 0.0, None, None),
    ]


def test_a_scenario_has_how_many_made_each_choice_and_reached_each_end(tables: Tables) -> None:
    found = [row for row in rows(tables, "choices") if row[1].endswith("/door")]
    assert [(row[3], row[4], *row[5:8]) for row in found] == [
        ("start-a", "I go in.", None, 3, 0.75),
        ("start-b", "I wait.", None, 1, 0.25),
        ("bed-a", "I clean my hands.", None, 2, 0.5),
        ("bed-b", "I look at the clock.", None, 1, 0.25),
        ("late", "→ late", None, 1, 0.25),
        ("calm", "→ calm", None, 2, 0.5),
    ]
    assert {row[8:] for row in found} == {(4, None, None)}


def test_what_was_ticked_and_which_role_was_chosen_is_counted_and_neither_right_nor_wrong(
    tables: Tables,
) -> None:
    found = {
        (row[1].rpartition("/")[2], *row[3:8])
        for row in rows(tables, "choices")
        if row[1].endswith(("/policy", "/ready", "/work"))
    }
    assert found == {
        ("policy", "true", None, None, 1, 1.0),
        ("ready", "a", "Rings off", None, 2, 1.0),
        ("ready", "b", "Sleeves up", None, 1, 0.5),
        ("work", "nurse", "I nurse", None, 0, 0.0),
        ("work", "cook", "I cook", None, 1, 1.0),
    }
    assert not [row for row in rows(tables, "opinions") if row[1].endswith("/work")]


def test_of_few_people_neither_says_anything(tables: Tables) -> None:
    assert [row[5:] for row in rows(tables, "quizzes", 5)] == [(None,) * 4] * 2
    story = [row for row in rows(tables, "choices", 5) if row[1].endswith("/door")]
    assert len(story) == 6
    assert {row[6:] for row in story} == {(None,) * 5}
