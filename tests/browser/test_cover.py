"""The cover: the way in at a launch and the way on at the next; no course waits for it, and nothing jumps."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from support.browser.lms_harness import TWO_PAGES, LmsHarness, StartLms, wait_until_ready
from support.browser.page_checks import find_overflow, find_violations

ROOT = Path(__file__).resolve().parents[2]
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
# What moves without a learner's doing (Layout Instability) once there is something to see: a busy machine
# lays a page out before its style sheet is there, and paints nothing of that.
LAYOUT_SHIFT = """() => new Promise((done) => {
    let sum = 0;
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    new PerformanceObserver((list) => {
        for (const { hadRecentInput, startTime, value } of list.getEntries()) {
            if (!hadRecentInput && startTime > paint.startTime) sum += value;
        }
    }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => done(sum), 600);
})"""


@pytest.fixture
def lms(start_lms: StartLms) -> LmsHarness:
    return start_lms(TWO_PAGES, cover=True)


def open_cover(lms: LmsHarness, path: str = "course/index.html", page: Page | None = None) -> Page:
    page = page or lms.context(viewport=PHONE).new_page()
    page.goto(f"{lms.url}{path}")
    wait_until_ready(page.main_frame)
    return page


def test_a_first_launch_shows_what_it_is_and_the_way_in(lms: LmsHarness) -> None:
    page = open_cover(lms)
    expect(page.locator("main")).to_match_aria_snapshot("""
        - main:
          - heading "A trial" [level=1]
          - paragraph: A trial.
          - paragraph: This takes about 5 minutes.
          - list:
            - listitem: 2 Pages
            - listitem: 2 Questions
          - link "Start"
    """)
    expect(page.locator(".page:visible, .steps:visible")).to_have_count(0)
    assert page.title() == "A trial"
    assert find_overflow(page) == []
    assert find_violations(page) == []
    page.get_by_role("link", name="Start").press("Enter")
    expect(page.locator("#one h1")).to_be_focused()
    expect(page.locator("#_cover")).to_be_hidden()
    expect(page.locator(".steps")).to_be_visible()


def test_the_cover_counts_what_the_line_beside_it_counts(start_lms: StartLms) -> None:
    """With pages for one role, and a quiz that draws some of its questions."""
    page = open_cover(start_lms(ROOT / "content/hand-hygiene"))
    facts = dict(reversed(each.split()) for each in page.locator(".facts li").all_inner_texts())
    page.set_viewport_size(DESKTOP)
    expect(page.locator("#_progress p")).to_have_text(f"0 of {facts['Questions']} questions answered")
    # My answers, the words explained and the certificate are no pages of the course.
    expect(page.locator("#_menu li:visible a:not([href^='#_'])")).to_have_count(int(facts["Pages"]))


def test_a_later_launch_offers_to_go_on_where_somebody_was(lms: LmsHarness) -> None:
    course = lms.open()  # past the cover
    course.locator("a.next").click()
    lms.wait_until(lambda: lms.state().get("page") == "two")
    lms.leave(course)
    page = lms.context().new_page()
    page.goto(f"{lms.url}?learner=learner-1")
    again = page.frame_locator("[name=course]")
    expect(again.get_by_role("link", name="Go on Two")).to_be_visible()
    again.get_by_role("link", name="Go on Two").click()
    expect(again.locator("#two h1")).to_be_focused()
    lms.wait_until(lambda: lms.state()["seen"] == ["one", "two"])


def test_who_only_sees_the_cover_has_seen_no_page(lms: LmsHarness) -> None:
    page = lms.context().new_page()
    page.goto(f"{lms.url}?learner=learner-1")
    expect(page.frame_locator("[name=course]").locator("#_start")).to_be_visible()
    lms.wait_until(lms.state)
    assert lms.state()["seen"] == []
    assert lms.status() == "incomplete"


def test_an_address_with_a_page_and_a_page_that_is_loaded_again_have_no_cover(lms: LmsHarness) -> None:
    page = open_cover(lms, "course/index.html#two")
    expect(page.locator("#two")).to_be_visible()
    expect(page.locator("#_cover")).to_be_hidden()
    page.reload()
    wait_until_ready(page.main_frame)
    expect(page.locator("#two")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_jumps_while_it_opens(lms: LmsHarness, start_lms: StartLms, viewport: dict[str, int]) -> None:
    page = open_cover(lms, page=lms.context(viewport=viewport).new_page())
    assert page.evaluate(LAYOUT_SHIFT) == 0
    page = lms.context(viewport=viewport).new_page()
    page.goto(lms.url)
    page.locator("body[data-course=open]").wait_for()
    frame = page.frame("course")
    assert frame
    wait_until_ready(frame)
    assert frame.evaluate(LAYOUT_SHIFT) == 0
    assert start_lms(TWO_PAGES).open(viewport=viewport).evaluate(LAYOUT_SHIFT) == 0
    page = open_cover(lms, "course/index.html#two", lms.context(viewport=viewport).new_page())
    # That this page is the one that was asked for is known once it has come, and only then the header grows.
    assert page.evaluate(LAYOUT_SHIFT) < 0.15


def test_a_warning_is_seen_on_the_cover_too(lms: LmsHarness) -> None:
    context = lms.context(viewport=PHONE)
    lms.leave(lms.open(context))
    page = open_cover(lms, page=context.new_page())  # beside the learning system, where it was opened before
    expect(page.locator("#_standing.warning")).to_be_visible()
    expect(page.locator("#_start")).to_be_visible()
