"""A classroom for one test: a course, the LMS around it, and the learners who open it."""

from __future__ import annotations

import base64
import json
import re
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml
from playwright.sync_api import Browser, BrowserContext, Frame, Page
from support.browser.lms_records import records_of

from scormbuild.course import source
from scormbuild.course.build import build_course
from scormbuild.course.targets import DEFAULT_TARGET, TARGETS
from scormbuild.preview.server import Preview
from scormbuild.vocabulary import short_key

LEARNER = "learner-1"
TRANSLATIONS = source.read_translations("en")
PLAYER_TEXT, PAGE_TEXT = (
    TRANSLATIONS["player"],
    TRANSLATIONS["page"],
)  # what the player and the page say in the trial courses
DEFAULT_SETTINGS = {
    "id": "trial",
    "title": "A trial",
    "language": "en",
    "version": "1.0.0",
    "description": "A trial.",
    "cover": False,
}


def question(key: str, prompt: str = "What do you think?", **options: object) -> str:
    """A reflection as an author writes it."""
    lines = [
        f":::{{reflection}} {key}",
        *(f":{name}: {value}" for name, value in options.items()),
        "",
        prompt,
    ]
    return "\n".join([*lines, ":::", ""])


# Two pages, two open questions.
TWO_PAGES = {
    "one": question("first", "What is your first thought?"),
    "two": question("second", "And the second?"),
}


def write_course(folder: Path, pages: Mapping[str, str | bytes], **settings: Any) -> Path:
    """A course folder from a dict: page id -> Markdown; titled as its id, or by its front matter.

    What has a point in its name is a file of another kind, and written as it is.
    """
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    for old in (folder / "pages").iterdir():
        old.unlink()
    others = {name: text for name, text in pages.items() if "." in name}
    course = {**DEFAULT_SETTINGS, **settings, "pages": [name for name in pages if name not in others]}
    (folder / "course.yaml").write_text(yaml.safe_dump(course, sort_keys=False), encoding="utf-8")
    for name, content in others.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    for name in course["pages"]:
        text = str(pages[name])
        page = text if text.startswith("---") else f"---\ntitle: {name.capitalize()}\n---\n{text}\n"
        (folder / "pages" / f"{name}.md").write_text(page, encoding="utf-8")
    return folder


def read_state(suspend_data: str, ids: Iterable[str] = ()) -> dict[str, Any]:
    """The player's state as another program reads it: a version, then base64url of raw-deflated JSON.

    Its short keys become ids again where they are of these.
    """
    packed = suspend_data[1:]
    inflated = zlib.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), wbits=-15)
    state = dict(json.loads(inflated))
    names = {short_key(each): each for each in ids}
    for name in ("seen", "behind"):
        state[name] = [names.get(key, key) for key in state[name]]
    state["page"] = names.get(state["page"], state["page"])
    state["answers"] = {names.get(key, key): value for key, value in state["answers"].items()}
    return state


class LmsHarness:
    """The preview around one course folder. Each `open` without a context happens in a fresh browser."""

    def __init__(
        self, browser: Browser, folder: Path, state_file: Path, target: str = DEFAULT_TARGET
    ) -> None:
        self.browser, self.folder = browser, folder
        # Tests rebuild when they want to; a folder looked at now and then would do so in mid-test.
        self.preview = Preview(
            lambda: build_course(folder, target=target).files,
            folder,
            state_file,
            poll=60,
            standard=TARGETS[target].standard,
            room=TARGETS[target].room,
        )
        self.preview_lms = self.preview.lms
        self.records = records_of(self.preview_lms)
        self.contexts: list[BrowserContext] = []
        self.page_errors: list[str] = []  # uncaught exceptions in any page

    @property
    def url(self) -> str:
        """Where the LMS is; ends in a slash."""
        return self.preview.url

    def context(self, **options: Any) -> BrowserContext:
        """A fresh browser: nothing in its storage. Options are Playwright's (viewport, color_scheme, ...)."""
        context = self.browser.new_context(**{"locale": "nl-NL", "reduced_motion": "reduce", **options})
        context.set_default_timeout(10_000)
        context.on("weberror", lambda fault: self.page_errors.append(f"{fault.error}"))
        self.contexts.append(context)
        return context

    def open(self, context: BrowserContext | None = None, learner: str = LEARNER, **options: Any) -> Frame:
        """The course in the LMS, ready to be used, as the frame that it runs in; `.page` is the LMS page."""
        page = (context or self.context(**options)).new_page()
        return self.launch(page, learner)

    def launch(self, page: Page, learner: str = LEARNER) -> Frame:
        """The same, in a page that is there already."""
        page.goto(f"{self.url}?{urlencode({'learner': learner})}")
        page.locator("body[data-course=open]").wait_for()
        frame = page.frame("course")
        assert frame
        wait_until_ready(frame)
        pass_cover(frame)
        return frame

    def leave(self, course: Frame) -> None:
        """Close the tab, and wait until the LMS has heard the last of it: of who looks around, nothing."""
        finished = self.finish_counts()
        course.page.close()
        # Then the player doesn't finish: Moodle would take that for the end of the course.
        if self.preview_lms.switches.mode == "browse":
            return self.pause(0.5)
        return self.wait_until(
            lambda: all(now > then for now, then in zip(self.finish_counts(), finished, strict=True))
        )

    def finish_counts(self) -> tuple[int, int]:
        """How often the session was ended, and how often what that sends has arrived."""
        return sum(method in ("LMSFinish", "Terminate") for method in self.called_methods()), sum(
            commit["finish"] for commit in list(self.preview_lms.commits)
        )

    def called_methods(self) -> list[str]:
        """The LMS calls so far, by name, without the questions about errors."""
        return [call["method"] for call in list(self.preview_lms.calls) if "Error" not in call["method"]]

    def open_without_lms(self, context: BrowserContext | None = None, **options: Any) -> Page:
        """The course without an LMS, as a page by itself."""
        page = (context or self.context(**options)).new_page()
        page.goto(f"{self.url}course/index.html")
        wait_until_ready(page.main_frame)
        pass_cover(page.main_frame)
        return page

    def set_switches(self, **wishes: object) -> None:
        """Set the preview's switches: `switch(commits_fail=True)`."""
        self.preview_lms.set_switches({name.replace("_", "-"): wish for name, wish in wishes.items()})

    def data(self, learner: str = LEARNER) -> dict[str, str]:
        """What the LMS holds of a learner's newest attempt."""
        return dict(self.preview_lms.learner_data(learner)["data"])

    def state(self, learner: str = LEARNER) -> dict[str, Any]:
        """The state that the LMS holds; {} before there is one."""
        kept = self.records.state_text(learner)
        return read_state(kept, self.ids()) if kept else {}

    def ids(self) -> list[str]:
        """The ids of the course's pages and questions, as its page has them."""
        page = self.preview_lms.builds.files["index.html"].decode()
        return re.findall(r'data-id="([^"]+)"', page) + re.findall(r'class="page" id="([^"]+)"', page)

    def answers(self, learner: str = LEARNER) -> dict[str, str]:
        """The answers that the LMS holds."""
        kept = self.state(learner).get("answers", {})
        return {key: value for key, value in kept.items() if isinstance(value, str)}

    def status(self, learner: str = LEARNER) -> str:
        """The status that the LMS holds."""
        return self.records.status(learner)

    def republish(self, pages: Mapping[str, str], **settings: Any) -> None:
        """Another version of the course, for the next launch."""
        write_course(self.folder, pages, **settings)
        self.preview_lms.builds.rebuild_if_changed()
        assert not self.preview_lms.builds.faults, self.preview_lms.builds.faults

    def wait_until(self, condition: Callable[[], object], within: float = 8.0) -> None:
        """Wait for what happens outside the browser, while the browser goes on."""
        end = time.monotonic() + within
        while not condition():
            assert time.monotonic() < end, f"not within {within:g} seconds"
            self.pause(0.05)

    def pause(self, seconds: float) -> None:
        """Let real time pass."""
        page = next((page for context in self.contexts for page in context.pages), None)
        # Playwright handles what a page asks for only while it is called, so nothing sleeps beside it.
        if page:
            page.wait_for_timeout(seconds * 1000)
        else:
            time.sleep(seconds)

    def close(self) -> None:
        """Send everybody home."""
        for context in self.contexts:
            context.close()


StartLms = Callable[..., LmsHarness]


def wait_until_ready(frame: Frame) -> None:
    """Wait until the player has begun: it shows one page at a time."""
    frame.locator("html.started").wait_for()


def pass_cover(frame: Frame) -> None:
    """Past the cover, where there is one, to where the learner was."""
    start = frame.locator("#_start")
    if start.is_visible():
        start.click()


def open_next_page(course: Frame | Page) -> None:
    """Follow the link to the next page."""
    course.locator("a.next").click()


def answer_all(course: Frame | Page, answer: Callable[[str], str]) -> dict[str, str]:
    """Walk through all pages and fill each open field with the answer for its id; what was written, by id."""
    written: dict[str, str] = {}
    while True:
        for field in course.locator("textarea:visible").all():
            key = field.get_attribute("data-id") or ""
            written[key] = answer(key)
            field.fill(written[key])
        if course.locator("#_answers").is_visible():
            return written
        open_next_page(course)


READ_STORAGE = """async () => {
    const stores = [localStorage, sessionStorage].map((store) => JSON.stringify(store));
    for (const { name } of await indexedDB.databases()) {
        const wait = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
        const database = await wait(indexedDB.open(name));
        for (const table of database.objectStoreNames) {
            const rows = database.transaction(table).objectStore(table);
            stores.push(JSON.stringify([await wait(rows.getAllKeys()), await wait(rows.getAll())]));
        }
        database.close();
    }
    return stores.join('\\n');
}"""


def read_storage(course: Frame | Page) -> str:
    """All that this browser keeps for the site of the course, as text."""
    return str(course.evaluate(READ_STORAGE))


def fields(course: Frame | Page) -> dict[str, str]:
    """What stands in the open fields of all pages, by id."""
    script = "all => all.map(field => [field.dataset.id, field.value])"
    return dict(course.locator("textarea[data-id]").evaluate_all(script))
