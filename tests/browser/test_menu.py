"""The list of pages: a sheet on a phone, at the side of a wide screen; and the slim line at the top."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from support.browser.lms_harness import PLAYER_TEXT, TWO_PAGES, LmsHarness, StartLms
from support.browser.page_checks import add_style_sheet, find_clipped_text, find_overflow, find_violations

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
WIDE = """\
| one | two | three | four | five | six | seven |
|---|---|---|---|---|---|---|
| Gezondheidszorg | Verpleeghuisindicatie | Medicatieoverdracht | four | five | six | seven |

```
{line}
```
""".format(line="word_" * 80)


@pytest.fixture
def lms(start_lms: StartLms) -> LmsHarness:
    return start_lms(TWO_PAGES)


@pytest.fixture
def phone(lms: LmsHarness) -> Page:
    return lms.open_without_lms(viewport=PHONE)


def open_sheet(page: Page) -> None:
    page.locator("#_menu_button").click()
    expect(page.locator("#_sheet")).to_be_visible()


def test_the_line_at_the_top_is_slim_and_stays_in_sight(phone: Page) -> None:
    header = phone.locator(".bar")
    assert header.bounding_box()["height"] <= 56  # type: ignore[index]
    phone.locator("footer").scroll_into_view_if_needed()
    assert header.bounding_box()["y"] == 0  # type: ignore[index]
    expect(header.locator("progress")).to_be_in_viewport()
    expect(header).to_contain_text(PLAYER_TEXT["page_of"].format(n=1, total=2))


def test_the_list_is_a_sheet_that_keeps_the_focus_until_escape(phone: Page) -> None:
    open_sheet(phone)
    assert find_violations(phone) == []
    assert find_overflow(phone) == []
    for _ in range(6):
        phone.keyboard.press("Tab")
        stop = phone.evaluate("document.activeElement.closest('body, #_sheet').tagName")
        assert stop == "DIALOG" or phone.evaluate("document.activeElement === document.body")
    phone.keyboard.press("Escape")
    expect(phone.locator("#_sheet")).to_be_hidden()
    expect(phone.locator("#_menu_button")).to_be_focused()


def test_the_sheet_says_what_it_is_and_what_is_done(phone: Page) -> None:
    phone.locator("#q_first").fill("A thought.")
    open_sheet(phone)
    expect(phone.locator("#_sheet")).to_match_aria_snapshot("""
        - dialog "Overview":
          - button "Close"
          - navigation "Overview":
            - list:
              - listitem:
                - link "One done"
              - listitem:
                - link "Two not opened yet"
              - listitem:
                - link "My answers"
    """)


def test_the_way_back_closes_the_sheet_and_stays_on_the_page(lms: LmsHarness, phone: Page) -> None:
    phone.locator("a.next").click()
    open_sheet(phone)
    phone.go_back()
    expect(phone.locator("#_sheet")).to_be_hidden()
    expect(phone.locator("#two")).to_be_visible()
    open_sheet(phone)
    phone.locator("#_sheet > button").click()
    expect(phone.locator("#_sheet")).to_be_hidden()
    lms.wait_until(lambda: phone.evaluate("history.state") is None)
    phone.go_back()
    expect(phone.locator("#one")).to_be_visible()


def test_a_page_that_is_chosen_in_the_sheet_is_one_step_in_the_history(phone: Page) -> None:
    open_sheet(phone)
    phone.locator("#_menu").get_by_role("link", name="Two").click()
    expect(phone.locator("#two h1")).to_be_focused()
    expect(phone.locator("#_sheet")).to_be_hidden()
    phone.go_back()
    expect(phone.locator("#one h1")).to_be_focused()


def test_the_page_that_is_open_can_be_chosen_too(phone: Page) -> None:
    open_sheet(phone)
    phone.locator("#_menu").get_by_role("link", name="One").click()
    expect(phone.locator("#_sheet")).to_be_hidden()
    expect(phone.locator("#one h1")).to_be_focused()


def test_beside_the_sheet_a_touch_closes_it(phone: Page) -> None:
    open_sheet(phone)
    phone.mouse.click(180, 720)
    expect(phone.locator("#_sheet")).to_be_hidden()


def test_on_a_wide_screen_the_list_stands_at_the_side_with_what_is_done(lms: LmsHarness) -> None:
    page = lms.open_without_lms(viewport=DESKTOP)
    expect(page.locator("#_menu_button")).to_be_hidden()
    menu, main = page.locator("#_menu").bounding_box(), page.locator("#one h1").bounding_box()
    assert menu
    assert main
    assert menu["x"] + menu["width"] < main["x"]
    page.locator("#q_first").fill("A thought.")
    expect(page.locator("#_menu a[href='#one']")).to_have_class("done")
    expect(page.locator("#_menu [aria-current=page]")).to_contain_text("One")
    page.set_viewport_size(PHONE)
    expect(page.locator("#_menu")).to_be_hidden()
    open_sheet(page)
    page.set_viewport_size(DESKTOP)
    expect(page.locator("#_sheet")).to_be_hidden()
    expect(page.locator("#_menu")).to_be_visible()


def test_with_large_text_nothing_in_the_sheet_is_cut_off(lms: LmsHarness) -> None:
    page = lms.open_without_lms(viewport={"width": 320, "height": 640})
    add_style_sheet(page, "html { font-size: 225% !important }")
    open_sheet(page)
    assert find_overflow(page) == []
    assert find_clipped_text(page) == []


def test_a_wide_table_and_a_long_line_scroll_by_themselves_and_by_keyboard(start_lms: StartLms) -> None:
    page = start_lms({"one": WIDE, "two": "Text."}).open_without_lms(viewport={"width": 320, "height": 640})
    assert find_overflow(page) == []
    for name in ("Table 1", "Code 1"):
        box = page.get_by_role("region", name=name)
        box.focus()
        page.keyboard.press("ArrowRight")
        expect(box).not_to_have_js_property("scrollLeft", 0)
    assert find_violations(page) == []
