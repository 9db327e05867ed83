"""The page about Moodle: what it lists is what there is, and what it tells to run, runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from support.lms.fake_moodle import FUNCTIONS, FakeMoodle
from support.lms.harvest_run import read_statements
from support.lms.sample_course import encode_suspend_data, outline, state
from typer.testing import CliRunner

from scormbuild.cli import app
from scormbuild.lms.csv import MEANINGS
from scormbuild.lms.moodle import client
from scormbuild.lrs.ingest import Ingest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/administrator/moodle.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(?:sh elsewhere|cron)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def first_column(heading: str) -> set[str]:
    """What the first column of a table names as code."""
    table = PAGE[PAGE.index(f"| {heading} |") :].partition("\n\n")[0]
    return {word for row in table.splitlines()[2:] for word in re.findall(r"`([^`]+)`", row.split("|")[1])}


def commands() -> list[list[str]]:
    """Each command of ours on the page."""
    text = "\n".join(BLOCK.findall(PAGE)).replace("\\\n", " ")
    return [
        shlex.split(line.partition(">>")[0]) for line in re.findall(r"scormbuild ((?:harvest|lms) .*)", text)
    ]


def test_the_functions_to_tick_are_those_that_are_called() -> None:
    assert first_column("function") == set(client.FUNCTIONS) == set(FUNCTIONS)
    source = (ROOT / "src/scormbuild/lms/moodle/client.py").read_text(encoding="utf-8")
    assert set(re.findall(r'"((?:core|mod)_[a-z_]+)"', source)) == set(client.FUNCTIONS)


def test_each_capability_that_a_fault_asks_for_is_listed() -> None:
    files = (ROOT / "src/scormbuild/lms/moodle").glob("*.py")
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    asked = set(re.findall(r"capability ([a-z/]+:[a-z]+)", source))
    assert asked
    assert asked <= first_column("capability")


def test_the_columns_of_a_table_are_those_that_are_known() -> None:
    assert first_column("column") == set(MEANINGS)


def test_every_command_on_the_page_is_one() -> None:
    found = commands()
    assert len(found) >= 8
    for words in found:
        shown = CliRunner().invoke(app, [*words[:2], "--help"], env={"COLUMNS": "200"})
        assert shown.exit_code == 0, words
        assert all(word in shown.output for word in words if word.startswith("--"))


def test_the_first_run_of_the_page_runs(site: FakeMoodle, database: str, tmp_path: Path) -> None:
    ingest = Ingest.open(database, "default", "x", "lms")
    ingest.keep_outline(outline())
    ingest.close()
    site.store_tracks(501, 31, lesson_status="completed", suspend_data=encode_suspend_data(state()))
    token = tmp_path / "moodle.token"
    token.write_text(site.token, encoding="utf-8")
    (first, cron) = [words for words in commands() if words[:2] == ["harvest", "moodle"]]
    for words in (first, cron):
        there = [
            word.replace("https://moodle.example.org", site.url).replace("moodle.token", str(token))
            for word in words
        ]
        done = CliRunner().invoke(app, [*there, "--database", database, "--rate", "1000"])
        assert done.exit_code == 0, done.output
    assert len(read_statements(database)) == 10
