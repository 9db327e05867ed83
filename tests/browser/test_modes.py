"""Review, browse, a new attempt: what the LMS holds is read, and not touched."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect
from support.browser.lms_harness import (
    PLAYER_TEXT,
    TWO_PAGES,
    LmsHarness,
    StartLms,
    answer_all,
    fields,
    open_next_page,
    read_storage,
)

ANSWERS = {"first": "My words at first", "second": "My words at second"}


def finish_course(lms: LmsHarness, context: BrowserContext | None = None) -> None:
    """A learner does the whole course, sees that it is done, and closes it."""
    course = lms.open(context)
    answer_all(course, lambda key: ANSWERS[key])
    lms.wait_until(lambda: lms.status() == "completed")
    expect(course.locator("#_standing")).to_contain_text(PLAYER_TEXT["saved"])
    lms.pause(0.3)
    lms.leave(course)


@pytest.mark.parametrize("mode", ["review", "browse"])
def test_nothing_is_written_in_review_or_browse_mode(start_lms: StartLms, mode: str) -> None:
    lms = start_lms(TWO_PAGES)
    context = lms.context()
    finish_course(lms, context)
    held = lms.data()
    lms.set_switches(mode=mode)
    lms.preview_lms.calls.clear()
    lms.preview_lms.commits.clear()
    course = lms.open(context)
    kept = read_storage(course)
    assert fields(course) == ANSWERS
    course.locator("#_menu_button").click()
    course.locator("#_menu a").first.click()
    field = course.get_by_role("textbox")
    field.press_sequentially("mine!")
    expect(field).to_have_value(ANSWERS["first"])
    expect(field).not_to_be_editable()
    expect(course.locator("#_standing")).to_contain_text(PLAYER_TEXT[mode])
    open_next_page(course)
    lms.pause(1.2)
    assert read_storage(course) == kept
    lms.leave(course)
    assert "LMSSetValue" not in lms.called_methods()
    assert len(lms.preview_lms.commits) == {"review": 1, "browse": 0}[mode]
    assert (
        lms.data() | {"cmi.core.exit": held["cmi.core.exit"]} == held
    )  # exit: the LMS's own note of a Finish


def test_who_only_looks_around_has_not_done_the_course(start_lms: StartLms) -> None:
    """Moodle calls a course completed that ends without a status: also a preview, before anybody began."""
    lms = start_lms(TWO_PAGES)
    lms.set_switches(mode="browse")
    course = lms.open()
    open_next_page(course)
    lms.leave(course)
    assert lms.data() == {}
    lms.set_switches(mode="normal")
    finish_course(lms)


def test_after_a_finished_attempt_a_new_one_starts_empty_on_another_device(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    finish_course(lms)
    lms.preview_lms.learners.start_attempt("learner-1")
    course = lms.open()
    assert fields(course) == {"first": "", "second": ""}
    expect(course.get_by_role("heading", level=1)).to_have_text("One")
    lms.wait_until(lambda: lms.status() == "incomplete")
    assert lms.preview_lms.learner_data("learner-1")["attempts"][0]["cmi.core.lesson_status"] == "completed"


def test_a_new_attempt_that_began_on_another_device_is_not_filled_from_the_old_one(
    start_lms: StartLms,
) -> None:
    lms = start_lms(TWO_PAGES)
    context = lms.context()
    finish_course(lms, context)
    lms.preview_lms.learners.start_attempt("learner-1")
    elsewhere = lms.open()
    elsewhere.locator("#q_first").fill("New words")
    lms.wait_until(lambda: lms.answers() == {"first": "New words"})
    lms.leave(elsewhere)
    course = lms.open(context)
    assert fields(course) == {"first": "New words", "second": ""}
    lms.pause(1.2)
    assert lms.status() == "incomplete"


def test_after_a_finished_attempt_a_new_one_starts_empty_in_the_same_browser_too(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    context = lms.context()
    finish_course(lms, context)
    lms.preview_lms.learners.start_attempt("learner-1")
    course = lms.open(context)
    assert fields(course) == {"first": "", "second": ""}
    expect(course.get_by_role("heading", level=1)).to_have_text("One")
    expect(course.get_by_text(PLAYER_TEXT["conflict"])).to_have_count(0)
    expect(course.get_by_role("textbox")).to_have_value("")
    lms.wait_until(lambda: lms.status() == "incomplete")
