"""Wrong clocks, shared devices, two tabs, storage full or forbidden, no LMS: what is told, and what not."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import BrowserContext, Frame
from support.browser.lms_harness import open_next_page
from support.browser.lrs_course import LMS_ANSWERS, STEPS, expected_statements, fill_answer
from support.browser.lrs_harness import LrsHarness

HOUR = 3600
NO_STORAGE = """
Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }});
"""
FULL_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') };"
PLAIN_HTTP = """
Object.defineProperty(Crypto.prototype, 'subtle', {get: () => undefined});
delete Crypto.prototype.randomUUID;
Object.defineProperty(window, 'isSecureContext', {get: () => false});
"""


def context_with_script(lms: LrsHarness, script: str) -> BrowserContext:
    """A browser in whose pages this script runs first."""
    context = lms.context()
    context.add_init_script(f"if (location.pathname.startsWith('/course/')) {{ {script} }}")
    return context


def take_all_steps(course: Frame) -> None:
    for step in STEPS:
        step.action(course)
        course.page.wait_for_timeout(50)


@pytest.mark.parametrize("wrong", [-30 * 24 * HOUR, -2 * HOUR, 3 * HOUR, 400 * 24 * HOUR])
def test_a_clock_that_is_wrong_is_put_right(lms: LrsHarness, wrong: int) -> None:
    now = dt.datetime.now(dt.UTC)
    context = context_with_script(lms, f"const now = Date.now; Date.now = () => now() + {wrong * 1000};")
    course = lms.open(context)
    take_all_steps(course)
    lms.expect_statement_set(expected_statements())
    for statement in lms.stored_statements():
        told = dt.datetime.fromisoformat(statement["timestamp"])
        assert abs((told - now).total_seconds()) < 60, statement["timestamp"]


def test_what_was_done_while_the_lrs_was_away_keeps_its_time(lms: LrsHarness) -> None:
    context = lms.context()
    lms.lrs_proxy.refuse_connections()
    begun = dt.datetime.now(dt.UTC)
    course = lms.open(context)
    take_all_steps(course)
    lms.leave(course)
    ended = dt.datetime.now(dt.UTC)
    lms.pause(2)
    lms.lrs_proxy.listen()
    lms.open(context)
    lms.wait_until(lambda: "resumed" in lms.short_statements())
    for statement in lms.stored_statements()[: len(expected_statements())]:
        told = dt.datetime.fromisoformat(statement["timestamp"])
        assert begun - dt.timedelta(seconds=1) <= told <= ended + dt.timedelta(seconds=1)


def test_two_learners_on_one_device_are_never_mixed(lms: LrsHarness) -> None:
    shared = lms.context()
    lms.lrs_proxy.refuse_connections()
    course = lms.open(shared, "first-learner")
    open_next_page(course)
    fill_answer("to-both", "Of the first.")(course)
    lms.leave(course)
    lms.lrs_proxy.listen()
    other = lms.open(shared, "second-learner")
    open_next_page(other)
    fill_answer("to-both", "Of the second.")(other)
    lms.wait_until(lambda: "answered to-both 1 Of the second." in lms.short_statements())
    lms.leave(other)
    lms.wait_until(lambda: "terminated" in lms.short_statements())
    assert "Of the first." not in str(lms.sent_statements())
    assert len({each["actor"]["account"]["name"] for each in lms.stored_statements()}) == 1
    lms.open(shared, "first-learner")
    lms.wait_until(lambda: "answered to-both 1 Of the first." in lms.short_statements())
    people: dict[str, str] = {}
    for statement in lms.stored_statements():
        person, registration = statement["actor"]["account"]["name"], statement["context"]["registration"]
        assert people.setdefault(registration, person) == person
    assert len(people) == len(set(people.values())) == 2


def test_two_tabs_of_one_learner_tell_each_thing_once(lms: LrsHarness) -> None:
    context, lms.check_order = lms.context(), False
    first, second = lms.open(context), lms.open(context)
    for course, text in ((first, "From the first."), (second, "From the second.")):
        open_next_page(course)
        fill_answer("to-both", text)(course)
        lms.pause(0.3)
    for course in (first, second):
        course.page.close()
    lms.wait_until(lambda: any("From the second." in told for told in lms.short_statements()))
    lms.wait_until(lambda: lms.short_statements().count("terminated") >= 1)
    told = [
        told
        for told in lms.short_statements()
        if not told.startswith(("initialized", "terminated", "suspended", "resumed"))
    ]
    assert len(told) == len(set(told))


@pytest.mark.parametrize("script", [NO_STORAGE, FULL_STORAGE], ids=["blocked", "full"])
def test_a_browser_that_keeps_nothing_tells_all_as_long_as_it_is_open(lms: LrsHarness, script: str) -> None:
    course = lms.open(context_with_script(lms, script))
    take_all_steps(course)
    lms.wait_until(lambda: lms.answers() == LMS_ANSWERS)
    lms.expect_statement_set(expected_statements())
    lms.leave(course)
    lms.expect_statement_set([*expected_statements(), "terminated"])


def test_plain_http_without_secure_parts_of_the_browser_tells_all(lms: LrsHarness) -> None:
    course = lms.open(context_with_script(lms, PLAIN_HTTP))
    take_all_steps(course)
    lms.expect_statement_set(expected_statements())


@pytest.mark.parametrize("mode", ["review", "browse"])
def test_nothing_is_told_in_review_or_browse_mode(lms: LrsHarness, mode: str) -> None:
    context = lms.context()
    course = lms.open(context)
    take_all_steps(course)
    lms.expect_statement_set(expected_statements())
    lms.leave(course)
    lms.expect_statement_set([*expected_statements(), "terminated"])
    lms.set_switches(mode=mode)
    before = len(lms.lrs_proxy.requests)
    course = lms.open(context)
    open_next_page(course)
    lms.pause(1.5)
    lms.leave(course)
    lms.pause(0.5)
    assert len(lms.lrs_proxy.requests) == before


def test_nothing_is_told_without_an_lms(lms: LrsHarness) -> None:
    page = lms.open_without_lms()
    open_next_page(page)
    page.locator("textarea[data-id=to-both]").fill("Who reads this?")
    page.wait_for_timeout(1500)
    page.close()
    lms.pause(0.5)
    assert lms.lrs_proxy.requests == []


def test_a_new_attempt_is_another_registration(lms: LrsHarness) -> None:
    context = lms.context()
    course = lms.open(context)
    take_all_steps(course)
    lms.wait_until(lambda: lms.status() == "completed")
    lms.pause(0.5)
    lms.leave(course)
    lms.expect_statement_set([*expected_statements(), "terminated"])
    lms.preview_lms.learners.start_attempt("learner-1")
    again = lms.open(context)
    lms.wait_until(lambda: lms.short_statements().count("initialized") == 2)
    assert len({each["context"]["registration"] for each in lms.stored_statements()}) == 2
    assert "resumed" not in lms.short_statements()
    lms.leave(again)
