"""A classroom for each test: a course in the preview, on a port of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from classroom import Classroom, Enter, write_course
from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def enter(browser: Browser, tmp_path: Path) -> Iterator[Enter]:
    """`enter(folder)` or `enter({"page-id": "Markdown", ...}, title=...)`: a classroom with that course."""
    rooms: list[Classroom] = []

    def enter(course: Path | dict[str, str], **settings: Any) -> Classroom:
        folder = tmp_path / f"course-{len(rooms)}"
        folder = course if isinstance(course, Path) else write_course(folder, course, **settings)
        room = Classroom(browser, folder, tmp_path / f"lms-{len(rooms)}.json")
        assert not room.lms.builds.faults, room.lms.builds.faults
        room.preview.__enter__()
        rooms.append(room)
        return room

    yield enter
    for room in rooms:
        room.close()
        room.preview.__exit__(None, None, None)
    assert not [fault for room in rooms for fault in room.faults]


@pytest.fixture
def webcare(enter: Enter) -> Classroom:
    """A classroom with the real course: seven pages, nine open answers, one tick."""
    return enter(ROOT / "content/webcare")


@pytest.fixture
def starter(enter: Enter) -> Classroom:
    """A classroom with the course that `scormbuild new` makes: every directive once."""
    return enter(ROOT / "src/scormbuild/course/starter")
