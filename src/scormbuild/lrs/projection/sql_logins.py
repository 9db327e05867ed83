"""Logins of PostgreSQL that read the schema `desk`, and nothing else: for Power BI, Superset, psql."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from operator import attrgetter

from sqlalchemy import Connection, exc, text

from scormbuild.errors import SettingsError
from scormbuild.lrs.projection.sql_views import grant_views, quote_identifier, run_script, validate_postgresql

# PostgreSQL keeps names that begin with pg_ to itself, and cuts longer ones at 63 bytes without a word.
SQL_LOGIN_NAME = re.compile(r"(?!pg_)[a-z_][a-z0-9_]{0,62}")
ROLE_COMMENT = "a login of scormbuild lrs sql"  # the comment by which we know which logins we made
TIMEOUT = "60s"
CONNECTIONS = 10
PASSWORD_BYTES = 24
NO_RIGHTS = "nosuperuser nocreatedb nocreaterole noreplication"
SELECT_ROLE = text(
    "select oid, shobj_description(oid, 'pg_authid') as made_by from pg_roles where rolname = :login"
)
UPSERT_READER = text(
    """insert into desk.reader (login, organisation, words) values (:login, :organisation, :words)
       on conflict (login) do update set organisation = excluded.organisation, words = excluded.words"""
)
# Three queries and no join: one of a table that is distributed with the server's own would have Citus read
# pg_authid, which stands behind the view pg_roles, by the rights of the LRS's login, which has none on it.
SELECT_ROLES = text("select rolname from pg_roles where shobj_description(oid, 'pg_authid') = :ours")
SELECT_READERS = text("select login, organisation, words from desk.reader")
SELECT_ORGANISATIONS = text("select id, name from organisation")
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
    # Who isn't a superuser may not even say `nosuperuser` of a login that is there.
    verb, rights = ("alter", "") if is_sql_login(connection, login) else ("create", NO_RIGHTS)
    role, name = quote_identifier(login), quote_identifier(current_database(connection))
    raw = connection.connection.driver_connection
    if raw is None:
        raise SettingsError("the database went away\n  hint: try again")
    verifier = raw.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
    # What `alter role … set` says are defaults that the login itself can change: they keep it from
    # mistakes. What it may read follows from its grants, and from its row in desk.reader.
    script = f"""
        {verb} role {role} with {rights} login connection limit {CONNECTIONS} password '{verifier}';
        comment on role {role} is '{ROLE_COMMENT}';
        alter role {role} set default_transaction_read_only = on;
        alter role {role} set statement_timeout = '{TIMEOUT}';
        alter role {role} set search_path = desk;
        grant connect on database {name} to {role};"""
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
    ours = set(connection.scalars(SELECT_ROLES, {"ours": ROLE_COMMENT}))
    names = {row.id: row.name for row in connection.execute(SELECT_ORGANISATIONS)}
    return sorted(
        (
            SqlLogin(row.login, names.get(row.organisation), row.words)
            for row in connection.execute(SELECT_READERS)
            if row.login in ours
        ),
        key=attrgetter("login"),
    )


def drop_sql_login(connection: Connection, login: str) -> None:
    """Remove a login; raises SettingsError where there is none, or it is in use elsewhere."""
    known = [each.login for each in list_sql_logins(connection)]
    if login not in known:
        raise SettingsError(f"there is no login {login!r}\n  hint: scormbuild lrs sql list shows them")
    connection.execute(DELETE_READER, {"login": login})
    role, name = quote_identifier(login), quote_identifier(current_database(connection))
    # Its grants first: PostgreSQL drops no role that still has some. One by one, as only a member of the role
    # may say `drop owned`, and who made it isn't one (PostgreSQL 16 and later).
    script = f"""
        revoke all on all tables in schema desk from {role};
        revoke all on schema desk from {role};
        revoke all on database {name} from {role};
        drop role {role};"""
    try:
        run_script(connection, script)
    except exc.DBAPIError as error:
        raise SettingsError(
            f"PostgreSQL doesn't let {login!r} go: {error.orig}\n"
            "  hint: take away first what it has in other databases"
        ) from error


def current_database(connection: Connection) -> str:
    """The name of the database."""
    return str(connection.scalar(text("select current_database()")))
