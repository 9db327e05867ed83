"""What the desk's tests share: a room on each database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support.dashboard.desk_room import Room, Visitor
    from support.dashboard.kind_course import Site


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A desk on SQLite."""
    from support.dashboard.desk_room import opened

    with opened(f"sqlite:///{tmp_path / 'desk.db'}", tmp_path / "lake") as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def either_room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Room]:
    """A desk, once on SQLite and once on PostgreSQL."""
    from support.dashboard.desk_room import opened

    if request.param == "sqlite":
        with opened(f"sqlite:///{tmp_path / 'desk.db'}", tmp_path / "lake") as made:
            yield made
    else:
        with request.getfixturevalue("postgres").database() as url, opened(url, tmp_path / "lake") as made:
            yield made


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A desk over what sixteen learners told, and their pseudonyms by number; nobody changes it."""
    from support.dashboard.desk_room import opened
    from support.dashboard.kind_course import fill

    folder = tmp_path_factory.mktemp("pages")
    with opened(f"sqlite:///{folder / 'desk.db'}", folder / "lake") as made:
        yield made, fill(made.settings.database, folder / "lake")


@pytest.fixture(scope="module")
def analyst(site: Site) -> Visitor:
    """Somebody who sees figures and pseudonyms."""
    return site[0].visitor("analyst")


@pytest.fixture(scope="module")
def reader(site: Site) -> Visitor:
    """Somebody who may read one course."""
    from support.dashboard.kind_course import COURSE

    return site[0].visitor("reader", courses=[COURSE])


@pytest.fixture(scope="module")
def administrator(site: Site) -> Visitor:
    """Somebody who may see names."""
    return site[0].visitor("administrator")
