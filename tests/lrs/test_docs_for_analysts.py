"""What the analysts' guide says of answers: its Python and its SQL find the latest ones."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from support.docs_blocks import block_params
from support.lrs.running_lrs import RunningLrs
from support.profile_check import problems
from support.profile_examples import example
from tincan import RemoteLRS

from scormbuild import vocabulary as v
from scormbuild.lrs.database import Database

Json = dict[str, Any]
COURSE = v.course_iri("webcare")


def answer_statement(words: str | None, revision: int, second: int, person: str = "ann") -> Json:
    """An answer, or that there was one."""
    statement = example("reflection")
    statement["actor"]["account"]["name"] = person
    statement["result"] = {"completion": bool(words), "extensions": {v.REVISION: revision}}
    if words is not None:
        statement["result"]["response"] = words
    statement["timestamp"] = f"2026-11-23T09:00:{second:02}.000Z"
    registration = statement["context"]["registration"]
    statement["id"] = v.statement_id(registration, f"answered viva {revision} {words or ''}")
    assert problems(statement) == []
    return statement


@pytest.fixture
def lrs_with_answers(running_lrs: RunningLrs) -> RunningLrs:
    """An LRS with an answer that was changed often, in no order."""
    told = [
        answer_statement("First.", 1, 1),
        answer_statement("Eleventh, here.", 11, 8),
        answer_statement("Eleventh, elsewhere.", 11, 9),
        answer_statement("Second.", 2, 2),
        example("passed"),
        example("choice"),
    ]
    assert running_lrs.client.post("/statements", json=told).status_code == 200
    return running_lrs


@pytest.mark.parametrize("code", block_params(language="python", mark="latest"))
def test_the_snippet_finds_the_latest_answer_of_each_person(code: str, lrs_with_answers: RunningLrs) -> None:
    names: dict[str, Any] = {}
    exec(code, names)
    key = lrs_with_answers.key
    lrs = RemoteLRS(
        endpoint=f"{lrs_with_answers.process.endpoint}/",
        version="1.0.3",
        username=key.key,
        password=key.secret,
    )
    found = {
        question.rpartition("/")[2]: told for (_, question), told in names["latest"](lrs, COURSE).items()
    }
    assert {name: told.result.response for name, told in found.items()} == {
        "viva": "Eleventh, elsewhere.",
        "first-step": "a[,]c",
    }


def test_the_sql_finds_the_latest_answer_on_each_database(lrs_with_answers: RunningLrs) -> None:
    url = lrs_with_answers.process.database
    (code,) = (
        each.values[0] for each in block_params(language="sql", mark=url.partition(":")[0].partition("+")[0])
    )
    database = Database.open(url)
    try:
        with database.reading() as connection:
            rows = connection.execute(text(code))
            found = {(row.question.rpartition("/")[2], row.answer, row.revision) for row in rows}
    finally:
        database.close()
    assert found == {("viva", "Eleventh, elsewhere.", 11), ("first-step", "a[,]c", 1)}
