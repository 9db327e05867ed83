"""What all tests share: one browser for each process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chromium import launched
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser

# A slow machine is no fault of the code: examples are counted, not timed.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; a machine without one fails the tests that need it."""
    with launched() as chromium:
        yield chromium
