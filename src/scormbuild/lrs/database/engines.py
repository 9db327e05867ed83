"""Connections: how each database is opened, so that what was acknowledged is never lost."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

POOL_SIZE = 4
# The writer goes through the indexes of all that came before, so a large cache is worth its memory.
CACHE_KB = 48 * 1024
READER_CACHE_KB = 8 * 1024  # the system keeps the file in memory anyway
LOCK_WAIT_SECONDS = 15  # for a lock that another process holds
# Before the log (WAL) is folded into the file, so that hot pages are written once, not at each commit; on a
# small disk, a part of what is free.
LOG_BYTES, LEAST_LOG_BYTES, LOG_DIVISOR = 64 << 20, 4 << 20, 16
PAGE_BYTES = 4096

# A store of this kind seeks by key and reads in order: anything else that a planner may try reads too much.
SEEK_ONLY = {f"enable_{way}": "off" for way in ("hashjoin", "mergejoin", "seqscan", "bitmapscan", "sort")}


def create_private_file(path: str | None) -> None:
    """Make a file that only its owner can read, where there is none: it will hold what learners write."""
    if path and path != ":memory:":
        with suppress(FileExistsError, FileNotFoundError, PermissionError):  # told when it is opened
            # SQLite gives the log and its index the mode of the file.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))


def log_limit(free: int) -> int:
    """How large the log may grow, with so many bytes free on its disk."""
    return max(LEAST_LOG_BYTES, min(LOG_BYTES, free // LOG_DIVISOR))


def free_room(file: str | None) -> int:
    """Bytes that are free where a file is; 0 where that can't be seen, which is told when it is opened."""
    try:
        return shutil.disk_usage(Path(file or ".").absolute().parent).free
    except OSError:
        return 0


def sqlite_engine(url: URL, *, writes: bool, wait: float = LOCK_WAIT_SECONDS) -> Engine:
    """Readers never wait for the writer (WAL); a commit is on the disk when it returns (FULL)."""
    create_private_file(url.database)
    # A pool lends one connection to one thread after another, never to two at once.
    arguments = {"timeout": wait, "check_same_thread": False}
    engine = create_engine(url, connect_args=arguments, pool_size=POOL_SIZE, max_overflow=POOL_SIZE)
    limit = log_limit(free_room(url.database))
    settings = {
        "journal_mode": "wal",
        # NORMAL syncs the log only when it is folded in: a power failure would take what was acknowledged
        # since.
        "synchronous": "full",
        "cache_size": -CACHE_KB if writes else -READER_CACHE_KB,
        "wal_autocheckpoint": limit // PAGE_BYTES,
        # A reader that takes long keeps the log from being folded in, and it grows meanwhile. Without this
        # the file would keep that size for good.
        "journal_size_limit": limit,
        # A second wall: what only reads can't write by mistake, past the mutex and the locks.
        "query_only": "off" if writes else "on",
    }
    # A transaction that begins as a reader can't become a writer once somebody else has written: it fails
    # at once, without waiting. So who may write takes the lock before looking at anything.
    begin = "begin immediate" if writes else "begin"

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _entry: object) -> None:
        connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
        for name, value in settings.items():
            connection.execute(f"pragma {name} = {value}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def postgresql_engine(url: URL, *, writes: bool) -> Engine:
    """PostgreSQL is durable by default; it is said once more, as a server may be set otherwise."""
    # Compiling a query (jit) takes longer than these run.
    settings = {"synchronous_commit": "on", "jit": "off"} if writes else {**SEEK_ONLY, "jit": "off"}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    return create_engine(
        url,
        connect_args={"options": options, "connect_timeout": LOCK_WAIT_SECONDS},
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        pool_timeout=LOCK_WAIT_SECONDS,
    )
