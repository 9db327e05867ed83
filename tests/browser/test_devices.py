"""One learner on two devices, two learners on one, and a course that was published anew in between."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect
from support.browser.classroom import SAYS, SMALL, Classroom, Enter, fields, go_on, question

from scormbuild.vocabulary import short_key

OURS, THEIRS = "Written on the bus, without a connection.", "Written at home, later."


def write(room: Classroom, context: BrowserContext, text: str, learner: str = "learner-1") -> None:
    """Answer the first question, wait until the LMS has it, and close the tab."""
    course = room.open(context, learner)
    course.get_by_role("textbox").fill(text)
    room.until(lambda: room.answers(learner)["first"] == text if room.answers(learner) else False)
    room.leave(course)


def write_in_vain(room: Classroom, context: BrowserContext, text: str) -> None:
    """The same while the LMS stores nothing."""
    room.switch(commits_fail=True)
    course = room.open(context)
    course.get_by_role("textbox").fill(text)
    room.leave(course)
    room.switch(commits_fail=False)


def test_the_newest_answer_wins_whichever_device_it_came_from(enter: Enter) -> None:
    room = enter(SMALL)
    phone, tablet = room.context(), room.context()
    write(room, phone, "From the phone.")
    write(room, tablet, "From the tablet.")
    assert fields(room.open(phone))["first"] == "From the tablet."


@pytest.mark.parametrize(("button", "stays"), [("use_ours", OURS), ("drop_ours", THEIRS)])
def test_two_versions_of_an_answer_are_both_shown_and_the_learner_chooses(
    enter: Enter, button: str, stays: str
) -> None:
    room = enter(SMALL)
    phone, home = room.context(), room.context()
    write_in_vain(room, phone, OURS)
    write(room, home, THEIRS)
    course = room.open(phone)
    expect(course.get_by_role("textbox")).to_have_value(THEIRS)
    expect(course.get_by_text(SAYS["conflict"])).to_be_visible()
    expect(course.get_by_text(OURS)).to_be_visible()
    course.get_by_role("button", name=SAYS[button]).click()
    expect(course.get_by_role("textbox")).to_have_value(stays)
    expect(course.get_by_text(SAYS["conflict"])).to_be_hidden()
    room.until(lambda: room.answers() == {"first": stays})
    course.page.close()
    again = room.open(phone)
    assert fields(again)["first"] == stays
    expect(again.get_by_text(SAYS["conflict"])).to_be_hidden()


def test_a_version_that_nobody_chose_is_offered_again(enter: Enter) -> None:
    room = enter(SMALL)
    phone, home = room.context(), room.context()
    write_in_vain(room, phone, OURS)
    write(room, home, THEIRS)
    room.open(phone).page.close()
    course = room.open(phone)
    expect(course.get_by_text(OURS)).to_be_visible()
    expect(course.get_by_role("textbox")).to_have_value(THEIRS)


def test_another_learner_on_the_same_device_sees_nothing_of_the_first(enter: Enter) -> None:
    room = enter(SMALL)
    shared = room.context()
    write(room, shared, "This is mine alone.", "first-learner")
    room.switch(commits_fail=True)
    course = room.open(shared, "first-learner")
    course.get_by_role("textbox").fill("And this was never sent.")
    room.leave(course)
    room.switch(commits_fail=False)
    other = room.open(shared, "second-learner")
    assert fields(other) == {"first": "", "second": ""}
    expect(other.get_by_text("mine alone")).to_have_count(0)
    assert room.answers("second-learner") == {}
    assert fields(room.open(shared, "first-learner"))["first"] == "And this was never sent."


def test_answers_outlive_a_new_version_of_the_course(enter: Enter) -> None:
    room = enter({"one": question("stays") + question("goes"), "two": "Only text."})
    course = room.open()
    for field in course.locator("textarea:visible").all():
        field.fill("An answer to " + (field.get_attribute("data-id") or ""))
    go_on(course)
    room.leave(course)

    room.republish(
        {"one": question("stays", "Reworded?") + question("new"), "renamed": "Text."}, version="1.1.0"
    )
    course = room.open()
    assert fields(course) == {"stays": "An answer to stays", "new": ""}
    course.locator("textarea[data-id=new]").fill("An answer to new")
    room.until(lambda: "new" in room.answers())
    held = {key: f"An answer to {key}" for key in ("stays", "goes", "new")}
    assert room.answers() == {short_key(key) if key == "goes" else key: text for key, text in held.items()}
    course.page.close()

    room.republish({"one": question("stays") + question("goes"), "two": "Only text."}, version="1.2.0")
    assert fields(room.open()) == {"stays": held["stays"], "goes": held["goes"]}


def test_a_page_that_is_gone_leads_back_to_the_first(enter: Enter) -> None:
    room = enter(SMALL)
    course = room.open()
    go_on(course)
    room.until(lambda: room.state().get("page") == "two")
    course.page.close()
    room.republish({"one": SMALL["one"], "three": SMALL["two"]}, version="1.1.0")
    expect(room.open().get_by_role("heading", level=1)).to_have_text("One")
