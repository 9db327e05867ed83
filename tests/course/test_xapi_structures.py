"""cmi5.xml and tincan.xml: what an LMS reads of a course, by the rules of their schemas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree
from support.course.sample_course import Files, add_settings, sample_page

from scormbuild.course.build import build_course
from scormbuild.course.targets.cmi5 import structure as cmi5
from scormbuild.course.targets.tincan import structure as tincan

ROOT = Path(__file__).parents[2]
CHOICE = ":::{choice} pick\n\nWhich?\n\n- [x] this\n- [ ] that\n:::\n"
COURSES = [ROOT / "content/webcare", ROOT / "src/scormbuild/course/starter/en"]


def read(folder: Path, target: str) -> etree._Element:
    """The structure in the package of a course."""
    files = build_course(folder, target=target).files
    return etree.fromstring(files[f"{target}.xml"])


def names(element: etree._Element) -> list[str]:
    return [etree.QName(child).localname for child in element]


def langstrings(element: etree._Element, name: str) -> list[tuple[str | None, str | None]]:
    return [
        (string.get("lang"), string.text)
        for string in element.findall(f"{{{cmi5.NAMESPACE}}}{name}/{{{cmi5.NAMESPACE}}}langstring")
    ]


# CourseStructure.xsd is no part of this repository; benchmarks/catapult.py holds a course against it.
@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_a_cmi5_structure_has_what_the_schema_asks_for_in_its_order(folder: Path) -> None:
    root, course = read(folder, "cmi5"), build_course(folder).course
    assert (root.tag, names(root)) == (f"{{{cmi5.NAMESPACE}}}courseStructure", ["course", "au"])
    whole, unit = root
    assert (names(whole), names(unit)) == (["title", "description"], ["title", "description", "url"])
    for element in (whole, unit):
        assert langstrings(element, "title") == [(course.language, course.title)]
        assert langstrings(element, "description") == [(course.language, course.description)]
    ids = [element.attrib["id"] for element in (whole, unit)]
    assert len(set(ids)) == 2
    assert all(urlsplit(str(each)).scheme for each in ids)
    assert unit.findtext(f"{{{cmi5.NAMESPACE}}}url") == "index.html"


@pytest.mark.parametrize(
    ("settings", "attributes"),
    [
        ("", {"moveOn": "Completed"}),
        ("completion:\n  report: passed\n", {"moveOn": "Completed"}),
        ("completion:\n  score: 80\n", {"moveOn": "CompletedAndPassed", "masteryScore": "0.8"}),
        ("completion:\n  score: 7\n", {"moveOn": "CompletedAndPassed", "masteryScore": "0.07"}),
        ("completion:\n  score: 100\n", {"moveOn": "CompletedAndPassed", "masteryScore": "1"}),
    ],
)
def test_an_lms_is_told_when_a_unit_is_satisfied(
    make_folder: Callable[[Files], Path], settings: str, attributes: dict[str, str]
) -> None:
    unit = read(make_folder({**sample_page(CHOICE), **add_settings(settings)}), "cmi5")[1]
    assert {name: value for name, value in unit.attrib.items() if name != "id"} == attributes


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_a_tincan_structure_has_one_activity_that_is_launched(folder: Path) -> None:
    root, course = read(folder, "tincan"), build_course(folder).course
    (activity,) = root[0]
    assert (root.tag, names(root)) == (f"{{{tincan.NAMESPACE}}}tincan", ["activities"])
    assert [(etree.QName(each).localname, each.get("lang"), each.text) for each in activity] == [
        ("name", course.language, course.title),
        ("description", course.language, course.description),
        ("launch", course.language, "index.html"),
    ]
    assert activity.attrib == {"id": course.iri, "type": "http://adlnet.gov/expapi/activities/course"}


@pytest.mark.parametrize("target", ["cmi5", "tincan"])
def test_the_page_of_such_a_course_may_reach_any_lrs_and_knows_its_outline(target: str) -> None:
    page = build_course(COURSES[0], target=target).files["index.html"].decode()
    assert "connect-src 'self' https: http:;" in page
    assert '"outline":' in page
    assert ('id="_close"' in page) == (target == "cmi5")  # tincan.xml knows no way back
    assert 'id="_close"' not in build_course(COURSES[0]).files["index.html"].decode()
