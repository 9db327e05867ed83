"""The examiner on packages of cmi5: the course structure, ids, addresses, and when a lesson is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.course.sample_manifests import CMI5, CMI5_FILES, edit_cmi5
from support.course.sample_package import check_sample, find_problems

TITLE = '<title><langstring lang="en">Begin</langstring></title>'
DESCRIPTION = '<description><langstring lang="en">All of it.</langstring></description>'
URL = "<url>index.html</url>"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("index.html</url>", "index.html?page=1</url>"),
        ("index.html</url>", "https://example.org/course</url>"),
        (URL, f"{URL}<launchParameters>a</launchParameters><entitlementKey>b</entitlementKey>"),
        (URL, f'{URL}<x:y xmlns:x="urn:x" z="1"/>'),
        (' masteryScore="0.8"', ' masteryScore="1.0" launchMethod="OwnWindow" activityType="https://a.b/c"'),
        (
            "  </course>\n",
            '</course><objectives><objective id="a:b"><title><langstring lang="en">x</langstring></title>'
            '<description><langstring lang="en">x</langstring></description></objective></objectives>',
        ),
        (DESCRIPTION, f'{DESCRIPTION}<objectives><objective idref="a:b"/></objectives>'),
    ],
)
def test_what_the_standard_allows_is_sound(tmp_path: Path, old: str, new: str) -> None:
    assert check_sample(tmp_path, edit_cmi5(old, new)) == {}


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        (f"    {TITLE}\n", "", "cmi5-structure", 7),
        (f"    {DESCRIPTION}\n", "", "cmi5-structure", 7),
        (f"{TITLE}\n    {DESCRIPTION}", f"{DESCRIPTION}\n    {TITLE}", "cmi5-structure", 7),
        (f"    {URL}\n", "", "cmi5-structure", 7),
        (URL, "<url/>", "cmi5-structure", 10),
        (URL, f"{URL}<launchMode>Normal</launchMode>", "cmi5-structure", 7),
        (TITLE, "<title/>", "cmi5-structure", 8),
        ("CompletedAndPassed", "Done", "cmi5-structure", 7),
        ("0.8", "80", "cmi5-structure", 7),
        ("0.8", "-0.1", "cmi5-structure", 7),
        ('masteryScore="0.8"', 'masteryscore="0.8"', "cmi5-structure", 7),
        ('masteryScore="0.8"', 'launchMethod="Popup"', "cmi5-structure", 7),
        ('id="https://example.org/care/au" ', "", "cmi5-id", 7),
        ('id="https://example.org/care/au"', 'id="care/au"', "cmi5-id", 7),
        ('id="https://example.org/care/au"', 'id="https://example.org/care au"', "cmi5-id", 7),
        ('id="https://example.org/care/au"', 'id=" https://example.org/care"', "cmi5-duplicate-id", 7),
        ("index.html</url>", "./index.html</url>", "cmi5-url", 10),
        ("index.html</url>", "index.html#start</url>", "cmi5-url", 10),
        ("index.html</url>", "index.html?fetch=1</url>", "cmi5-url", 10),
        ("index.html</url>", "index.html?a=b&amp;registration</url>", "cmi5-url", 10),
        ("index.html</url>", "https://example.org/a course</url>", "cmi5-url", 10),
        ("index.html</url>", "Index.html</url>", "cmi5-missing-file", 10),
        (' moveOn="CompletedAndPassed"', "", "cmi5-no-move-on", 7),
        ("CompletedAndPassed", "NotApplicable", "cmi5-not-applicable", 7),
        ('<langstring lang="en">All', "<langstring>All", "cmi5-lang", 9),
        ('<langstring lang="en">All', '<langstring lang="english language">All', "cmi5-structure", 9),
    ],
)
def test_a_fault_is_found_at_its_place_and_no_other_with_it(
    tmp_path: Path, old: str, new: str, code: str, line: int
) -> None:
    codes = check_sample(tmp_path, edit_cmi5(old, new))
    assert codes.keys() == {code}
    assert codes[code][:2] == ("cmi5.xml", line)


def test_a_course_structure_of_a_draft_is_told_by_its_namespace(tmp_path: Path) -> None:
    draft = CMI5.replace("https://w3id.org/xapi/profiles/cmi5/v1/", "http://www.adlnet.gov/cmi5/")
    (problem,) = find_problems(tmp_path, {**CMI5_FILES, "cmi5.xml": draft.encode()})
    assert problem.code == "wrong-root"
    assert "http://www.adlnet.gov/cmi5/" in problem.message


def test_thousands_of_lessons_are_examined_in_short_time(tmp_path: Path) -> None:
    au = CMI5[CMI5.index("  <au ") : CMI5.index("</courseStructure>")]
    many = "".join(au.replace("care/au", f"care/{number}") for number in range(3000))
    assert check_sample(tmp_path, {**CMI5_FILES, "cmi5.xml": CMI5.replace(au, many).encode()}) == {}
