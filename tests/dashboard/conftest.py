"""What the dashboard's tests share: a room on each database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.event_loop import no_running_loop as no_running_loop

if TYPE_CHECKING:
    from support.dashboard.harness import DashboardClient, DashboardHarness
    from support.dashboard.sample_course import SampleDashboard


@pytest.fixture
def harness(tmp_path: Path) -> Iterator[DashboardHarness]:
    """A dashboard on SQLite."""
    from support.dashboard.harness import open_harness

    with open_harness(f"sqlite:///{tmp_path / 'desk.db'}", tmp_path / "lake") as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def either_harness(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DashboardHarness]:
    """A dashboard, once on SQLite and once on PostgreSQL."""
    from support.dashboard.harness import open_harness

    if request.param == "sqlite":
        with open_harness(f"sqlite:///{tmp_path / 'desk.db'}", tmp_path / "lake") as made:
            yield made
    else:
        with (
            request.getfixturevalue("postgres").database() as url,
            open_harness(url, tmp_path / "lake") as made,
        ):
            yield made


@pytest.fixture(scope="session")
def sample_dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleDashboard]:
    """A dashboard over what sixteen learners told, and their pseudonyms by number; nobody changes it."""
    from support.dashboard.harness import open_harness
    from support.dashboard.sample_course import fill_dashboard

    folder = tmp_path_factory.mktemp("pages")
    with open_harness(f"sqlite:///{folder / 'desk.db'}", folder / "lake") as made:
        yield made, fill_dashboard(made.settings.database, folder / "lake")


@pytest.fixture(scope="module")
def analyst(sample_dashboard: SampleDashboard) -> DashboardClient:
    """Somebody who sees figures and pseudonyms."""
    return sample_dashboard[0].log_in_as("analyst")


@pytest.fixture(scope="module")
def reader(sample_dashboard: SampleDashboard) -> DashboardClient:
    """Somebody who may read one course."""
    from support.dashboard.sample_course import COURSE

    return sample_dashboard[0].log_in_as("reader", courses=[COURSE])


@pytest.fixture(scope="module")
def administrator(sample_dashboard: SampleDashboard) -> DashboardClient:
    """Somebody who may see names."""
    return sample_dashboard[0].log_in_as("administrator")
