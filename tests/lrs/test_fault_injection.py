"""Nothing acknowledged is lost, nothing is half there: killed, no room, read-only, no database."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support.lrs.durability import kill_again_and_again, refuse_and_recover, write_until_ended
from support.lrs.fault_injection import Action, crash_postgres, limit_file_size, lock_sqlite, make_read_only
from support.lrs.http_connection import Response
from support.lrs.lrs_process import (
    LrsProcess,
    create_key,
    http_client,
    run_lrs_command,
    sqlite_database_url,
    start_lrs,
)
from support.lrs.postgres import Cluster, run_cluster
from support.lrs.writers import all_ids, statement


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lrs.db"


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[Cluster]:
    """One as durable as PostgreSQL is by default, which can be stopped without taking it from other tests."""
    with run_cluster() as started:
        yield started


@pytest.fixture(params=("sqlite", "postgresql"))
def durable_url(request: pytest.FixtureRequest, file: Path) -> Iterator[str]:
    """A fresh database that survives more than a crash of the LRS, as `lrs check` asks for."""
    if request.param == "sqlite":
        yield sqlite_database_url(file)
    else:
        with request.getfixturevalue("own_postgres").database() as url:
            yield url


def test_what_was_acknowledged_survives_kill_9_under_32_writers(durable_url: str) -> None:
    tally = kill_again_and_again(durable_url, create_key(durable_url), rounds=2, seed=1)
    assert not tally.faults
    assert tally.acknowledged_count > 64


def test_an_lrs_that_is_told_to_stop_answers_all_that_it_stores(durable_url: str) -> None:
    key = create_key(durable_url)
    with start_lrs(durable_url) as process:
        account = asyncio.run(write_until_ended(process, key, random.Random(3), process.stop))
        assert process.wait_for_end() == 0, process.output
    with start_lrs(durable_url) as process:
        ids = set(asyncio.run(all_ids(key.request_builder(process))))
    assert ids == {one for batch in account.acknowledged_batches for one in batch}


@pytest.mark.long
def test_what_was_acknowledged_survives_fifty_kills(durable_url: str) -> None:
    tally = kill_again_and_again(durable_url, create_key(durable_url), rounds=50, seed=2, check_each=True)
    assert not tally.faults


def test_a_full_disk_is_a_503_and_writing_goes_on_once_there_is_room(file: Path) -> None:
    assert_refused_and_recovered(sqlite_database_url(file), limit_file_size)


@pytest.mark.long  # it waits for its turn as long as it may
def test_a_database_that_somebody_else_holds_is_a_503_until_it_is_free(file: Path) -> None:
    assert_refused_and_recovered(sqlite_database_url(file), lambda _: lock_sqlite(file))


def test_writes_wait_while_somebody_else_holds_the_database_and_reads_go_on(file: Path) -> None:
    key = create_key(sqlite_database_url(file))
    hold, release = lock_sqlite(file)
    with (
        start_lrs(sqlite_database_url(file)) as process,
        http_client(process, key) as http,
        ThreadPoolExecutor() as threads,
    ):
        hold()
        sent = threads.submit(http.post, "/statements", json=statement(1))
        with http_client(process, key) as another:
            found = another.get("/statements")
        assert (found.status_code, found.json()["statements"], sent.done()) == (200, [], False)
        release()
        assert sent.result().status_code == 200


def test_a_read_only_postgresql_is_a_503_until_it_takes_writes_again(own_postgres: Cluster) -> None:
    with own_postgres.database() as url:
        assert_refused_and_recovered(url, lambda _: make_read_only(own_postgres))


def test_postgresql_restarted_under_load_is_a_503_until_it_is_back(own_postgres: Cluster) -> None:
    with own_postgres.database() as url:
        assert_refused_and_recovered(url, lambda _: crash_postgres(own_postgres))


def test_an_lrs_whose_disk_is_full_is_not_ready_though_nobody_writes(file: Path) -> None:
    assert_not_ready_meanwhile(sqlite_database_url(file), limit_file_size)


def test_an_lrs_whose_postgresql_can_only_be_read_is_not_ready(own_postgres: Cluster) -> None:
    with own_postgres.database() as url:
        assert_not_ready_meanwhile(url, lambda _: make_read_only(own_postgres))


def assert_not_ready_meanwhile(url: str, hardship: Callable[[LrsProcess], tuple[Action, Action]]) -> None:
    """A balancer sends nothing while the database can't be written, and sends again afterwards."""
    key = create_key(url)
    with start_lrs(url) as process, http_client(process, key) as http:

        def wait_for(status: int) -> bool:
            patience = time.monotonic() + 30
            while time.monotonic() < patience:
                if http.get(f"http://127.0.0.1:{process.port}/ready").status_code == status:
                    return True
                time.sleep(0.1)
            return False

        assert wait_for(200)
        spoil, mend = hardship(process)
        spoil()
        try:
            assert wait_for(503)
        finally:
            mend()
        assert wait_for(200)


@pytest.mark.parametrize(
    "address", ["sqlite:////proc/nowhere/lrs.db", "postgresql+psycopg://postgres@/x?host=/nowhere"]
)
def test_a_database_that_cannot_be_opened_is_said_in_plain_words(address: str) -> None:
    process = LrsProcess(address)
    assert process.wait_for_end() != 0
    assert process.output.strip()
    assert_no_traceback(process.output)


def test_a_file_that_is_no_database_is_left_as_it_is(file: Path) -> None:
    file.write_text("Dear diary, this is no database. " * 100)
    before = file.read_bytes()
    process = LrsProcess(sqlite_database_url(file))
    assert process.wait_for_end() != 0
    assert_no_traceback(process.output)
    assert file.read_bytes() == before


def assert_refused_and_recovered(url: str, hardship: Callable[[LrsProcess], tuple[Action, Action]]) -> None:
    """One process, never started again, refuses with 503 while it can't write, and loses nothing."""
    key = create_key(url)
    with start_lrs(url) as process:
        tally, account = refuse_and_recover(process, key, *hardship(process))
        assert process.stop() == 0, process.output
    assert not tally.faults
    assert set(tally.statuses) <= {200, 204, 503}, account.error_responses[0].body
    for answer in account.error_responses:
        assert_clear_error(answer)
    assert_no_traceback(process.output)
    run_lrs_command("check", database=url)


def assert_clear_error(answer: Response) -> None:
    """A refusal says what is the matter, to a client of any version, and nothing of the inside."""
    assert answer.header("X-Experience-API-Version")
    assert len(answer.body) > 10
    assert_no_traceback(answer.body.decode())


def assert_no_traceback(text: str) -> None:
    assert "Traceback" not in text
    assert "sqlalchemy" not in text.lower()
