"""A folder in, a package out."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from support.course.sample_course import Files, add_settings

from scormbuild.course.build import build_course, build_package, build_packages
from scormbuild.course.model import LrsEndpoint
from scormbuild.course.package_check import check_package
from scormbuild.course.targets import TARGETS

MakeFolder = Callable[[Files], Path]
WEBCARE = Path(__file__).parents[2] / "content/webcare"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first course, built."""
    return build_package(WEBCARE, tmp_path_factory.mktemp("dist"))[0]


def test_the_package_is_called_after_id_version_and_standard(package: Path) -> None:
    assert package.name == "webcare-1.0.0-scorm12.zip"


def test_the_packages_name_says_that_an_lrs_hears_of_it(tmp_path: Path) -> None:
    lrs = LrsEndpoint("https://lrs.example.org/xapi", "sb_a", "hidden")
    assert build_package(WEBCARE, tmp_path, lrs)[0].name == "webcare-1.0.0-scorm12-lrs.zip"


def test_a_course_is_built_for_the_targets_that_it_names(make_folder: MakeFolder, tmp_path: Path) -> None:
    folder = make_folder(add_settings("".join(["targets:\n", *(f"  - {name}\n" for name in TARGETS)])))
    built = build_packages(folder, tmp_path)
    assert [path.name for path, _ in built] == [
        f"sample-1.0.0-{name}{target.form.suffix}" for name, target in TARGETS.items()
    ]
    assert [path.name for path, _ in build_packages(folder, tmp_path, targets=["scorm12"])] == [
        "sample-1.0.0-scorm12.zip"
    ]


def test_the_package_passes_its_own_examination(package: Path) -> None:
    assert check_package(package).problems == ()


def test_two_copies_of_a_course_give_the_same_bytes(package: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(WEBCARE, tmp_path / "elsewhere" / "copy")
    for path in copied.rglob("*"):
        path.touch()
    again, _ = build_package(copied, tmp_path / "dist")
    assert sha256(again.read_bytes()).digest() == sha256(package.read_bytes()).digest()


def test_the_control_files_lie_in_the_root(package: Path) -> None:
    with zipfile.ZipFile(package) as zipped:
        names = set(zipped.namelist())
    assert {"imscp_rootv1p1p2.xsd", "imsmd_rootv1p2p1.xsd", "adlcp_rootv1p2.xsd", "ims_xml.xsd"} <= names


def test_a_page_needs_nothing_from_elsewhere_and_runs_nothing_inline() -> None:
    page = build_course(WEBCARE).files["index.html"].decode()
    for inline in (" style=", " onclick=", " onload=", "<style", "javascript:"):
        assert inline not in page
    assert page.count("<script") == page.count('<script src="player.js"') == 1
    assert "Content-Security-Policy" in page
