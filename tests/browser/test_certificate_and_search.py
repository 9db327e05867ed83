"""What a course may have beside its pages: a certificate, search in all pages, and all of them on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, expect
from support.browser.lms_harness import PAGE_TEXT, TWO_PAGES, LmsHarness, StartLms, answer_all, open_next_page
from support.browser.page_checks import find_violations, open_page

CERTIFICATE = {"text": "Kind words, in an hour.", "signed-by": "Anna's team"}
PHONE = {"width": 320, "height": 640}
WORDS = {
    "one": "Wash your hands. The café is on the left; it's clean.\n\n- Soap\n- Water and soap",
    "two": (
        ":::{choice} q\nWhich soap?\n\n- [x] Soft soap\n  > Soap hidden until later.\n- [ ] None\n:::\n\n"
        ':::{video} film\n:title: A film\n:youtube: oc3qnAsTM5U\n\nSomebody says "transcript".\n:::\n'
    ),
}
NO_SIDEWAYS_SCROLL = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def finish(course: Frame) -> None:
    answer_all(course, lambda key: f"Words for {key}.")


def test_a_certificate_is_there_once_the_course_is_done_and_the_lms_says_whose(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES, certificate=CERTIFICATE)
    course = lms.open(viewport=PHONE)
    link = course.get_by_role("link", name=PAGE_TEXT["certificate_see"])
    open_page(course, "_answers")
    expect(link).to_be_hidden()
    open_page(course, "one")
    finish(course)
    link.click()
    expect(course.get_by_role("heading", level=1)).to_be_focused()
    expect(course.locator("#_certificate")).to_match_aria_snapshot("""
      - heading "Certificate" [level=1]
      - paragraph: Kim Jansen
      - paragraph: has completed this course
      - paragraph: A trial
      - paragraph: Kind words, in an hour.
      - paragraph: /Completed on \\w+ \\d+, \\d+/
      - paragraph: Anna’s team
      - paragraph: /no official proof/
      - paragraph:
        - button "Print or save as PDF"
    """)
    assert course.evaluate(NO_SIDEWAYS_SCROLL)
    assert not find_violations(course)
    lms.wait_until(lambda: re.fullmatch(r"\d{4}-\d\d-\d\d", str(lms.state().get("done"))))
    assert "Jansen" not in str(lms.state())


def test_a_name_that_is_typed_is_kept_nowhere(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES, certificate=True)
    page = lms.open_without_lms()
    finish(page.main_frame)
    page.get_by_role("link", name=PAGE_TEXT["certificate_see"]).click()
    page.get_by_label(PAGE_TEXT["certificate_name"]).fill("<b>Zoë</b>")
    expect(page.locator(".holder")).to_have_text("<b>Zoë</b>")
    assert not find_violations(page)
    page.reload()
    open_page(page, "_answers")
    page.get_by_role("link", name=PAGE_TEXT["certificate_see"]).click()
    expect(page.locator(".holder")).to_be_empty()
    expect(page.get_by_label(PAGE_TEXT["certificate_name"])).to_be_empty()


def test_on_paper_a_certificate_stands_alone_on_one_page(start_lms: StartLms) -> None:
    course = start_lms(TWO_PAGES, certificate=True).open()
    finish(course)
    course.get_by_role("link", name=PAGE_TEXT["certificate_see"]).click()
    course.page.emulate_media(media="print")
    for hidden in ("header", "footer", ".steps", ".typed", "#_certificate button"):
        expect(course.locator(hidden).first).to_be_hidden()
    expect(course.locator(".sheet")).to_be_visible()


def test_a_course_without_one_has_no_certificate_and_no_script_for_it(start_lms: StartLms) -> None:
    files = start_lms(TWO_PAGES).preview_lms.builds.files
    assert b"_certificate" not in files["index.html"]
    assert b"certificate_day" not in files["player.js"]
    assert b".sheet" not in files["style.css"]


@pytest.fixture
def searched(start_lms: StartLms) -> LmsHarness:
    return start_lms(WORDS, search=True)


def search(course: Frame, words: str) -> list[str]:
    """The sentences that are found."""
    course.get_by_role("searchbox").fill(words)
    return course.locator("#_search li p").all_text_contents()


def test_words_are_found_whatever_their_capitals_accents_and_quotes(searched: LmsHarness) -> None:
    course = searched.open(viewport=PHONE)
    course.locator("#_menu_button").click()
    course.get_by_role("button", name=PAGE_TEXT["search"]).click()
    expect(course.get_by_role("searchbox")).to_be_focused()
    assert search(course, "CAFE it's") == ["The café is on the left; it’s clean."]
    expect(course.locator("#_search mark")).to_have_text("café")
    expect(course.get_by_role("dialog").get_by_role("status")).to_have_text("1 place found.")
    assert search(course, "soap") == ["Soap", "Water and soap", "Which soap?", "Soft soap"]
    assert search(course, "nothing like it") == []
    expect(course.get_by_role("dialog").get_by_role("status")).to_have_text("0 places found.")
    search(course, "wash")
    assert course.evaluate(NO_SIDEWAYS_SCROLL)
    assert not find_violations(course)


def test_a_result_leads_to_its_place_by_keyboard_and_opens_what_is_folded(searched: LmsHarness) -> None:
    course = searched.open()
    course.locator("#_menu_button").click()
    find = course.get_by_role("button", name=PAGE_TEXT["search"])
    find.press("Enter")
    course.page.keyboard.press("Escape")
    expect(find).to_be_focused()
    find.press("Enter")
    search(course, "transcript")
    course.page.keyboard.press("Enter")
    passage = course.locator("#q_film p").get_by_text("Somebody says")
    expect(passage).to_be_focused()
    expect(passage).to_be_in_viewport()
    expect(course.get_by_role("dialog")).to_be_hidden()


def test_only_a_course_of_more_than_ten_pages_has_search_by_itself(start_lms: StartLms) -> None:
    short = start_lms(TWO_PAGES).preview_lms.builds.files
    assert b"_search" not in short["index.html"] + short["player.js"] + short["style.css"]
    pages = {f"page-{number}": "Some words." for number in range(11)}
    assert b'id="_search"' in start_lms(pages).preview_lms.builds.files["index.html"]
    assert b'id="_search"' not in start_lms(pages, search=False).preview_lms.builds.files["index.html"]


def test_the_whole_course_goes_on_paper_with_its_answers_and_is_as_before_afterwards(
    start_lms: StartLms,
) -> None:
    course = start_lms(TWO_PAGES, certificate=True).open()
    finish(course)
    open_page(course, "one")
    open_next_page(course)
    visible = "[...document.querySelectorAll('.page')].filter((each) => !each.hidden).map((each) => each.id)"
    course.evaluate(f"window.print = () => {{ window.printed = {visible}; }}")
    course.locator("footer summary").click()
    course.get_by_role("button", name=PAGE_TEXT["print_all"]).click()
    course.wait_for_function("window.printed")
    assert course.evaluate("window.printed") == ["one", "two"]
    expect(course.locator("#q_first")).to_have_value("Words for first.")
    course.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert course.evaluate(visible) == ["two"]
