"""The pictures in the docs, from the course that `scormbuild new` makes and from webcare: `make pictures`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from scormbuild.course.build import build
from scormbuild.course.start import start
from scormbuild.preview.server import Preview

DOCS = Path(__file__).parent
PICTURES = DOCS / "pictures"
sys.path.append(str(DOCS.parent / "tests"))

from chromium import launched  # noqa: E402 (the browser as the tests start it)

PHONE = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
COLUMN = {"viewport": {"width": 700, "height": 900}}
DIRECTIVES = {
    "callout": ".callout",
    "post": ".post",
    "video": ".video",
    "dos-donts": ".dos-donts",
    "reflection": "div.question",
    "contrast": ".contrast",
    "choice": "[data-kind=choice]",
    "opinion": "[data-kind=opinion]",
    "acknowledge": "[data-kind=acknowledge]",
    "checklist": "[data-kind=checklist]",
}


def main() -> None:
    """Make all of them anew."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        course = Path(folder) / "my-course"
        start(course)
        with Preview(lambda: build(course).files, course, Path(folder) / "lms.json") as preview:
            picture_directives(browser, preview.url)
            picture_preview(browser, preview.url)
        webcare = DOCS.parent / "content/webcare"
        with Preview(lambda: build(webcare).files, webcare, Path(folder) / "webcare.json") as preview:
            picture_course(browser.new_context(**PHONE), preview.url, "phone")
            picture_course(browser.new_context(**DESKTOP), preview.url, "desktop")


def picture_course(context: BrowserContext, url: str, name: str) -> None:
    """A page with a question in which somebody wrote, and all answers on one page."""
    page = context.new_page()
    page.goto(f"{url}course/index.html#ns")
    answer = page.locator("textarea:visible").first
    answer.fill("Ze blijven rustig en vriendelijk, ook als iemand boos is.")
    answer.evaluate("field => field.scrollIntoView({block: 'center'})")
    page.screenshot(path=PICTURES / f"webcare-{name}.png")
    page.goto(f"{url}course/index.html#_answers")
    page.screenshot(path=PICTURES / f"answers-{name}.png")
    context.close()


def picture_directives(browser: Browser, url: str) -> None:
    """Each directive as a learner sees it."""
    context = browser.new_context(**COLUMN)
    page = context.new_page()
    page.goto(f"{url}course/index.html")
    for name, selector in DIRECTIVES.items():
        block = page.locator(f"section {selector}").first
        section = block.evaluate("block => block.closest('section').id")
        page.goto(f"{url}course/index.html#{section}")
        block.screenshot(path=PICTURES / f"directive-{name}.png")
    context.close()


def picture_preview(browser: Browser, url: str) -> None:
    """The course in the preview's LMS, with what the course told it."""
    context = browser.new_context(**DESKTOP)
    page = context.new_page()
    page.goto(url)
    page.locator("body[data-course=open]").wait_for()
    page.frame_locator("[name=course]").locator("a.next").click()
    page.screenshot(path=PICTURES / "preview.png")
    context.close()


if __name__ == "__main__":
    main()
