"""The table of codes: each is shown by a package, stands in the docs, and has a way out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.course.sample_manifests import CMI5_FILES, FILES_2004, TINCAN_FILES
from support.course.sample_package import FILES, examine
from support.course.spoilt_packages import SPOILT

from scormbuild.course.check.codes import CODES, Weight

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs/administrator/check.md"


@pytest.mark.parametrize("files", [FILES, FILES_2004, CMI5_FILES, TINCAN_FILES])
def test_the_packages_that_the_others_are_made_of_are_sound(tmp_path: Path, files: dict[str, bytes]) -> None:
    assert examine(tmp_path, files).problems == ()


def test_there_is_a_package_for_each_code() -> None:
    assert SPOILT.keys() == CODES.keys()


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_package_shows_its_code_at_its_weight(tmp_path: Path, code: str) -> None:
    case = SPOILT[code]
    files, system = case if isinstance(case, tuple) else (case, None)
    report = examine(tmp_path, files, system=system)
    assert code in {problem.code for problem in report.problems}
    assert report.verdict == CODES[code].weight
    assert report.works == (CODES[code].weight == Weight.untidy)


def test_every_way_out_is_one_without_an_editor_of_xml() -> None:
    for code, row in CODES.items():
        assert re.fullmatch(r"[A-Z].*\.", row.way_out), code
        assert not re.search(r"<\w+|\bWrite\b|xmlns", row.way_out.replace("xmlns:adlcp", "")), code


def test_every_code_in_the_source_is_in_the_table_and_the_other_way_round() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src/scormbuild/course").rglob("*.py"))
    for code in CODES:
        named = f'"{code}"' in source or code in ("dangling-item", "dangling-dependency")
        assert named, f"nothing finds {code}"


def test_the_docs_have_the_same_table() -> None:
    text = DOCS.read_text("utf-8").partition("## Every code")[2]
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (.+) \| (.+) \|$", text, re.MULTILINE)
    sections = re.findall(r"^### (.+)$|^\| `([a-z0-9-]+)`", text, re.MULTILINE)
    weights, heading = {}, ""
    for title, code in sections:
        heading = title or heading
        if code:
            weights[code] = heading
    assert rows == [(code, row.meaning.replace("|", "\\|"), row.way_out) for code, row in CODES.items()]
    assert weights == {code: row.weight.words.capitalize() for code, row in CODES.items()}
