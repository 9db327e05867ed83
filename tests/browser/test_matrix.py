"""Every word arrives, in any LMS, whatever happens: a part of the matrix; `-m long` plays the rest of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from support.browser.lms_harness import StartLms, write_course
from support.browser.lrs_course import PRIVACY
from support.browser.lrs_harness import LrsHarness
from support.browser.matrix import PAGES, Cell, Result, course_settings, play_mishap, target_of
from support.browser.mishaps import IMPOSSIBLE, MISHAPS, NEEDS_DISK

from scormbuild.preview.run_times import RUN_TIMES
from scormbuild.vocabulary import REVISION

RecordProperty = Callable[[str, object], None]

CELLS = [
    (run_time, mishap) for run_time in RUN_TIMES for mishap in MISHAPS if (run_time, mishap) not in IMPOSSIBLE
]
# Each run time and each mishap once: those together that were hardest on each other.
USUAL = {
    ("strict2004", "killed in mid-sentence"),
    ("web", "crashed in mid-sentence"),
    ("openedx", "left within a second"),
    ("ilias", "offline and back"),
    ("moodle", "logged out, same tab"),
    ("cmi5", "logged out, other tab"),
    ("tincan", "two tabs"),
    ("openedx2004", "two devices"),
    ("chamilo", "storage blocked"),
    ("claroline", "storage full"),
    ("sticky", "state full"),
    ("frappe", "new attempt"),
    ("void", "attempt deleted"),
    ("late", "new version, half-way"),
    ("cornerstone", "new version, finished"),
}
USUAL_WITH_LRS = {("strict", "closed within a second"), ("cmi5", "second learner")}


def test_each_run_time_and_each_mishap_is_in_the_usual_run() -> None:
    usual = USUAL | USUAL_WITH_LRS
    assert {run_time for run_time, _ in usual} == set(RUN_TIMES)
    assert sorted(mishap for _, mishap in usual) == sorted(MISHAPS)
    assert usual <= set(CELLS)
    assert set(IMPOSSIBLE) <= {(run_time, mishap) for run_time in RUN_TIMES for mishap in MISHAPS}


def mark_long(cells: list[tuple[str, str]], usual: set[tuple[str, str]]) -> list[object]:
    """The cells, those that are not of the usual run marked as long."""
    return [pytest.param(*cell, marks=[] if cell in usual else pytest.mark.long) for cell in cells]


def has_disk_in(cell: tuple[str, str], usual: set[tuple[str, str]]) -> bool:
    """In the usual run only who needs one has a disk."""
    return cell[1] in NEEDS_DISK or cell not in usual


@pytest.mark.parametrize(("run_time", "mishap"), mark_long(CELLS, USUAL))
def test_every_word_arrives(
    start_lms: StartLms,
    browser: Browser,
    tmp_path: Path,
    record_property: RecordProperty,
    run_time: str,
    mishap: str,
) -> None:
    lms = start_lms(PAGES, target_of(run_time), **course_settings(run_time))
    has_disk = has_disk_in((run_time, mishap), USUAL)
    result = play_mishap(Cell(lms, browser, tmp_path, run_time, has_disk=has_disk), MISHAPS[mishap])
    record_result(result, record_property)
    assert not result.faults, "\n".join([*result.faults, *result.sentences])


@pytest.mark.parametrize(("run_time", "mishap"), mark_long(CELLS, USUAL_WITH_LRS))
def test_every_word_arrives_with_an_lrs(
    start_lms_with_lrs: Callable[[Path, str], LrsHarness],
    browser: Browser,
    tmp_path: Path,
    record_property: RecordProperty,
    run_time: str,
    mishap: str,
) -> None:
    folder = write_course(tmp_path / "course", PAGES, privacy=PRIVACY, **course_settings(run_time))
    lms = start_lms_with_lrs(folder, target_of(run_time))
    lms.check_order = False  # sessions of one learner overlap in some
    has_disk = has_disk_in((run_time, mishap), USUAL_WITH_LRS)
    cell = Cell(lms, browser, tmp_path, run_time, has_disk=has_disk)
    cell.settings["privacy"] = PRIVACY
    result = play_mishap(cell, MISHAPS[mishap])
    record_result(result, record_property)
    # An LRS hears the words as they are in the end; of an LMS that names nobody it hears nothing.
    if run_time != "frappe":
        lms.wait_until(lambda: last_answers(lms).items() >= cell.final_fields.items())
    assert not result.faults, "\n".join([*result.faults, *result.sentences])


def record_result(result: Result, record_property: RecordProperty) -> None:
    """For benchmarks/matrix.py, which makes a table of it."""
    for name in ("typed", "same", "fresh"):
        words = getattr(result, name)
        record_property(name, "; ".join(f"{key}: {text[:60]}" for key, text in words.items()))
    record_property("status", result.status)
    record_property("sentences", " | ".join(dict.fromkeys(result.sentences)))


def last_answers(lms: LrsHarness) -> dict[str, str]:
    """The newest version of each answer that the LRS has."""
    answers: dict[str, tuple[int, str]] = {}
    for statement in lms.stored_statements():
        name = statement["object"]["id"].rpartition("/interactions/")[2]
        result = statement.get("result", {})
        if "response" in result:
            revision = result["extensions"].get(REVISION, 1)
            answers[name] = max(answers.get(name, (0, "")), (revision, result["response"]))
    return {name: text for name, (_, text) in answers.items()}
