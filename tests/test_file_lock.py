"""Locks on files: of one, of many, and of a process that is killed."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

from scormbuild.file_lock import lock_file

HOLD = """
import sys, time
from pathlib import Path
from scormbuild.file_lock import lock_file
with lock_file(Path(sys.argv[1])) as held:
    print(held, flush=True)
    time.sleep(60)
"""


def test_many_may_read_at_once_and_nobody_writes_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with lock_file(path) as alone, lock_file(path, shared=True) as reader:
        assert (alone, reader) == (True, False)
    with lock_file(path, shared=True) as one, lock_file(path, shared=True) as two, lock_file(path) as writer:
        assert (one, two, writer) == (True, True, False)


def test_who_waits_gets_the_lock_when_it_is_free(tmp_path: Path) -> None:
    held = threading.Event()

    def hold() -> None:
        with lock_file(tmp_path / "lock"):
            held.set()
            time.sleep(0.3)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    with lock_file(tmp_path / "lock") as at_once:
        assert not at_once
    with lock_file(tmp_path / "lock", wait=10) as later:
        assert later
    thread.join()


def test_a_process_that_is_killed_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        with lock_file(path) as meanwhile:
            assert not meanwhile
        other.kill()
        other.wait()
    with lock_file(path, wait=5) as afterwards:
        assert afterwards
