"""Logins of PostgreSQL that read the schema `desk`, and nothing else: for Power BI, Superset, psql."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, exc, text

from scormbuild.errors import SettingsError
from scormbuild.lrs.projection.sql_views import grant_views, quote_identifier, run_script, validate_postgresql

# PostgreSQL keeps names that begin with pg_ to itself, and cuts longer ones at 63 bytes without a word.
SQL_LOGIN_NAME = re.compile(r"(?!pg_)[a-z_][a-z0-9_]{0,62}")
ROLE_COMMENT = "a login of scormbuild lrs sql"  # the comment by which we know which logins we made
TIMEOUT = "60s"
CONNECTIONS = 10
PASSWORD_BYTES = 24
SELECT_ROLE = text(
    "select oid, shobj_description(oid, 'pg_authid') as made_by from pg_roles where rolname = :login"
)
UPSERT_READER = text(
    """insert into desk.reader (login, organisation, words) values (:login, :organisation, :words)
       on conflict (login) do update set organisation = excluded.organisation, words = excluded.words"""
)
SELECT_LOGINS = text(
    """select r.login, o.name as organisation, r.words from desk.reader r
       join pg_roles p on p.rolname = r.login left join organisation o on o.id = r.organisation
       where shobj_description(p.oid, 'pg_authid') = :ours order by r.login"""
)
DELETE_READER = text("delete from desk.reader where login = :login")
SELECT_READER_TABLE = text("select to_regclass('desk.reader') is not null")


@dataclass(frozen=True, slots=True)
class SqlLogin:
    """A login; `organisation` is None where it sees every one."""

    login: str
    organisation: str | None
    words: bool


def create_sql_login(connection: Connection, login: str, organisation: int, *, words: bool) -> str:
    """Make a login, or give the one that is there a new password; gives that. Raises SettingsError.

    `organisation` 0 is every one. The server is told the password's SCRAM verifier only (RFC 5802), so that
    no log of it holds the password.
    """
    validate_postgresql(connection)
    if not SQL_LOGIN_NAME.fullmatch(login):
        raise SettingsError(
            f"{login!r} can't be a login's name\n  hint: up to 63 of a-z, 0-9 and _, a letter first"
        )
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    verb = "alter" if is_sql_login(connection, login) else "create"
    role, name = quote_identifier(login), connection.scalar(text("select current_database()"))
    raw = connection.connection.driver_connection
    if raw is None:
        raise SettingsError("the database went away\n  hint: try again")
    verifier = raw.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
    # What `alter role … set` says are defaults that the login itself can change: they keep it from
    # mistakes. What it may read follows from its grants, and from its row in desk.reader.
    script = f"""
        {verb} role {role} with login nosuperuser nocreatedb nocreaterole noreplication
            connection limit {CONNECTIONS} password '{verifier}';
        comment on role {role} is '{ROLE_COMMENT}';
        alter role {role} set default_transaction_read_only = on;
        alter role {role} set statement_timeout = '{TIMEOUT}';
        alter role {role} set search_path = desk;
        grant connect on database {quote_identifier(str(name))} to {role};"""
    try:
        run_script(connection, script)
    except exc.ProgrammingError as error:
        raise SettingsError(
            f"PostgreSQL doesn't let the LRS's own login make another: {error.orig}\n"
            "  hint: as the server's superuser: alter role NAME createrole"
        ) from error
    connection.execute(UPSERT_READER, {"login": login, "organisation": organisation, "words": words})
    grant_views(connection, login)
    return password


def is_sql_login(connection: Connection, login: str) -> bool:
    """Whether a login is there, made by this; raises SettingsError where somebody else made it."""
    row = connection.execute(SELECT_ROLE, {"login": login}).first()
    if row is not None and row.made_by != ROLE_COMMENT:
        raise SettingsError(
            f"the server has a login {login!r} that was made otherwise\n  hint: choose another name"
        )
    return row is not None


def list_sql_logins(connection: Connection) -> list[SqlLogin]:
    """The logins of this database."""
    validate_postgresql(connection)
    if not connection.scalar(SELECT_READER_TABLE):
        return []
    return [SqlLogin(*row) for row in connection.execute(SELECT_LOGINS, {"ours": ROLE_COMMENT})]


def drop_sql_login(connection: Connection, login: str) -> None:
    """Remove a login; raises SettingsError where there is none, or it is in use elsewhere."""
    known = [each.login for each in list_sql_logins(connection)]
    if login not in known:
        raise SettingsError(f"there is no login {login!r}\n  hint: scormbuild lrs sql list shows them")
    connection.execute(DELETE_READER, {"login": login})
    # Its grants first: PostgreSQL drops no role that still has some.
    try:
        run_script(
            connection, f"drop owned by {quote_identifier(login)}; drop role {quote_identifier(login)}"
        )
    except exc.DBAPIError as error:
        raise SettingsError(
            f"PostgreSQL doesn't let {login!r} go: {error.orig}\n"
            "  hint: take away first what it has in other databases"
        ) from error
