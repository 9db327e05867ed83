"""A quiz is drawn, handed in and tried again; pages open in their turn, and for whom they are meant."""

from __future__ import annotations

from playwright.sync_api import Frame, Locator, expect
from support.browser.lms_harness import PAGE_TEXT, PLAYER_TEXT, LmsHarness, StartLms
from support.browser.page_checks import find_violations, open_page
from support.course.quizzes import choice, quiz

NAMES = ("wash", "gloves", "rings", "nails", "sleeves")
OPTIONS = ":draw: 3\n:shuffle: true\n:tries: 2\n:pass: 80"
AT_END = f"{OPTIONS}\n:feedback: at-end"
ROLE = ":::{role} job\nWhat do you do?\n\n- nurse: I am a nurse\n- cook: I cook\n:::\n"
QUIZ = """
- group "Quiz":
  - group /\\?/:
    - radio "Yes"
    - radio "No"
"""


def quiz_pages(options: str, names: tuple[str, ...] = NAMES) -> dict[str, str]:
    return {"exam": quiz(*map(choice, names), options=options), "last": "The end."}


def asked(course: Frame) -> list[str]:
    """The questions that are to be seen, in their order."""
    boxes = course.locator(".quiz .question:visible")
    return list(boxes.evaluate_all("all => all.map((each) => each.dataset.id)"))


def answer(course: Frame, right: int) -> None:
    """So many questions right, and the others wrong."""
    for place, name in enumerate(asked(course)):
        course.locator(f"#q_{name}").get_by_label("Yes" if place < right else "No").check()


def hand_in(course: Frame) -> Locator:
    course.get_by_role("button", name=PAGE_TEXT["hand_in"]).press("Enter")
    return course.locator(".quiz > .verdict")


def result(percent: int, more: str) -> str:
    return f"{PLAYER_TEXT['quiz_result'].format(percent=percent)} {more}"


def kept_draw(lms: LmsHarness) -> str:
    return lms.answers().get("test", "")


def test_what_is_judged_at_the_end_is_kept_until_then_and_tried_again(start_lms: StartLms) -> None:
    lms = start_lms(quiz_pages(AT_END))
    course = lms.open()
    drawn = asked(course)
    assert len(drawn) == 3
    expect(course.locator(".quiz")).to_match_aria_snapshot(QUIZ)
    verdict = hand_in(course)
    expect(verdict).to_have_text(PLAYER_TEXT["quiz_open"]["other"].format(n=3))
    assert course.evaluate("document.activeElement.name") == drawn[0]
    answer(course, right=2)
    expect(course.locator(".quiz .mark")).to_have_count(0)
    lms.wait_until(lambda: lms.answers().get(drawn[2]) == "b")
    # The same three in the same order, on another device too.
    course = lms.open()
    assert asked(course) == drawn
    expect(course.locator(f"#q_{drawn[2]}").get_by_label("No")).to_be_checked()
    verdict = hand_in(course)
    expect(verdict).to_have_text(result(67, PLAYER_TEXT["quiz_more"]["one"].format(n=1, **{"pass": 80})))
    expect(verdict).to_be_focused()
    expect(course.locator(".quiz .question .verdict:visible")).to_have_count(0)
    assert not find_violations(course)
    lms.wait_until(lambda: kept_draw(lms).endswith(" 1 67"))
    course.get_by_role("button", name=PAGE_TEXT["quiz_again"]).click()
    expect(course.locator(".quiz input:checked")).to_have_count(0)
    answer(course, right=1)
    expect(hand_in(course)).to_have_text(result(33, PLAYER_TEXT["quiz_failed"].format(**{"pass": 80})))
    expect(course.get_by_role("button", name=PAGE_TEXT["quiz_again"])).to_be_hidden()
    # No tries are left, so it is done.
    open_page(course, "last")
    lms.wait_until(lambda: lms.status() == "completed")
    places = {key: value for key, value in lms.data().items() if key.endswith(".id")}
    assert len(places) == 3
    open_page(course, "_answers")
    expect(course.locator("#_given dt")).to_have_count(3)


def test_what_is_judged_at_once_counts_once_it_is_handed_in(start_lms: StartLms) -> None:
    lms = start_lms(quiz_pages(OPTIONS.replace(":draw: 3\n", "")))
    course = lms.open()
    for name in asked(course):
        question = course.locator(f"#q_{name}")
        question.get_by_label("Yes").check()
        question.get_by_role("button").click()
        expect(question.locator(".verdict")).to_have_text(PLAYER_TEXT["right"])
    open_page(course, "last")
    open_page(course, "_answers")
    course.get_by_role("link", name=PLAYER_TEXT["quiz_todo"]).click()
    assert lms.status() == "incomplete"
    expect(hand_in(course)).to_have_text(result(100, PLAYER_TEXT["quiz_passed"].format(**{"pass": 80})))
    lms.wait_until(lambda: lms.status() == "completed")


def test_a_new_version_draws_the_same(start_lms: StartLms) -> None:
    lms = start_lms(quiz_pages(AT_END))
    drawn = asked(course := lms.open())
    answer(course, right=3)
    lms.wait_until(lambda: lms.answers().get(drawn[2]) == "a")
    lms.republish(quiz_pages(AT_END, ("new", *NAMES, "newest")), version="1.1.0")
    assert asked(lms.open()) == drawn
    # Of a question that is gone, one of the others takes the place.
    lms.republish(quiz_pages(AT_END, tuple(name for name in NAMES if name != drawn[0])), version="1.2.0")
    again = asked(lms.open())
    assert again[:2] == drawn[1:]
    assert len(again) == 3


def test_pages_open_in_their_turn_and_for_one_role(start_lms: StartLms) -> None:
    lms = start_lms(
        {
            "one": ROLE,
            "kitchen": "---\ntitle: Kitchen\nfor: cook\n---\nPans.\n\n" + choice("pans"),
            "ward": "---\ntitle: Ward\nfor: nurse\n---\nBeds.",
            "test": choice("wash"),
            "last": "---\ntitle: Last\nafter: [test]\n---\nThe end.",
        }
    )
    course = lms.open()
    menu = course.locator("#_menu")
    course.locator("#_menu_button").click()
    closed = PLAYER_TEXT["page_closed"].format(pages="Test")
    expect(menu.get_by_role("link", name="Last")).to_contain_text(closed)
    expect(menu.get_by_role("link", name="Kitchen")).to_be_hidden()
    course.page.keyboard.press("Escape")
    expect(course.locator("a.next")).to_contain_text("Test")
    course.get_by_label("I cook").check()
    expect(course.locator("a.next")).to_contain_text("Kitchen")
    course.get_by_label("I am a nurse").check()
    expect(course.locator("a.next")).to_contain_text("Ward")
    course.locator("#_menu_button").click()
    menu.get_by_role("link", name="Last").press("Enter")
    expect(course.locator("#one")).to_be_visible()
    assert not find_violations(course)
    course.locator("a.next").click()
    course.locator("a.next").click()
    expect(course.locator("a.next")).not_to_contain_text("Last")
    question = course.locator("#q_wash")
    question.get_by_label("Yes").check()
    question.get_by_role("button").click()
    course.locator("a.next").click()
    expect(course.locator("#last")).to_be_visible()
    # Neither the cook's page nor its question is asked of a nurse.
    lms.wait_until(lambda: lms.status() == "completed")
    lms.wait_until(lambda: lms.data().get("cmi.interactions.0.student_response") == "a")
