"""A receiver as a process of its own, on a fresh database of either kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from support.lrs.receiver_process import Key, Receiver, client, create_key, running, sqlite

from scormbuild.lrs.xapi.version import Version

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
