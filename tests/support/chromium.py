"""The system's Chromium, as the tests, the benchmarks and the pictures start it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, sync_playwright

# The first has no windows at all, and needs a third less time for the same.
PROGRAMS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
# What a browser would fetch of its own accord has no place in a test.
FLAGS = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


def launch_options() -> dict[str, Any]:
    """How it is started. Root needs --no-sandbox, nobody else."""
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return {"executable_path": next(filter(None, map(shutil.which, PROGRAMS)), None), "args": flags}


@contextmanager
def launch_chromium() -> Iterator[Browser]:
    """A headless browser; an error on a machine that has none."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        yield browser
        browser.close()
