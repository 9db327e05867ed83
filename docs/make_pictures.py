"""The pictures in the docs, from the course that `scormbuild new` makes and from webcare: `make pictures`.

Those of the dashboard alone: `python docs/make_pictures.py dashboard`; of the themes: `… themes`; of courses:
`… look`; of the directives, which are the examples on the authors' pages: `… blocks`; of the end of a course,
its certificate, search and print, and of a fault: `… end`.

Not made here: before-phone.png and before-desktop.png, of webcare before the player got its look.
"""

from __future__ import annotations

import re
import secrets
import shutil
import sys
import tempfile
import time
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext

from scormbuild.analysis.lake.export import export_lake
from scormbuild.course.blocks import BLOCKS
from scormbuild.course.build import build_course
from scormbuild.course.new import write_starter_course
from scormbuild.course.outline import course_outline
from scormbuild.course.source.theme_folder import list_themes
from scormbuild.demo.playback import answer_all_pages
from scormbuild.demo.seed import seed_database
from scormbuild.demo.server import LrsServer
from scormbuild.errors import SourceError
from scormbuild.lrs.auth import logins, organisations, password
from scormbuild.lrs.settings import Settings, lake_folder
from scormbuild.preview.server import Preview

DOCS = Path(__file__).parent
PICTURES = DOCS / "pictures"
sys.path.append(str(DOCS.parent / "tests"))

from support.browser.lms_harness import write_course
from support.chromium import launch_chromium

STILL = {"reduced_motion": "reduce"}  # no picture of something that is on its way
PHONE = {
    **STILL,
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
DESKTOP = {**STILL, "viewport": {"width": 1280, "height": 800}}
COLUMN = {**STILL, "viewport": {"width": 680, "height": 900}}  # wide enough for two things side by side
THEME_SCREEN = {**STILL, "viewport": {"width": 760, "height": 720}}
# A directive's entry on an author's page, and the first example in it.
ENTRY = re.compile(r"^## ([a-z-]+)$\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"^```markdown example\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAMPLES = DOCS / "samples"
PAGE_PREFIX = "example-"
# All of a page but what stands above an example, as one box.
EXAMPLE_BOX = """section => {
    // Nothing lies over it, nor looks in from above.
    document.querySelector('.bar').style.display = 'none';
    section.querySelectorAll(':scope > :is(h1, h2)').forEach((each) => { each.style.visibility = 'hidden'; });
    const all = [...section.children].filter((each) => each.checkVisibility());
    const shown = all.filter((each) => !each.matches('h1, h2, #_notice'));
    const boxes = shown.map((each) => each.getBoundingClientRect());
    const [x, y] = ['x', 'y'].map((side) => Math.min(...boxes.map((box) => box[side])));
    const [right, bottom] = ['right', 'bottom'].map((side) => Math.max(...boxes.map((box) => box[side])));
    const { x: left, right: end } = section.getBoundingClientRect();
    // With some room around it: a question's icon stands on its edge.
    return { x: left - 8, y: y + scrollY - 24, width: end - left + 16, height: bottom - y + 32 };
}"""
DASHBOARD_PAGES = {  # picture: page, and what stands at the top of the phone's
    "overview": ("", "dl.key"),
    "progress": ("reports/progress", "figure"),
    "opinions": ("reports/opinions", "figure"),
    "answers": ("answers", ".quotes"),
}
PASSWORD = secrets.token_urlsafe()


def main() -> None:
    """Make all of them anew, or those of the dashboard, or those of courses."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, launch_chromium() as browser:
        if "themes" in sys.argv:
            picture_themes(browser, Path(folder))
            return
        if "end" in sys.argv:
            picture_end(browser, Path(folder))
            picture_search(browser, Path(folder))
            picture_fault(browser, Path(folder))
            return
        if "blocks" in sys.argv:
            picture_directives(browser, Path(folder) / "examples")
            return
        course = Path(folder) / "my-course"
        write_starter_course(course)
        if "look" not in sys.argv:
            picture_dashboard(browser, Path(folder), [course, DOCS.parent / "content/webcare"])
        if "dashboard" in sys.argv:
            return
        picture_directives(browser, Path(folder) / "examples")
        with Preview(lambda: build_course(course).files, course, Path(folder) / "lms.json") as preview:
            picture_preview(browser, preview.url)
        picture_themes(browser, Path(folder))
        webcare = DOCS.parent / "content/webcare"
        with Preview(lambda: build_course(webcare).files, webcare, Path(folder) / "webcare.json") as preview:
            picture_course(browser.new_context(**PHONE), preview.url, "phone")
            picture_course(browser.new_context(**DESKTOP), preview.url, "desktop")
        picture_end(browser, Path(folder))
        picture_search(browser, Path(folder))
        picture_fault(browser, Path(folder))


def picture_dashboard(browser: Browser, folder: Path, courses: list[Path]) -> None:
    """The dashboard's pages over the demo's learners, as a login of each role sees them together."""
    url = f"sqlite:///{folder / 'dashboard.db'}"
    with LrsServer(url, dashboard=True) as server:
        database = server.lrs.database
        with database.writing() as connection:
            owner = organisations.ensure_default(connection).id
            digest = password.hash_password(PASSWORD)
            logins.create_login(
                connection, "anna", owner, ["analyst", "reader"], password=digest, language="en"
            )
        now = time.time_ns() // 1_000_000
        zone = ZoneInfo(server.settings.time_zone)
        for outline in map(course_outline, (build_course(each).course for each in courses)):
            outline["course"]["language"] = "en"  # so that the learners of all courses are in the same teams
            seed_database(url, outline, now, zone, lambda *_: None)
        export_lake(database, lake_folder(Settings(database=url)))
        for name, screen in (("desktop", DESKTOP), ("phone", PHONE)):
            picture_pages(browser.new_context(**screen, locale="en-GB"), server.dashboard_url, name)


def picture_pages(context: BrowserContext, url: str, name: str) -> None:
    """Each page that the docs show."""
    page = context.new_page()
    page.goto(f"{url}login")
    page.locator("#name").fill("anna")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Overview").wait_for()
    for picture, (path, top) in DASHBOARD_PAGES.items():
        page.goto(f"{url}{path}")
        if picture == "answers":
            page.locator("#course").select_option(label="A kind reply")
            page.get_by_role("button", name="Show").click()
            page.locator(".questions a").first.click()
        if name == "phone":
            page.locator(top).first.evaluate(
                "part => scrollTo(0, part.getBoundingClientRect().top + scrollY - 56)"
            )
        page.screenshot(path=PICTURES / f"dashboard-{picture}-{name}.png")
    context.close()


def picture_course(context: BrowserContext, url: str, name: str) -> None:
    """The cover, a page with a question in which somebody wrote, and all answers on one page."""
    page = context.new_page()
    page.goto(f"{url}course/index.html")
    page.locator("#_start").wait_for()
    page.screenshot(path=PICTURES / f"cover-{name}.png")
    page.goto(f"{url}course/index.html#ns")
    answer = page.locator("textarea:visible").first
    answer.fill("Ze blijven rustig en vriendelijk, ook als iemand boos is.")
    answer.evaluate("field => field.scrollIntoView({block: 'center'})")
    page.screenshot(path=PICTURES / f"webcare-{name}.png")
    page.goto(f"{url}course/index.html#_answers")
    page.screenshot(path=PICTURES / f"answers-{name}.png")
    context.close()


def picture_directives(browser: Browser, folder: Path) -> None:
    """The first example of each directive as a learner sees it."""
    shown = examples()
    course = write_examples(folder, shown)
    build_course(course)  # what is wrong with the examples is told here, and not by a page that never starts
    page = browser.new_context(**COLUMN).new_page()
    with Preview(lambda: build_course(course).files, course, folder.with_suffix(".json")) as preview:
        for name in shown:
            page.goto(f"{preview.url}course/index.html#{PAGE_PREFIX}{name}")
            page.locator("html.started").wait_for()
            box = page.locator(f"#{PAGE_PREFIX}{name}").evaluate(EXAMPLE_BOX)
            page.screenshot(path=PICTURES / f"directive-{name}.png", clip=box, full_page=True)
    page.context.close()


def examples() -> dict[str, str]:
    """The first example in the entry of each directive, by its name; a part of another has none."""
    return {
        name: example[1]
        for page in sorted(DOCS.glob("author/*.md"))
        for name, entry in ENTRY.findall(page.read_text(encoding="utf-8"))
        if name in BLOCKS and (example := EXAMPLE.search(entry))
    }


def write_examples(folder: Path, shown: dict[str, str]) -> Path:
    """A course with a page for each example, the files that it names, and the pages that it leads to."""
    text = "".join(shown.values())
    linked = dict.fromkeys(re.findall(r"#([a-z][a-z0-9-]*)\b", text), "Text.")
    # With a heading, which is left out of the picture: those in an example are a level below it.
    pages = {f"{PAGE_PREFIX}{name}": f"## Example\n\n{code}" for name, code in shown.items()}
    write_course(folder, {**pages, **linked}, title="Examples")
    shutil.copytree(SAMPLES, folder, dirs_exist_ok=True)
    for name in re.findall(r"media/[\w.-]+", text):
        if not (folder / name).exists():
            (folder / name).write_bytes(b"WEBVTT\n" if name.endswith("vtt") else bytes(345_678))
    return folder


def picture_themes(browser: Browser, folder: Path) -> None:
    """A page with a picture, a table and a question, in each theme that ships."""
    course = folder / "themed"
    shutil.copytree(DOCS.parent / "content/hand-hygiene", course)
    settings = (course / "course.yaml").read_text(encoding="utf-8")
    for theme in list_themes():
        chosen = re.sub(r"(?m)^theme:.*\n", "", settings) + f"theme: {theme}\n"
        (course / "course.yaml").write_text(chosen, encoding="utf-8")
        with Preview(lambda: build_course(course).files, course, folder / f"{theme}.json") as preview:
            page = browser.new_context(**THEME_SCREEN).new_page()
            page.goto(f"{preview.url}course/index.html#five-moments")
            page.locator("html.started").wait_for()
            page.evaluate("document.querySelector('header').scrollIntoView()")
            page.screenshot(path=PICTURES / f"theme-{theme}.png")
            page.context.close()


def picture_end(browser: Browser, folder: Path) -> None:
    """Where a course ends: what somebody did, and the certificate."""
    # Without questions that make a score, as whoever plays it takes the first of all that can be chosen.
    course = copy_course("webcare", folder / "certified", "(?m)^grade:", "certificate: true\ngrade:")
    with Preview(lambda: build_course(course).files, course, folder / "certified.json") as preview:
        page = browser.new_context(**COLUMN).new_page()
        page.goto(f"{preview.url}course/index.html")
        page.locator("#_start").click()
        answer_all_pages(page.main_frame)
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=PICTURES / "end.png", clip={"x": 0, "y": 0, "width": 680, "height": 620})
        page.locator("#_answers .certificate-link a").click()
        page.locator("#_certificate input").fill("Robin de Wit")
        page.locator("#_certificate").screenshot(path=PICTURES / "certificate.png")
        page.context.close()


def picture_search(browser: Browser, folder: Path) -> None:
    """What a course is searched and printed by."""
    course = DOCS.parent / "content/hand-hygiene"
    with Preview(lambda: build_course(course).files, course, folder / "searched.json") as preview:
        page = browser.new_context(**COLUMN).new_page()
        page.goto(f"{preview.url}course/index.html#how")
        page.locator("html.started").wait_for()
        page.locator("footer summary").click()
        page.locator("footer").screenshot(path=PICTURES / "print-all.png")
        page.locator("#_menu_button").click()
        page.get_by_role("button", name="Search this course").click()
        page.get_by_role("searchbox").fill("thumb")
        page.screenshot(path=PICTURES / "search.png", clip={"x": 0, "y": 0, "width": 680, "height": 660})
        page.context.close()


def copy_course(name: str, course: Path, pattern: str, text: str) -> Path:
    """One of the courses that come along in a folder of its own, with something else in its settings."""
    shutil.copytree(DOCS.parent / "content" / name, course)
    settings = (course / "course.yaml").read_text(encoding="utf-8")
    (course / "course.yaml").write_text(re.sub(pattern, text, settings), encoding="utf-8")
    return course


def picture_fault(browser: Browser, folder: Path) -> None:
    """A colour that can't be read, as the terminal tells it."""
    course = copy_course(
        "hand-hygiene", folder / "pale", "(?m)^theme: calm\n", 'theme:\n  accent: "#ff8800"\n'
    )
    try:
        build_course(course)
    except SourceError as error:
        said = escape(str(error))
    page = browser.new_context(**STILL, viewport={"width": 680, "height": 300}).new_page()
    page.set_content(
        "<style>pre { margin: 0; padding: 1em; background: #222; color: #eda; white-space: pre-wrap }</style>"
        f"<pre>$ scormbuild build my-course\n{said}</pre>"
    )
    page.locator("pre").screenshot(path=PICTURES / "contrast-fault.png")
    page.context.close()


def picture_preview(browser: Browser, url: str) -> None:
    """The course in the preview's LMS, with what the course told it."""
    context = browser.new_context(**DESKTOP)
    page = context.new_page()
    page.goto(url)
    page.locator("body[data-course=open]").wait_for()
    page.frame_locator("[name=course]").locator("#_start").click()
    page.frame_locator("[name=course]").locator("a.next").click()
    page.screenshot(path=PICTURES / "preview.png")
    context.close()


if __name__ == "__main__":
    main()
