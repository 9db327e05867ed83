"""Review, browse, a new attempt: what the LMS holds is read, and not touched."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect
from support.browser.classroom import SAYS, SMALL, Classroom, Enter, answer_all, fields, go_on, storage

HELD = {"first": "My words at first", "second": "My words at second"}


def finish_once(room: Classroom, context: BrowserContext | None = None) -> None:
    """A learner does the whole course, sees that it is done, and closes it."""
    course = room.open(context)
    answer_all(course, lambda key: HELD[key])
    room.until(lambda: room.status() == "completed")
    expect(course.locator("#_standing")).to_contain_text(SAYS["saved"])
    room.pause(0.3)
    room.leave(course)


@pytest.mark.parametrize("mode", ["review", "browse"])
def test_nothing_is_written_in_review_or_browse_mode(enter: Enter, mode: str) -> None:
    room = enter(SMALL)
    context = room.context()
    finish_once(room, context)
    held = room.data()
    room.switch(mode=mode)
    room.lms.calls.clear()
    room.lms.commits.clear()
    course = room.open(context)
    kept = storage(course)
    assert fields(course) == HELD
    course.locator("#_menu_button").click()
    course.locator("#_menu a").first.click()
    field = course.get_by_role("textbox")
    field.press_sequentially("mine!")
    expect(field).to_have_value(HELD["first"])
    expect(field).not_to_be_editable()
    expect(course.locator("#_standing")).to_contain_text(SAYS[mode])
    go_on(course)
    room.pause(1.2)
    assert storage(course) == kept
    room.leave(course)
    assert "LMSSetValue" not in room.methods()
    assert len(room.lms.commits) == {"review": 1, "browse": 0}[mode]
    assert (
        room.data() | {"cmi.core.exit": held["cmi.core.exit"]} == held
    )  # exit: the LMS's own note of a Finish


def test_who_only_looks_around_has_not_done_the_course(enter: Enter) -> None:
    """Moodle calls a course completed that ends without a status: also a preview, before anybody began."""
    room = enter(SMALL)
    room.switch(mode="browse")
    course = room.open()
    go_on(course)
    room.leave(course)
    assert room.data() == {}
    room.switch(mode="normal")
    finish_once(room)


def test_after_a_finished_attempt_a_new_one_starts_empty_on_another_device(enter: Enter) -> None:
    room = enter(SMALL)
    finish_once(room)
    room.lms.learners.start_attempt("learner-1")
    course = room.open()
    assert fields(course) == {"first": "", "second": ""}
    expect(course.get_by_role("heading", level=1)).to_have_text("One")
    room.until(lambda: room.status() == "incomplete")
    assert room.lms.learner_data("learner-1")["attempts"][0]["cmi.core.lesson_status"] == "completed"


def test_a_new_attempt_that_began_on_another_device_is_not_filled_from_the_old_one(enter: Enter) -> None:
    room = enter(SMALL)
    context = room.context()
    finish_once(room, context)
    room.lms.learners.start_attempt("learner-1")
    elsewhere = room.open()
    elsewhere.locator("#q_first").fill("New words")
    room.until(lambda: room.answers() == {"first": "New words"})
    room.leave(elsewhere)
    course = room.open(context)
    assert fields(course) == {"first": "New words", "second": ""}
    room.pause(1.2)
    assert room.status() == "incomplete"


def test_after_a_finished_attempt_a_new_one_starts_empty_in_the_same_browser_too(enter: Enter) -> None:
    room = enter(SMALL)
    context = room.context()
    finish_once(room, context)
    room.lms.learners.start_attempt("learner-1")
    course = room.open(context)
    assert fields(course) == {"first": "", "second": ""}
    expect(course.get_by_role("heading", level=1)).to_have_text("One")
    expect(course.get_by_text(SAYS["conflict"])).to_have_count(0)
    expect(course.get_by_role("textbox")).to_have_value("")
    room.until(lambda: room.status() == "incomplete")
