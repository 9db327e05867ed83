"""Done, astray, rescued, shared: what learners see and do where an LMS has its own ideas."""

from __future__ import annotations

import pytest
from playwright.sync_api import Frame, expect
from support.browser.classroom import (
    PAGE,
    SAYS,
    SMALL,
    Classroom,
    Enter,
    answer_all,
    fields,
    go_on,
    question,
    storage,
)

WORDS = "Half a thought, and the rest of it."


def text(course: Frame) -> str:
    """What is said of how things stand."""
    return course.locator("#_standing p").inner_text()


def finished(room: Classroom, course: Frame) -> None:
    """Answer all, and wait until the LMS knows."""
    answer_all(course, lambda key: f"Words of {key}.")
    room.until(lambda: room.status() == "completed")
    room.leave(course)


def test_opening_a_course_asks_for_three_files_and_for_nothing_else(enter: Enter) -> None:
    room = enter(SMALL)
    page = room.context().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url.removeprefix(room.url)}"))
    course = room.launch(page)
    course.get_by_role("textbox").fill(WORDS)
    room.until(lambda: room.answers() == {"first": WORDS})
    files = [each for each in asked if " course/" in each]
    assert sorted(files) == ["GET course/index.html", "GET course/player.js", "GET course/style.css"]


def test_the_last_letter_of_the_last_answer_completes_nothing_before_its_field_is_left(enter: Enter) -> None:
    room = enter(SMALL)
    course = room.open()
    course.get_by_role("textbox").fill(WORDS)
    go_on(course)
    course.get_by_role("textbox").press_sequentially("Half", delay=5)
    room.until(lambda: room.answers().get("second") == "Half")
    assert room.status() == "incomplete"
    course.get_by_role("textbox").press_sequentially(" a sentence.", delay=5)
    course.locator("#_menu_button").focus()
    room.until(lambda: room.status() == "completed")


def test_a_course_with_a_button_is_done_when_it_is_pressed(enter: Enter) -> None:
    room = enter(SMALL, completion={"finish": "button"})
    course = room.open()
    answer_all(course, lambda _: WORDS)
    expect(course.get_by_text(SAYS["ready_means"])).to_be_visible()
    room.pause(1.5)
    assert room.status() == "incomplete"
    course.get_by_role("button", name=SAYS["finish"]).click()
    room.until(lambda: room.status() == "completed")
    expect(course.get_by_text(SAYS["completed"])).to_be_visible()
    expect(course.get_by_role("button", name=SAYS["finish"])).to_have_count(0)


def test_who_finished_is_not_asked_what_a_later_version_adds(enter: Enter) -> None:
    room = enter(SMALL)
    room.switch(behave_like="moodle")
    finished(room, room.open())
    room.republish({**SMALL, "two": SMALL["two"] + question("third", "And this?")}, version="1.1.0")
    course = room.open()
    expect(course.locator("#_progress")).to_contain_text("2 of 2 questions answered")
    assert SAYS["review"] in text(course)
    course.evaluate("location.hash = '_answers'")
    expect(course.get_by_text(SAYS["added"])).to_be_visible()
    expect(course.locator("#_outcome")).to_contain_text(SAYS["done"])


def test_a_page_of_the_course_without_its_lms_says_so_first_and_gives_the_way_back(enter: Enter) -> None:
    room = enter(SMALL)
    context = room.context()
    room.leave(room.open(context))
    page = room.open_alone(context)
    expect(page.locator("#_standing.warning")).to_contain_text(SAYS["astray"])
    above, field = page.locator("#_standing").bounding_box(), page.get_by_role("textbox").bounding_box()
    assert above
    assert field
    assert above["y"] + above["height"] < field["y"]
    page.get_by_role("link", name=PAGE["back_to_lms"]).click()
    page.locator("body[data-course=open]").wait_for()


def test_a_tab_that_cannot_save_any_more_offers_its_words_at_the_field(enter: Enter) -> None:
    room = enter(SMALL)
    context = room.context(permissions=["clipboard-read", "clipboard-write"], accept_downloads=True)
    room.switch(behave_like="moodle")
    course = room.open(context)
    room.lms.log_in()  # in another tab: what this one sends is refused for good
    course.get_by_role("textbox").fill(WORDS)
    expect(course.locator("#_standing")).to_contain_text(SAYS["expired"])
    expect(course.locator("#_standing")).to_contain_text(SAYS["back_device"])
    expect(course.locator(".remark.warning")).to_contain_text(SAYS["back_answer"])
    course.get_by_role("button", name=SAYS["copy_answer"]).click()
    expect(course.locator(".remark").get_by_text(SAYS["copied"])).to_be_visible()
    assert course.evaluate("() => navigator.clipboard.readText()") == WORDS
    with course.page.expect_download() as download:
        course.get_by_role("button", name=SAYS["download_answers"]).click()
    assert WORDS in download.value.path().read_text("utf-8")
    course.page.close()
    assert fields(room.open(context))["first"] == WORDS


def test_on_a_device_that_is_not_theirs_a_learner_leaves_nothing(enter: Enter) -> None:
    room = enter(SMALL)
    context = room.context()
    course = room.open(context)
    course.get_by_role("textbox").fill(WORDS)
    room.until(lambda: room.answers() == {"first": WORDS})
    course.evaluate("location.hash = '_answers'")
    course.get_by_role("button", name=PAGE["not_mine"]).click()
    expect(course.get_by_text(SAYS["left_device"])).to_be_visible()
    room.leave(course)
    page = context.new_page()
    page.goto(f"{room.url}login")
    assert "sealed" not in storage(page)


@pytest.mark.parametrize("device", ["own", "shared"])
def test_a_course_for_shared_devices_keeps_its_words_in_the_tab(enter: Enter, device: str) -> None:
    room = enter(SMALL, device=device)
    context = room.context()
    course = room.open(context)
    room.switch(commits_fail=True)
    course.get_by_role("textbox").fill(WORDS)
    kept = {"own": "kept_device", "shared": "kept_tab"}[device]
    expect(course.locator("#_standing")).to_contain_text(SAYS[kept])
    other = context.new_page()
    other.goto(f"{room.url}login")
    assert ("sealed" in storage(other)) == (device == "own")


def test_what_is_typed_before_the_lms_is_there_reaches_it(enter: Enter) -> None:
    room = enter(SMALL)
    room.switch(behave_like="late")
    course = room.open()
    course.get_by_role("textbox").fill(WORDS)
    assert SAYS["looking"] in text(course)
    room.until(lambda: room.answers() == {"first": WORDS})
    expect(course.get_by_role("textbox")).to_have_value(WORDS)
    expect(course.locator("#_standing")).to_contain_text(SAYS["saved"])


def test_of_230_choices_with_long_ids_all_that_fits_is_back_and_the_rest_is_told(enter: Enter) -> None:
    name = "question-about-subject-{:03d}-of-the-course"
    choices = [
        f":::{{choice}} {name.format(number)}\nWhich?\n\n- [x] this\n- [ ] that\n:::\n"
        for number in range(230)
    ]
    room = enter({"one": "\n".join(choices)})
    course = room.open()
    course.evaluate(
        """() => { for (const group of document.querySelectorAll('[data-kind=choice]')) {
            group.querySelector('input').click();
            group.querySelector('button').click();
        } }"""
    )
    said = set()
    room.until(lambda: (said.add(text(course)), SAYS["waiting"] not in text(course))[1])
    room.leave(course)
    there = room.open()
    back = there.locator("[data-kind=choice] input:checked").count()
    assert back == 230 or (back >= 165 and any(SAYS["full"] in each for each in said))
