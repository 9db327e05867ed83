"""What happens to somebody who takes a course: a row for each, with what must be left of the words."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Error, Frame, Page
from support.browser.classroom import SAYS, question, storage
from support.browser.matrix import PAGES, Device, Mishap, Outcome, fields, leave, turn_to, wait, write

FIRST, MORE = "A first thought.", " And then some"


def begun(device: Device) -> Frame:
    """A course with words that the LMS has had ten seconds to take... two are enough for all of ours."""
    course = device.open()
    write(course, FIRST)
    wait(course, 2.2)
    return course


def killed(device: Device) -> Outcome:
    """The browser dies in mid-sentence."""
    course = begun(device)
    write(course, MORE)
    wait(course, 0.15)
    device.kill()
    return Outcome({"first": FIRST + MORE}, {"first": FIRST})


def crashed(device: Device) -> Outcome:
    """The tab crashes in mid-sentence."""
    course = begun(device)
    write(course, MORE)
    wait(course, 0.15)
    with course.page.expect_event("crash"), suppress(Error):
        course.page.goto("chrome://crash", timeout=2_000)
    course.page.close()
    return Outcome({"first": FIRST + MORE}, {"first": FIRST})


def left(device: Device) -> Outcome:
    """Leaving, with the LMS's own button, within a second of typing."""
    course = begun(device)
    write(course, MORE)
    leave(course)
    words = {"first": FIRST + MORE}
    waits = device.cell.run_time.transport == "debounce"  # and what waits goes with the page
    return Outcome(words, {"first": FIRST} if waits else words)


def closed(device: Device) -> Outcome:
    """The tab is closed within a second of typing: some LMSs let nothing out then."""
    cell = device.cell
    course = begun(device)
    write(course, MORE)
    wait(course, 0.1)
    with suppress(Error):
        course.page.close(run_before_unload=True)
    page = device.start().new_page()
    wait(page, 1)
    page.close()
    words = {"first": FIRST + MORE}
    lms = cell.run_time
    travels = "beforeunload" in lms.beacon and "beforeunload" not in lms.refused
    return Outcome(words, words if travels else {"first": FIRST})


def offline(device: Device) -> Outcome:
    """The connection goes, and comes back."""
    course = begun(device)
    device.start().set_offline(True)
    write(course, MORE)
    wait(course, 1.6)
    device.start().set_offline(False)
    wait(course, 3.5)
    leave(course)
    words = {"first": FIRST + MORE}
    return Outcome(words, words)


def session_lost(device: Device) -> Frame:
    """A course in which words were typed after the session had ended."""
    course = begun(device)
    device.cell.room.switch(session_expired=True)
    write(course, MORE)
    wait(course, 1.6)
    return course


def log_in(device: Device, page: Page) -> None:
    """Log in again, in this tab."""
    page.goto(f"{device.cell.room.url}login")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_load_state()


def logged_out(device: Device) -> Outcome:
    """The session ends; the learner logs in again in the same tab, and opens the course."""
    course = session_lost(device)
    page = course.page
    log_in(device, page)
    if page.locator("#_standing").count():
        device.cell.faults.append("log-in led to the course without an LMS")
    again = device.open_in(page)
    wait(again, 2.2)
    leave(again)
    words = {"first": FIRST + MORE}
    return Outcome(words, words)


def logged_in_elsewhere(device: Device) -> Outcome:
    """The session ends; the learner logs in in another tab, goes on in the old one, then opens it anew."""
    course = session_lost(device)
    page = device.start().new_page()
    log_in(device, page)
    page.close()
    write(course, ", and more.")
    wait(course, 2.5)
    typed = fields(course)["first"]
    leave(course)
    again = device.open()
    wait(again, 2.2)
    leave(again)
    return Outcome({"first": typed}, {"first": typed})


def two_tabs(device: Device) -> Outcome:
    """The course is open in two tabs, and something is written in both."""
    course = begun(device)
    other = device.open()
    turn_to(other, "two")
    write(other, "A second thought.")
    wait(other, 1.6)
    course.page.bring_to_front()
    write(course, MORE)
    wait(course, 1.6)
    leave(course)
    leave(other)
    words = {"first": FIRST + MORE, "second": "A second thought."}
    return Outcome(words, words)


def two_devices(device: Device) -> Outcome:
    """Half on one device, half on another, and back."""
    cell = device.cell
    course = begun(device)
    leave(course)
    with cell.device() as phone:
        there = phone.open()
        turn_to(there, "two")
        write(there, "A second thought.")
        wait(there, 1.6)
        leave(there)
    words = {"first": FIRST, "second": "A second thought."}
    return Outcome(words, words)


def blocked(device: Device) -> Outcome:
    """The browser keeps nothing."""
    cell = device.cell
    cell.script = """for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) {
        if (location.pathname.startsWith('/course/')) Object.defineProperty(window, name, {
            get() { throw new DOMException('blocked', 'SecurityError'); } });
    }"""
    course = begun(device)
    cell.room.switch(commits_fail=True)
    write(course, MORE)
    wait(course, 1.6)
    for key in ("kept_device", "kept_tab", "back_device"):
        if any(SAYS[key] in said for said in cell.sentences):
            cell.faults.append(f"{SAYS[key]!r} where nothing is kept")
    cell.room.switch(commits_fail=False)
    wait(course, 4.5)
    leave(course)
    words = {"first": FIRST + MORE}
    return Outcome(words, words)


def full_storage(device: Device) -> Outcome:
    """The disk is full: nothing new can be kept there."""
    cell = device.cell
    cell.script = """if (location.pathname.startsWith('/course/')) {
        const full = () => { throw new DOMException('full', 'QuotaExceededError'); };
        IDBObjectStore.prototype.put = full;
        Storage.prototype.setItem = full;
    }"""
    course = begun(device)
    cell.room.switch(commits_fail=True)
    write(course, MORE)
    wait(course, 1.6)
    if any(SAYS["kept_device"] in said for said in cell.sentences):
        cell.faults.append(f"{SAYS['kept_device']!r} on a full disk")
    cell.room.switch(commits_fail=False)
    wait(course, 4.5)
    leave(course)
    words = {"first": FIRST + MORE}
    return Outcome(words, words)


def full_state(device: Device) -> Outcome:
    """More is written than the LMS has room for: it stays on this device, and the learner is told."""
    cell = device.cell
    course = begun(device)
    turn_to(course, "two")
    noise = "".join(chr(0x4E00 + each * 7919 % 20000) for each in range(4000))
    course.locator("textarea:visible").first.fill(noise)
    wait(course, 1.6)
    if not any(SAYS["full"] in said for said in cell.sentences):
        cell.faults.append("nobody said that it doesn't fit")
    leave(course)
    return Outcome({"first": FIRST, "second": noise}, {"first": FIRST})


def new_attempt(device: Device) -> Outcome:
    """The LMS begins a new attempt: it is empty, in the same browser too."""
    leave(begun(device))
    device.cell.room.lms.learners.start_attempt("learner-1")
    return empty_again(device)


def deleted_attempt(device: Device) -> Outcome:
    """A teacher deletes the attempt: what was in it is gone, in the same browser too."""
    leave(begun(device))
    device.cell.room.lms.delete_attempts("learner-1")
    return empty_again(device)


def empty_again(device: Device) -> Outcome:
    """What stands in a course that begins anew."""
    cell = device.cell
    course = device.open()
    wait(course, 0.6)
    if fields(course):
        cell.faults.append(f"{fields(course)} of an attempt that is gone")
    write(course, "Anew.")
    wait(course, 2.2)
    leave(course)
    return Outcome({"first": "Anew."}, {"first": "Anew."})


def new_version(device: Device) -> Outcome:
    """A new version is published while somebody is half-way."""
    cell = device.cell
    leave(begun(device))
    more = {**PAGES, "two": PAGES["two"] + question("third", "And?", optional="true")}
    cell.room.republish(more, version="1.1.0", **cell.settings)
    return Outcome({"first": FIRST}, {"first": FIRST})


def new_version_after(device: Device) -> Outcome:
    """A new version with another question is published after somebody has finished."""
    cell = device.cell
    course = begun(device)
    turn_to(course, "two")
    write(course, "A second thought.")
    turn_to(course, "_answers")
    wait(course, 2.5)
    leave(course)
    more = {**PAGES, "two": PAGES["two"] + question("third", "And?")}
    cell.room.republish(more, version="1.1.0", **cell.settings)
    words = {"first": FIRST, "second": "A second thought."}
    empties = cell.name == "frappe"  # the state of who has passed: nothing of ours can hold that
    return Outcome({}, {}) if empties else Outcome(words, words)


def second_learner(device: Device) -> Outcome:
    """Somebody else takes the course on the same device, and finds neither words nor name of the first."""
    cell = device.cell
    leave(begun(device))
    course = device.open("somebody-else")
    wait(course, 0.6)
    if fields(course):
        cell.faults.append(f"the second learner reads {fields(course)}")
    kept = storage(course)
    cell.faults += [
        f"{word!r} is in the storage"
        for word in ("first thought", "learner-1")
        if word in kept.replace("lms/login", "")
    ]
    leave(course)
    return Outcome({"first": FIRST}, {"first": FIRST})


MISHAPS: dict[str, Mishap] = {
    "killed in mid-sentence": killed,
    "crashed in mid-sentence": crashed,
    "left within a second": left,
    "closed within a second": closed,
    "offline and back": offline,
    "logged out, same tab": logged_out,
    "logged out, other tab": logged_in_elsewhere,
    "two tabs": two_tabs,
    "two devices": two_devices,
    "storage blocked": blocked,
    "storage full": full_storage,
    "state full": full_state,
    "new attempt": new_attempt,
    "attempt deleted": deleted_attempt,
    "new version, half-way": new_version,
    "new version, finished": new_version_after,
    "second learner": second_learner,
}
