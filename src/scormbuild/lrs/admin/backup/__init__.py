"""A backup of the whole database in one file, made while the LRS runs; and its restore."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect, text

from scormbuild.errors import SettingsError
from scormbuild.files import open_replacement
from scormbuild.lrs.admin.backup import postgresql, sqlite
from scormbuild.lrs.database import Database
from scormbuild.lrs.database.migrate import HEAD
from scormbuild.lrs.database.tables import TABLES
from scormbuild.lrs.settings import database_file, safe_url

# What is counted is what nobody wants to lose; but an organisation is made by itself wherever there is none.
CONTENT_TABLES = tuple(name for name, table in TABLES.items() if table.counted_as and name != "organisation")


def backup_database(url: str, target: Path) -> None:
    """Write the database to a file, which is there whole or not at all; raises SettingsError."""
    source = database_file(url)
    # Renamed over its own source, the copy would leave a running LRS writing into a file without a name.
    if source is not None and target.exists() and target.samefile(source):
        raise SettingsError(f"{target} is the database itself\n  hint: name another file for the backup")
    with open_replacement(target) as part:
        if source is not None:
            sqlite.copy_database(source, Path(part.name))
        else:
            postgresql.dump_database(url, Path(part.name))


def restore_database(file: Path, url: str, *, replace: bool) -> str | None:
    """Bring back what a file holds, with today's schema; gives the step that it had, where that was older.

    Raises SettingsError before anything is changed.
    """
    target = database_file(url)
    if target is None:
        postgresql.validate_dump(file)
    else:
        sqlite.validate_backup(file)
    # A file that isn't there isn't looked into either: to open an SQLite database is to make it.
    if not replace and (target is None or target.exists()) and has_content(url):
        raise SettingsError(
            f"{safe_url(url)} isn't empty\n"
            "  hint: restore into a new database, or add --replace to lose what this one holds"
        )
    if target is None:
        tables = postgresql.list_tables(file)
        execute_sql(
            url, "drop schema if exists desk cascade"
        )  # it shows the tables to others: `sql create` makes it anew
        postgresql.restore_dump(file, url)
        # A dump of an older version leaves younger tables, which the steps to today's schema make.
        execute_sql(
            url, *(f"drop table if exists {table} cascade" for table in TABLES if table not in tables)
        )
    else:
        sqlite.release_database(target)
        with open_replacement(target) as part:
            sqlite.copy_database(file, Path(part.name))
    # A backup of an older version is brought forward now: if that fails, it shows here and not at the next
    # start. What it was made of is still in the file, so no other backup is due.
    with closing(Database.of(url)) as database:
        found = database.migrate(lambda _: None)
    return None if found == HEAD else found


def execute_sql(url: str, *statements: str) -> None:
    """Take something away, in a database whose schema may be any step's."""
    # Not by Database.open, which refuses a schema that isn't today's: what is about to go may be of any.
    with closing(Database.of(url)) as database, database.writing() as connection:
        for statement in statements:
            connection.execute(text(statement))


def has_content(url: str) -> bool:
    """Whether a database, of whichever step, holds a key, a statement or a document."""
    with (
        closing(Database.of(url)) as database,
        database.raise_settings_error(),
        database.dialect.reader.connect() as connection,
    ):
        there = set(inspect(connection).get_table_names())
        looks = (text(f"select 1 from {table} limit 1") for table in CONTENT_TABLES if table in there)  # noqa: S608
        return any(connection.execute(look).first() for look in looks)
