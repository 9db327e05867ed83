"""Blocks that arrange a page: with a keyboard, read aloud, and where what they hide is looked for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Frame, expect
from support.browser.lms_harness import StartLms

PAGE = """\
::::{tabs}
## First
Words of the first.

## Second
:::{acknowledge} behind
I looked behind it.
:::

## Third
Words of the third.
::::

::::{cards}
## Front
:::{acknowledge} turned
I turned it.
:::

## Other front
Back.
::::
"""


@pytest.fixture
def course(start_lms: StartLms) -> Frame:
    return start_lms({"start": PAGE}).open()


def test_tabs_are_read_as_tabs_and_move_with_the_arrow_keys(course: Frame) -> None:
    tabs = course.get_by_role("tablist")
    expect(tabs).to_match_aria_snapshot("""
      - tablist:
        - tab "First" [selected]
        - tab "Second"
        - tab "Third"
    """)
    course.get_by_role("tab", name="First").focus()
    moves = {"ArrowRight": "Second", "End": "Third", "ArrowLeft": "Second", "Home": "First"}
    for key, name in (*moves.items(), ("ArrowLeft", "Third"), ("ArrowRight", "First")):  # round and round
        course.page.keyboard.press(key)
        expect(course.get_by_role("tab", name=name)).to_be_focused()
        expect(course.get_by_role("tabpanel")).to_have_count(1)
        expect(course.get_by_role("tabpanel", name=name)).to_be_visible()


def test_only_the_chosen_tab_is_in_the_tab_order(course: Frame) -> None:
    course.get_by_role("tab", name="Third").click()
    course.get_by_role("tab", name="Third").focus()
    course.page.keyboard.press("Shift+Tab")
    course.page.keyboard.press("Tab")
    expect(course.get_by_role("tab", name="Third")).to_be_focused()


@pytest.mark.parametrize("name", ["I looked behind it.", "I turned it."])
def test_a_link_to_a_question_opens_what_hides_it(course: Frame, name: str) -> None:
    course.locator(".next").click()
    question = course.locator("#_given div").filter(has_text=name)
    question.get_by_role("link").click()
    box = course.get_by_role("group", name=name).get_by_role("checkbox")
    expect(box).to_be_visible()
    expect(box).to_be_focused()


def test_cards_turn_with_the_keyboard(course: Frame) -> None:
    course.locator(".cards summary").first.focus()
    course.page.keyboard.press("Enter")
    expect(course.get_by_text("I turned it.")).to_be_visible()
