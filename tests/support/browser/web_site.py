"""A course on a web server of its own, which can be given another version, or be gone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from support.browser.lms_harness import wait_until_ready
from support.browser.sites import serve_files

from scormbuild.course.build import build_course
from scormbuild.course.model import LrsEndpoint


class WebSite:
    """The site of one course; what `publish` builds is what the server gives from then on."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder
        self.files: dict[str, bytes] = {}
        self.port = 0
        self.contexts: list[BrowserContext] = []
        self.page_errors: list[str] = []

    @property
    def origin(self) -> str:
        """Where it is, without a slash behind."""
        return f"http://127.0.0.1:{self.port}"

    def publish(self, lrs: LrsEndpoint | None = None) -> None:
        """Build the course, and put it on the server in place of what is there."""
        built = build_course(self.folder, lrs, target="web").files
        self.files.clear()
        self.files.update(built)

    def context(self, **options: Any) -> BrowserContext:
        """A fresh browser."""
        context = self.browser.new_context(**{"reduced_motion": "reduce", **options})
        context.set_default_timeout(10_000)
        context.on("weberror", lambda fault: self.page_errors.append(f"{fault.error}"))
        self.contexts.append(context)
        return context

    def open(self, context: BrowserContext | None = None, address: str = "/") -> Page:
        """The course, ready to be used."""
        page = (context or self.context()).new_page()
        page.goto(self.origin + address)
        wait_until_ready(page.main_frame)
        return page


@contextmanager
def open_site(browser: Browser, folder: Path) -> Iterator[WebSite]:
    """The site, until the block ends; an exception in one of its pages is a failure."""
    site = WebSite(browser, folder)
    site.publish()
    with serve_files(site.files) as site.port:
        yield site
        for context in site.contexts:
            context.close()
    assert site.page_errors == []


def wait_until(page: Page, condition: str, within: float = 8.0) -> None:
    """Wait until a promise of the page gives something true."""
    end = time.monotonic() + within
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(50)


def wait_until_kept(page: Page) -> None:
    """Wait until the browser has all of the course."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
