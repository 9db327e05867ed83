"""An LMS that fails, lies or throws the learner out: the learner knows, and every word arrives in the end."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect
from support.browser.classroom import SAYS, SMALL, Classroom, Enter, fields

TYPED = "Typed while the LMS was away."
# The switch, and what is said: an LMS answers 101 for each of them, and its server tells them apart.
TROUBLES = [
    ("commits_fail", ["refused"]),
    ("commits_lie", ["offline"]),
    ("session_expired", ["expired"]),
]


def open_with_clock(room: Classroom) -> tuple[Frame, Page]:
    """The course, in a browser whose time the test moves."""
    page = room.context().new_page()
    page.clock.install()
    course = room.launch(page)
    room.until(lambda: room.status() == "incomplete")
    page.clock.run_for(30_000)  # past the first look at the connection
    return course, page


def run_until(room: Classroom, page: Page, condition: Any, minutes: int = 3) -> None:
    """Let the minutes pass quickly until it holds."""
    for _ in range(minutes * 12):
        if condition():
            return
        page.clock.run_for(5_000)
        room.pause(0.1)
    raise AssertionError(f"not within {minutes} minutes")


def tells(course: Frame, kinds: list[str]) -> bool:
    """Whether the course says that things stand in one of these ways."""
    said = course.locator("#_standing").inner_text()
    return any(SAYS[kind] in said for kind in kinds)


def type_into_trouble(room: Classroom, switch: str, kinds: list[str]) -> tuple[Frame, Page]:
    """The course, in which something was typed after its LMS began to fail, and the learner was told."""
    course, page = open_with_clock(room)
    room.switch(**{switch: True})
    course.get_by_role("textbox").fill(TYPED)
    run_until(room, page, lambda: tells(course, kinds), minutes=1)
    return course, page


def recorded(room: Classroom) -> list[str]:
    """The student_response of every interaction that the LMS holds, in order."""
    data = room.data()
    return [value for name, value in data.items() if name.endswith(".student_response")]


@pytest.mark.parametrize(("switch", "kinds"), TROUBLES)
def test_a_failing_lms_is_told_and_gets_everything_once_it_is_back(
    enter: Enter, switch: str, kinds: list[str]
) -> None:
    room = enter(SMALL)
    course, page = type_into_trouble(room, switch, kinds)
    expect(course.get_by_role("textbox")).to_have_value(TYPED)
    assert room.answers() == {}
    room.switch(**{switch: False})
    run_until(room, page, lambda: room.answers() == {"first": TYPED})
    run_until(room, page, lambda: tells(course, ["saved"]))
    run_until(room, page, lambda: TYPED in recorded(room))


@pytest.mark.parametrize(("switch", "kinds"), TROUBLES)
def test_what_a_failing_lms_never_got_is_put_back_at_the_next_launch(
    enter: Enter, switch: str, kinds: list[str]
) -> None:
    room = enter(SMALL)
    course, page = type_into_trouble(room, switch, kinds)
    room.leave(course)
    room.switch(**{switch: False})
    assert room.answers() == {}
    again = room.open(page.context)
    expect(again.get_by_role("textbox")).to_have_value(TYPED)
    expect(again.locator("#_restored")).to_be_visible()
    room.until(lambda: room.answers() == {"first": TYPED})


def test_each_try_is_another_value_and_tries_come_further_apart(enter: Enter) -> None:
    room = enter(SMALL)
    course, page = open_with_clock(room)
    room.switch(commits_fail=True)
    before = len(room.lms.commits)
    course.get_by_role("textbox").fill(TYPED)
    page.clock.run_for(60_000)
    tries = [commit["changed"]["cmi.suspend_data"] for commit in list(room.lms.commits)[before:]]
    assert len(tries) == len(set(tries))
    assert 6 <= len(tries) <= 9  # after 1 s, then 2, 4, 8 and at most 10 seconds later


def test_a_learner_can_try_again_at_once(enter: Enter) -> None:
    room = enter(SMALL)
    course, page = open_with_clock(room)
    room.switch(commits_fail=True)
    course.get_by_role("textbox").fill(TYPED)
    page.clock.run_for(8_000)
    room.switch(commits_fail=False)
    course.get_by_role("button", name=SAYS["retry"]).first.click()
    room.until(lambda: room.answers() == {"first": TYPED}, within=1)
    expect(course.locator("#_standing")).to_contain_text(SAYS["saved"])
    expect(course.get_by_role("button", name=SAYS["retry"])).to_have_count(0)


def test_a_browser_without_connection_says_so_and_sends_when_it_is_back(enter: Enter) -> None:
    room = enter(SMALL)
    course, page = open_with_clock(room)
    page.context.set_offline(True)
    course.get_by_role("textbox").fill(TYPED)
    page.clock.run_for(1_500)
    expect(course.locator("#_standing")).to_contain_text(SAYS["offline"])
    page.context.set_offline(False)
    room.until(lambda: room.answers() == {"first": TYPED})


def test_a_finished_course_that_an_lms_missed_is_told_again(enter: Enter) -> None:
    room = enter(SMALL)
    course, page = open_with_clock(room)
    course.get_by_role("textbox").fill("First.")
    course.locator("a.next").click()
    room.switch(commits_fail=True)
    course.get_by_role("textbox").fill("Second.")
    course.get_by_role("textbox").blur()
    page.clock.run_for(5_000)
    assert room.status() == "incomplete"
    room.switch(commits_fail=False)
    run_until(room, page, lambda: room.status() == "completed")


def test_trouble_at_one_answer_leaves_the_others_be(enter: Enter) -> None:
    room = enter(SMALL)
    course, page = open_with_clock(room)
    course.get_by_role("textbox").fill("Safe.")
    page.clock.run_for(1_500)
    course.locator("a.next").click()
    room.switch(commits_fail=True)
    course.get_by_role("textbox").fill(TYPED)
    page.clock.run_for(3_000)
    expect(course.get_by_text(SAYS["behind"])).to_have_count(1)
    assert room.answers() == {"first": "Safe."}
    assert fields(course) == {"first": "Safe.", "second": TYPED}
