"""Whether an LRS's database is sound: its schema, what it holds, room, and whether it can be written."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, cast

from sqlalchemy import Connection, exc, text

from scormbuild.lrs.database import Database
from scormbuild.lrs.database.clock import LARGEST_STEP, seconds
from scormbuild.lrs.database.migrate import schema_version
from scormbuild.lrs.database.tables import TABLES
from scormbuild.lrs.settings import database_file, safe_url

LOW_DISK_SPACE = 512 << 20
# All others, and libpq's own choice is one of them, go on in plain text where the server, or whoever stands
# between, says that it has no TLS.
ENCRYPTED_SSLMODES = frozenset({"require", "verify-ca", "verify-full"})
SELECT_HAS_CITUS = text("select to_regclass('pg_dist_partition') is not null")
# Table by table: pg_database_size sees the coordinator alone, and there also what it holds as a worker.
SELECT_CITUS_SIZE = text(
    """select sum(case when d.logicalrelid is null then pg_total_relation_size(t.oid)
                       else citus_total_relation_size(t.oid) end)
       from pg_class t left join pg_dist_partition d on d.logicalrelid = t.oid
       where t.relname = any(:tables) and t.relkind = 'r' and pg_table_is_visible(t.oid)"""
)


@dataclass(frozen=True)
class CheckResult:
    """What was found; `problems` is empty where all is well."""

    database: str
    schema: str | None
    counts: dict[str, int]
    size: int
    free: int | None  # bytes on the disk, where that can be seen from here
    problems: list[str]


def check_database(url: str) -> CheckResult:
    """Examine a database; raises SettingsError or Unavailable where it can't be opened."""
    path = database_file(url)
    free = shutil.disk_usage(path.absolute().parent).free if path else None
    database = Database.open(url, create=False)
    try:
        with database.reading() as connection:
            damaged = find_damage(connection) if path else []
        if damaged:  # then nothing else that it says can be relied on
            return CheckResult(safe_url(url), None, {}, 0, free, damaged)
        with database.reading() as connection:
            found = schema_version(connection), count_rows(connection), database_size(connection)
            problems = [] if path else [*list_unsafe_settings(connection), *list_plain_text(connection)]
            problems += list_clock_jumps(connection, database)
        with database.writing() as connection:
            try_write(connection)
    finally:
        database.close()
    if free is not None and free < LOW_DISK_SPACE:
        problems.append(f"only {free >> 20} MiB are free on the disk of the database")
    return CheckResult(safe_url(url), *found, free, problems)


def count_rows(connection: Connection) -> dict[str, int]:
    """How many rows there are."""
    return {
        table.counted_as: int(connection.scalar(text(f"select count(*) from {name}")))  # noqa: S608 (a table of ours)
        for name, table in TABLES.items()
        if table.counted_as
    }


def database_size(connection: Connection) -> int:
    """Bytes that the database takes, on all machines where Citus spreads it over several."""
    if connection.dialect.name == "postgresql":
        if connection.scalar(SELECT_HAS_CITUS):
            return int(connection.scalar(SELECT_CITUS_SIZE, {"tables": list(TABLES)}) or 0)
        return int(connection.scalar(text("select pg_database_size(current_database())")))
    sql = "select page_count * page_size from pragma_page_count(), pragma_page_size()"
    return int(connection.scalar(text(sql)))


def find_damage(connection: Connection) -> list[str]:
    """What SQLite finds wrong in its file."""
    try:
        # quick_check doesn't compare each index with its table, which takes far longer (a backup does:
        # integrity_check).
        found = [str(line) for (line,) in connection.execute(text("pragma quick_check(20)"))]
    except exc.DatabaseError as error:
        found = [str(error.orig)]
    return [] if found == ["ok"] else [f"the file is damaged: {line}" for line in found]


def list_unsafe_settings(connection: Connection) -> list[str]:
    """Settings of a PostgreSQL server with which a power failure loses what was acknowledged."""
    # Without full_page_writes, a page that was half written when the power went can't be mended from the
    # log.
    off = [name for name in ("fsync", "full_page_writes") if connection.scalar(text(f"show {name}")) == "off"]
    return [f"the server runs with {name} = off: a power failure can lose statements" for name in off]


def list_plain_text(connection: Connection) -> list[str]:
    """Whether what goes to PostgreSQL may go in plain text; asked of the driver, which knows all settings."""
    info = cast(Any, connection.connection.driver_connection).info
    return plain_text_problems(info.get_parameters(), info.host, info.hostaddr)


def plain_text_problems(parameters: Mapping[str, str], host: str, address: str) -> list[str]:
    """What is wrong with the way to PostgreSQL; `host` is a name, or the folder of a socket."""
    is_local = host.startswith(("/", "@")) or ip_address(address).is_loopback
    if is_local or parameters.get("sslmode") in ENCRYPTED_SSLMODES:
        return []
    return [
        f"the connection to {host} may be in plain text, statements and password too: "
        "end the address of the database with ?sslmode=verify-full"
    ]


def list_clock_jumps(connection: Connection, database: Database) -> list[str]:
    """What was stored at a moment to come, by a clock that was ahead, or is behind now."""
    newest = int(connection.scalar(text("select max(seq) from statement")) or 0)
    ahead = newest - database.dialect.now(connection)
    if ahead <= LARGEST_STEP:
        return []
    return [f"the newest statement was stored {seconds(ahead)} from now: a clock was ahead, or is behind now"]


def try_write(connection: Connection) -> None:
    """Write a row and take it back."""
    with connection.begin_nested() as attempt:
        row = "insert into organisation (name, home_page, created) values ('check: not kept', '', '')"
        connection.execute(text(row))
        attempt.rollback()
