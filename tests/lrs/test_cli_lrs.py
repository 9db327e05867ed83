"""The LRS's commands as administrators and programs rely on them."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from base64 import b64encode
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from click.testing import Result
from support.lrs.lrs_process import start_lrs
from typer.testing import CliRunner

from scormbuild.cli import app
from scormbuild.lrs.auth.credentials import hash_secret

COMMANDS = [
    "serve",
    "key create",
    "key list",
    "key revoke",
    "organisation create",
    "organisation list",
    "organisation rename",
    "organisation remove",
    "check",
    "backup",
    "restore",
    "distribute",
    "completions",
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_lrs_command(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(app, ["lrs", *arguments], env=environment)


def command_output(*arguments: str) -> str:
    """What a command prints that goes well, with nothing on the error stream."""
    done = run_lrs_command(*arguments)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def command_json(*arguments: str) -> object:
    return json.loads(command_output(*arguments, "--json"))


def command_error(*arguments: str, **environment: str) -> str:
    """What a command says that goes wrong: on the error stream, with a hint."""
    done = run_lrs_command(*arguments, **environment)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "hint: " in done.stderr
    return done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    assert f"Example: scormbuild lrs {command}" in command_output(*command.split(), "--help")
    assert "--database" in command_output(*command.split(), "--help")


def test_help_says_what_holds_unless_told() -> None:
    assert "(default: 127.0.0.1)" in command_output("serve", "--help")


def test_a_key_for_a_program_is_exactly_key_and_secret_on_a_database_made_for_it(folder: Path) -> None:
    url = f"sqlite:///{folder}/new.db"
    command = [sys.executable, "-m", "scormbuild", "lrs", "key", "create", "demo", "--scope", "all"]
    done = subprocess.run([*command, "--database", url, "--json"], capture_output=True, text=True, check=True)
    made = json.loads(done.stdout)
    assert set(made) == {"key", "secret"}
    assert done.stderr == ""
    with closing(sqlite3.connect(folder / "new.db")) as database:
        row = database.execute("select key, secret_hash, scopes from credential").fetchall()
    assert row == [(made["key"], hash_secret(made["secret"]), "all")]


def test_a_key_for_a_person_shows_its_secret_once() -> None:
    told = command_output("key", "create", "moodle")
    key, secret = (line.split()[1] for line in told.splitlines()[:2])
    assert "can't be shown again" in told
    assert key in command_output("key", "list")
    assert secret not in command_output("key", "list") + command_output("key", "list", "--json")


def test_limits_and_scopes_are_kept_and_listed() -> None:
    command_output(
        *("key", "create", "page", "--scope", "statements/write", "--scope", "define"),
        *("--activity-prefix", "https://example.org/c", "--origin", "https://LMS.example.org"),
        *("--expires", "2999-01-31", "--rate", "60"),
    )
    (row,) = command_json("key", "list")
    assert row["scopes"] == ["define", "statements/write"]
    assert row["limits"] == {
        "activity_prefix": "https://example.org/c",
        "origins": ["https://lms.example.org"],
        "expires": "2999-01-31T00:00:00+00:00",
        "rate": 60,
    }
    assert "rate: 60" in command_output("key", "list")


def test_the_last_moment_may_have_a_zone() -> None:
    command_output("key", "create", "page", "--expires", "2999-01-31T12:00:00+02:00")
    (row,) = command_json("key", "list")
    assert row["limits"]["expires"] == "2999-01-31T10:00:00+00:00"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--scope", "statement/write"], "did you mean 'statements/write'"),
        (["--expires", "2020-01-01"], "has passed"),
        (["--expires", "soon"], "no moment"),
        (["--rate", "0"], "below one statement"),
        (["--origin", "lms.example.org"], "no origin"),
        (["--activity-prefix", "course"], "no IRI"),
    ],
)
def test_a_key_that_makes_no_sense_is_refused_before_a_database_is_made(
    folder: Path, options: list[str], words: str
) -> None:
    assert words in command_error("key", "create", "page", *options)
    assert list(folder.iterdir()) == []


def test_a_revoked_key_is_listed_as_such() -> None:
    key = command_json("key", "create", "moodle")["key"]
    assert f"{key} (moodle) is revoked" in command_output("key", "revoke", key)
    (row,) = command_json("key", "list")
    assert row["state"] == "revoked"
    assert row == command_json("key", "revoke", key)
    assert "no key 'sb_other'" in command_error("key", "revoke", "sb_other")


@pytest.mark.parametrize(
    "command", ["key list", "key revoke sb_x", "organisation list", "check", "backup b.db", "distribute"]
)
def test_a_mistyped_database_is_told_and_not_made(folder: Path, command: str) -> None:
    assert "mistyped.db: no such database" in command_error(
        *command.split(), "--database", "sqlite:///mistyped.db"
    )
    assert list(folder.iterdir()) == []


def test_organisations_are_made_listed_renamed_and_removed() -> None:
    command_output("organisation", "create", "hospital", "--home-page", "https://hospital.example.org")
    command_output("key", "create", "ward", "--organisation", "hospital")
    command_output("key", "create", "own")
    assert [row["name"] for row in command_json("key", "list", "--organisation", "hospital")] == ["ward"]
    command_output("organisation", "rename", "hospital", "clinic")
    rows = {row["name"]: row for row in command_json("organisation", "list")}
    assert rows["clinic"]["home_page"] == "https://hospital.example.org"
    assert (rows["clinic"]["keys"], rows["clinic"]["statements"]) == (1, 0)
    assert "clinic holds 1 keys\n  hint: add --yes" in command_error("organisation", "remove", "clinic")
    command_output("organisation", "remove", "clinic", "--yes")
    assert [row["name"] for row in command_json("organisation", "list")] == ["default"]
    assert "NAME" in command_output("organisation", "list")


def test_a_key_for_an_unknown_organisation_is_refused_with_the_nearest() -> None:
    command_output("organisation", "create", "hospital")
    assert "did you mean 'hospital'" in command_error("key", "create", "x", "--organisation", "hospitl")


def test_check_tells_what_the_database_holds() -> None:
    command_output("key", "create", "moodle")
    report = command_json("check")
    assert report["sound"] is True
    assert report["problems"] == []
    assert report["counts"]["keys"] == 1
    assert report["free"] > 0
    assert "scormbuild.db: sound" in command_output("check")


def test_check_answers_1_for_a_damaged_file(folder: Path) -> None:
    command_output("key", "create", "moodle")
    with closing(sqlite3.connect(folder / "scormbuild.db")) as database:
        database.execute("pragma journal_mode = delete")
        database.execute("pragma writable_schema = on")
        sql = "update sqlite_master set rootpage = (select rootpage from sqlite_master where name = 'person')"
        database.execute(f"{sql} where name = 'attachment'")
        database.commit()
    done = run_lrs_command("check")
    assert done.exit_code == 1
    assert "problems found" in done.stdout
    assert "problem: the file is damaged" in done.stderr


def test_check_answers_2_for_what_is_no_database(folder: Path) -> None:
    (folder / "scormbuild.db").write_text("a text, long enough to be no database" * 100)
    done = run_lrs_command("check")
    assert done.exit_code == 2
    assert "Traceback" not in done.stderr


def test_backup_and_restore() -> None:
    key = command_json("key", "create", "moodle")["key"]
    assert "monday.db" in command_output("backup", "monday.db")
    assert "isn't empty" in command_error("restore", "monday.db")
    command_output("restore", "monday.db", "--database", "sqlite:///other.db")
    (row,) = command_json("key", "list", "--database", "sqlite:///other.db")
    assert row["key"] == key
    command_output("restore", "monday.db", "--replace")


def test_distribute_wants_postgresql() -> None:
    command_output("key", "create", "moodle")
    assert "only a PostgreSQL database" in command_error("distribute")


def test_the_database_may_come_from_the_environment_or_a_file(folder: Path) -> None:
    (folder / "own.toml").write_text('database = "sqlite:///file.db"\n')
    command_output("key", "create", "x", "--config", "own.toml")
    assert (
        run_lrs_command("key", "create", "x", SCORMBUILD_LRS_DATABASE="sqlite:///variable.db").exit_code == 0
    )
    assert {path.name for path in folder.glob("*.db")} == {"file.db", "variable.db"}


def test_a_fault_in_a_setting_names_the_variable() -> None:
    told = command_error("key", "list", SCORMBUILD_LRS_PROT="80")
    assert "SCORMBUILD_LRS_PROT: no such setting" in told
    assert "did you mean 'SCORMBUILD_LRS_PORT'" in told


def test_a_password_is_never_shown() -> None:
    url = "postgresql+psycopg://lrs:s3cret@127.0.0.1:1/lrs"
    for command in (["check"], ["key", "list"], ["backup", "x"], ["serve"], ["distribute"]):
        done = run_lrs_command(*command, "--database", url)
        assert done.exit_code == 2
        assert "s3cret" not in done.output


def test_serve_on_an_empty_folder_makes_a_database_and_a_key_that_works(folder: Path) -> None:
    with start_lrs(f"sqlite:///{folder}/scormbuild.db") as process:
        key = process.output.split("  key ")[1].split()[0]
        secret = process.output.split("  secret ")[1].split()[0]
        assert statements_status(process.endpoint, key, secret) == 200
        assert statements_status(process.endpoint, key, "wrong") == 401
    with start_lrs(f"sqlite:///{folder}/scormbuild.db") as process:
        assert "secret" not in process.output
        assert statements_status(process.endpoint, key, secret) == 200


def statements_status(endpoint: str, key: str, secret: str) -> int:
    """What GET /statements answers."""
    basic = b64encode(f"{key}:{secret}".encode()).decode()
    headers = {"Authorization": f"Basic {basic}", "X-Experience-API-Version": "1.0.3"}
    try:
        with urlopen(Request(f"{endpoint}/statements", headers=headers), timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
