"""What `build` writes, `check` takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.sample_course import PNG, Files, edit_settings, sample_page

from scormbuild.course.build import build_course, build_package
from scormbuild.course.package_check import Report, check_package
from scormbuild.course.targets import TARGETS


@pytest.fixture
def check_build(make_folder: Callable[[Files], Path], tmp_path: Path) -> Callable[[Files], Report]:
    """The report on the package of the sample course with these files in it."""
    return lambda files: check_package(build_package(make_folder(files), tmp_path / "dist")[0])


@pytest.mark.parametrize("length", [200, 201, 255])
def test_a_title_of_any_length_that_builds_is_sound(
    check_build: Callable[[Files], Report], length: int
) -> None:
    assert check_build(edit_settings("title: Sample", f"title: {'t' * length}")).problems == ()


@pytest.mark.parametrize("target", TARGETS)
def test_media_whose_names_differ_in_capitals_only_have_other_names_in_the_package(
    make_folder: Callable[[Files], Path], target: str
) -> None:
    page = "![One](media/A.png) ![Two](media/a.png)\n\n[Three](media/a-2.png)\n"
    media = {"media/A.png": PNG + b"1", "media/a.png": PNG + b"2", "media/a-2.png": PNG + b"3"}
    files = build_course(make_folder(sample_page(page, media)), target=target).files
    shown = re.findall('(?:src|href)="(media/[^"]+)"', files["index.html"].decode())
    assert shown == ["media/A.png", "media/a-3.png", "media/a-2.png"]
    assert [files[name] for name in shown] == list(media.values())


@pytest.mark.parametrize("target", TARGETS)
def test_media_of_one_name_in_two_folders_have_two_names_in_the_package(
    make_folder: Callable[[Files], Path], target: str
) -> None:
    page = "![One](media/one/a.png) ![Two](media/two/A.png)\n"
    media = {"media/one/a.png": PNG + b"1", "media/two/A.png": PNG + b"2"}
    files = build_course(make_folder(sample_page(page, media)), target=target).files
    shown = re.findall('src="(media/[^"]+)"', files["index.html"].decode())
    assert shown == ["media/one/a.png", "media/two/A-2.png"]
    assert [files[name] for name in shown] == list(media.values())


def test_a_package_with_such_media_is_sound(check_build: Callable[[Files], Report]) -> None:
    text = "![One](media/a.png) ![Two](media/A.png)\n"
    report = check_build(sample_page(text, {"media/a.png": PNG, "media/A.png": PNG + b"2"}))
    assert report.problems == ()


def test_a_zip_for_learners_to_download_is_sound(check_build: Callable[[Files], Report]) -> None:
    files = {"media/photos.zip": b"PK", "media/more/photos-2.ZIP": b"PK"}
    text = "[Photos](media/photos.zip) and [more](media/more/photos-2.ZIP)\n"
    assert check_build(sample_page(text, files)).problems == ()
