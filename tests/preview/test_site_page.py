"""The page around a web site: what this browser keeps, what an LRS hears, and always the last build."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route, expect
from support.browser.lms_harness import TWO_PAGES, write_course
from support.browser.lrs_course import PRIVACY

from scormbuild.course.build import build_course
from scormbuild.course.model import LrsEndpoint
from scormbuild.preview.server import Preview

LRS = LrsEndpoint("https://lrs.example.org/xapi", "sb_a", "hidden")
WORDS = "Words of mine"


class Site:
    """One course in the preview, and a page of it."""

    def __init__(self, folder: Path, context: BrowserContext, lrs: LrsEndpoint | None) -> None:
        self.folder, self.context = folder, context
        write_course(folder, TWO_PAGES, **({"privacy": PRIVACY} if lrs else {}))
        self.preview = Preview(
            lambda: build_course(folder, lrs, target="web").files,
            folder,
            folder.parent / "state.json",
            poll=0.05,
            standard="web",
        )

    def open(self) -> Page:
        page = self.context.new_page()
        page.goto(self.preview.url)
        self.wait(page)
        return page

    def wait(self, page: Page, launches: int = 1) -> None:
        page.wait_for_selector(f"body[data-course=open][data-launches='{launches}']")
        page.frame_locator("#course").locator("html.started").wait_for()


@pytest.fixture
def site(context: BrowserContext, tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path / "course", context, None)
    with site.preview:
        yield site


def write(page: Page) -> None:
    page.frame_locator("#course").locator("textarea:visible").fill(WORDS)


def test_a_course_that_is_on_its_way_disturbs_nothing(site: Site) -> None:
    page = site.open()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.evaluate("document.querySelector('#course').contentDocument.documentElement.remove()")
    page.wait_for_timeout(1_500)  # it looks each second
    page.get_by_role("button", name="Load again").click()
    site.wait(page, 2)
    assert faults == []


def test_what_this_browser_keeps_is_shown_and_can_be_emptied(site: Site) -> None:
    page = site.open()
    expect(page.locator("#state-summary")).to_have_text("nothing yet")
    write(page)
    expect(page.locator("#state-summary")).to_have_text("1 answer")
    expect(page.locator("#state")).to_have_text(f"first{WORDS}")
    expect(page.locator("#kept")).to_contain_text("on this device")
    expect(page.locator("#commits")).to_contain_text("names no LRS")
    page.get_by_role("button", name="Load again").click()
    site.wait(page, 2)
    expect(page.frame_locator("#course").locator("textarea:visible")).to_have_value(WORDS)
    page.get_by_role("button", name="Empty the browser").click()
    site.wait(page, 3)
    expect(page.frame_locator("#course").locator("textarea:visible")).to_have_value("")
    expect(page.locator("#state-summary")).to_have_text("nothing yet")


def test_what_is_shown_is_the_last_build_whatever_a_browser_has_kept(site: Site) -> None:
    page = site.open()
    with site.context.expect_page() as opened:
        page.get_by_role("link", name="Open it in a tab of its own").click()
    own = opened.value  # which isn't in a frame, and so asks the browser to keep it
    own.locator("html.started").wait_for()
    title = "A better title"
    write_course(site.folder, {"one": f"---\ntitle: {title}\n---\nText"})
    site.wait(page, 2)
    expect(page.frame_locator("#course").locator("h1").first).to_have_text(title)
    own.reload()
    expect(own.locator("h1").first).to_have_text(title)
    assert own.evaluate("caches.keys()") == []


def answer_as_lrs(route: Route, request: Request) -> None:
    ids = [each["id"] for each in request.post_data_json or []] if request.method == "POST" else []
    headers = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}
    route.fulfill(json=ids, headers=headers)


def test_what_the_lrs_hears_is_shown_and_its_failures_are_simulated(
    context: BrowserContext, tmp_path: Path
) -> None:
    context.route(re.compile(r"https://lrs\.example\.org/.*"), answer_as_lrs)
    site = Site(tmp_path / "course", context, LRS)
    with site.preview:
        page = site.open()
        expect(page.locator("#commits")).to_have_text(f"At {LRS.url}")
        page.get_by_label("The LRS fails").check()
        page.get_by_label("errors", exact=True).check()
        write(page)
        expect(page.locator("#calls tr").first).to_contain_text("an error (500)")
        page.get_by_label("The LRS fails").uncheck()
        page.get_by_label("statements", exact=True).check()
        page.frame_locator("#course").locator("a.next").click()
        answered = page.locator("#calls tr", has_text="answered What is your first thought?")
        expect(answered.first).to_contain_text(f"“{WORDS}”", timeout=20_000)
