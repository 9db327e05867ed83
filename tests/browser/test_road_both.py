"""From the browser and from the LMS, in both orders: one set of statements, answers whole, one person."""

from __future__ import annotations

from playwright.sync_api import Frame
from support.browser.receiver_course import RUN, everything
from support.browser.receiver_harvest import harvest, proven_by_lms
from support.browser.receiver_room import Room

WHOLE = [*everything(), "terminated"]
AGAIN = ["initialized", "resumed", "terminated"]


def do_all(room: Room, course: Frame, since: int = 0) -> None:
    for step in RUN[since:]:
        step.act(course)
        course.page.wait_for_timeout(50)
    room.until(lambda: room.status() == "completed")
    room.leave(course)


def test_what_the_browser_told_is_left_alone_by_the_harvest(room: Room) -> None:
    do_all(room, room.open())
    room.expect_set(WHOLE)
    before = room.received()
    taken = harvest(room)
    assert (taken.new, taken.dropped) == (0, 0)
    assert taken.known == len(proven_by_lms(room)) > 15
    assert room.received() == before


def test_what_the_harvest_told_is_left_alone_by_the_browser(room: Room) -> None:
    context = room.context()
    room.gate.shut()
    do_all(room, room.open(context))
    taken = harvest(room)
    assert taken.new == len(proven_by_lms(room)) > 15
    before = {each["id"]: each for each in room.received()}
    room.gate.open()
    again = room.open(context)
    room.until(lambda: "resumed" in room.told())
    room.leave(again)
    room.expect_set([*WHOLE, *AGAIN])
    after = {each["id"]: each for each in room.received()}
    assert before.items() <= after.items()
    assert all(asked.status < 300 for asked in room.gate.posts())


def test_both_roads_meet_in_one_pseudonym_and_say_which_they_came_by(room: Room) -> None:
    context = room.context()
    course = room.open(context)
    for step in RUN[:4]:
        step.act(course)
        course.page.wait_for_timeout(50)
    room.until(lambda: "answered to-both 1 Everybody may." in room.told())
    room.leave(course)
    room.gate.shut()
    do_all(room, room.open(context), since=4)
    harvest(room)
    room.gate.open()
    received = room.received()
    assert len({each["actor"]["account"]["name"] for each in received}) == 1
    roads = {each["authority"]["account"]["name"].partition("/")[0] for each in received}
    assert roads == {"package", "lms"}


def lasting(expected: list[str]) -> set[str]:
    """Without how far it was: what is passed by quickly isn't told."""
    return {told for told in expected if not told.startswith("progressed")}


def test_a_harvest_in_the_middle_of_a_run_changes_nothing(room: Room) -> None:
    course = room.open()
    expected: list[str] = []
    for number, step in enumerate(RUN):
        step.act(course)
        expected += step.tells
        if number % 4 == 0:
            room.until(lambda wanted=expected: lasting(wanted) <= set(room.told()))
            harvest(room)
    room.leave(course)
    room.expect_set(WHOLE)
