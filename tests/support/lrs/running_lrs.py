"""An LRS as a process of its own, on a fresh database of either kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from support.lrs.lrs_process import (
    Key,
    LrsProcess,
    create_key,
    http_client,
    sqlite_database_url,
    start_lrs,
)

from scormbuild.lrs.xapi.version import Version

DATABASES = ("sqlite", "postgresql")


class RunningLrs(NamedTuple):
    """A running LRS, a key that may do everything there, and a client with that key for each version."""

    process: LrsProcess
    key: Key
    clients: dict[Version, httpx.Client]

    @property
    def client(self) -> httpx.Client:
        """The one that speaks 1.0.3."""
        return self.clients[Version.V1]


@contextmanager
def create_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of a fresh database of the kind that is asked for; no PostgreSQL is started for SQLite."""
    if request.param == "sqlite":
        yield sqlite_database_url(folder / "lrs.db")
    else:
        with request.getfixturevalue("postgres").database() as url:
            yield url


@contextmanager
def run_lrs(url: str) -> Iterator[RunningLrs]:
    """An LRS on this database, stopped afterwards."""
    key = create_key(url)
    with start_lrs(url) as process, ExitStack() as stack:
        clients = {each: stack.enter_context(http_client(process, key, each.latest)) for each in Version}
        yield RunningLrs(process, key, clients)
