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
from support.lrs.completion_lrs import (
    COURSE,
    HOME_PAGE,
    MAPPED_IRI,
    REGISTRATION,
    CompletionClient,
    Json,
    completion_statement,
    learner,
    open_client_on,
    score_result,
)
from typer.testing import CliRunner

from scormbuild import vocabulary as v
from scormbuild.cli import app
from scormbuild.lrs.store import courses, identities


@pytest.fixture
def lrs(database_url: str) -> Iterator[CompletionClient]:
    with open_client_on(database_url) as client:
        yield CompletionClient(client, database_url)


# What is told


def test_a_person_who_finished_is_one_row_whichever_road_told_it(lrs: CompletionClient) -> None:
    lrs.store(lrs.package, completion_statement(), completion_statement(who="bob"))
    lrs.store(lrs.lms, completion_statement(timestamp="2026-11-24T10:00:00+01:00"))
    ann, bob = sorted(lrs.completions(), key=lambda row: not row.verified)
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


def test_the_best_of_several_attempts_counts_with_its_score(lrs: CompletionClient) -> None:
    lrs.store(
        lrs.lms,
        completion_statement(v.FAILED, result=score_result(40) | {"success": False}),
        completion_statement(v.PASSED, result=score_result(70) | {"success": True}),
        completion_statement(v.PASSED, result=score_result(92.5) | {"success": True}),
        completion_statement(),
    )
    (row,) = lrs.completions()
    assert (row.status, row.score, row.verified) == ("passed", 92.5, True)


def test_who_failed_is_told_and_not_verified_as_done(lrs: CompletionClient) -> None:
    lrs.store(lrs.lms, completion_statement(v.FAILED, result=score_result(40) | {"success": False}))
    (row,) = lrs.completions()
    assert (row.status, row.score, row.verified) == ("failed", 40, False)


def test_a_better_word_of_the_browser_never_stands_beside_the_word_of_the_lms(lrs: CompletionClient) -> None:
    lrs.store(lrs.package, completion_statement(v.PASSED, result=score_result(100) | {"success": True}))
    lrs.store(lrs.lms, completion_statement())
    (row,) = lrs.completions()
    assert (row.status, row.score, row.verified) == ("completed", None, True)


def test_a_score_without_scaled_is_told_in_per_cent(lrs: CompletionClient) -> None:
    lrs.store(
        lrs.package, completion_statement(v.PASSED, result={"score": {"raw": 15, "min": 10, "max": 20}})
    )
    lrs.store(lrs.package, completion_statement(v.PASSED, who="bob", result={"score": {"raw": 15}}))
    assert {row.score for row in lrs.completions()} == {50, None}


@pytest.mark.parametrize(
    "statement",
    [
        completion_statement(result={"completion": False}),
        completion_statement(v.PASSED, result={"success": False}),
        completion_statement(v.FAILED, result={"success": True}),
        completion_statement(v.EXPERIENCED),
        completion_statement(object={"id": v.video_iri(COURSE, "call"), "definition": {"type": v.VIDEO}}),
        completion_statement(object={"id": "https://example.org/something"}),
        completion_statement(object=learner("bob")),
        completion_statement(actor={**learner(), "objectType": "Group"}),
        completion_statement(actor={"objectType": "Group", "member": [learner()]}),
    ],
)
def test_what_is_no_result_of_a_course_is_left_out(lrs: CompletionClient, statement: Json) -> None:
    lrs.store(lrs.lms, statement)
    assert lrs.completions() == []


def test_a_course_that_is_kept_needs_no_type_in_the_statement(lrs: CompletionClient) -> None:
    lrs.write_table(courses.write_outline, {"course": {"iri": "https://example.org/kept"}})
    lrs.store(lrs.lms, completion_statement(object={"id": "https://example.org/kept"}))
    assert [row.course for row in lrs.verified_completions()] == ["https://example.org/kept"]


@pytest.mark.parametrize("iri", [MAPPED_IRI, f"{MAPPED_IRI}#sco"])
def test_what_an_lms_calls_a_course_is_that_course_once_it_is_mapped(lrs: CompletionClient, iri: str) -> None:
    lrs.store(lrs.lms, completion_statement(object={"id": iri}))
    assert lrs.completions() == []
    lrs.write_table(courses.map_iri, MAPPED_IRI, COURSE)
    assert [(row.course, row.verified) for row in lrs.completions()] == [(COURSE, True)]
    assert lrs.completions(COURSE) == lrs.completions()


def test_identities_that_are_one_person_are_one_row(lrs: CompletionClient) -> None:
    lrs.store(lrs.package, completion_statement())
    lrs.store(lrs.lms, completion_statement(who="4711"))
    one, other = (row.person for row in lrs.completions())
    lrs.write_table(identities.join_persons, other, one)
    (row,) = lrs.completions()
    assert (row.person, row.verified, row.sources) == (one, True, ["lms", "package"])


def test_one_course_may_be_asked_for(lrs: CompletionClient) -> None:
    another = {"id": "urn:scormbuild:course:other", "definition": {"type": v.COURSE}}
    lrs.store(lrs.lms, completion_statement(), completion_statement(object=another))
    assert [row.course for row in lrs.completions(COURSE)] == [COURSE]
    assert len(lrs.completions()) == 2
    assert lrs.completions("urn:scormbuild:course:none") == []


def test_what_was_worked_out_of_a_learner_s_state_is_not_the_lms_s_own_word(lrs: CompletionClient) -> None:
    context = {"registration": REGISTRATION}
    for name, verb, result in (
        ("completed", v.COMPLETED, {"completion": True}),
        ("passed 92.5", v.PASSED, score_result(92.5) | {"success": True}),
    ):
        lrs.store(
            lrs.lms,
            completion_statement(verb, id=v.statement_id(REGISTRATION, name), result=result, context=context),
        )
    assert [(row.status, row.verified, row.sources) for row in lrs.completions()] == [
        ("passed", False, ["lms"])
    ]
    lrs.store(
        lrs.lms, completion_statement(id=v.statement_id(REGISTRATION, "lms completed"), context=context)
    )
    assert [(row.status, row.verified) for row in lrs.completions()] == [("completed", True)]


def test_more_than_one_portion_is_read_and_nothing_else(lrs: CompletionClient) -> None:
    statements = [completion_statement(who=f"learner {number}") for number in range(1_500)]
    lrs.store(lrs.lms, *statements)
    lrs.store(
        lrs.lms, *(completion_statement(v.EXPERIENCED, who=f"learner {number}") for number in range(500))
    )
    rows = lrs.completions()
    assert len(rows) == 1_500
    assert all(row.verified for row in rows)


# The command


def completions_output(lrs: CompletionClient, *options: str) -> str:
    done = CliRunner().invoke(app, ["lrs", "completions", "--database", lrs.url, *options])
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def failure_of_completions(lrs: CompletionClient, *options: str) -> str:
    done = CliRunner().invoke(app, ["lrs", "completions", "--database", lrs.url, *options])
    assert (done.exit_code, done.stdout) == (2, "")
    return done.stderr


def course_outline(iri: str, identifier: str, title: str) -> Json:
    course = {"iri": iri, "id": identifier, "title": title, "language": "en", "version": "1.0.0"}
    return {"course": course, "pages": [], "questions": []}


def test_the_command_answers_in_words_as_json_and_as_csv(lrs: CompletionClient) -> None:
    assert "Nobody finished yet" in completions_output(lrs)
    lrs.store(lrs.lms, completion_statement(v.PASSED, result=score_result(85) | {"success": True}))
    (person,) = {row.person for row in lrs.completions()}
    words = completions_output(lrs).splitlines()
    assert words[0].split() == ["PERSON", "COURSE", "STATUS", "SCORE", "WHEN", "VERIFIED", "SOURCES"]
    assert words[1].split() == [person, COURSE, "passed", "85", "2026-11-23", "10:00", "yes", "lms"]
    (row,) = json.loads(completions_output(lrs, "--json", "--course", COURSE))
    assert row == {
        "person": person,
        "course": COURSE,
        "status": "passed",
        "score": 85.0,
        "when": "2026-11-23T09:00:00Z",
        "verified": True,
        "sources": "lms",
    }
    (cells,) = csv.DictReader(io.StringIO(completions_output(lrs, "--csv")))
    assert (cells["person"], cells["score"], cells["verified"]) == (person, "85", "true")


def test_the_command_takes_a_course_by_its_id_its_title_or_its_iri(lrs: CompletionClient) -> None:
    lrs.write_table(courses.write_outline, course_outline(COURSE, "webcare", "Good answers"))
    lrs.store(lrs.lms, completion_statement())
    for name in ("webcare", "Good answers", "good ANSWERS", COURSE):
        (row,) = json.loads(completions_output(lrs, "--json", "--course", name))
        assert row["course"] == COURSE


def test_the_command_takes_the_iri_of_a_course_of_which_only_statements_are_known(
    lrs: CompletionClient,
) -> None:
    lrs.store(lrs.lms, completion_statement())
    assert len(json.loads(completions_output(lrs, "--json", "--course", COURSE))) == 1
    assert "none is known" in failure_of_completions(lrs, "--course", "urn:x:none")


def test_a_course_that_is_not_known_or_not_the_only_one_of_its_name_is_told(lrs: CompletionClient) -> None:
    lrs.write_table(courses.write_outline, course_outline(COURSE, "webcare", "Good answers"))
    lrs.write_table(courses.write_outline, course_outline("https://example.org/b", "b", "Good answers"))
    assert failure_of_completions(lrs, "--course", "good answers") == (
        "several courses are called 'good answers'\n"
        f"  hint: give the IRI:\n    https://example.org/b\n    {COURSE}\n"
    )
    assert failure_of_completions(lrs, "--course", "webcar") == (
        "there is no course 'webcar'\n  hint: did you mean 'webcare'?\n"
    )


def test_the_command_needs_none_of_the_packages_of_reports(lrs: CompletionClient) -> None:
    lrs.store(lrs.lms, completion_statement())
    script = (
        "import sys; sys.modules.update(dict.fromkeys(['duckdb', 'ibis', 'pandas', 'pyarrow']))\n"
        "from scormbuild.cli import app; app()"
    )
    command = [sys.executable, "-c", script, "lrs", "completions", "--database", lrs.url, "--json"]
    done = subprocess.run(command, check=True, capture_output=True)
    assert [row["course"] for row in json.loads(done.stdout)] == [COURSE]


def test_a_cell_never_begins_a_spreadsheet_s_formula(lrs: CompletionClient) -> None:
    actor = {"account": {"homePage": HOME_PAGE, "name": "=1+1"}}
    lrs.store(lrs.plain, completion_statement(actor=actor))
    (cells,) = csv.DictReader(io.StringIO(completions_output(lrs, "--csv")))
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
    url = f"sqlite:///{tmp_path}/lrs.db"
    with open_client_on(url) as client:
        client.new_key()
    done = CliRunner().invoke(app, ["lrs", "completions", "--database", url, *options])
    assert done.exit_code == 2
    assert words in done.stderr
