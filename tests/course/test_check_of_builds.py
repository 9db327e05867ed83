"""What `build` writes, `check` takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.course.sample_course import PNG, Files, edit_settings, sample_page

from scormbuild.course.build import build_package
from scormbuild.course.package_check import Report, check_package


@pytest.fixture
def check_build(make_folder: Callable[[Files], Path], tmp_path: Path) -> Callable[[Files], Report]:
    """The report on the package of the sample course with these files in it."""
    return lambda files: check_package(build_package(make_folder(files), tmp_path / "dist")[0])


@pytest.mark.parametrize("length", [200, 201, 255])
def test_a_title_of_any_length_that_builds_is_sound(
    check_build: Callable[[Files], Report], length: int
) -> None:
    assert check_build(edit_settings("title: Sample", f"title: {'t' * length}")).problems == ()


def test_media_whose_names_differ_in_capitals_only_upload_and_record(
    check_build: Callable[[Files], Report],
) -> None:
    text = "![One](media/a.png) ![Two](media/A.png)\n"
    report = check_build(sample_page(text, {"media/a.png": PNG, "media/A.png": PNG + b"2"}))
    assert report.works
    assert {problem.code for problem in report.problems} == {"case-clash"}
