"""A scenario is played: one scene at a time, the path above it, and at an end the whole of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Frame, expect
from support.browser.lms_harness import PAGE_TEXT, StartLms
from support.browser.page_checks import find_overflow, find_violations, open_page
from support.course.scenarios import ANGRY_RELATIVE

PAGES = {"story": ANGRY_RELATIVE, "last": "The end."}
SECOND_SCENE = """
- group /A relative of Mr. Bos/:
  - paragraph
  - group
  - paragraph: She stands up again.
  - group "She stands up again. Mrs. Bos You people never listen!":
    - paragraph: Mrs. Bos
    - paragraph: You people never listen!
    - list:
      - listitem:
        - button "Listen after all"
      - listitem:
        - button "Walk away"
"""


def choose(course: Frame, words: str) -> None:
    """By keyboard, as far as the next scene, which then has the focus."""
    button = course.get_by_role("button", name=words)
    button.focus()
    button.press("Enter")
    assert course.evaluate("document.activeElement.matches('.scene')")


def test_a_scenario_is_played_to_an_end_by_keyboard_and_played_again(start_lms: StartLms) -> None:
    lms = start_lms(PAGES)
    course = lms.open()
    expect(course.locator(".scene:visible")).to_have_count(1)
    expect(course.locator("details.path")).to_be_hidden()
    choose(course, "Listen to her")
    expect(course.locator(".question > .outcome")).to_have_text("She sighs, and sits down.")
    choose(course, "Explain the rules")
    expect(course.locator("#q_visit")).to_match_aria_snapshot(SECOND_SCENE)
    assert not find_violations(course)
    course.page.keyboard.press("Tab")
    assert course.evaluate("document.activeElement.textContent") == "Listen after all"
    lms.wait_until(lambda: lms.answers().get("visit") == "start-a,calm-b")
    # What is under way is there again, wherever the course is opened next.
    course = lms.open()
    expect(course.get_by_text("You people never listen!")).to_be_visible()
    choose(course, "Walk away")
    expect(course.get_by_text(PAGE_TEXT["end_bad"])).to_be_visible()
    path = course.locator("details.path")
    expect(path.get_by_role("listitem")).to_have_text(
        ["Listen to herShe sighs, and sits down.", "Explain the rulesShe stands up again.", "Walk away"]
    )
    assert not find_violations(course)
    lms.wait_until(lambda: lms.answers().get("visit") == "start-a,calm-b,angry-b 1")
    course.get_by_role("button", name=PAGE_TEXT["again"]).click()
    expect(course.get_by_text("Why did nobody call me?")).to_be_visible()
    choose(course, "Listen to her")
    # The path to an end counts until there is another one.
    lms.wait_until(lambda: lms.answers().get("visit") == "start-a,calm-b,angry-b 1 start-a")
    choose(course, "Say sorry")
    lms.wait_until(lambda: lms.answers().get("visit") == "start-a,calm-a 2")
    open_page(course, "last")
    lms.wait_until(lambda: lms.status() == "completed")
    open_page(course, "_answers")
    expect(course.locator("#_given dd")).to_have_text(f"Listen to her\nSay sorry\n{PAGE_TEXT['end_good']}")


def test_who_goes_round_in_circles_keeps_the_last_steps_and_gets_out(start_lms: StartLms) -> None:
    lms = start_lms(PAGES)
    course = lms.open()
    choose(course, "Explain the rules")
    for _ in range(4):
        choose(course, "Listen after all")
        choose(course, "Explain the rules")
    choose(course, "Walk away")
    lms.wait_until(lambda: lms.answers().get("visit") == "angry-a,calm-b,angry-a,calm-b,angry-b 1")


@pytest.mark.parametrize(("target", "response"), [("scorm12", "a,a"), ("scorm2004-4", "start-a[,]calm-a")])
def test_each_standard_takes_a_path_as_a_response(start_lms: StartLms, target: str, response: str) -> None:
    lms = start_lms(PAGES, target)
    course = lms.open()
    choose(course, "Listen to her")
    choose(course, "Say sorry")
    lms.wait_until(lambda: response in lms.data().values())


def test_without_script_all_scenes_can_be_read_and_their_links_lead_on(start_lms: StartLms) -> None:
    lms = start_lms(PAGES)
    page = lms.context(java_script_enabled=False, viewport={"width": 320, "height": 640}).new_page()
    page.goto(f"{lms.url}course/index.html")
    for words in ("Why did nobody call me?", "She thanks you.", "She stands up again."):
        expect(page.get_by_text(words)).to_be_visible()
    page.get_by_role("link", name="Walk away").click()
    expect(page.get_by_text("She files a complaint.")).to_be_in_viewport()
    assert find_overflow(page) == []
