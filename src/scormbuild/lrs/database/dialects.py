"""What differs between SQLite and PostgreSQL: locks, the clock, and inserting many rows at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Protocol

from sqlalchemy import URL, Connection, Engine, TextClause, exc, text

from scormbuild.lrs.database import engines
from scormbuild.lrs.database.clock import StoredClock
from scormbuild.lrs.database.tables import TABLES

Rows = Sequence[tuple[object, ...]]
WRITERS, MIGRATION = 0x5C0B, 0x5C0C  # the spaces of our advisory locks in PostgreSQL
TRIM_WAIT_SECONDS = 0.1  # for readers, while writers wait too
INSERT = "insert into {table} (organisation, {columns}) {values}"
INSERT_FROM = "select {organisation}, * from unnest({arrays}) on conflict do nothing"
NULL = r"\N"
COPY = "copy {table} (organisation, {columns}) from stdin"
# One journey for both. `offset 0` keeps the planner from moving the inner query: the clock is read once,
# and before the lock is tried. The lock is shared, so that readers who ask at once don't take each other
# for writers; without a transaction it is free again as soon as it was had.
SELECT_IDLE_MOMENT = """select case when moment is not null
                      and pg_try_advisory_xact_lock_shared(:space, :organisation) then moment end
           from (select (extract(epoch from clock_timestamp()) * 1000000)::bigint as moment offset 0) clock"""


@cache
def query_for_ids(sql: str, dialect: type[Dialect]) -> TextClause:
    """A query about some ids, `{among}` in the dialect's words; kept, as SQLAlchemy reads it slowly."""
    return text(sql.format(among=dialect.among))


class Dialect(Protocol):
    """One kind of database, with its connections."""

    reader: Engine
    writer: Engine
    clock: StoredClock
    among: str  # follows a column: "is one of the ids bound as :ids"

    def close(self) -> None:
        """Give all connections back."""

    def bind_ids(self, ids: Sequence[str]) -> object:
        """The ids as they are bound for `among`."""

    def lock_schema(self, connection: Connection) -> None:
        """Wait until nobody else changes the schema; held until the transaction ends."""

    @contextmanager
    def process_lock(self) -> Iterator[None]:
        """Held around each write of this process."""

    def lock_organisation(self, connection: Connection, organisation: int) -> None:
        """Wait until nobody else writes for this organisation; held until the transaction ends."""

    def now(self, connection: Connection) -> int:
        """Microseconds since 1970, by one clock for all LRSs of this database."""

    def idle_moment(self, organisation: int) -> int | None:
        """A moment up to which all that is stored can be read by now; None while a write is under way."""

    def trim_log(self, *, idle: bool) -> None:
        """Fold the log into the file and cut it off where it grew too large, or where nobody writes now."""

    def append_rows(
        self, connection: Connection, table: str, columns: str, organisation: int, rows: Rows
    ) -> None:
        """Add rows of one organisation that are surely new: many, and fast."""

    def insert_rows(
        self, connection: Connection, table: str, columns: str, organisation: int, rows: Rows
    ) -> None:
        """Insert rows of one organisation; a row whose key is there already stays as it is."""


class SQLite:
    """One file, one writer at a time."""

    among = "in (select value from json_each(:ids))"

    def __init__(self, url: URL, clock: StoredClock | None = None) -> None:
        self.clock = clock or StoredClock()
        self.reader = engines.sqlite_engine(url, writes=False)
        self.writer = engines.sqlite_engine(url, writes=True)
        self.probe = engines.sqlite_engine(url, writes=True, wait=0)
        self.trimmer = engines.sqlite_engine(url, writes=True, wait=TRIM_WAIT_SECONDS)
        self.log = Path(f"{url.database}-wal")
        self.mutex = Lock()

    def close(self) -> None:
        """Give all connections back."""
        for engine in (self.reader, self.writer, self.probe, self.trimmer):
            engine.dispose()

    def bind_ids(self, ids: Sequence[str]) -> object:
        """As JSON, which SQLite can read as a table."""
        return json.dumps(ids)

    def lock_schema(self, connection: Connection) -> None:
        """A write transaction holds the whole file already."""

    @contextmanager
    def process_lock(self) -> Iterator[None]:
        """Threads of this process queue here, as SQLite's own way of waiting is to sleep and try again."""
        with self.mutex:
            yield

    def lock_organisation(self, connection: Connection, organisation: int) -> None:
        """A write transaction holds the whole file already."""

    def now(self, connection: Connection) -> int:
        """One file is on one machine, which has one clock."""
        del connection
        return self.clock.moment(self.clock.now())

    def idle_moment(self, organisation: int) -> int | None:
        """Nobody writes when the file's write lock can be had at once, whichever process might hold it."""
        del organisation
        if not self.mutex.acquire(blocking=False):
            return None
        try:
            # Read before the lock is tried: whoever begins to write after that gets a later `seq`.
            moment = self.clock.settled_moment(self.clock.now())
            with self.probe.begin():
                return moment
        except exc.OperationalError:
            return None
        finally:
            self.mutex.release()

    def trim_log(self, *, idle: bool) -> None:
        """SQLite folds in by itself, but begins the log anew only in a moment without any reader.

        Readers that overlap leave none, so here new ones are made to wait for it; not for long.
        """
        try:
            allowed = (
                engines.LEAST_LOG_BYTES if idle else 2 * engines.log_limit(engines.free_room(str(self.log)))
            )
            if self.log.stat().st_size <= allowed:
                return
            # Not by a transaction of SQLAlchemy's, in which no log can be folded in.
            with self.mutex, closing(self.trimmer.raw_connection()) as connection:
                connection.cursor().execute("pragma wal_checkpoint(truncate)")
        # No log yet, or no room: what is to be stored will tell.
        except (OSError, sqlite3.Error, exc.SQLAlchemyError):
            return

    def append_rows(
        self, connection: Connection, table: str, columns: str, organisation: int, rows: Rows
    ) -> None:
        """One statement, prepared once, run for each row."""
        # `:d` lets nothing but a number stand in the text, and saves binding it anew for each row.
        values = f"values ({organisation:d}{', ?' * (columns.count(',') + 1)})"
        sql = INSERT.format(table=table, columns=columns, values=values)
        connection.exec_driver_sql(sql, list(rows))

    def insert_rows(
        self, connection: Connection, table: str, columns: str, organisation: int, rows: Rows
    ) -> None:
        """As for PostgreSQL, in SQLite's words for leaving alone what is there."""
        values = f"values ({organisation:d}{', ?' * (columns.count(',') + 1)}) on conflict do nothing"
        sql = INSERT.format(table=table, columns=columns, values=values)
        connection.exec_driver_sql(sql, list(rows))


class PostgreSQL:
    """Many writers, also from several machines; those of one organisation take turns."""

    among = "= any(cast(:ids as uuid[]))"

    def __init__(self, url: URL, clock: StoredClock | None = None) -> None:
        self.clock = clock or StoredClock()
        self.reader = engines.postgresql_engine(url, writes=False)
        self.writer = engines.postgresql_engine(url, writes=True)
        self.probe = self.writer.execution_options(isolation_level="AUTOCOMMIT")

    def close(self) -> None:
        """Give all connections back."""
        # The probe lends its connections from the writer's pool.
        for engine in (self.reader, self.writer):
            engine.dispose()

    def bind_ids(self, ids: Sequence[str]) -> object:
        """As an array."""
        return list(ids)

    def lock_schema(self, connection: Connection) -> None:
        """An advisory lock: no table need exist for it."""
        connection.execute(text("select pg_advisory_xact_lock(:space, 0)"), {"space": MIGRATION})

    @contextmanager
    def process_lock(self) -> Iterator[None]:
        """Nothing to hold: `lock_organisation` does it."""
        yield

    def lock_organisation(self, connection: Connection, organisation: int) -> None:
        """An advisory lock, since no row is there to lock in an empty store."""
        ours = {"space": WRITERS, "organisation": organisation}
        connection.execute(text("select pg_advisory_xact_lock(:space, :organisation)"), ours)

    def now(self, connection: Connection) -> int:
        """The server's clock; asked once the lock is held, so that it never runs back between writers."""
        sql = text("select (extract(epoch from clock_timestamp()) * 1000000)::bigint")
        return self.clock.moment(int(connection.scalar(sql)))

    def idle_moment(self, organisation: int) -> int | None:
        """The moment is read before the lock is tried, so a writer who comes later reads a later one."""
        with self.probe.connect() as connection:
            moment = connection.scalar(
                text(SELECT_IDLE_MOMENT), {"space": WRITERS, "organisation": organisation}
            )
        return None if moment is None else self.clock.settled_moment(int(moment))

    def trim_log(self, *, idle: bool) -> None:
        """The server looks after its log."""

    def append_rows(
        self, connection: Connection, table: str, columns: str, organisation: int, rows: Rows
    ) -> None:
        """COPY, as one text: a fifth of what the driver takes to turn the rows into arrays."""
        written = format_json_for_copy if TABLES[table].holds_json else format_for_copy
        lines = "".join("\t".join((str(organisation), *map(written, row))) + "\n" for row in rows)
        sql, driver = COPY.format(table=table, columns=columns), connection.dialect.loaded_dbapi
        try:
            with connection.connection.cursor().copy(sql) as copy:
                copy.write(lines)
        except driver.Error as error:  # SQLAlchemy knows no COPY, so it doesn't see this error by itself
            raise exc.DBAPIError.instance(sql, None, error, driver.Error, hide_parameters=True) from error

    def insert_rows(
        self, connection: Connection, table: str, columns: str, organisation: int, rows: Rows
    ) -> None:
        """All rows as one array a column: one round trip, planned once."""
        arrays = ", ".join(f"%s::{kind}[]" for kind in TABLES[table].types.split(", "))
        values = INSERT_FROM.format(organisation=int(organisation), arrays=arrays)
        sql = INSERT.format(table=table, columns=columns, values=values)
        connection.exec_driver_sql(sql, tuple(map(list, zip(*rows, strict=True))))


def format_json_for_copy(value: object) -> str:
    """A value in COPY's text format; JSON escapes tabs and line ends, so none is in it raw."""
    return value.replace("\\", "\\\\") if isinstance(value, str) else str(value)


def format_for_copy(value: object) -> str:
    """Any value in COPY's text format."""
    if value is None:
        return NULL
    return format_json_for_copy(value).replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")
