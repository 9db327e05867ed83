"""Nothing of what was deleted stays in the database's own files."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

from sqlalchemy import text

from scormbuild.errors import SettingsError
from scormbuild.lrs.database.dialects import PostgreSQL
from scormbuild.lrs.database.tables import ERASABLE_TABLES

if TYPE_CHECKING:
    from scormbuild.lrs.database import Database

COMPACT_WAIT_SECONDS = 60  # for writers and readers beside it
PAUSE_SECONDS = 0.05


def compact_database(database: Database, wait: float = COMPACT_WAIT_SECONDS) -> None:
    """Write the files anew from what is there; an LRS may run beside it, its writers wait meanwhile.

    Raises SettingsError where somebody holds the database for too long.
    """
    if isinstance(database.dialect, PostgreSQL):
        return vacuum_postgresql(database.dialect)
    try:
        with database.dialect.process_lock():
            return vacuum_sqlite(str(database.url.database), wait)
    except sqlite3.OperationalError as error:
        raise SettingsError(
            f"{database.url.database}: {error}; what was deleted can still be in its files\n"
            "  hint: give scormbuild lrs subject compact, when the LRS is less busy"
        ) from error


def vacuum_sqlite(file: str, wait: float) -> None:
    """SQLite: a page that was split keeps a copy of what moved, which only VACUUM takes away.

    The new pages go through the log, so that is folded in and cut off afterwards; for that no reader may
    still look at the old ones.
    """
    with closing(sqlite3.connect(file, timeout=wait, isolation_level=None)) as connection:
        connection.execute("vacuum")
        patience = time.monotonic() + wait
        # The first figure is 1 while a reader or a writer is in the way.
        while connection.execute("pragma wal_checkpoint(truncate)").fetchone()[0]:
            if time.monotonic() > patience:
                raise sqlite3.OperationalError("somebody keeps reading")
            time.sleep(PAUSE_SECONDS)


def vacuum_postgresql(dialect: PostgreSQL) -> None:
    """PostgreSQL: the room is given back for use; its statistics, which quote values, are made anew."""
    # VACUUM can't run in a transaction, and the probe's connections are in none (AUTOCOMMIT).
    with dialect.probe.connect() as connection:
        connection.execute(text(f"vacuum (analyze) {', '.join(ERASABLE_TABLES)}"))
