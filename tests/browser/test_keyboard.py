"""The course by keyboard alone: every stop can be reached, seen and left, and the focus is never lost."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Frame, expect
from support.browser.lms_harness import PLAYER_TEXT, TWO_PAGES, LmsHarness, StartLms
from support.browser.page_checks import EVERY_BLOCK, open_page, page_ids

DUTCH = "Ik zou eerst zelf even rustig nadenken"
# What has the focus: its tag and id, and whether it and its outline are there to be seen.
FOCUSED_ELEMENT = """() => {
    const stop = document.activeElement;
    const ringed = stop.matches('input') ? stop.closest('.option, .word') ?? stop : stop;
    const box = ringed.getBoundingClientRect();
    const { outlineStyle, outlineWidth } = getComputedStyle(ringed);
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 12));
    return {
        what: [stop.tagName, stop.id, stop.getAttribute('href'), stop.value, stop.textContent].join(' '),
        ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
        seen: Boolean(top) && (ringed.contains(top) || top.contains(ringed)),
    };
}"""


def press(course: Frame, *keys: str) -> None:
    for key in keys:
        course.page.keyboard.press(key)


def has_focus(course: Frame, selector: str) -> bool:
    return bool(course.evaluate("selector => document.activeElement.matches(selector)", selector))


def tab_to(course: Frame, selector: str, key: str = "Tab") -> None:
    for _ in range(80):
        press(course, key)
        if course.evaluate("document.hasFocus()") and has_focus(course, selector):
            return
    raise AssertionError(f"{key} does not lead to {selector}")


def focus_stops(course: Frame, key: str = "Tab") -> list[dict[str, Any]]:
    """What the key leads to, until the focus leaves the course."""
    found: list[dict[str, Any]] = []
    while len(found) < 80:
        press(course, key)
        if not course.evaluate("document.hasFocus() && document.activeElement !== document.body"):
            return found
        found.append(course.evaluate(FOCUSED_ELEMENT))
    raise AssertionError(f"the focus is caught: {found[-5:]}")


def stop_names(stops: list[dict[str, Any]]) -> list[str]:
    return [stop["what"] for stop in stops]


@pytest.fixture
def course(start_lms: StartLms) -> Frame:
    return start_lms(EVERY_BLOCK).open()


def complete_page(course: Frame) -> None:
    """Answer what there is on the way to the link to the next page, and follow it."""
    while not has_focus(course, "a.next"):
        press(course, "Tab")
        if has_focus(course, "textarea"):
            course.page.keyboard.type(DUTCH)
        elif has_focus(course, "input[type=checkbox]"):
            press(course, "Space")
    press(course, "Enter")


def test_the_whole_course_is_completed_by_keyboard_alone(webcare_of_each_standard: LmsHarness) -> None:
    webcare = webcare_of_each_standard
    course = webcare.open()
    tab_to(course, "#_menu_button")
    for page in page_ids(course)[1:]:
        complete_page(course)
        expect(course.locator(f"section#{page} h1")).to_be_focused()
    expect(course.locator("#_outcome .title")).to_have_text("Je bent klaar!")
    webcare.wait_until(lambda: webcare.status() == "completed")
    assert list(webcare.answers().values()).count(DUTCH) == 9


def test_after_each_change_of_page_the_focus_is_on_the_heading(start_lms: StartLms) -> None:
    course = start_lms({"one": "Go to [two](#two).", "two": "Text.", "three": "Text."}).open()
    for selector, page in [
        ("#one a", "two"),
        ("a.next", "three"),
        ("a.previous", "two"),
    ]:
        tab_to(course, selector)
        press(course, "Enter")
        expect(course.locator(f"section#{page} h1")).to_be_focused()
        assert course.title().lower().startswith(page)
    course.evaluate("history.back()")
    expect(course.locator("section#three h1")).to_be_focused()
    tab_to(course, "#_menu_button", "Shift+Tab")
    press(course, "Enter")
    tab_to(course, "#_menu a[href='#one']")
    press(course, "Enter")
    expect(course.locator("section#one h1")).to_be_focused()
    expect(course.locator("#_menu")).to_be_hidden()


def test_the_list_of_pages_closes_with_escape_and_gives_the_focus_back(course: Frame) -> None:
    tab_to(course, "#_menu_button")
    press(course, "Space")
    expect(course.locator("#_menu")).to_be_visible()
    press(course, "Tab", "Tab", "Escape")
    expect(course.locator("#_menu")).to_be_hidden()
    expect(course.locator("#_menu_button")).to_be_focused()


def test_the_focus_goes_back_the_way_it_came_and_out_at_both_ends(course: Frame) -> None:
    for page in page_ids(course):
        open_page(course, page)
        course.page.locator("#width").focus()
        forth = stop_names(focus_stops(course))
        assert len(forth) >= 3
        course.page.locator("aside summary").first.focus()
        assert stop_names(focus_stops(course, "Shift+Tab"))[::-1] == forth


@pytest.mark.parametrize("forced", ["none", "active"])
def test_every_stop_shows_that_it_has_the_focus_and_nothing_covers_it(
    start_lms: StartLms, forced: str
) -> None:
    course = start_lms(EVERY_BLOCK).open(forced_colors=forced, viewport={"width": 1000, "height": 480})
    for page in page_ids(course):
        open_page(course, page)
        course.page.locator("#width").focus()
        found = focus_stops(course)
        assert len(found) >= 3
        assert not [f"{page}: {stop}" for stop in found if not (stop["ring"] and stop["seen"])]


def test_a_choice_is_made_and_checked_and_the_focus_stays_with_it(course: Frame) -> None:
    open_page(course, "choices")
    tab_to(course, "#q_one-right input")
    press(course, "Space", "Tab")
    assert has_focus(course, "#q_one-right button")
    press(course, "Enter")
    expect(course.locator("#q_one-right .verdict")).to_contain_text(
        PLAYER_TEXT["wrong_again"]["one"].format(n=1)
    )
    assert has_focus(course, "#q_one-right button")
    tab_to(course, "#q_one-right input", "Shift+Tab")
    press(course, "ArrowDown")
    tab_to(course, "#q_one-right button")
    press(course, "Enter")
    expect(course.locator("#q_one-right .verdict")).to_contain_text(PLAYER_TEXT["right"])
    expect(course.locator("#q_one-right .verdict")).to_be_focused()
    press(course, "Tab")
    assert has_focus(course, "#q_two-right input")


def test_two_answers_are_compared_and_the_focus_goes_to_the_comparison(course: Frame) -> None:
    open_page(course, "words")
    tab_to(course, "#q_reply-wrong")
    course.page.keyboard.type("Go away.")
    press(course, "Tab")
    course.page.keyboard.type("We are sorry.")
    tab_to(course, "button.compare")
    press(course, "Enter")
    expect(course.locator(".comparison")).to_be_focused()
    expect(course.locator(".comparison")).to_contain_text("We are sorry.")


def test_a_film_that_is_asked_for_gets_the_focus(course: Frame) -> None:
    course.page.context.route("https://**", lambda route: route.fulfill(body="<title>film</title>"))
    open_page(course, "words")
    tab_to(course, "#q_film button")
    press(course, "Enter")
    expect(course.locator("#q_film iframe")).to_be_focused()


def test_a_missing_answer_is_one_key_away(start_lms: StartLms) -> None:
    course = start_lms(TWO_PAGES).open()
    open_page(course, "_answers")
    tab_to(course, "#_outcome a[href='#two']")
    press(course, "Enter")
    expect(course.locator("#two h1")).to_be_focused()
    open_page(course, "_answers")
    tab_to(course, "#_given a[href='#q_first']")
    press(course, "Enter")
    expect(course.locator("#q_first")).to_be_focused()
