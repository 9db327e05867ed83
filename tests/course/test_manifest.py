"""imsmanifest.xml of SCORM 1.2 against its own control files."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from support.course.control_files import read_schema
from support.course.sample_values import COURSE

from scormbuild.course.model import Credit
from scormbuild.course.targets import TARGETS
from scormbuild.course.targets.scorm12.manifest import ADLCP, IMSCP, SCHEMAS, render_manifest

PATHS = ["index.html", "style.css", "player.js", "media/a.png"]
XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1)


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    """The control files as a package carries them, with metadata checked too."""
    files = TARGETS["scorm12"].manifest_files(COURSE, {})
    return read_schema(tmp_path_factory.mktemp("control"), files, SCHEMAS)


def test_the_manifest_is_valid_against_the_four_control_files(schema: etree.XMLSchema) -> None:
    schema.assertValid(etree.fromstring(render_manifest(COURSE, PATHS)))


def test_the_control_files_do_refuse_what_is_wrong(schema: etree.XMLSchema) -> None:
    wrong = render_manifest(COURSE, PATHS).replace(b"<imsmd:lom>", b"<imsmd:lom><imsmd:nonsense/>")
    assert not schema.validate(etree.fromstring(wrong))


@given(title=XML_TEXT, name=XML_TEXT, licence=st.just("") | XML_TEXT)
def test_any_text_of_an_author_gives_a_valid_manifest(
    schema: etree.XMLSchema, title: str, name: str, licence: str
) -> None:
    course = replace(COURSE, title=title, credits=(Credit("r", name),), licence=licence)
    root = etree.fromstring(render_manifest(course, PATHS))
    schema.assertValid(root)
    assert root.findtext(f".//{{{IMSCP}}}item/{{{IMSCP}}}title") == title


def test_a_comma_in_a_name_or_role_begins_no_other_value_of_a_vcard() -> None:
    course = replace(COURSE, credits=(Credit("Text; pictures", "Vries, \\ de", "https://example.org/a,b"),))
    (vcard,) = [each.text or "" for each in etree.fromstring(render_manifest(course, PATHS)).iter("{*}vcard")]
    assert vcard.splitlines()[2:-1] == [
        r"FN:Vries\, \\ de",
        r"N:Vries\, \\ de",
        r"ROLE:Text\; pictures",
        "URL:https://example.org/a,b",
    ]


def test_there_is_one_sco_and_it_declares_every_file() -> None:
    (resource,) = etree.fromstring(render_manifest(COURSE, PATHS)).iter(f"{{{IMSCP}}}resource")
    assert resource.get(f"{{{ADLCP}}}scormtype") == "sco"
    assert resource.get("href") == "index.html"
    assert [file.get("href") for file in resource] == sorted(PATHS)


def test_identifiers_stay_when_version_title_and_files_change() -> None:
    later = replace(COURSE, version="2.0.0", title="Anders", pages=())
    assert identifiers(render_manifest(COURSE, PATHS)) == identifiers(
        render_manifest(later, [*PATHS, "media/b.png"])
    )


def identifiers(text: bytes) -> list[str]:
    return etree.fromstring(text).xpath("//@identifier | //@identifierref | //@default")


def test_the_prefix_is_the_one_that_moodle_looks_for() -> None:
    assert b'adlcp:scormtype="sco"' in render_manifest(COURSE, PATHS)
