"""Plays a course in a headless Chromium as a learner does: every page, every question, then it is left."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scormbuild.errors import SettingsError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

# The first has no windows at all, and needs a third less time for the same.
BROWSER_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
LEARNER_ID = "learner-1"  # as the preview calls whom nobody named
SETTLE_MILLISECONDS = 1_500  # milliseconds after the last page, for what is sent when typing has paused
UNLOAD_MILLISECONDS = 1_500  # and after the tab is closed, for what was sent in leaving
MOST_TRIES = 20  # of a quiz, of which each takes two presses
MOST_STEPS = 40  # through a story, if the first choice goes round in circles
INSTALL_HINT = "install it: make demo ONCE=1"


@contextmanager
def launch_browser() -> Iterator[Browser]:
    """A headless browser; raises SettingsError where there is none. Root needs --no-sandbox, nobody else."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise SettingsError(
            f"a headless browser needs Playwright, which isn't here\n  hint: {INSTALL_HINT}"
        ) from None
    path = next(filter(None, map(shutil.which, BROWSER_NAMES)), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else []
            )
        except Error as error:
            raise SettingsError(f"Chromium doesn't start: {error.message}\n  hint: {INSTALL_HINT}") from None
        try:
            yield browser
        finally:
            browser.close()


def play_course(url: str) -> None:
    """Do the whole course in the LMS at `url`."""
    from playwright.sync_api import Error

    with launch_browser() as browser:
        context = browser.new_context()  # it outlives the page, and with it what the page sends in leaving
        page = context.new_page()
        try:
            answer_all_pages(open_course(page, url))
            page.wait_for_timeout(SETTLE_MILLISECONDS)
            page.close()
            context.new_page().wait_for_timeout(UNLOAD_MILLISECONDS)
        except Error as error:
            raise SettingsError(
                f"the course can't be played: {error.message}\n  hint: look at it yourself: make demo"
            ) from None


def open_course(page: Page, url: str) -> Frame:
    """The course in its frame, once the player has begun."""
    page.goto(url)
    page.locator("body[data-course=open]").wait_for()
    course = page.frame("course")
    if course is None:
        raise SettingsError(f"{url} shows no course\n  hint: is another program at this port?")
    course.locator("html.started").wait_for()
    start = course.locator("#_start")
    if start.is_visible():
        start.click()
    return course


def answer_all_pages(course: Frame) -> None:
    """Answer all that each page asks, up to the last page, which lists the answers."""
    while True:
        answer_page(course)
        if course.locator("#_answers").is_visible():
            return
        course.locator("a.next").click()


def answer_page(course: Frame) -> None:
    """Answer all that the open page asks; what a quiz gives back for another try too."""
    for _ in range(MOST_TRIES):
        answer_questions(course)
        buttons = course.locator(".quiz > .buttons button:visible")
        if not buttons.count():
            return
        buttons.first.click()


def answer_questions(course: Frame) -> None:
    """Write in every field, tick every box, take the first of all that can be chosen, and have it checked."""
    fill_fields(course)
    for box in course.locator("input[type=checkbox]:visible:enabled").all():
        box.check()
    radios = course.locator("input[type=radio]:visible:enabled")
    for name in dict.fromkeys(radios.evaluate_all("all => all.map((each) => each.name)")):
        course.locator(f'input[name="{name}"]:visible:enabled').first.check()
    for choice in course.locator("select:visible:enabled").all():
        choice.select_option(index=1)
    for down in course.locator("li:first-child .move + .move:visible:enabled").all():
        down.click()
    steps = course.locator(".choices button:visible")
    for _ in range(MOST_STEPS if steps.count() else 0):
        if not steps.count():
            break
        steps.first.click()
    for button in course.locator("button.check:visible:enabled").all():
        button.click()


def fill_fields(course: Frame) -> None:
    """Words, or what else a field asks for."""
    for field in course.locator("textarea:visible:read-write").all():
        field.fill(f"Zomaar een antwoord, bij {field.get_attribute('data-id')}.")
    for field in course.locator("input[type=text]:visible:read-write").all():
        field.fill("25")
    for field in course.locator("input[type=date]:visible:read-write").all():
        field.fill("2027-01-11")
    for field in course.locator("input[type=range]:visible:enabled").all():
        field.press("ArrowRight")
