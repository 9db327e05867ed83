"""The notice on who reads along, as learners meet it: light and dark, on a phone, aloud, without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from support.browser.lms_harness import PAGE_TEXT, PLAYER_TEXT, LmsHarness, StartLms, question
from support.browser.page_checks import (
    find_clipped_text,
    find_overflow,
    find_violations,
    open_page,
    visit_pages,
)

PRIVACY = {
    "readers": "the trainers of your organisation",
    "keep": "a year",
    "contact": "mailto:functionarisgegevensbescherming@zorgorganisatie-met-een-lange-naam.example.org",
}
READ_BY = (
    "Your answers are read by the trainers of your organisation. They are kept for a year. "
    f"{PAGE_TEXT['differs']}"
)
PAGES = {
    "start": "Hello.",
    "words": "\n".join(
        [
            question("usual", "What do you think?"),
            question("in-lms", "And of this?", answers="lms", hint="Briefly."),
            question("here", "And secretly?", answers="nowhere"),
            ":::{opinion} view\n:answers: nowhere\n\nThis is useful.\n:::\n",
        ]
    ),
}
VIEWPORTS = [{"width": 320, "height": 640}, {"width": 1280, "height": 800}]


@pytest.fixture
def lms(start_lms: StartLms) -> LmsHarness:
    """A course that says who reads, with exceptions."""
    return start_lms(PAGES, privacy=PRIVACY)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", VIEWPORTS, ids=["phone", "desktop"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    lms: LmsHarness, scheme: str, viewport: dict[str, int]
) -> None:
    course = lms.open(viewport=viewport, color_scheme=scheme)
    for page in visit_pages(course):
        assert find_violations(course) == [], page
        assert find_overflow(course) == [], page
        assert find_clipped_text(course) == [], page


def test_it_is_read_aloud_as_a_note_with_a_name_before_the_first_question(lms: LmsHarness) -> None:
    course = lms.open()
    open_page(course, "words")
    expect(course.locator("main")).to_match_aria_snapshot(f"""
        - heading "Words" [level=1]
        - note "{PAGE_TEXT["notice"]}":
          - paragraph: {PAGE_TEXT["notice"]}
          - paragraph: {READ_BY}
          - paragraph: {PAGE_TEXT["no_names"]}
          - paragraph:
            - text: {PAGE_TEXT["ask"]}
            - link /functionarisgegevensbescherming@/
        - textbox "What do you think?"
    """)


def test_where_an_answer_goes_is_read_aloud_with_its_field(lms: LmsHarness) -> None:
    course = lms.open()
    open_page(course, "words")
    expect(course.locator("#q_usual")).to_have_accessible_description("")
    expect(course.locator("#q_in-lms")).to_have_accessible_description(f"Briefly. {PAGE_TEXT['only_lms']}")
    expect(course.locator("#q_here")).to_have_accessible_description(PAGE_TEXT["only_here"])
    expect(course.locator("#q_view")).to_have_accessible_description(PAGE_TEXT["only_here"])


def test_my_answers_say_the_same_in_the_lms_and_the_truth_without_one(lms: LmsHarness) -> None:
    course = lms.open()
    open_page(course, "_answers")
    expect(course.locator("#_readers")).to_have_text(READ_BY)
    expect(course.locator("#_answers a[href^=mailto]")).to_be_visible()
    alone = lms.open_without_lms()
    open_page(alone, "_answers")
    expect(alone.locator("#_readers")).to_have_text(PLAYER_TEXT["readers_alone"])


def test_it_is_there_without_script(lms: LmsHarness) -> None:
    page = lms.context(java_script_enabled=False).new_page()
    page.goto(f"{lms.url}course/index.html")
    expect(page.get_by_role("note", name=PAGE_TEXT["notice"])).to_contain_text(READ_BY)
    expect(page.locator("#w_here")).to_have_text(PAGE_TEXT["only_here"])
