"""The schema `desk` of PostgreSQL: the tables that reports know, as views that show each login its own.

Everything in it is made of the receiver's tables, and can be made again at any time: an upgrade, or a backup
that is restored, loses nothing with it but the logins.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, text

from scormbuild.errors import SettingsError

SCRIPT = Path(__file__).with_name("desk.sql")
HIDDEN = ("me", "outlines")  # views that the others are made of
MARK = text("select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = 'desk'")
THERE = text("select viewname from pg_views where schemaname = 'desk' order by viewname")
LOCK = text("select pg_advisory_xact_lock(23565, 0)")  # one at a time
READERS = text(
    """select login from desk.reader join pg_roles on rolname = login
       where login <> current_user order by login"""
)


def validate(connection: Connection) -> None:
    """Raise SettingsError unless the database is PostgreSQL."""
    if connection.dialect.name != "postgresql":
        raise SettingsError(
            "only PostgreSQL has logins that read in SQL; this is SQLite\n"
            "  hint: scormbuild lrs export --parquet DIR writes the same tables for DuckDB and others"
        )


def install(connection: Connection, analysts: Mapping[str, str]) -> bool:
    """Make all views, where they aren't there as this version has them; False where they were.

    `analysts` are the views that are made of these: a name, and a query that reads this schema alone.
    """
    validate(connection)
    connection.execute(LOCK)
    views = [f"create view desk.{quoted(name)} as\n{query};" for name, query in analysts.items()]
    path = ["set local search_path = desk, public;", *views, "set local search_path to default;"]
    script = "\n".join([SCRIPT.read_text(encoding="utf-8"), *(path if views else [])])
    mark = sha256(script.encode()).hexdigest()
    if connection.scalar(MARK) == mark:
        return False
    old = [f"drop view if exists desk.{quoted(name)} cascade;" for name in connection.scalars(THERE)]
    run(connection, "\n".join([*old, script, f"comment on schema desk is '{mark}';"]))
    for login in connection.scalars(READERS).all():
        grant(connection, login)
    return True


def grant(connection: Connection, login: str) -> None:
    """Let a login read every view, and nothing else."""
    shown = (name for name in connection.scalars(THERE) if name not in HIDDEN)
    views = ", ".join(f"desk.{quoted(name)}" for name in shown)
    role = quoted(login)
    run(connection, f"grant usage on schema desk to {role}; grant select on {views} to {role}")


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def run(connection: Connection, script: str) -> None:
    """SQL that is text alone: signs in it are what they are, and no places for values."""
    connection.execution_options(no_parameters=True).exec_driver_sql(script)
