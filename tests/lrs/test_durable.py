"""What was acknowledged is on the disk, nobody waits for a reader, and what was deleted is overwritten."""

from __future__ import annotations

import itertools
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from support.lrs.lrs_process import sqlite_database_url
from support.lrs.person_data import InProcessLrs, command_json, command_output, open_lrs

from scormbuild import vocabulary as word
from scormbuild.lrs.database import Database, engines

LONG_WORDS = "Wat niemand meer mag lezen. " * 1_000  # more than fits on a page of the file
QUESTION = {"id": "https://example.org/q", "definition": {"interactionType": "long-fill-in"}}
ANSWER = {
    "actor": {"mbox": "mailto:ann@example.org"},
    "verb": {"id": word.ANSWERED},
    "object": QUESTION,
    "result": {"response": LONG_WORDS, "completion": True},
    "timestamp": "2020-01-01T12:00:00Z",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "lrs.db"


@pytest.fixture
def lrs(file: Path) -> Iterator[InProcessLrs]:
    """An LRS on SQLite."""
    with open_lrs(sqlite_database_url(file)) as opened:
        yield opened


def test_statements_are_stored_while_another_program_reads_the_file(lrs: InProcessLrs, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("begin")
        count = "select count(*) from statement"
        assert other.execute(count).fetchone() == (0,)
        assert lrs.client.post("/statements", json=ANSWER).status_code == 200
        assert other.execute(count).fetchone() == (0,)
        other.execute("commit")
        assert other.execute(count).fetchone() == (1,)


def test_statements_are_read_while_another_program_writes_the_file(lrs: InProcessLrs, file: Path) -> None:
    without_words = {**ANSWER, "result": {"completion": True}}  # so no row of the audit log is due
    lrs.client.post("/statements", json=without_words).raise_for_status()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("begin exclusive")
        other.execute("delete from statement")
        assert len(lrs.client.get("/statements").json()["statements"]) == 1
        other.execute("rollback")


def test_a_commit_waits_until_it_is_on_the_disk(file: Path) -> None:
    database = Database.open(sqlite_database_url(file))
    with database.writing() as connection:
        full = 2  # https://sqlite.org/pragma.html#pragma_synchronous
        assert connection.scalar(text("pragma synchronous")) == full
    database.close()


def test_a_commit_waits_for_the_disk_on_a_server_that_is_set_otherwise(postgres_url: str) -> None:
    database = Database.open(postgres_url)
    with database.writing() as connection:
        name = connection.scalar(text("select current_database()"))
        connection.execute(text(f'alter database "{name}" set synchronous_commit = off'))
    database.close()
    database = Database.open(postgres_url)
    with database.writing() as connection:
        assert connection.scalar(text("show synchronous_commit")) == "on"
    database.close()


@pytest.fixture
def careless_sqlite() -> Iterator[None]:
    """SQLite as most systems have it: what is deleted stays in the file unless a connection asks."""

    def leave_deleted(connection: Any, _entry: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("pragma secure_delete = off")

    event.listen(Engine, "connect", leave_deleted)
    yield
    event.remove(Engine, "connect", leave_deleted)


@pytest.mark.usefixtures("careless_sqlite")
@pytest.mark.parametrize("part", [(), ("--open-text",)], ids=["statements", "words alone"])
def test_what_a_rule_lets_go_of_is_overwritten_in_the_file_too(file: Path, part: tuple[str, ...]) -> None:
    with open_lrs(sqlite_database_url(file)) as lrs:
        lrs.client.post("/statements", json=ANSWER).raise_for_status()
    assert LONG_WORDS[:500].encode() in file.read_bytes()
    url = sqlite_database_url(file)
    command_output(url, "retain", "set", "--days", "30", *part)
    counts = command_json(url, "retain", "run")["counts"]
    assert counts["statements"] + counts["words"] == 1
    assert LONG_WORDS[:28].encode() not in b"".join(each.read_bytes() for each in file.parent.glob("lrs.db*"))


MEGABYTE = 1 << 20
MORE_THAN_A_LOG = engines.LOG_BYTES // MEGABYTE + 16


def log_size(file: Path) -> int:
    """How large the log of the database is."""
    return file.with_name(f"{file.name}-wal").stat().st_size


def wait_until(true: Callable[[], bool]) -> bool:
    """Whether something comes to be within a minute."""
    patience = time.monotonic() + 60
    while not true() and time.monotonic() < patience:
        time.sleep(0.1)
    return true()


def store_megabytes(lrs: InProcessLrs, numbers: Iterable[int]) -> None:
    """Documents that are no more than large."""
    for number in numbers:
        where = {"activityId": "https://example.org/a", "profileId": str(number)}
        lrs.client.put(
            "/activities/profile",
            params=where,
            content=bytes(MEGABYTE),
            headers={"Content-Type": "application/octet-stream", "If-None-Match": "*"},
        ).raise_for_status()


@contextmanager
def read_without_a_gap(file: Path) -> Iterator[None]:
    """Two that read in turns, each until the other has begun."""
    ended = threading.Event()

    def read() -> None:
        readers = [sqlite3.connect(file, isolation_level=None) for _ in range(2)]
        for turn in itertools.count():
            readers[turn % 2].execute("begin")
            readers[turn % 2].execute("select count(*) from statement").fetchone()
            if turn:
                readers[(turn + 1) % 2].execute("commit")
            if ended.wait(0.02):
                break
        for reader in readers:
            reader.close()

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def test_a_log_that_grew_under_a_long_reader_is_cut_back_though_others_go_on_reading(
    lrs: InProcessLrs, file: Path
) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("begin")
        other.execute("select count(*) from statement").fetchone()
        store_megabytes(lrs, range(MORE_THAN_A_LOG))
        assert log_size(file) > engines.LOG_BYTES
        with read_without_a_gap(file):
            other.execute("commit")
            assert wait_until(lambda: log_size(file) <= engines.LEAST_LOG_BYTES), log_size(file)


def test_a_log_stays_within_its_bound_while_much_is_written(lrs: InProcessLrs, file: Path) -> None:
    for number in range(MORE_THAN_A_LOG):
        store_megabytes(lrs, [number])
        assert log_size(file) <= engines.LOG_BYTES + 4 * MEGABYTE, "and what one write adds"


def test_a_log_grows_no_larger_than_a_part_of_a_small_disk() -> None:
    assert engines.log_limit(1 << 40) == engines.LOG_BYTES
    assert engines.log_limit(320 * MEGABYTE) == 20 * MEGABYTE
    assert engines.log_limit(0) == engines.LEAST_LOG_BYTES
