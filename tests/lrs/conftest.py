"""What the receiver's tests share: databases of both kinds, and receivers as processes of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from postgres import Cluster
from receiver_process import Key, Receiver, client, create_key, running, sqlite

from scormbuild.lrs.version import Version

DATABASES = ("sqlite", "postgresql")


class Served(NamedTuple):
    """A running receiver, a key that may do everything there, and a client with that key for each version."""

    receiver: Receiver
    key: Key
    clients: dict[Version, httpx.Client]

    @property
    def client(self) -> httpx.Client:
        """The one that speaks 1.0.3."""
        return self.clients[Version.V1]


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


@contextmanager
def fresh(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of a fresh database of the kind that is asked for; no PostgreSQL is started for SQLite."""
    if request.param == "sqlite":
        yield sqlite(folder / "receiver.db")
    else:
        with request.getfixturevalue("postgres").database() as url:
            yield url


@contextmanager
def served(url: str) -> Iterator[Served]:
    """A receiver on this database, stopped afterwards."""
    key = create_key(url)
    with running(url) as started, ExitStack() as stack:
        clients = {each: stack.enter_context(client(started, key, each.latest)) for each in Version}
        yield Served(started, key, clients)
