"""A backup of the whole database in one file, made while the receiver runs; and its restore."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from scormbuild.errors import SettingsError
from scormbuild.lrs.admin.backup import postgresql, sqlite
from scormbuild.lrs.database import DIALECTS, Database, parse
from scormbuild.lrs.database.distribute import EVERYWHERE, SPREAD
from scormbuild.lrs.settings import database_file, safe_url

TABLES = (*EVERYWHERE, *SPREAD)
HELD = ("credential", "statement", "document", "attachment", "activity")


def backup(url: str, target: Path) -> None:
    """Write the database to a file, which is there whole or not at all; raises SettingsError."""
    source = database_file(url)
    if source is not None and target.exists() and target.samefile(source):
        raise SettingsError(f"{target} is the database itself\n  hint: name another file for the backup")
    with replaced(target) as part:
        if source is not None:
            sqlite.copy(source, part)
        else:
            postgresql.dump(url, part)


def restore(file: Path, url: str, *, replace: bool) -> None:
    """Bring back what a file holds, with today's schema; raises SettingsError before anything is changed."""
    target = database_file(url)
    if target is None:
        postgresql.validate(file)
    else:
        sqlite.validate(file)
    if not replace and (target is None or target.exists()) and held(url):
        raise SettingsError(
            f"{safe_url(url)} isn't empty\n"
            "  hint: restore into a new database, or add --replace to lose what this one holds"
        )
    if target is None:
        tables = postgresql.tables(file)
        clear(
            url, "drop schema if exists desk cascade"
        )  # it shows the tables to others: `sql create` makes it anew
        postgresql.load(file, url)
        # A dump of an older version leaves younger tables, which the steps to today's schema make.
        clear(url, *(f"drop table if exists {table} cascade" for table in TABLES if table not in tables))
    else:
        sqlite.leave(target)
        with replaced(target) as part:
            sqlite.copy(file, part)
    Database.open(url).close()


def clear(url: str, *statements: str) -> None:
    """Take something away, in a database whose schema may be any step's."""
    address = parse(url)
    database = Database(DIALECTS[address.drivername](address), address)
    try:
        with database.writing() as connection:
            for statement in statements:
                connection.execute(text(statement))
    finally:
        database.close()


def held(url: str) -> bool:
    """Whether a database holds a key, a statement or a document."""
    database = Database.open(url)
    try:
        with database.reading() as connection:
            return any(connection.execute(text(f"select 1 from {table} limit 1")).first() for table in HELD)  # noqa: S608 (a table of ours)
    finally:
        database.close()


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A file beside the target, for its owner's eyes only, that takes its place once it is complete."""
    handle, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=f".{target.name}.")
    os.close(handle)
    part = Path(name)
    try:
        yield part
        settle(part)
        part.replace(target)
        settle(target.absolute().parent)
    finally:
        part.unlink(missing_ok=True)


def settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
