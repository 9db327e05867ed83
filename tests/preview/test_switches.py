"""Each switch as a course meets it in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from support.preview.lms_page import CORE, LmsPage, wait_for_value

from scormbuild.preview.server import Preview


def test_commits_fail(lms: LmsPage) -> None:
    lms.page.get_by_label("Saving fails").check()
    wait_for_value(lambda: lms.client.get("/switches").json()["commits-fail"], True)
    lms.set_value("cmi.suspend_data", "a")
    assert lms.call("LMSCommit", "") == ("false", "101")
    assert lms.client.data() == {}


def test_commits_lie(lms: LmsPage) -> None:
    lms.client.post("/switches", {"commits-lie": True})
    lms.set_value("cmi.suspend_data", "a")
    assert lms.call("LMSCommit", "") == ("true", "0")
    assert (
        lms.frame.evaluate("fetch(location.href, {method: 'HEAD'}).then(() => 'there', () => 'gone')")
        == "gone"
    )
    assert lms.client.data() == {}
    lms.client.post("/switches", {"commits-lie": False})
    lms.call("LMSCommit", "")
    assert lms.client.data() == {}, "Moodle does not send an unchanged value again"
    lms.set_value("cmi.suspend_data", "b")
    lms.call("LMSCommit", "")
    assert lms.client.data() == {"cmi.suspend_data": "b"}


def test_without_a_network_a_commit_says_true_as_well(lms: LmsPage, context: BrowserContext) -> None:
    lms.set_value("cmi.suspend_data", "a")
    context.set_offline(True)
    assert lms.call("LMSCommit", "") == ("true", "0")
    context.set_offline(False)
    assert lms.client.data() == {}


def test_the_session_has_expired(lms: LmsPage) -> None:
    lms.client.post("/switches", {"session-expired": True})
    lms.set_value("cmi.suspend_data", "a")
    assert lms.call("LMSCommit", "") == ("false", "101")
    kind = lms.frame.evaluate(
        "fetch(location.href, {method: 'HEAD', redirect: 'manual'}).then((answer) => answer.type)"
    )
    assert kind == "opaqueredirect"
    lms.press("Launch again")
    expect(lms.page.frame_locator("#course").get_by_role("heading", name="Log in")).to_be_visible()


def test_no_beacon(lms: LmsPage) -> None:
    lms.client.post("/switches", {"no-beacon": True})
    lms.set_value("cmi.suspend_data", "committed")
    lms.call("LMSCommit", "")
    lms.leave_with("cmi.suspend_data", "said in leaving")
    lms.press("Launch again")
    assert lms.value("cmi.suspend_data") == "committed"


@pytest.mark.parametrize("mode", ["review", "browse"])
def test_the_course_is_told_the_mode(page: Page, preview: Preview, mode: str) -> None:
    lms = LmsPage(page, preview, f"mode={mode}")
    assert lms.value(CORE + "lesson_mode") == mode
    assert lms.value(CORE + "credit") == "no-credit"
