"""A classroom for each test: a course in the preview, on a port of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from support.browser.classroom import Classroom, Enter, write_course

pytest.register_assert_rewrite("support.browser.receiver_room")  # so that it says what it got instead
from support.browser import receiver_course
from support.browser.receiver_room import Room

from scormbuild.demo.server import LrsServer

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


@pytest.fixture(scope="session")
def reception(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LrsServer]:
    """A receiver for all classrooms: each has an organisation of its own there."""
    with LrsServer(f"sqlite:///{tmp_path_factory.mktemp('receiver') / 'receiver.db'}") as started:
        yield started


@pytest.fixture
def equip(browser: Browser, tmp_path: Path, reception: LrsServer) -> Iterator[Callable[[Path], Room]]:
    """`equip(folder)`: a classroom with a copy of that course, which speaks with a receiver."""
    rooms: list[Room] = []

    def equip(course: Path) -> Room:
        folder = shutil.copytree(course, tmp_path / f"equipped-{len(rooms)}")
        room = Room(browser, folder, tmp_path / f"equipped-{len(rooms)}.json", reception)
        room.preview.__enter__()
        rooms.append(room)
        return room

    yield equip
    wrong = [fault for room in rooms for fault in room.finish()]
    for room in rooms:
        room.preview.__exit__(None, None, None)
    assert not wrong
    assert not [fault for room in rooms for fault in room.faults]


@pytest.fixture
def room(equip: Callable[[Path], Room], tmp_path: Path) -> Room:
    """A classroom with the course in which everything happens."""
    return equip(receiver_course.write(tmp_path / "course"))


@pytest.fixture
def webcare(enter: Enter) -> Classroom:
    """A classroom with the real course: seven pages, nine open answers, one tick."""
    return enter(ROOT / "content/webcare")


@pytest.fixture
def starter(enter: Enter) -> Classroom:
    """A classroom with the course that `scormbuild new` makes: every directive once."""
    return enter(ROOT / "src/scormbuild/course/starter")
