"""Whether this is a SCORM 1.2 manifest at all: root, namespaces, schema version (SCORM 1.2 CAM, 2.3.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from scormbuild.course.check.xml_tree import ManifestTree, element_text
from scormbuild.course.targets.scorm12.manifest import ADLCP, IMSCP
from scormbuild.errors import Problem

ADLCP_2004 = "http://www.adlnet.org/xsd/adlcp_v1p3"
VERSION_2004 = re.compile(r"2004|CAM 1\.3")
SCHEMA_METADATA = {"schema": "ADL SCORM", "schemaversion": "1.2"}


def check_scorm_2004(document: ManifestTree) -> Problem | None:
    """That this is another standard's manifest, of which the rules of 1.2 say nothing."""
    version = next((element_text(element) for element in document.elements("schemaversion")), "")
    # Moodle goes by this text alone; whatever it doesn't know it takes for SCORM 1.2.
    if VERSION_2004.match(version) or (
        version != SCHEMA_METADATA["schemaversion"] and declares_namespace(document, ADLCP_2004)
    ):
        message = f"this is a SCORM 2004 package (schemaversion '{version}'), not SCORM 1.2"
        hint = "Export the course again as SCORM 1.2; most authoring tools offer both."
        return document.problem(document.root, "scorm-2004", message, hint)
    return None


def check_schema_version(document: ManifestTree) -> Iterator[Problem]:
    """The manifest's metadata says `ADL SCORM` and `1.2`."""
    for name, wanted in SCHEMA_METADATA.items():
        hint = f"Write <{name}>{wanted}</{name}> in the <metadata> of the manifest."
        elements = document.root.findall(f"{{*}}metadata/{{*}}{name}")
        if not elements:
            yield document.problem(document.root, "missing-version", f"the manifest has no <{name}>", hint)
        elif element_text(elements[0]) != wanted:
            message = f"<{name}> is '{element_text(elements[0])}', not '{wanted}'"
            yield document.problem(elements[0], "wrong-version", message, hint)


def check_root_element(document: ManifestTree) -> Iterator[Problem]:
    """The root is <manifest>, in the namespace of IMS Content Packaging 1.1.2."""
    name = etree.QName(document.root)
    hint = f'Write <manifest xmlns="{IMSCP}" …>.'
    if name.localname != "manifest":
        message = f"the root is <{name.localname}>, not <manifest>"
        yield document.problem(document.root, "wrong-root", message, hint)
    if name.namespace != IMSCP:
        message = f"the namespace of the manifest is {name.namespace or 'missing'}, not {IMSCP}"
        yield document.problem(document.root, "wrong-namespace", message, hint)


def check_adlcp_prefix(document: ManifestTree) -> Iterator[Problem]:
    """ADL's namespace has the prefix `adlcp`: others are right in XML, yet Moodle looks for the letters."""
    for element in document.places:
        prefixes = [name or "" for name, uri in element.nsmap.items() if uri == ADLCP]
        if prefixes and "adlcp" not in prefixes:
            message = f"the namespace of ADL has the prefix '{prefixes[0]}', not 'adlcp'"
            hint = f'Write xmlns:adlcp="{ADLCP}" and adlcp:…: Moodle looks for these letters.'
            yield document.problem(element, "wrong-prefix", message, hint)
            return


def declares_namespace(document: ManifestTree, namespace: str) -> bool:
    """Whether the root declares the namespace."""
    return namespace in document.root.nsmap.values()
