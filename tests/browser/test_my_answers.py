"""The learner's own page: all answers with their questions, to read, copy, download, print and wipe."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect
from support.browser.classroom import PAGE, SAYS, SMALL, Classroom, Enter, answer_all, fields, storage

ANSWERS = {"first": "One thought,\non two lines.", "second": "Caf\u00e9 \u2013 \N{WHITE SMILING FACE}"}


def copies(course: Frame | Page) -> bool:
    """Whether this browser keeps anything of what was written, legible or not."""
    return '"sealed' in storage(course).replace("\\", "")


@pytest.fixture
def room(enter: Enter) -> Classroom:
    return enter(SMALL)


@pytest.fixture
def course(room: Classroom) -> Frame:
    """The learner's own page, with both questions answered."""
    course = room.open(permissions=["clipboard-read", "clipboard-write"], accept_downloads=True)
    answer_all(course, lambda key: ANSWERS[key])
    room.until(lambda: room.answers() == ANSWERS)
    return course


def test_every_answer_stands_with_its_question(course: Frame) -> None:
    assert course.locator("#_given dt").all_text_contents() == [
        "What is your first thought?",
        "And the second?",
    ]
    assert course.locator("#_given dd").all_text_contents() == list(ANSWERS.values())
    assert course.locator("#_given h2").all_text_contents() == ["One", "Two"]


def test_what_is_missing_is_named_and_one_step_away(enter: Enter) -> None:
    course = enter(SMALL).open()
    answer_all(course, lambda key: "Here." if key == "first" else "")
    expect(course.locator("#_given dd").nth(1)).to_contain_text(SAYS["unanswered"])
    course.get_by_role("link", name=SAYS["to_question"]).click()
    expect(course.get_by_role("heading", level=1)).to_have_text("Two")
    expect(course.get_by_role("textbox")).to_be_focused()


def test_the_copy_has_every_answer_with_its_question(course: Frame) -> None:
    course.get_by_role("button", name=PAGE["copy_all"]).click()
    expect(course.get_by_text(SAYS["copied"])).to_be_visible()
    copied = course.page.evaluate("() => navigator.clipboard.readText()").replace("\r\n", "\n")
    for text in ("What is your first thought?", "And the second?", *ANSWERS.values()):
        assert text in copied


def test_without_the_clipboard_the_learner_is_told_or_served(course: Frame) -> None:
    course.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('closed')); }")
    course.evaluate("() => { document.execCommand = () => false; }")
    course.get_by_role("button", name=PAGE["copy_all"]).click()
    expect(course.get_by_text(SAYS["not_copied"])).to_be_visible()


def test_the_download_is_text_that_notepad_reads(course: Frame, tmp_path: Path) -> None:
    with course.page.expect_download() as download:
        course.get_by_role("button", name=PAGE["download"]).click()
    assert download.value.suggested_filename == "trial.txt"
    download.value.save_as(tmp_path / "trial.txt")
    written = (tmp_path / "trial.txt").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.count(b"\n") == written.count(b"\r\n")
    text = written.decode("utf-8-sig").replace("\r\n", "\n")
    for line in ("What is your first thought?", "And the second?", *ANSWERS.values()):
        assert line in text


def test_on_paper_are_the_answers_and_nothing_to_press(course: Frame) -> None:
    course.page.emulate_media(media="print")
    expect(course.locator("#_given")).to_be_visible()
    for part in ("#_menu_button", "#_standing", "#_progress", "footer", ".steps", ".copies"):
        expect(course.locator(part)).to_be_hidden()
    assert course.locator("button:visible").count() == 0


def test_the_print_button_prints(course: Frame) -> None:
    course.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
    course.get_by_role("button", name=PAGE["print"]).click()
    assert course.evaluate("() => window.printed") == 1


def test_wiped_answers_leave_nothing_on_the_device_and_stay_with_the_lms(
    room: Classroom, course: Frame
) -> None:
    context = course.page.context
    course.page.close()
    course = room.open(context)
    course.locator("#_menu_button").click()
    course.get_by_role("link", name="My answers").click()
    course.get_by_role("button", name=PAGE["forget"]).click()
    expect(course.get_by_text(SAYS["forgotten"])).to_be_visible()
    assert not copies(course)
    course.page.close()
    page = room.open(context).page
    assert room.answers() == ANSWERS
    assert page.locator("iframe").count() == 1


def test_words_that_the_lms_never_got_are_not_wiped(room: Classroom) -> None:
    course = room.open()
    room.switch(commits_fail=True)
    answer_all(course, lambda key: ANSWERS[key])
    course.get_by_role("button", name=PAGE["forget"]).click()
    expect(course.get_by_text(SAYS["not_forgotten"])).to_be_visible()
    assert fields(room.open(course.page.context)) == ANSWERS


def test_words_that_are_nowhere_else_are_wiped_only_when_a_learner_asks_twice(room: Classroom) -> None:
    page = room.open_alone()
    answer_all(page, lambda key: ANSWERS[key])
    anyway = page.get_by_role("button", name=PAGE["forget_anyway"])
    expect(anyway).to_be_hidden()
    page.get_by_role("button", name=PAGE["forget"]).click()
    expect(page.get_by_text(SAYS["not_forgotten"])).to_be_visible()
    room.until(lambda: copies(page))
    anyway.click()
    page.wait_for_load_state("load")
    expect(anyway).to_be_hidden()
    assert not any(fields(page).values())
