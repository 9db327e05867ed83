"""An LRS that is away, refuses, hangs or talks nonsense: nobody notices, and all arrives in the end."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Frame, expect
from support.browser.lms_harness import open_next_page
from support.browser.lrs_course import LMS_ANSWERS, STEPS, expected_statements, fill_answer
from support.browser.lrs_failures import (
    ERROR_PAGE,
    limit_batch_size,
    lose_response,
    reject_word,
    respond_late,
    respond_with,
    respond_with_garbage,
)
from support.browser.lrs_harness import LrsHarness
from support.browser.lrs_proxy import Behaviour, LrsProxy

WHOLE_SESSION = [*expected_statements(), "terminated"]
NEXT_SESSION = ["initialized", "resumed", "terminated"]


def take_all_steps(course: Frame) -> float:
    """Take all steps; the seconds that it took."""
    begun = time.monotonic()
    for step in STEPS:
        step.action(course)
        course.page.wait_for_timeout(50)
    return time.monotonic() - begun


def assert_untouched(lms: LrsHarness, course: Frame) -> None:
    """The LMS has all, and the page says no more than that."""
    lms.wait_until(lambda: lms.answers() == LMS_ANSWERS and lms.status() == "completed")
    expect(course.locator("#_standing.warning")).to_have_count(0)
    assert not lms.page_errors


def launch_again(lms: LrsHarness, context: BrowserContext) -> None:
    """Launch again, and leave once nothing waits."""
    course = lms.open(context)
    lms.wait_until(lambda: "resumed" in lms.short_statements())
    lms.leave(course)


def test_an_lrs_that_is_down_all_the_time_gets_the_same_at_the_next_launch(lms: LrsHarness) -> None:
    context = lms.context()
    lms.lrs_proxy.refuse_connections()
    course = lms.open(context)
    take_all_steps(course)
    assert_untouched(lms, course)
    lms.leave(course)
    lms.lrs_proxy.listen()
    assert lms.short_statements() == []
    launch_again(lms, context)
    lms.expect_statement_set([*WHOLE_SESSION, *NEXT_SESSION])
    order = [told for told in lms.short_statements() if not told.startswith("progressed")]
    whole = [told for told in WHOLE_SESSION if not told.startswith("progressed")]
    assert order[: len(whole)] == whole


def test_an_lrs_that_is_down_makes_nothing_slower(lms: LrsHarness) -> None:
    taken = {}
    for state in ("up", "down"):
        if state == "down":
            lms.lrs_proxy.refuse_connections()
        course = lms.open(learner=state)
        taken[state] = take_all_steps(course)
        course.page.close()
    assert taken["down"] < taken["up"] * 1.5 + 1


BEHAVIOURS: dict[str, Callable[[LrsProxy], Behaviour]] = {
    "429": lambda _: respond_with(429, ("Retry-After", "1")),
    "503": lambda _: respond_with(503, ("Retry-After", "1")),
    "500": lambda _: respond_with(500),
    "502 of a proxy": lambda _: respond_with(
        502, ("Content-Type", "text/html"), body=ERROR_PAGE, readable=False
    ),
    "200 of a proxy": lambda _: respond_with(200, ("Content-Type", "text/html"), body=ERROR_PAGE),
    "garbage": lambda _: respond_with_garbage,
    "hanging": respond_late,
    "answers lost": lose_response,
    "404": lambda _: respond_with(404),
}


LONG = {"429", "500", "502 of a proxy", "404"}  # like another one, but for the status
EACH = [pytest.param(mood, marks=[pytest.mark.long] if mood in LONG else []) for mood in BEHAVIOURS]


@pytest.mark.parametrize("mood", EACH)
def test_what_an_lrs_in_trouble_did_not_take_comes_at_the_next_launch(lms: LrsHarness, mood: str) -> None:
    context = lms.context()
    lms.lrs_proxy.behaviour = BEHAVIOURS[mood](lms.lrs_proxy)
    course = lms.open(context)
    take_all_steps(course)
    assert_untouched(lms, course)
    lms.leave(course)
    lms.lrs_proxy.behaviour = None
    lms.lrs_proxy.release_event.set()
    launch_again(lms, context)
    lms.expect_statement_set([*WHOLE_SESSION, *NEXT_SESSION])


@pytest.mark.parametrize("mood", [each for each in EACH if each.values[0] in {"429", "503", "answers lost"}])
def test_an_lrs_that_recovers_gets_all_in_the_same_session(lms: LrsHarness, mood: str) -> None:
    lms.lrs_proxy.behaviour = BEHAVIOURS[mood](lms.lrs_proxy)
    course = lms.open()
    take_all_steps(course)
    lms.pause(0.5)
    tries = len([asked for asked in lms.lrs_proxy.requests if asked.method != "OPTIONS"])
    assert 0 < tries < 12, "each try comes later than the one before"
    lms.lrs_proxy.behaviour = None
    lms.expect_statement_set(expected_statements(), within=30)


def test_a_pause_that_the_lrs_asks_for_is_kept(lms: LrsHarness) -> None:
    lms.lrs_proxy.behaviour = respond_with(429, ("Retry-After", "3"))
    course = lms.open()
    lms.wait_until(lms.lrs_proxy.write_requests)
    open_next_page(course)
    fill_answer("to-both", "Later.")(course)
    lms.pause(2)
    assert len(lms.lrs_proxy.write_requests()) == 1
    lms.lrs_proxy.behaviour = None
    lms.wait_until(lambda: "answered to-both 1 Later." in lms.short_statements())
    first, second = (asked.received_at for asked in lms.lrs_proxy.write_requests()[:2])
    assert second - first >= 2.9


def test_one_statement_that_can_never_be_stored_takes_no_other_along(lms: LrsHarness) -> None:
    lms.lrs_proxy.behaviour = reject_word("Go away!")
    course = lms.open()
    take_all_steps(course)
    rest = [told for told in expected_statements() if "Go away!" not in told]
    lms.expect_statement_set(rest, within=20)
    lms.leave(course)
    lms.expect_statement_set([*rest, "terminated"], within=20)
    assert lms.answers() == LMS_ANSWERS


def test_an_lrs_with_little_room_gets_small_batches(lms: LrsHarness) -> None:
    context = lms.context()
    lms.lrs_proxy.refuse_connections()
    course = lms.open(context)
    take_all_steps(course)
    lms.leave(course)
    lms.lrs_proxy.behaviour = limit_batch_size(4)
    lms.lrs_proxy.listen()
    launch_again(lms, context)
    lms.expect_statement_set([*WHOLE_SESSION, *NEXT_SESSION], within=20)


def test_a_key_that_is_revoked_loses_nothing_for_the_next_key(lms: LrsHarness) -> None:
    context = lms.context()
    lms.set_package_key(("sb_unknown", "secret"))
    course = lms.open(context)
    take_all_steps(course)
    assert_untouched(lms, course)
    assert len(lms.lrs_proxy.write_requests()) < 12, "a key that is refused isn't tried over and over"
    lms.leave(course)
    assert lms.short_statements() == []
    lms.set_package_key(lms.write_key)
    launch_again(lms, context)
    lms.expect_statement_set([*WHOLE_SESSION, *NEXT_SESSION])


def test_a_key_for_another_origin_loses_nothing_for_the_next_key(lms: LrsHarness) -> None:
    context = lms.context()
    lms.set_package_key(
        lms.new_key({"statements/write"}, lms.package_limits(origins=("https://elsewhere.example.org",)))
    )
    course = lms.open(context)
    take_all_steps(course)
    assert_untouched(lms, course)
    lms.leave(course)
    assert lms.short_statements() == []
    lms.set_package_key(lms.write_key)
    launch_again(lms, context)
    lms.expect_statement_set([*WHOLE_SESSION, *NEXT_SESSION])


@pytest.mark.long
def test_a_key_whose_rate_is_low_gets_all_through_in_the_end(lms: LrsHarness) -> None:
    lms.set_package_key(lms.new_key({"statements/write"}, lms.package_limits(rate=60)))
    course = lms.open()
    take_all_steps(course)
    lms.expect_statement_set(expected_statements(), within=60)
