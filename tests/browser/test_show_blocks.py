"""Blocks that show: what opens does so by keyboard, is read aloud well, and gives the focus back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect
from support.browser.lms_harness import PAGE_TEXT, PLAYER_TEXT, LmsHarness, StartLms
from support.browser.page_checks import find_violations, open_page
from support.browser.show_blocks import SHOW_BLOCKS


@pytest.fixture
def lms(start_lms: StartLms) -> LmsHarness:
    return start_lms(SHOW_BLOCKS)


def press(course: Frame | Page, *keys: str) -> None:
    page = course if isinstance(course, Page) else course.page
    for key in keys:
        page.keyboard.press(key)


def without_others(context: BrowserContext) -> BrowserContext:
    """Nobody else on the line: what asks for a page from elsewhere gets an empty one."""
    context.route(
        lambda url: "127.0.0.1" not in url,
        lambda route: route.fulfill(body="<title>Elsewhere</title>", content_type="text/html"),
    )
    return context


def test_an_image_opens_large_and_the_next_one_too_by_keyboard(lms: LmsHarness) -> None:
    course = lms.open()
    second = course.get_by_role("button", name=f"{PAGE_TEXT['enlarge']}: In the middle")
    second.focus()
    press(course, "Enter")
    dialog = course.get_by_role("dialog", name="In the middle")
    expect(dialog.get_by_role("img", name="In the middle")).to_be_visible()
    expect(dialog.get_by_role("status")).to_have_text("2/3")
    assert not find_violations(course)
    press(course, "ArrowRight")
    expect(course.get_by_role("dialog", name="At the right").get_by_role("status")).to_have_text(
        "3/3 The last"
    )
    course.get_by_role("button", name=PLAYER_TEXT["next_picture"]).click()
    expect(course.get_by_role("dialog", name="At the left").get_by_role("status")).to_have_text(
        "1/3 The first"
    )
    press(course, "Escape")
    expect(course.get_by_role("dialog")).to_have_count(0)
    expect(second).to_be_focused()


def test_one_image_opens_without_a_way_to_others_and_closes_by_its_button(lms: LmsHarness) -> None:
    course = lms.open(viewport={"width": 320, "height": 640})
    button = course.get_by_role("button", name=f"{PAGE_TEXT['enlarge']}: A circle at the left")
    button.click()
    dialog = course.get_by_role("dialog")
    expect(dialog.get_by_role("button")).to_have_text([PLAYER_TEXT["close"]])
    box = dialog.locator("img").bounding_box()
    assert box
    assert box["width"] > 200
    dialog.get_by_role("button").click()
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()
    course.get_by_role("img", name="A circle at the left").click(position={"x": 4, "y": 4})
    expect(dialog).to_be_visible()


def test_the_blocks_that_show_are_read_aloud_as_they_should_be(lms: LmsHarness) -> None:
    course = lms.open()
    expect(course.locator("#show")).to_match_aria_snapshot("""
        - figure /Meervoudige.*Anna de Vries/:
          - img "A circle at the left"
          - 'button "Enlarge: A circle at the left"'
        - list "Three circles":
          - listitem:
            - figure "The first":
              - img "At the left"
              - 'button "Enlarge: At the left"'
        - figure "Florence Nightingale, Notes on Nursing":
          - blockquote:
            - paragraph: Do the sick no harm.
          - link "Notes on Nursing"
        - paragraph:
          - link "To the next page"
        - paragraph:
          - link /The leaflet/
          - text: PDF, 1.2 MB
        - figure "A talk at the bed":
          - group: Read what is said
    """)
    open_page(course, "more")
    expect(course.locator("#more")).to_match_aria_snapshot("""
        - paragraph:
          - button "delirium"
          - button "hypoglykemie"
          - superscript:
            - link "1"
          - link "example.org/a/long/address/that/goes/on/and/on/for/ever"
        - region "Code 1":
          - code: /def greet/
        - figure "page.html":
          - region "Code 2":
            - code: /Hello/
        - math: /dose = prescribed/
        - term: Verpleegkundigspecialistenoverleg
        - definition
        - figure:
          - img "A circle at the left"
          - 'button "1: The middle of it"'
          - 'button "2: Nothing"'
          - list:
            - listitem: The middle of it All that is round has one.
        - figure "A film on Vimeo":
          - 'button "Watch the video: A film on Vimeo"'
          - list "Parts of the video":
            - listitem:
              - link "0:00 Wet your hands"
            - listitem:
              - link "1:05 Soap"
        - figure "A map of the building":
          - 'button "Show: A map of the building"'
        - region "Notes":
          - heading "Notes" [level=2]
          - list
    """)


def test_a_footnote_is_reached_and_left_by_keyboard_with_the_focus(lms: LmsHarness) -> None:
    course = lms.open()
    open_page(course, "more")
    reference = course.locator("#_r-more-1-1")
    expect(reference).to_have_accessible_description("Notes")
    reference.focus()
    press(course, "Enter")
    expect(course.locator("#_f-more-1")).to_be_focused()
    expect(course.locator("#_f-more-1")).to_be_in_viewport()
    press(course, "Tab", "Tab")
    expect(course.get_by_role("link", name="Back to the text 1 (1)")).to_be_focused()
    press(course, "Enter")
    expect(reference).to_be_focused()


def test_a_term_opens_its_meaning_and_escape_closes_it(lms: LmsHarness) -> None:
    course = lms.open()
    open_page(course, "more")
    term, meaning = course.get_by_role("button", name="delirium"), course.locator("#_t-more-1")
    expect(meaning).to_be_hidden()
    term.focus()
    press(course, "Enter")
    expect(meaning).to_be_visible()
    expect(meaning).to_have_text("delirium Sudden confusion; see Show.")
    assert not find_violations(course)
    press(course, "Escape")
    expect(meaning).to_be_hidden()
    expect(term).to_be_focused()


def test_the_glossary_is_in_the_menu_and_is_neither_a_step_nor_asked_of_anybody(lms: LmsHarness) -> None:
    course = lms.open()
    course.locator("#_menu_button").click()
    course.get_by_role("link", name=PAGE_TEXT["glossary"]).click()
    expect(course.get_by_role("heading", name=PAGE_TEXT["glossary"])).to_be_focused()
    expect(course.locator("#_glossary")).to_match_aria_snapshot("""
        - term: delirium
        - definition:
          - link "Show"
        - term: hypoglykemie
    """)
    expect(course.locator(".steps a:visible")).to_have_count(0)
    expect(course.locator("#_progress progress")).to_be_visible()
    assert not find_violations(course)
    open_page(course, "more")
    open_page(course, "_answers")
    expect(course.locator(".steps .next")).to_be_hidden()
    open_page(course, "_glossary")
    lms.wait_until(lambda: lms.status() == "completed")
    lms.leave(course)
    again = lms.open()
    expect(again.locator("#_answers")).to_be_visible()


def test_a_spot_opens_its_text_by_keyboard_and_stands_where_it_should(lms: LmsHarness) -> None:
    course = lms.open()
    open_page(course, "more")
    spot = course.get_by_role("button", name="1: The middle of it")
    image = course.locator(".marked img").bounding_box()
    place = spot.bounding_box()
    assert image
    assert place
    assert place["x"] + place["width"] / 2 == pytest.approx(image["x"] + image["width"] * 0.25, abs=2)
    assert place["y"] + place["height"] / 2 == pytest.approx(image["y"] + image["height"] * 0.5, abs=2)
    spot.focus()
    press(course, "Space")
    expect(course.locator("#_s-circle-1")).to_contain_text("All that is round has one.")
    expect(course.locator("#_s-circle-1")).to_be_visible()
    press(course, "Escape")
    expect(course.locator("#_s-circle-1")).to_be_hidden()
    expect(spot).to_be_focused()


def test_a_page_from_elsewhere_is_fetched_once_asked_for_and_stays_in_its_box(lms: LmsHarness) -> None:
    course = lms.open(without_others(lms.context()))
    open_page(course, "more")
    assert course.locator("iframe").count() == 0
    course.get_by_role("button", name="Show: A map of the building").click()
    frame = course.locator("iframe[title='A map of the building']")
    expect(frame).to_be_focused()
    assert frame.get_attribute("src") == "https://maps.example.org/building"
    sandbox = (frame.get_attribute("sandbox") or "").split()
    assert sandbox == ["allow-scripts", "allow-forms", "allow-popups", "allow-same-origin"]


def test_a_chapter_of_a_film_elsewhere_begins_at_its_time_and_nothing_is_asked_before(
    lms: LmsHarness,
) -> None:
    context = without_others(lms.context())
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    course = lms.open(context)
    open_page(course, "more")
    assert not [url for url in asked if "vimeo" in url]
    course.get_by_role("link", name="1:05 Soap").focus()
    press(course, "Enter")
    frame = course.locator("iframe[title='A film on Vimeo']")
    expect(frame).to_have_attribute(
        "src", re.compile(r"^https://player\.vimeo\.com/video/76979871\?.*#t=65s$")
    )
    course.get_by_role("link", name="0:00 Wet").click()
    expect(frame).to_have_attribute("src", re.compile("dnt=1$"))
    assert len(context.pages) == 1
