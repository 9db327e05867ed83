"""What a learner wrote is back, whatever became of the tab."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Error, Frame, expect
from support.browser.classroom import SAYS, SMALL, Classroom, Enter, answer_all, fields, go_on


def crash(course: Frame) -> None:
    """End the tab as an empty battery does: no script of it runs any more."""
    with course.page.expect_event("crash"), suppress(Error):
        course.page.goto("chrome://crash", timeout=2_000)


def own_words(key: str) -> str:
    return f"Dit schreef ik bij {key}: twijfel ik, dan plaats ik het niet."


def test_nine_of_nine_answers_are_back_in_a_fresh_browser_after_the_tab_closed_in_mid_sentence(
    webcare: Classroom,
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


def test_nine_of_nine_answers_are_back_from_an_lms_that_knows_no_beacon(webcare: Classroom) -> None:
    webcare.switch(no_beacon=True)
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


def test_without_the_beacon_all_but_the_last_ten_seconds_of_unbroken_typing_are_back(enter: Enter) -> None:
    room = enter(SMALL)
    room.switch(no_beacon=True)
    context = room.context()
    course = room.open(context)
    field = course.get_by_role("textbox")
    text = "".join(chr(ord("a") + place % 26) for place in range(65))
    field.press_sequentially(text, delay=200, timeout=60_000)  # 13 seconds, never pausing for one
    course.page.close()
    elsewhere = fields(room.open())["first"]
    assert text.startswith(elsewhere)
    assert len(text) > len(elsewhere) >= 65 - 50 - 5
    assert fields(room.open(context))["first"] == text


def test_without_the_beacon_a_pause_of_a_second_is_enough_to_be_safe(enter: Enter) -> None:
    room = enter(SMALL)
    room.switch(no_beacon=True)
    course = room.open()
    course.get_by_role("textbox").press_sequentially("Safe now.")
    room.until(lambda: room.answers() == {"first": "Safe now."}, within=2)


def test_the_words_of_a_tab_that_crashed_are_back_in_the_same_browser(enter: Enter) -> None:
    room = enter(SMALL)
    context = room.context()
    course = room.open(context)
    course.get_by_role("textbox").press_sequentially("Half a sent", delay=5)
    course.page.wait_for_timeout(100)  # for the browser's storage to leave the tab
    crash(course)
    assert room.answers() == {}
    again = room.open(context)
    expect(again.get_by_role("textbox")).to_have_value("Half a sent")
    expect(again.locator("#_restored")).to_be_visible()
    room.until(lambda: room.answers() == {"first": "Half a sent"})


def test_a_learner_comes_back_to_the_page_that_was_open(enter: Enter) -> None:
    room = enter(SMALL)
    course = room.open()
    go_on(course)
    course.page.close()
    again = room.open()
    expect(again.get_by_role("heading", level=1)).to_have_text("Two")


def test_a_course_that_is_done_stays_done_though_an_answer_is_emptied(enter: Enter) -> None:
    room = enter(SMALL)
    course = room.open()
    answer_all(course, own_words)
    room.until(lambda: room.status() == "completed")
    expect(course.locator("#_outcome")).to_contain_text(SAYS["done"])
    course.locator("a.previous").click()
    course.get_by_role("textbox").fill("")
    room.until(lambda: room.answers() == {"first": own_words("first"), "second": ""})
    room.leave(course)
    room.open()
    assert room.status() == "completed"


def test_an_answer_that_was_emptied_stays_empty(enter: Enter) -> None:
    room = enter(SMALL)
    context = room.context()
    course = room.open(context)
    course.get_by_role("textbox").fill("Not what I meant.")
    room.until(lambda: room.answers() == {"first": "Not what I meant."})
    course.get_by_role("textbox").fill("")
    course.page.close()
    assert fields(room.open(context))["first"] == ""
    assert fields(room.open())["first"] == ""
