"""SCORM 2004's run time in the preview: what is stored, what is refused, and what the panel shows of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from support.preview.lms_client import Client, Course
from support.preview.lms_page import LmsPage

from scormbuild.preview.server import Preview

ROOM = 4000
SCRIPT = b"const lms = window.parent.API_1484_11; lms.Initialize('');"


class Lms2004(LmsPage):
    """The LMS page with a course of SCORM 2004 in it."""

    def call(self, method: str, *arguments: object) -> tuple[Any, str]:
        script = "([method, args]) => [lms[method](...args), lms.GetLastError()]"
        answer, error = self.frame.evaluate(script, [method, list(arguments)])
        return answer, error

    def set_value(self, element: str, value: object) -> str:
        return self.call("SetValue", element, value)[1]


@pytest.fixture
def preview(course: Course, tmp_path: Path) -> Iterator[Preview]:
    def build() -> dict[str, bytes]:
        return {**course.build(), "course.js": SCRIPT}

    state_file = tmp_path / "state.json"
    with Preview(build, course.folder, state_file, poll=60, standard="scorm2004", room=ROOM) as running:
        yield running


@pytest.fixture
def lms(page: Page, preview: Preview) -> Lms2004:
    return Lms2004(page, preview)


def test_a_first_launch_finds_a_learner_and_nothing_else(lms: Lms2004) -> None:
    elements = ("learner_id", "learner_name", "mode", "credit", "entry", "completion_status")
    assert [lms.call("GetValue", f"cmi.{element}")[0] for element in elements] == [
        *("learner-1", "Jansen, Kim", "normal", "credit", "ab-initio", "unknown")
    ]
    assert lms.call("GetValue", "cmi.suspend_data") == ("", "403")


def test_what_is_set_is_stored_by_a_commit_and_is_there_at_the_next_launch(lms: Lms2004) -> None:
    lms.set_value("cmi.suspend_data", "words")
    lms.set_value("cmi.completion_status", "incomplete")
    lms.set_value("cmi.exit", "suspend")
    assert lms.client.data() == {}
    assert lms.call("Commit", "") == ("true", "0")
    assert lms.client.data()["cmi.suspend_data"] == "words"
    lms.set_value("cmi.session_time", "PT0H10M0S")
    assert lms.call("Terminate", "") == ("true", "0")
    lms.press("Launch again")
    assert lms.call("GetValue", "cmi.suspend_data") == ("words", "0")
    assert lms.call("GetValue", "cmi.entry") == ("resume", "0")
    assert lms.call("GetValue", "cmi.total_time")[0] == "PT10M"


def test_a_course_that_ends_without_a_status_has_none(lms: Lms2004) -> None:
    lms.call("Terminate", "")
    assert lms.client.data().get("cmi.completion_status") in (None, "unknown")


def test_one_initialize_and_one_terminate_for_each_launch_and_a_code_for_each_breach(lms: Lms2004) -> None:
    assert lms.call("Initialize", "") == ("false", "103")
    assert lms.call("Commit") == ("false", "201")
    assert lms.call("Terminate", "") == ("true", "0")
    assert lms.call("Terminate", "") == ("false", "113")
    assert lms.call("Initialize", "") == ("false", "104")
    assert lms.call("SetValue", "cmi.exit", "") == ("false", "133")
    assert lms.call("GetValue", "cmi.exit") == ("", "123")
    assert lms.call("Commit", "") == ("false", "143")


QUIZ = "cmi.interactions.0."


@pytest.mark.parametrize(
    ("element", "value", "code"),
    [
        ("cmi.suspend_data", "a" * ROOM, "0"),
        ("cmi.suspend_data", "a" * (ROOM + 1), "406"),
        ("cmi.completion_status", "passed", "406"),
        ("cmi.success_status", "completed", "406"),
        ("cmi.score.scaled", "80", "407"),
        ("cmi.session_time", "00:05:03", "406"),
        (QUIZ + "timestamp", "2026-12-01T09:00:00.12Z", "0"),
        (QUIZ + "timestamp", "2026-12-01T09:00:00.123Z", "406"),
        (QUIZ + "timestamp", "2026-12-01T09:00:00Z", "406"),
        (QUIZ + "learner_response", "a[,]c", "0"),
        (QUIZ + "learner_response", "a,c", "406"),
        (QUIZ + "result", "wrong", "406"),
        (QUIZ + "description", "two\nlines", "406"),
        ("cmi.interactions.2.id", "gap", "351"),
    ],
)
def test_a_strict_lms_refuses_what_the_standard_does(
    lms: Lms2004, element: str, value: str, code: str
) -> None:
    lms.set_value(QUIZ + "id", "quiz")
    lms.set_value(QUIZ + "type", "choice")
    assert lms.set_value(element, value) == code


def test_more_room_is_a_switch_away(lms: Lms2004) -> None:
    expect(lms.page.get_by_text("4,000 characters for all answers")).to_be_visible()
    lms.page.get_by_label("Little space").uncheck()
    expect(lms.page.locator("#used")).to_contain_text("64000")
    assert lms.set_value("cmi.suspend_data", "a" * 64_000) == "0"


def test_where_the_standard_asks_for_all_that_room_there_is_no_switch_for_it(
    page: Page, course: Course, tmp_path: Path
) -> None:
    def build() -> dict[str, bytes]:
        return {**course.build(), "course.js": SCRIPT}

    state_file = tmp_path / "fourth.json"
    with Preview(build, course.folder, state_file, standard="scorm2004", room=64_000) as running:
        lms = Lms2004(page, running)
        expect(lms.page.locator("#used")).to_contain_text("of 64000")
        expect(lms.page.get_by_label("Little space")).to_be_hidden()
        assert lms.set_value("cmi.suspend_data", "a" * 64_000) == "0"
        assert lms.set_value("cmi.suspend_data", "a" * 64_001) == "406"


def test_a_commit_that_fails_has_2004s_code(lms: Lms2004) -> None:
    lms.client.post("/switches", {"commits-fail": True})
    lms.page.locator("#switches [name=commits-fail]:checked").wait_for()
    lms.set_value("cmi.suspend_data", "a")
    assert lms.call("Commit", "") == ("false", "391")


def test_the_panel_shows_both_statuses_and_no_error_for_what_was_never_set(lms: Lms2004) -> None:
    lms.call("GetValue", "cmi.location")
    lms.set_value("cmi.completion_status", "completed")
    lms.set_value("cmi.success_status", "passed")
    lms.set_value("cmi.score.scaled", "7")
    lms.call("Commit", "")
    expect(lms.page.locator("#kept")).to_contain_text("CompletioncompletedSuccesspassed")
    lms.page.get_by_label("errors", exact=True).check()
    rows = lms.page.locator("#calls tr:visible")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("407 out of range")


def test_only_lmss_of_its_own_standard_are_offered(lms: Lms2004) -> None:
    assert set(lms.client.get("/run-times").json()) == {"strict2004", "openedx2004"}
    refused = lms.client.post("/switches", {"behave-like": "moodle"})
    assert (refused.status, b"strict2004" in refused.body) == (400, True)
    assert lms.client.get("/switches").json()["behave-like"] == "strict2004"


def test_a_course_of_scorm_12_is_not_played_by_scorm_2004(course: Course, tmp_path: Path) -> None:
    with Preview(course.build, course.folder, tmp_path / "state.json") as running:
        assert Client(running.url).post("/switches", {"behave-like": "strict2004"}).status == 400
        assert b"scorm-again-scorm12.js" in Client(running.url).get("/").body
