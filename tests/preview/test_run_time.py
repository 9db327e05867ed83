"""SCORM's run time as a course meets it: what is stored, what is refused, what comes while a page goes."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from support.preview.lms_page import CORE, LmsPage, wait_for_value

from scormbuild.preview.server import Preview


def test_what_is_set_is_stored_by_a_commit_and_not_before(lms: LmsPage) -> None:
    assert lms.call("LMSSetValue", CORE + "lesson_status", "incomplete") == ("true", "0")
    assert lms.client.data() == {}
    assert lms.call("LMSCommit", "") == ("true", "0")
    assert lms.client.data()[CORE + "lesson_status"] == "incomplete"


def test_a_commit_sends_only_what_changed(lms: LmsPage) -> None:
    lms.set_value("cmi.suspend_data", "a")
    lms.call("LMSCommit", "")
    lms.set_value(CORE + "lesson_location", "p1")
    lms.set_value("cmi.suspend_data", "a")
    lms.call("LMSCommit", "")
    last = lms.client.get("/calls").json()["commits"][-1]
    assert last["changed"] == {CORE + "lesson_location": "p1"}


def test_finish_stores_and_adds_the_session_to_the_total_time(lms: LmsPage) -> None:
    lms.set_value(CORE + "session_time", "00:10:00")
    lms.call("LMSCommit", "")
    assert CORE + "total_time" not in lms.client.data()
    assert lms.call("LMSFinish", "") == ("true", "0")
    lms.press("Launch again")
    assert lms.value(CORE + "total_time") == "00:10:00"
    lms.set_value(CORE + "session_time", "00:05:00")
    lms.call("LMSFinish", "")
    assert lms.client.data()[CORE + "total_time"] == "00:15:00"


def test_the_next_session_finds_what_the_last_one_left(lms: LmsPage) -> None:
    lms.set_value("cmi.suspend_data", "words")
    lms.set_value(CORE + "exit", "suspend")
    lms.set_value("cmi.interactions.0.id", "q1")
    lms.set_value("cmi.interactions.0.type", "fill-in")
    lms.call("LMSFinish", "")
    lms.press("Launch again")
    assert lms.value("cmi.suspend_data") == "words"
    assert lms.value(CORE + "entry") == "resume"
    assert str(lms.value("cmi.interactions._count")) == "1"


def test_a_new_attempt_begins_empty(lms: LmsPage) -> None:
    lms.set_value("cmi.suspend_data", "words")
    lms.call("LMSCommit", "")
    lms.press("New attempt")
    expect(lms.page.locator("#who")).to_contain_text("attempt 2")
    assert lms.value("cmi.suspend_data") == ""
    assert lms.value(CORE + "entry") == "ab-initio"


def test_one_initialize_and_one_finish_for_each_launch(lms: LmsPage) -> None:
    assert lms.call("LMSInitialize", "") == ("false", "101")
    assert lms.call("LMSFinish", "") == ("true", "0")
    assert lms.call("LMSFinish", "") == ("false", "301")
    assert lms.call("LMSInitialize", "") == ("false", "101")
    assert lms.call("LMSSetValue", "cmi.suspend_data", "a") == ("false", "301")
    assert lms.call("LMSGetValue", "cmi.suspend_data") == ("", "301")
    assert lms.call("LMSCommit", "") == ("false", "301")


def test_commit_and_finish_want_their_empty_argument(lms: LmsPage) -> None:
    assert lms.call("LMSCommit") == ("false", "201")
    assert lms.call("LMSFinish", "now") == ("false", "201")
    assert lms.call("LMSSetValue", "cmi.suspend_data") == ("false", "201")


def test_half_a_character_makes_a_commit_throw_as_in_moodle(lms: LmsPage) -> None:
    lms.frame.evaluate("lms.LMSSetValue('cmi.suspend_data', '\\ud83d')")
    thrown = lms.frame.evaluate("() => { try { return lms.LMSCommit(''); } catch (e) { return e.name; } }")
    assert thrown == "URIError"
    assert lms.client.data() == {}


Q = "cmi.interactions.0."


VALUES: list[tuple[str, object, str]] = [
    ("cmi.suspend_data", "x" * 4096, "0"),
    ("cmi.suspend_data", "x" * 4097, "405"),
    ("cmi.comments", "x" * 4097, "405"),
    (CORE + "lesson_location", "x" * 255, "0"),
    (CORE + "lesson_location", "x" * 256, "405"),
    (CORE + "lesson_status", "done", "405"),
    (CORE + "lesson_status", "not attempted", "405"),
    (CORE + "exit", "suspend", "0"),
    (CORE + "exit", "", "0"),
    (CORE + "exit", "normal", "405"),
    (CORE + "session_time", "0123:00:59.5", "0"),
    (CORE + "session_time", "1:00:00", "405"),
    (CORE + "session_time", "00:00:00.123", "405"),
    (CORE + "session_time", "PT1M", "405"),
    (CORE + "score.raw", 80, "0"),
    (CORE + "score.raw", "101", "405"),
    (CORE + "student_id", "kim", "403"),
    (CORE + "_children", "a", "402"),
    ("cmi.launch_data", "a", "403"),
    ("cmi.nonsense", "a", "401"),
    (Q + "id", "a b", "405"),
    (Q + "id", "a.b", "405"),
    (Q + "id", "q-1_a", "0"),
    (Q + "type", "long-fill-in", "405"),
    (Q + "result", "incorrect", "405"),
    (Q + "result", "neutral", "0"),
    (Q + "time", "24:00:00", "405"),
    (Q + "latency", "0:00:01", "405"),
    (Q + "student_response", "x" * 255, "0"),
    (Q + "student_response", "x" * 256, "405"),
    ("cmi.interactions.5.id", "gap", "201"),
]


def test_a_strict_lms_takes_what_the_standard_allows_and_nothing_else(lms: LmsPage) -> None:
    found = [(element, value, lms.set_value(element, value)) for element, value, _ in VALUES]
    assert found == VALUES


RESPONSES = [
    ("true-false", "t", "true"),
    ("choice", "a,c", "a[,]c"),
    ("likert", "3", "33"),
    ("numeric", "-1.5", "many"),
    ("matching", "a.b,c.d", "a-b"),
    ("sequencing", "b,a", "b;a"),
]


def test_a_response_has_the_form_of_its_type(lms: LmsPage) -> None:
    for index, (kind, good, bad) in enumerate(RESPONSES):
        interaction = f"cmi.interactions.{index}."
        lms.set_value(interaction + "id", "q1")
        lms.set_value(interaction + "type", kind)
        assert lms.set_value(interaction + "student_response", good) == "0", kind
        assert lms.set_value(interaction + "student_response", bad) == "405", kind


def test_what_may_only_be_written_cannot_be_read(lms: LmsPage) -> None:
    lms.set_value(Q + "id", "q1")
    for element in (CORE + "exit", CORE + "session_time", Q + "id", Q + "student_response"):
        assert lms.call("LMSGetValue", element) == ("", "404"), element


def test_a_refused_value_changes_nothing(lms: LmsPage) -> None:
    lms.set_value("cmi.suspend_data", "kept")
    lms.set_value("cmi.suspend_data", "x" * 4097)
    assert lms.value("cmi.suspend_data") == "kept"


def test_without_strict_limits_there_is_room_for_64000_characters(page: Page, preview: Preview) -> None:
    lms = LmsPage(page, preview, "strict=off")
    assert lms.set_value("cmi.suspend_data", "x" * 64000) == "0"
    assert lms.set_value("cmi.suspend_data", "x" * 64001) == "405"
    assert lms.call("LMSCommit", "") == ("true", "0")
    assert len(lms.client.data()["cmi.suspend_data"]) == 64000


# Leaving


def test_what_a_course_says_when_the_learner_closes_it_arrives_by_beacon(lms: LmsPage) -> None:
    lms.leave_with(CORE + "lesson_location", "closed")
    lms.close()
    wait_for_value(lambda: lms.client.data().get(CORE + "lesson_location"), "closed")
    assert lms.client.get("/calls").json()["commits"][-1]["leaving"] is True
    assert lms.page.evaluate("window.API") is None


@pytest.mark.parametrize("way", ["close", "reload", "elsewhere"])
def test_what_a_course_says_arrives_when_the_whole_lms_page_goes(
    lms: LmsPage, context: BrowserContext, way: str
) -> None:
    context.new_page()  # keeps the browser's window open
    lms.leave_with(CORE + "lesson_location", way)
    if way == "close":
        lms.page.close()
    elif way == "reload":
        lms.page.reload()
    else:
        lms.page.goto("about:blank")
    wait_for_value(lambda: lms.client.data().get(CORE + "lesson_location"), way)
    wait_for_value(
        lambda: {call["method"] for call in lms.client.get("/calls").json()["calls"]} >= {"LMSFinish"}, True
    )


def test_the_launch_after_a_closing_finds_what_was_said_in_leaving(lms: LmsPage) -> None:
    lms.client.post("/switches", {"slow": True})
    lms.leave_with("cmi.suspend_data", "last words")
    lms.press("Launch again")
    assert lms.value("cmi.suspend_data") == "last words"


def test_more_than_a_beacon_can_carry_is_refused(page: Page, preview: Preview) -> None:
    lms = LmsPage(page, preview, "strict=off")
    lms.set_value("cmi.comments", "y" * 3000)
    lms.leave_with("cmi.suspend_data", "x" * 64000)
    lms.close()
    expect(lms.page.locator("#calls")).to_contain_text("too much to send while leaving: lost")
    assert lms.client.data() == {}
