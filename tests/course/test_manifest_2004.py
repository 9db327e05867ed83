"""imsmanifest.xml of SCORM 2004 against the control files of its edition, and what those let through."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree
from support.course.control_files import read_schema
from support.course.sample_values import COURSE

from scormbuild.course.targets import TARGETS
from scormbuild.course.targets.scorm2004.manifest import ADLCP, IMSCP, IMSSS, SCHEMAS

VERSIONS = {"scorm2004-3": "2004 3rd Edition", "scorm2004-4": "2004 4th Edition"}
FILES = {"index.html": b"", "style.css": b"", "player.js": b"", "media/a.png": b""}


@pytest.fixture(scope="module", params=VERSIONS)
def target(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def manifest(target: str) -> bytes:
    return TARGETS[target].manifest_files(COURSE, FILES)["imsmanifest.xml"]


@pytest.fixture(scope="module")
def schema(target: str, tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    return read_schema(
        tmp_path_factory.mktemp("control"), TARGETS[target].manifest_files(COURSE, FILES), SCHEMAS
    )


def test_the_manifest_is_valid_against_the_control_files_of_its_edition(
    schema: etree.XMLSchema, manifest: bytes
) -> None:
    schema.assertValid(etree.fromstring(manifest))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b'completionSetByContent="true"', b'completionSetByContent="perhaps"'),
        (b"<imsss:deliveryControls", b"<imsss:deliveryOrders"),
        (b"<adlnav:hideLMSUI>continue<", b"<adlnav:hideLMSUI>next<"),
        (b"<resources>", b"<resources><nonsense/>"),
    ],
)
def test_the_control_files_do_refuse_what_is_wrong(
    schema: etree.XMLSchema, manifest: bytes, right: bytes, wrong: bytes
) -> None:
    assert right in manifest
    assert not schema.validate(etree.fromstring(manifest.replace(right, wrong)))


def test_the_schemas_are_those_of_the_edition_and_say_so(target: str, manifest: bytes) -> None:
    root = etree.fromstring(manifest)
    assert root.findtext(f"{{{IMSCP}}}metadata/{{{IMSCP}}}schema") == "ADL SCORM"
    assert root.findtext(f"{{{IMSCP}}}metadata/{{{IMSCP}}}schemaversion") == VERSIONS[target]
    files = TARGETS[target].manifest_files(COURSE, FILES)
    named = root.get("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", "").split()[1::2]
    assert set(named) <= files.keys()
    # The one attribute by which the schemas of the editions can be told apart.
    assert (b"completedByMeasure" in files["adlcp_v1p3.xsd"]) == (target == "scorm2004-4")


def test_there_is_one_sco_with_a_capital_t_and_it_declares_every_file(manifest: bytes) -> None:
    (resource,) = etree.fromstring(manifest).iter(f"{{{IMSCP}}}resource")
    assert resource.get(f"{{{ADLCP}}}scormType") == "sco"
    assert resource.get("href") == "index.html"
    assert [file.get("href") for file in resource] == sorted(FILES)


def test_the_one_item_says_its_status_itself_and_nothing_overrules_it(manifest: bytes) -> None:
    (item,) = etree.fromstring(manifest).iter(f"{{{IMSCP}}}item")
    (delivery,) = item.iter(f"{{{IMSSS}}}deliveryControls")
    assert dict(delivery.attrib) == {"completionSetByContent": "true", "objectiveSetByContent": "true"}
    assert not [word for word in (b"completionThreshold", b"minNormalizedMeasure") if word in manifest]
    assert [etree.QName(child).localname for child in item] == ["title", "sequencing", "presentation"]


def test_identifiers_stay_when_version_title_and_files_change(target: str, manifest: bytes) -> None:
    later = replace(COURSE, version="2.0.0", title="Anders", pages=())
    other = TARGETS[target].manifest_files(later, {**FILES, "media/b.png": b""})["imsmanifest.xml"]
    assert identifiers(manifest) == identifiers(other)


def identifiers(text: bytes) -> list[str]:
    return etree.fromstring(text).xpath("//@identifier | //@identifierref | //@default")
