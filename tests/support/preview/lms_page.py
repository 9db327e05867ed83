"""The LMS page in a browser, as the tests drive it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Frame, Page
from support.preview.lms_client import Client

from scormbuild.preview.server import Preview

CORE = "cmi.core."


class LmsPage:
    """The LMS page with the course in it."""

    def __init__(self, page: Page, preview: Preview, query: str = "") -> None:
        self.page, self.client = page, Client(preview.url)
        page.goto(f"{preview.url}?{query}")
        self.wait_for_state("open")

    def wait_for_state(self, state: str) -> None:
        self.page.wait_for_selector(f"body[data-course={state}]")

    @property
    def frame(self) -> Frame:
        frame = self.page.frame("course")
        assert frame
        return frame

    def call(self, method: str, *arguments: object) -> tuple[Any, str]:
        """What the course gets from a call, and the error code after it."""
        found: list[Any] = self.frame.evaluate(
            "([method, args]) => [lms[method](...args), lms.LMSGetLastError()]", [method, list(arguments)]
        )
        return found[0], found[1]

    def set_value(self, element: str, value: object) -> str:
        return self.call("LMSSetValue", element, value)[1]

    def value(self, element: str) -> Any:
        return self.call("LMSGetValue", element)[0]

    def leave_with(self, element: str, value: str) -> None:
        """Let the course set a value and finish when it goes."""
        self.frame.evaluate(
            """([element, value]) => {
                window.leave = () => { lms.LMSSetValue(element, value); lms.LMSFinish(''); };
                return 0;
            }""",
            [element, value],
        )

    def press(self, button: str) -> None:
        """Press a button that launches, and wait for the course."""
        before = self.launches
        self.page.get_by_role("button", name=button).click()
        self.wait_for_launch(before + 1)

    def close(self) -> None:
        self.page.get_by_role("button", name="Close the tab").click()
        self.wait_for_state("closed")

    @property
    def launches(self) -> int:
        return int(self.page.evaluate("document.body.dataset.launches"))

    def wait_for_launch(self, number: int) -> None:
        self.page.wait_for_selector(f'body[data-course="open"][data-launches="{number}"]')


def wait_for_value(found: Callable[[], object], wanted: object) -> None:
    """Wait for what arrives by beacon."""
    until = time.monotonic() + 5
    while found() != wanted and time.monotonic() < until:
        time.sleep(0.02)
    assert found() == wanted
