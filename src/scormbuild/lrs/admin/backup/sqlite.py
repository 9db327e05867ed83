"""Copies of an SQLite database, by SQLite's own backup interface."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from scormbuild.errors import SettingsError

BACKUP_WAIT_SECONDS = 15
NOT_OURS = "is no backup of an LRS"


def copy_database(source: Path, target: Path) -> None:
    """All that is committed at this moment, in one file of its own; LRSs go on meanwhile."""
    with (
        raise_settings_error(source),
        open_connection(source, "rw") as origin,
        open_connection(target, "rw") as made,
    ):
        origin.backup(made)
        made.execute("pragma journal_mode = delete")  # else the copy would be three files
        # A damaged page is copied as it is: better to hear of it today than on the day of the restore.
        validate_integrity(made, target)


def validate_backup(file: Path) -> None:
    """Raise SettingsError unless a file is a sound database of an LRS."""
    with raise_settings_error(file), open_connection(file, "ro") as made:
        tables = {name for (name,) in made.execute("select name from sqlite_master where type = 'table'")}
        if not {"alembic_version", "statement", "credential"} <= tables:
            raise SettingsError(f"{file} {NOT_OURS}\n  hint: scormbuild lrs backup makes one")
        validate_integrity(made, file)


def release_database(target: Path) -> None:
    """Close a database that is to be replaced; raises SettingsError while somebody has it open."""
    if target.exists():
        # SQLite lets a file leave WAL for nobody but its only user, so this also asks whether an LRS has it
        # open.
        with open_connection(target, "rw", wait=0) as replaced:
            try:
                replaced.execute("pragma journal_mode = delete")
            except sqlite3.OperationalError:
                raise SettingsError(f"{target} is in use\n  hint: stop the LRS first") from None
            except sqlite3.DatabaseError:
                pass  # it is damaged, which may be why it is to be replaced
    for log in ("-wal", "-shm"):  # an old log would be played onto the new file
        target.with_name(target.name + log).unlink(missing_ok=True)


def validate_integrity(connection: sqlite3.Connection, path: Path) -> None:
    """Raise SettingsError where SQLite finds a fault in a file."""
    (found,) = connection.execute("pragma integrity_check(1)").fetchone()
    if found != "ok":
        raise SettingsError(f"{path} is damaged: {found}\n  hint: use an older backup, or another disk")


@contextmanager
def open_connection(path: Path, mode: str, wait: float = BACKUP_WAIT_SECONDS) -> Iterator[sqlite3.Connection]:
    """A connection to a file that is there."""
    address = f"{path.absolute().as_uri()}?mode={mode}"
    with closing(sqlite3.connect(address, uri=True, timeout=wait)) as connection:
        yield connection


@contextmanager
def raise_settings_error(path: Path) -> Iterator[None]:
    """SQLite's errors, with the file that they are about."""
    if not path.is_file():
        raise SettingsError(f"{path}: no such file\n  hint: looked for it at {path.absolute()}")
    try:
        yield
    except sqlite3.Error as error:
        words = f"{path} {NOT_OURS}" if "not a database" in str(error) else f"{path}: {error}"
        raise SettingsError(f"{words}\n  hint: scormbuild lrs check says more of a database") from None
