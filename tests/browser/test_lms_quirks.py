"""Done, astray, rescued, shared: what learners see and do where an LMS has its own ideas."""

from __future__ import annotations

import pytest
from playwright.sync_api import Frame, expect
from support.browser.lms_harness import (
    PAGE_TEXT,
    PLAYER_TEXT,
    TWO_PAGES,
    LmsHarness,
    StartLms,
    answer_all,
    fields,
    open_next_page,
    question,
    read_storage,
)

WORDS = "Half a thought, and the rest of it."


def save_status(course: Frame) -> str:
    """What is said of how things stand."""
    return course.locator("#_standing p").inner_text()


def finish_course(lms: LmsHarness, course: Frame) -> None:
    """Answer all, and wait until the LMS knows."""
    answer_all(course, lambda key: f"Words of {key}.")
    lms.wait_until(lambda: lms.status() == "completed")
    lms.leave(course)


def test_opening_a_course_asks_for_three_files_and_for_nothing_else(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    page = lms.context().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url.removeprefix(lms.url)}"))
    course = lms.launch(page)
    course.get_by_role("textbox").fill(WORDS)
    lms.wait_until(lambda: lms.answers() == {"first": WORDS})
    files = [each for each in asked if " course/" in each]
    assert sorted(files) == ["GET course/index.html", "GET course/player.js", "GET course/style.css"]


def test_the_last_letter_of_the_last_answer_completes_nothing_before_its_field_is_left(
    start_lms: StartLms,
) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open()
    course.get_by_role("textbox").fill(WORDS)
    open_next_page(course)
    course.get_by_role("textbox").press_sequentially("Half", delay=5)
    lms.wait_until(lambda: lms.answers().get("second") == "Half")
    assert lms.status() == "incomplete"
    course.get_by_role("textbox").press_sequentially(" a sentence.", delay=5)
    course.locator("#_menu_button").focus()
    lms.wait_until(lambda: lms.status() == "completed")


def test_a_course_with_a_button_is_done_when_it_is_pressed(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES, completion={"finish": "button"})
    course = lms.open()
    answer_all(course, lambda _: WORDS)
    expect(course.get_by_text(PLAYER_TEXT["ready_means"])).to_be_visible()
    lms.pause(1.5)
    assert lms.status() == "incomplete"
    course.get_by_role("button", name=PLAYER_TEXT["finish"]).click()
    lms.wait_until(lambda: lms.status() == "completed")
    expect(course.get_by_text(PLAYER_TEXT["completed"])).to_be_visible()
    expect(course.get_by_role("button", name=PLAYER_TEXT["finish"])).to_have_count(0)


def test_who_finished_is_not_asked_what_a_later_version_adds(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    lms.set_switches(behave_like="moodle")
    finish_course(lms, lms.open())
    lms.republish({**TWO_PAGES, "two": TWO_PAGES["two"] + question("third", "And this?")}, version="1.1.0")
    course = lms.open()
    expect(course.locator("#_progress")).to_contain_text("2 of 2 questions answered")
    assert PLAYER_TEXT["review"] in save_status(course)
    course.evaluate("location.hash = '_answers'")
    expect(course.get_by_text(PLAYER_TEXT["added"])).to_be_visible()
    expect(course.locator("#_outcome")).to_contain_text(PLAYER_TEXT["done"])


def test_a_page_of_the_course_without_its_lms_says_so_first_and_gives_the_way_back(
    start_lms: StartLms,
) -> None:
    lms = start_lms(TWO_PAGES)
    context = lms.context()
    lms.leave(lms.open(context))
    page = lms.open_without_lms(context)
    expect(page.locator("#_standing.warning")).to_contain_text(PLAYER_TEXT["astray"])
    above, field = page.locator("#_standing").bounding_box(), page.get_by_role("textbox").bounding_box()
    assert above
    assert field
    assert above["y"] + above["height"] < field["y"]
    page.get_by_role("link", name=PAGE_TEXT["back_to_lms"]).click()
    page.locator("body[data-course=open]").wait_for()


def test_a_tab_that_cannot_save_any_more_offers_its_words_at_the_field(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    context = lms.context(permissions=["clipboard-read", "clipboard-write"], accept_downloads=True)
    lms.set_switches(behave_like="moodle")
    course = lms.open(context)
    lms.preview_lms.log_in()  # in another tab: what this one sends is refused for good
    course.get_by_role("textbox").fill(WORDS)
    expect(course.locator("#_standing")).to_contain_text(PLAYER_TEXT["expired"])
    expect(course.locator("#_standing")).to_contain_text(PLAYER_TEXT["back_device"])
    expect(course.locator(".remark.warning")).to_contain_text(PLAYER_TEXT["back_answer"])
    course.get_by_role("button", name=PLAYER_TEXT["copy_answer"]).click()
    expect(course.locator(".remark").get_by_text(PLAYER_TEXT["copied"])).to_be_visible()
    assert course.evaluate("() => navigator.clipboard.readText()") == WORDS
    with course.page.expect_download() as download:
        course.get_by_role("button", name=PLAYER_TEXT["download_answers"]).click()
    assert WORDS in download.value.path().read_text("utf-8")
    course.page.close()
    assert fields(lms.open(context))["first"] == WORDS


def test_on_a_device_that_is_not_theirs_a_learner_leaves_nothing(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    context = lms.context()
    course = lms.open(context)
    course.get_by_role("textbox").fill(WORDS)
    lms.wait_until(lambda: lms.answers() == {"first": WORDS})
    course.evaluate("location.hash = '_answers'")
    course.get_by_role("button", name=PAGE_TEXT["not_mine"]).click()
    expect(course.get_by_text(PLAYER_TEXT["left_device"])).to_be_visible()
    lms.leave(course)
    page = context.new_page()
    page.goto(f"{lms.url}login")
    assert "sealed" not in read_storage(page)


@pytest.mark.parametrize("device", ["own", "shared"])
def test_a_course_for_shared_devices_keeps_its_words_in_the_tab(start_lms: StartLms, device: str) -> None:
    lms = start_lms(TWO_PAGES, device=device)
    context = lms.context()
    course = lms.open(context)
    lms.set_switches(commits_fail=True)
    course.get_by_role("textbox").fill(WORDS)
    kept = {"own": "kept_device", "shared": "kept_tab"}[device]
    expect(course.locator("#_standing")).to_contain_text(PLAYER_TEXT[kept])
    other = context.new_page()
    other.goto(f"{lms.url}login")
    assert ("sealed" in read_storage(other)) == (device == "own")


def test_what_is_typed_before_the_lms_is_there_reaches_it(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    lms.set_switches(behave_like="late")
    course = lms.open()
    course.get_by_role("textbox").fill(WORDS)
    assert PLAYER_TEXT["looking"] in save_status(course)
    lms.wait_until(lambda: lms.answers() == {"first": WORDS})
    expect(course.get_by_role("textbox")).to_have_value(WORDS)
    expect(course.locator("#_standing")).to_contain_text(PLAYER_TEXT["saved"])


def test_of_230_choices_with_long_ids_all_that_fits_is_back_and_the_rest_is_told(start_lms: StartLms) -> None:
    name = "question-about-subject-{:03d}-of-the-course"
    choices = [
        f":::{{choice}} {name.format(number)}\nWhich?\n\n- [x] this\n- [ ] that\n:::\n"
        for number in range(230)
    ]
    lms = start_lms({"one": "\n".join(choices)})
    course = lms.open()
    course.evaluate(
        """() => { for (const group of document.querySelectorAll('[data-kind=choice]')) {
            group.querySelector('input').click();
            group.querySelector('button').click();
        } }"""
    )
    said = set()
    lms.wait_until(
        lambda: (said.add(save_status(course)), PLAYER_TEXT["waiting"] not in save_status(course))[1]
    )
    lms.leave(course)
    there = lms.open()
    back = there.locator("[data-kind=choice] input:checked").count()
    assert back == 230 or (back >= 165 and any(PLAYER_TEXT["full"] in each for each in said))
