"""imsmanifest.xml against SCORM's own control files."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from scormbuild.course.model import CompletionRule, Course, Credit, Page, Text, Theme
from scormbuild.course.targets.scorm12.manifest import ADLCP, IMSCP, read_control_files, render_manifest

COURSE = Course(
    id="webcare",
    title="Webcare",
    language="nl",
    version="1.0.0",
    description="Over social media.",
    completion=CompletionRule(),
    credits=(
        Credit("Auteur", "Hans Versteegh", "https://www.welzijn30.nl"),
        Credit("Vragen", "Post", "mailto:a@b.nl"),
    ),
    licence="CC BY 4.0",
    theme=Theme(),
    pages=(Page("welkom", "Welkom", (Text("<p>Hoi</p>"),)),),
)
PATHS = ["index.html", "style.css", "player.js", "media/a.png"]
XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1)


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    """The control files as a package carries them, with metadata checked too."""
    folder = tmp_path_factory.mktemp("control")
    for name, content in read_control_files().items():
        # Two lines of IMS's that libxml2 refuses: xml: as the default namespace, which nothing uses, and
        # "anything may follow" where it should say "anything of others may follow".
        clean = content.replace(b' xmlns="http://www.w3.org/XML/1998/namespace"', b"")
        (folder / name).write_bytes(clean.replace(b"##any", b"##other"))
    imports = "".join(
        f'<xs:import namespace="{namespace}" schemaLocation="{name}"/>'
        for namespace, name in [
            ("http://www.adlnet.org/xsd/adlcp_rootv1p2", "adlcp_rootv1p2.xsd"),
            ("http://www.imsproject.org/xsd/imscp_rootv1p1p2", "imscp_rootv1p1p2.xsd"),
            ("http://www.imsglobal.org/xsd/imsmd_rootv1p2p1", "imsmd_rootv1p2p1.xsd"),
        ]
    )
    text = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(text, base_url=str(folder / "all.xsd")))


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
