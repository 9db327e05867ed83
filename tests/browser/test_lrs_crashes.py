"""The tab dies at any moment, thirty times: then there is one set of statements, and answers are whole."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Frame
from support.browser.lms_harvest import statements_from_lms
from support.browser.lrs_course import PAGES
from support.browser.lrs_harness import LrsHarness, short_statement
from support.browser.page_checks import open_page

from scormbuild.vocabulary import REVISION

LEARNERS, KILLS, SHORT = 6, 5, 2  # `SHORT` learners in the usual run
SEED = 20261123
FIELDS = {
    "to-both": "words",
    "to-lms": "words",
    "to-lrs": "words",
    "to-nobody": "words",
    "reply-wrong": "reply",
    "reply-good": "reply",
}
WORDS = ["one", "learner", "two", "roads", "whatever", "fails", "on", "the", "way"]


def crash_tab(course: Frame) -> None:
    """End the tab as an empty battery does: no script of it runs any more."""
    with course.page.expect_event("crash"), suppress(Error):
        course.page.goto("chrome://crash", timeout=2_000)
    course.page.close()


def act_at_random(course: Frame, dice: random.Random) -> None:
    """Do some things, with more or less time between them."""
    for _ in range(dice.randint(1, 5)):
        act = dice.choice([type_somewhere, type_somewhere, look_at_a_page, tick_something])
        act(course, dice)
        course.page.wait_for_timeout(dice.choice([0, 0, 5, 50, 300]))
    course.page.wait_for_timeout(dice.choice([0, 1, 20, 100, 400, 1100]))


def type_somewhere(course: Frame, dice: random.Random) -> None:
    key = dice.choice(list(FIELDS))
    open_page(course, FIELDS[key])
    field = course.locator(f"textarea[data-id={key}]")
    field.press("End")
    field.press_sequentially(" " + " ".join(dice.sample(WORDS, dice.randint(1, 3))))


def look_at_a_page(course: Frame, dice: random.Random) -> None:
    open_page(course, dice.choice(list(PAGES)))


def tick_something(course: Frame, dice: random.Random) -> None:
    if dice.random() < 0.5:
        open_page(course, "choices")
        course.locator(f"#q_view input[value='{dice.randint(1, 5)}']").check()
    else:
        open_page(course, "welcome")
        course.locator("#q_rules input").set_checked(dice.random() < 0.7)


def finish_course(course: Frame) -> dict[str, str]:
    """The whole course at last; the open answers by id."""
    for page in PAGES:
        open_page(course, page)
        for box in course.locator("fieldset:visible input[type=checkbox]:enabled").all():
            box.check()
        for box in course.locator("#q_one:visible input[value=a]:enabled").all():
            box.check()
        for key in ("one", "two"):
            if course.locator(f"#q_{key} button").is_visible():
                course.locator(f"#q_{key} button").click()
        for key, where in FIELDS.items():
            if where == page:
                course.locator(f"textarea[data-id={key}]").fill(f"At last, {key}.")
    return {key: f"At last, {key}." for key in FIELDS}


@pytest.mark.parametrize(
    "learner",
    [pytest.param(each, marks=[pytest.mark.long] if each >= SHORT else []) for each in range(LEARNERS)],
)
def test_after_every_kill_there_is_one_set_of_statements_and_every_answer_is_whole(
    lms: LrsHarness, learner: int
) -> None:
    seed = SEED + learner
    print(f"seed {seed}")  # noqa: T201 (pytest shows it beside a failure)
    dice = random.Random(seed)
    context = lms.context()
    for _ in range(KILLS):
        course = lms.open(context)
        act_at_random(course, dice)
        crash_tab(course)
    course = lms.open(context)
    written = finish_course(course)
    lms.wait_until(lambda: lms.status() == "completed")
    lms.leave(course)
    lms.wait_until(lambda: not missing_statements(lms))
    assert_no_duplicates(lms)
    assert_last_answers(lms, written)


def missing_statements(lms: LrsHarness) -> set[str]:
    """What the LMS's data prove and the LRS hasn't, and the end of the last session."""
    ids = {each["id"] for each in lms.stored_statements()}
    missing = {short_statement(each) for each in statements_from_lms(lms) if each["id"] not in ids}
    return missing if lms.short_statements()[-1:] == ["terminated"] else {*missing, "terminated"}


def assert_no_duplicates(lms: LrsHarness) -> None:
    """Nothing is there twice, and no version of an answer in two forms."""
    received = lms.stored_statements()
    assert len({each["id"] for each in received}) == len(received)
    told = Counter(short_statement(each) for each in received)
    often = {"initialized", "resumed", "suspended", "terminated"}  # once in each session
    assert not {each: times for each, times in told.items() if times > 1 and each not in often}
    versions = Counter(
        (each["object"]["id"], each["result"]["extensions"][REVISION])
        for each in received
        if REVISION in each.get("result", {}).get("extensions", {})
    )
    assert not {version: times for version, times in versions.items() if times > 1}


def assert_last_answers(lms: LrsHarness, written: dict[str, str]) -> None:
    """The newest version of each answer is what was written last, in the LRS and in the LMS."""
    newest: dict[str, tuple[int, str]] = {}
    for each in lms.stored_statements():
        result = each.get("result", {})
        if REVISION in result.get("extensions", {}):
            key = each["object"]["id"].rpartition("/")[2]
            version = result["extensions"][REVISION], result.get("response", "")
            newest[key] = max(newest.get(key, version), version)
    hidden = {"to-lms": "", "to-nobody": ""}
    assert {key: newest[key][1] for key in written} == {**written, **hidden}
    private = {"to-lrs": "t", "to-nobody": "t"}
    answers = lms.answers()
    assert {key: answers[key] for key in written} == {**written, **private}
