"""The lake's follower as a process beside the LRS: started, watched, started anew, and gone with it."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.lrs.lrs_process import (
    COMMAND,
    LrsProcess,
    create_key,
    http_client,
    sqlite_database_url,
    start_lrs,
)
from support.lrs.writers import statement

from scormbuild.analysis.lake import state
from scormbuild.analysis.lake.follower_process import FollowerOptions, FollowerProcess
from scormbuild.lrs.http.logs import Logs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
DASHBOARD = {"SCORMBUILD_LRS_DASHBOARD": "true"}
TIMEOUT_SECONDS = 120.0
SECRET = "s3cret-words"


def wait_until(true: Callable[[], bool]) -> bool:
    patience = time.monotonic() + TIMEOUT_SECONDS
    while not true() and time.monotonic() < patience:
        time.sleep(0.1)
    return true()


def follower_pids(pid: int) -> list[int]:
    """The processes that an LRS has started to follow it."""
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return [each for each in children if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]


def is_running(pid: int) -> bool:
    """Whether a process is there, and not only its exit status."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def lake_of(process: LrsProcess) -> Path:
    return Path(process.database.removeprefix("sqlite:///").removesuffix(".db") + "-lake")


def is_in_lake(lake: Path, through: int) -> bool:
    """Whether what was stored up to a moment is in the lake."""
    kept = state.read_state(lake, 1) if (lake / "_state").is_dir() else None
    return kept is not None and kept.through > through


def store_and_wait(process: LrsProcess, number: int) -> None:
    """Store a statement, and wait until the lake has it."""
    key = create_key(process.database, f"trial {number}")
    before = time.time_ns() // 1000
    with http_client(process, key) as http:
        http.post("/statements", json=statement(number)).raise_for_status()
    assert wait_until(lambda: is_in_lake(lake_of(process), before)), process.output


@pytest.fixture
def url(tmp_path: Path) -> str:
    return sqlite_database_url(tmp_path / "lrs.db")


def test_one_command_is_enough_and_a_follower_that_is_killed_is_started_anew(url: str) -> None:
    with start_lrs(url, **DASHBOARD) as process:
        store_and_wait(process, 1)
        [first] = follower_pids(process.pid)
        os.kill(first, signal.SIGKILL)
        assert wait_until(lambda: bool(set(follower_pids(process.pid)) - {first}))
        store_and_wait(process, 2)
        [second] = follower_pids(process.pid)
        assert f"follower=ended status={-signal.SIGKILL}" in process.output
        assert url not in Path(f"/proc/{second}/cmdline").read_text()
        assert process.stop() == 0
        assert not is_running(second)


def test_a_follower_ends_with_an_lrs_that_is_killed(url: str) -> None:
    with start_lrs(url, **DASHBOARD) as process:
        store_and_wait(process, 1)
        [follower] = follower_pids(process.pid)
        os.kill(process.pid, signal.SIGKILL)
        ended = wait_until(lambda: not is_running(follower))
        process.kill()  # whatever is left of it
        assert ended


def test_a_follower_can_run_elsewhere(url: str) -> None:
    with start_lrs(url, ["--no-lake-follower"], **DASHBOARD) as process:
        time.sleep(1)
        assert follower_pids(process.pid) == []
        other = subprocess.Popen([*COMMAND, "export", "--follow", "--database", url])
        try:
            store_and_wait(process, 1)
            store_and_wait(process, 2)
        finally:
            other.terminate()
        assert other.wait(TIMEOUT_SECONDS) == 0


def fail_at_once(_options: FollowerOptions) -> None:
    """In the place of a follower."""
    raise SystemExit(3)


def test_what_fails_at_once_is_started_anew_after_pauses_that_grow(tmp_path: Path) -> None:
    lines = io.StringIO()
    options = FollowerOptions(f"sqlite:///{tmp_path}/{SECRET}", tmp_path, 1.0, "info", "json")
    with FollowerProcess(options, Logs(lines, lambda: 0), fail_at_once, first_pause=0.02):
        assert wait_until(lambda: lines.getvalue().count("\n") >= 4)
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [line["pause"] for line in told[:4]] == [0.02, 0.04, 0.08, 0.16]
    assert {line["status"] for line in told} == {3}
    assert SECRET not in lines.getvalue()


def test_a_database_that_cannot_be_followed_is_told_without_words(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lines = io.StringIO()
    options = FollowerOptions(f"sqlite:///{tmp_path}/nowhere/{SECRET}", tmp_path, 1.0, "info", "json")
    with FollowerProcess(options, Logs(lines, lambda: 0)):
        assert wait_until(lambda: bool(lines.getvalue()))
    told = capfd.readouterr().err
    assert '"error":"SettingsError"' in told
    assert SECRET not in told
