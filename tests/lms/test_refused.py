"""What the LRS refuses of another store is kept, counted and said again until it is taken or given up."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from support.lms.fake_lrs import FakeLrs, run_fake_lrs
from support.lms.harvest_run import read_statements
from typer.testing import CliRunner, Result

from scormbuild.cli import app

Json = dict[str, Any]
Command = Callable[..., Result]


@pytest.fixture
def store() -> Iterator[FakeLrs]:
    """Another store."""
    with run_fake_lrs() as started:
        yield started


@pytest.fixture
def refused(tmp_path: Path) -> Path:
    """The file that this test names."""
    return tmp_path / "refused.jsonl"


@pytest.fixture
def run(store: FakeLrs, database: str, tmp_path: Path, refused: Path) -> Command:
    """`run("--settle-refused")`: a harvest of the other store."""
    key = tmp_path / "lrs.key"
    key.write_text("key:secret", encoding="utf-8")
    fixed = ("--url", store.url, "--key-file", str(key), "--database", database, "--rate", "1000")

    def run(*options: str, file: Path | None = refused) -> Result:
        named = ("--refused-file", str(file)) if file else ()
        return CliRunner().invoke(app, ["harvest", "lrs", *fixed, *named, *options])

    return run


def make_statement(**changes: Any) -> Json:
    """A statement that is as it must be, but for the changes."""
    return {
        "id": str(uuid4()),
        "actor": {"mbox": "mailto:anna@example.org", "name": "Anna Bakker"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
        "object": {"id": "https://lms.example.org/fire"},
        "stored": "2026-11-01T10:00:00Z",
        **changes,
    }


def read_lines(file: Path) -> list[Json]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_what_is_refused_is_kept_whole_with_its_reason_for_its_owner_only(
    store: FakeLrs, run: Command, refused: Path, database: str
) -> None:
    broken = make_statement(result={"score": {"scaled": 1.2}})
    store.statements = [make_statement(), broken]
    done = run()
    assert done.exit_code == 1
    assert read_lines(refused) == [
        {
            "id": broken["id"],
            "reason": "statement.result.score.scaled: must be from -1 to 1",
            "statement": broken,
        }
    ]
    assert stat.S_IMODE(refused.stat().st_mode) == 0o600
    assert f"statement {broken['id']}: statement.result.score.scaled: must be from -1 to 1" in done.stderr
    assert f"1 refused statement in {refused}\n  hint: mend its lines" in done.stderr
    assert len(read_statements(database)) == 1


def test_every_later_run_says_again_that_something_waits_and_keeps_it_once(
    store: FakeLrs, run: Command, refused: Path
) -> None:
    store.statements = [make_statement(verb={"id": "no IRI"})]
    run()
    before = refused.read_bytes()
    for _ in range(2):
        again = run()
        assert again.exit_code == 1
        assert again.stderr.startswith("1 refused statement in ")
        assert refused.read_bytes() == before
    store.statements = []
    told = json.loads(run("--json").stdout)
    assert (told["refused"], told["refused_file"], told["faults"]) == (1, str(refused), [])


def test_what_is_mended_in_the_file_is_taken_and_leaves_it_for_good(
    store: FakeLrs, run: Command, refused: Path, database: str
) -> None:
    store.statements = [make_statement(verb={"id": "no IRI"})]
    run()
    text = refused.read_text(encoding="utf-8")
    refused.write_text(text.replace('"no IRI"', '"https://example.org/mended"'), encoding="utf-8")
    refused.chmod(0o644)
    # The store still sends it as it was, as a run begins a little before the end of the last.
    for _ in range(2):
        done = run()
        assert (done.exit_code, done.stderr) == (0, "")
        assert not refused.exists()
    (stored,) = read_statements(database)
    assert stored["verb"]["id"] == "https://example.org/mended"


def test_what_is_given_up_leaves_its_content_and_is_not_said_again(
    store: FakeLrs, run: Command, refused: Path
) -> None:
    store.statements = [make_statement(verb={"id": "no IRI"}), make_statement(verb={"id": "nor this"})]
    run()
    for options in (["--settle-refused"], []):
        done = run(*options)
        assert (done.exit_code, done.stderr) == (0, "")
    assert [list(line) for line in read_lines(refused)] == [["id", "reason"]] * 2
    assert "Anna" not in refused.read_text(encoding="utf-8")
    store.statements.append(make_statement(verb={"id": "one more"}))
    assert "1 refused statement in" in run().stderr


def test_a_line_that_somebody_spoilt_is_named_and_stays(store: FakeLrs, run: Command, refused: Path) -> None:
    store.statements = [make_statement(verb={"id": "no IRI"})]
    run()
    refused.write_bytes(refused.read_bytes() + b'{"id": "half a l')
    for _ in range(2):
        done = run("--settle-refused")
        assert done.exit_code == 1
        assert f"{refused}: line 2 is not as it was written\n  hint: mend it" in done.stderr
    assert refused.read_bytes().endswith(b'{"id": "half a l\n')


@pytest.mark.parametrize(
    "thing",
    [
        None,
        7,
        "words",
        [],
        {"actor": 1},
        {"id": 1},
        make_statement(id="no UUID"),
        {**make_statement(), "result": {"response": "half \ud83d"}, "verb": {}},
    ],
)
def test_whatever_a_store_sends_as_a_statement_holds_up_nothing_else(
    store: FakeLrs, run: Command, refused: Path, database: str, thing: Any
) -> None:
    store.statements = [thing, make_statement()]
    assert run().exit_code == 1
    assert [line["statement"] for line in read_lines(refused)] == [thing]
    assert run().exit_code == 1
    assert len(read_lines(refused)) == len(read_statements(database)) == 1


def test_a_run_names_twenty_and_keeps_all(store: FakeLrs, run: Command, refused: Path) -> None:
    store.statements = [make_statement(verb={"id": "no IRI"}) for _ in range(30)]
    done = run()
    assert done.stderr.count("must be an IRI") == 20
    assert "30 refused statements in" in done.stderr
    assert len(read_lines(refused)) == 30


def test_without_a_name_the_file_is_beside_the_database_one_for_each_question(
    store: FakeLrs, run: Command, tmp_path: Path
) -> None:
    store.statements = [make_statement(verb={"id": "no IRI"})]
    run(file=None)
    run("--verb", "https://example.org/v", file=None)
    found = sorted(tmp_path.glob("refused-127.0.0.1-*.jsonl"))
    assert len(found) == 2
    assert "secret" not in "".join(map(str, found))
    assert all(len(read_lines(file)) == 1 for file in found)


def test_nothing_is_passed_by_where_the_file_cannot_be_written(
    store: FakeLrs, run: Command, tmp_path: Path
) -> None:
    store.statements = [make_statement(verb={"id": "no IRI"})]
    there = tmp_path / "folder"
    done = run(file=there / "refused.jsonl")
    assert done.exit_code == 2
    assert "refused.jsonl: no such file or directory" in done.stderr
    there.mkdir()
    # The place in the store was not kept, so that it is met again.
    assert "1 refused statement in" in run(file=there / "refused.jsonl").stderr
    assert [path.name for path in there.iterdir()] == ["refused.jsonl"]
