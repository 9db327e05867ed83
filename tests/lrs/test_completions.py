"""Who finished: from either road, whole courses only, in words, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.lrs.told import (
    COURSE,
    HOME_PAGE,
    MAPPED,
    REGISTRATION,
    Json,
    Told,
    finished,
    learner,
    receiver_on,
    scored,
)
from typer.testing import CliRunner

from scormbuild import vocabulary as v
from scormbuild.cli import app
from scormbuild.lrs.store import courses, identities


@pytest.fixture
def told(database_url: str) -> Iterator[Told]:
    with receiver_on(database_url) as client:
        yield Told(client, database_url)


# What is told


def test_a_person_who_finished_is_one_row_whichever_road_told_it(told: Told) -> None:
    told.tell(told.package, finished(), finished(who="bob"))
    told.tell(told.lms, finished(timestamp="2026-11-24T10:00:00+01:00"))
    ann, bob = sorted(told.rows(), key=lambda row: not row.verified)
    assert ann.person.startswith("p_")
    assert ann.person != bob.person
    assert (ann.course, ann.status, ann.verified, ann.sources) == (
        COURSE,
        "completed",
        True,
        ["lms", "package"],
    )
    assert ann.when == "2026-11-24T09:00:00.000000Z", "the LMS's own word leads"
    assert (bob.status, bob.verified, bob.sources) == ("completed", False, ["package"])


def test_the_best_of_several_attempts_counts_with_its_score(told: Told) -> None:
    told.tell(
        told.lms,
        finished(v.FAILED, result=scored(40) | {"success": False}),
        finished(v.PASSED, result=scored(70) | {"success": True}),
        finished(v.PASSED, result=scored(92.5) | {"success": True}),
        finished(),
    )
    (row,) = told.rows()
    assert (row.status, row.score, row.verified) == ("passed", 92.5, True)


def test_who_failed_is_told_and_not_verified_as_done(told: Told) -> None:
    told.tell(told.lms, finished(v.FAILED, result=scored(40) | {"success": False}))
    (row,) = told.rows()
    assert (row.status, row.score, row.verified) == ("failed", 40, False)


def test_a_better_word_of_the_browser_never_stands_beside_the_word_of_the_lms(told: Told) -> None:
    told.tell(told.package, finished(v.PASSED, result=scored(100) | {"success": True}))
    told.tell(told.lms, finished())
    (row,) = told.rows()
    assert (row.status, row.score, row.verified) == ("completed", None, True)


def test_a_score_without_scaled_is_told_in_per_cent(told: Told) -> None:
    told.tell(told.package, finished(v.PASSED, result={"score": {"raw": 15, "min": 10, "max": 20}}))
    told.tell(told.package, finished(v.PASSED, who="bob", result={"score": {"raw": 15}}))
    assert {row.score for row in told.rows()} == {50, None}


@pytest.mark.parametrize(
    "statement",
    [
        finished(result={"completion": False}),
        finished(v.PASSED, result={"success": False}),
        finished(v.FAILED, result={"success": True}),
        finished(v.EXPERIENCED),
        finished(object={"id": v.video_iri(COURSE, "call"), "definition": {"type": v.VIDEO}}),
        finished(object={"id": "https://example.org/something"}),
        finished(object=learner("bob")),
        finished(actor={**learner(), "objectType": "Group"}),
        finished(actor={"objectType": "Group", "member": [learner()]}),
    ],
)
def test_what_is_no_result_of_a_course_is_left_out(told: Told, statement: Json) -> None:
    told.tell(told.lms, statement)
    assert told.rows() == []


def test_a_course_that_is_kept_needs_no_type_in_the_statement(told: Told) -> None:
    told.writing(courses.write_outline, {"course": {"iri": "https://example.org/kept"}})
    told.tell(told.lms, finished(object={"id": "https://example.org/kept"}))
    assert [row.course for row in told.verified()] == ["https://example.org/kept"]


@pytest.mark.parametrize("iri", [MAPPED, f"{MAPPED}#sco"])
def test_what_an_lms_calls_a_course_is_that_course_once_it_is_mapped(told: Told, iri: str) -> None:
    told.tell(told.lms, finished(object={"id": iri}))
    assert told.rows() == []
    told.writing(courses.map_iri, MAPPED, COURSE)
    assert [(row.course, row.verified) for row in told.rows()] == [(COURSE, True)]
    assert told.rows(COURSE) == told.rows()


def test_identities_that_are_one_person_are_one_row(told: Told) -> None:
    told.tell(told.package, finished())
    told.tell(told.lms, finished(who="4711"))
    one, other = (row.person for row in told.rows())
    told.writing(identities.join_persons, other, one)
    (row,) = told.rows()
    assert (row.person, row.verified, row.sources) == (one, True, ["lms", "package"])


def test_one_course_may_be_asked_for(told: Told) -> None:
    another = {"id": "urn:scormbuild:course:other", "definition": {"type": v.COURSE}}
    told.tell(told.lms, finished(), finished(object=another))
    assert [row.course for row in told.rows(COURSE)] == [COURSE]
    assert len(told.rows()) == 2
    assert told.rows("urn:scormbuild:course:none") == []


def test_what_was_worked_out_of_a_learner_s_state_is_not_the_lms_s_own_word(told: Told) -> None:
    context = {"registration": REGISTRATION}
    for name, verb, result in (
        ("completed", v.COMPLETED, {"completion": True}),
        ("passed 92.5", v.PASSED, scored(92.5) | {"success": True}),
    ):
        told.tell(
            told.lms, finished(verb, id=v.statement_id(REGISTRATION, name), result=result, context=context)
        )
    assert [(row.status, row.verified, row.sources) for row in told.rows()] == [("passed", False, ["lms"])]
    told.tell(told.lms, finished(id=v.statement_id(REGISTRATION, "lms completed"), context=context))
    assert [(row.status, row.verified) for row in told.rows()] == [("completed", True)]


def test_more_than_one_portion_is_read_and_nothing_else(told: Told) -> None:
    statements = [finished(who=f"learner {number}") for number in range(1_500)]
    told.tell(told.lms, *statements)
    told.tell(told.lms, *(finished(v.EXPERIENCED, who=f"learner {number}") for number in range(500)))
    rows = told.rows()
    assert len(rows) == 1_500
    assert all(row.verified for row in rows)


# The command


def said(told: Told, *options: str) -> str:
    done = CliRunner().invoke(app, ["lrs", "completions", "--database", told.url, *options])
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def test_the_command_answers_in_words_as_json_and_as_csv(told: Told) -> None:
    assert "Nobody finished yet" in said(told)
    told.tell(told.lms, finished(v.PASSED, result=scored(85) | {"success": True}))
    (person,) = {row.person for row in told.rows()}
    words = said(told).splitlines()
    assert words[0].split() == ["PERSON", "COURSE", "STATUS", "SCORE", "WHEN", "VERIFIED", "SOURCES"]
    assert words[1].split() == [person, COURSE, "passed", "85", "2026-11-23", "10:00", "yes", "lms"]
    (row,) = json.loads(said(told, "--json", "--course", COURSE))
    assert row == {
        "person": person,
        "course": COURSE,
        "status": "passed",
        "score": 85.0,
        "when": "2026-11-23T09:00:00Z",
        "verified": True,
        "sources": "lms",
    }
    (cells,) = csv.DictReader(io.StringIO(said(told, "--csv")))
    assert (cells["person"], cells["score"], cells["verified"]) == (person, "85", "true")
    assert json.loads(said(told, "--json", "--course", "urn:x:none")) == []


def test_the_command_needs_none_of_the_packages_of_reports(told: Told) -> None:
    told.tell(told.lms, finished())
    script = (
        "import sys; sys.modules.update(dict.fromkeys(['duckdb', 'ibis', 'pandas', 'pyarrow']))\n"
        "from scormbuild.cli import app; app()"
    )
    command = [sys.executable, "-c", script, "lrs", "completions", "--database", told.url, "--json"]
    done = subprocess.run(command, check=True, capture_output=True)
    assert [row["course"] for row in json.loads(done.stdout)] == [COURSE]


def test_a_cell_never_begins_a_spreadsheet_s_formula(told: Told) -> None:
    actor = {"account": {"homePage": HOME_PAGE, "name": "=1+1"}}
    told.tell(told.plain, finished(actor=actor))
    (cells,) = csv.DictReader(io.StringIO(said(told, "--csv")))
    assert cells["person"] == "'=1+1"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--json", "--csv"], "can't be JSON and CSV"),
        (["--organisation", "defualt"], "did you mean 'default'"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_way_out(
    tmp_path: Path, options: list[str], words: str
) -> None:
    url = f"sqlite:///{tmp_path}/receiver.db"
    with receiver_on(url) as client:
        client.new_key()
    done = CliRunner().invoke(app, ["lrs", "completions", "--database", url, *options])
    assert done.exit_code == 2
    assert words in done.stderr
