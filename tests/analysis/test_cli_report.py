"""The command `scormbuild report`: a question in, figures out in any form, and what was seen noted."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from pyarrow import parquet
from support.lrs.person_data import BOB, COURSE, OUTLINE, harvest_statement, question
from support.lrs.refused_audit import refused_audit
from typer.testing import CliRunner

from scormbuild import vocabulary as word
from scormbuild.analysis.reports import REPORTS
from scormbuild.cli import app
from scormbuild.cli.audit_entry import command_line_user
from scormbuild.lrs.database import Database
from scormbuild.lrs.ingest import Ingest
from scormbuild.lrs.privacy.pseudonym import pseudonym_digest
from scormbuild.lrs.store import audit, courses

OTHER = "urn:example:webcare"
COURSE_ACTIVITY = {"id": COURSE, "definition": {"type": word.COURSE}}
OPEN_QUESTION = question("waarom", "long-fill-in")
QUESTION_FORM = {"id": word.form_iri("reflection"), "definition": {"type": word.PROFILE_TYPE}}


def open_answer(words: str, second: int, **more: Any) -> dict[str, Any]:
    """An open answer."""
    made = harvest_statement(
        word.ANSWERED,
        OPEN_QUESTION,
        f"answered {words}",
        result={"response": words, "completion": True},
        **more,
    )
    made["context"]["contextActivities"]["category"] = [QUESTION_FORM]
    return {**made, "timestamp": f"2026-10-01T12:00:{second:02}.000Z"}


@pytest.fixture
def url(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An LRS's database in which two learners wrote something and one finished, as their LMS tells."""
    monkeypatch.chdir(tmp_path)
    ingest = Ingest.open(sqlite_url, "default", "lms.example.org", "lms")
    try:
        ingest.keep_outline(OUTLINE)
        ingest.store_statements(
            [
                harvest_statement(word.COMPLETED, COURSE_ACTIVITY, "completed"),
                open_answer("Mijn woorden.", 1),
                open_answer("=1+1", 2, actor=BOB),
            ]
        )
    finally:
        ingest.close()
    return sqlite_url


def run_report(url: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["report", *arguments, "--database", url])


def report_output(url: str, *arguments: str) -> str:
    done = run_report(url, *arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def report_rows(url: str, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(report_output(url, *arguments, "--json"))
    return found


def report_audit_entries(url: str) -> list[tuple[str, str, dict[str, Any]]]:
    """What the audit log says of reports."""
    database = Database.open(url)
    try:
        with database.reading() as connection:
            found = audit.list_audit_entries(connection, 1)
            return [(row.who, row.action, row.detail) for row in found if row.action.startswith("report")]
    finally:
        database.close()


def test_without_a_name_the_reports_are_listed_with_a_sentence_each() -> None:
    listed = CliRunner().invoke(app, ["report"])
    assert listed.exit_code == 0
    assert "completion  who finished which course" in listed.stdout
    told = json.loads(CliRunner().invoke(app, ["report", "--json"]).stdout)
    assert len(told) == len(listed.stdout.splitlines()) == len(REPORTS)


def test_what_came_a_moment_ago_is_in_the_answer_and_names_are_noted(url: str) -> None:
    (row,) = report_rows(
        url, "completion", "--course", "Webcare", "--since", "2026-10-01", "--until", "2026-10-01"
    )
    assert (row["course"], row["status"], row["verified"]) == (COURSE, "completed", False)
    assert "name" not in row
    assert report_audit_entries(url) == []
    (named,) = report_rows(url, "completion", "--names")
    assert list(named)[:2] == ["person", "name"]
    assert (named["person"], named["name"]) == (row["person"], "Ada Lovelace")
    assert report_audit_entries(url) == [
        (command_line_user(), "report completion", {"persons": [pseudonym_digest(row["person"])]})
    ]


def test_reading_words_is_noted_with_how_many_and_never_which(url: str) -> None:
    found = report_rows(url, "answers", "--course", "webcare")
    assert {row["answer"] for row in found} == {"Mijn woorden.", "=1+1"}
    told = {"answers": 2, "questions": [OPEN_QUESTION["id"]], "course": COURSE}
    assert report_audit_entries(url) == [(command_line_user(), "report answers", told)]


AUDITED_COMMANDS = {
    "answers": ("Mijn woorden.", ["answers"]),
    "answers without a fetch": ("Mijn woorden.", ["answers", "--no-export"]),
    "names of who finished": ("Ada Lovelace", ["completion", "--names"]),
    "names of attempts": ("Ada Lovelace", ["attempts", "--names"]),
    "names of a day": ("Ada Lovelace", ["snapshot", "--at", "2026-10-02", "--names"]),
}


@pytest.mark.parametrize("what", AUDITED_COMMANDS)
def test_no_word_and_no_name_is_given_where_the_audit_log_cannot_be_written(
    url: str, tmp_path: Path, what: str
) -> None:
    secret, report = AUDITED_COMMANDS[what]
    report_output(url, "overview")  # the lake is there
    with refused_audit(url):
        printed, written = (
            run_report(url, *report, "--format", "csv"),
            run_report(url, *report, "--to", "a.csv"),
        )
    for done in (printed, written):
        assert (done.exit_code, done.stdout) == (2, "")
        assert secret not in done.stderr
    assert list(tmp_path.glob("*a.csv*")) == []
    assert secret in report_output(url, *report, "--format", "csv")


def test_a_file_gets_the_form_of_its_end_whole_and_for_its_owner_only(url: str, tmp_path: Path) -> None:
    for name in ("a.csv", "a.json", "a.xlsx", "a.parquet", "a.txt"):
        done = run_report(url, "answers", "--to", name)
        assert (done.exit_code, done.stdout) == (0, ""), done.output
        assert f"2 rows in {name}" in done.stderr
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert {path.name for path in tmp_path.glob("*a.*")} == {
        "a.csv",
        "a.json",
        "a.xlsx",
        "a.parquet",
        "a.txt",
    }
    assert parquet.read_table(tmp_path / "a.parquet").num_rows == 2
    with (tmp_path / "a.csv").open(newline="") as opened:
        assert {row["answer"] for row in csv.DictReader(opened)} == {"Mijn woorden.", "'=1+1"}
    dutch = report_output(url, "answers", "--format", "csv-nl")
    assert {row[5] for row in csv.reader(io.StringIO(dutch), delimiter=";")} == {
        "answer",
        "Mijn woorden.",
        "'=1+1",
    }
    assert "01-10-2026 14:00:01" in dutch


def test_a_lake_alone_is_enough_for_figures_and_not_for_words(url: str, tmp_path: Path) -> None:
    before = report_output(url, "overview", "--least", "1")
    nowhere = f"sqlite:///{tmp_path}/nowhere.db"
    alone = ["--lake", "lrs-lake", "--no-export"]
    assert report_output(nowhere, "overview", "--least", "1", *alone) == before
    for words in (["answers"], ["completion", "--names"]):
        assert "audit log, which isn't here" in run_report(nowhere, *words, *alone).stderr
    assert "--no-export" in run_report(nowhere, "overview").stderr
    assert (
        "did you mean 'default'?"
        in run_report(nowhere, "overview", *alone, "--organisation", "defualt").stderr
    )


def test_rounding_is_told_of_on_the_error_stream(url: str) -> None:
    done = run_report(url, "progress", "--format", "csv")
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 1)
    assert "rounded to 5, and empty below it; --least 1 gives exact ones" in done.stderr
    exact = run_report(url, "progress", "--format", "csv", "--least", "1")
    assert len(exact.stdout.splitlines()) > 1
    assert "rounded" not in exact.stderr


FAULTS = {
    "did you mean 'choices'?": ["choises"],
    "did you mean 'csv-nl'?": ["time", "--format", "csvnl"],
    "did you mean 'webcare'?": ["time", "--course", "Webcaer"],
    "urn:example:webcare\n    urn:scormbuild:course:webcare": ["time", "--course", "webcare"],
    "people import brings teams in": ["time", "--team", "Oost"],
    "write such as 2026-11-23": ["time", "--since", "1 mei"],
    "2026-01-01 is before 2026-02-01": ["time", "--since", "2026-02-01", "--until", "2026-01-01"],
    "no row of time is a person": ["time", "--names"],
    "--format says which": ["time", "--to", "time.doc"],
    "name a file in it": ["time", "--format", "csv", "--to", "lrs-lake"],
    "1 or more": ["time", "--idle", "0"],
    "did you mean 'duckdb'?": ["time", "--engine", "duckbd"],
    "so that DuckDB answers": ["time", "--engine", "postgresql"],
    "did you mean 'default'?": ["time", "--organisation", "defaul"],
    "as in --at 2026-06-30": ["snapshot"],
    "did you mean 'week'?": ["activity", "--by", "weeks"],
}


def test_a_mistake_ends_with_2_and_the_way_out(url: str) -> None:
    database = Database.open(url)
    with database.writing() as connection:
        courses.write_outline(
            connection, 1, {**OUTLINE, "course": {**OUTLINE["course"], "iri": OTHER, "title": "Web"}}
        )
    database.close()
    report_output(url, "overview")
    for wanted, arguments in FAULTS.items():
        done = run_report(url, *arguments)
        assert (done.exit_code, done.stdout) == (2, ""), arguments
        assert "\n  hint: " in done.stderr
        assert wanted in done.stderr, arguments
    assert report_rows(url, "overview", "--course", OTHER) == []


def test_a_terminal_is_spared_what_only_programs_read() -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "scormbuild", "report", "time", "--format", "xlsx"]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, text=True, check=False)
    os.close(theirs)
    os.close(ours)
    assert (done.returncode, done.stderr) == (
        2,
        "xlsx is nothing for a screen\n  hint: --to FILE says where to write it\n",
    )
