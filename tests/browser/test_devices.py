"""One learner on two devices, two learners on one, and a course that was published anew in between."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect
from support.browser.lms_harness import (
    PLAYER_TEXT,
    TWO_PAGES,
    LmsHarness,
    StartLms,
    fields,
    open_next_page,
    question,
)

from scormbuild.vocabulary import short_key

GAPS = {
    "one": """\
:::{gaps} first
Fill in what is missing.

Wash your {hands} with {soap and water}.
:::
"""
}
OUR_ANSWER, THEIR_ANSWER = "Written on the bus, without a connection.", "Written at home, later."


def write_answer(lms: LmsHarness, context: BrowserContext, text: str, learner: str = "learner-1") -> None:
    """Answer the first question, wait until the LMS has it, and close the tab."""
    course = lms.open(context, learner)
    course.get_by_role("textbox").fill(text)
    lms.wait_until(lambda: lms.answers(learner)["first"] == text if lms.answers(learner) else False)
    lms.leave(course)


def write_while_commits_fail(lms: LmsHarness, context: BrowserContext, text: str) -> None:
    """The same while the LMS stores nothing."""
    lms.set_switches(commits_fail=True)
    course = lms.open(context)
    course.get_by_role("textbox").fill(text)
    lms.leave(course)
    lms.set_switches(commits_fail=False)


def test_the_newest_answer_wins_whichever_device_it_came_from(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    phone, tablet = lms.context(), lms.context()
    write_answer(lms, phone, "From the phone.")
    write_answer(lms, tablet, "From the tablet.")
    assert fields(lms.open(phone))["first"] == "From the tablet."


@pytest.mark.parametrize(("button", "stays"), [("use_ours", OUR_ANSWER), ("drop_ours", THEIR_ANSWER)])
def test_two_versions_of_an_answer_are_both_shown_and_the_learner_chooses(
    start_lms: StartLms, button: str, stays: str
) -> None:
    lms = start_lms(TWO_PAGES)
    phone, home = lms.context(), lms.context()
    write_while_commits_fail(lms, phone, OUR_ANSWER)
    write_answer(lms, home, THEIR_ANSWER)
    course = lms.open(phone)
    expect(course.get_by_role("textbox")).to_have_value(THEIR_ANSWER)
    expect(course.get_by_text(PLAYER_TEXT["conflict"])).to_be_visible()
    expect(course.get_by_text(OUR_ANSWER)).to_be_visible()
    course.get_by_role("button", name=PLAYER_TEXT[button]).click()
    expect(course.get_by_role("textbox")).to_have_value(stays)
    expect(course.get_by_text(PLAYER_TEXT["conflict"])).to_be_hidden()
    lms.wait_until(lambda: lms.answers() == {"first": stays})
    course.page.close()
    again = lms.open(phone)
    assert fields(again)["first"] == stays
    expect(again.get_by_text(PLAYER_TEXT["conflict"])).to_be_hidden()


@pytest.mark.parametrize(
    ("button", "stays"), [("use_ours", ["feet", "lots, of sand"]), ("drop_ours", ["hands", ""])]
)
def test_two_versions_of_what_fills_gaps_are_both_shown_and_the_learner_chooses(
    start_lms: StartLms, button: str, stays: list[str]
) -> None:
    lms = start_lms(GAPS)
    phone, home = lms.context(), lms.context()
    lms.set_switches(commits_fail=True)
    course = lms.open(phone)
    for field, text in zip(course.get_by_role("textbox").all(), ["feet", "lots, of sand"], strict=True):
        field.fill(text)
    lms.leave(course)
    lms.set_switches(commits_fail=False)
    course = lms.open(home)
    course.get_by_role("textbox").first.fill("hands")
    lms.wait_until(lambda: lms.answers() == {"first": "hands,"})
    lms.leave(course)
    course = lms.open(phone)
    expect(course.get_by_text(PLAYER_TEXT["conflict"])).to_be_visible()
    expect(course.get_by_text("Wash your feet with lots, of sand.")).to_be_visible()
    course.get_by_role("button", name=PLAYER_TEXT[button]).click()
    expect(course.get_by_role("textbox").first).to_be_focused()
    assert [field.input_value() for field in course.get_by_role("textbox").all()] == stays
    expect(course.get_by_text(PLAYER_TEXT["conflict"])).to_be_hidden()


def test_a_version_that_nobody_chose_is_offered_again(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    phone, home = lms.context(), lms.context()
    write_while_commits_fail(lms, phone, OUR_ANSWER)
    write_answer(lms, home, THEIR_ANSWER)
    lms.open(phone).page.close()
    course = lms.open(phone)
    expect(course.get_by_text(OUR_ANSWER)).to_be_visible()
    expect(course.get_by_role("textbox")).to_have_value(THEIR_ANSWER)


def test_another_learner_on_the_same_device_sees_nothing_of_the_first(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    shared = lms.context()
    write_answer(lms, shared, "This is mine alone.", "first-learner")
    lms.set_switches(commits_fail=True)
    course = lms.open(shared, "first-learner")
    course.get_by_role("textbox").fill("And this was never sent.")
    lms.leave(course)
    lms.set_switches(commits_fail=False)
    other = lms.open(shared, "second-learner")
    assert fields(other) == {"first": "", "second": ""}
    expect(other.get_by_text("mine alone")).to_have_count(0)
    assert lms.answers("second-learner") == {}
    assert fields(lms.open(shared, "first-learner"))["first"] == "And this was never sent."


def test_answers_outlive_a_new_version_of_the_course(start_lms: StartLms) -> None:
    lms = start_lms({"one": question("stays") + question("goes"), "two": "Only text."})
    course = lms.open()
    for field in course.locator("textarea:visible").all():
        field.fill("An answer to " + (field.get_attribute("data-id") or ""))
    open_next_page(course)
    lms.leave(course)

    lms.republish(
        {"one": question("stays", "Reworded?") + question("new"), "renamed": "Text."}, version="1.1.0"
    )
    course = lms.open()
    assert fields(course) == {"stays": "An answer to stays", "new": ""}
    course.locator("textarea[data-id=new]").fill("An answer to new")
    lms.wait_until(lambda: "new" in lms.answers())
    held = {key: f"An answer to {key}" for key in ("stays", "goes", "new")}
    assert lms.answers() == {short_key(key) if key == "goes" else key: text for key, text in held.items()}
    course.page.close()

    lms.republish({"one": question("stays") + question("goes"), "two": "Only text."}, version="1.2.0")
    assert fields(lms.open()) == {"stays": held["stays"], "goes": held["goes"]}


def test_a_page_that_is_gone_leads_back_to_the_first(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open()
    open_next_page(course)
    lms.wait_until(lambda: lms.state().get("page") == "two")
    course.page.close()
    lms.republish({"one": TWO_PAGES["one"], "three": TWO_PAGES["two"]}, version="1.1.0")
    expect(lms.open().get_by_role("heading", level=1)).to_have_text("One")
