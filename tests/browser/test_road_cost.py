"""What the second road costs a learner: little script, no waiting for the page, and a page for everybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Frame, expect
from support.browser.classroom import PAGE, SAYS, Classroom, go_on
from support.browser.receiver_course import RUN, fill
from support.browser.receiver_moods import hanging
from support.browser.receiver_room import Room
from support.browser.tour import overflow, tour, unfold, violations

ROOT = Path(__file__).resolve().parents[2]
SCRIPT, MORE = 47_000, 19_000  # bytes: of any package, and more of one with a receiver
PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 800}
# Each of these looks like something that is better not written; none is anybody's.
PERSONAL = {
    "pii_bsn": "Haar nummer is 111222333.",
    "pii_phone": "Bel me op 06-12345678.",
    "pii_email": "Mail naar jan@example.org.",
    "pii_birth": "Ze is geboren op 3-4-1951.",
}


def paint(course: Frame) -> float:
    """The milliseconds from the request for the page to its first content."""
    script = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
    course.page.wait_for_function(f"frames[0].{script} > 0")
    return float(course.evaluate(script))


def asked(course: Frame, endpoint: str) -> list[float]:
    """When the page began to ask the receiver for something, in the same milliseconds."""
    script = """endpoint => performance.getEntriesByType('resource')
        .filter((entry) => entry.name.startsWith(endpoint)).map((entry) => entry.startTime)"""
    return list(course.evaluate(script, endpoint))


def test_the_script_stays_within_its_bytes(room: Room, webcare: Classroom) -> None:
    assert len(webcare.lms.builds.files["player.js"]) <= SCRIPT
    assert len(room.lms.builds.files["player.js"]) <= SCRIPT + MORE


def test_the_receiver_is_asked_nothing_before_the_page_is_there(room: Room) -> None:
    context = room.context()
    for _ in range(2):  # the second launch has a queue of the first
        room.gate.shut()
        course = room.open(context)
        RUN[1].act(course)
        room.leave(course)
        room.gate.open()
        course = room.open(context)
        room.until(lambda course=course: asked(course, room.gate.endpoint))
        assert min(asked(course, room.gate.endpoint)) > paint(course)
        room.leave(course)


def test_a_receiver_that_hangs_delays_nothing(room: Room) -> None:
    painted: dict[str, list[float]] = {"well": [], "hangs": []}
    for number in range(3):
        for how in painted:
            room.gate.mood = hanging(room.gate) if how == "hangs" else None
            course = room.open(learner=f"{how}-{number}")
            painted[how].append(paint(course))
            go_on(course)
            expect(course.get_by_role("heading", level=1)).to_have_text("Words", timeout=500)
            course.page.close()
    assert median(painted["hangs"]) < 2 * median(painted["well"]) + 50


def test_the_policy_lets_through_the_receiver_and_nobody_else(room: Room) -> None:
    complaints: list[str] = []
    context = room.context()
    context.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    course = room.open(context)
    for step in RUN:
        step.act(course)
    room.until(lambda: "completed" in room.told())
    assert complaints == []
    page = room.lms.builds.files["index.html"].decode()
    assert f"connect-src 'self' {room.gate.endpoint.removesuffix('/xapi')};" in page


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_notice_and_warnings_are_for_everybody(room: Room, viewport: dict[str, Any]) -> None:
    course = room.open(viewport=viewport)
    expect(course.get_by_text(PAGE["notice"])).to_be_visible()
    assert not violations(course)
    go_on(course)
    for key, text in zip(("to-both", "to-lms", "to-receiver", "to-nobody"), PERSONAL.values(), strict=True):
        fill(key, text)(course)
    room.pause(0.5)
    for words in PERSONAL:
        expect(course.get_by_text(SAYS[words])).to_be_visible()
    assert not violations(course)
    assert not overflow(course)
    for _ in tour(course):
        unfold(course)
        assert not violations(course)
        assert not overflow(course)


def test_a_warning_blocks_nothing_and_goes_with_its_cause(room: Room) -> None:
    course = room.open()
    go_on(course)
    fill("to-both", PERSONAL["pii_bsn"])(course)
    warning = course.get_by_text(SAYS["pii_bsn"])
    expect(warning).to_be_visible()
    room.until(lambda: f"answered to-both 1 {PERSONAL['pii_bsn']}" in room.told())
    room.until(lambda: room.answers().get("to-both") == PERSONAL["pii_bsn"])
    fill("to-both", "Zonder nummer.")(course)
    expect(warning).to_be_hidden()


def test_the_readers_are_named_before_the_first_question(
    equip: Callable[[Path], Room], webcare: Classroom
) -> None:
    room = equip(ROOT / "content/webcare")
    for each in (room, webcare):
        page = each.lms.builds.files["index.html"].decode()
        assert 0 < page.index('id="_notice"') < page.index('class="question"')
    assert "opleiders van je organisatie" in room.lms.builds.files["index.html"].decode()
