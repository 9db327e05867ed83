"""A scenario and a quiz lose nothing either, in any LMS, whatever happens; `-m long` plays all of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from support.browser.choice_mishaps import CHOICE_MISHAPS, CHOICE_PAGES, play_choices
from support.browser.lms_harness import StartLms
from support.browser.matrix import Cell, course_settings, target_of

from scormbuild.preview.run_times import RUN_TIMES

USUAL = {("moodle", "killed"), ("strict", "left"), ("strict2004", "offline and back")}
CELLS = [
    pytest.param(run_time, mishap, marks=[] if (run_time, mishap) in USUAL else pytest.mark.long)
    for run_time in RUN_TIMES
    for mishap in CHOICE_MISHAPS
    if (run_time, mishap) != ("web", "logged out")  # nobody logs in there
]


@pytest.mark.parametrize(("run_time", "mishap"), CELLS)
def test_every_step_and_every_draw_arrives(
    start_lms: StartLms, browser: Browser, tmp_path: Path, run_time: str, mishap: str
) -> None:
    lms = start_lms(CHOICE_PAGES, target_of(run_time), **course_settings(run_time))
    assert not play_choices(Cell(lms, browser, tmp_path, run_time), CHOICE_MISHAPS[mishap])
