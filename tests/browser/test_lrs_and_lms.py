"""From the browser and from the LMS, in both orders: one set of statements, answers whole, one person."""

from __future__ import annotations

from playwright.sync_api import Frame
from support.browser.lms_harvest import harvest_lms, statements_from_lms
from support.browser.lrs_course import STEPS, expected_statements
from support.browser.lrs_harness import LrsHarness

WHOLE_SESSION = [*expected_statements(), "terminated"]
NEXT_SESSION = ["initialized", "resumed", "terminated"]


def take_all_steps(lms: LrsHarness, course: Frame, since: int = 0) -> None:
    for step in STEPS[since:]:
        step.action(course)
        course.page.wait_for_timeout(50)
    lms.wait_until(lambda: lms.status() == "completed")
    lms.leave(course)


def test_what_the_browser_told_is_left_alone_by_the_harvest(lms: LrsHarness) -> None:
    take_all_steps(lms, lms.open())
    lms.expect_statement_set(WHOLE_SESSION)
    before = lms.stored_statements()
    taken = harvest_lms(lms)
    assert (taken.new, taken.dropped) == (0, 0)
    assert taken.known == len(statements_from_lms(lms)) > 15
    assert lms.stored_statements() == before


def test_what_the_harvest_told_is_left_alone_by_the_browser(lms: LrsHarness) -> None:
    context = lms.context()
    lms.lrs_proxy.refuse_connections()
    take_all_steps(lms, lms.open(context))
    taken = harvest_lms(lms)
    assert taken.new == len(statements_from_lms(lms)) > 15
    before = {each["id"]: each for each in lms.stored_statements()}
    lms.lrs_proxy.listen()
    again = lms.open(context)
    lms.wait_until(lambda: "resumed" in lms.short_statements())
    lms.leave(again)
    lms.expect_statement_set([*WHOLE_SESSION, *NEXT_SESSION])
    after = {each["id"]: each for each in lms.stored_statements()}
    assert before.items() <= after.items()
    assert all(asked.status < 300 for asked in lms.lrs_proxy.write_requests())


def test_both_roads_meet_in_one_pseudonym_and_say_which_they_came_by(lms: LrsHarness) -> None:
    context = lms.context()
    course = lms.open(context)
    for step in STEPS[:4]:
        step.action(course)
        course.page.wait_for_timeout(50)
    lms.wait_until(lambda: "answered to-both 1 Everybody may." in lms.short_statements())
    lms.leave(course)
    lms.lrs_proxy.refuse_connections()
    take_all_steps(lms, lms.open(context), since=4)
    harvest_lms(lms)
    lms.lrs_proxy.listen()
    received = lms.stored_statements()
    assert len({each["actor"]["account"]["name"] for each in received}) == 1
    sources = {each["authority"]["account"]["name"].partition("/")[0] for each in received}
    assert sources == {"package", "lms"}


def without_progress(expected: list[str]) -> set[str]:
    """Without how far it was: what is passed by quickly isn't told."""
    return {told for told in expected if not told.startswith("progressed")}


def test_a_harvest_in_the_middle_of_a_run_changes_nothing(lms: LrsHarness) -> None:
    course = lms.open()
    expected: list[str] = []
    for number, step in enumerate(STEPS):
        step.action(course)
        expected += step.statements
        if number % 4 == 0:
            lms.wait_until(lambda wanted=expected: without_progress(wanted) <= set(lms.short_statements()))
            harvest_lms(lms)
    lms.leave(course)
    lms.expect_statement_set(WHOLE_SESSION)
