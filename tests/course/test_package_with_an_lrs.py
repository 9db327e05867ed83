"""A folder in, a package out that knows its LRS; and every other package as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from support.course.lrs_course import (
    LRS_SETTINGS,
    LRS_URL,
    PRIVACY_SETTINGS,
    course_files,
    question,
    read_lrs_endpoint,
)
from support.course.sample_course import Files

from scormbuild.course import source
from scormbuild.course.build import Package, build_course, build_package
from scormbuild.course.model import LrsEndpoint, Privacy
from scormbuild.course.outline import course_outline
from scormbuild.course.package_check import check_package

MakeFolder = Callable[[Files], Path]
OTHER = LrsEndpoint("http://localhost:8020/xapi", "sb_other", "other")


def page_of(built: Package) -> str:
    return built.files["index.html"].decode()


def connect_sources(page: str) -> str:
    """What the page may connect to."""
    found = re.search("connect-src ([^;]+);", page)
    assert found
    return found[1]


def test_the_keys_of_the_lrs_are_read(make_folder: MakeFolder) -> None:
    contact = "  contact: https://example.org/privacy\n"
    found = source.read_course(
        make_folder(course_files(settings=LRS_SETTINGS + PRIVACY_SETTINGS + contact))
    ).course
    assert found.lrs == LrsEndpoint(LRS_URL, "sb_public", "s3cret")
    assert found.privacy == Privacy(
        "the trainers of your organisation", "a year", "https://example.org/privacy"
    )


def test_a_full_stop_behind_the_readers_does_not_come_twice(make_folder: MakeFolder) -> None:
    written = "privacy:\n  readers: the trainers.\n  keep: a year.\n"
    found = source.read_course(make_folder(course_files(settings=written))).course
    assert found.privacy == Privacy("the trainers", "a year")


def test_a_secret_is_not_in_the_words_for_an_lrs() -> None:
    assert "hidden" not in repr(LrsEndpoint("https://a.org/xapi", "sb_a", "hidden"))


def test_a_package_with_an_lrs_carries_it_with_the_outline_and_reports(
    make_folder: MakeFolder,
) -> None:
    built = build_course(make_folder(course_files(settings=LRS_SETTINGS + PRIVACY_SETTINGS)))
    assert read_lrs_endpoint(page_of(built)) == {
        "endpoint": LRS_URL,
        "key": "sb_public",
        "secret": "s3cret",
        "outline": course_outline(built.course),
    }
    assert b"reporter:startReporter" in built.files["player.js"]
    assert connect_sources(page_of(built)) == "'self' https://lrs.example.org"


def test_an_lrs_of_the_command_line_goes_before_that_of_the_course(make_folder: MakeFolder) -> None:
    built = build_course(make_folder(course_files(settings=LRS_SETTINGS + PRIVACY_SETTINGS)), OTHER)
    assert read_lrs_endpoint(page_of(built))["endpoint"] == OTHER.url
    assert connect_sources(page_of(built)) == "'self' http://localhost:8020"
    assert "s3cret" not in page_of(built)


@pytest.mark.parametrize("road", ["receiver", "nowhere"])
def test_without_an_lrs_an_answer_kept_from_the_lms_stays_on_the_device(
    make_folder: MakeFolder, road: str
) -> None:
    built = build_course(make_folder(course_files(question("opinion", answers=road))))
    assert read_lrs_endpoint(page_of(built)) == {"endpoint": None, "outline": course_outline(built.course)}
    assert b"deviceAnswers:openPrivateAnswers" in built.files["player.js"]
    assert b"startReporter" not in built.files["player.js"]
    assert connect_sources(page_of(built)) == "'self'"


@pytest.mark.parametrize("road", ["both", "lms"])
def test_any_other_package_has_nothing_of_it(make_folder: MakeFolder, road: str) -> None:
    built = build_course(make_folder(course_files(question("opinion", answers=road), PRIVACY_SETTINGS)))
    page = page_of(built)
    assert read_lrs_endpoint(page) is None
    assert not re.search(b"startReporter|openPrivateAnswers", built.files["player.js"])
    assert connect_sources(page) == "'self'"
    assert "pii_" not in page
    assert page.count("<script") == 1


def test_a_package_that_reports_has_the_words_for_personal_data(make_folder: MakeFolder) -> None:
    page = page_of(build_course(make_folder(course_files(settings=LRS_SETTINGS + PRIVACY_SETTINGS))))
    assert all(f'"pii_{name}"' in page for name in ("bsn", "phone", "email", "birth"))


def test_what_an_author_writes_cannot_end_the_script_that_carries_it(make_folder: MakeFolder) -> None:
    nasty = question("opinion").replace("It is good.", r"\</script>\<script>alert(1)\</script>\<!-- &")
    built = build_course(make_folder(course_files(nasty, LRS_SETTINGS + PRIVACY_SETTINGS)))
    (asked,) = read_lrs_endpoint(page_of(built))["outline"]["questions"]
    assert asked["prompt"] == "</script><script>alert(1)</script><!-- &"
    assert page_of(built).count("</script>") == 2


def test_two_builds_with_an_lrs_give_the_same_bytes(make_folder: MakeFolder, tmp_path: Path) -> None:
    folder = make_folder(course_files(settings=LRS_SETTINGS + PRIVACY_SETTINGS))
    one, two = (build_package(folder, tmp_path / name, OTHER)[0] for name in ("one.zip", "two.zip"))
    assert sha256(one.read_bytes()).digest() == sha256(two.read_bytes()).digest()
    assert check_package(one).problems == ()


def test_an_answer_for_an_lrs_that_is_not_there_yet_is_a_warning(make_folder: MakeFolder) -> None:
    folder = make_folder(course_files(question("reflection", answers="receiver"), PRIVACY_SETTINGS))
    assert [str(warning) for warning in build_course(folder).warnings] == [
        "pages/start.md:5:11: this answer is for an LRS, and the course has none\n"
        "  hint: until it has an LRS, this answer stays in the learner's browser"
    ]
    assert build_course(folder, OTHER).warnings == ()


@pytest.mark.parametrize(("road", "smaller"), [("lms", False), ("receiver", True), ("nowhere", True)])
def test_what_does_not_go_to_the_lms_needs_next_to_no_room_there(
    make_folder: MakeFolder, road: str, smaller: bool
) -> None:
    texts = [question("contrast", rows="20"), question("contrast", rows="20", answers=road)]
    before, after = (source.read_course(make_folder(course_files(text))).suspend_data_size for text in texts)
    assert (after < before / 5) if smaller else (after == before)
