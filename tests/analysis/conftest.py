"""What these tests share: databases of both kinds, and a Spark for all that ask one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.lrs.postgres import Cluster
from support.lrs.receiver_process import sqlite

from scormbuild.analysis.engines import spark
from scormbuild.lrs.auth import organisations
from scormbuild.lrs.database import Database


@pytest.fixture(autouse=True, scope="module")
def no_running_loop() -> Iterator[None]:
    """Playwright's loop counts as running as long as its browser is open; asyncio runs none beside it."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


def make(url: str) -> None:
    """A database with its default organisation."""
    database = Database.open(url)
    with database.writing() as connection:
        organisations.ensure_default(connection)
    database.close()


@pytest.fixture(scope="session")
def analysts_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh database on SQLite, to be copied."""
    path = tmp_path_factory.mktemp("made") / "made.db"
    make(sqlite(path))
    return path


@pytest.fixture
def sqlite_url(analysts_file: Path, tmp_path: Path) -> str:
    """A fresh database on SQLite, with its default organisation."""
    path = tmp_path / "receiver.db"
    path.write_bytes(analysts_file.read_bytes())
    return sqlite(path)


@pytest.fixture
def postgresql_url(postgres: Cluster) -> Iterator[str]:
    """A fresh database on PostgreSQL, with its default organisation."""
    with postgres.database() as url:
        make(url)
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def either_url(request: pytest.FixtureRequest) -> str:
    """A fresh database, once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(scope="session")
def spark_session() -> Iterator[Any]:
    """Starting takes some seconds: all tests that use it bear the marks of `asking.SPARK`."""
    session = spark.local_session("local[1]")
    context = session.sparkContext
    context.setLogLevel("ERROR")
    yield session
    session.stop()
    context._gateway.shutdown()
