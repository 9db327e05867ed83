"""What these tests share: databases of both kinds, a receiver, and a Moodle that isn't one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.event_loop import no_running_loop as no_running_loop

if TYPE_CHECKING:
    from support.lms.moodle_stand_in import Site
    from support.lms.runs import Run

    from scormbuild.lms.moodle.client import Moodle


@pytest.fixture(params=["sqlite", "postgresql"])
def either_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database with its default organisation, once on each kind."""
    from support.lrs.receiver_process import create_key, sqlite

    if request.param == "sqlite":
        url = sqlite(tmp_path / "receiver.db")
        create_key(url)
        yield url
    else:
        with request.getfixturevalue("postgres").database() as url:
            create_key(url)
            yield url


@pytest.fixture(scope="session")
def made_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh database on SQLite, to be copied: making one takes a second."""
    from support.lrs.receiver_process import create_key, sqlite

    path = tmp_path_factory.mktemp("made") / "made.db"
    create_key(sqlite(path))
    return path


@pytest.fixture
def database(made_database: Path, tmp_path: Path) -> str:
    """A fresh database on SQLite."""
    from support.lrs.receiver_process import sqlite

    path = tmp_path / "receiver.db"
    path.write_bytes(made_database.read_bytes())
    return sqlite(path)


@pytest.fixture
def site() -> Iterator[Site]:
    """A Moodle with a course, our SCORM in it, and three learners."""
    from support.lms.moodle_stand_in import standing_in

    with standing_in() as started:
        yield started


@pytest.fixture
def pauses() -> list[float]:
    """How long the client would have waited."""
    return []


@pytest.fixture
def moodle(site: Site, pauses: list[float]) -> Iterator[Moodle]:
    """A client that doesn't wait."""
    from scormbuild.lms.http_client import HttpClient
    from scormbuild.lms.moodle.client import Moodle

    web = HttpClient(1000, pauses.append, timeout=2)
    yield Moodle(site.url, site.token, web)
    web.close()


@pytest.fixture
def harvests(moodle: Moodle, database: str) -> Iterator[Callable[..., Run]]:
    """`harvests()`: a run into the database of this test."""
    from support.lms.runs import Run

    runs: list[Run] = []

    def start(url: str = database, **options: object) -> Run:
        run = Run(moodle, url, **options)
        runs.append(run)
        return run

    yield start
    for run in runs:
        run.close()
