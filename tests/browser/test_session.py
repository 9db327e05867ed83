"""One launch: what the LMS is told from LMSInitialize to LMSFinish, and the way through the pages."""

from __future__ import annotations

from playwright.sync_api import expect
from support.browser.lms_harness import TWO_PAGES, LmsHarness, StartLms, answer_all, open_next_page


def test_a_launch_initializes_once_and_finishes_once_and_calls_nothing_after(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open()
    course.get_by_role("textbox").press_sequentially("A thought", delay=20)
    open_next_page(course)
    lms.leave(course)
    called = lms.called_methods()
    assert called.count("LMSInitialize") == 1
    assert called.count("LMSFinish") == 1
    assert called[0] == "LMSInitialize"
    assert called[-1] == "LMSFinish"
    assert sum(commit["finish"] for commit in lms.preview_lms.commits) == 1


def test_the_lms_refuses_nothing_that_a_whole_course_gives_it(starter: LmsHarness) -> None:
    course = starter.open()
    answer_all(course, lambda key: f"My words at {key}")
    starter.leave(course)
    assert [call for call in starter.preview_lms.calls if call["error"] not in ("0", 0)] == []


def test_the_status_is_incomplete_as_soon_as_the_course_is_open(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    lms.open()
    lms.wait_until(lambda: lms.status() == "incomplete", within=2)


def test_nothing_is_committed_while_nothing_changes(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    context = lms.context()
    page = context.new_page()
    page.clock.install()
    lms.launch(page)
    lms.wait_until(lambda: lms.status() == "incomplete")
    before = len(lms.preview_lms.commits)
    page.clock.run_for(120_000)
    lms.pause(0.3)
    assert len(lms.preview_lms.commits) == before


def test_a_pause_in_typing_is_one_commit(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open()
    lms.wait_until(lambda: lms.status() == "incomplete")
    lms.pause(0.2)
    before = len(lms.preview_lms.commits)
    course.get_by_role("textbox").press_sequentially("Twenty letters there", delay=20)
    lms.wait_until(lambda: lms.answers() == {"first": "Twenty letters there"})
    lms.pause(1.5)
    assert len(lms.preview_lms.commits) == before + 1


def test_a_value_that_is_written_again_is_never_the_same(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open()
    field = course.get_by_role("textbox")
    for text in ("Yes", "No", "Yes"):
        field.fill(text)
        lms.wait_until(lambda text=text: lms.answers() == {"first": text})
    written = [commit["changed"].get("cmi.suspend_data") for commit in lms.preview_lms.commits]
    written = [value for value in written if value]
    assert len(written) == len(set(written)) >= 3


def test_the_time_of_each_session_is_told(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    page = lms.context().new_page()
    page.clock.install()
    lms.launch(page)
    page.clock.run_for(65_000)
    page.close()
    lms.wait_until(lambda: any(commit["finish"] for commit in lms.preview_lms.commits))
    assert lms.data()["cmi.core.session_time"].startswith("00:01:0")


def test_the_back_button_goes_through_the_pages_of_the_course(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open()
    heading = course.get_by_role("heading", level=1)
    open_next_page(course)
    expect(heading).to_have_text("Two")
    course.page.evaluate("() => history.back()")
    expect(heading).to_have_text("One")
    course.page.evaluate("() => history.forward()")
    expect(heading).to_have_text("Two")
    assert lms.called_methods().count("LMSInitialize") == 1


def test_the_back_button_leads_back_into_the_course_with_every_word(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open()
    page = course.page
    # The secret of a first launch has arrived: before that, what an LMS takes late may find a newer launch.
    lms.wait_until(lms.state)
    course.get_by_role("textbox").press_sequentially("Before I left")
    page.goto(f"{lms.url}login")
    page.go_back()
    expect(page.frame_locator("#course").locator("#q_first")).to_have_value("Before I left")
    lms.wait_until(lambda: lms.answers() == {"first": "Before I left"})
    lms.wait_until(lambda: lms.called_methods().count("LMSInitialize") == 2)


def test_a_page_that_comes_back_out_of_the_browsers_memory_begins_a_new_launch(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open()
    course.get_by_role("textbox").fill("Before I left")
    course.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    lms.wait_until(lambda: "LMSFinish" in lms.called_methods())
    course.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    lms.wait_until(lambda: lms.called_methods().count("LMSInitialize") == 2)
    field = course.page.frame_locator("#course").locator("#q_first")
    expect(field).to_have_value("Before I left")
    field.fill("After I came back")
    lms.wait_until(lambda: lms.answers() == {"first": "After I came back"})


def test_a_tab_that_is_hidden_sends_what_waits_and_goes_on_afterwards(start_lms: StartLms) -> None:
    lms = start_lms(TWO_PAGES)
    course = lms.open()
    field = course.get_by_role("textbox")
    field.press_sequentially("Then the phone rang")
    course.evaluate(
        """() => {
            Object.defineProperty(document, "visibilityState", {value: "hidden", configurable: true});
            document.dispatchEvent(new Event("visibilitychange"));
            delete document.visibilityState;
        }"""
    )
    lms.wait_until(lambda: lms.answers() == {"first": "Then the phone rang"}, within=0.8)
    assert "LMSFinish" not in lms.called_methods()
    field.press("End")
    field.press_sequentially(", and I went on.")
    lms.wait_until(lambda: lms.answers() == {"first": "Then the phone rang, and I went on."})
