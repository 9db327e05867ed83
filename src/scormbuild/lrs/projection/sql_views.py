"""The schema `desk` of PostgreSQL: the tables that reports know, as views that show each login its own.

Everything in it is made of the LRS's tables, and can be made again at any time: an upgrade, or a backup
that is restored, loses nothing with it but the logins.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from string import Template

from sqlalchemy import Connection, text

from scormbuild.errors import SettingsError
from scormbuild.question_kinds import CLOSED_FORMS

SCRIPT = Path(__file__).with_name("desk.sql")
INTERNAL_VIEWS = ("me", "outlines")  # views that the others are made of
# It is the comment of the schema, so it goes where the schema goes: after a restore the views are made
# anew.
SELECT_FINGERPRINT = text(
    "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = 'desk'"
)
SELECT_VIEWS = text("select viewname from pg_views where schemaname = 'desk' order by viewname")
# 23565 is 0x5C0D, beside the spaces of database.dialects.
SELECT_LOCK = text("select pg_advisory_xact_lock(23565, 0)")  # one at a time
SELECT_READERS = text(
    """select login from desk.reader join pg_roles on rolname = login
       where login <> current_user order by login"""
)


def validate_postgresql(connection: Connection) -> None:
    """Raise SettingsError unless the database is PostgreSQL."""
    if connection.dialect.name != "postgresql":
        raise SettingsError(
            "only PostgreSQL has logins that read in SQL; this is SQLite\n"
            "  hint: scormbuild lrs export --parquet DIR writes the same tables for DuckDB and others"
        )


def create_views(connection: Connection, queries: Mapping[str, str]) -> bool:
    """Make all views, where they aren't there as this version has them; False where they were.

    `queries` are the views that are made of these: a name, and a query that reads this schema alone.
    """
    validate_postgresql(connection)
    connection.execute(SELECT_LOCK)
    views = [f"create view desk.{quote_identifier(name)} as\n{query};" for name, query in queries.items()]
    path = ["set local search_path = desk, public;", *views, "set local search_path to default;"]
    script = "\n".join([schema_script(), *(path if views else [])])
    fingerprint = sha256(script.encode()).hexdigest()
    if connection.scalar(SELECT_FINGERPRINT) == fingerprint:
        return False
    old = [
        f"drop view if exists desk.{quote_identifier(name)} cascade;"
        for name in connection.scalars(SELECT_VIEWS)
    ]
    run_script(connection, "\n".join([*old, script, f"comment on schema desk is '{fingerprint}';"]))
    # With a view that is dropped, its grants are gone.
    for login in connection.scalars(SELECT_READERS).all():
        grant_views(connection, login)
    return True


def schema_script() -> str:
    """The SQL of the schema, with the forms whose responses hold nothing that a learner wrote."""
    forms = ", ".join(f"'{form}'" for form in CLOSED_FORMS)
    return Template(SCRIPT.read_text(encoding="utf-8")).substitute(closed_forms=forms)


def grant_views(connection: Connection, login: str) -> None:
    """Let a login read every view, and nothing else."""
    # A view reads with the rights of its owner, so nobody needs a grant on what it is made of.
    shown = (name for name in connection.scalars(SELECT_VIEWS) if name not in INTERNAL_VIEWS)
    views = ", ".join(f"desk.{quote_identifier(name)}" for name in shown)
    role = quote_identifier(login)
    run_script(connection, f"grant usage on schema desk to {role}; grant select on {views} to {role}")


def quote_identifier(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def run_script(connection: Connection, script: str) -> None:
    """SQL that is text alone: signs in it are what they are, and no places for values."""
    connection.execution_options(no_parameters=True).exec_driver_sql(script)
