"""The schema, brought forward to what this version of the LRS knows (Alembic)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from scormbuild.errors import SettingsError
from scormbuild.lrs.database.dialects import Dialect

HEAD = "0003"  # the newest step; a test compares it with the folder of migrations


def schema_version(connection: Connection) -> str | None:
    """The step that the database is at; None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("select version_num from alembic_version"))
    return found


def migrate_schema(connection: Connection, dialect: Dialect) -> None:
    """Bring the schema forward, once, however many LRSs start together; raises SettingsError."""
    # Asked before PostgreSQL's lock: nearly every start has nothing to do, and needn't wait for another.
    if schema_version(connection) == HEAD:
        return
    dialect.lock_schema(connection)
    # And once more under it: another LRS may have done the work meanwhile.
    found = schema_version(connection)
    # Steps have four digits each, so the order of their texts is that of their numbers.
    if found is not None and found > HEAD:
        raise SettingsError(
            f"the database is at step {found}, this LRS knows {HEAD} and older\n"
            "  hint: install the version of scormbuild that made it, or a newer one"
        )
    upgrade_schema(connection)


def upgrade_schema(connection: Connection) -> None:
    """Run the steps that are missing, in the caller's transaction."""
    from alembic import command  # here, since most starts have nothing to bring forward
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
