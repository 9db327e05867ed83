"""A course in a browser without script: every word can be read, and the learner is told what is missing."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from support.browser.lms_harness import PAGE_TEXT, LmsHarness, StartLms
from support.browser.page_checks import EVERY_BLOCK, find_overflow

# What only makes sense once the player runs.
SCRIPT_ELEMENTS = (
    "#_menu_button, .steps, #_progress, #_standing, #_answers, #_print_all, fieldset button, .screen,.enlarge"
)


def open_without_script(lms: LmsHarness, width: int = 360) -> Page:
    page = lms.context(java_script_enabled=False, viewport={"width": width, "height": 740}).new_page()
    page.goto(f"{lms.url}course/index.html")
    return page


def source_words(lms: LmsHarness) -> list[str]:
    """Every word that the author wrote, from the sources."""
    found = ""
    for source in sorted((lms.folder / "pages").glob("*.md")):
        text = re.sub(
            r"^:(?!title|author|network|when|label|wrong|good|hint).*$",
            "",
            source.read_text(),
            flags=re.MULTILINE,
        )
        found += re.sub(r"\]\([^)]*\)|^:::.*$|^:\w+:|^title:", " ", text, flags=re.MULTILINE)
    return re.findall(r"\w{3,}", found)


def test_all_the_words_of_webcare_can_be_read_without_script(webcare: LmsHarness) -> None:
    page = open_without_script(webcare)
    shown = page.locator("body").inner_text()
    shown += " ".join(page.locator("img").evaluate_all("all => all.map((image) => image.alt)"))
    assert not set(source_words(webcare)) - set(re.findall(r"\w{3,}", shown))
    for heading in page.locator("section.page:not(#_answers) h1").all():
        expect(heading).to_be_visible()
    assert page.locator("section.page:not(#_answers) h1").count() == 7


def test_every_block_can_be_read_without_script(start_lms: StartLms) -> None:
    page = open_without_script(start_lms(EVERY_BLOCK))
    for words in [
        "Carrot",
        "Two",
        "Strongly agree",
        "I understood it.",
        "I read the rules",
        "Quite a story",
        "Listen.",
        "Do the sick no harm.",
        "Wet your hands",
    ]:
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_role("textbox", name="What do you think of it?")).to_be_visible()
    expect(page.locator(".marked ol").get_by_text("All that is round has one.")).to_be_visible()
    expect(page.locator("#_glossary").get_by_text("in the blood")).to_be_visible()
    page.get_by_role("button", name="hypoglykemie").click()
    expect(page.locator("#_t-more-2")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(re.escape(PAGE_TEXT["youtube_link"])))).to_be_visible()


def test_what_can_not_work_without_script_is_not_there(start_lms: StartLms) -> None:
    page = open_without_script(start_lms(EVERY_BLOCK))
    for part in page.locator(SCRIPT_ELEMENTS).all():
        expect(part).to_be_hidden()


def test_the_learner_is_told_that_answers_are_not_kept(start_lms: StartLms) -> None:
    warning = open_without_script(start_lms(EVERY_BLOCK)).locator("noscript p")
    expect(warning).to_be_visible()
    expect(warning).to_have_text(PAGE_TEXT["no_script"])


def test_the_list_of_pages_leads_to_each_page_without_script(webcare: LmsHarness) -> None:
    page = open_without_script(webcare)
    page.get_by_role("navigation").get_by_role("link", name="Tot slot").click()
    expect(page.get_by_role("heading", name="Tot slot")).to_be_in_viewport()


def test_nothing_scrolls_sideways_without_script(start_lms: StartLms) -> None:
    page = open_without_script(start_lms(EVERY_BLOCK), width=320)
    assert find_overflow(page) == []
