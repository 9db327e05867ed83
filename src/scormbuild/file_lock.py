"""Locks on files, on every system: of one process, or of many that only read.

The system's own, by portalocker: a process that is killed holds nothing on to them. What is in the file
doesn't matter, and it stays where it is, as removing it would let two have a lock of the same name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import portalocker
from portalocker import LockFlags

from scormbuild.errors import SettingsError
from scormbuild.files import OWNER_ONLY

RETRY_SECONDS = 0.02


@contextmanager
def lock_file(path: Path, *, shared: bool = False, wait: float = 0) -> Iterator[bool]:
    """Whether the lock was had within so many seconds; raises SettingsError where nobody could have it.

    The file of a lock for one is made; that of a lock for many must be there.
    """
    lock = portalocker.Lock(
        path,
        "rb" if shared else "ab",
        timeout=wait,
        check_interval=RETRY_SECONDS,
        # Tried now and then instead of waited for: the system's own waiting knows no time-out.
        flags=(LockFlags.SHARED if shared else LockFlags.EXCLUSIVE) | LockFlags.NON_BLOCKING,
        opener=lambda file, flags: os.open(file, flags, OWNER_ONLY),
    )
    held = acquire_lock(lock, path)
    try:
        yield held
    finally:
        lock.release()


def acquire_lock(lock: portalocker.Lock[IO[bytes]], path: Path) -> bool:
    """Whether the lock was had in time."""
    try:
        lock.acquire()
    except portalocker.AlreadyLocked:
        return False
    except (OSError, portalocker.LockException) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise SettingsError(f"{path}: {reason}\n  hint: let this account write there, or remove it") from None
    return True
