"""What is left of a learner's words: one run time, one mishap, with an LRS or without.

A cell of the matrix is played for real: a course in the preview, which behaves like an LMS; a browser;
somebody who types.
"""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from os import kill
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Frame, Page
from support.browser.lms_harness import LEARNER, PLAYER_TEXT, LmsHarness, question
from support.chromium import launch_options

from scormbuild.course.targets import TARGETS
from scormbuild.preview.run_times import RUN_TIMES

PAGES = {
    "one": question("first", "What is your first thought?"),
    "two": question("second", "And the second?"),
}
Words = dict[str, str]

# Tells of each sentence about saving, with what stands in the fields at that moment.
SENTENCE_OBSERVER = """addEventListener('DOMContentLoaded', () => {
    let before = '';
    const look = () => {
        const said = document.querySelector('#_standing p')?.textContent ?? '';
        if (said === before) return;
        before = said;
        const all = [...document.querySelectorAll('textarea[data-id]')];
        const fields = all.map((each) => [each.dataset.id, each.value]);
        window.heard?.(new URLSearchParams(parent.location.search).get('learner') ?? '', said, fields);
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
});"""


@dataclass
class Result:
    """What came of a cell: what was typed, what is back where, the status, the sentences, what is wrong."""

    typed: Words
    same: Words
    fresh: Words
    status: str = ""
    sentences: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """What a mishap leaves: what was typed, and what of it must be back in a fresh browser."""

    typed: Words
    expected_fresh: Words


def course_settings(run_time: str) -> dict[str, Any]:
    """Of a course for this LMS: Frappe LMS counts one word only."""
    return {"completion": {"report": "passed"}} if run_time == "frappe" else {}


def target_of(run_time: str) -> str:
    """What a course must be built for to be played there: of a standard the target with the least room."""
    standard = RUN_TIMES[run_time].standard
    return min((t for t in TARGETS.values() if t.standard == standard), key=lambda target: target.room).name


class Cell:
    """One learner, one run time, and the browsers that they use."""

    def __init__(
        self, lms: LmsHarness, browser: Browser, folder: Path, run_time: str, *, has_disk: bool = True
    ) -> None:
        self.lms, self.browser, self.name = lms, browser, run_time
        # A browser with a disk is one with processes of its own, which takes a second to start.
        self.folder = folder if has_disk else None
        self.run_time, self.settings = RUN_TIMES[run_time], course_settings(run_time)
        self.sentences: list[str] = []
        self.faults: list[str] = []
        self.init_script = ""
        self.final_fields: Words = {}  # what stood in the fields in the end
        lms.preview_lms.set_switches({"behave-like": run_time})

    @contextmanager
    def device(self) -> Iterator[Device]:
        """A browser of its own; if it has a disk, that outlives its processes."""
        device = Device(self, self.folder and self.folder / f"device-{time.monotonic_ns()}")
        try:
            yield device
        finally:
            device.stop()

    def record_sentence(self, learner: str, said: str, fields: list[list[str]]) -> None:
        """A sentence was shown: that all is saved must be so, within the second that a request may take."""
        self.sentences.append(said)
        if PLAYER_TEXT["saved"] not in said or not learner:
            return
        written = {key: text for key, text in fields if text}
        end = time.monotonic() + 1
        while not all(
            self.lms.answers(learner).get(key, "").startswith(text) for key, text in written.items()
        ):
            if time.monotonic() > end:
                self.faults.append(f"{said!r} with {self.lms.answers(learner)} for {written}")
                return
            time.sleep(0.02)

    def status(self) -> str:
        """The status that the LMS has."""
        return self.lms.status()

    @property
    def keeps(self) -> bool:
        """Whether anybody but the browser keeps what is written."""
        return self.run_time.standard != "web"

    @property
    def done(self) -> str:
        """The status of a course that is done; of a site nobody has one."""
        return ("passed" if self.name == "frappe" else "completed") if self.keeps else ""

    @property
    def forgets(self) -> bool:
        """Whether the LMS itself throws away what was written, once the course is done."""
        return self.name == "frappe"


class Device:
    """A browser of the learner's, or one that learners share."""

    def __init__(self, cell: Cell, folder: Path | None) -> None:
        self.cell, self.folder = cell, folder
        self.context: BrowserContext | None = None

    def start(self) -> BrowserContext:
        """The browser, started where it isn't."""
        if self.context is None:
            self.context = self.new_context(locale="nl-NL", reduced_motion="reduce")
            self.context.set_default_timeout(10_000)
            self.context.expose_function("heard", self.cell.record_sentence)
            self.context.add_init_script(SENTENCE_OBSERVER)
            if self.cell.init_script:
                self.context.add_init_script(self.cell.init_script)
            self.context.on("weberror", lambda fault: self.cell.faults.append(f"{fault.error}"))
            self.cell.lms.contexts.append(self.context)
        return self.context

    def new_context(self, **options: Any) -> BrowserContext:
        """Without a disk it keeps its storage in memory, and so would lose it with its process."""
        browser = self.cell.browser
        if self.folder is None:
            return browser.new_context(**options)
        return browser.browser_type.launch_persistent_context(self.folder, **launch_options(), **options)

    def open(self, learner: str = LEARNER) -> Frame:
        """The course, in the LMS, once it has found that."""
        return self.open_in(self.start().new_page(), learner)

    def open_in(self, page: Page, learner: str = LEARNER) -> Frame:
        """The same, in a tab that is there."""
        course = self.cell.lms.launch(page, learner)
        course.locator("#_standing:not(.looking)").wait_for()
        return course

    def kill(self) -> None:
        """The end of a battery: nothing of the browser runs on."""
        assert self.folder
        for process in Path("/proc").iterdir():
            if process.name.isdigit():
                with suppress(OSError):
                    # All of a browser's processes name its folder, also those that aren't our children.
                    if str(self.folder).encode() in (process / "cmdline").read_bytes():
                        kill(int(process.name), signal.SIGKILL)
        if self.context:
            self.cell.lms.contexts.remove(self.context)
            with suppress(Error):
                self.context.close()
        self.context = None
        # Left by a browser that was killed: the next one would take the folder for one in use.
        for lock in self.folder.glob("Singleton*"):
            lock.unlink()

    def stop(self) -> None:
        """Close the browser, and forget its disk."""
        if self.context:
            self.cell.lms.contexts.remove(self.context)
            with suppress(Error):
                self.context.close()
            self.context = None
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


def type_text(course: Frame, text: str) -> None:
    """Type, as a person does, after what is there."""
    box = course.locator("textarea:visible").first
    box.click()
    box.press("End")
    box.press_sequentially(text, delay=2)


def open_page(course: Frame, page: str) -> None:
    """Open another page of the course."""
    course.evaluate(f"location.hash = '{page}'")
    course.locator(f"#{page} h1").wait_for()


def wait_seconds(course: Frame | Page, seconds: float) -> None:
    """Let time pass, for the browser too."""
    page = course if isinstance(course, Page) else course.page
    page.wait_for_timeout(seconds * 1000)


def wait_for_words(device: Device, words: Words, learner: str = LEARNER, within: float = 8) -> None:
    """Until the LMS has these words; what never comes is told by who looks for them in the end."""
    lms = device.cell.lms
    if device.cell.keeps:
        with suppress(AssertionError):
            lms.wait_until(lambda: words.items() <= lms.answers(learner).items(), within)
    lms.pause(0.4)  # and the player knows


def wait_for_status(cell: Cell) -> None:
    """Until the course is done for the LMS; the same."""
    with suppress(AssertionError):
        cell.lms.wait_until(lambda: cell.status() == cell.done, 6)
    cell.lms.pause(0.4)


def wait_for_sentence(device: Device, key: str, within: float = 5) -> bool:
    """Whether the course says this in time."""
    with suppress(AssertionError):
        device.cell.lms.wait_until(
            lambda: any(PLAYER_TEXT[key] in said for said in device.cell.sentences), within
        )
        return True
    return False


def holds_all(answers: Words, written: Words) -> bool:
    """Whether these words are among the answers; another tab may have sent more of them meanwhile."""
    return all(answers.get(key, "").startswith(text) for key, text in written.items())


def fields(course: Frame | Page) -> Words:
    """What stands in the fields."""
    script = "all => all.map(field => [field.dataset.id, field.value])"
    return {key: text for key, text in course.locator("textarea[data-id]").evaluate_all(script) if text}


def leave(course: Frame) -> None:
    """A click on what an LMS has for leaving: the course loses the focus, and then its page."""
    course.page.locator("#close").click()
    course.page.locator("body[data-course=closed]").wait_for()
    wait_seconds(course, 0.5)  # what an LMS's page sends by itself is under way
    course.page.close()


Mishap = Callable[[Device], Outcome]


def play_mishap(cell: Cell, mishap: Mishap) -> Result:
    """Let it happen, and look: in a fresh browser, in the same one, and once the course is finished."""
    with cell.device() as device:
        outcome = mishap(device)
        # Looking in a fresh browser is a launch too: what it writes must not count.
        before = cell.lms.records.copy()
        visit = cell.lms.open()
        visit.locator("#_standing:not(.looking)").wait_for()  # an LMS may come late
        fresh = fields_with(visit, outcome.expected_fresh if cell.keeps else {})
        visit.page.context.close()
        cell.lms.records.restore(before)
        course = device.open()
        same = fields_with(course, expected_same(cell, outcome))
        result = Result(outcome.typed, same, fresh, cell.status(), cell.sentences, cell.faults)
        check_fields(cell, result, outcome)
        finish_course(cell, device, course, result)
    return result


def fields_with(course: Frame, wanted: Words) -> Words:
    """What stands in the fields, once these words do: what the device held comes a moment later."""
    end = time.monotonic() + 3
    wait_seconds(course, 0.3)
    there = fields(course)
    while time.monotonic() < end and any(text not in there.get(key, "") for key, text in wanted.items()):
        wait_seconds(course, 0.1)
        there = fields(course)
    return there


def expected_same(cell: Cell, outcome: Outcome) -> Words:
    """What must be back in the same browser: where the LMS names nobody, nothing outlives the tab."""
    return outcome.expected_fresh if cell.run_time.given == () else outcome.typed


def check_fields(cell: Cell, result: Result, outcome: Outcome) -> None:
    """Every word is back in the same browser, and what could travel in a fresh one."""
    same = expected_same(cell, outcome)
    expected_fresh = outcome.expected_fresh if cell.keeps else {}
    for name, wanted, there in (("same", same, result.same), ("fresh", expected_fresh, result.fresh)):
        lost = {key: text for key, text in wanted.items() if text not in there.get(key, "")}
        if lost:
            result.faults.append(f"{name} browser: {lost} is lost, there is {there}")


def finish_course(cell: Cell, device: Device, course: Frame, result: Result) -> None:
    """What is left is done, and stays done when the course is opened once more."""
    if course.locator("textarea").first.evaluate("field => !field.readOnly"):
        for page in ("one", "two"):
            open_page(course, page)
            type_text(course, " End.")
        open_page(course, "_answers")
        wait_for_status(cell)
    cell.final_fields = fields(course)
    statuses = [cell.status()]
    leave(course)
    again = device.open()
    wait_seconds(again, 1)
    statuses.append(cell.status())
    leave(again)
    statuses.append(cell.status())
    result.status = statuses[-1]
    if set(statuses) != {cell.done}:
        result.faults.append(f"the status went {statuses}")
