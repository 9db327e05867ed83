"""Every word arrives, in any LMS, whatever happens: a part of the matrix; `-m long` plays the rest of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from support.browser.classroom import Enter, write_course
from support.browser.matrix import PAGES, Cell, Result, play, settings
from support.browser.mishaps import MISHAPS
from support.browser.receiver_course import PRIVACY
from support.browser.receiver_room import Room

from scormbuild.preview.run_times import RUN_TIMES
from scormbuild.vocabulary import REVISION

Note = Callable[[str, object], None]

CELLS = [(run_time, mishap) for run_time in RUN_TIMES for mishap in MISHAPS]
# Each run time and each mishap at least once.
USUAL = {(list(RUN_TIMES)[place % len(RUN_TIMES)], mishap) for place, mishap in enumerate(MISHAPS)} | {
    ("moodle", "logged out, same tab"),
    ("moodle", "attempt deleted"),
}
USUAL_WITH_A_RECEIVER = {
    ("moodle", "killed in mid-sentence"),
    ("strict", "closed within a second"),
    ("openedx", "logged out, other tab"),
}


def marked(cells: list[tuple[str, str]], usual: set[tuple[str, str]]) -> list[object]:
    """The cells, those that are not of the usual run marked as long."""
    return [pytest.param(*cell, marks=[] if cell in usual else pytest.mark.long) for cell in cells]


@pytest.mark.parametrize(("run_time", "mishap"), marked(CELLS, USUAL))
def test_every_word_arrives(
    enter: Enter, browser: Browser, tmp_path: Path, record_property: Note, run_time: str, mishap: str
) -> None:
    room = enter(PAGES, **settings(run_time))
    result = play(Cell(room, browser, tmp_path, run_time), MISHAPS[mishap])
    note(result, record_property)
    assert not result.faults, "\n".join([*result.faults, *result.sentences])


@pytest.mark.parametrize(("run_time", "mishap"), marked(CELLS, USUAL_WITH_A_RECEIVER))
def test_every_word_arrives_with_a_receiver(
    equip: Callable[[Path], Room],
    browser: Browser,
    tmp_path: Path,
    record_property: Note,
    run_time: str,
    mishap: str,
) -> None:
    folder = write_course(tmp_path / "course", PAGES, privacy=PRIVACY, **settings(run_time))
    room = equip(folder)
    room.in_order = False  # sessions of one learner overlap in some
    cell = Cell(room, browser, tmp_path, run_time)
    cell.settings["privacy"] = PRIVACY
    result = play(cell, MISHAPS[mishap])
    note(result, record_property)
    # A receiver hears the words as they are in the end; of an LMS that names nobody it hears nothing.
    if run_time != "frappe":
        room.until(lambda: last_answers(room).items() >= cell.written.items())
    assert not result.faults, "\n".join([*result.faults, *result.sentences])


def note(result: Result, record_property: Note) -> None:
    """For benchmarks/matrix.py, which makes a table of it."""
    for name in ("typed", "same", "fresh"):
        words = getattr(result, name)
        record_property(name, "; ".join(f"{key}: {text[:60]}" for key, text in words.items()))
    record_property("status", result.status)
    record_property("sentences", " | ".join(dict.fromkeys(result.sentences)))


def last_answers(room: Room) -> dict[str, str]:
    """The newest version of each answer that the receiver has."""
    answers: dict[str, tuple[int, str]] = {}
    for statement in room.received():
        name = statement["object"]["id"].rpartition("/interactions/")[2]
        result = statement.get("result", {})
        if "response" in result:
            revision = result["extensions"].get(REVISION, 1)
            answers[name] = max(answers.get(name, (0, "")), (revision, result["response"]))
    return {name: text for name, (_, text) in answers.items()}
