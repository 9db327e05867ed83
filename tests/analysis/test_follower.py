"""A running LRS's lake: it follows, it stops, and it never says a word of what it holds."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

from support.lrs.statement_store import open_store, statement

from scormbuild.analysis.engines import duckdb
from scormbuild.analysis.lake import lock
from scormbuild.analysis.lake.follower import LakeFollower
from scormbuild.lrs.http.logs import Logs

SECRET = "zomaar iets heel persoonlijks"


def wait_until(true: Callable[[], bool]) -> bool:
    until = time.monotonic() + 20
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def count_statements(lake: Path) -> int:
    if not (lake / "_state").is_dir():
        return 0
    with duckdb.open_tables(lake) as tables:
        return int(tables.statements.count().execute())


def test_what_is_stored_is_in_the_lake_some_moments_later(sqlite_url: str, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    with open_store(sqlite_url) as store, LakeFollower(store.database, lake, every=0.05):
        for number in (1, 2):
            store.store_statements(statement())
            assert wait_until(lambda number=number: count_statements(lake) == number)


def test_a_lake_that_cannot_be_written_is_told_once_without_words_and_tried_again(
    sqlite_url: str, tmp_path: Path
) -> None:
    lake, lines = tmp_path / "lake", io.StringIO()
    lake.write_text(SECRET)
    logs = Logs(lines, lambda: 0)
    with open_store(sqlite_url) as store, LakeFollower(store.database, lake, every=0.01, logs=logs) as keeper:
        store.store_statements(statement(result={"response": SECRET}))
        assert wait_until(lambda: bool(keeper.last_error))
        time.sleep(0.1)
        lake.unlink()
        assert wait_until(lambda: count_statements(lake) == 1)
    [line] = lines.getvalue().splitlines()
    assert '"error":"SettingsError"' in line
    assert SECRET not in line


def test_a_keeper_gives_way_to_an_export_by_hand_and_stops_at_once(sqlite_url: str, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    with open_store(sqlite_url) as store:
        with LakeFollower(store.database, lake, every=0.02):
            assert wait_until((lake / "_state/export.lock").exists)
            with lock.exclusive_lock(lake, lock.EXPORT_LOCK, wait=20) as mine:
                assert mine
                store.store_statements(statement())
                time.sleep(0.1)
                assert count_statements(lake) == 0
            assert wait_until(lambda: count_statements(lake) == 1)
        begun = time.monotonic()
        with LakeFollower(store.database, lake, every=3600):
            pass
        assert time.monotonic() - begun < 5
