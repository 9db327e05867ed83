"""One harvest of a source at a time on a machine; who is killed holds nothing on to it."""

from __future__ import annotations

import getpass
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from scormbuild.errors import SettingsError


@contextmanager
def harvest_lock(database: str, source: str) -> Iterator[bool]:
    """Whether nobody else harvests this source into this database now; if so, nobody will meanwhile.

    A lock of SQLite's, which every system has and which ends with its process. Two machines may still
    harvest the same at once: that costs requests, and does no harm.
    """
    name = sha256(f"{getpass.getuser()}\n{database}\n{source}".encode()).hexdigest()[:24]
    path = Path(tempfile.gettempdir()) / f"scormbuild-harvest-{name}.lock"
    connection = acquire_lock(path)
    try:
        yield connection is not None
    finally:
        if connection is not None:
            connection.close()


def acquire_lock(path: Path) -> sqlite3.Connection | None:
    """What holds the lock, None where somebody else does; raises SettingsError where nobody can."""
    connection = None
    try:
        connection = sqlite3.connect(path, timeout=0, isolation_level=None)
        connection.execute("begin exclusive")
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return None
        raise SettingsError(f"{path}: {error}\n  hint: let this account write there, or remove it") from None
    return connection
