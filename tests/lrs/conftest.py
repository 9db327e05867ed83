"""What the receiver's tests share: databases of both kinds, and receivers as processes of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.lrs.postgres import Cluster
from support.lrs.served import DATABASES, Served, fresh, served


@pytest.fixture(autouse=True, scope="module")
def no_running_loop() -> Iterator[None]:
    """Playwright's loop counts as running as long as its browser is open; asyncio runs none beside it."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """A fresh database on PostgreSQL."""
    with postgres.database() as url:
        yield url


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database, once on SQLite and once on PostgreSQL."""
    with fresh(request, tmp_path) as url:
        yield url


@pytest.fixture
def receiver(database_url: str) -> Iterator[Served]:
    """A receiver of the test's own, once on SQLite and once on PostgreSQL."""
    with served(database_url) as started:
        yield started


@pytest.fixture(scope="session", params=DATABASES)
def shared_receiver(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A receiver for all tests that don't mind what others have stored; once on each database."""
    with fresh(request, tmp_path_factory.mktemp("receiver")) as url, served(url) as started:
        yield started
