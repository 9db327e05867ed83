"""The fact sheet for a DPIA: what it says of a course, and that the one in the docs is the command's."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.lrs_course import LRS_SETTINGS, PRIVACY_SETTINGS, course_files, question
from support.course.sample_course import Files

from scormbuild.course import source
from scormbuild.course.factsheet import FACTSHEET_LANGUAGES, render_factsheet

ROOT = Path(__file__).parents[2]
Sheet = Callable[[Files], str]


@pytest.fixture
def sheet(make_folder: Callable[[Files], Path]) -> Sheet:
    """The sheet of a course with these files."""
    return lambda files: render_factsheet(source.read_course(make_folder(files)).course)


def run_factsheet(*arguments: object) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "scormbuild", "factsheet", *map(str, arguments)]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8")


def test_the_sheet_in_the_docs_is_what_the_command_prints_for_webcare() -> None:
    printed = run_factsheet("content/webcare", "--lrs", "https://lrs.example.org")
    kept = (ROOT / "docs/administrator/dpia-webcare.md").read_text(encoding="utf-8")
    assert (printed.returncode, printed.stdout) == (0, kept)


def test_the_command_writes_to_the_file_that_it_is_told(tmp_path: Path) -> None:
    done = run_factsheet("content/webcare", "-o", tmp_path / "sheet.md")
    assert done.stdout == f"{tmp_path / 'sheet.md'}: written\n"
    assert (
        (tmp_path / "sheet.md").read_text(encoding="utf-8").startswith("# Feitenblad voor een DPIA: Webcare")
    )


def test_an_lrs_without_privacy_has_no_sheet() -> None:
    done = run_factsheet("src/scormbuild/course/starter/en", "--lrs", "https://lrs.example.org")
    assert done.returncode == 2
    assert "doesn't say who reads the answers" in done.stderr


def test_each_question_is_there_with_its_text_and_where_its_answer_goes(sheet: Sheet) -> None:
    destinations = {
        "both": "the LMS and the LRS",
        "lms": "the LMS only",
        "receiver": "the LRS only",
        "nowhere": "nowhere: the browser only",
    }
    asked = "\n".join(
        question("reflection", f"q-{destination}", answers=destination) for destination in destinations
    )
    text = sheet(course_files(asked, LRS_SETTINGS + PRIVACY_SETTINGS))
    for destination, place in destinations.items():
        assert f"| `q-{destination}` | Why here? | open answer | yes | {place} |" in text
    assert "the LMS only knows that the question was answered" in text
    assert "the LRS only knows that the question was answered" in text


def test_a_contrast_is_two_rows(sheet: Sheet) -> None:
    text = sheet(course_files(question("contrast", answers="nowhere")))
    assert text.count("nowhere: the browser only |") == 2


def test_an_lrs_brings_pseudonyms_rights_and_its_address(sheet: Sheet) -> None:
    without, with_one = (
        sheet(course_files(settings=PRIVACY_SETTINGS)),
        sheet(course_files(settings=LRS_SETTINGS + PRIVACY_SETTINGS)),
    )
    for word in ("HMAC-SHA256", "subject export", "subject erase", "subject retract", "lrs retain"):
        assert word in with_one
        assert word not in without
    assert "`https://lrs.example.org/xapi`" in with_one
    assert "s3cret" not in with_one


def test_it_says_who_reads_and_for_how_long_or_that_nobody_said(sheet: Sheet) -> None:
    told = sheet(course_files(settings=f"{PRIVACY_SETTINGS}  contact: mailto:ann@example.org\n"))
    assert "| Who reads the answers | the trainers of your organisation |" in told
    assert "| For how long they are kept | a year |" in told
    assert "mailto:ann@example.org" in told
    assert "not filled in yet" in sheet(course_files())


def test_what_stays_in_the_browser_depends_on_whose_device_it_is(sheet: Sheet) -> None:
    own, shared = (
        sheet(course_files(settings=PRIVACY_SETTINGS)),
        sheet(course_files(settings=f"{PRIVACY_SETTINGS}device: shared\n")),
    )
    for words in ("encrypted (AES-GCM)", "at most 90 days after the last visit"):
        assert words in own
        assert words not in shared
    for words in ("in the tab only", "until the tab closes |"):
        assert words in shared
        assert words not in own
    assert "the address of the LMS's page | the way back" in own
    assert "Only the address of the LMS's page stays" in shared


def test_a_film_elsewhere_and_a_score_are_told(sheet: Sheet) -> None:
    film = ":::{video} f\n:title: F\n:youtube: aqz-KE-bpKQ\n:::\n\n"
    text = sheet(course_files(film + question("choice"), "completion:\n  score: 80\n"))
    assert "youtube-nocookie.com" in text
    assert "or passed, with the score" in text
    assert "YouTube" not in sheet(course_files())


def test_a_page_from_elsewhere_is_told_by_its_host(sheet: Sheet) -> None:
    embed = ":::{embed}\n:title: F\n:address: https://maps.example.org/a\n:::\n\n"
    assert "**With maps.example.org, when the learner asks for its page.**" in sheet(course_files(embed))


def test_a_name_that_learners_are_asked_for_is_told(sheet: Sheet) -> None:
    row = "the name or staff number that a learner gives"
    lrs = LRS_SETTINGS + PRIVACY_SETTINGS
    assert row in sheet(course_files(settings="learner: ask\n" + lrs))
    assert row not in sheet(course_files(settings=lrs))
    assert row not in sheet(course_files(settings="learner: ask\n"))


def test_a_course_that_asks_nothing_says_so(sheet: Sheet) -> None:
    assert "This course asks nothing." in sheet(course_files("Hello."))


def test_what_an_author_writes_does_not_break_the_table(sheet: Sheet) -> None:
    text = sheet(course_files(question("opinion").replace("It is good.", "a \\| b \\*c\\* &lt;i&gt;")))
    assert "| `q` | a \\| b \\*c\\* \\<i\\> | opinion on a scale |" in text


MARKS = ("\n## ", "\n### ", "\n|", "\n- ", "`", "article", "artikel")


@pytest.mark.parametrize(
    "files",
    [
        course_files("Hello."),
        course_files(settings=PRIVACY_SETTINGS),
        course_files(
            question("choice") + question("contrast", "b", answers="nowhere"), LRS_SETTINGS + PRIVACY_SETTINGS
        ),
        course_files(
            question("opinion", answers="receiver"),
            f"{LRS_SETTINGS}{PRIVACY_SETTINGS}  contact: https://a.org\n",
        ),
    ],
    ids=["nothing", "no LRS", "all", "contact"],
)
def test_every_language_of_the_sheet_tells_the_same_things(sheet: Sheet, files: Files) -> None:
    shapes = set()
    for language in FACTSHEET_LANGUAGES:
        settings = str(files["course.yaml"]).replace("language: en", f"language: {language}")
        text = sheet({**files, "course.yaml": settings})
        shapes.add(tuple(text.replace("artikel", "article").count(mark) for mark in MARKS))
        assert "\n\n\n" not in text
    assert len(shapes) == 1
