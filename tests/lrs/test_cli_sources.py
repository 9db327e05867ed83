"""The commands for keys of packages and LMSs, courses, pseudonyms and the way back."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from support.lrs.sources import LMS, course_statement
from typer.testing import CliRunner

from scormbuild.cli import app
from scormbuild.cli.audit_entry import command_line_user
from scormbuild.lrs.auth import credentials, organisations
from scormbuild.lrs.auth.limits import Limits
from scormbuild.lrs.database import Database
from scormbuild.lrs.ingest import Ingest
from scormbuild.lrs.store import audit

COURSE = """\
id: omgaan
title: Omgaan met kritiek
description: Hoe u antwoord geeft.
language: nl
version: 1.2.0
pages: [begin]
"""
PAGE = "---\ntitle: Begin\n---\nTekst.\n\n:::{reflection} waarom\nWaarom?\n:::\n"
IRI = "urn:scormbuild:course:omgaan"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of the test's own, with a course in it."""
    monkeypatch.chdir(tmp_path)
    pages = tmp_path / "omgaan" / "pages"
    pages.mkdir(parents=True)
    (tmp_path / "omgaan" / "course.yaml").write_text(COURSE, encoding="utf-8")
    (pages / "begin.md").write_text(PAGE, encoding="utf-8")
    return tmp_path


def run_lrs_command(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(app, ["lrs", *arguments], env=environment)


def command_json(*arguments: str) -> Any:
    done = run_lrs_command(*arguments, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def command_error(*arguments: str) -> str:
    done = run_lrs_command(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "hint: " in done.stderr
    return done.stderr


def test_a_package_gets_a_key_for_its_course_alone_and_the_line_to_build_it() -> None:
    done = run_lrs_command("key", "create", "--package", "omgaan", "--origin", "https://lms.example.org")
    assert (done.exit_code, done.stderr) == (0, "")
    (row,) = command_json("key", "list")
    assert (row["name"], row["scopes"]) == ("omgaan", ["statements/write"])
    assert row["limits"] == {
        "activity_prefix": IRI,
        "origins": ["https://lms.example.org"],
        "rate": 6000,
        "byte_rate": 6000 * 4096,
        "row_rate": 6000 * 20,
        "road": "package",
    }
    secret = done.stdout.split()[3]
    line = f"scormbuild build omgaan --lrs http://127.0.0.1:8020/xapi --key {row['key']}:{secret}"
    assert line in done.stdout
    assert " package " in run_lrs_command("key", "list").stdout


def test_the_line_to_build_names_the_address_that_others_reach() -> None:
    made = CliRunner().invoke(
        app,
        ["lrs", "key", "create", "Cursus", "--package", "omgaan", "--rate", "60", "--json"],
        env={"SCORMBUILD_LRS_PUBLIC_URL": "https://lrs.example.org/store"},
    )
    assert "--lrs https://lrs.example.org/store/xapi --key " in json.loads(made.stdout)["build"]
    assert "pages of any origin may use this key" in made.stderr
    run_lrs_command("key", "create", "--package", "omgaan", "--byte-rate", "1000000")
    rates = ("rate", "byte_rate", "row_rate")
    shown = {row["name"]: [row["limits"][rate] for rate in rates] for row in command_json("key", "list")}
    assert shown == {"Cursus": [60, 60 * 4096, 60 * 20], "omgaan": [6000, 1_000_000, 6000 * 20]}
    assert "byte_rate: 245760, row_rate: 1200" in run_lrs_command("key", "list").stdout


def test_an_lms_gets_a_key_that_knows_its_users_by_number_or_by_name() -> None:
    command_json("key", "create", "--lms", LMS)
    command_json(
        "key",
        "create",
        "Moodle",
        "--lms",
        LMS,
        "--names",
        "usernames",
        "--scope",
        "statements/write",
        "--scope",
        "define",
    )
    shown = [(row["name"], row["limits"], row["scopes"]) for row in command_json("key", "list")]
    assert sorted(shown) == [
        ("Moodle", {"road": "lms"}, ["define", "statements/write"]),
        ("moodle.example.org", {"road": "lms", "numbered": True}, ["statements/write"]),
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--package", "omgaan", "--lms", LMS], "exclude each other"),
        (["--package", "omgaan", "--scope", "all"], "--package sets the scope"),
        (["--package", "omgaan", "--activity-prefix", "urn:x"], "--package sets the scope"),
        (["--package", "nowhere"], "there is no file"),
        (["--lms", "moodle.example.org"], "no address of an LMS"),
        (["--lms", LMS, "--names", "mail"], "'mail' is not known"),
        (["x", "--names", "ids"], "--names is for the key of an LMS"),
        ([], "needs a name"),
    ],
)
def test_a_key_that_can_t_be_is_refused_before_there_is_a_database(
    folder: Path, arguments: list[str], told: str
) -> None:
    assert told in command_error("key", "create", *arguments)
    assert list(folder.glob("*.db")) == []


@pytest.mark.parametrize(
    ("limits", "scopes"),
    [
        (Limits(source="package"), {"statements/write"}),
        (Limits(source="package", activity_prefix=IRI), {"statements/write", "statements/read/mine"}),
        (Limits(source="bus"), {"statements/write"}),
        (Limits(names_are_ids=True), {"statements/write"}),
    ],
)
def test_no_key_is_made_whose_road_allows_more_than_it_may(
    limits: Limits, scopes: set[str], folder: Path
) -> None:
    with closing(Database.open(f"sqlite:///{folder}/x.db")) as database, database.writing() as connection:
        owner = organisations.ensure_default(connection)
        with pytest.raises(Exception, match="hint: "):
            credentials.create_credential(connection, owner.id, "x", scopes, limits)


def test_courses_are_kept_refreshed_and_shown() -> None:
    command_json("key", "create", "--package", "omgaan", "--origin", LMS)
    (before,) = command_json("course", "list")
    assert before == {
        "iri": IRI,
        "title": "Omgaan met kritiek",
        "version": "1.2.0",
        "pages": 1,
        "questions": 1,
    }
    Path("omgaan/course.yaml").write_text(COURSE.replace("1.2.0", "1.3.0"), encoding="utf-8")
    assert run_lrs_command("course", "add", "omgaan").stdout == f"{IRI} is kept\n"
    assert [row["version"] for row in command_json("course", "list")] == ["1.3.0"]
    assert IRI in run_lrs_command("course", "list").stdout


def test_without_courses_a_way_to_add_one_is_told() -> None:
    command_json("key", "create", "x")
    assert "scormbuild lrs course add" in run_lrs_command("course", "list").stdout


def test_an_organisation_says_whose_statements_bear_pseudonyms() -> None:
    command_json("key", "create", "x")
    assert command_json("organisation", "list")[0]["pseudonyms"] == "roads"
    assert (
        run_lrs_command("organisation", "set", "default", "--pseudonyms", "all").stdout
        == "default: pseudonyms all\n"
    )
    assert command_json("organisation", "list")[0]["pseudonyms"] == "all"
    assert "did you mean 'off'?" in command_error("organisation", "set", "default", "--pseudonyms", "of")
    assert "no organisation" in command_error("organisation", "set", "x", "--pseudonyms", "off")


def test_persons_are_found_both_ways_and_each_time_is_noted(folder: Path) -> None:
    command_json("key", "create", "x")
    url = f"sqlite:///{folder}/scormbuild.db"
    with Ingest.open(url, "default", "moodle.example.org", "lms") as ingest:
        ingest.store_statements([course_statement("experienced x")])
        ingest.join_accounts(LMS, "12", "a.jansen", "Anna Jansen")
        person = ingest.find_pseudonym(LMS, "a.jansen")
    found = command_json("person", "find", "Anna Jansen")
    assert {(row["name"], row["person"], row["home_page"]) for row in found} == {
        ("12", person, LMS),
        ("a.jansen", person, LMS),
    }
    assert [
        row["name"] for row in command_json("person", "find", "a.jansen", "--home-page", f"{LMS}/moodle")
    ] == ["a.jansen"]
    assert "nobody is called" in command_error(
        "person", "find", "a.jansen", "--home-page", "https://other.example.org"
    )
    assert {row["name"] for row in command_json("person", "show", person)} == {"12", "a.jansen"}
    assert "Anna Jansen" in run_lrs_command("person", "show", found[0]["pseudonym"]).stdout
    assert "nobody is known" in command_error("person", "show", "p_x")
    with closing(Database.open(url)) as database, database.reading() as connection:
        noted = list(audit.list_audit_entries(connection, 1))
    actions = ["key made", *["person find"] * 2, *["person show"] * 2]
    assert [each.action for each in noted] == actions
    assert {each.who for each in noted} == {command_line_user()}
    assert "jansen" not in str(noted).lower()


@pytest.mark.parametrize(
    "command", ["course add", "course list", "person find", "person show", "organisation set"]
)
def test_every_command_has_help_with_an_example(command: str) -> None:
    told = run_lrs_command(*command.split(), "--help").stdout
    assert f"Example: scormbuild lrs {command}" in told
    assert "--database" in told
