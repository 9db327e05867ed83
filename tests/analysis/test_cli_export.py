"""The command `scormbuild lrs export`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from support.lrs.statement_store import open_store, statement
from typer.testing import CliRunner

from scormbuild.cli import app


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_export(url: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["lrs", "export", "--database", url, *arguments])


def test_an_export_says_what_it_did(sqlite_url: str) -> None:
    with open_store(sqlite_url) as store:
        store.store_statements(statement(), statement())
    assert run_export(sqlite_url, "--parquet", "lake").stdout == "default: 2 new statements, in lake\n"
    assert run_export(sqlite_url, "--parquet", "lake").stdout == "default: lake is up to date\n"
    told = json.loads(run_export(sqlite_url, "--parquet", "other", "--json", "--without-words").stdout)
    done = {"organisation": "default", "statements": 2, "rewritten": 0, "merged": 0, "renewed": True}
    assert told == {"lake": "other", "organisations": [done]}


def test_without_a_folder_the_lake_lies_beside_the_database(sqlite_url: str, folder: Path) -> None:
    assert run_export(sqlite_url).exit_code == 0
    assert (folder / "lrs-lake/views.sql").is_file()


def test_faults_end_with_2_and_a_way_out(sqlite_url: str, folder: Path) -> None:
    (folder / "photos").mkdir()
    (folder / "photos/cat.jpg").touch()
    for arguments in (["--parquet", "photos"], ["--parquet", "lake", "--organisation", "hospitl"]):
        done = run_export(sqlite_url, *arguments)
        assert (done.exit_code, "\n  hint: " in done.stderr) == (2, True)
