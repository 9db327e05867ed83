"""The learner's own page: all answers with their questions, to read, copy, download, print and wipe."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, expect
from support.browser.lms_harness import (
    PAGE_TEXT,
    PLAYER_TEXT,
    TWO_PAGES,
    LmsHarness,
    StartLms,
    answer_all,
    fields,
    read_storage,
)

ANSWERS = {"first": "One thought,\non two lines.", "second": "Caf\u00e9 \u2013 \N{WHITE SMILING FACE}"}


def has_copies(course: Frame | Page) -> bool:
    """Whether this browser keeps anything of what was written, legible or not."""
    return '"sealed' in read_storage(course).replace("\\", "")


@pytest.fixture
def lms(start_lms: StartLms) -> LmsHarness:
    return start_lms(TWO_PAGES)


@pytest.fixture
def course(lms: LmsHarness) -> Frame:
    """The learner's own page, with both questions answered."""
    course = lms.open(permissions=["clipboard-read", "clipboard-write"], accept_downloads=True)
    answer_all(course, lambda key: ANSWERS[key])
    lms.wait_until(lambda: lms.answers() == ANSWERS)
    return course


def test_every_answer_stands_with_its_question(course: Frame) -> None:
    assert course.locator("#_given dt").all_text_contents() == [
        "What is your first thought?",
        "And the second?",
    ]
    assert course.locator("#_given dd").all_text_contents() == list(ANSWERS.values())
    assert course.locator("#_given h2").all_text_contents() == ["One", "Two"]


def test_what_is_missing_is_named_and_one_step_away(start_lms: StartLms) -> None:
    course = start_lms(TWO_PAGES).open()
    answer_all(course, lambda key: "Here." if key == "first" else "")
    expect(course.locator("#_given dd").nth(1)).to_contain_text(PLAYER_TEXT["unanswered"])
    course.get_by_role("link", name=PLAYER_TEXT["to_question"]).click()
    expect(course.get_by_role("heading", level=1)).to_have_text("Two")
    expect(course.get_by_role("textbox")).to_be_focused()


def test_the_copy_has_every_answer_with_its_question(course: Frame) -> None:
    course.get_by_role("button", name=PAGE_TEXT["copy_all"]).click()
    expect(course.get_by_text(PLAYER_TEXT["copied"])).to_be_visible()
    copied = course.page.evaluate("() => navigator.clipboard.readText()").replace("\r\n", "\n")
    for text in ("What is your first thought?", "And the second?", *ANSWERS.values()):
        assert text in copied


def test_without_the_clipboard_the_learner_is_told_or_served(course: Frame) -> None:
    course.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('closed')); }")
    course.evaluate("() => { document.execCommand = () => false; }")
    course.get_by_role("button", name=PAGE_TEXT["copy_all"]).click()
    expect(course.get_by_text(PLAYER_TEXT["not_copied"])).to_be_visible()


def test_the_download_is_text_that_notepad_reads(course: Frame, tmp_path: Path) -> None:
    with course.page.expect_download() as download:
        course.get_by_role("button", name=PAGE_TEXT["download"]).click()
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
    course.get_by_role("button", name=PAGE_TEXT["print"], exact=True).click()
    assert course.evaluate("() => window.printed") == 1


def test_wiped_answers_leave_nothing_on_the_device_and_stay_with_the_lms(
    lms: LmsHarness, course: Frame
) -> None:
    context = course.page.context
    course.page.close()
    course = lms.open(context)
    course.locator("#_menu_button").click()
    course.get_by_role("link", name="My answers").click()
    course.get_by_role("button", name=PAGE_TEXT["forget"]).click()
    expect(course.get_by_text(PLAYER_TEXT["forgotten"])).to_be_visible()
    assert not has_copies(course)
    course.page.close()
    page = lms.open(context).page
    assert lms.answers() == ANSWERS
    assert page.locator("iframe").count() == 1


def test_words_that_the_lms_never_got_are_not_wiped(lms: LmsHarness) -> None:
    course = lms.open()
    lms.set_switches(commits_fail=True)
    answer_all(course, lambda key: ANSWERS[key])
    course.get_by_role("button", name=PAGE_TEXT["forget"]).click()
    expect(course.get_by_text(PLAYER_TEXT["not_forgotten"])).to_be_visible()
    assert fields(lms.open(course.page.context)) == ANSWERS


def test_words_that_are_nowhere_else_are_wiped_only_when_a_learner_asks_twice(lms: LmsHarness) -> None:
    page = lms.open_without_lms()
    answer_all(page, lambda key: ANSWERS[key])
    anyway = page.get_by_role("button", name=PAGE_TEXT["forget_anyway"])
    expect(anyway).to_be_hidden()
    page.get_by_role("button", name=PAGE_TEXT["forget"]).click()
    expect(page.get_by_text(PLAYER_TEXT["not_forgotten"])).to_be_visible()
    lms.wait_until(lambda: has_copies(page))
    with page.expect_navigation():  # it wipes first, and then loads anew
        anyway.click()
    expect(anyway).to_be_hidden()
    assert not any(fields(page).values())
