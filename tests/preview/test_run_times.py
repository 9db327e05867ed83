"""Each run time that the preview can behave like, by what sets it apart, as a course meets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import APIResponse, BrowserContext, Page, Route, expect
from support.preview.lms_page import CORE, LmsPage, wait_for_value

from scormbuild.preview.server import Preview

DATA, STATUS = "cmi.suspend_data", CORE + "lesson_status"
Open = Callable[[str], LmsPage]


@pytest.fixture
def open_lms(page: Page, preview: Preview) -> Open:
    return lambda name: LmsPage(page, preview, f"behave-like={name}")


def commits(lms: LmsPage) -> list[dict[str, Any]]:
    """What reached the server, oldest first."""
    found: list[dict[str, Any]] = lms.client.get("/calls").json()["commits"]
    return found


def set_and_commit(lms: LmsPage, element: str, value: object) -> tuple[Any, str]:
    lms.set_value(element, value)
    return lms.call("LMSCommit", "")


def commit_during(lms: LmsPage, event: str, value: str, element: str = DATA) -> None:
    """Let the course set and commit a value in an event of its window."""
    lms.frame.evaluate(
        """([event, element, value]) => {
            window.addEventListener(event, () => {
                lms.LMSSetValue(element, value);
                window.answer = [lms.LMSCommit(''), lms.LMSGetLastError()];
                parent.answer = window.answer;
            });
            return 0;
        }""",
        [event, element, value],
    )


def hold_responses(lms: LmsPage) -> Callable[[], None]:
    """Let commits reach the server, and their answers wait until they are released."""
    held: list[tuple[Route, APIResponse]] = []
    lms.page.route("**/commit?*", lambda route: held.append((route, route.fetch())))

    def release() -> None:
        while held:
            route, answer = held.pop()
            route.fulfill(response=answer)

    return release


def test_the_table_is_offered_in_an_authors_words(open_lms: Open) -> None:
    lms = open_lms("openedx")
    choice = lms.page.get_by_label("Behave like")
    expect(choice.locator("option")).to_have_count(11)
    expect(choice.locator("option:checked")).to_have_text("Open edX")
    choice.select_option("Frappe LMS")
    lms.wait_for_launch(2)
    assert lms.value(STATUS) == "incomplete"


def test_without_a_choice_the_lms_is_strict(page: Page, preview: Preview) -> None:
    lms = LmsPage(page, preview)
    assert lms.client.get("/switches").json()["behave-like"] == "strict"
    assert lms.set_value(DATA, "x" * 4097) == "405"
    assert set_and_commit(lms, DATA, "x" * 4096) == ("true", "0")
    expect(page.locator("#used")).to_have_text("4096 of 4096 characters")


# Moodle


def test_moodle_has_room_for_64000_characters_and_the_meter_says_so(open_lms: Open) -> None:
    lms = open_lms("moodle")
    assert lms.set_value(DATA, "x" * 64000) == "0"
    assert lms.set_value(DATA, "x" * 64001) == "405"
    lms.call("LMSCommit", "")
    expect(lms.page.locator("#used")).to_have_text("64000 of 64000 characters")


def test_moodle_opens_a_finished_course_for_review(open_lms: Open) -> None:
    lms = open_lms("moodle")
    set_and_commit(lms, STATUS, "completed")
    lms.press("Launch again")
    assert lms.value(CORE + "lesson_mode") == "review"


def test_a_course_that_is_finished_without_a_status_is_completed_in_moodle(open_lms: Open) -> None:
    lms = open_lms("moodle")
    lms.call("LMSFinish", "")
    assert lms.client.data()[STATUS] == "completed"


def test_a_page_of_moodle_from_before_a_log_in_never_saves_again(
    open_lms: Open, context: BrowserContext
) -> None:
    lms = open_lms("moodle")
    lms.client.post("/switches", {"session-expired": True})
    assert set_and_commit(lms, DATA, "a") == ("false", "101")
    other = context.new_page()
    other.goto(lms.page.url)
    other.get_by_role("button", name="Log in").click()
    other.wait_for_selector("body[data-course=open]")
    assert lms.client.get("/switches").json()["session-expired"] is False
    assert set_and_commit(lms, DATA, "b") == ("false", "101")
    lms.press("Launch again")
    assert set_and_commit(lms, DATA, "c") == ("true", "0")


def test_after_log_in_moodle_leads_to_the_bare_course_file_that_was_asked_for(
    open_lms: Open, context: BrowserContext
) -> None:
    lms = open_lms("moodle")
    lms.client.post("/switches", {"session-expired": True})
    lms.frame.evaluate("fetch(location.href, {method: 'HEAD'}).then(() => 0)")
    other = context.new_page()
    other.goto(f"{lms.page.url.split('?')[0]}login")
    other.get_by_role("button", name="Log in").click()
    other.wait_for_url("**/course/index.html")
    assert other.evaluate("lms") is None


def test_another_log_in_empties_the_local_storage_of_moodle_and_nothing_else(open_lms: Open) -> None:
    lms = open_lms("moodle")
    lms.frame.evaluate("localStorage.words = sessionStorage.words = 'kept'")
    lms.page.reload()
    lms.wait_for_state("open")
    assert lms.frame.evaluate("localStorage.words") == "kept"
    lms.page.goto(f"{lms.page.url.split('?')[0]}login")
    wait_for_value(lambda: lms.page.evaluate("localStorage.words"), None)
    assert lms.page.evaluate("sessionStorage.words") == "kept"


def test_a_second_learner_finds_the_local_storage_of_moodle_empty(open_lms: Open) -> None:
    lms = open_lms("moodle")
    lms.frame.evaluate("localStorage.words = 'kept'")
    lms.page.goto(f"{lms.page.url.split('?')[0]}?learner=kim")
    lms.wait_for_state("open")
    assert lms.frame.evaluate("localStorage.words") is None


def test_elsewhere_a_log_in_lets_an_open_page_save_and_keeps_local_storage(open_lms: Open) -> None:
    lms = open_lms("strict")
    lms.client.post("/switches", {"session-expired": True})
    lms.client.request("POST", "/login")
    assert set_and_commit(lms, DATA, "a") == ("true", "0")
    lms.frame.evaluate("localStorage.words = 'kept'")
    lms.page.goto(f"{lms.page.url.split('?')[0]}login")
    lms.page.wait_for_load_state("networkidle")
    assert lms.page.evaluate("localStorage.words") == "kept"


# Open edX


def test_open_edx_answers_true_to_everything_and_gives_only_a_name(open_lms: Open) -> None:
    lms = open_lms("openedx")
    assert lms.call("LMSSetValue", "cmi.nonsense", "x") == ("true", "0")
    assert lms.call("LMSCommit", "now") == ("true", "0")
    assert lms.value(CORE + "student_id") == "learner-1"
    assert [lms.value(CORE + name) for name in ("entry", "lesson_mode", "credit")] == ["", "", ""]


def test_open_edx_never_shows_status_or_score(open_lms: Open) -> None:
    lms = open_lms("openedx")
    lms.set_value(STATUS, "completed")
    wait_for_value(lambda: lms.client.data().get(STATUS), "completed")
    lms.press("Launch again")
    assert lms.value(STATUS) == ""
    assert lms.value(CORE + "score.raw") == ""


def test_open_edx_sends_one_value_at_once_and_the_rest_after_it(open_lms: Open) -> None:
    lms = open_lms("openedx")
    shown = lms.frame.evaluate(
        """() => ['cmi.suspend_data', 'cmi.core.lesson_location', 'cmi.comments'].map((name) => {
            lms.LMSSetValue(name, 'new');
            return lms.LMSGetValue(name);
        })"""
    )
    assert shown == ["new", "", ""]
    wait_for_value(
        lambda: [sorted(commit["changed"]) for commit in commits(lms)],
        [[DATA], ["cmi.comments", CORE + "lesson_location"]],
    )
    assert lms.value(CORE + "lesson_location") == "new"


@pytest.mark.parametrize("launch_again", [False, True])
def test_nothing_new_gets_out_of_open_edx_once_the_page_goes(open_lms: Open, launch_again: bool) -> None:
    lms = open_lms("openedx")
    release = hold_responses(lms)
    lms.leave_with(DATA, "last words")
    lms.frame.evaluate("['sent', 'waiting'].map((words) => lms.LMSSetValue('cmi.suspend_data', words))")
    if launch_again:
        lms.press("Launch again")
    else:
        lms.close()
    release()
    lms.page.wait_for_timeout(200)
    assert [commit["changed"] for commit in commits(lms)] == [{DATA: "sent"}]


# Frappe LMS


def test_frappe_shows_what_was_there_when_the_page_was_opened(open_lms: Open) -> None:
    lms = open_lms("frappe")
    lms.set_value(DATA, "new")
    wait_for_value(lms.client.data, {DATA: "new"})
    assert [lms.value(name) for name in (DATA, STATUS)] == ["", "incomplete"]
    assert [lms.value(CORE + name) for name in ("student_id", "entry", "lesson_mode")] == ["", "", ""]
    lms.press("Launch again")
    assert lms.value(DATA) == "new"


def test_frappe_knows_only_passed_and_then_empties_suspend_data_for_good(open_lms: Open) -> None:
    lms = open_lms("frappe")
    lms.set_value(STATUS, "completed")
    lms.set_value(DATA, "words")
    wait_for_value(lms.client.data, {DATA: "words"})
    lms.set_value(STATUS, "passed")
    wait_for_value(lms.client.data, {DATA: "", STATUS: "passed"})
    lms.set_value(DATA, "more")
    wait_for_value(lambda: len(commits(lms)), 3)
    assert lms.client.data() == {DATA: "", STATUS: "passed"}


# Chamilo


def test_chamilo_sends_values_without_url_encoding(open_lms: Open) -> None:
    lms = open_lms("chamilo")
    lms.set_value(CORE + "exit", "suspend")
    assert set_and_commit(lms, DATA, "a+b=%41&c") == ("true", "0")
    kept = lms.client.data()
    assert (kept[DATA], kept[CORE + "exit"]) == ("a b=A", "suspend")


def test_an_ampersand_in_an_answer_cuts_what_chamilo_keeps_of_it(open_lms: Open) -> None:
    lms = open_lms("chamilo")
    for index, response in enumerate(["yes, no", "you & me"]):
        answer = f"cmi.interactions.{index}."
        lms.set_value(answer + "id", f"q{index}")
        lms.set_value(answer + "type", "fill-in")
        lms.set_value(answer + "student_response", response)
        lms.set_value(answer + "result", "neutral")
    lms.call("LMSCommit", "")
    kept = lms.client.data()
    assert kept["cmi.interactions.0.student_response"] == "yes@.|@ no"
    assert kept["cmi.interactions.0.result"] == "neutral"
    assert kept["cmi.interactions.1.student_response"] == "you "
    assert "cmi.interactions.1.result" not in kept


def test_chamilo_says_true_whatever_becomes_of_a_commit(open_lms: Open) -> None:
    lms = open_lms("chamilo")
    lms.client.post("/switches", {"commits-fail": True})
    assert set_and_commit(lms, DATA, "a") == ("true", "0")
    assert lms.client.data() == {}


@pytest.mark.parametrize("name", ["chamilo", "claroline"])
def test_a_hidden_tab_still_saves_by_a_request_of_its_own(open_lms: Open, name: str) -> None:
    lms = open_lms(name)
    hide = """() => {
        Object.defineProperty(document, 'visibilityState', {get: () => 'hidden'});
        lms.LMSSetValue('cmi.suspend_data', 'hidden');
        document.addEventListener('visibilitychange', () => lms.LMSCommit(''));
        document.dispatchEvent(new Event('visibilitychange', {bubbles: true}));
    }"""
    lms.frame.evaluate(hide)
    assert [commit["leaving"] for commit in commits(lms)] == [False]
    assert lms.client.data()[DATA] == "hidden"


@pytest.mark.parametrize("name", ["openedx", "frappe", "chamilo", "claroline"])
def test_nothing_gets_out_at_beforeunload(open_lms: Open, name: str) -> None:
    lms = open_lms(name)
    commit_during(lms, "beforeunload", "gone")
    commit_during(lms, "beforeunload", "passed", STATUS)
    lms.close()
    lms.page.wait_for_timeout(400)
    assert lms.client.data() == {}


@pytest.mark.parametrize("name", ["chamilo", "ilias", "claroline"])
def test_nothing_gets_out_at_pagehide(open_lms: Open, name: str) -> None:
    lms = open_lms(name)
    commit_during(lms, "pagehide", "gone")
    lms.close()
    expect(lms.page.locator("#calls")).to_contain_text("the browser forbids it while leaving: lost")
    assert lms.client.data() == {}
    assert lms.page.evaluate("answer") == (["false", "101"] if name == "ilias" else ["true", "0"])


# ILIAS


@pytest.mark.parametrize("event", ["beforeunload", "unload"])
def test_ilias_sends_a_beacon_in_the_events_it_knows(open_lms: Open, event: str) -> None:
    lms = open_lms("ilias")
    commit_during(lms, event, event)
    lms.close()
    wait_for_value(lambda: lms.client.data().get(DATA), event)
    assert commits(lms)[-1]["leaving"] is True


def test_ilias_sends_a_beacon_in_a_click(open_lms: Open) -> None:
    lms = open_lms("ilias")
    commit_during(lms, "click", "clicked")
    lms.frame.click("p")
    wait_for_value(lambda: [commit["leaving"] for commit in commits(lms)], [True])


@pytest.mark.parametrize("name", ["ilias", "chamilo"])
def test_what_failed_is_not_repeated_unless_it_is_set_again(open_lms: Open, name: str) -> None:
    lms = open_lms(name)
    lms.client.post("/switches", {"commits-fail": True})
    assert set_and_commit(lms, DATA, "a") == (("false", "101") if name == "ilias" else ("true", "0"))
    lms.client.post("/switches", {"commits-fail": False})
    lms.call("LMSCommit", "")
    assert lms.client.data() == {}
    set_and_commit(lms, DATA, "a")
    assert lms.client.data() == {DATA: "a"}


def test_ilias_answers_false_without_a_connection(open_lms: Open, context: BrowserContext) -> None:
    lms = open_lms("ilias")
    lms.set_value(DATA, "a")
    context.set_offline(True)
    assert lms.call("LMSCommit", "") == ("false", "101")


# Claroline


def test_claroline_keeps_the_best_status(open_lms: Open) -> None:
    lms = open_lms("claroline")
    kept = []
    for status in ("incomplete", "completed", "incomplete", "passed", "failed"):
        set_and_commit(lms, STATUS, status)
        kept.append(lms.client.data()[STATUS])
    assert kept == ["incomplete", "completed", "completed", "passed", "passed"]


@pytest.mark.parametrize(
    ("name", "element"),
    [("claroline", "cmi.interactions.0.id"), ("claroline", "cmi.comments"), ("chamilo", "cmi.comments")],
)
def test_what_an_lms_has_not_implemented_is_refused(open_lms: Open, name: str, element: str) -> None:
    lms = open_lms(name)
    assert lms.call("LMSGetValue", element) == ("", "401")
    assert lms.set_value(element, "a") == "401"


def test_claroline_completes_nothing_by_itself(open_lms: Open) -> None:
    lms = open_lms("claroline")
    lms.call("LMSFinish", "")
    assert lms.client.data()[STATUS] == "not attempted"


def test_claroline_sends_all_that_there_is_each_time(open_lms: Open) -> None:
    lms = open_lms("claroline")
    lms.client.post("/switches", {"commits-fail": True})
    assert set_and_commit(lms, DATA, "a") == ("true", "0")
    lms.client.post("/switches", {"commits-fail": False})
    lms.call("LMSCommit", "")
    assert lms.client.data()[DATA] == "a"


# Cornerstone, and LMSs with one fault each


def test_cornerstone_answers_null_to_a_commit_while_the_page_goes_and_waits_for_finish(
    open_lms: Open,
) -> None:
    lms = open_lms("cornerstone")
    commit_during(lms, "beforeunload", "last words")
    lms.frame.evaluate("() => { window.leave = () => lms.LMSFinish(''); return 0; }")
    lms.close()
    assert lms.page.evaluate("answer") == [None, "391"]
    wait_for_value(lambda: lms.client.data().get(DATA), "last words")
    assert [commit["finish"] for commit in commits(lms)] == [True]


def test_a_late_lms_has_no_api_until_two_seconds_after_the_course_loaded(open_lms: Open, page: Page) -> None:
    page.add_init_script("""let api;
        const set = (value) => { [api, window.apiCameAt] = [value, Date.now()]; };
        Object.defineProperty(window, 'API', { get: () => api, set, configurable: true });""")
    lms = open_lms("late")
    wait_for_value(lambda: lms.page.evaluate("typeof window.API"), "object")
    # By the clock of the page itself: one that is slow looks later.
    loaded = lms.frame.evaluate("performance.timing.loadEventStart")
    assert lms.page.evaluate("apiCameAt") - loaded >= 1990
    assert lms.page.evaluate("API.LMSInitialize('')") == "true"


def test_a_sticky_lms_keeps_an_old_error_code(open_lms: Open) -> None:
    lms = open_lms("sticky")
    assert lms.call("LMSGetValue", "cmi.nonsense") == ("", "401")
    assert lms.call("LMSSetValue", DATA, "a") == ("true", "401")
    assert lms.call("LMSCommit", "") == ("true", "401")
    assert lms.client.data()[DATA] == "a"


def test_a_void_lms_answers_nothing_and_stores_it(open_lms: Open) -> None:
    lms = open_lms("void")
    script = (
        "[lms.LMSSetValue('cmi.suspend_data', 'a'), lms.LMSCommit('')].map((answer) => answer === undefined)"
    )
    assert lms.frame.evaluate(script) == [True, True]
    assert lms.client.data()[DATA] == "a"
