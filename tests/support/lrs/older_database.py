"""Databases as older versions made them: by the steps of the schema, up to one of them."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

import scormbuild.lrs.database as package
from scormbuild.lrs.database import Database

CREATED = "2024-01-01T00:00:00+00:00"


def migrations() -> Config:
    """The folder of steps, as Alembic takes it."""
    config = Config()
    config.set_main_option("script_location", str(Path(package.__file__).parent / "migrations"))
    return config


def create_older_database(url: str, step: str) -> None:
    """Make a database at a step, which holds an organisation."""
    database = Database.of(url)
    try:
        with database.writing() as connection:
            config = migrations()
            config.attributes["connection"] = connection
            command.upgrade(config, step)
            row = "insert into organisation (name, home_page, created) values ('kept', 'https://k', :at)"
            connection.execute(text(row), {"at": CREATED})
    finally:
        database.close()


def schema_step(url: str) -> str:
    """The step that a database is at."""
    database = Database.of(url)
    try:
        with database.reading() as connection:
            return str(connection.scalar(text("select version_num from alembic_version")))
    finally:
        database.close()
