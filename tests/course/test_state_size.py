"""How much room in the LMS a course asks for, and what its author is told when that is more than there is."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.lrs_course import LRS_SETTINGS, PRIVACY_SETTINGS, course_files, question
from support.course.sample_course import FRONT_MATTER, SETTINGS, Files, sample_page

from scormbuild.course import source
from scormbuild.course.build import build_course
from scormbuild.course.model import Course
from scormbuild.course.source import sample, suspend_data

ROOT = Path(__file__).parents[2]
MakeFolder = Callable[[Files], Path]
WRITE = """
import { emptyState, encodeState, toRecord } from './player/src/state.js';
import { readFileSync } from 'node:fs';
const given = JSON.parse(readFileSync(0, 'utf8'));
const answers = toRecord(Object.entries(given.answers));
console.log(encodeState({ ...emptyState(), ...given, answers }).length);
"""
LEARNER = {"count": 123, "by": "0f7x2k", "key": "Zp3vK0sTqY81xLdWm5hRuA", "behind": []}


def questions(number: int, options: str = "", settings: str = "") -> Files:
    asked = "".join(f":::{{reflection}} question-{n}\n{options}Why?\n:::\n\n" for n in range(number))
    return {"course.yaml": SETTINGS + settings, "pages/start.md": FRONT_MATTER + asked}


def answers_to(course: Course) -> dict[str, str]:
    """A long answer to each question."""
    return suspend_data.longest_answers(course, source.read_translations(course.language))


def state_length(course: Course) -> int:
    """The length of what the player writes when all these answers are given."""
    pages = [each.id for each in course.pages]
    state = {
        **LEARNER,
        "version": course.version,
        "page": pages[-1],
        "seen": pages,
        "answers": answers_to(course),
        "finished": course.completion.finish == "button",
        "extra": {},
    }
    node = ["node", "--input-type=module", "-e", WRITE]
    return int(subprocess.check_output(node, cwd=ROOT, input=json.dumps(state).encode()))


@pytest.mark.parametrize(
    "files",
    [
        sample_page("Hello."),
        questions(1),
        questions(9),
        questions(20, ":rows: 20\n", "completion:\n  finish: button\n"),
        course_files(
            "".join(question(form, f"{form}-1") for form in ("contrast", "choice", "opinion", "checklist"))
        ),
    ],
    ids=["nothing", "one", "nine", "twenty large ones", "other kinds"],
)
def test_the_figure_is_hardly_more_than_what_the_player_writes_and_never_less(
    make_folder: MakeFolder, files: Files
) -> None:
    reading = source.read_course(make_folder(files))
    length = state_length(reading.course)
    assert length <= reading.suspend_data_size <= length * 1.02 + 8


@pytest.mark.parametrize("length", [140, 280, 600])
def test_the_text_of_the_figure_takes_about_as_much_as_text_that_people_wrote(length: int) -> None:
    reading = source.read_course(ROOT / "content/webcare")
    answers = answers_to(reading.course)
    texts = tomllib.loads((ROOT / "src/scormbuild/demo/answers/nl.toml").read_text(encoding="utf-8"))
    prose = " ".join(re.findall(r"'([^']{40,})'", str(texts)))
    words = sample.course_words(reading.course, source.read_translations("nl"))
    asked = [id for id, answer in answers.items() if len(answer) > 100]
    real = {id: prose[n * length : (n + 1) * length] for n, id in enumerate(asked)}
    drawn = {id: sample.sample_text(words, length, 1, id)[:length] for id in asked}
    assert all(len(text) == length for text in (*real.values(), *drawn.values()))
    figures = [suspend_data.suspend_data_size(reading.course, each) for each in (drawn, real)]
    assert 0.97 < figures[0] / figures[1] < 1.09


def test_the_figure_is_the_same_each_time(make_folder: MakeFolder) -> None:
    folder = make_folder(questions(9))
    assert len({source.read_course(folder).suspend_data_size for _ in range(3)}) == 1


def test_an_answer_is_as_long_as_its_box_and_as_its_least_number_of_words(make_folder: MakeFolder) -> None:
    text = question("reflection", "short", rows="2") + question("reflection", "long", minimum="300")
    answers = answers_to(source.read_course(make_folder(course_files(text))).course)
    assert 140 <= len(answers["short"]) < 180
    assert len(answers["long"].split()) == 300


@pytest.mark.parametrize(
    ("form", "answers"),
    [
        ("choice", {"q": "a,b,c 2"}),
        ("opinion", {"q": "2"}),
        ("acknowledge", {"q": "t"}),
        ("checklist", {"q": "a,b"}),
    ],
)
def test_an_answer_of_another_kind_is_as_the_player_writes_it(
    make_folder: MakeFolder, form: str, answers: dict[str, str]
) -> None:
    assert answers_to(source.read_course(make_folder(course_files(question(form)))).course) == answers


def test_of_an_answer_kept_from_the_lms_only_that_it_was_given_takes_room(make_folder: MakeFolder) -> None:
    text = question("contrast", answers="nowhere")
    answers = answers_to(source.read_course(make_folder(course_files(text))).course)
    assert answers == {"q-wrong": "t", "q-good": "t"}


def test_an_lrs_takes_room_for_what_was_reported(make_folder: MakeFolder) -> None:
    without, with_lrs = (
        source.read_course(make_folder(course_files(question("opinion"), more))).suspend_data_size
        for more in (PRIVACY_SETTINGS, PRIVACY_SETTINGS + LRS_SETTINGS)
    )
    assert with_lrs > without + 60


@pytest.mark.parametrize(
    ("files", "warned"),
    [
        (questions(15), False),
        (questions(30), True),
        (questions(30, ":rows: 2\n"), False),
        (questions(4, ":minimum: 400\n"), True),
        (questions(30, settings="room: 64000\n"), False),
        (sample_page("".join(f":::{{contrast}} c{n}\nA\n\n---\n\nB\n:::\n\n" for n in range(15))), True),
    ],
    ids=["fifteen", "thirty", "thirty short ones", "four long ones", "a larger room", "fifteen pairs"],
)
def test_answers_that_may_outgrow_the_room_of_the_lms_are_a_warning(
    make_folder: MakeFolder, files: Files, warned: bool
) -> None:
    warnings = build_course(make_folder(files)).warnings
    assert [(each.path, each.line, each.column) for each in warnings] == [("course.yaml", 1, 1)] * warned


def test_the_warning_says_how_much_which_answers_and_what_to_do(make_folder: MakeFolder) -> None:
    asked = [("short", "1"), ("long", "460"), ("longest", "500"), ("middling", "400")]
    files = course_files("".join(question("reflection", id, minimum=words) for id, words in asked))
    reading = build_course(make_folder(files))
    assert list(map(str, reading.warnings)) == [
        f"course.yaml:1:1: long answers to all questions take {reading.suspend_data_size} characters, "
        "and the LMS keeps 4096\n"
        "  hint: most goes to longest, long, middling: give them fewer rows, ask fewer open questions, or "
        "write room: 64000 if your LMS keeps more, as Moodle does"
    ]
