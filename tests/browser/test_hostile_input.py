"""Whatever is typed or pasted is text: it is shown as it was, and breaks nothing."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Frame, expect
from support.browser.lms_harness import PLAYER_TEXT, TWO_PAGES, StartLms, fields, open_next_page

from scormbuild.preview.run_times import RUN_TIMES

SCRIPT = "<script>window.broken = 1</script><img src=x onerror='window.broken = 2'>{{ 7 * 7 }}"
HOSTILE = {
    "markup": SCRIPT,
    "emoji": "Fijn \N{FAMILY}\u200d\N{HEAVY BLACK HEART} \N{FLAG IN HOLE}\U0001f1f3\U0001f1f1",
    "right to left": "abc \u202eedoc\u202c \u05e9\u05dc\u05d5\u05dd \u200f!",
    "quotes and breaks": "'\"`\\ \n\n\t </textarea> &amp; %00 ]]> ;--",
    "words of JavaScript": "__proto__ constructor undefined null NaN",
    "combining marks": "Z\u0351\u0327a\u0300lgo e\u0301 \ufeff \u2028 \u2029 end",
}


def set_field(course: Frame, literal: str) -> None:
    """Have JavaScript itself make the text, for what can't be sent to a browser any other way."""
    course.get_by_role("textbox").evaluate(
        f"field => {{ field.value = {literal}; field.dispatchEvent(new Event('input', {{bubbles: true}})); }}"
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_shown_as_text_and_is_back_after_a_reload(start_lms: StartLms, text: str) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open()
    set_field(course, json.dumps(text))
    lms.wait_until(lambda: lms.answers() == {"first": text})
    course.page.close()
    again = lms.open()
    assert fields(again)["first"] == text
    again.locator("#_menu_button").click()
    again.get_by_role("link", name="My answers").click()
    assert again.locator("#_given dd").first.evaluate("dd => dd.firstChild.nodeType") == 3
    assert again.locator("#_given dd").first.text_content() == text.strip()
    assert again.evaluate("() => window.broken") is None


@pytest.mark.parametrize(
    "literal", ["'half \\ud83d a pair'", "'a \\0 in it'", "'turned \\udc00\\ud800 round'"]
)
def test_half_characters_and_nul_are_replaced_and_the_rest_stays(start_lms: StartLms, literal: str) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open()
    set_field(course, literal)
    lms.wait_until(lms.answers)
    lms.leave(course)
    expected = literal.strip("'")
    for bad in ("\\ud83d", "\\0", "\\udc00", "\\ud800"):
        expected = expected.replace(bad, "\N{REPLACEMENT CHARACTER}")
    assert fields(lms.open())["first"] == expected


def test_a_hundred_kilobytes_that_are_pasted_stay_in_this_browser_and_hold_nothing_else_back(
    start_lms: StartLms,
) -> None:
    lms = start_lms(TWO_PAGES)
    context = lms.context()
    course = lms.open(context)
    set_field(
        course, "Array.from({length: 20000}, (_, n) => (n * 2654435761 % 99991).toString(36)).join(' ')"
    )
    pasted = course.get_by_role("textbox").input_value()
    assert len(pasted) > 70_000
    expect(course.get_by_text(PLAYER_TEXT["too_long"])).to_be_visible()
    open_next_page(course)
    course.get_by_role("textbox").fill("And this is short.")
    lms.wait_until(lambda: lms.answers() == {"second": "And this is short."})
    lms.leave(course)
    assert 0 < len(lms.data()["cmi.suspend_data"]) <= 4096
    again = lms.open(context)
    assert fields(again) == {"first": pasted, "second": "And this is short."}


def test_a_state_that_nobody_can_read_does_not_stop_the_course(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    garbage = {"cmi.suspend_data": "1<script>not a state", "cmi.core.lesson_status": "incomplete"}
    lms.preview_lms.learners.store_commit("learner-1", 1, garbage, finish=False, run_time=RUN_TIMES["strict"])
    course = lms.open()
    assert fields(course) == {"first": "", "second": ""}
    course.get_by_role("textbox").fill("A new start")
    lms.wait_until(lambda: lms.data()["cmi.suspend_data"] != garbage["cmi.suspend_data"])
    lms.wait_until(lambda: lms.answers() == {"first": "A new start"})


def test_what_a_newer_player_wrote_is_not_written_over(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    lms.leave(lms.open())
    newer = {"cmi.suspend_data": f"9{lms.data()['cmi.suspend_data'][1:]}"}
    lms.preview_lms.learners.store_commit("learner-1", 1, newer, finish=False, run_time=RUN_TIMES["strict"])
    context = lms.context()
    course = lms.open(context)
    course.get_by_role("textbox").fill("Stays in this browser")
    lms.pause(1.5)
    course.page.close()
    assert lms.data()["cmi.suspend_data"] == newer["cmi.suspend_data"]
    expect(lms.open(context).get_by_role("textbox")).to_have_value("Stays in this browser")
