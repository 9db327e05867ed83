"""What course.yaml says of the LMS and of learners' devices, and what the command line says over it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest
from support.course.lrs_course import course_files, question
from support.course.sample_course import Files, add_settings, write_sample_course

from scormbuild.course import source
from scormbuild.course.build import build_course
from scormbuild.course.factsheet import render_factsheet
from scormbuild.errors import SourceError

MakeFolder = Callable[[Files], Path]
NAMES = ("finish", "report", "grade", "device", "room")
ALL = "completion:\n  finish: button\n  report: passed\ngrade: none\ndevice: shared\nroom: 64000\n"
DEFAULTS = "completion:\n  finish: auto\n  report: completed\ngrade: score\ndevice: own\nroom: 4096\n"


def player_attributes(page: bytes) -> dict[str, str]:
    """What the page tells the player of these settings."""
    root = lxml.html.document_fromstring(page.decode())
    return {name: root.get(f"data-{name}") for name in NAMES if root.get(f"data-{name}") is not None}


def test_a_page_tells_the_player_what_is_not_as_usual(make_folder: MakeFolder) -> None:
    page = build_course(make_folder(add_settings(ALL))).files["index.html"]
    told = {"finish": "button", "report": "passed", "grade": "none", "device": "shared", "room": "64000"}
    assert player_attributes(page) == told


@pytest.mark.parametrize("lines", ["", DEFAULTS])
def test_a_page_tells_nothing_of_what_is_as_usual(make_folder: MakeFolder, lines: str) -> None:
    assert player_attributes(build_course(make_folder(add_settings(lines))).files["index.html"]) == {}


FAULTS = {
    "an unknown way to finish": (
        "completion:\n  finish: buton\n",
        "course.yaml:9:11: 'finish' can't be 'buton'\n  hint: did you mean 'button'?",
    ),
    "an unknown word to report": (
        "completion:\n  report: failed\n",
        "course.yaml:9:11: 'report' can't be 'failed'\n  hint: possible: completed, passed",
    ),
    "a word to report beside a score": (
        "completion:\n  score: 80\n  report: completed\n",
        "course.yaml:10:11: with a score the LMS is told passed or failed, so 'report' has nothing to say\n"
        "  hint: leave report out, or the score",
    ),
    "an unknown grade": (
        "grade: 100\n",
        "course.yaml:8:8: 'grade' can't be '100'\n  hint: possible: score, completion, none",
    ),
    "a grade for all beside a score": (
        "grade: completion\ncompletion:\n  score: 80\n",
        "course.yaml:8:8: a course that asks for a score of 80 can't have 100 as everybody's grade\n"
        "  hint: leave grade out, or the score",
    ),
    "an unknown device": (
        "device: share\n",
        "course.yaml:8:9: 'device' can't be 'share'\n  hint: did you mean 'shared'?",
    ),
    "a room that is smaller than SCORM's": (
        "room: 4095\n",
        "course.yaml:8:7: 'room' must be a whole number from 4096 to 1000000, not '4095'\n"
        "  hint: write room: 64000",
    ),
}


@pytest.mark.parametrize(("lines", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_these_settings_is_named_with_its_place_and_a_way_out(
    make_folder: MakeFolder, lines: str, message: str
) -> None:
    with pytest.raises(SourceError) as raised:
        source.read_course(make_folder(course_files(question("choice"), lines)))
    assert str(raised.value) == message


def test_a_course_with_a_score_may_keep_it_out_of_the_gradebook(make_folder: MakeFolder) -> None:
    lines = "grade: none\ncompletion:\n  score: 80\n"
    found = source.read_course(make_folder(course_files(question("choice"), lines))).course
    assert (found.grade, found.completion.score) == ("none", 80)


def test_on_a_shared_device_an_answer_that_goes_nowhere_says_how_long_it_lasts(
    make_folder: MakeFolder,
) -> None:
    folder = make_folder(course_files(question("reflection", answers="nowhere"), "device: shared\n"))
    page = build_course(folder).files["index.html"].decode()
    assert "This answer is gone once you close this tab." in page
    assert "This answer stays on this device." not in page


@pytest.mark.parametrize(("lines", "shared"), [("", False), ("device: shared\n", True)])
def test_only_a_device_of_ones_own_can_be_said_to_be_anothers(
    make_folder: MakeFolder, lines: str, shared: bool
) -> None:
    page = build_course(make_folder(add_settings(lines))).files["index.html"].decode()
    assert ("This is not my device" in page) == ("Do others use this device too?" in page) == (not shared)
    assert 'id="_forget"' in page


@pytest.mark.parametrize(("lines", "shared"), [("", False), ("device: shared\n", True)])
def test_the_fact_sheet_says_what_stays_in_the_browser(
    make_folder: MakeFolder, lines: str, shared: bool
) -> None:
    sheet = render_factsheet(source.read_course(make_folder(course_files(settings=lines))).course)
    assert ("until the tab closes" in sheet) == ("in the tab only" in sheet) == shared
    assert ("90 days" in sheet) != shared


def run_scormbuild(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scormbuild", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_line_goes_before_course_yaml(tmp_path: Path) -> None:
    folder = write_sample_course(tmp_path / "course", add_settings("device: shared\nroom: 64000\n"))
    done = run_scormbuild("build", folder, "-o", tmp_path / "out.zip", "--room", "8000", "--device", "own")
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip().endswith(" of 8,000 characters)")
    with zipfile.ZipFile(tmp_path / "out.zip") as package:
        assert player_attributes(package.read("index.html")) == {"room": "8000"}


def test_an_unknown_device_on_the_command_line_is_told_and_nothing_is_built(tmp_path: Path) -> None:
    folder = write_sample_course(tmp_path / "course", {})
    done = run_scormbuild("build", folder, "-o", tmp_path / "out.zip", "--device", "phone")
    assert (done.returncode, done.stderr) == (
        2,
        "--device: there is no 'phone'\n  hint: write own or shared\n",
    )
    assert not (tmp_path / "out.zip").exists()
