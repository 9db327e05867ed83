"""More words than the 4096 characters that an LMS has room for: what does not fit stays readable here."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from playwright.sync_api import Frame, expect
from support.browser.lms_harness import LmsHarness, answer_all, fields

CHANCE = random.Random(1)
LETTERS = "abcdefghijklmnopqrstuvwxyz      "


def long_answer(key: str) -> str:
    """1500 characters that hardly get smaller when packed; nine of them need three times the room."""
    return f"{key} " + "".join(CHANCE.choices(LETTERS, k=1500))


@pytest.mark.parametrize("strict", [True, False])
def test_nine_very_long_answers_never_take_more_than_4096_characters_and_none_is_lost(
    webcare: LmsHarness, strict: bool
) -> None:
    webcare.set_switches(strict=strict)
    context = webcare.context()
    course = webcare.open(context)
    written = answer_all(course, long_answer)
    webcare.leave(course)
    sent = [commit["changed"].get("cmi.suspend_data", "") for commit in webcare.preview_lms.commits]
    assert 3000 < max(map(len, sent)) <= 4096
    assert [call for call in webcare.preview_lms.calls if call["error"] not in ("0", 0)] == []
    for key, answer in webcare.answers().items():
        assert answer == written[key]  # whole answers only, never half of one
    assert fields(webcare.open(context)) == written


def test_what_does_not_fit_is_marked_at_the_answer_and_can_be_taken_along(
    webcare: LmsHarness, tmp_path: Path
) -> None:
    course = webcare.open(accept_downloads=True)
    written = answer_all(course, long_answer)
    expect(course.locator("#_standing")).to_contain_text("te lang")
    behind = set(written) - set(webcare.answers())
    assert behind
    with course.page.expect_download() as download:
        course.get_by_role("button", name="Downloaden").click()
    download.value.save_as(tmp_path / "answers.txt")
    text = (tmp_path / "answers.txt").read_text(encoding="utf-8-sig")
    assert all(answer.strip() in text for answer in written.values())
    course.get_by_role("button", name="Overzicht").click()
    course.get_by_role("link", name="Webcare in de praktijk").click()
    expect(
        course.get_by_text("Dit past niet meer in je leeromgeving.").filter(visible=True).first
    ).to_be_visible()


def test_there_is_room_again_once_an_answer_is_made_shorter(webcare: LmsHarness) -> None:
    course = webcare.open()
    answer_all(course, long_answer)
    expect(course.locator("#_standing")).to_contain_text("te lang")
    written = answer_all_again(course)
    webcare.wait_until(lambda: webcare.answers() == written)
    expect(course.locator("#_standing")).to_contain_text("Alles is bewaard")


def answer_all_again(course: Frame) -> dict[str, str]:
    """Go back to the first page, and write nine short answers."""
    course.get_by_role("button", name="Overzicht").click()
    course.locator("#_menu a").first.click()
    return answer_all(course, lambda key: f"Kort: {key}")
