"""What all tests share: one browser and one PostgreSQL for each process.

Nothing heavy is imported here: a file of pure tests doesn't wait for a browser's or a database's packages.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from scormbuild.catalogue import choose_language

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from support.lrs.postgres import Cluster

# What is said is looked at in English, whatever the locale; gettext's own variable goes before all others.
os.environ["LANGUAGE"] = "en"
choose_language("en")

# A shell that starts the tests in the background has Ctrl+C ignored, and the processes that they start would
# inherit that: those that are to end by it would go on for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Of how many examples a property is tried; chance draws others every time, so that they add up."""
    parser.addoption("--examples", type=int, default=40, help="of how many examples a property is tried")


def pytest_collectstart(collector: pytest.Collector) -> None:
    """A slow machine is no fault of the code: where tests draw examples, these are counted, not timed.

    Before the file is imported, as its own settings are made of those that are in force then.
    """
    if isinstance(collector, pytest.Module) and "hypothesis" in collector.path.read_text(encoding="utf-8"):
        from hypothesis import HealthCheck, settings

        settings.register_profile(
            "untimed",
            max_examples=collector.config.getoption("--examples"),
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        )
        settings.load_profile("untimed")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes share the tests, none is to wait for the others at the end."""
    if config.getoption("loadgroup", False):
        from support.order import order_units

        items[:] = order_units(items)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; a machine without one fails the tests that need it."""
    from support.chromium import launch_chromium

    with launch_chromium() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """PostgreSQL for the whole run; who stops it in between takes one of their own."""
    from support.lrs.postgres import FAST_SETTINGS, run_cluster

    with run_cluster(FAST_SETTINGS) as started:
        yield started
