"""What happens to somebody who takes a course: a row for each, with what must be left of the words."""

from __future__ import annotations

from contextlib import suppress
from random import Random

from playwright.sync_api import Error, Frame, Page, TimeoutError
from support.browser.lms_harness import LEARNER, PLAYER_TEXT, question, read_storage
from support.browser.matrix import (
    PAGES,
    Device,
    Mishap,
    Outcome,
    fields,
    leave,
    open_page,
    target_of,
    type_text,
    wait_for_sentence,
    wait_for_status,
    wait_for_words,
    wait_seconds,
)

from scormbuild.course.targets import TARGETS

FIRST, MORE = "A first thought.", " And then some"


def open_and_write(device: Device) -> Frame:
    """A course with words that the LMS has."""
    course = device.open()
    type_text(course, FIRST)
    wait_for_words(device, {"first": FIRST})
    if device.cell.keeps:
        with suppress(TimeoutError):  # some LMSs never let a course know
            course.locator("#_standing p", has_text=PLAYER_TEXT["saved"]).wait_for(timeout=2_000)
    return course


def kill_browser(device: Device) -> Outcome:
    """The browser dies in mid-sentence."""
    course = open_and_write(device)
    type_text(course, MORE)
    wait_seconds(course, 0.15)
    device.kill()
    return Outcome({"first": FIRST + MORE}, {"first": FIRST})


def crash_tab(device: Device) -> Outcome:
    """The tab crashes in mid-sentence."""
    course = open_and_write(device)
    type_text(course, MORE)
    wait_seconds(course, 0.15)
    with course.page.expect_event("crash"), suppress(Error):
        course.page.goto("chrome://crash", timeout=2_000)
    course.page.close()
    return Outcome({"first": FIRST + MORE}, {"first": FIRST})


def leave_course(device: Device) -> Outcome:
    """Leaving, with the LMS's own button, within a second of typing."""
    course = open_and_write(device)
    type_text(course, MORE)
    leave(course)
    words = {"first": FIRST + MORE}
    waits = device.cell.run_time.transport == "debounce"  # and what waits goes with the page
    return Outcome(words, {"first": FIRST} if waits else words)


def close_tab(device: Device) -> Outcome:
    """The tab is closed within a second of typing: some LMSs let nothing out then."""
    cell = device.cell
    course = open_and_write(device)
    type_text(course, MORE)
    wait_seconds(course, 0.1)
    with suppress(Error):
        # Without this Playwright closes a tab without beforeunload, as no person can.
        course.page.close(run_before_unload=True)
    page = device.start().new_page()
    wait_seconds(page, 0.6)
    page.close()
    words = {"first": FIRST + MORE}
    lms = cell.run_time
    travels = "beforeunload" in lms.beacon and "beforeunload" not in lms.refused
    return Outcome(words, words if travels else {"first": FIRST})


def go_offline(device: Device) -> Outcome:
    """The connection goes, and comes back."""
    course = open_and_write(device)
    device.start().set_offline(True)
    type_text(course, MORE)
    # Past the second of silence after which the player sends: that fails.
    wait_seconds(course, 1.6)
    device.start().set_offline(False)
    words = {"first": FIRST + MORE}
    wait_for_words(device, words)
    leave(course)
    return Outcome(words, words)


def lose_session(device: Device) -> Frame:
    """A course in which words were typed after the session had ended."""
    course = open_and_write(device)
    device.cell.lms.set_switches(session_expired=True)
    type_text(course, MORE)
    wait_seconds(course, 1.6)
    return course


def log_in(device: Device, page: Page) -> None:
    """Log in again, in this tab."""
    page.goto(f"{device.cell.lms.url}login")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_load_state()


def log_in_again(device: Device) -> Outcome:
    """The session ends; the learner logs in again in the same tab, and opens the course."""
    course = lose_session(device)
    page = course.page
    log_in(device, page)
    if page.locator("#_standing").count():
        device.cell.faults.append("log-in led to the course without an LMS")
    again = device.open_in(page)
    words = {"first": FIRST + MORE}
    wait_for_words(device, words)
    leave(again)
    return Outcome(words, words)


def log_in_elsewhere(device: Device) -> Outcome:
    """The session ends; the learner logs in in another tab, goes on in the old one, then opens it anew."""
    course = lose_session(device)
    page = device.start().new_page()
    log_in(device, page)
    page.close()
    course.page.bring_to_front()
    type_text(course, ", and more.")
    wait_seconds(course, 1.6)
    typed = {"first": fields(course)["first"]}
    leave(course)
    again = device.open()
    wait_for_words(device, typed)
    leave(again)
    return Outcome(typed, typed)


def write_in_two_tabs(device: Device) -> Outcome:
    """The course is open in two tabs, and something is written in both."""
    course = open_and_write(device)
    other = device.open()
    open_page(other, "two")
    type_text(other, "A second thought.")
    wait_seconds(other, 1.6)
    course.page.bring_to_front()
    type_text(course, MORE)
    wait_seconds(course, 1.6)
    leave(course)
    leave(other)
    words = {"first": FIRST + MORE, "second": "A second thought."}
    return Outcome(words, words)


def write_on_two_devices(device: Device) -> Outcome:
    """Half on one device, half on another, and back."""
    cell = device.cell
    course = open_and_write(device)
    leave(course)
    with cell.device() as phone:
        there = phone.open()
        open_page(there, "two")
        type_text(there, "A second thought.")
        wait_for_words(device, {"second": "A second thought."})
        leave(there)
    words = {"first": FIRST, "second": "A second thought."}
    return Outcome(words, words)


def block_storage(device: Device) -> Outcome:
    """The browser keeps nothing."""
    cell = device.cell
    cell.init_script = """for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
        if (location.pathname.startsWith('/course/')) Object.defineProperty(window, name, {
            get() { throw new DOMException('blocked', 'SecurityError'); } });
    }"""
    course = open_and_write(device)
    cell.lms.set_switches(commits_fail=True)
    type_text(course, MORE)
    wait_seconds(course, 1.6)
    for key in ("kept_device", "kept_tab", "back_device"):
        if any(PLAYER_TEXT[key] in said for said in cell.sentences):
            cell.faults.append(f"{PLAYER_TEXT[key]!r} where nothing is kept")
    cell.lms.set_switches(commits_fail=False)
    words = {"first": FIRST + MORE}
    wait_for_words(device, words)
    leave(course)
    return Outcome(words, words)


def fill_storage(device: Device) -> Outcome:
    """The disk is full: nothing new can be kept there."""
    cell = device.cell
    cell.init_script = """if (location.pathname.startsWith('/course/')) {
        const full = () => { throw new DOMException('full', 'QuotaExceededError'); };
        IDBObjectStore.prototype.put = full;
        Storage.prototype.setItem = full;
    }"""
    course = open_and_write(device)
    cell.lms.set_switches(commits_fail=True)
    type_text(course, MORE)
    wait_seconds(course, 1.6)
    if any(PLAYER_TEXT["kept_device"] in said for said in cell.sentences):
        cell.faults.append(f"{PLAYER_TEXT['kept_device']!r} on a full disk")
    cell.lms.set_switches(commits_fail=False)
    words = {"first": FIRST + MORE}
    wait_for_words(device, words)
    leave(course)
    return Outcome(words, words)


def fill_state(device: Device) -> Outcome:
    """More is written than the LMS has room for: it stays on this device, and the learner is told."""
    cell = device.cell
    course = open_and_write(device)
    open_page(course, "two")
    # At random from all letters and signs: deflate can't make them few, and base64url makes them more.
    signs = [chr(code) for code in range(33, 127) if chr(code) not in '"\\']
    noise = "".join(Random(1).choices(signs, k=TARGETS[target_of(cell.name)].room))
    course.locator("textarea:visible").first.fill(noise)
    if not wait_for_sentence(device, "full"):
        cell.faults.append("nobody said that it doesn't fit")
    leave(course)
    return Outcome({"first": FIRST, "second": noise}, {"first": FIRST})


def start_new_attempt(device: Device) -> Outcome:
    """The LMS begins a new attempt: it is empty, in the same browser too."""
    leave(open_and_write(device))
    device.cell.lms.records.start_attempt(LEARNER)
    return check_empty_course(device)


def delete_attempt(device: Device) -> Outcome:
    """A teacher deletes the attempt: what was in it is gone, in the same browser too."""
    leave(open_and_write(device))
    device.cell.lms.records.delete_attempts(LEARNER)
    return check_empty_course(device)


def check_empty_course(device: Device) -> Outcome:
    """What stands in a course that begins anew."""
    cell = device.cell
    course = device.open()
    wait_seconds(course, 0.6)
    if fields(course):
        cell.faults.append(f"{fields(course)} of an attempt that is gone")
    type_text(course, "Anew.")
    words = {"first": "Anew."}
    wait_for_words(device, words)
    leave(course)
    return Outcome(words, words)


def publish_version_half_way(device: Device) -> Outcome:
    """A new version is published while somebody is half-way."""
    cell = device.cell
    leave(open_and_write(device))
    more = {**PAGES, "two": PAGES["two"] + question("third", "And?", optional="true")}
    cell.lms.republish(more, version="1.1.0", **cell.settings)
    return Outcome({"first": FIRST}, {"first": FIRST})


def publish_version_after_finish(device: Device) -> Outcome:
    """A new version with another question is published after somebody has finished."""
    cell = device.cell
    course = open_and_write(device)
    open_page(course, "two")
    type_text(course, "A second thought.")
    open_page(course, "_answers")
    wait_for_status(cell)
    leave(course)
    more = {**PAGES, "two": PAGES["two"] + question("third", "And?")}
    cell.lms.republish(more, version="1.1.0", **cell.settings)
    words = {"first": FIRST, "second": "A second thought."}
    empties = cell.name == "frappe"  # the state of who has passed: nothing of ours can hold that
    return Outcome({}, {}) if empties else Outcome(words, words)


def open_as_second_learner(device: Device) -> Outcome:
    """Somebody else takes the course on the same device, and finds neither words nor name of the first."""
    cell = device.cell
    leave(open_and_write(device))
    course = device.open("somebody-else")
    wait_seconds(course, 0.6)
    if fields(course):
        cell.faults.append(f"the second learner reads {fields(course)}")
    kept = read_storage(course)
    # `lms/login` is the LMS page's own note of who logged in, such as Moodle has.
    cell.faults += [
        f"{word!r} is in the storage"
        for word in ("first thought", "learner-1")
        if word in kept.replace("lms/login", "")
    ]
    leave(course)
    return Outcome({"first": FIRST}, {"first": FIRST})


MISHAPS: dict[str, Mishap] = {
    "killed in mid-sentence": kill_browser,
    "crashed in mid-sentence": crash_tab,
    "left within a second": leave_course,
    "closed within a second": close_tab,
    "offline and back": go_offline,
    "logged out, same tab": log_in_again,
    "logged out, other tab": log_in_elsewhere,
    "two tabs": write_in_two_tabs,
    "two devices": write_on_two_devices,
    "storage blocked": block_storage,
    "storage full": fill_storage,
    "state full": fill_state,
    "new attempt": start_new_attempt,
    "attempt deleted": delete_attempt,
    "new version, half-way": publish_version_half_way,
    "new version, finished": publish_version_after_finish,
    "second learner": open_as_second_learner,
}

# Only a browser with a disk and processes of its own can die so.
NEEDS_DISK = {"killed in mid-sentence"}
NOBODY_ELSE = "a site has nobody who keeps anything but the browser"
# What can't happen, by run time and mishap, and why.
IMPOSSIBLE: dict[tuple[str, str], str] = {
    ("web", "logged out, same tab"): "a site has no log-in",
    ("web", "logged out, other tab"): "a site has no log-in",
    ("web", "two devices"): NOBODY_ELSE,
    ("web", "storage blocked"): NOBODY_ELSE,
    ("web", "storage full"): NOBODY_ELSE,
    ("web", "state full"): NOBODY_ELSE,
    ("web", "new attempt"): "a site has no attempts",
    ("web", "attempt deleted"): "a site has no attempts",
    ("web", "second learner"): "a site knows no learners: whoever uses the browser finds what is in it",
}
