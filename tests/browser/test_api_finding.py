"""Where a course may find itself: in frames, in a pop-up, under a foreign page, with a broken LMS or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect
from support.browser.lms_harness import PLAYER_TEXT, TWO_PAGES, wait_until_ready, write_course
from support.browser.sites import serve_files

from scormbuild.course.build import build_course

pytestmark = pytest.mark.xdist_group("browser/API finding")  # what is made once for the file
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
BROKEN_API = API.replace(b"return", b"throw new Error('broken');")
FRAME = (
    '<!doctype html><title>LMS</title>{script}<iframe src="{src}" style="width:100%;height:600px"></iframe>'
)


def frame_page(src: str, script: str = "") -> bytes:
    """A page with one frame in it, and perhaps an LMS."""
    return FRAME.format(src=src, script=f'<script src="{script}"></script>' if script else "").encode()


@pytest.fixture(scope="module")
def course_files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    folder = write_course(tmp_path_factory.mktemp("course"), TWO_PAGES)
    return build_course(folder).files


@pytest.fixture(scope="module")
def site(course_files: Mapping[str, bytes]) -> Iterator[int]:
    """A web server with the course, LMS pages around it, and the port that it is at."""
    pages: dict[str, bytes] = {f"course/{name}": content for name, content in course_files.items()}
    pages |= {"api.js": API, "broken.js": BROKEN_API, "middle.html": frame_page("course/index.html")}
    pages |= {
        "near.html": frame_page("course/index.html", "api.js"),
        "far.html": frame_page("middle.html", "api.js"),
    }
    pages |= {"broken.html": frame_page("course/index.html", "broken.js")}
    pages |= {"opener.html": b'<!doctype html><title>LMS</title><script src="api.js"></script>'}
    with serve_files(pages) as port:
        foreign = frame_page(f"http://localhost:{port}/stranger.html", "api.js")
        pages |= {
            "foreign.html": foreign,
            "stranger.html": frame_page(f"http://127.0.0.1:{port}/course/index.html"),
        }
        yield port


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(10_000)
    yield context
    context.close()


def find_course_frame(page: Page) -> Frame:
    """The course, in the last frame of a chain of frames."""
    page.wait_for_load_state("load")
    course = next(frame for frame in page.frames if "course/index.html" in frame.url)
    wait_until_ready(course)
    return course


def type_answer(course: Frame | Page, text: str = "Who reads this?") -> None:
    wait_until_ready(course if isinstance(course, Frame) else course.main_frame)
    course.get_by_role("textbox").fill(text)


@pytest.mark.parametrize("name", ["near.html", "far.html", "foreign.html"])
def test_the_lms_is_found_up_the_frames_also_past_a_foreign_one(
    context: BrowserContext, site: int, name: str
) -> None:
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{site}/{name}")
    course = find_course_frame(page)
    type_answer(course)
    page.wait_for_function("() => (values['cmi.suspend_data'] || '').length > 50")
    expect(course.locator("#_standing")).to_contain_text(PLAYER_TEXT["sent"])
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
    course = find_course_frame(popup.value)
    type_answer(course)
    opener.wait_for_function("() => (values['cmi.suspend_data'] || '').length > 50")
    popup.value.close()
    opener.wait_for_function("() => calls.includes('LMSFinish')")


def test_a_foreign_page_around_the_course_leaves_it_alone_and_running(
    context: BrowserContext, site: int
) -> None:
    page = context.new_page()
    page.goto(f"http://localhost:{site}/stranger.html")
    course = find_course_frame(page)
    type_answer(course)
    # A browser may keep storage from a frame of another site; either way the course says where the words are.
    where = "|".join(PLAYER_TEXT[f"alone_{kept}"] for kept in ("device", "tab", "nowhere"))
    expect(course.locator("#_standing")).to_contain_text(re.compile(where), timeout=15_000)


def test_an_lms_that_throws_at_every_call_stops_nobody(context: BrowserContext, site: int) -> None:
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(f"{fault.error}"))
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{site}/broken.html")
    course = find_course_frame(page)
    type_answer(course)
    course.locator("a.next").click()
    expect(course.get_by_role("heading", level=1)).to_have_text("Two")
    page.reload()
    expect(find_course_frame(page).locator("textarea[data-id=first]")).to_have_value("Who reads this?")
    assert faults == []


def test_without_an_lms_the_answers_stay_in_this_browser_and_the_learner_is_told(
    context: BrowserContext, site: int
) -> None:
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{site}/course/index.html")
    type_answer(page)
    expect(page.locator("#_standing")).to_contain_text(PLAYER_TEXT["alone_device"])
    page.close()
    again = context.new_page()
    again.goto(f"http://127.0.0.1:{site}/course/index.html")
    wait_until_ready(again.main_frame)
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
    type_answer(page)
    expect(page.locator("#_standing")).to_contain_text(PLAYER_TEXT["alone_device"])
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
    type_answer(page)
    expect(page.locator("#_standing")).to_contain_text(PLAYER_TEXT["alone_nowhere"])
    expect(page.get_by_role("textbox")).to_have_value("Who reads this?")


def test_answers_of_two_courses_on_one_site_are_kept_apart(
    context: BrowserContext, site: int, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{site}/course/index.html")
    type_answer(page)
    other = build_course(write_course(tmp_path, TWO_PAGES, id="other")).files
    page.close()
    page = context.new_page()
    page.route("**/course/index.html", lambda route: route.fulfill(body=other["index.html"]))
    page.goto(f"http://127.0.0.1:{site}/course/index.html")
    wait_until_ready(page.main_frame)
    expect(page.get_by_role("textbox")).to_have_value("")
