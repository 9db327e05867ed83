"""What a learner wrote is back, whatever became of the tab."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Error, Frame, expect
from support.browser.lms_harness import (
    PLAYER_TEXT,
    TWO_PAGES,
    LmsHarness,
    StartLms,
    answer_all,
    fields,
    open_next_page,
)


def crash_tab(course: Frame) -> None:
    """End the tab as an empty battery does: no script of it runs any more."""
    with course.page.expect_event("crash"), suppress(Error):
        course.page.goto("chrome://crash", timeout=2_000)


def own_words(key: str) -> str:
    return f"Dit schreef ik bij {key}: twijfel ik, dan plaats ik het niet."


def test_nine_of_nine_answers_are_back_in_a_fresh_browser_after_the_tab_closed_in_mid_sentence(
    webcare: LmsHarness,
) -> None:
    course = webcare.open()
    written = answer_all(course, own_words)
    course.locator("a.previous").click()
    course.locator("a.previous").click()
    last = course.get_by_role("textbox", name="De beste reactie")
    last.press("End")
    last.press_sequentially(" En toen vi")
    webcare.leave(course)
    again = fields(webcare.open())
    assert len(again) == 9
    assert again == {**written, "antwoord-good": written["antwoord-good"] + " En toen vi"}


def test_nine_of_nine_answers_are_back_from_an_lms_that_knows_no_beacon(webcare: LmsHarness) -> None:
    webcare.set_switches(no_beacon=True)
    course = webcare.open()
    written = answer_all(course, own_words)
    course.locator("a.previous").click()
    course.locator("a.previous").click()
    last = course.get_by_role("textbox", name="De beste reactie")
    last.press("End")
    more = "".join(chr(ord("a") + place % 26) for place in range(65))
    last.press_sequentially(more, delay=200, timeout=60_000)  # 13 seconds, never pausing for one
    course.page.close()
    again = fields(webcare.open())
    newest = again.pop("antwoord-good").removeprefix(written.pop("antwoord-good"))
    assert len(again) == 8
    assert again == written
    assert more.startswith(newest)
    assert len(newest) >= 65 - 50 - 5


def test_without_the_beacon_all_but_the_last_ten_seconds_of_unbroken_typing_are_back(
    start_lms: StartLms,
) -> None:
    lms = start_lms(TWO_PAGES)
    lms.set_switches(no_beacon=True)
    context = lms.context()
    course = lms.open(context)
    field = course.get_by_role("textbox")
    text = "".join(chr(ord("a") + place % 26) for place in range(65))
    field.press_sequentially(text, delay=200, timeout=60_000)  # 13 seconds, never pausing for one
    course.page.close()
    elsewhere = fields(lms.open())["first"]
    assert text.startswith(elsewhere)
    assert len(text) > len(elsewhere) >= 65 - 50 - 5
    assert fields(lms.open(context))["first"] == text


def test_without_the_beacon_a_pause_of_a_second_is_enough_to_be_safe(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    lms.set_switches(no_beacon=True)
    course = lms.open()
    course.get_by_role("textbox").press_sequentially("Safe now.")
    lms.wait_until(lambda: lms.answers() == {"first": "Safe now."}, within=2)


def test_the_words_of_a_tab_that_crashed_are_back_in_the_same_browser(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    context = lms.context()
    course = lms.open(context)
    course.get_by_role("textbox").press_sequentially("Half a sent", delay=5)
    course.page.wait_for_timeout(100)  # for the browser's storage to leave the tab
    crash_tab(course)
    assert lms.answers() == {}
    again = lms.open(context)
    expect(again.get_by_role("textbox")).to_have_value("Half a sent")
    expect(again.locator("#_restored")).to_be_visible()
    lms.wait_until(lambda: lms.answers() == {"first": "Half a sent"})


def test_a_learner_comes_back_to_the_page_that_was_open(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open()
    open_next_page(course)
    course.page.close()
    again = lms.open()
    expect(again.get_by_role("heading", level=1)).to_have_text("Two")


def test_a_course_that_is_done_stays_done_though_an_answer_is_emptied(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open()
    answer_all(course, own_words)
    lms.wait_until(lambda: lms.status() == "completed")
    expect(course.locator("#_outcome")).to_contain_text(PLAYER_TEXT["done"])
    course.locator("a.previous").click()
    course.get_by_role("textbox").fill("")
    lms.wait_until(lambda: lms.answers() == {"first": own_words("first"), "second": ""})
    lms.leave(course)
    lms.open()
    assert lms.status() == "completed"


def test_an_answer_that_was_emptied_stays_empty(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    context = lms.context()
    course = lms.open(context)
    course.get_by_role("textbox").fill("Not what I meant.")
    lms.wait_until(lambda: lms.answers() == {"first": "Not what I meant."})
    course.get_by_role("textbox").fill("")
    course.page.close()
    assert fields(lms.open(context))["first"] == ""
    assert fields(lms.open())["first"] == ""
