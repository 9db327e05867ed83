"""A receiver that is away, refuses, hangs or talks nonsense: nobody notices, and all arrives in the end."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Frame, expect
from support.browser.classroom import go_on
from support.browser.receiver_course import KEPT, RUN, everything, fill
from support.browser.receiver_gate import Gate, Mood
from support.browser.receiver_moods import PAGE, garbage, hanging, losing, narrow, poisoned, refusing
from support.browser.receiver_room import Room

WHOLE = [*everything(), "terminated"]
AGAIN = ["initialized", "resumed", "terminated"]


def do_all(course: Frame) -> float:
    """Take all steps; the seconds that it took."""
    begun = time.monotonic()
    for step in RUN:
        step.act(course)
        course.page.wait_for_timeout(50)
    return time.monotonic() - begun


def assert_untouched(room: Room, course: Frame) -> None:
    """The LMS has all, and the page says no more than that."""
    room.until(lambda: room.answers() == KEPT and room.status() == "completed")
    expect(course.locator("#_standing.warning")).to_have_count(0)
    assert not room.faults


def come_back(room: Room, context: BrowserContext) -> None:
    """Launch again, and leave once nothing waits."""
    course = room.open(context)
    room.until(lambda: "resumed" in room.told())
    room.leave(course)


def test_a_receiver_that_is_down_all_the_time_gets_the_same_at_the_next_launch(room: Room) -> None:
    context = room.context()
    room.gate.shut()
    course = room.open(context)
    do_all(course)
    assert_untouched(room, course)
    room.leave(course)
    room.gate.open()
    assert room.told() == []
    come_back(room, context)
    room.expect_set([*WHOLE, *AGAIN])
    order = [told for told in room.told() if not told.startswith("progressed")]
    whole = [told for told in WHOLE if not told.startswith("progressed")]
    assert order[: len(whole)] == whole


def test_a_receiver_that_is_down_makes_nothing_slower(room: Room) -> None:
    taken = {}
    for state in ("up", "down"):
        if state == "down":
            room.gate.shut()
        course = room.open(learner=state)
        taken[state] = do_all(course)
        course.page.close()
    assert taken["down"] < taken["up"] * 1.5 + 1


MOODS: dict[str, Callable[[Gate], Mood]] = {
    "429": lambda _: refusing(429, ("Retry-After", "1")),
    "503": lambda _: refusing(503, ("Retry-After", "1")),
    "500": lambda _: refusing(500),
    "502 of a proxy": lambda _: refusing(502, ("Content-Type", "text/html"), body=PAGE, readable=False),
    "200 of a proxy": lambda _: refusing(200, ("Content-Type", "text/html"), body=PAGE),
    "garbage": lambda _: garbage,
    "hanging": hanging,
    "answers lost": losing,
    "404": lambda _: refusing(404),
}


LONG = {"429", "500", "502 of a proxy", "404"}  # like another one, but for the status
EACH = [pytest.param(mood, marks=[pytest.mark.long] if mood in LONG else []) for mood in MOODS]


@pytest.mark.parametrize("mood", EACH)
def test_what_a_receiver_in_trouble_did_not_take_comes_at_the_next_launch(room: Room, mood: str) -> None:
    context = room.context()
    room.gate.mood = MOODS[mood](room.gate)
    course = room.open(context)
    do_all(course)
    assert_untouched(room, course)
    room.leave(course)
    room.gate.mood = None
    room.gate.released.set()
    come_back(room, context)
    room.expect_set([*WHOLE, *AGAIN])


@pytest.mark.parametrize("mood", [each for each in EACH if each.values[0] in {"429", "503", "answers lost"}])
def test_a_receiver_that_recovers_gets_all_in_the_same_session(room: Room, mood: str) -> None:
    room.gate.mood = MOODS[mood](room.gate)
    course = room.open()
    do_all(course)
    room.pause(0.5)
    tries = len([asked for asked in room.gate.asked if asked.method != "OPTIONS"])
    assert 0 < tries < 12, "each try comes later than the one before"
    room.gate.mood = None
    room.expect_set(everything(), within=30)


def test_a_pause_that_the_receiver_asks_for_is_kept(room: Room) -> None:
    room.gate.mood = refusing(429, ("Retry-After", "3"))
    course = room.open()
    room.until(room.gate.posts)
    go_on(course)
    fill("to-both", "Later.")(course)
    room.pause(2)
    assert len(room.gate.posts()) == 1
    room.gate.mood = None
    room.until(lambda: "answered to-both 1 Later." in room.told())
    first, second = (asked.at for asked in room.gate.posts()[:2])
    assert second - first >= 2.9


def test_one_statement_that_can_never_be_stored_takes_no_other_along(room: Room) -> None:
    room.gate.mood = poisoned("Go away!")
    course = room.open()
    do_all(course)
    rest = [told for told in everything() if "Go away!" not in told]
    room.expect_set(rest, within=20)
    room.leave(course)
    room.expect_set([*rest, "terminated"], within=20)
    assert room.answers() == KEPT


def test_a_receiver_with_little_room_gets_small_batches(room: Room) -> None:
    context = room.context()
    room.gate.shut()
    course = room.open(context)
    do_all(course)
    room.leave(course)
    room.gate.mood = narrow(4)
    room.gate.open()
    come_back(room, context)
    room.expect_set([*WHOLE, *AGAIN], within=20)


def test_a_key_that_is_revoked_loses_nothing_for_the_next_key(room: Room) -> None:
    context = room.context()
    room.equip(("sb_unknown", "secret"))
    course = room.open(context)
    do_all(course)
    assert_untouched(room, course)
    assert len(room.gate.posts()) < 12, "a key that is refused isn't tried over and over"
    room.leave(course)
    assert room.told() == []
    room.equip(room.writer)
    come_back(room, context)
    room.expect_set([*WHOLE, *AGAIN])


def test_a_key_for_another_origin_loses_nothing_for_the_next_key(room: Room) -> None:
    context = room.context()
    room.equip(room.new_key({"statements/write"}, room.limits(origins=("https://elsewhere.example.org",))))
    course = room.open(context)
    do_all(course)
    assert_untouched(room, course)
    room.leave(course)
    assert room.told() == []
    room.equip(room.writer)
    come_back(room, context)
    room.expect_set([*WHOLE, *AGAIN])


@pytest.mark.long
def test_a_key_whose_rate_is_low_gets_all_through_in_the_end(room: Room) -> None:
    room.equip(room.new_key({"statements/write"}, room.limits(rate=60)))
    course = room.open()
    do_all(course)
    room.expect_set(everything(), within=60)
