"""What is left of a path and of a quiz when something happens to who walks and answers them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from playwright.sync_api import Error, Frame
from support.browser.lms_harness import PAGE_TEXT
from support.browser.matrix import Cell, Device, leave, open_page, wait_seconds
from support.course.quizzes import choice, quiz
from support.course.scenarios import ANGRY_RELATIVE

QUESTIONS = ("wash", "gloves", "rings", "nails", "sleeves")
CHOICE_PAGES = {
    "one": ANGRY_RELATIVE,
    "two": quiz(*map(choice, QUESTIONS), options=":draw: 3\n:shuffle: true\n:pass: 50\n:feedback: at-end"),
}


class Progress(NamedTuple):
    """What the page shows: the steps of the path, the questions that were drawn, what is chosen in them."""

    steps: list[str]
    drawn: list[str]
    chosen: list[str]


def read_progress(course: Frame) -> Progress:
    """What the page shows, whichever page is open."""
    found: list[list[str]] = course.evaluate(
        """() => {
            const texts = (selector, text) => [...document.querySelectorAll(selector)].map(text);
            return [
                texts('.path li', (each) => each.firstChild.textContent),
                texts('.quiz .question:not([hidden])', (each) => each.dataset.id),
                texts('.quiz :checked', (each) => `${each.name} ${each.value}`),
            ];
        }"""
    )
    return Progress(*found)


def choose(course: Frame, words: str) -> None:
    """Choose in the scenario."""
    open_page(course, "one")
    course.get_by_role("button", name=words).click()


def answer(course: Frame, place: int) -> None:
    """Answer one of the questions that were drawn."""
    open_page(course, "two")
    course.locator(".quiz .question:not([hidden])").nth(place).get_by_label("Yes").check()


def lose_connection(device: Device, act: Callable[[], None]) -> None:
    """No connection while somebody chooses; it comes back."""
    context = device.start()
    context.set_offline(True)
    act()
    wait_seconds(context.pages[-1], 1.6)
    context.set_offline(False)
    wait_seconds(context.pages[-1], 3.5)


def lose_session(device: Device, act: Callable[[], None]) -> None:
    """The session ends while somebody chooses; they log in again in the same tab."""
    device.cell.lms.set_switches(session_expired=True)
    act()
    page = device.start().pages[-1]
    wait_seconds(page, 1.6)
    page.goto(f"{device.cell.lms.url}login")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_load_state()
    page.close()


def kill_browser(device: Device, act: Callable[[], None]) -> None:
    """The browser dies right after a choice."""
    act()
    wait_seconds(device.start().pages[-1], 0.15)
    device.kill()


def crash_tab(device: Device, act: Callable[[], None]) -> None:
    """The tab crashes right after a choice."""
    act()
    page = device.start().pages[-1]
    wait_seconds(page, 0.15)
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash", timeout=2_000)
    page.close()


def close_tab(device: Device, act: Callable[[], None]) -> None:
    """The tab is closed right after a choice."""
    act()
    page = device.start().pages[-1]
    wait_seconds(page, 0.1)
    with suppress(Error):
        page.close(run_before_unload=True)
    wait_seconds(device.start().new_page(), 1)


def leave_course(device: Device, act: Callable[[], None]) -> None:
    """Leaving with the LMS's own button right after a choice."""
    act()
    frame = device.start().pages[-1].frame("course")
    assert frame
    leave(frame)


ChoiceMishap = Callable[[Device, Callable[[], None]], None]
CHOICE_MISHAPS: dict[str, ChoiceMishap] = {
    "killed": kill_browser,
    "tab crashed": crash_tab,
    "closed": close_tab,
    "left": leave_course,
    "offline and back": lose_connection,
    "logged out": lose_session,
}


def play_choices(cell: Cell, mishap: ChoiceMishap) -> list[str]:
    """Let it happen, look in both browsers, finish; what is wrong."""
    with cell.device() as device:
        course = device.open()
        choose(course, "Listen to her")
        answer(course, 0)
        wait_seconds(course, 2.2)
        early = read_progress(course)
        late: list[Progress] = []

        def act() -> None:
            choose(course, "Explain the rules")
            answer(course, 1)
            late.append(read_progress(course))

        mishap(device, act)
        faults = look_elsewhere(cell, early)
        again = device.open()
        wait_seconds(again, 0.3)
        # Where the LMS names nobody, nothing outlives the tab but what the LMS has.
        wanted = early if cell.run_time.given == () else late[0]
        faults += lost(wanted, read_progress(again), "same browser")
        return [*faults, *finish(cell, device, again)]


def look_elsewhere(cell: Cell, early: Progress) -> list[str]:
    """What a fresh browser lacks of what the LMS had; looking there must not count."""
    if not cell.keeps:
        return []
    before = cell.lms.records.copy()
    with cell.device() as other:
        faults = lost(early, read_progress(other.open()), "fresh browser")
    cell.lms.records.restore(before)
    return faults


def lost(wanted: Progress, there: Progress, where: str) -> list[str]:
    """What isn't back."""
    kept = there.steps[: len(wanted.steps)] == wanted.steps and set(wanted.chosen) <= set(there.chosen)
    same = kept and wanted.drawn == there.drawn
    return [] if same else [f"{where}: {wanted} is lost, there is {there}"]


def finish(cell: Cell, device: Device, course: Frame) -> list[str]:
    """To an end and handed in, which is there when the course is opened once more."""
    open_page(course, "one")
    if "Explain the rules" in read_progress(course).steps:
        choose(course, "Listen after all")
    choose(course, "Say sorry")
    for place in range(3):
        answer(course, place)
    course.get_by_role("button", name=PAGE_TEXT["hand_in"]).click()
    open_page(course, "_answers")
    wait_seconds(course, 2.5)
    statuses = [cell.status()]
    done = read_progress(course)
    leave(course)
    again = device.open()
    wait_seconds(again, 1.2)
    statuses.append(cell.status())
    wrong = [] if set(statuses) == {cell.done} else [f"the status went {statuses}"]
    return [*wrong, *([] if cell.forgets else lost(done, read_progress(again), "at the end"))]
