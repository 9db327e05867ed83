"""The examiner on packages of SCORM 2004: what the control files see, and what they let through."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.course.sample_manifests import FILES_2004, MANIFEST_2004, edit_2004
from support.course.sample_package import check_sample, find_problems

from scormbuild.course.check.codes import CODES, Weight

EDITIONS = ["2004 4th Edition", "2004 3rd Edition", "CAM 1.3"]


@pytest.mark.parametrize("version", EDITIONS)
def test_each_edition_is_sound_in_its_own_words(tmp_path: Path, version: str) -> None:
    assert check_sample(tmp_path, edit_2004("2004 4th Edition", version)) == {}


@pytest.mark.parametrize("version", ["2004 4th edition", "2004 2nd Edition", "2004", "CAM 1.3.1"])
def test_other_words_for_an_edition_are_untidy_for_an_lms_may_take_them_otherwise(
    tmp_path: Path, version: str
) -> None:
    assert check_sample(tmp_path, edit_2004("2004 4th Edition", version)).keys() == {"wrong-version"}


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('adlcp:scormType="sco"', 'adlcp:scormtype="sco"', "scormtype-capital", 22),
        ('adlcp:scormType="sco"', "", "missing-scormtype", 22),
        ('adlcp:scormType="sco"', 'adlcp:scormType="asset"', "no-sco", 2),
        ("<title>Begin</title>\n        <imsss:seq", "<imsss:seq", "missing-title", 12),
        (' completionSetByContent="true"', "", "completion-by-lms", 12),
        (' identifierref="R"', "", "nothing-to-launch", 2),
        ("<imsss:controlMode choice", "<imsss:controlMode choise", "schema-invalid", 18),
        ("<imsss:controlMode", "<imsss:controlMood", "schema-invalid", 18),
    ],
)
def test_a_fault_is_found_at_its_place(tmp_path: Path, old: str, new: str, code: str, line: int) -> None:
    codes = check_sample(tmp_path, edit_2004(old, new))
    assert codes.keys() == {code}
    assert codes[code][:2] == ("imsmanifest.xml", line)


@pytest.mark.parametrize(
    ("version", "threshold", "codes"),
    [
        (
            "2004 4th Edition",
            '<adlcp:completionThreshold completedByMeasure="true"/>',
            {"completion-threshold"},
        ),
        ("2004 4th Edition", '<adlcp:completionThreshold completedByMeasure="false"/>', set()),
        (
            "2004 3rd Edition",
            "<adlcp:completionThreshold>0.8</adlcp:completionThreshold>",
            {"completion-threshold"},
        ),
        (
            "2004 3rd Edition",
            '<adlcp:completionThreshold completedByMeasure="true"/>',
            {"completion-threshold", "schema-invalid"},
        ),
    ],
)
def test_a_threshold_is_an_editions_own(
    tmp_path: Path, version: str, threshold: str, codes: set[str]
) -> None:
    manifest = MANIFEST_2004.replace("2004 4th Edition", version)
    manifest = manifest.replace("<imsss:sequencing>\n", f"{threshold}<imsss:sequencing>\n", 1)
    assert check_sample(tmp_path, {**FILES_2004, "imsmanifest.xml": manifest.encode()}).keys() == codes


def test_lom_in_the_metadata_is_no_fault_though_its_schema_is_not_at_hand(tmp_path: Path) -> None:
    lom = '</schemaversion><lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general/></lom>'
    for edition in EDITIONS:
        manifest = MANIFEST_2004.replace("2004 4th Edition", edition).replace("</schemaversion>", lom)
        assert check_sample(tmp_path, {**FILES_2004, "imsmanifest.xml": manifest.encode()}) == {}


def test_a_passing_score_that_the_lms_only_knows_of_is_no_fault(tmp_path: Path) -> None:
    objective = (
        '<imsss:objectives><imsss:primaryObjective objectiveID="P" satisfiedByMeasure="false">'
        "<imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives>"
    )
    files = edit_2004("          <imsss:deliveryControls", f"{objective}<imsss:deliveryControls")
    assert check_sample(tmp_path, files) == {}


def test_what_lms_s_only_do_in_ways_of_their_own_weighs_nothing(tmp_path: Path) -> None:
    files = edit_2004(' completionSetByContent="true"', "")
    assert {CODES[problem.code].weight for problem in find_problems(tmp_path, files)} == {Weight.untidy}
