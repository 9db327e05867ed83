"""What the LRS's tests share: databases of both kinds, and LRSs as processes of their own.

Imports stand in the fixtures: a file of pure tests needs neither a client nor a database.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.event_loop import no_running_loop as no_running_loop

if TYPE_CHECKING:
    from support.lrs.postgres import Cluster
    from support.lrs.running_lrs import RunningLrs


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """A fresh database on PostgreSQL."""
    with postgres.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database, once on SQLite and once on PostgreSQL."""
    from support.lrs.running_lrs import create_database

    with create_database(request, tmp_path) as url:
        yield url


@pytest.fixture
def running_lrs(database_url: str) -> Iterator[RunningLrs]:
    """An LRS of the test's own, once on SQLite and once on PostgreSQL."""
    from support.lrs.running_lrs import run_lrs

    with run_lrs(database_url) as started:
        yield started


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shared_lrs(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningLrs]:
    """An LRS for all tests that don't mind what others have stored; once on each database."""
    from support.lrs.running_lrs import create_database, run_lrs

    with create_database(request, tmp_path_factory.mktemp("receiver")) as url, run_lrs(url) as started:
        yield started
