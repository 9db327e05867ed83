"""How long a learner waits for the player itself: a long list of answers, and a megabyte that is pasted.

python benchmarks/answers.py    two minutes; Chromium without brakes
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Frame

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests")]

from support.browser.lms_harness import LmsHarness, write_course  # noqa: E402
from support.chromium import launch_chromium  # noqa: E402 (the browser as the tests start it)

RUNS = 5
# Script and layout until the page is drawn again.
SHOW_PAGE = """(hash) => new Promise((done) => {
    const begun = performance.now();
    location.hash = hash;
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
})"""
PASTE_TEXT = """() => new Promise((done) => {
    const field = document.querySelector('textarea');
    field.focus();
    const begun = performance.now();
    document.execCommand('insertText', false, 'a word or two, '.repeat(70_000));
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
})"""
# The same text in a field of a page without any script: what the browser itself takes.
BARE_FIELD_PAGE = "<!doctype html><textarea rows=4></textarea>"


def questions(count: int) -> dict[str, str]:
    """A course of so many choices, twenty a page."""
    choice = ":::{{choice}} number-{}\nWhich?\n\n- [x] this\n- [ ] that\n:::\n"
    pages = {f"page-{place}": range(place, min(place + 20, count)) for place in range(0, count, 20)}
    return {page: "\n".join(choice.format(each) for each in numbers) for page, numbers in pages.items()}


def time_my_answers(count: int) -> float:
    """The median time in which the page with all answers is there, in milliseconds."""
    with open_course(questions(count)) as course:
        times = []
        for _ in range(RUNS):
            times.append(course.evaluate(SHOW_PAGE, "_answers"))
            course.evaluate(SHOW_PAGE, "page-0")
        return statistics.median(times)


def time_paste() -> tuple[float, float]:
    """The time until a megabyte is there, in the player and in a bare field, in milliseconds."""
    with open_course({"one": ":::{reflection} first\nWhat?\n:::\n"}) as course:
        ours = course.evaluate(PASTE_TEXT)
        bare = course.page.context.new_page()
        bare.set_content(BARE_FIELD_PAGE)
        return ours, bare.evaluate(PASTE_TEXT)


class open_course:  # noqa: N801 (a context manager, named as what it does)
    """A course in the preview, in a browser of its own."""

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages = pages

    def __enter__(self) -> Frame:
        self.scratch = tempfile.TemporaryDirectory()
        folder = Path(self.scratch.name)
        self.chromium = launch_chromium()
        browser = self.chromium.__enter__()
        self.lms = LmsHarness(browser, write_course(folder / "course", self.pages), folder / "lms.json")
        assert not self.lms.preview_lms.builds.faults, self.lms.preview_lms.builds.faults
        self.lms.preview.__enter__()
        return self.lms.open()

    def __exit__(self, *_: object) -> None:
        self.lms.close()
        self.lms.preview.__exit__(None, None, None)
        self.chromium.__exit__(None, None, None)
        self.scratch.cleanup()


def main() -> None:
    """Print what was measured."""
    for count in (300, 2_000):
        print(f"{count} questions, My answers: {time_my_answers(count):.0f} ms")
    ours, bare = time_paste()
    print(f"a megabyte pasted: {ours:.0f} ms, in a field without a script {bare:.0f} ms")


if __name__ == "__main__":
    main()
