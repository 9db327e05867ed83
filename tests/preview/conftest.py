"""A preview of a small course that a test writes by hand, and a browser to look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.preview.lms_client import Client, Course

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from support.preview.lms_page import LmsPage

    from scormbuild.preview.server import Preview


@pytest.fixture
def course(tmp_path: Path) -> Course:
    folder = tmp_path / "course"
    folder.mkdir()
    return Course(folder)


@pytest.fixture
def open_preview(course: Course, tmp_path: Path) -> Callable[[], Preview]:
    """A preview that has yet to start; a second one finds what the first one kept."""
    from scormbuild.preview.server import Preview

    return lambda: Preview(course.build, course.folder, tmp_path / "kept" / "state.json", poll=0.05)


@pytest.fixture
def preview(open_preview: Callable[[], Preview]) -> Iterator[Preview]:
    with open_preview() as running:
        yield running


@pytest.fixture
def client(preview: Preview) -> Client:
    return Client(preview.url)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.set_default_timeout(10_000)
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def lms(page: Page, preview: Preview) -> Iterator[LmsPage]:
    from support.preview.lms_page import LmsPage

    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    yield LmsPage(page, preview)
    assert not [words for words in said if "Failed to load resource" not in words]
