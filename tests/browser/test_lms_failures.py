"""An LMS that fails, lies or throws the learner out: the learner knows, and every word arrives in the end."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect
from support.browser.lms_harness import PLAYER_TEXT, TWO_PAGES, LmsHarness, StartLms, fields

TYPED_TEXT = "Typed while the LMS was away."
# The switch, and what is said: an LMS answers 101 for each of them, and its server tells them apart.
TROUBLES = [
    ("commits_fail", ["refused"]),
    ("commits_lie", ["offline"]),
    ("session_expired", ["expired"]),
]


def open_with_clock(lms: LmsHarness) -> tuple[Frame, Page]:
    """The course, in a browser whose time the test moves."""
    page = lms.context().new_page()
    page.clock.install()
    course = lms.launch(page)
    lms.wait_until(lambda: lms.status() == "incomplete")
    page.clock.run_for(30_000)  # past the first look at the connection
    return course, page


def run_until(lms: LmsHarness, page: Page, condition: Any, minutes: int = 3) -> None:
    """Let the minutes pass quickly until it holds."""
    for _ in range(minutes * 12):
        if condition():
            return
        page.clock.run_for(5_000)
        lms.pause(0.1)
    raise AssertionError(f"not within {minutes} minutes")


def shows_status(course: Frame, kinds: list[str]) -> bool:
    """Whether the course says that things stand in one of these ways."""
    said = course.locator("#_standing").inner_text()
    return any(PLAYER_TEXT[kind] in said for kind in kinds)


def type_while_lms_fails(lms: LmsHarness, switch: str, kinds: list[str]) -> tuple[Frame, Page]:
    """The course, in which something was typed after its LMS began to fail, and the learner was told."""
    course, page = open_with_clock(lms)
    lms.set_switches(**{switch: True})
    course.get_by_role("textbox").fill(TYPED_TEXT)
    run_until(lms, page, lambda: shows_status(course, kinds), minutes=1)
    return course, page


def student_responses(lms: LmsHarness) -> list[str]:
    """The student_response of every interaction that the LMS holds, in order."""
    data = lms.data()
    return [value for name, value in data.items() if name.endswith(".student_response")]


@pytest.mark.parametrize(("switch", "kinds"), TROUBLES)
def test_a_failing_lms_is_told_and_gets_everything_once_it_is_back(
    start_lms: StartLms, switch: str, kinds: list[str]
) -> None:
    lms = start_lms(TWO_PAGES)
    course, page = type_while_lms_fails(lms, switch, kinds)
    expect(course.get_by_role("textbox")).to_have_value(TYPED_TEXT)
    assert lms.answers() == {}
    lms.set_switches(**{switch: False})
    run_until(lms, page, lambda: lms.answers() == {"first": TYPED_TEXT})
    run_until(lms, page, lambda: shows_status(course, ["saved"]))
    run_until(lms, page, lambda: TYPED_TEXT in student_responses(lms))


@pytest.mark.parametrize(("switch", "kinds"), TROUBLES)
def test_what_a_failing_lms_never_got_is_put_back_at_the_next_launch(
    start_lms: StartLms, switch: str, kinds: list[str]
) -> None:
    lms = start_lms(TWO_PAGES)
    course, page = type_while_lms_fails(lms, switch, kinds)
    lms.leave(course)
    lms.set_switches(**{switch: False})
    assert lms.answers() == {}
    again = lms.open(page.context)
    expect(again.get_by_role("textbox")).to_have_value(TYPED_TEXT)
    expect(again.locator("#_restored")).to_be_visible()
    lms.wait_until(lambda: lms.answers() == {"first": TYPED_TEXT})


def test_each_try_is_another_value_and_tries_come_further_apart(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course, page = open_with_clock(lms)
    lms.set_switches(commits_fail=True)
    before = len(lms.preview_lms.commits)
    course.get_by_role("textbox").fill(TYPED_TEXT)
    page.clock.run_for(60_000)
    tries = [commit["changed"]["cmi.suspend_data"] for commit in list(lms.preview_lms.commits)[before:]]
    assert len(tries) == len(set(tries))
    assert 6 <= len(tries) <= 9  # after 1 s, then 2, 4, 8 and at most 10 seconds later


def test_a_learner_can_try_again_at_once(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course, page = open_with_clock(lms)
    lms.set_switches(commits_fail=True)
    course.get_by_role("textbox").fill(TYPED_TEXT)
    page.clock.run_for(8_000)
    lms.set_switches(commits_fail=False)
    course.get_by_role("button", name=PLAYER_TEXT["retry"]).first.click()
    lms.wait_until(lambda: lms.answers() == {"first": TYPED_TEXT}, within=1)
    expect(course.locator("#_standing")).to_contain_text(PLAYER_TEXT["saved"])
    expect(course.get_by_role("button", name=PLAYER_TEXT["retry"])).to_have_count(0)


def test_a_browser_without_connection_says_so_and_sends_when_it_is_back(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course, page = open_with_clock(lms)
    page.context.set_offline(True)
    course.get_by_role("textbox").fill(TYPED_TEXT)
    page.clock.run_for(1_500)
    expect(course.locator("#_standing")).to_contain_text(PLAYER_TEXT["offline"])
    page.context.set_offline(False)
    lms.wait_until(lambda: lms.answers() == {"first": TYPED_TEXT})


def test_a_finished_course_that_an_lms_missed_is_told_again(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course, page = open_with_clock(lms)
    course.get_by_role("textbox").fill("First.")
    course.locator("a.next").click()
    lms.set_switches(commits_fail=True)
    course.get_by_role("textbox").fill("Second.")
    course.get_by_role("textbox").blur()
    page.clock.run_for(5_000)
    assert lms.status() == "incomplete"
    lms.set_switches(commits_fail=False)
    run_until(lms, page, lambda: lms.status() == "completed")


def test_trouble_at_one_answer_leaves_the_others_be(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course, page = open_with_clock(lms)
    course.get_by_role("textbox").fill("Safe.")
    page.clock.run_for(1_500)
    course.locator("a.next").click()
    lms.set_switches(commits_fail=True)
    course.get_by_role("textbox").fill(TYPED_TEXT)
    page.clock.run_for(3_000)
    expect(course.get_by_text(PLAYER_TEXT["behind"])).to_have_count(1)
    assert lms.answers() == {"first": "Safe."}
    assert fields(course) == {"first": "Safe.", "second": TYPED_TEXT}
