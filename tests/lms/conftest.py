"""What these tests share: databases of both kinds, an LRS, and a Moodle that isn't one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.event_loop import no_running_loop as no_running_loop

if TYPE_CHECKING:
    from support.lms.fake_moodle import FakeMoodle
    from support.lms.harvest_run import HarvestRun

    from scormbuild.lms.moodle.client import Moodle


@pytest.fixture(params=["sqlite", "postgresql"])
def either_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database with its default organisation, once on each kind."""
    from support.lrs.lrs_process import create_key, sqlite_database_url

    if request.param == "sqlite":
        url = sqlite_database_url(tmp_path / "lrs.db")
        create_key(url)
        yield url
    else:
        with request.getfixturevalue("postgres").database() as url:
            create_key(url)
            yield url


@pytest.fixture(scope="session")
def empty_database_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh database on SQLite, to be copied: making one takes a second."""
    from support.lrs.lrs_process import create_key, sqlite_database_url

    path = tmp_path_factory.mktemp("made") / "made.db"
    create_key(sqlite_database_url(path))
    return path


@pytest.fixture
def database(empty_database_file: Path, tmp_path: Path) -> str:
    """A fresh database on SQLite."""
    from support.lrs.lrs_process import sqlite_database_url

    path = tmp_path / "lrs.db"
    path.write_bytes(empty_database_file.read_bytes())
    return sqlite_database_url(path)


@pytest.fixture
def site() -> Iterator[FakeMoodle]:
    """A Moodle with a course, our SCORM in it, and three learners."""
    from support.lms.fake_moodle import run_fake_moodle

    with run_fake_moodle() as started:
        yield started


@pytest.fixture
def pauses() -> list[float]:
    """How long the client would have waited."""
    return []


@pytest.fixture
def moodle(site: FakeMoodle, pauses: list[float]) -> Iterator[Moodle]:
    """A client that doesn't wait."""
    from scormbuild.lms.http_client import HttpClient
    from scormbuild.lms.moodle.client import Moodle

    web = HttpClient(1000, pauses.append, timeout=2)
    yield Moodle(site.url, site.token, web)
    web.close()


@pytest.fixture
def harvests(moodle: Moodle, database: str) -> Iterator[Callable[..., HarvestRun]]:
    """`harvests()`: a run into the database of this test."""
    from support.lms.harvest_run import HarvestRun

    runs: list[HarvestRun] = []

    def start(url: str = database, **options: object) -> HarvestRun:
        run = HarvestRun(moodle, url, **options)
        runs.append(run)
        return run

    yield start
    for run in runs:
        run.close()
