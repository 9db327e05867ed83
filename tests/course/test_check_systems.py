"""What single learning systems are known to need, by --for."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.course.sample_manifests import CMI5_FILES, FILES_2004, TINCAN_FILES, edit_2004
from support.course.sample_package import FILES, check_sample, edit_manifest, examine, write_package
from support.course.spoilt_packages import FILM

from scormbuild.course.check.standards import SCORM_12
from scormbuild.course.check.systems import SYSTEMS, System, UploadLimit
from scormbuild.course.package_check import check_package

SECOND = edit_2004("2004 4th Edition", "2004 2nd Edition")
ODD = edit_manifest("<schemaversion>1.2<", "<schemaversion>1.3<")


@pytest.mark.parametrize(
    ("files", "system", "codes"),
    [
        (FILES, "moodle", set()),
        (FILES_2004, "moodle", set()),
        (edit_2004("2004 4th Edition", "CAM 1.3"), "moodle", set()),
        (SECOND, "moodle", {"wrong-version", "taken-for-other"}),
        (ODD, "moodle", {"wrong-version", "taken-for-other"}),
        (CMI5_FILES, "moodle", {"not-taken"}),
        ({**FILES, "a.mjs": b""}, "moodle", {"undeclared-file", "module-type"}),
        ({**FILES, **TINCAN_FILES}, "moodle", None),
        (SECOND, "openedx", {"wrong-version"}),
        (ODD, "openedx", {"wrong-version", "taken-for-other"}),
        (TINCAN_FILES, "openedx", {"not-taken"}),
        (FILES_2004, "chamilo", {"not-taken"}),
        (CMI5_FILES, "ilias", set()),
        (FILES, "frappe", {"only-passed"}),
        (CMI5_FILES, "frappe", {"not-taken"}),
        ({"readme.txt": b""}, "frappe", {"missing-manifest"}),
        ({**FILES, "a/B.PHP5": b""}, "chamilo", {"undeclared-file", "server-script", "renamed-file"}),
        ({**FILES, ".htaccess": b""}, "chamilo", {"undeclared-file", "server-script", "renamed-file"}),
        ({**FILES, "php.txt": b""}, "chamilo", {"undeclared-file"}),
        ({**FILES, "nl.lang": b""}, "ilias", {"undeclared-file", "renamed-file"}),
        ({**FILES, "nl.lang": b""}, "moodle", {"undeclared-file"}),
        ({**FILES, "a/b.png": b"1", "c/b.png": b"2"}, "openedx", {"undeclared-file", "same-name"}),
        ({**FILES, "a/b.png": b"1", "c/B.png": b"2"}, "openedx", {"undeclared-file"}),
        ({**FILES, "a/b.png": b"1", "c/b.png": b"2"}, "moodle", {"undeclared-file"}),
    ],
)
def test_a_system_adds_what_it_is_known_to_need(
    tmp_path: Path, files: dict[str, bytes], system: str, codes: set[str] | None
) -> None:
    found = check_sample(tmp_path, files, system).keys()
    if codes is None:
        assert "not-taken" not in found
    else:
        assert found == codes


LARGE = {**FILES, "film.mp4": FILM}


@pytest.mark.parametrize("system", ["moodle", "ilias", "chamilo", "claroline"])
def test_a_package_that_is_larger_than_the_default_is_untidy_and_the_way_out_names_the_setting(
    tmp_path: Path, system: str
) -> None:
    report = examine(tmp_path, LARGE, system=system)
    (problem,) = (each for each in report.problems if each.code == "upload-limit")
    assert problem.message == f"the package has 2.2 MB; {SYSTEMS[system].title} takes 2 MB by default"
    assert "php.ini" in problem.hint
    assert report.works


@pytest.mark.parametrize("system", ["openedx", "frappe"])
def test_a_package_that_a_system_takes_as_it_is_installed_is_sound_in_size(
    tmp_path: Path, system: str
) -> None:
    assert "upload-limit" not in check_sample(tmp_path, LARGE, system)


def test_a_quota_counts_what_is_in_the_zip(tmp_path: Path) -> None:
    quota = UploadLimit(1_000_000, "the settings", counts_unpacked=True)
    system = System("A system", (SCORM_12,), limits=(quota,))
    package = write_package(tmp_path, LARGE)
    (problem,) = (each for each in check_package(package, system=system).problems if "MB" in each.message)
    assert problem.message == "unpacked, the package has 2.2 MB; A system takes 1 MB by default"
    assert problem.hint.endswith("else they do that in the settings.")
