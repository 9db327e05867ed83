"""What holds in every target: a valid manifest whatever an author writes, the same bytes, a small script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from support.course.control_files import read_schema
from support.course.sample_values import COURSE, COURSES
from typer.testing import CliRunner

from scormbuild.cli import app
from scormbuild.course.build import Package, build_course
from scormbuild.course.model import Course, LrsEndpoint
from scormbuild.course.package import zip_files
from scormbuild.course.targets import DEFAULT_TARGET, TARGETS

ROOT = Path(__file__).parents[2]
WEBCARE = ROOT / "content/webcare"
LRS = LrsEndpoint("https://lrs.example.org/xapi", "sb_a", "hidden")
MOST_EXTRA = 4096  # bytes of script more than SCORM 1.2's
MANIFEST = "imsmanifest.xml"
LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
# Paths as the builder makes them: slugs, and what was slugged before them.
PATHS = st.lists(st.from_regex(r"media/[A-Za-z0-9._-]{1,30}", fullmatch=True), max_size=4, unique=True)


def manifest_of(target: str, course: Course, paths: list[str]) -> etree._Element:
    files = TARGETS[target].manifest_files(course, dict.fromkeys(["index.html", *paths], b""))
    return etree.fromstring(files[MANIFEST])


@pytest.fixture(
    scope="module",
    params=[name for name, each in TARGETS.items() if each.standard.startswith("scorm")],  # with schemas
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


@pytest.fixture(scope="module", params=TARGETS)
def built(request: pytest.FixtureRequest) -> Package:
    """The first course for each target."""
    return build_course(WEBCARE, target=request.param)


def test_two_builds_of_a_course_give_the_same_bytes(built: Package) -> None:
    again = build_course(WEBCARE, target=built.target.name)
    assert zip_files(again.files) == zip_files(built.files)


def test_no_targets_script_is_much_larger_than_that_of_scorm_12(built: Package) -> None:
    # Who makes statements is held against a package of SCORM 1.2 that makes them too.
    lrs = LRS if built.target.makes_statements else None
    usual, script = (build_course(WEBCARE, lrs, target=name) for name in (DEFAULT_TARGET, built.target.name))
    assert len(script.files["player.js"]) - len(usual.files["player.js"]) <= MOST_EXTRA


@pytest.mark.parametrize("standard", sorted({target.standard for target in TARGETS.values()} - {"web"}))
def test_a_standard_is_named_in_its_folders_and_in_one_table(standard: str) -> None:
    named = re.compile(rf"\b{standard}\b(?!/result)")  # cmi5's extension for progress is any profile's
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in ("src/scormbuild/course", "player/src")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".js", ".ts", ".jinja", ".yaml", ".css"}
        and named.search(path.read_text("utf-8"))
    }
    own = re.compile(r"src/scormbuild/course/(targets/\w+/|assets/|check/)|player/src/lms/")
    # What is examined may be of any standard: that has a table of its own.
    assert {path for path in found if not own.match(path)} <= {
        "src/scormbuild/course/targets/__init__.py",
        "src/scormbuild/course/package_check.py",
    }


def test_a_course_has_as_much_room_as_every_lms_of_its_target(built: Package) -> None:
    assert built.course.room == built.target.room
    stated = re.search(rb'data-room="(\d+)"', built.files["index.html"])
    assert int(stated[1] if stated else 4096) == built.target.room


def test_build_says_how_much_of_the_room_long_answers_take_where_there_is_such_a_room(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["build", str(WEBCARE), "--out", str(tmp_path), "--target", "all"])
    assert done.exit_code == 0, done.output
    lines = dict(zip(TARGETS, done.stdout.splitlines(), strict=True))
    assert {name for name, line in lines.items() if "long answers take" not in line} == {"web"}
    assert re.search(r"long answers take [\d,]+ of 4,096 characters\)$", lines["scorm12"])
