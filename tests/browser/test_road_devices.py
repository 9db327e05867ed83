"""Wrong clocks, shared devices, two tabs, storage full or forbidden, no LMS: what is told, and what not."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import BrowserContext, Frame
from support.browser.classroom import go_on
from support.browser.receiver_course import KEPT, RUN, everything, fill
from support.browser.receiver_room import Room

HOUR = 3600
NO_STORAGE = """
Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }});
"""
FULL_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') };"
PLAIN_HTTP = """
Object.defineProperty(Crypto.prototype, 'subtle', {get: () => undefined});
delete Crypto.prototype.randomUUID;
Object.defineProperty(window, 'isSecureContext', {get: () => false});
"""


def prepared(room: Room, script: str) -> BrowserContext:
    """A browser in whose pages this script runs first."""
    context = room.context()
    context.add_init_script(f"if (location.pathname.startsWith('/course/')) {{ {script} }}")
    return context


def do_all(course: Frame) -> None:
    for step in RUN:
        step.act(course)
        course.page.wait_for_timeout(50)


@pytest.mark.parametrize("wrong", [-30 * 24 * HOUR, -2 * HOUR, 3 * HOUR, 400 * 24 * HOUR])
def test_a_clock_that_is_wrong_is_put_right(room: Room, wrong: int) -> None:
    now = dt.datetime.now(dt.UTC)
    context = prepared(room, f"const now = Date.now; Date.now = () => now() + {wrong * 1000};")
    course = room.open(context)
    do_all(course)
    room.expect_set(everything())
    for statement in room.received():
        told = dt.datetime.fromisoformat(statement["timestamp"])
        assert abs((told - now).total_seconds()) < 60, statement["timestamp"]


def test_what_was_done_while_the_receiver_was_away_keeps_its_time(room: Room) -> None:
    context = room.context()
    room.gate.shut()
    begun = dt.datetime.now(dt.UTC)
    course = room.open(context)
    do_all(course)
    room.leave(course)
    ended = dt.datetime.now(dt.UTC)
    room.pause(2)
    room.gate.open()
    room.open(context)
    room.until(lambda: "resumed" in room.told())
    for statement in room.received()[: len(everything())]:
        told = dt.datetime.fromisoformat(statement["timestamp"])
        assert begun - dt.timedelta(seconds=1) <= told <= ended + dt.timedelta(seconds=1)


def test_two_learners_on_one_device_are_never_mixed(room: Room) -> None:
    shared = room.context()
    room.gate.shut()
    course = room.open(shared, "first-learner")
    go_on(course)
    fill("to-both", "Of the first.")(course)
    room.leave(course)
    room.gate.open()
    other = room.open(shared, "second-learner")
    go_on(other)
    fill("to-both", "Of the second.")(other)
    room.until(lambda: "answered to-both 1 Of the second." in room.told())
    room.leave(other)
    room.until(lambda: "terminated" in room.told())
    assert "Of the first." not in str(room.sent())
    assert len({each["actor"]["account"]["name"] for each in room.received()}) == 1
    room.open(shared, "first-learner")
    room.until(lambda: "answered to-both 1 Of the first." in room.told())
    people: dict[str, str] = {}
    for statement in room.received():
        person, registration = statement["actor"]["account"]["name"], statement["context"]["registration"]
        assert people.setdefault(registration, person) == person
    assert len(people) == len(set(people.values())) == 2


def test_two_tabs_of_one_learner_tell_each_thing_once(room: Room) -> None:
    context, room.in_order = room.context(), False
    first, second = room.open(context), room.open(context)
    for course, text in ((first, "From the first."), (second, "From the second.")):
        go_on(course)
        fill("to-both", text)(course)
        room.pause(0.3)
    for course in (first, second):
        course.page.close()
    room.until(lambda: any("From the second." in told for told in room.told()))
    room.until(lambda: room.told().count("terminated") >= 1)
    told = [
        told
        for told in room.told()
        if not told.startswith(("initialized", "terminated", "suspended", "resumed"))
    ]
    assert len(told) == len(set(told))


@pytest.mark.parametrize("script", [NO_STORAGE, FULL_STORAGE], ids=["blocked", "full"])
def test_a_browser_that_keeps_nothing_tells_all_as_long_as_it_is_open(room: Room, script: str) -> None:
    course = room.open(prepared(room, script))
    do_all(course)
    room.until(lambda: room.answers() == KEPT)
    room.expect_set(everything())
    room.leave(course)
    room.expect_set([*everything(), "terminated"])


def test_plain_http_without_secure_parts_of_the_browser_tells_all(room: Room) -> None:
    course = room.open(prepared(room, PLAIN_HTTP))
    do_all(course)
    room.expect_set(everything())


@pytest.mark.parametrize("mode", ["review", "browse"])
def test_nothing_is_told_in_review_or_browse_mode(room: Room, mode: str) -> None:
    context = room.context()
    course = room.open(context)
    do_all(course)
    room.expect_set(everything())
    room.leave(course)
    room.expect_set([*everything(), "terminated"])
    room.switch(mode=mode)
    before = len(room.gate.asked)
    course = room.open(context)
    go_on(course)
    room.pause(1.5)
    room.leave(course)
    room.pause(0.5)
    assert len(room.gate.asked) == before


def test_nothing_is_told_without_an_lms(room: Room) -> None:
    page = room.open_alone()
    go_on(page)
    page.locator("textarea[data-id=to-both]").fill("Who reads this?")
    page.wait_for_timeout(1500)
    page.close()
    room.pause(0.5)
    assert room.gate.asked == []


def test_a_new_attempt_is_another_registration(room: Room) -> None:
    context = room.context()
    course = room.open(context)
    do_all(course)
    room.until(lambda: room.status() == "completed")
    room.pause(0.5)
    room.leave(course)
    room.expect_set([*everything(), "terminated"])
    room.lms.learners.start_attempt("learner-1")
    again = room.open(context)
    room.until(lambda: room.told().count("initialized") == 2)
    assert len({each["context"]["registration"] for each in room.received()}) == 2
    assert "resumed" not in room.told()
    room.leave(again)
