"""What the second road costs a learner: little script, no waiting for the page, and a page for everybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Frame, expect
from support.browser.lms_harness import PAGE_TEXT, PLAYER_TEXT, LmsHarness, open_next_page
from support.browser.lrs_course import STEPS, fill_answer
from support.browser.lrs_failures import respond_late
from support.browser.lrs_harness import LrsHarness
from support.browser.page_checks import find_overflow, find_violations, unfold, visit_pages

ROOT = Path(__file__).resolve().parents[2]
SCRIPT, MORE = 56_000, 21_500  # bytes: of any package, and more of one with an LRS
PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
# Each of these looks like something that is better not written; none is anybody's.
PERSONAL = {
    "pii_bsn": "Haar nummer is 111222333.",
    "pii_phone": "Bel me op 06-12345678.",
    "pii_email": "Mail naar jan@example.org.",
    "pii_birth": "Ze is geboren op 3-4-1951.",
}


def first_paint(course: Frame) -> float:
    """The milliseconds from the request for the page to its first content."""
    script = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
    course.page.wait_for_function(f"frames[0].{script} > 0")
    return float(course.evaluate(script))


def request_times(course: Frame, endpoint: str) -> list[float]:
    """When the page began to ask the LRS for something, in the same milliseconds."""
    script = """endpoint => performance.getEntriesByType('resource')
        .filter((entry) => entry.name.startsWith(endpoint)).map((entry) => entry.startTime)"""
    return list(course.evaluate(script, endpoint))


def test_the_script_stays_within_its_bytes(lms: LrsHarness, webcare: LmsHarness) -> None:
    assert len(webcare.preview_lms.builds.files["player.js"]) <= SCRIPT
    assert len(lms.preview_lms.builds.files["player.js"]) <= SCRIPT + MORE


def test_the_lrs_is_asked_nothing_before_the_page_is_there(lms: LrsHarness) -> None:
    context = lms.context()
    for _ in range(2):  # the second launch has a queue of the first
        lms.lrs_proxy.refuse_connections()
        course = lms.open(context)
        STEPS[1].action(course)
        lms.leave(course)
        lms.lrs_proxy.listen()
        course = lms.open(context)
        lms.wait_until(lambda course=course: request_times(course, lms.lrs_proxy.endpoint))
        assert min(request_times(course, lms.lrs_proxy.endpoint)) > first_paint(course)
        lms.leave(course)


def test_an_lrs_that_hangs_delays_nothing(lms: LrsHarness) -> None:
    painted: dict[str, list[float]] = {"well": [], "hangs": []}
    for number in range(3):
        for how in painted:
            lms.lrs_proxy.behaviour = respond_late(lms.lrs_proxy) if how == "hangs" else None
            course = lms.open(learner=f"{how}-{number}")
            painted[how].append(first_paint(course))
            open_next_page(course)
            expect(course.get_by_role("heading", level=1)).to_have_text("Words", timeout=500)
            course.page.close()
    assert median(painted["hangs"]) < 2 * median(painted["well"]) + 50


def test_the_policy_lets_through_the_lrs_and_nobody_else(lms: LrsHarness) -> None:
    complaints: list[str] = []
    context = lms.context()
    context.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    course = lms.open(context)
    for step in STEPS:
        step.action(course)
    lms.wait_until(lambda: "completed" in lms.short_statements())
    assert complaints == []
    page = lms.preview_lms.builds.files["index.html"].decode()
    assert f"connect-src 'self' {lms.lrs_proxy.endpoint.removesuffix('/xapi')};" in page


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_notice_and_warnings_are_for_everybody(lms: LrsHarness, viewport: dict[str, Any]) -> None:
    course = lms.open(viewport=viewport)
    expect(course.get_by_text(PAGE_TEXT["notice"])).to_be_visible()
    assert not find_violations(course)
    open_next_page(course)
    for key, text in zip(("to-both", "to-lms", "to-lrs", "to-nobody"), PERSONAL.values(), strict=True):
        fill_answer(key, text)(course)
    lms.pause(0.5)
    for words in PERSONAL:
        expect(course.get_by_text(PLAYER_TEXT[words])).to_be_visible()
    assert not find_violations(course)
    assert not find_overflow(course)
    for _ in visit_pages(course):
        unfold(course)
        assert not find_violations(course)
        assert not find_overflow(course)


def test_a_warning_blocks_nothing_and_goes_with_its_cause(lms: LrsHarness) -> None:
    course = lms.open()
    open_next_page(course)
    fill_answer("to-both", PERSONAL["pii_bsn"])(course)
    warning = course.get_by_text(PLAYER_TEXT["pii_bsn"])
    expect(warning).to_be_visible()
    lms.wait_until(lambda: f"answered to-both 1 {PERSONAL['pii_bsn']}" in lms.short_statements())
    lms.wait_until(lambda: lms.answers().get("to-both") == PERSONAL["pii_bsn"])
    fill_answer("to-both", "Zonder nummer.")(course)
    expect(warning).to_be_hidden()


def test_the_readers_are_named_before_the_first_question(
    start_lms_with_lrs: Callable[[Path], LrsHarness], webcare: LmsHarness
) -> None:
    lms = start_lms_with_lrs(ROOT / "content/webcare")
    for each in (lms, webcare):
        page = each.preview_lms.builds.files["index.html"].decode()
        assert 0 < page.index('id="_notice"') < page.index('class="question"')
    assert "opleiders van je organisatie" in lms.preview_lms.builds.files["index.html"].decode()
