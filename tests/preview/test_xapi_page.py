"""The page around a course that speaks xAPI: what an author reads of a launch, and the buttons beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect
from support.browser.lms_harness import PLAYER_TEXT, TWO_PAGES, write_course
from support.browser.page_checks import find_violations

from scormbuild.course.build import build_course
from scormbuild.preview.server import Preview

WORDS = "Words <b>of</b> mine"
Open = Callable[..., Page]


@pytest.fixture
def open_page(context: BrowserContext, tmp_path: Path) -> Iterator[Open]:
    """`open_page(target)`: the preview's page with a course of two pages in it."""
    previews: list[Preview] = []

    def open_page(target: str, query: str = "") -> Page:
        folder = write_course(tmp_path / "course", TWO_PAGES)
        preview = Preview(
            lambda: build_course(folder, target=target).files,
            folder,
            tmp_path / "state.json",
            poll=0.05,
            standard=target,
        )
        previews.append(preview.__enter__())
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(f"{error}"))
        page.goto(f"{preview.url}?{query}")
        course_of(page)
        assert not errors
        return page

    yield open_page
    for preview in previews:
        preview.__exit__(None, None, None)


def course_of(page: Page, launches: int = 1) -> Frame:
    """The course in its frame, once it has begun."""
    page.wait_for_selector(f"body[data-course=open][data-launches='{launches}']")
    frame = page.frame("course")
    assert frame
    frame.locator("html.started").wait_for()
    return frame


def say(page: Page, sentence: str, launches: int = 1) -> None:
    """Until the course says so."""
    course_of(page, launches).locator("#_standing p", has_text=PLAYER_TEXT[sentence]).wait_for()


def write(page: Page, launches: int = 1) -> None:
    """An answer on the first page, and on to the second."""
    course = course_of(page, launches)
    course.locator("textarea:visible").fill(WORDS)
    course.locator("a.next").click()


def test_what_is_kept_and_said_is_shown_in_words(open_page: Open) -> None:
    page = open_page("cmi5")
    write(page)
    expect(page.locator("#who")).to_have_text("learner-1, attempt 1, launch 1, Normal")
    expect(page.locator("#kept")).to_contain_text("Donenot yetCounts as doneonce completedThis launchopen")
    expect(page.locator("#state")).to_contain_text(f"seenone, twofirst{WORDS}")
    expect(page.locator("#rules-kept")).to_have_text("Every rule was kept so far.")
    rows = page.locator("#calls tr")
    expect(rows.filter(has_text="answered What is your first thought?")).to_contain_text(f"“{WORDS}”")
    expect(rows.last).to_contain_text("initialized the course")
    page.get_by_label("requests").check()
    expect(rows.last).to_contain_text("asked for its key")
    expect(rows.filter(has_text="read how it is launched")).to_contain_text("here it is")
    expect(rows.filter(has_text="told: initialized")).to_contain_text("taken")
    page.get_by_label("errors", exact=True).check()
    expect(page.locator("#commits")).to_have_text("No errors.")


def test_a_rule_that_is_broken_is_told_by_its_number_in_a_sentence(open_page: Open) -> None:
    page = open_page("cmi5")
    course = course_of(page)
    expect(page.locator("#calls tr")).to_have_count(1)
    course.evaluate("""async () => {
        const query = new URLSearchParams(location.search);
        const { token } = JSON.parse(sessionStorage[`cmi5:${query.get('fetch')}`]);
        const statement = { id: crypto.randomUUID(), actor: {}, verb: { id: 'x' }, object: {},
            timestamp: '2026-12-01T10:00:00Z' };
        const headers = { Authorization: `Basic ${token}`, 'X-Experience-API-Version': '1.0.3' };
        const request = { method: 'POST', headers, body: JSON.stringify(statement) };
        for (let n = 0; n < 9; n += 1) await fetch(query.get('endpoint') + 'statements', request);
    }""")
    sentence = "8.1.3.0-3 The course speaks of another learner than the one who was launched."
    expect(page.locator("#broken li")).to_have_text([sentence] * 9)  # however fast they come
    expect(page.locator("#rules-kept")).to_have_text("")
    page.get_by_label("errors", exact=True).check()
    expect(page.locator("#calls tr").first).to_contain_text("refused (403)")


def test_a_launch_elsewhere_ends_this_one_and_a_new_one_goes_on(open_page: Open) -> None:
    page = open_page("cmi5")
    say(page, "saved")
    page.get_by_role("button", name="Launch elsewhere").click()
    expect(page.locator("#kept")).to_contain_text("over: launched elsewhere")
    write(page)
    say(page, "expired")
    page.get_by_role("button", name="Launch again").click()
    say(page, "saved", launches=2)
    expect(page.locator("#state")).to_contain_text(WORDS)


def test_the_mode_and_the_language_are_those_of_the_next_launch(open_page: Open) -> None:
    page = open_page("cmi5")
    page.get_by_label("Open for").select_option("looking around (Browse)")
    say(page, "browse", launches=2)
    expect(page.locator("#who")).to_contain_text("launch 2, Browse")
    page.get_by_label("Language").select_option("Dutch")
    course_of(page, launches=3)
    expect(page.get_by_label("Language")).to_have_value("nl-NL")
    page.get_by_label("requests").check()
    asked = page.locator("#calls tr", has_text="asked what the learner prefers")
    expect(asked.first).to_contain_text("here it is")
    expect(asked.last).to_contain_text("nothing there")


def test_the_courses_own_button_leads_back_to_the_lms(open_page: Open) -> None:
    page = open_page("cmi5")
    write(page)
    say(page, "saved")
    course_of(page).locator("#_close").click()
    expect(page.locator("#message")).to_contain_text("The course has led back to the LMS.")
    expect(page.locator("#kept")).to_contain_text("ended by the course")


# In one go, as what is typed waits for a pause only; and without a click, on which it is sent.
TYPE_AND_CLOSE = """(words) => {
    const { document: course, Event } = document.querySelector('#course').contentWindow;
    const field = [...course.querySelectorAll('textarea')].find((each) => each.checkVisibility());
    field.value = words;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    document.querySelector('#close').click();
}"""


@pytest.mark.parametrize("target", ["cmi5", "tincan"])
def test_what_is_sent_while_the_course_closes_is_lost_as_long_as_the_switch_says_so(
    open_page: Open, target: str
) -> None:
    page = open_page(target, "no-beacon=1")
    say(page, "saved")
    page.evaluate(TYPE_AND_CLOSE, "gone")
    page.wait_for_selector("body[data-course=closed]")
    page.wait_for_timeout(500)
    expect(page.locator("#state")).not_to_contain_text("gone")
    with page.expect_response("**/switches"):
        page.get_by_label("Last words lost").uncheck()
    page.get_by_role("button", name="Launch again").click()
    say(page, "saved", launches=2)
    page.evaluate(TYPE_AND_CLOSE, "there")
    expect(page.locator("#state")).to_contain_text("there")


@pytest.mark.parametrize("target", ["cmi5", "tincan"])
def test_an_lrs_that_fails_is_told_of_and_nothing_is_lost(open_page: Open, target: str) -> None:
    page = open_page(target)
    say(page, "saved")
    page.get_by_label("Connection lost").check()
    write(page)
    say(page, "offline")
    page.get_by_label("Connection lost").uncheck()
    say(page, "saved")
    expect(page.locator("#state")).to_contain_text(WORDS)


def test_an_xapi_launch_has_no_modes_and_no_rules(open_page: Open) -> None:
    page = open_page("tincan")
    expect(page.locator("#who")).to_have_text("learner-1, attempt 1, launch 1")
    for name in ("Rules of cmi5", "The launch"):
        expect(page.get_by_role("heading", name=name)).to_be_hidden()


@pytest.mark.parametrize("target", ["cmi5", "web"])
def test_nothing_sticks_out_sideways_on_a_narrow_window(open_page: Open, target: str) -> None:
    page = open_page(target)
    page.set_viewport_size({"width": 360, "height": 740})
    write(page)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("target", ["cmi5", "web"])
def test_axe_finds_nothing_in_the_panel(open_page: Open, target: str) -> None:
    page = open_page(target)
    write(page)
    page.wait_for_timeout(300)
    assert not find_violations(page)
