"""Whatever an author may write, its manifest is valid: in every target that brings its schemas along."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from support.course.control_files import read_schema
from support.course.sample_values import COURSE, COURSES

from scormbuild.course.model import Course
from scormbuild.course.targets import TARGETS

MANIFEST = "imsmanifest.xml"
LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
# Paths as the builder makes them: slugs, and what was slugged before them.
PATHS = st.lists(st.from_regex(r"media/[A-Za-z0-9._-]{1,30}", fullmatch=True), max_size=4, unique=True)


def manifest_of(target: str, course: Course, paths: list[str]) -> etree._Element:
    files = TARGETS[target].manifest_files(course, dict.fromkeys(["index.html", *paths], b""))
    return etree.fromstring(files[MANIFEST])


@pytest.fixture(
    scope="module",
    params=[name for name, each in TARGETS.items() if MANIFEST in each.manifest_files(COURSE, {})],
)
def target(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def schema(target: str, tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    """The schemas that the manifest itself names."""
    words = manifest_of(target, COURSE, []).get(LOCATION, "").split()
    schemas = dict(zip(words[::2], words[1::2], strict=True))
    return read_schema(
        tmp_path_factory.mktemp("control"), TARGETS[target].manifest_files(COURSE, {}), schemas
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(course=COURSES, paths=PATHS)
def test_every_course_has_a_valid_manifest(
    target: str, schema: etree.XMLSchema, course: Course, paths: list[str]
) -> None:
    root = manifest_of(target, course, paths)
    schema.assertValid(root)
    assert {title.text for title in root.iterfind(".//{*}organization//{*}title")} == {course.title}
    identifiers = root.xpath("//@identifier")
    assert len(identifiers) == len(set(identifiers))
    assert [file.get("href") for file in root.iter("{*}file")] == sorted(["index.html", *paths])
