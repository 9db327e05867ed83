"""The schema, brought forward to what this version of the LRS knows (Alembic)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from scormbuild.errors import SettingsError
from scormbuild.lrs.database.dialects import Dialect

HEAD = "0004"  # the newest step; a test compares it with the folder of migrations


def schema_version(connection: Connection) -> str | None:
    """The step that the database is at; None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("select version_num from alembic_version"))
    return found


def create_schema(connection: Connection, dialect: Dialect) -> None:
    """Make the tables of an empty database, once, however many LRSs start together."""
    dialect.lock_schema(connection)
    # Asked anew under the lock: another LRS may have made them meanwhile.
    if schema_version(connection) is None:
        upgrade_schema(connection)


def migrate_schema(connection: Connection, dialect: Dialect, prepare: Callable[[str], object]) -> str | None:
    """Bring the schema forward, once; gives the step it was at. Raises SettingsError.

    `prepare` is told that step once nobody can write any more, and before anything changes.
    """
    dialect.lock_schema(connection)
    found = schema_version(connection)
    if found == HEAD:
        return found
    if found is not None:
        refuse_newer(found)
        prepare(found)
    upgrade_schema(connection)
    return found


def validate_version(found: str, hint: str) -> None:
    """Raise SettingsError unless a database is at the newest step: what only reads must not migrate it."""
    refuse_newer(found)
    if found != HEAD:
        raise SettingsError(
            f"the database is of an older version: it is at step {found}, this one works with {HEAD}\n"
            f"  hint: {hint}"
        )


def refuse_newer(found: str) -> None:
    """Raise SettingsError for a schema that this version doesn't know."""
    # Steps have four digits each, so the order of their texts is that of their numbers.
    if found > HEAD:
        raise SettingsError(
            f"the database is at step {found}, this LRS knows {HEAD} and older\n"
            "  hint: install the version of scormbuild that made it, or a newer one"
        )


def upgrade_schema(connection: Connection) -> None:
    """Run the steps that are missing, in the caller's transaction."""
    from alembic import command  # here, since most starts have nothing to bring forward
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
