"""The export among others: killed at any moment, beside readers, beside itself, on a database put back."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from sqlalchemy import text
from support.analysis.store_to_lake import (
    MONTHS,
    SECRET,
    delete_from_store,
    export_store,
    lake_ids,
    replace_in_store,
    statement_at,
    store_ids,
)
from support.lrs.statement_store import ORGANISATION, Store, open_store, voiding_statement

from scormbuild.analysis.engines import duckdb
from scormbuild.analysis.lake import append, layout, lock, manifest, merge, state, write
from scormbuild.errors import SettingsError
from scormbuild.lrs.store import courses

# Exports in a child for each number that it is told, which is killed before that change of a name.
STEPS = """
import os, signal, sys
from pathlib import Path
from scormbuild.analysis.lake import merge
from scormbuild.analysis.lake.export import export_lake
from scormbuild.lrs.database import Database

merge.MAX_SMALL_FILES = 3
left = 0

def step(event, _arguments):
    global left
    if event in ("os.rename", "os.remove"):
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

for line in sys.stdin:
    if child := os.fork():
        print(os.waitpid(child, 0)[1], flush=True)
        continue
    database = Database.open(sys.argv[1])
    left = int(line)
    sys.addaudithook(step)
    export_lake(database, Path(sys.argv[2]))
    os._exit(0)
"""
# Exports again and again, in several processes.
AGAIN = """
import sys
from pathlib import Path
from scormbuild.analysis.lake import append
from scormbuild.analysis.lake.export import export_lake
from scormbuild.lrs.database import Database

append.IN_PROCESS_STATEMENTS, append.RANGE_STATEMENTS = 1, 40
database = Database.open(sys.argv[1])
print("ready", flush=True)
while True:
    export_lake(database, Path(sys.argv[2]))
"""


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """A store where it doesn't matter which database it is."""
    with open_store(sqlite_url) as opened:
        yield opened


def test_a_database_that_was_put_back_is_exported_anew(sqlite_store: Store, tmp_path: Path) -> None:
    lake, file = tmp_path / "lake", tmp_path / "lrs.db"
    sqlite_store.store_statements(statement_at())
    export_store(sqlite_store, lake)
    sqlite_store.store_statements(statement_at(), statement_at())
    export_store(sqlite_store, lake)
    with sqlite_store.database.dialect.writer.connect() as connection:  # as a backup of before would be
        connection.execute(text("delete from statement where seq > (select min(seq) from statement)"))
        connection.commit()
    assert file.exists()
    assert export_store(sqlite_store, lake).statements == 1
    assert lake_ids(lake) == store_ids(sqlite_store)


def test_the_newest_statement_may_be_erased_without_a_new_export_of_all(
    sqlite_store: Store, tmp_path: Path
) -> None:
    lake, newest = tmp_path / "lake", statement_at()
    sqlite_store.store_statements(statement_at())
    sqlite_store.store_statements(newest)
    export_store(sqlite_store, lake)
    delete_from_store(sqlite_store, newest)
    done = export_store(sqlite_store, lake)
    assert (done.statements, done.rewritten) == (0, 1)
    assert lake_ids(lake) == store_ids(sqlite_store)


def test_many_small_files_become_one(sqlite_store: Store, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    for _ in range(merge.MAX_SMALL_FILES):
        sqlite_store.store_statements(statement_at())
        assert export_store(sqlite_store, lake).merged == 0
    sqlite_store.store_statements(statement_at())
    with duckdb.open_tables(lake) as tables:  # whoever reads needn't see a file vanish
        assert export_store(sqlite_store, lake).merged == 0
        assert tables.statements.count().execute() == merge.MAX_SMALL_FILES
    sqlite_store.store_statements(statement_at(MONTHS[1]), statement_at())
    assert export_store(sqlite_store, lake).merged == merge.MAX_SMALL_FILES + 1
    found = [path for path in manifest.live_files(lake)["statements"] if "month=202601" in str(path)]
    assert len(found) == 1
    assert lake_ids(lake) == store_ids(sqlite_store)
    assert len(list(lake.rglob("month=202601/*"))) == 1


def test_a_merge_that_was_killed_counts_nothing_twice(sqlite_store: Store, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    for _ in range(3):
        sqlite_store.store_statements(statement_at())
        export_store(sqlite_store, lake)
    live, _ = layout.split_live_files(layout.statement_files(lake, ORGANISATION), 2**62)
    content = pq.read_table(live[0].path(lake), partitioning=None)
    whole = [content, *(pq.read_table(each.path(lake), partitioning=None) for each in live[1:])]
    merged = layout.StatementFile(ORGANISATION, live[0].month, live[0].first, live[-1].last)
    write.write_file(
        merged.path(lake), __import__("pyarrow").concat_tables(whole)
    )  # and killed before it removes any
    assert lake_ids(lake) == store_ids(sqlite_store)
    export_store(sqlite_store, lake)
    assert [path.name for path in lake.rglob("month=202601/*")] == [merged.path(lake).name]
    assert lake_ids(lake) == store_ids(sqlite_store)


def test_what_was_written_but_not_committed_is_not_read_and_removed_by_the_next(
    sqlite_store: Store, tmp_path: Path
) -> None:
    lake = tmp_path / "lake"
    sqlite_store.store_statements(statement_at())
    export_store(sqlite_store, lake)
    kept = state.read_state(lake, ORGANISATION)
    sqlite_store.store_statements(statement_at(MONTHS[1]))
    export_store(sqlite_store, lake)
    assert kept is not None
    state.write_state(lake, kept)  # as if it had been killed between the file's name and the state
    (lake / "statements/organisation=1/month=202601/.1.parquet.9.part").write_text("half")
    assert len(lake_ids(lake)) == 1
    sqlite_store.store_statements(statement_at(MONTHS[1]))
    assert export_store(sqlite_store, lake).statements == 2
    assert lake_ids(lake) == store_ids(sqlite_store)
    assert not list(lake.rglob("*.part"))


def test_an_export_that_is_killed_at_any_step_loses_and_doubles_nothing(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake, file = tmp_path / "lake", tmp_path / "lrs.db"
    with open_store(sqlite_url) as store:
        voided, moved, *others = [statement_at(at, words="x") for at in (*MONTHS, *MONTHS[:2])]
        for each in (voided, moved, *others):
            store.store_statements(each, statement_at())
            export_store(store, lake)
        before = set(lake_ids(lake)) - {voided["id"], moved["id"]}
        store.store_statements(voiding_statement(voided), statement_at(MONTHS[1]), statement_at(MONTHS[2]))
        replace_in_store(store, moved, timestamp=MONTHS[2])
        with store.database.writing() as connection:
            courses.map_iri(
                connection, ORGANISATION, "https://lms.example.org/7", "urn:scormbuild:course:care"
            )
        expected = store_ids(store)
    monkeypatch.setattr(merge, "MAX_SMALL_FILES", 3)
    kept = shutil.copytree(lake, tmp_path / "kept"), shutil.copy(file, tmp_path / "kept.db")
    with start_exports(sqlite_url, lake) as killed:
        for step in itertools.count(1):
            shutil.rmtree(lake)
            shutil.copytree(kept[0], lake)
            for old in tmp_path.glob("lrs.db*"):
                old.unlink()
            shutil.copy(kept[1], file)
            done = not killed(step)
            found = lake_ids(lake)
            assert not find_duplicates(found), step
            assert set(found) >= before, step
            with open_store(sqlite_url) as store:
                export_store(store, lake)
            assert lake_ids(lake) == expected, step
            if done:
                break
    assert step > 15


@contextmanager
def start_exports(url: str, lake: Path) -> Iterator[Callable[[int], bool]]:
    """Exports that are killed before a step; whether they were."""
    command = [sys.executable, "-c", STEPS, url, str(lake)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def killed(step: int) -> bool:
            process.stdin.write(f"{step}\n")
            process.stdin.flush()
            status = int(process.stdout.readline())
            assert status in (0, signal.SIGKILL)
            return status != 0

        yield killed
        process.stdin.close()


def test_an_export_in_several_processes_that_is_killed_at_any_moment_loses_and_doubles_nothing(
    sqlite_url: str, tmp_path: Path
) -> None:
    lake, chance = tmp_path / "lake", random.Random(1)
    with open_store(sqlite_url) as store:
        export_store(store, lake)
        for _ in range(2):
            batch = [statement_at(chance.choice(MONTHS)) for _ in range(150)]
            store.store_statements(*batch)
            delete_from_store(store, *batch[:5])
            kill_export(sqlite_url, lake, chance.uniform(0.3, 1.5))
            assert not find_duplicates(lake_ids(lake))
        export_store(store, lake)
        assert lake_ids(lake) == store_ids(store)


def find_duplicates(ids: list[str]) -> list[str]:
    return [each for each in ids if ids.count(each) > 1]


def kill_export(url: str, lake: Path, seconds: float) -> None:
    """Start an export that goes on and on, and kill it."""
    command = [sys.executable, "-c", AGAIN, url, str(lake)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)


def test_one_export_at_a_time(sqlite_store: Store, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    export_store(sqlite_store, lake)
    with (
        lock.exclusive_lock(lake, lock.EXPORT_LOCK),
        pytest.raises(SettingsError, match=r"another export is under way\n  hint"),
    ):
        export_store(sqlite_store, lake, wait=0)


def test_threads_that_make_a_lake_at_the_same_time_both_succeed(tmp_path: Path) -> None:
    together = threading.Barrier(2)

    def lay(lake: Path) -> None:
        together.wait()
        write.create_lake(lake)

    with ThreadPoolExecutor(2) as pool:
        for number in range(20):
            lake = tmp_path / str(number)
            list(pool.map(lay, [lake] * 2))
            assert [each.name for each in lake.rglob("*") if each.is_file()].count("schema.parquet") == 1
            assert not list(lake.rglob("*.part"))


def test_processes_beside_each_other_write_the_same_lake(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(append, "IN_PROCESS_STATEMENTS", 10)
    monkeypatch.setattr(append, "RANGE_STATEMENTS", 25)
    counts: list[tuple[int, int]] = []
    with open_store(postgresql_url) as store:
        store.store_statements(*(statement_at(random.choice(MONTHS)) for _ in range(100)))
        done = export_store(store, tmp_path / "lake", progress=lambda *count: counts.append(count))
        assert done.statements == 100
        assert lake_ids(tmp_path / "lake") == store_ids(store)
    assert counts == [(25, 100), (50, 100), (75, 100), (100, 100)]


def test_what_a_killed_reader_put_aside_goes_after_a_day(sqlite_store: Store, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    export_store(sqlite_store, lake)
    for name, hours in (("old", 25), ("young", 1)):
        (lake / f"_spill-{name}").mkdir()
        (lake / f"_spill-{name}/words").write_text(SECRET)
        then = time.time() - hours * 3600
        os.utime(lake / f"_spill-{name}", (then, then))
    export_store(sqlite_store, lake)
    assert [path.name for path in lake.glob("_spill-*")] == ["_spill-young"]
