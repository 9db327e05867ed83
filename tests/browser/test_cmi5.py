"""cmi5: a course in an LMS that enforces the standard's rules, each breach by its number."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from support.browser.cmi5_lms import Cmi5Lms, serve_cmi5
from support.browser.lms_harness import (
    PAGE_TEXT,
    PLAYER_TEXT,
    TWO_PAGES,
    answer_all,
    fields,
    question,
    read_state,
    write_course,
)

CHOICE = ":::{choice} pick\n:retries: 3\n\nWhich?\n\n- [x] this\n- [ ] that\n:::\n"
WORDS = "words that must not get lost"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Cmi5Lms]]:
    """`start(pages, **settings)`: an LMS with the course; in the end nothing of the standard was broken."""
    with_server = []

    def start(pages: dict[str, str] | None = None, **settings: object) -> Cmi5Lms:
        folder = write_course(tmp_path / "course", pages or TWO_PAGES, **settings)
        server = serve_cmi5(folder, tmp_path / "state.json")
        with_server.append(server)
        return server.__enter__()

    yield start
    for server in with_server:
        server.__exit__(None, None, None)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser."""
    context = browser.new_context(locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(10_000)
    errors: list[str] = []
    context.on("weberror", lambda fault: errors.append(f"{fault.error}"))
    yield context
    context.close()
    assert not errors


def open_course(context: BrowserContext, address: str) -> Page:
    """A tab with the course, and what the LMS has of it."""
    page = open_page(context, address)
    page.locator("#_close").wait_for()
    return page


def open_page(context: BrowserContext, address: str) -> Page:
    """A tab with the course, whatever an LMS says to it."""
    page = context.new_page()
    page.goto(address)
    page.locator("html.started").wait_for()
    return page


def wait_for(page: Page, sentence: str) -> None:
    """Until the course says so."""
    page.locator("#_standing p", has_text=sentence).wait_for()


def wait_until(condition: Callable[[], object]) -> None:
    """Until what a page sent on leaving has arrived."""
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def answers(lms: Cmi5Lms) -> dict[str, str]:
    """What the LMS has of the learner's words."""
    return dict(read_state(lms.state()["data"], ["first", "second", "pick"])["answers"])


def test_a_whole_course_says_what_cmi5_asks_for_in_its_order(
    start: Callable[..., Cmi5Lms], context: BrowserContext
) -> None:
    lms = start()
    page = open_course(context, lms.launch())
    written = answer_all(page, lambda key: f"{key}: {WORDS}")
    wait_for(page, PLAYER_TEXT["saved"])
    assert lms.requests[:6] == [
        "POST fetch",
        "GET activities/state LMS.LaunchData",
        "GET agents/profile cmi5LearnerPreferences",
        "GET activities/state scormbuild",
        "POST statements",
        "PUT activities/state scormbuild",
    ]
    assert lms.verbs() == ["initialized", "completed"]
    assert sorted(set(lms.verbs(defined=False))) == ["answered", "experienced", "progressed"]
    assert answers(lms) == written
    page.locator("#_close").click()
    page.wait_for_url("**/back")
    assert lms.verbs() == ["initialized", "completed", "terminated"]
    assert lms.is_satisfied()
    assert not lms.violations


def told(lms: Cmi5Lms) -> list[str]:
    """The responses in the statements so far."""
    return [each["result"]["response"] for each in lms.statements if "response" in each.get("result", {})]


def test_an_answer_is_reported_once_its_field_is_left_and_not_in_mid_sentence(
    start: Callable[..., Cmi5Lms], context: BrowserContext
) -> None:
    lms = start()
    page = open_course(context, lms.launch())
    for word in WORDS.split():
        page.locator("textarea:visible").type(f"{word} ")
        page.wait_for_timeout(1_200)
    assert answers(lms)["first"].startswith("words that must not get")
    assert told(lms) == []
    page.locator("a.next").click()
    wait_until(lambda: told(lms) == [f"{WORDS} "])


def test_a_course_that_is_closed_and_opened_again_has_its_words_and_says_the_end_once(
    start: Callable[..., Cmi5Lms], context: BrowserContext
) -> None:
    lms = start()
    page = open_course(context, lms.launch())
    written = answer_all(page, lambda key: f"{key}: {WORDS}")
    wait_for(page, PLAYER_TEXT["saved"])
    # What is told follows the words; while it is under way a page that goes can't say that it ends.
    wait_until(lambda: sorted(told(lms)) == sorted(written.values()) and lms.verbs()[-1] == "completed")
    page.wait_for_timeout(500)
    page.close()
    wait_until(lambda: lms.verbs()[-1] == "terminated")
    again = open_course(context, lms.launch())
    assert lms.mode == "Review"
    wait_for(again, PLAYER_TEXT["saved"])
    assert fields(again) == written
    assert lms.verbs() == ["initialized"]
    assert not lms.violations


def test_what_is_edited_in_review_is_kept(start: Callable[..., Cmi5Lms], context: BrowserContext) -> None:
    lms = start()
    page = open_course(context, lms.launch(mode="review"))
    answer_all(page, lambda key: f"{key}: {WORDS}")
    wait_for(page, PLAYER_TEXT["saved"])
    assert answers(lms) == {"first": f"first: {WORDS}", "second": f"second: {WORDS}"}
    assert lms.verbs() == ["initialized"]
    assert not lms.violations


def test_who_browses_writes_nothing_and_is_said_to_come_and_go(
    start: Callable[..., Cmi5Lms], context: BrowserContext
) -> None:
    lms = start()
    page = open_course(context, lms.launch(mode="browse"))
    wait_for(page, PLAYER_TEXT["browse"])
    page.locator("#_close").click()
    page.wait_for_url("**/back")
    assert lms.verbs() == ["initialized", "terminated"]
    assert lms.state() == {}


def test_a_reload_goes_on_with_the_session_that_it_had(
    start: Callable[..., Cmi5Lms], context: BrowserContext
) -> None:
    lms = start()
    page = open_course(context, lms.launch())
    page.locator("textarea:visible").fill(WORDS)
    page.reload()
    page.locator("html.started").wait_for()
    wait_for(page, PLAYER_TEXT["saved"])
    assert page.locator("textarea:visible").input_value() == WORDS
    assert (lms.requests.count("POST fetch"), lms.verbs()) == (1, ["initialized"])
    page.close()
    assert not lms.violations


def test_a_tab_that_an_address_was_copied_to_is_told_to_open_the_course_again(
    start: Callable[..., Cmi5Lms], context: BrowserContext
) -> None:
    lms = start()
    address = lms.launch()
    open_course(context, address)
    copied = open_page(context, address)  # the token was given, and a new tab doesn't have it
    wait_for(copied, PLAYER_TEXT["expired"])
    assert not lms.violations


def test_the_first_of_two_tabs_says_that_it_was_abandoned_and_its_words_come_back(
    start: Callable[..., Cmi5Lms], context: BrowserContext
) -> None:
    lms = start()
    first = open_course(context, lms.launch())
    wait_for(first, PLAYER_TEXT["saved"])
    second = open_course(context, lms.launch())
    wait_for(second, PLAYER_TEXT["saved"])
    second.close()
    first.locator("textarea:visible").fill(WORDS)
    wait_for(first, PLAYER_TEXT["expired"])
    first.close()
    third = open_course(context, lms.launch())
    third.locator("#_restored").wait_for()
    wait_for(third, PLAYER_TEXT["saved"])
    assert answers(lms)["first"] == WORDS
    assert not lms.violations


def test_words_typed_without_a_connection_arrive_once_it_is_back(
    start: Callable[..., Cmi5Lms], context: BrowserContext
) -> None:
    lms = start()
    page = open_course(context, lms.launch())
    wait_for(page, PLAYER_TEXT["saved"])
    lms.set_switches(commits_lie=True)
    page.locator("textarea:visible").fill(WORDS)
    wait_for(page, PLAYER_TEXT["offline"])
    page.locator("#_close").click()
    page.wait_for_timeout(500)
    assert page.locator("#_standing").is_visible()  # the button doesn't leave words behind
    lms.set_switches(commits_lie=False)
    wait_for(page, PLAYER_TEXT["saved"])
    assert answers(lms)["first"] == WORDS
    assert not lms.violations


def test_a_tab_that_is_closed_in_mid_sentence_loses_no_word(
    start: Callable[..., Cmi5Lms], context: BrowserContext
) -> None:
    lms = start(device="shared")  # nothing stays in the browser, so all must be with the LMS
    page = open_course(context, lms.launch())
    page.locator("textarea:visible").type(WORDS)
    page.close()
    wait_until(lambda: lms.state() and answers(lms)["first"] == WORDS)
    assert not lms.violations


def choose(page: Page, key: str) -> None:
    """Answer the one question of the page, and go on once that is saved."""
    page.locator(f"input[value={key}]").check()
    page.get_by_role("button", name=PAGE_TEXT["check"]).click()
    page.locator("a.next").click()
    wait_for(page, PLAYER_TEXT["saved"])


def test_a_score_passes_by_the_score_that_the_lms_asks_for(
    start: Callable[..., Cmi5Lms], context: BrowserContext
) -> None:
    lms = start({"one": CHOICE}, completion={"score": 80})
    page = open_course(context, lms.launch())
    choose(page, "a")
    assert lms.verbs() == ["initialized", "completed", "passed"]
    assert lms.is_satisfied()
    assert not lms.violations


def test_who_fails_may_still_pass_before_the_course_is_left(
    start: Callable[..., Cmi5Lms], context: BrowserContext
) -> None:
    lms = start({"one": CHOICE}, completion={"score": 80})
    page = open_course(context, lms.launch())
    choose(page, "b")
    assert lms.verbs() == ["initialized"]
    page.locator("#_close").click()
    page.wait_for_url("**/back")
    assert lms.verbs() == ["initialized", "failed", "terminated"]
    again = open_course(context, lms.launch())
    choose(again, "a")
    assert lms.verbs() == ["initialized", "completed", "passed"]
    assert not lms.violations


def test_without_a_launch_the_course_stands_by_itself(
    start: Callable[..., Cmi5Lms], context: BrowserContext
) -> None:
    lms = start({"one": question("first")})
    page = open_page(context, f"{lms.url}course/index.html")
    wait_for(page, PLAYER_TEXT["alone_device"])
    assert page.locator("#_close").is_hidden()
