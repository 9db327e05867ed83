"""Where a course may find itself: in frames, in a pop-up, under a foreign page, with a broken LMS or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect
from support.browser.classroom import SAYS, SMALL, ready, write_course
from support.browser.sites import serving

from scormbuild.course.build import build_course

# An LMS that keeps what it is given in `values`, and every call in `calls`.
API = b"""
var calls = [], values = {};
var API = {
	LMSInitialize: function () { calls.push("LMSInitialize"); return "true"; },
	LMSFinish: function () { calls.push("LMSFinish"); return "true"; },
	LMSGetValue: function (name) { return values[name] || (name === "cmi.core.student_id" ? "kim" : ""); },
	LMSSetValue: function (name, value) { values[name] = value; return "true"; },
	LMSCommit: function () { calls.push("LMSCommit"); return "true"; },
	LMSGetLastError: function () { return "0"; },
	LMSGetErrorString: function () { return ""; },
	LMSGetDiagnostic: function () { return ""; }
};
"""
BROKEN = API.replace(b"return", b"throw new Error('broken');")
FRAME = (
    '<!doctype html><title>LMS</title>{script}<iframe src="{src}" style="width:100%;height:600px"></iframe>'
)


def frame(src: str, script: str = "") -> bytes:
    """A page with one frame in it, and perhaps an LMS."""
    return FRAME.format(src=src, script=f'<script src="{script}"></script>' if script else "").encode()


@pytest.fixture(scope="module")
def course_files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    folder = write_course(tmp_path_factory.mktemp("course"), SMALL)
    return build_course(folder).files


@pytest.fixture(scope="module")
def site(course_files: Mapping[str, bytes]) -> Iterator[int]:
    """A web server with the course, LMS pages around it, and the port that it is at."""
    pages: dict[str, bytes] = {f"course/{name}": content for name, content in course_files.items()}
    pages |= {"api.js": API, "broken.js": BROKEN, "middle.html": frame("course/index.html")}
    pages |= {"near.html": frame("course/index.html", "api.js"), "far.html": frame("middle.html", "api.js")}
    pages |= {"broken.html": frame("course/index.html", "broken.js")}
    pages |= {"opener.html": b'<!doctype html><title>LMS</title><script src="api.js"></script>'}
    with serving(pages) as port:
        foreign = frame(f"http://localhost:{port}/stranger.html", "api.js")
        pages |= {
            "foreign.html": foreign,
            "stranger.html": frame(f"http://127.0.0.1:{port}/course/index.html"),
        }
        yield port


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(10_000)
    yield context
    context.close()


def innermost(page: Page) -> Frame:
    """The course, in the last frame of a chain of frames."""
    page.wait_for_load_state("load")
    course = next(frame for frame in page.frames if "course/index.html" in frame.url)
    ready(course)
    return course


def write(course: Frame | Page, text: str = "Who reads this?") -> None:
    ready(course if isinstance(course, Frame) else course.main_frame)
    course.get_by_role("textbox").fill(text)


@pytest.mark.parametrize("name", ["near.html", "far.html", "foreign.html"])
def test_the_lms_is_found_up_the_frames_also_past_a_foreign_one(
    context: BrowserContext, site: int, name: str
) -> None:
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{site}/{name}")
    course = innermost(page)
    write(course)
    page.wait_for_function("() => (values['cmi.suspend_data'] || '').length > 50")
    expect(course.locator("#_standing")).to_contain_text(SAYS["sent"])
    assert page.evaluate("() => values['cmi.core.lesson_status']") == "incomplete"
    assert page.evaluate("() => calls.filter(name => name === 'LMSInitialize').length") == 1


@pytest.mark.parametrize("path", ["course/index.html", "middle.html"])
def test_the_lms_is_found_in_the_window_that_opened_the_course(
    context: BrowserContext, site: int, path: str
) -> None:
    opener = context.new_page()
    opener.goto(f"http://127.0.0.1:{site}/opener.html")
    with opener.expect_popup() as popup:
        opener.evaluate("path => { window.open(path, '_blank', 'width=800,height=600'); }", path)
    course = innermost(popup.value)
    write(course)
    opener.wait_for_function("() => (values['cmi.suspend_data'] || '').length > 50")
    popup.value.close()
    opener.wait_for_function("() => calls.includes('LMSFinish')")


def test_a_foreign_page_around_the_course_leaves_it_alone_and_running(
    context: BrowserContext, site: int
) -> None:
    page = context.new_page()
    page.goto(f"http://localhost:{site}/stranger.html")
    course = innermost(page)
    write(course)
    # A browser may keep storage from a frame of another site; either way the course says where the words are.
    where = "|".join(SAYS[f"alone_{kept}"] for kept in ("device", "tab", "nowhere"))
    expect(course.locator("#_standing")).to_contain_text(re.compile(where), timeout=15_000)


def test_an_lms_that_throws_at_every_call_stops_nobody(context: BrowserContext, site: int) -> None:
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(f"{fault.error}"))
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{site}/broken.html")
    course = innermost(page)
    write(course)
    course.locator("a.next").click()
    expect(course.get_by_role("heading", level=1)).to_have_text("Two")
    page.reload()
    expect(innermost(page).locator("textarea[data-id=first]")).to_have_value("Who reads this?")
    assert faults == []


def test_without_an_lms_the_answers_stay_in_this_browser_and_the_learner_is_told(
    context: BrowserContext, site: int
) -> None:
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{site}/course/index.html")
    write(page)
    expect(page.locator("#_standing")).to_contain_text(SAYS["alone_device"])
    page.close()
    again = context.new_page()
    again.goto(f"http://127.0.0.1:{site}/course/index.html")
    ready(again.main_frame)
    expect(again.get_by_role("textbox")).to_have_value("Who reads this?")


def test_a_course_runs_from_a_folder_and_keeps_its_answers(
    context: BrowserContext, course_files: Mapping[str, bytes], tmp_path: Path
) -> None:
    for name, content in course_files.items():
        target = tmp_path / "unpacked" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    address = (tmp_path / "unpacked/index.html").as_uri()
    page = context.new_page()
    page.goto(address)
    write(page)
    expect(page.locator("#_standing")).to_contain_text(SAYS["alone_device"])
    page.locator("a.next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two")
    page.close()
    again = context.new_page()
    again.goto(address)
    expect(again.locator("textarea[data-id=first]")).to_have_value("Who reads this?")


def test_where_nothing_can_be_kept_the_learner_is_warned(context: BrowserContext, site: int) -> None:
    context.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])"
        " Object.defineProperty(window, name,"
        " {get() { throw new DOMException('blocked', 'SecurityError'); }});"
    )
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{site}/course/index.html")
    write(page)
    expect(page.locator("#_standing")).to_contain_text(SAYS["alone_nowhere"])
    expect(page.get_by_role("textbox")).to_have_value("Who reads this?")


def test_answers_of_two_courses_on_one_site_are_kept_apart(
    context: BrowserContext, site: int, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{site}/course/index.html")
    write(page)
    other = build_course(write_course(tmp_path, SMALL, id="other")).files
    page.close()
    page = context.new_page()
    page.route("**/course/index.html", lambda route: route.fulfill(body=other["index.html"]))
    page.goto(f"http://127.0.0.1:{site}/course/index.html")
    ready(page.main_frame)
    expect(page.get_by_role("textbox")).to_have_value("")
