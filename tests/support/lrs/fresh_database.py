"""Databases with their default organisation, of both kinds, a fresh one for each test.

Imports stand in the fixtures: a file of pure tests needs no database's packages.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support.lrs.postgres import Cluster


def create_database(url: str) -> None:
    """A database with its default organisation."""
    from scormbuild.lrs.auth import organisations
    from scormbuild.lrs.database import Database

    database = Database.open(url)
    with database.writing() as connection:
        organisations.ensure_default(connection)
    database.close()


@pytest.fixture(scope="session")
def empty_database_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh database on SQLite, to be copied."""
    from support.lrs.lrs_process import sqlite_database_url

    path = tmp_path_factory.mktemp("made") / "made.db"
    create_database(sqlite_database_url(path))
    return path


@pytest.fixture
def sqlite_url(empty_database_file: Path, tmp_path: Path) -> str:
    """A fresh database on SQLite, with its default organisation."""
    from support.lrs.lrs_process import sqlite_database_url

    path = tmp_path / "lrs.db"
    path.write_bytes(empty_database_file.read_bytes())
    return sqlite_database_url(path)


@pytest.fixture
def postgresql_url(postgres: Cluster) -> Iterator[str]:
    """A fresh database on PostgreSQL, with its default organisation."""
    with postgres.database() as url:
        create_database(url)
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def either_url(request: pytest.FixtureRequest) -> str:
    """A fresh database, once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))
