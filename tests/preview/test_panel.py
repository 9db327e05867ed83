"""The panel beside the course: calls, data, faults, and its use by keyboard and on a narrow window."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Callable

from playwright.sync_api import Page, expect
from support.preview.lms_client import Course
from support.preview.lms_page import CORE, LmsPage, wait_for_value

from scormbuild.preview.server import Preview


def encode_state(state: dict[str, object], version: str = "1") -> str:
    """A state as the player writes it to suspend_data."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return version + base64.urlsafe_b64encode(
        deflate.compress(json.dumps(state).encode()) + deflate.flush()
    ).decode().rstrip("=")


def test_every_call_is_shown_and_can_be_filtered(lms: LmsPage) -> None:
    lms.set_value(CORE + "lesson_location", "p1")
    lms.value(CORE + "entry")
    lms.set_value(CORE + "lesson_status", "done")
    rows = lms.page.locator("#calls tr:visible")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text('SetValue "cmi.core.lesson_status", "done"')
    expect(rows.first).to_contain_text("405 incorrect type")
    lms.page.get_by_label("errors", exact=True).check()
    expect(rows).to_have_count(1)
    lms.page.get_by_label("all", exact=True).check()
    expect(rows.filter(has_text="GetValue")).to_have_count(1)


def test_the_calls_reach_the_server_in_order(lms: LmsPage) -> None:
    lms.set_value(CORE + "lesson_location", "p1")
    wanted = ["LMSInitialize", "LMSSetValue", "LMSGetLastError"]
    wait_for_value(lambda: [call["method"] for call in lms.client.get("/calls").json()["calls"]], wanted)


def test_what_the_learner_wrote_is_read_back_as_text(lms: LmsPage) -> None:
    written = encode_state({"count": 3, "page": "p2", "answers": {"q1": "<img src=x onerror=alert(1)> één"}})
    lms.set_value("cmi.suspend_data", written)
    lms.call("LMSCommit", "")
    expect(lms.page.locator("#state")).to_contain_text("<img src=x onerror=alert(1)> één")
    expect(lms.page.locator("#state-summary")).to_have_text("version 1, 1 answer")
    expect(lms.page.locator("#used")).to_have_text(f"{len(written)} of 4096 characters")
    assert lms.page.locator("#room").evaluate("(room) => room.value") == len(written)


def test_an_answer_that_another_device_holds_is_said_to_be_there(lms: LmsPage) -> None:
    lms.set_value(
        "cmi.suspend_data", encode_state({"page": "zL1P", "answers": {"aB3": 0, "cD4": "words"}}, "2")
    )
    lms.call("LMSCommit", "")
    expect(lms.page.locator("#state-summary")).to_have_text("version 2, 2 answers")
    expect(lms.page.locator("#state")).to_contain_text("aB3(on another device)cD4words")


def test_suspend_data_of_another_kind_is_said_to_be_that(lms: LmsPage) -> None:
    for written in ("free text", "1%%%", "1bnVsbA", "2" + "A" * 50):
        lms.set_value("cmi.suspend_data", written)
        lms.call("LMSCommit", "")
        expect(lms.page.locator("#used")).to_contain_text(f"{len(written)} of")
        expect(lms.page.locator("#state-summary")).to_have_text("not written by this player")


def test_the_panel_counts_the_commits_and_their_time(page: Page, preview: Preview) -> None:
    lms = LmsPage(page, preview, "slow")
    lms.call("LMSCommit", "")
    lms.call("LMSCommit", "")
    expect(lms.page.locator("#commits")).to_have_text(
        re.compile(r"Saved 2 times, in 1\d\d ms on average, the last in 1\d\d ms")
    )


def test_a_phone_is_360_pixels_wide(page: Page, preview: Preview) -> None:
    lms = LmsPage(page, preview, "width=phone")
    assert lms.frame.evaluate("[innerWidth, innerHeight]") == [360, 740]
    lms.page.get_by_label("Width").select_option("moodle")
    assert lms.frame.evaluate("[innerWidth, innerHeight]") == [650, 666]


def test_the_address_sets_switches_once_and_keeps_the_learner(page: Page, preview: Preview) -> None:
    lms = LmsPage(page, preview, "learner=kim&commits-fail")
    assert lms.page.url.endswith("?learner=kim&width=desktop")
    expect(lms.page.get_by_label("Saving fails")).to_be_checked()
    assert lms.value(CORE + "student_id") == "kim"


def test_a_change_of_the_course_opens_it_anew_where_the_learner_was(lms: LmsPage, course: Course) -> None:
    lms.leave_with(CORE + "lesson_location", "p3")
    course.write("Better")
    lms.wait_for_launch(2)
    assert lms.value(CORE + "lesson_location") == "p3"


def test_faults_are_shown_and_go_away(lms: LmsPage, course: Course) -> None:
    course.write("fault: no such thing")
    faults = lms.page.get_by_role("alert")
    expect(faults).to_contain_text("pages/a.md:3:5 fault: no such thing")
    expect(faults).to_contain_text("write something else")
    assert lms.value(CORE + "entry") == "ab-initio"
    course.write("Mended")
    expect(faults).to_be_hidden()


def test_a_course_that_was_never_built_says_so(
    page: Page, open_preview: Callable[[], Preview], course: Course
) -> None:
    course.write("fault")
    with open_preview() as preview:
        page.goto(preview.url)
        expect(page.locator("#message")).to_contain_text("Nothing to show yet")
        course.write("Mended")
        page.wait_for_selector("body[data-course=open]")


def test_a_keyboard_reaches_every_control(lms: LmsPage) -> None:
    reached: set[str] = set()
    for _ in range(40):
        lms.page.keyboard.press("Tab")
        reached.add(lms.page.evaluate("document.activeElement.id || document.activeElement.name || ''"))
    assert reached >= {
        "launch",
        "attempt",
        "close",
        "width",
        "behave-like",
        "commits-fail",
        "strict",
        "mode",
        "filter",
        "log",
    }


def test_nothing_sticks_out_sideways_on_a_narrow_window(lms: LmsPage) -> None:
    lms.page.set_viewport_size({"width": 360, "height": 740})
    lms.set_value("cmi.suspend_data", "x" * 4000)
    lms.set_value(CORE + "lesson_location", "y" * 255)
    lms.call("LMSCommit", "")
    lms.page.get_by_label("Behave like").select_option("An LMS that keeps an old error code")
    lms.wait_for_launch(2)
    assert lms.page.evaluate("document.documentElement.scrollWidth") == 360
