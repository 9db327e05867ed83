"""What these tests share: databases of both kinds, an LRS, and a Moodle that isn't one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from support.event_loop import no_running_loop as no_running_loop
from support.lrs.fresh_database import either_url as either_url
from support.lrs.fresh_database import empty_database_file as empty_database_file
from support.lrs.fresh_database import postgresql_url as postgresql_url
from support.lrs.fresh_database import sqlite_url as sqlite_url

if TYPE_CHECKING:
    from support.lms.fake_moodle import FakeMoodle
    from support.lms.harvest_run import HarvestRun

    from scormbuild.lms.moodle.client import Moodle


@pytest.fixture
def either_database(either_url: str) -> str:
    """A fresh database with its default organisation, once on each kind."""
    return either_url


@pytest.fixture
def database(sqlite_url: str) -> str:
    """A fresh database on SQLite."""
    return sqlite_url


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
