"""What all tests share: one browser and one PostgreSQL for each process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser
from support.chromium import launched
from support.lrs.postgres import QUICK, Cluster, cluster

# A slow machine is no fault of the code: examples are counted, not timed.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; a machine without one fails the tests that need it."""
    with launched() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """PostgreSQL for the whole run; who stops it in between takes one of their own."""
    with cluster(QUICK) as started:
        yield started
