"""Tables from any LMS: read in the form that they come in, and not at all where something is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lms.harvest_run import read_statements, short_statement
from support.lms.sample_course import IRI, REGISTRATION, encode_suspend_data, outline, state

from scormbuild.csv_file import decode_file, read_rows
from scormbuild.errors import SettingsError, SourceError
from scormbuild.lms.csv import parse_attempts, parse_columns
from scormbuild.lms.csv_cells import parse_time
from scormbuild.lrs.ingest import Ingest

SITE = "https://lms.example.org"
WEBCARE = Path(__file__).parents[2] / "content/webcare"
PLAIN = {"learner": "User", "status": "Status", "score": "Score"}


def table_problems(text: str, columns: dict[str, str] | None = None, pattern: str | None = None) -> list[str]:
    """The faults of a table, as they are shown."""
    _, problems = parse_attempts(read_rows(text, columns or PLAIN, "t.csv"), "t.csv", pattern)
    return [str(problem) for problem in problems]


def run_scormbuild(*arguments: str) -> subprocess.CompletedProcess[str]:
    whole = [sys.executable, "-m", "scormbuild", *arguments]
    return subprocess.run(whole, check=False, capture_output=True, text=True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(encoding: str, sign: str) -> None:
    table = f"Score{sign}User{sign}Status\r\n85{sign}zoë{sign}Completed\r\n".encode(encoding)
    (line,), problems = parse_attempts(read_rows(decode_file(table, "t.csv"), PLAIN, "t.csv"), "t.csv")
    assert (line.learner, line.tracks.status, line.tracks.raw, problems) == ("zoë", "completed", 85, [])


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(SourceError, match="not text"):
        decode_file(b"User\n\x81\x8d", "t.csv")


def test_columns_go_by_name_whatever_their_case_and_place() -> None:
    (line,), _ = parse_attempts(
        read_rows("x, user  name ,STATUS\n1,anna,passed\n", {"learner": "User name", "status": "status"}, ""),
        "",
    )
    assert (line.learner, line.tracks.status) == ("anna", "passed")


def test_a_line_separator_within_a_value_ends_no_row() -> None:
    table = "User,Status,Score\nan\u2028na\x85,passed,1\n"
    (line,), problems = parse_attempts(read_rows(table, PLAIN, "t.csv"), "t.csv")
    assert (line.learner, line.line, problems) == ("an\u2028na", 2, [])


def test_missing_columns_are_all_told_with_those_that_are_there() -> None:
    with pytest.raises(SourceError) as raised:
        list(read_rows("Name;State\nanna;passed\n", PLAIN, "t.csv"))
    assert "there is no column 'Score'" in str(raised.value)
    assert "t.csv:1:1: there is no column 'User'\n  hint: the first line has: Name;State" in str(raised.value)


def test_all_faults_come_at_once_each_with_its_line() -> None:
    table = 'User,Status,Score\n,passed,1\n"an\nna",bad,1\n\ncato,passed,1000\ndirk,passed,x\ncato,failed,\n'
    assert [fault.partition("\n")[0] for fault in table_problems(table)] == [
        "t.csv:2:1: no learner",
        "t.csv:3:1: 'bad' is no status",
        "t.csv:6:1: '1000' is no score",
        "t.csv:7:1: 'x' is no score",
        "t.csv:8:1: the same learner and attempt as on line 6",
    ]


@pytest.mark.parametrize(
    ("written", "raw"),
    [("85", 85), ("85%", 85), ("85 %", 85), ("85,5", 85.5), ("85.50", 85.5), ("", None), ("-", None)],
)
def test_scores_are_read_as_people_write_them(written: str, raw: float | None) -> None:
    (line,), problems = parse_attempts(
        read_rows(f"User;Status;Score\nanna;passed;{written}\n", PLAIN, ""), ""
    )
    assert (line.tracks.raw, problems) == (raw, [])


@pytest.mark.parametrize(
    ("written", "status", "modified"),
    [
        ("2026-11-30 14:05", "completed", 1796047500),
        ("2026-11-30T15:05:00+01:00", "completed", 1796047500),
        ("1796047500", "completed", 1796047500),
        ("ja", "completed", 0),
        ("Nee", "incomplete", 0),
        ("", "incomplete", 0),
        ("-", "incomplete", 0),
    ],
)
def test_a_column_that_tells_when_tells_that(written: str, status: str, modified: int) -> None:
    columns = {"learner": "User", "completed": "Done"}
    (line,), problems = parse_attempts(read_rows(f"User;Done\nanna;{written}\n", columns, ""), "")
    assert (line.tracks.status, line.tracks.modified_at, problems) == (status, modified, [])


def test_times_of_another_form_are_read_by_a_pattern() -> None:
    assert parse_time("30-11-2026 14:05", "%d-%m-%Y %H:%M") == parse_time("2026-11-30 14:05")
    assert (
        "is neither a time nor yes or no"
        in table_problems("User;Done\na;30-11-2026\n", {"learner": "User", "completed": "Done"})[0]
    )


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (encode_suspend_data({"count": 1}, "3"), "newer version"),
        ("2", "not one of our courses'"),
        ("1abc", "not one of our courses'"),
        (encode_suspend_data([]), "not one"),
    ],
)
def test_a_state_that_cannot_be_read_is_a_fault(data: str, fault: str) -> None:
    (found,) = table_problems(f"User;Data\nanna;{data}\n", {"learner": "User", "suspend_data": "Data"})
    assert fault in found


@pytest.mark.parametrize(
    "columns",
    [
        "",
        "learner",
        "learner=",
        "learner=User",
        "who=User,status=S",
        "status=S",
        "element=E,value=V",
        "learner=U,learner=V",
    ],
)
def test_columns_that_say_too_little_are_refused(columns: str) -> None:
    with pytest.raises(SettingsError, match="--columns"):
        parse_columns(columns)


@given(st.text(max_size=80))
def test_any_table_gives_attempts_or_faults(text: str) -> None:
    try:
        lines, problems = parse_attempts(
            read_rows(f"User,Status,Score\n{text}", PLAIN, "t.csv", ","), "t.csv"
        )
    except SourceError:
        return
    assert all(line.learner for line in lines)
    assert all(problem.line > 1 for problem in problems)


def test_a_report_is_taken_in_with_the_command(database: str, tmp_path: Path) -> None:
    table = tmp_path / "report.csv"
    table.write_text("User name;Status;Grade\nanna;Passed;85\nbram;In progress;\n", encoding="cp1252")
    options = [
        "--columns",
        "learner=User name,status=Status,score=Grade",
        "--site",
        f"{SITE}/x",
        "--course",
        IRI,
    ]
    whole = ["harvest", "csv", str(table), *options, "--database", database]
    tried = run_scormbuild(*whole, "--dry-run")
    assert (tried.returncode, read_statements(database)) == (0, [])
    done = run_scormbuild(*whole)
    assert done.stdout == f"{SITE}/x: 2 learners, 2 attempts read, 2 statements stored, 0 known\n"
    assert [short_statement(each) for each in read_statements(database)] == ["completed care", "passed care"]
    assert {each["authority"]["account"]["name"] for each in read_statements(database)} == {
        "lms/lms.example.org"
    }
    again = json.loads(run_scormbuild(*whole, "--json").stdout)
    assert (again["new"], again["known"]) == (0, 2)


def test_a_dump_of_tracks_is_taken_in_whole(database: str, tmp_path: Path) -> None:
    ingest = Ingest.open(database, "default", "x", "lms")
    ingest.keep_outline(outline())
    ingest.close()
    table = tmp_path / "tracks.csv"
    elements = {
        "cmi.core.lesson_status": "completed",
        "cmi.suspend_data": encode_suspend_data(state()),
        "cmi.interactions_0.id": "q-open",
        "cmi.interactions_0.type": "fill-in",
    }
    lines = [f"anna,1,{name},{value},1796047500" for name, value in elements.items()]
    table.write_text("\n".join(["user,attempt,element,value,time", *lines]), encoding="utf-8")
    options = [
        "--columns",
        "learner=user,attempt=attempt,element=element,value=value,time=time",
        "--site",
        SITE,
    ]
    done = run_scormbuild("harvest", "csv", str(table), *options, "--course", IRI, "--database", database)
    assert done.returncode == 0, done.stderr
    statements = read_statements(database)
    assert len(statements) == 10
    assert {each["context"]["registration"] for each in statements} == {REGISTRATION}
    assert {each["timestamp"] for each in statements} == {"2026-11-30T14:05:00.000Z"}


def test_a_table_is_about_a_course_that_is_named_or_in_a_folder(database: str, tmp_path: Path) -> None:
    table = tmp_path / "report.csv"
    table.write_text("User,Status\nanna,passed\n", encoding="utf-8")
    options = ["--columns", "learner=User,status=Status", "--site", SITE, "--database", database]

    def harvest(*course: str) -> subprocess.CompletedProcess[str]:
        return run_scormbuild("harvest", "csv", str(table), *options, *course)

    assert "there is no course 'webcare'" in harvest("--course", "webcare").stderr
    assert "give either" in harvest().stderr
    assert harvest("--course-folder", str(WEBCARE)).returncode == 0
    assert harvest("--course", "Webcare").stdout.endswith("0 statements stored, 1 known\n")
    assert [each["object"]["id"] for each in read_statements(database)] == ["urn:scormbuild:course:webcare"]


def test_a_table_with_a_fault_is_left_out_whole(database: str, tmp_path: Path) -> None:
    table = tmp_path / "report.csv"
    table.write_text("User,Status\nanna,passed\nbram,bad\n", encoding="utf-8")
    options = [
        "--columns",
        "learner=User,status=Status",
        "--site",
        SITE,
        "--course",
        IRI,
        "--database",
        database,
    ]
    done = run_scormbuild("harvest", "csv", str(table), *options)
    assert (done.returncode, read_statements(database)) == (2, [])
    assert (
        done.stderr
        == f"{table}:3:1: 'bad' is no status\n  hint: known are completed, passed, failed and incomplete\n"
    )
