"""The database: opened by its address, of today's schema, and lent out a connection at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, exc, make_url

from scormbuild.errors import SettingsError
from scormbuild.lrs.database.clock import LARGEST_STEP, StoredClock, now_microseconds
from scormbuild.lrs.database.compact import compact_database
from scormbuild.lrs.database.dialects import Dialect, PostgreSQL, SQLite
from scormbuild.lrs.database.distribute import distribute_tables
from scormbuild.lrs.database.errors import raise_unavailable, reason
from scormbuild.lrs.database.migrate import (
    HEAD,
    create_schema,
    migrate_schema,
    schema_version,
    validate_version,
)

DIALECTS: dict[str, type[SQLite] | type[PostgreSQL]] = {"sqlite": SQLite, "postgresql+psycopg": PostgreSQL}
URL_FORMS = "sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME"

__all__ = [
    "LARGEST_STEP",
    "Database",
    "compact_database",
    "distribute_tables",
    "now_microseconds",
    "parse_database_url",
    "raise_unavailable",
    "schema_version",
]


class Database:
    """An LRS's database. Readers see what is committed; a writer's work is durable when it ends."""

    def __init__(self, dialect: Dialect, url: URL) -> None:
        self.dialect = dialect
        self.url = url

    @classmethod
    def open(cls, url: str, clock: StoredClock | None = None, *, create: bool = True) -> Database:
        """The database at an address, of today's schema; raises SettingsError.

        An empty one is given its tables where `create` allows it; an older one is never brought forward.
        """
        database = cls.of(url, clock)
        try:
            with database.raise_settings_error():
                database.ensure_schema(create=create)
        # Ctrl-C as well: a pool that is left open would keep the file in use.
        except BaseException:
            database.close()
            raise
        return database

    @classmethod
    def of(cls, url: str, clock: StoredClock | None = None) -> Database:
        """The database at an address, whatever is in it; raises SettingsError for no address."""
        address = parse_database_url(url)
        return cls(DIALECTS[address.drivername](address, clock), address)

    def ensure_schema(self, *, create: bool) -> None:
        """See that the schema is today's; raises SettingsError where it isn't."""
        found = self.schema_version()
        if found is not None:
            validate_version(found, migrate_hint(self.url))
        elif not create:
            raise SettingsError(
                f"{self.url.render_as_string()}: there are no tables of an LRS in it\n"
                "  hint: scormbuild lrs serve or scormbuild lrs key create makes them"
            )
        else:
            with self.dialect.process_lock(), self.dialect.writer.begin() as connection:
                create_schema(connection, self.dialect)

    def migrate(self, prepare: Callable[[str], object]) -> str | None:
        """Bring the schema forward; gives the step that it was at. Raises SettingsError.

        `prepare` is told that step before anything changes; nobody writes meanwhile, and if it fails all
        stays as it was.
        """
        with self.raise_settings_error():
            # Asked before the lock: nearly every start has nothing to do, and needn't wait for a writer.
            if self.schema_version() == HEAD:
                return HEAD
            with self.dialect.process_lock(), self.dialect.writer.begin() as connection:
                return migrate_schema(connection, self.dialect, prepare)

    def schema_version(self) -> str | None:
        """The step that the database is at; None where it is empty."""
        with self.dialect.reader.connect() as connection:
            return schema_version(connection)

    @contextmanager
    def raise_settings_error(self) -> Iterator[None]:
        """Turn what keeps a database from being opened into SettingsError."""
        try:
            yield
        except exc.DBAPIError as error:
            place = self.url.render_as_string()  # without the password
            raise SettingsError(f"{place}: {reason(error)}\n  hint: {connection_hint(self.url)}") from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that only reads; for SQLite, all of it as it was at one moment."""
        with raise_unavailable(), self.dialect.reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: durable once left, undone where an error leaves it."""
        # The mutex before the transaction: a thread that waits for it must not hold SQLite's lock, or a
        # connection.
        with raise_unavailable(), self.dialect.process_lock(), self.dialect.writer.begin() as connection:
            yield connection

    def idle_moment(self, organisation: int) -> int | None:
        """A moment up to which all that is stored can be read by now; None while a write is under way."""
        with raise_unavailable():
            return self.dialect.idle_moment(organisation)

    def close(self) -> None:
        """Give the connections back."""
        self.dialect.close()


def parse_database_url(url: str) -> URL:
    """An address of a kind that is known; raises SettingsError."""
    try:
        address = make_url(url)
    except exc.ArgumentError:
        raise SettingsError(f"this is no address of a database\n  hint: write {URL_FORMS}") from None
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    if address.drivername not in DIALECTS:
        raise SettingsError(f"{address.drivername}: no such kind of database\n  hint: write {URL_FORMS}")
    return address


def connection_hint(address: URL) -> str:
    """Where to look first when a database can't be opened."""
    if address.drivername == "sqlite":
        return "is the folder there, and may this user write in it?"
    return "is the server running, and are its name, the user and the password right?"


def migrate_hint(address: URL) -> str:
    """The command that brings a database forward."""
    if address.drivername == "sqlite":
        return f"scormbuild lrs migrate --database {address.render_as_string()}"
    return "scormbuild lrs migrate, with the same --database"  # a password isn't shown
