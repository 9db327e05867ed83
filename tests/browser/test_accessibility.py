"""WCAG 2.2 AA: what axe sees on every page and in every trouble, and what it can't see."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Frame, Page, expect
from support.browser.lms_harness import PLAYER_TEXT, TWO_PAGES, LmsHarness, StartLms
from support.browser.page_checks import (
    EVERY_BLOCK,
    add_style_sheet,
    find_violations,
    open_page,
    unfold,
    visit_pages,
)

PHONE = {"width": 320, "height": 640}
# What can be pressed and is smaller than 24 by 24, unless it stands in a sentence (WCAG 2.2, 2.5.8).
SMALL_TARGETS = """() => [...document.querySelectorAll('a[href], button, input, textarea, summary')]
.filter((each) => {
    const box = (each.closest('label') ?? each).getBoundingClientRect();
    const inline = each.matches('a') && getComputedStyle(each).display === 'inline';
    const inSentence = inline || each.matches('.term');
    return each.checkVisibility() && !inSentence && (box.width < 24 || box.height < 24);
}).map((each) => each.outerHTML.slice(0, 100))"""


def test_axe_finds_nothing_on_any_page_of_webcare(webcare_of_each_standard: LmsHarness) -> None:
    course = webcare_of_each_standard.open()
    found: list[str] = []
    for page in visit_pages(course):
        unfold(course)
        found += [f"{page}: {fault}" for fault in find_violations(course)]
    assert not found


def test_axe_finds_nothing_in_any_block(start_lms: StartLms) -> None:
    course = start_lms(EVERY_BLOCK).open()
    use_every_block(course)
    found: list[str] = []
    for page in visit_pages(course):
        unfold(course)
        found += [f"{page}: {fault}" for fault in find_violations(course)]
    assert not found


def test_axe_finds_nothing_in_the_starter(starter: LmsHarness) -> None:
    course = starter.open()
    assert not [fault for _ in visit_pages(course) for fault in find_violations(course)]


def use_every_block(course: Frame) -> None:
    """Bring every block into the state in which it says most."""
    open_page(course, "choices")
    for question, keys in {"one-right": "a", "two-right": "ab"}.items():
        for key in keys:
            course.locator(f"#q_{question} input[value={key}]").check()
        course.locator(f"#q_{question} button").click()
    open_page(course, "words")
    for field in course.locator("textarea:visible").all():
        field.fill("Two words")
    course.locator("button.compare").click()


@pytest.mark.parametrize("phone", [True, False])
def test_axe_finds_nothing_when_the_lms_is_in_trouble(start_lms: StartLms, phone: bool) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open(viewport=PHONE if phone else None)
    lms.set_switches(commits_fail=True)
    course.locator("#q_first").fill("A word that can't be sent.")
    expect(course.locator("#_standing.warning")).to_be_visible()
    assert not find_violations(course)
    open_page(course, "_answers")
    assert not find_violations(course)


def test_axe_finds_nothing_when_the_room_is_full(start_lms: StartLms) -> None:
    course = start_lms(TWO_PAGES).open()
    course.locator("#q_first").fill("".join(chr(0x4E00 + place * 7919 % 20000) for place in range(3000)))
    expect(course.locator("#_standing.warning")).to_contain_text(PLAYER_TEXT["full"])
    assert not find_violations(course)


def test_axe_finds_nothing_where_two_versions_wait_for_a_choice(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course = open_with_conflict(lms)
    expect(course.get_by_text(PLAYER_TEXT["conflict"])).to_be_visible()
    assert not find_violations(course)


def open_with_conflict(lms: LmsHarness) -> Frame:
    """A course on a device that holds another version than the LMS."""
    here = lms.context()
    course = lms.open(here)
    lms.set_switches(commits_fail=True)
    course.locator("#q_first").fill("Typed here.")
    expect(course.locator("#_standing.warning")).to_be_visible()
    course.page.close()
    lms.set_switches(commits_fail=False)
    there = lms.open()
    there.locator("#q_first").fill("Typed there.")
    lms.wait_until(lambda: lms.answers().get("first") == "Typed there.")
    there.page.close()
    return lms.open(here)


def test_axe_finds_nothing_in_review_and_without_an_lms(start_lms: StartLms) -> None:
    lms = start_lms(EVERY_BLOCK)
    alone = lms.open_without_lms()
    lms.set_switches(mode="review")
    review = lms.open()
    assert not [
        fault for course in (alone, review) for _ in visit_pages(course) for fault in find_violations(course)
    ]


def test_axe_finds_nothing_on_the_preview_itself(starter: LmsHarness) -> None:
    course = starter.open()
    course.locator("a.next").click()
    expect(course.page.locator("#calls tr.write").first).to_be_visible()
    assert not find_violations(course.page)
    course.page.locator("#close").click()
    expect(course.page.locator("#message")).to_be_visible()
    assert not find_violations(course.page)


def test_axe_does_find_a_fault_that_is_there(start_lms: StartLms) -> None:
    course = start_lms(TWO_PAGES).open()
    add_style_sheet(course, ".prompt { color: #bbb; } textarea { height: 10px }")
    course.evaluate("document.querySelector('textarea').removeAttribute('aria-labelledby')")
    found = " ".join(find_violations(course))
    assert "color-contrast" in found
    assert "label" in found


def test_nothing_that_can_be_pressed_is_too_small(start_lms: StartLms) -> None:
    course = start_lms(EVERY_BLOCK).open(viewport=PHONE)
    for _ in visit_pages(course):
        unfold(course)
        assert course.evaluate(SMALL_TARGETS) == []


def test_a_page_of_webcare_reads_as_it_should(webcare: LmsHarness) -> None:
    course = webcare.open()
    open_page(course, "ns")
    expect(course.locator("body")).to_match_aria_snapshot("""
        - banner:
          - button "Overzicht"
          - paragraph: Pagina 3 van 7 0 van de 9 vragen beantwoord
          - paragraph: Webcare
          - paragraph: Alles is bewaard.
        - main:
          - heading "Webcare bij NS" [level=1]
          - figure:
            - button /Bekijk de video.*VLOG#23/
            - paragraph:
              - link /Bekijk op YouTube \\(nieuw tabblad\\).*VLOG#23/
          - heading "Wat denk jij?" [level=2]
          - textbox "Wat viel jou op toen je het filmpje bekeek?"
          - textbox "Hoe ga jij straks zelf op berichten reageren?"
          - textbox "Waar let je dan op?"
          - navigation "Vorige en volgende":
            - link /Vorige.*Waarom gaat het soms mis\\?/
            - link /Volgende.*Afspraken op je werk/
        - contentinfo:
          - group: Over deze cursus
    """)


def test_every_kind_of_question_reads_as_it_should(start_lms: StartLms) -> None:
    course = start_lms(EVERY_BLOCK).open()
    open_page(course, "choices")
    expect(course.locator("main")).to_match_aria_snapshot("""
        - group "Which of these is a fruit?":
          - radio "Carrot"
          - radio "Apple"
          - button "Check"
        - group "Which two are even?":
          - checkbox "Two"
          - checkbox "Three"
          - checkbox "Four"
        - group "This is useful.":
          - radio "Strongly disagree"
          - radio "Strongly agree"
        - group "And this?":
          - radio "No"
          - radio "Yes"
        - group "Tick what you did.":
          - checkbox "I read it."
          - checkbox "I understood it."
        - group "Read the rules.":
          - checkbox "I read the rules"
    """)
    open_page(course, "words")
    hint = course.get_by_role("textbox", name="What do you think of it?")
    expect(hint).to_have_accessible_description("No names, please. 0 of 3 words")
    expect(course.locator("main")).to_match_aria_snapshot("""
        - group "Write the worst reply, then the best.":
          - textbox "As badly as you can"
          - textbox "As well as you can"
          - button "Compare"
    """)


def test_trouble_is_said_aloud_and_so_is_its_end(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open()
    said = course.get_by_role("status")
    lms.set_switches(commits_fail=True)
    course.locator("#q_first").fill("A word.")
    expect(said).to_contain_text(PLAYER_TEXT["refused"])
    expect(course.locator("#q_first")).to_have_accessible_description(re.compile(PLAYER_TEXT["behind"]))
    lms.set_switches(commits_fail=False)
    course.locator("#_standing").get_by_role("button", name=PLAYER_TEXT["retry"]).click()
    expect(said).to_have_text(PLAYER_TEXT["solved"])


def test_nothing_is_said_aloud_while_somebody_types(start_lms: StartLms) -> None:
    course = start_lms(TWO_PAGES).open()
    course.evaluate("""() => {
        window.said = [];
        const note = (changes) => said.push(...changes.map((change) => change.target.textContent));
        for (const live of document.querySelectorAll('[role=status], [aria-live]')) {
            new MutationObserver(note).observe(live, { childList: true, characterData: true, subtree: true });
        }
    }""")
    course.locator("#q_first").press_sequentially("Some words, one after the other.", delay=20)
    expect(course.locator("#_standing")).to_contain_text(PLAYER_TEXT["saved"])
    assert course.evaluate("said") == []


@pytest.mark.parametrize("alone", [True, False])
def test_language_and_title_are_those_of_the_page(webcare: LmsHarness, alone: bool) -> None:
    course: Frame | Page = webcare.open_without_lms() if alone else webcare.open()
    expect(course.locator("html")).to_have_attribute("lang", "nl")
    open_page(course, "beleid")
    assert course.title() == "Afspraken op je werk \N{EN DASH} Webcare"
