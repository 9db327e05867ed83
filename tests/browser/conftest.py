"""A classroom for each test: a course in the preview, on a port of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from support.browser.lms_harness import LmsHarness, StartLms, write_course

pytest.register_assert_rewrite("support.browser.lrs_harness")  # so that it says what it got instead
from support.browser import lrs_course
from support.browser.lrs_harness import LrsHarness

from scormbuild.course.targets import DEFAULT_TARGET, TARGETS
from scormbuild.demo.server import LrsServer

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def start_lms(browser: Browser, tmp_path: Path) -> Iterator[StartLms]:
    """`start_lms(folder)` or `start_lms({"page-id": "Markdown", ...}, title=...)`: an LMS with the course."""
    rooms: list[LmsHarness] = []

    def start_lms(
        course: Path | Mapping[str, str | bytes], target: str = DEFAULT_TARGET, **settings: Any
    ) -> LmsHarness:
        folder = tmp_path / f"course-{len(rooms)}"
        folder = course if isinstance(course, Path) else write_course(folder, course, **settings)
        lms = LmsHarness(browser, folder, tmp_path / f"lms-{len(rooms)}.json", target)
        assert not lms.preview_lms.builds.faults, lms.preview_lms.builds.faults
        lms.preview.__enter__()
        rooms.append(lms)
        return lms

    yield start_lms
    for lms in rooms:
        lms.close()
        lms.preview.__exit__(None, None, None)
    assert not [fault for lms in rooms for fault in lms.page_errors]


@pytest.fixture(scope="session")
def lrs_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LrsServer]:
    """An LRS for all classrooms: each has an organisation of its own there."""
    with LrsServer(f"sqlite:///{tmp_path_factory.mktemp('receiver') / 'lrs.db'}") as started:
        yield started


@pytest.fixture
def start_lms_with_lrs(
    browser: Browser, tmp_path: Path, lrs_server: LrsServer
) -> Iterator[Callable[[Path], LrsHarness]]:
    """`start_lms_with_lrs(folder)`: a classroom with a copy of that course, which speaks with an LRS."""
    rooms: list[LrsHarness] = []

    def start_lms_with_lrs(course: Path, target: str = DEFAULT_TARGET) -> LrsHarness:
        folder = shutil.copytree(course, tmp_path / f"equipped-{len(rooms)}")
        lms = LrsHarness(browser, folder, tmp_path / f"equipped-{len(rooms)}.json", lrs_server, target)
        lms.preview.__enter__()
        rooms.append(lms)
        return lms

    yield start_lms_with_lrs
    wrong = [fault for lms in rooms for fault in lms.close_and_check()]
    for lms in rooms:
        lms.preview.__exit__(None, None, None)
    assert not wrong
    assert not [fault for lms in rooms for fault in lms.page_errors]


@pytest.fixture
def lms(start_lms_with_lrs: Callable[[Path], LrsHarness], tmp_path: Path) -> LrsHarness:
    """A classroom with the course in which everything happens."""
    return start_lms_with_lrs(lrs_course.write_lrs_course(tmp_path / "course"))


@pytest.fixture
def webcare(start_lms: StartLms) -> LmsHarness:
    """A classroom with the real course: seven pages, nine open answers, one tick."""
    return start_lms(ROOT / "content/webcare")


# A site has no LMS; what is launched as cmi5 is, by a driver that is the same, can wait.
LMS_STANDARDS = sorted({each.standard for each in TARGETS.values()} - {"web", "tincan"})


@pytest.fixture(params=[*LMS_STANDARDS, pytest.param("tincan", marks=pytest.mark.long)])
def webcare_of_each_standard(start_lms: StartLms, request: pytest.FixtureRequest) -> LmsHarness:
    """The same in an LMS of each standard."""
    target = next(each.name for each in TARGETS.values() if each.standard == request.param)
    return start_lms(ROOT / "content/webcare", target)


@pytest.fixture
def starter(start_lms: StartLms) -> LmsHarness:
    """A classroom with the course that `scormbuild new` makes: the directives that most courses have."""
    return start_lms(ROOT / "src/scormbuild/course/starter/en")
