"""The lake's locks: one export at a time, and no file merged away while a reader may still open it."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scormbuild.analysis.lake.layout import STATE_FOLDER

EXPORT_LOCK, READING_LOCK = "export.lock", "reading.lock"
RETRY_SECONDS = 0.02
READING_WAIT_SECONDS = 2.0  # seconds in which files are surely merged, or read


@contextmanager
def exclusive_lock(lake: Path, name: str, wait: float = 0) -> Iterator[bool]:
    """A lock for one; False where somebody else still has it after so many seconds."""
    handle = os.open(lake / STATE_FOLDER / name, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        yield acquire_lock(handle, fcntl.LOCK_EX, wait)
    finally:
        os.close(handle)


@contextmanager
def shared_lock(lake: Path, name: str, wait: float = 0) -> Iterator[bool]:
    """A lock for many; False also where there is none, as in a copy that nobody exports into."""
    try:
        handle = os.open(lake / STATE_FOLDER / name, os.O_RDONLY)
    except OSError:
        yield False
        return
    try:
        yield acquire_lock(handle, fcntl.LOCK_SH, wait)
    finally:
        os.close(handle)


def acquire_lock(handle: int, kind: int, wait: float) -> bool:
    """Whether the lock was had in time."""
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
            return True
        except OSError:
            if time.monotonic() >= until:
                return False
            time.sleep(RETRY_SECONDS)
