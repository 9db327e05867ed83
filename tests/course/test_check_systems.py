"""What single learning systems are known to need, by --for."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.course.sample_manifests import CMI5_FILES, FILES_2004, TINCAN_FILES, edit_2004
from support.course.sample_package import FILES, check_sample, edit_manifest

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
        ({"readme.txt": b""}, "frappe", {"missing-manifest"}),
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
